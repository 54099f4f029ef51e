"""What pictures cost: each alone, and the weekly reports of many people, computed, drawn and sent nowhere, on SQLite.

Prints one JSON object. The baseline of a picture, in the same run, is an empty sheet of its size written as a PNG; that
of the reports, the same reports with words alone. The slowest turn is the longest for which the event loop was late for
somebody who had asked for two milliseconds; on a busy machine the part that its own thread worked of it says more.
"""

from __future__ import annotations

import asyncio
import io
import json
import resource
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time

if Path(sys.path[0]) == Path(__file__).parent:
    sys.path[0] = str(Path(__file__).parents[1])

from adapters.pictures.painter import PngPainter
from bot.domain.diary import Entry, Kind, Label
from bot.domain.people import Account, Stage
from bot.domain.pictures import Theme
from bot.domain.slots import SLOT, Span
from bot.engine import Engine
from bot.features import FEATURES
from bot.ports import Letter, Painter, Posted, Store
from storage import open_store
from tests.adapters.pictures.samples import samples

PEOPLE = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdecimal() else 1_000
TIMES = 30
MONDAY_AT_NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
FRIDAY_AT_FOUR = MONDAY_AT_NINE + timedelta(days=4, hours=7)
DAYS, RUNS = 5, (1, 2, 3, 4, 2, 3)  # half hours in a row, one kind each
LOOKS_EVERY = 0.002
KIB = 1024


class Clock:
    """A clock that stands still until it is set."""

    at = MONDAY_AT_NINE

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.at


class Nowhere:
    """A messenger that costs nothing, and counts the pictures it is given."""

    platform = "nowhere"
    theme = Theme.LIGHT

    def __init__(self) -> None:
        self.pictures: list[int] = []
        self.messages = 0

    def is_quiet(self, account: Account, now: datetime) -> bool:  # noqa: ARG002 - nobody is
        """Tell that questions are wanted."""
        return False

    async def send(self, letter: Letter) -> Posted:
        """Take a message."""
        self.messages += 1
        if letter.picture is not None:
            self.pictures.append(len(letter.picture))
        return Posted(channel="c", message_id=str(letter.id))

    async def edit(self, letter: Letter, posted: Posted) -> None:
        """Take a newer face of one."""

    async def find(self, letter: Letter, since: datetime) -> Posted | None:  # noqa: ARG002 - nothing is ever lost here
        """Find nothing."""
        return None


# --- one picture ------------------------------------------------------------------------------------------------------


def alone() -> dict[str, dict[str, float]]:
    """Return what each of the pictures takes, and in relation to an empty sheet of its size."""
    images, painter = samples(), PngPainter()
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, perf_counter()
    painter.paint(images["week-normal"].chart, Theme.LIGHT)
    figures = {
        "first": {
            "ms": (perf_counter() - begun) * 1000,
            "mib_more": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / KIB,
        }
    }
    for name, image in images.items():
        data = painter.paint(image.chart, Theme.LIGHT)
        spent = best(partial(painter.paint, image.chart, Theme.LIGHT))
        empty = best(partial(empty_like, data))
        figures[name] = {"ms": spent * 1000, "over_empty_sheet": spent / empty, "kib": len(data) / KIB}
    return figures


def best(work: Callable[[], object]) -> float:
    """Return the seconds that the fastest of some calls took."""
    times: list[float] = []
    for _ in range(TIMES):
        begun = perf_counter()
        work()
        times.append(perf_counter() - begun)
    return min(times)


def empty_like(data: bytes) -> None:
    """Write an empty sheet of the same size."""
    from PIL import Image  # noqa: PLC0415 - only after what the first picture takes was measured

    Image.new("P", Image.open(io.BytesIO(data)).size, 0).save(io.BytesIO(), "PNG", compress_level=6)


# --- many reports -----------------------------------------------------------------------------------------------------


async def enrol(store: Store) -> None:
    """Add people who have a week behind them, all of whose reports are due on Friday."""
    kinds = [*Kind]
    for number in range(PEOPLE):
        async with store.begin() as tx:
            known = await tx.people.enrol(Account("nowhere", "w", f"u{number}"), "UTC", MONDAY_AT_NINE)
            person = replace(await tx.people.get(known.who), stage=Stage.STARTED, started_at=MONDAY_AT_NINE)
            await tx.people.save(person)
            for day in range(DAYS):
                at = MONDAY_AT_NINE + timedelta(days=day)
                for place, length in enumerate(RUNS):
                    span = Span(at, at + length * SLOT)
                    kind = kinds[(number + day + place) % len(kinds)]
                    entry = Entry(span=span, what="work", why="money", kind=kind, recorded_at=at, label=Label.LIVE)
                    await tx.diary.add(known.who, entry)
                    at = span.end
            await tx.agenda.set(known.who, "report", FRIDAY_AT_FOUR)


async def reports(directory: Path, painter: Painter | None) -> dict[str, float]:
    """Send everybody's report, and return what each took and the slowest turn of the event loop meanwhile."""
    store = await open_store(f"sqlite:///{directory / f'{painter is None}.db'}")
    await enrol(store)
    clock, messenger = Clock(), Nowhere()
    clock.at = FRIDAY_AT_FOUR
    engine = Engine(store, clock, FEATURES, [messenger], painter=painter)
    looking = asyncio.create_task(looks())
    begun = perf_counter()
    await engine.settle()
    spent = perf_counter() - begun
    looking.cancel()
    (turns,) = await asyncio.gather(looking)
    await store.close()
    return {
        "reports": messenger.messages,
        "pictures": len(messenger.pictures),
        "ms_each": spent / max(messenger.messages, 1) * 1000,
        "slowest_turn_ms": max(late for late, _ in turns) * 1000,
        "turn_99_in_100_ms": sorted(late for late, _ in turns)[len(turns) * 99 // 100] * 1000,
        "slowest_turn_worked_ms": max(worked for _, worked in turns) * 1000,
        "kib_of_pictures_each": sum(messenger.pictures) / max(len(messenger.pictures), 1) / KIB,
    }


async def looks() -> list[tuple[float, float]]:
    """Return by how much the event loop was late at each look, and how long its thread worked, until cancelled."""
    turns: list[tuple[float, float]] = []
    try:
        while True:
            begun, worked = perf_counter(), thread_time()
            await asyncio.sleep(LOOKS_EVERY)
            turns.append((perf_counter() - begun - LOOKS_EVERY, thread_time() - worked))
    except asyncio.CancelledError:
        return turns


async def main() -> None:
    """Measure, and print the figures."""
    pictures = alone()
    with TemporaryDirectory() as scratch:
        in_words = await reports(Path(scratch), None)
        drawn = await reports(Path(scratch), PngPainter())
    figures = {"people": PEOPLE, "pictures": pictures, "reports_in_words": in_words, "reports_drawn": drawn}
    print(json.dumps(rounded(figures), indent=2))


def rounded(value: object) -> object:
    """Return figures with as many places as mean anything."""
    match value:
        case dict():
            return {name: rounded(each) for name, each in value.items()}
        case float():
            return round(value, 2)
        case _:
            return value


if __name__ == "__main__":
    asyncio.run(main())
