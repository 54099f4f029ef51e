"""What the engine costs on SQLite: planning what is due, an idle tick, a reply recorded and its echo sent.

Prints one JSON object. The baseline, in the same run, is the floor of the disk: one row and one commit with
synchronous=FULL through the standard library's sqlite3. Only the ratios to it mean something on another machine.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bot.agenda import Calendar, tick
from bot.domain.people import Account, Stage
from bot.domain.pictures import Theme
from bot.domain.slots import SLOT
from bot.engine import Engine
from bot.features import FEATURES
from bot.gestures import Event, Text
from bot.ports import Letter, Posted, Store
from storage import open_store

PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
REPLIES = 200
FEW = 10
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is set."""

    at = NINE

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.at


class Nowhere:
    """A messenger that costs nothing."""

    platform = "nowhere"
    theme = Theme.LIGHT

    def is_quiet(self, account: Account, now: datetime) -> bool:  # noqa: ARG002 - nobody is
        """Tell that questions are wanted."""
        return False

    async def send(self, letter: Letter) -> Posted:
        """Take a message."""
        return Posted(channel="c", message_id=str(letter.id))

    async def edit(self, letter: Letter, posted: Posted) -> None:
        """Take a newer face of one."""

    async def find(self, letter: Letter, since: datetime) -> Posted | None:  # noqa: ARG002 - nothing is ever lost here
        """Find nothing."""
        return None


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    """Return how many seconds something took."""
    begun = perf_counter()
    await work()
    return perf_counter() - begun


def floor(directory: Path, commits: int) -> float:
    """Return the seconds for one row and one durable commit."""
    database = sqlite3.connect(directory / "floor.db", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE row (text TEXT)")
    begun = perf_counter()
    for _ in range(commits):
        database.execute("INSERT INTO row VALUES ('calling leads — book 3 demos')")
    spent = perf_counter() - begun
    database.close()
    return spent / commits


async def enrol(store: Store, calendar: Calendar, numbers: range) -> None:
    """Add people who have started, all due at nine."""
    async with store.begin() as tx:
        for number in numbers:
            known = await tx.people.enrol(Account(Nowhere.platform, "w", f"u{number}"), "UTC", NINE)
            person = replace(await tx.people.get(known.who), stage=Stage.STARTED, started_at=NINE)
            await tx.people.save(person)
            await calendar.set(tx, person, NINE - SLOT)


async def main() -> None:
    """Measure, and print the figures."""
    with TemporaryDirectory() as scratch:
        directory = Path(scratch)
        commit = floor(directory, REPLIES)
        store = await open_store(f"sqlite:///{directory / 'bench.db'}")
        clock, calendar = Clock(), Calendar(FEATURES)
        engine = Engine(store, clock, FEATURES, [Nowhere()])
        await enrol(store, calendar, range(FEW))
        idle_at_few = await timed(lambda: tick(store, calendar, ["nowhere"], NINE - timedelta(hours=2)))
        await enrol(store, calendar, range(FEW, PEOPLE))
        idle = await timed(lambda: tick(store, calendar, ["nowhere"], NINE - timedelta(hours=2)))
        planned = await timed(lambda: tick(store, calendar, ["nowhere"], NINE))
        sent = await timed(engine.settle)
        clock.at = NINE + timedelta(minutes=1)
        replied = await timed(lambda: replies(engine, clock))
        await store.close()
    figures = {
        "people": PEOPLE,
        "floor_commit_ms": commit * 1000,
        "plan_ms_each": planned / PEOPLE * 1000,
        "send_ms_each": sent / PEOPLE * 1000,
        "reply_ms_each": replied / REPLIES * 1000,
        "reply_over_floor": replied / REPLIES / commit,
        "idle_tick_ms": idle * 1000,
        "idle_tick_over_few_people": idle / idle_at_few,
    }
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}, indent=2))


async def replies(engine: Engine, clock: Clock) -> None:
    """Answer the prompts of as many people, one after another, each echo sent at once."""
    for number in range(REPLIES):
        gesture = Text(text="calling leads - to book 3 demos", message_id="1")
        account = Account(Nowhere.platform, "w", f"u{number}")
        await engine.receive(Event(keys=(f"k{number}",), account=account, gesture=gesture, at=clock.now()))
        await engine.settle()


if __name__ == "__main__":
    asyncio.run(main())
