"""Plays a script against a world and keeps everything that came of it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.clock import VirtualClock
from adapters.terminal.player import lines_of, play_lines
from adapters.terminal.shown import Pace, Shown, without_pause
from adapters.terminal.window import PeopleWindow, Recorder
from bot.gestures import Event, Gesture
from tests.adapters.terminal.fake_engine import ZONE, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of a script."""

    status: int
    page: str
    errors: str
    shown: list[Shown]
    events: list[Event]
    clock: VirtualClock

    @property
    def gestures(self) -> list[Gesture]:
        return [event.gesture for event in self.events]


@dataclass(slots=True, kw_only=True)
class Stagehand:
    """Has a script played in a directory of its own."""

    directory: Path
    world: World
    clock: VirtualClock

    async def play(
        self,
        script: str | Callable[[list[Shown]], AsyncIterator[str]],
        *,
        pace: Pace = without_pause,
    ) -> Played:
        out, errors = io.StringIO(), io.StringIO()
        recorder = Recorder(PeopleWindow(zone=ZoneInfo(ZONE), out=out))
        lines = lines_of(script.splitlines()) if isinstance(script, str) else script(recorder.shown)
        status = await play_lines(
            lines,
            open_engine=self.world.opener(self.clock),
            clock=self.clock,
            zone=ZONE,
            window=recorder,
            journal=self.directory / "shown",
            errors=errors,
            pace=pace,
        )
        return Played(
            status=status,
            page=out.getvalue(),
            errors=errors.getvalue(),
            shown=recorder.shown,
            events=self.world.events,
            clock=self.clock,
        )
