"""Plays a script: lines from a file, a pipe or a list, on a clock that stands still until one of them sets it."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TextIO, assert_never
from zoneinfo import ZoneInfo

from adapters.terminal.conversation import Conversation
from adapters.terminal.ink import one_line
from adapters.terminal.script import (
    NO_CLOCK,
    Down,
    Later,
    MisstepError,
    SetClock,
    Speak,
    SpeakAs,
    Step,
    read_step,
    resolve,
)
from adapters.terminal.session import OpenEngine, Session, Stage, running
from adapters.terminal.shown import Aside, Pace, Window, without_pause
from bot import plain
from bot.ports import Clock
from bot.ui import WhenStyle

FINE = 0
MISSTEP = 2
_STUCK = timedelta(minutes=1)
_LONGEST_LINE = 1 << 24


class SettableClock(Clock, Protocol):
    """A clock that a script sets; it never goes backwards."""

    @property
    def is_set(self) -> bool:
        """Tell whether it shows any time yet."""

    def set(self, moment: datetime) -> None:
        """Show `moment` from now on."""


async def play(
    source: Path | TextIO,
    *,
    open_engine: OpenEngine,
    clock: SettableClock,
    zone: str,
    window: Window,
    journal: Path,
    errors: TextIO,
    pace: Pace = without_pause,
) -> int:
    """Play a file, or a stream such as standard input, to its end and return the exit status, as `play_lines` does."""
    lines = lines_of_file(source) if isinstance(source, Path) else lines_of_stream(source)
    return await play_lines(
        lines,
        open_engine=open_engine,
        clock=clock,
        zone=zone,
        window=window,
        journal=journal,
        errors=errors,
        pace=pace,
    )


async def play_lines(
    lines: AsyncIterator[str],
    *,
    open_engine: OpenEngine,
    clock: SettableClock,
    zone: str,
    window: Window,
    journal: Path,
    errors: TextIO,
    pace: Pace = without_pause,
) -> int:
    """Play lines to their end and return 0; or 2 as soon as one can't be carried out.

    Then its number, why, and what to do stand in `errors`. A line is asked for when everything before it was carried
    out and shown, so lines may be made up while playing.
    """
    stage = Stage(window=window, clock=clock, zone=zone, pace=pace)
    async with AsyncExitStack() as stack:
        player = _Player(stage, clock, open_engine, journal, stack)
        try:
            async for line in lines:
                await player.carry_out(line)
            player.check_end()
        except MisstepError as misstep:
            where = f"line {player.number}: " if player.number else ""
            errors.write(f"{where}{misstep}\n")
            errors.flush()
            return MISSTEP
    return FINE


class _Player:
    """Carries out one line after the other."""

    def __init__(
        self, stage: Stage, clock: SettableClock, open_engine: OpenEngine, journal: Path, stack: AsyncExitStack
    ) -> None:
        self.number = 0
        self._stage = stage
        self._clock = clock
        self._open_engine = open_engine
        self._journal = journal
        self._stack = stack
        self._conversation = Conversation(stage)
        self._running: Session | None = None
        self._begun: dict[str, int] = {}

    async def carry_out(self, line: str) -> None:
        """Carry out one line. Raises MisstepError."""
        self.number += 1
        step = read_step(line, in_form=self._conversation.voice.is_filling)
        if step is not None:
            await self._carry_out(step)
        waiting = self._conversation.unfinished()
        self._begun = {name: self._begun.get(name, self.number) for name in waiting}

    def check_end(self) -> None:
        """Refuse to end while something that was begun waits for an answer. Raises MisstepError."""
        for name, what in self._conversation.unfinished().items():
            raise MisstepError(
                f"The script ends while {one_line(what)} of line {self._begun[name]} waits for an answer from {name}. "
                "Answer it, or leave it with [Cancel]."
            )

    async def _carry_out(self, step: Step) -> None:
        match step:
            case SetClock(to=to):
                moment = resolve(to, self._now(), self._stage.zone)
                await self._pass_until(moment)
            case SpeakAs(name=name):
                self._conversation.speak_as(name)
            case Down(for_=later):
                await self._down(later)
            case Speak(line=line):
                await self._conversation.voice.hear(await self._session(), line)
            case _:
                assert_never(step)

    def _now(self) -> datetime | None:
        return self._clock.now() if self._clock.is_set else None

    async def _session(self) -> Session:
        """Return the running engine, started when it is first needed."""
        if self._running is None:
            if not self._clock.is_set:
                raise MisstepError(NO_CLOCK)
            self._running = await self._stack.enter_async_context(
                running(self._stage, self._open_engine, self._journal)
            )
            await self._running.settle()
        return self._running

    async def _pass_until(self, moment: datetime) -> None:
        """Let the time come, stopping at each moment at which something is due."""
        if not self._clock.is_set:
            self._clock.set(moment)
        session = await self._session()
        while (due := await session.engine.soonest()) is not None and due <= moment:
            # What is due now and was not done is held by somebody else: time must go on, or it would never end.
            at = due if due > self._clock.now() else self._clock.now() + _STUCK
            if at > moment:
                break
            self._clock.set(at)
            await session.settle()
        self._clock.set(moment)
        await session.settle()

    async def _down(self, later: Later) -> None:
        """Stop the engine, let time pass without it, and start it again."""
        back = resolve(later, self._now(), self._stage.zone)
        await self._session()
        self._running = None
        await self._stack.aclose()
        when = plain.moment(back, WhenStyle.DATETIME, ZoneInfo(self._stage.zone), back)
        await self._stage.show(Aside(text=f"The process is stopped until {when}."))
        self._clock.set(back)
        await self._session()


# --- where lines come from when nobody sits at a keyboard -------------------------------------------------------------


async def lines_of(lines: Iterable[str]) -> AsyncGenerator[str, None]:
    """Yield lines that are there already."""
    for line in lines:
        yield line.rstrip("\r\n")


async def lines_of_file(path: Path) -> AsyncGenerator[str, None]:
    """Yield the lines of a file. Raises MisstepError when it can't be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # noqa: ASYNC240 - a script is short and nothing else is going on yet
    except OSError as error:
        raise MisstepError(f"{path} can't be read: {error.strerror}. Check the path and its permissions.") from error
    except UnicodeDecodeError as error:
        raise MisstepError(f"{path} is not text in UTF-8. Save it as UTF-8 and try again.") from error
    for line in io.StringIO(text):
        yield line.rstrip("\r\n")


async def lines_of_stream(stream: TextIO) -> AsyncGenerator[str, None]:
    """Yield the lines of a pipe as they arrive, while everything else goes on; of any other stream at once."""
    try:
        copy = os.dup(stream.fileno())
    except OSError:
        for line in stream:
            yield line.rstrip("\r\n")
        return
    reader = asyncio.StreamReader(limit=_LONGEST_LINE)
    file = os.fdopen(copy, "rb", buffering=0)
    try:
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), file
        )
    except ValueError:  # a file: its lines are all there
        with file:
            for raw in file:
                yield _decoded(raw)
        return
    try:
        while raw := await reader.readline():
            yield _decoded(raw)
    finally:
        os.set_blocking(stream.fileno(), True)
        transport.close()


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").rstrip("\r\n")
