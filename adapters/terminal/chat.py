"""The live conversation: lines from the keyboard or a pipe, on the machine's clock."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

from adapters.terminal.conversation import Conversation
from adapters.terminal.lines import lines_of_stream
from adapters.terminal.script import MisstepError
from adapters.terminal.ports import OpenEngine, Pace, Window, without_pause
from adapters.terminal.session import Session, running
from adapters.terminal.shown import Aside, ToastShown, Told
from adapters.terminal.stage import Stage
from bot.ports import Clock, Letter

QUIT = "/quit"
CTRL_C = "\x03"
SHOWN_AGAIN = 3
_PROMPT = "> "
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
    lines = typed_lines() if is_live(source) else lines_of_stream(source)
    stage = Stage(window=window, clock=clock, zone=zone, pace=pace)
    conversation = Conversation(stage)
    async with aclosing(lines), running(stage, open_engine, journal) as session:
        await _greet(stage, session, conversation)
        async for line in lines:
            if line.strip() == QUIT:
                break
            await _hear(stage, session, conversation, line)
    return 0


def is_live(source: TextIO) -> bool:
    """Tell whether somebody sits at both ends, so that what is typed stays on the screen by itself."""
    return source.isatty() and sys.stdout.isatty()


async def typed_lines() -> AsyncGenerator[str, None]:
    """Yield what is typed at the terminal, and `CTRL_C` for that; a paste of several lines is one."""
    prompt: PromptSession[str] = PromptSession(_PROMPT)
    with patch_stdout(raw=True):
        while True:
            try:
                line = await prompt.prompt_async()
            except KeyboardInterrupt:
                line = CTRL_C
            except EOFError:
                return
            yield line.encode("utf-8", "replace").decode()


async def _greet(stage: Stage, session: Session, conversation: Conversation) -> None:
    """Show again what an earlier run showed last, so that its buttons make sense, and say how to press and to leave."""
    shown = await session.recent(conversation.account)
    earlier = [envelope for envelope in shown if session.journal.is_earlier(envelope.id)][-SHOWN_AGAIN:]
    if earlier:
        await stage.show(Aside(text=_AGAIN))
    for envelope in earlier:
        if envelope.wanted is not None:
            letter = Letter(
                id=envelope.id,
                version=envelope.version,
                account=conversation.account,
                channel=conversation.name,
                message=envelope.wanted,
                zone=stage.zone,
            )
            await stage.show(Told(at=envelope.started_at or envelope.due_at, letter=letter))
    await stage.show(Aside(text=_HOW if shown else f"{_BEGIN}\n{_HOW}"))
    await session.settle()


async def _hear(stage: Stage, session: Session, conversation: Conversation, line: str) -> None:
    """Carry out one line, or say why it can't be."""
    voice = conversation.voice
    if line == CTRL_C:
        if not await voice.cancel():
            await stage.show(Aside(text=_HOW_TO_LEAVE))
        return
    try:
        for part in line.split("\n") if voice.is_filling else (line,):
            await conversation.hear(session, part)
    except MisstepError as misstep:
        await stage.show(ToastShown(at=stage.now(), account=conversation.account, text=str(misstep)))
