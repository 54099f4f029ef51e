"""Kills a process of its own at one chosen point of a scenario, starts again, and says what the person saw.

Run as a program: `crash.py SCENARIO FIRST STRIDE`. For the points FIRST, FIRST + STRIDE, … of the scenario a forked
child plays it on a copy of the same database and dies there with `os._exit`, as kill -9 would: at each await, once
before it is left and once before it goes on, which holds every commit. The parent then starts a new engine on what is
left, delivers the event again as a platform does that saw no acknowledgement, and prints one JSON line for each point.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Generator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from adapters.clock import VirtualClock
from adapters.terminal.journal import Journal
from adapters.terminal.messenger import TerminalMessenger
from adapters.terminal.window import open_window
from bot.domain.people import Account
from bot.domain.slots import DAY, Span
from bot.engine import Engine
from bot.gestures import Event, Gesture, Press, Submit, Text
from bot.wiring import open_engine
from storage import open_store

ME = Account("terminal", "local", "me")
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
START = "start zone:Europe/Paris hours:9-17 days:mon-fri cadence:30 block:11:00 goal:3"
DIED = 9


class Mortal:
    """Something awaited that ends the whole process at its `point`th step, two steps to an await."""

    def __init__(self, inner: Coroutine[Any, Any, None], point: int) -> None:
        self._inner = inner
        self._left = point
        self.steps = 0

    def __await__(self) -> Generator[Any, Any, None]:
        """Go through the awaits of the inner one by one."""
        go_on: Callable[[], Any] = partial(self._inner.send, None)
        while True:
            self._step()
            try:
                waited_for = go_on()
            except StopIteration:
                return
            self._step()
            try:
                value = yield waited_for
            except BaseException as error:  # noqa: BLE001 - whatever was thrown in goes on to the inner
                go_on = partial(self._inner.throw, error)
            else:
                go_on = partial(self._inner.send, value)

    def _step(self) -> None:
        self.steps += 1
        self._left -= 1
        if self._left == 0:
            os._exit(DIED)


def event(gesture: Gesture, key: str, at: datetime) -> Event:
    """Make an event with a key that stays the same when it is delivered again."""
    return Event(keys=(key,), account=ME, gesture=gesture, at=at, channel="me", zone="Europe/Paris")


LOGGED = {"prospect": "Dana", "outcome": "thinking", "back": "2026-11-27", "offer": "retainer", "notes": ""}
# What is begun at nine: the time that passes before, and the event, if it is one.
SCENARIOS: dict[str, Event | None] = {
    "due": None,
    "typed": event(Text(text="calling leads - to book 3 demos", message_id="u1"), "typed", NINE),
    "tapped": event(
        Press(action="checkin.break", value=f"s{int(NINE.timestamp()) // 60}", source="m2"), "tapped", NINE
    ),
    "logged": event(Submit(form="call.log", values=LOGGED), "logged", NINE),
}


@asynccontextmanager
async def process(directory: Path, at: datetime) -> AsyncIterator[tuple[Engine, VirtualClock]]:
    """Run the bot behind a terminal that writes its JSON lines to a file, as one process would."""
    clock = VirtualClock(at)
    with (directory / "out.jsonl").open("a", encoding="utf-8") as out, Journal(directory / "journal") as journal:
        window = open_window(zone="Europe/Paris", as_json=True, environ={}, out=out)
        messenger = TerminalMessenger(window=window, journal=journal, clock=clock)
        async with open_engine(f"sqlite:///{directory}/bot.db", clock, [messenger]) as engine:
            await engine.recover()
            yield engine, clock


async def prepare(directory: Path, *, with_prompt: bool) -> None:
    """Start the person before nine, and ask the first question where the scenario answers one."""
    async with process(directory, NINE - timedelta(minutes=20)) as (engine, clock):
        await engine.receive(event(Text(text=START, message_id="u0"), "start", clock.now()))
        await engine.settle()
        if with_prompt:
            clock.set(NINE)
            await engine.settle()


async def play(engine: Engine, given: Event | None) -> None:
    """Do what the scenario is about."""
    if given is not None:
        await engine.receive(given)
    await engine.settle()


async def die(directory: Path, given: Event | None, point: int) -> int:
    """Play the scenario and die on the way; return how many points there are when it was survived."""
    async with process(directory, NINE) as (engine, _):
        mortal = Mortal(play(engine, given), point)
        await mortal
        return mortal.steps


async def live_on(directory: Path, given: Event | None) -> dict[str, object]:
    """Start again a minute later, take up what was left, and say what the person saw and what is stored."""
    async with process(directory, NINE + timedelta(minutes=1)) as (engine, _):
        await engine.settle()
        await play(engine, given)
    store = await open_store(f"sqlite:///{directory}/bot.db")
    async with store.begin() as tx:
        known = await tx.people.known(ME)
        assert known is not None
        around = Span(NINE - DAY, NINE + DAY)
        entries = len(await tx.diary.between(known.who, around))
        conversations = len(await tx.sales.conversations(known.who, around))
        waiting = await tx.outbox.next_attempt(["terminal"])
    await store.close()
    rows = [json.loads(line) for line in (directory / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    seen = [(row["kind"], row["id"], row["text"]) for row in rows]
    return {"seen": seen, "entries": entries, "conversations": conversations, "waiting": waiting is not None}


def in_child(work: Coroutine[Any, Any, int]) -> int | None:
    """Do something in a process of its own; return its number, or None when it died on the way."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, b"%d" % asyncio.run(work))
        os._exit(0)
    work.close()
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as result:
        number = result.read()
    if os.waitstatus_to_exitcode(status) == DIED:
        return None
    return int(number)


def main(scenario: str, first: int, stride: int) -> None:
    """Print what happened for each point, and at last how it is without any crash."""
    given = SCENARIOS[scenario]
    with TemporaryDirectory() as scratch:
        ready = Path(scratch) / "ready"
        ready.mkdir()
        asyncio.run(prepare(ready, with_prompt=given is not None))
        point = first
        while True:
            here = Path(scratch) / "here"
            shutil.copytree(ready, here)
            survived = in_child(die(here, given, point))
            told = asyncio.run(live_on(here, given))
            shutil.rmtree(here)
            print(json.dumps({"point": point, "survived": survived, **told}), flush=True)  # noqa: T201 - its result
            if survived is not None:
                return
            point += stride


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
