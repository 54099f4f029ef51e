"""`whatfor demo`: one person's week through the real engine, store, agenda and delivery, on a clock that runs ahead."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from adapters.clock import VirtualClock
from adapters.terminal.player import lines_of, play_lines
from adapters.terminal.shown import Aside, FormShown, Pace, Question, Shown, Told, Window, without_pause
from adapters.terminal.window import Recorder, open_window
from bot.cli.persona.mia import Mia
from bot.cli.place import Place, read_place
from bot.engine import Engine
from bot.ports import Messenger
from bot.wiring import open_engine

SEED = 1
_OPENING = (
    "A working week of {name}'s, who makes websites on her own. She types and taps what follows a >; everything else "
    "is Whatfor, on a clock that runs ahead. Nothing leaves this machine."
)
_CLOSING = """\

That was the week. All of it is stored, as it would be from day to day, in
  {db}

To go on:
  whatfor chat                   begin a week of your own, in this terminal
  whatfor chat --db {db}
                                 go on in this one: type call list, call show Dana, report week 2026-W47
  whatfor report --db {db} --week 2026-W47 --out DIR
                                 its report as text and pictures, to look at
  whatfor export --db {db} --out DIR
                                 take everything out, as JSON and CSV, and a calendar
  whatfor run                    in Slack or Discord, once their tokens are set: .env.example has them"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the seed, and whether to pause."""
    parser.add_argument("--seed", type=int, default=SEED, help="another week of the same person (default: %(default)s)")
    parser.add_argument("--fast", action="store_true", help="plain and without pauses, as when it is not a terminal")


async def run(parsed: argparse.Namespace) -> int:
    """Play the week and say what to do next."""
    is_fast = parsed.fast or not sys.stdout.isatty()
    place = _new_place()
    environ = {"NO_COLOR": "1"} if is_fast else os.environ
    performed = await perform(
        place,
        parsed.seed,
        open_window(zone="UTC", as_json=False, environ=environ, pictures_in=place.pictures),
        is_fast=is_fast,
    )
    if performed.status:
        return performed.status
    if not performed.is_complete:
        print("The week did not come to its report. The lines above say where it went wrong.", file=sys.stderr)
        return 1
    print(_CLOSING.format(db=place.name))
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """A week that was played: its exit status, the persona with her ledger, and everything that was shown."""

    status: int
    mia: Mia
    shown: list[Shown]

    @property
    def is_complete(self) -> bool:
        """Tell whether the report at the week's end was shown."""
        return any(isinstance(item, Told) and item.letter.message.key.startswith("report:") for item in self.shown)


async def perform(place: Place, seed: int, window: Window, *, is_fast: bool = True) -> Performed:
    """Play the week into the database at `place`."""
    clock, recorder = VirtualClock(), Recorder(window)
    mia = Mia(recorder.shown, seed)
    recorder.show(Aside(text=_OPENING.format(name=mia.week.name)))

    def opened(messenger: Messenger) -> AbstractAsyncContextManager[Engine]:
        return open_engine(place.url, clock, [messenger])

    status = await play_lines(
        lines_of(mia.lines()),
        open_engine=opened,
        clock=clock,
        zone=mia.week.zone,
        window=recorder,
        journal=place.journal,
        errors=sys.stderr,
        pace=without_pause if is_fast else pace_of(recorder.shown),
    )
    return Performed(status=status, mia=mia, shown=recorder.shown)


def _new_place() -> Place:
    place = read_place(str(Path(mkdtemp(prefix="whatfor-demo-")) / "week.db"))
    place.prepare()
    return place


# --- time for reading -------------------------------------------------------------------------------------------------

_SECONDS_OF_KIND = {"outreach": 1.2, "report": 3.0, "call": 1.0}
_SECONDS_AT_FIRST, _FIRST_LOOKS = 0.8, 10
_SECONDS_AT_A_FORM = 0.2
_SECONDS_ELSE = 0.04
# A slow machine pauses less: the week is never much longer than this, when it shows about so many things.
_SECONDS_IN_ALL, _THINGS_IN_ALL = 38, 330
_SECONDS_TO_SPARE = 7


def pace_of(shown: Sequence[Shown]) -> Pace:
    """Return pauses for reading what is shown: long for what is new or matters, short for what repeats."""
    began: list[float] = []
    paused = 0

    async def pause(_: str) -> None:
        nonlocal paused
        now = asyncio.get_running_loop().time()
        began[:] = began or [now]
        paused += 1
        in_time = now - began[0] < _SECONDS_TO_SPARE + _SECONDS_IN_ALL * paused / _THINGS_IN_ALL
        await asyncio.sleep(_seconds(shown) if in_time else 0)

    return pause


def _seconds(shown: Sequence[Shown]) -> float:
    match shown[-1]:
        case Told(letter=letter, is_new=is_new):
            if len(shown) <= _FIRST_LOOKS:
                return _SECONDS_AT_FIRST
            kind = letter.message.key.partition(":")[0]
            return _SECONDS_OF_KIND.get(kind, _SECONDS_ELSE) if is_new else _SECONDS_ELSE
        case FormShown() | Question():
            return _SECONDS_AT_A_FORM
        case _:
            return _SECONDS_ELSE
