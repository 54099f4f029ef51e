"""The live conversation: lines from the keyboard or a pipe, on the machine's clock."""

from __future__ import annotations

import io
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, redirect_stdout
from pathlib import Path
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application
from prompt_toolkit.renderer import CPR_Support

from adapters.terminal.conversation import Conversation, Voice
from adapters.terminal.ink import one_line
from adapters.terminal.player import lines_of_stream
from adapters.terminal.script import MisstepError
from adapters.terminal.session import OpenEngine, Session, Stage, running
from adapters.terminal.shown import Aside, Pace, ToastShown, Told, Window, without_pause
from bot.ports import Clock, Letter

QUIT = "/quit"
CTRL_C = "\x03"
SHOWN_AGAIN = 3
_AGAIN = "Shown again from last time:"
_BEGIN = "Type start to begin."
_HOW = "[1] or [its label] presses a button, [Menu: …] picks from a menu. /quit or Ctrl-D leaves."
_HOW_TO_LEAVE = "/quit or Ctrl-D leaves."


async def chat(
    *,
    open_engine: OpenEngine,
    clock: Clock,
    zone: str,
    window: Window,
    journal: Path,
    stdin: TextIO | None = None,
    pace: Pace = without_pause,
) -> int:
    """Talk until the person leaves, and return 0.

    `open_engine` keeps the engine going while it is open: a task that settles when something is due. On a terminal,
    messages arrive above the line being typed, for which `window` has to write to standard output as it is at each
    moment; from anything else lines are read as they come.
    """
    source = stdin or sys.stdin
    stage = Stage(window=window, clock=clock, zone=zone, pace=pace)
    voice = Conversation(stage).voice
    lines = typed_lines(lambda: voice.asked) if is_live(source) else lines_of_stream(source)
    async with aclosing(lines), running(stage, open_engine, journal) as session:
        await _greet(stage, session, voice)
        async for line in lines:
            if line.strip() == QUIT:
                break
            await _hear(stage, session, voice, line)
    return 0


async def _greet(stage: Stage, session: Session, voice: Voice) -> None:
    """Show again what an earlier run showed last, so that its buttons make sense, and say how to press and to leave."""
    shown = await session.recent(voice.account)
    earlier = [envelope for envelope in shown if session.journal.is_earlier(envelope.id)][-SHOWN_AGAIN:]
    if earlier:
        await stage.show(Aside(text=_AGAIN))
    for envelope in earlier:
        if envelope.wanted is not None:
            letter = Letter(
                id=envelope.id,
                version=envelope.version,
                account=voice.account,
                channel=voice.account.user,
                message=envelope.wanted,
                zone=stage.zone,
            )
            await stage.show(Told(at=envelope.started_at or envelope.due_at, letter=letter, is_again=True))
    await stage.show(Aside(text=_HOW if shown else f"{_BEGIN}\n{_HOW}"))
    await session.settle()


async def _hear(stage: Stage, session: Session, voice: Voice, line: str) -> None:
    """Carry out one line, or say why it can't be."""
    if line == CTRL_C:
        if not await voice.cancel():
            await stage.show(Aside(text=_HOW_TO_LEAVE))
        return
    try:
        # A paste is an answer a line, and the line break at its end is none.
        for part in line.removesuffix("\n").split("\n") if voice.is_filling else (line,):
            await voice.hear(session, part)
    except MisstepError as misstep:
        await stage.show(ToastShown(at=stage.now(), account=voice.account, text=str(misstep)))


# --- the keyboard -----------------------------------------------------------------------------------------------------


def is_live(source: TextIO) -> bool:
    """Tell whether somebody sits at both ends, so that what is typed stays on the screen by itself."""
    return source.isatty() and sys.stdout.isatty()


async def typed_lines(asked: Callable[[], str] = str) -> AsyncGenerator[str, None]:
    """Yield what is typed at the terminal, and `CTRL_C` for that; a paste of several lines is one.

    The prompt names what is `asked`: when a message arrives, the question may be far above.
    """

    def label() -> str:
        return f"{one_line(asked())} > ".lstrip()

    prompt: PromptSession[str] = PromptSession(label)
    # Where the cursor stands is of no use to a line of text, and the answer would be stale when a message came first.
    prompt.app.renderer.cpr_support = CPR_Support.NOT_SUPPORTED
    with redirect_stdout(_AboveTheLine(prompt.app)):
        while True:
            try:
                line = await prompt.prompt_async()
            except KeyboardInterrupt:
                line = CTRL_C
            except EOFError:
                return
            yield line.encode("utf-8", "replace").decode()


class _AboveTheLine(io.TextIOBase):
    """Standard output while somebody types: words go above the line being typed, and are there when `write` returns.

    prompt_toolkit's own `patch_stdout` writes a moment later, so a process that dies in between would have noted a
    message as shown that nobody saw.
    """

    def __init__(self, app: Application[str]) -> None:
        self._app = app

    @property
    def encoding(self) -> str:  # type: ignore[override]  # it never changes
        return self._app.output.encoding()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._app.is_running:
            self._app.renderer.erase()
        self._app.output.write_raw(text)
        self._app.output.flush()
        self._app.invalidate()
        return len(text)
