"""`whatfor chat`: the conversation in this terminal, live on the machine's clock or from a script on its own."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

from adapters.clock import SystemClock, VirtualClock
from adapters.draw import DrawnByClock
from adapters.terminal.chat import chat, is_live
from adapters.terminal.player import play
from adapters.terminal.window import open_window
from adapters.ticker import ticking
from bot.cli.logs import start_logging
from bot.cli.place import Place, add_database, place_of, read_place, settings_here
from bot.cli.zone import machine_zone, zone_argument
from bot.domain.slots import at_local
from bot.engine import Engine
from bot.ports import Messenger
from bot.wiring import open_engine

_MISUSED = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the script, the database, the zone, the first time, and how to print."""
    parser.add_argument(
        "--script", metavar="FILE", help="play this file, or - for standard input, on a clock that it sets"
    )
    add_database(parser, "a new temporary one for a script, else as DATABASE_URL says")
    parser.add_argument("--zone", type=zone_argument, help="the time zone, like Europe/Paris (default: this machine's)")
    parser.add_argument("--start", type=_start, metavar='"2026-11-23 09:00"', help="where a script's clock begins")
    parser.add_argument("--json", action="store_true", help="print what the bot says as JSON, one object a line")


def _start(text: str) -> datetime:
    """Read a local day and time. Raises ArgumentTypeError."""
    with suppress(ValueError):
        local = datetime.fromisoformat(text.strip())
        if local.tzinfo is None:
            return local
    raise argparse.ArgumentTypeError(f'"{text}" is no time. Write it like "2026-11-23 09:00".')


async def run(parsed: argparse.Namespace) -> int:
    """Talk until the person leaves (0), or play a script to its end (0) or its first misstep (2)."""
    zone = parsed.zone or machine_zone(os.environ)
    if parsed.script is not None:
        with _database(parsed.db) as place:
            return await _play(parsed, zone, place)
    if parsed.start is not None:
        print("--start goes with --script: without one the clock is this machine's.", file=sys.stderr)
        return _MISUSED
    return await _talk(parsed, zone, _prepared(place_of(parsed.db)))


async def _play(parsed: argparse.Namespace, zone: str, place: Place) -> int:
    start = at_local(parsed.start.date(), parsed.start.time(), ZoneInfo(zone)) if parsed.start else None
    clock = VirtualClock(start)
    operator, draw = settings_here().operator, DrawnByClock(clock)

    def opened(messenger: Messenger) -> AbstractAsyncContextManager[Engine]:
        return open_engine(place.url, clock, [messenger], operator, draw)

    return await play(
        sys.stdin if parsed.script == "-" else Path(parsed.script),
        open_engine=opened,
        clock=clock,
        zone=zone,
        window=open_window(
            zone=zone, as_json=parsed.json, environ=os.environ, pictures_in=place.pictures if parsed.db else None
        ),
        journal=place.journal,
        errors=sys.stderr,
    )


async def _talk(parsed: argparse.Namespace, zone: str, place: Place) -> int:
    settings, clock = settings_here(), SystemClock()
    # Only what went wrong: the conversation is on the same screen.
    start_logging(max(settings.log_level, logging.ERROR), with_times=False)

    @asynccontextmanager
    async def opened(messenger: Messenger) -> AsyncIterator[Engine]:
        async with open_engine(place.url, clock, [messenger], settings.operator) as engine, ticking(engine):
            yield engine

    window = open_window(
        zone=zone,
        as_json=parsed.json,
        environ=os.environ,
        pictures_in=place.pictures,
        echoes=not is_live(sys.stdin),
    )
    return await chat(open_engine=opened, clock=clock, zone=zone, window=window, journal=place.journal)


def _prepared(place: Place) -> Place:
    place.prepare()
    return place


@contextmanager
def _database(db: str | None) -> Iterator[Place]:
    """Give a script its database: the one it names, or a new one that is deleted afterwards."""
    if db is not None:
        yield _prepared(read_place(db))
        return
    directory = Path(mkdtemp(prefix="whatfor-"))
    try:
        yield _prepared(read_place(str(directory / "script.db")))
    finally:
        for file in directory.glob("script.db*"):
            file.unlink()
        with suppress(OSError):
            directory.rmdir()
