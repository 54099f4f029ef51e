"""The live conversation: typed at a prompt, or read from a pipe."""

from __future__ import annotations

import asyncio
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TextIO

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from adapters.clock import VirtualClock
from adapters.terminal import chat as chat_module
from adapters.terminal.chat import CTRL_C, chat, typed_lines
from adapters.terminal.player import lines_of_stream
from adapters.terminal.shown import Aside
from adapters.terminal.window import open_window
from bot.gestures import Effects, Event, Open, Reply, Submit, Text
from bot.ui import Message
from tests.adapters.terminal.fake_engine import ME, ZONE, World
from tests.adapters.terminal.screens import CALL, ECHO, NINE, PROMPT, pressed

HOW = "[1] or [its label] presses a button, [Menu: …] picks from a menu. /quit or Ctrl-D leaves.\n"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@dataclass(slots=True, kw_only=True)
class Talk:
    """A chat in a directory of its own, and its page."""

    directory: Path
    world: World
    out: io.StringIO
    as_json: bool = False

    async def hold(self, stdin: TextIO) -> str:
        clock = VirtualClock(NINE)
        with redirect_stdout(Terminal()):
            status = await chat(
                open_engine=self.world.opener(clock),
                clock=clock,
                zone=ZONE,
                window=open_window(zone=ZONE, as_json=self.as_json, environ={}, out=self.out),
                journal=self.directory / "shown",
                stdin=stdin,
            )
        assert status == 0
        return self.out.getvalue()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def talk(tmp_path: Path, world: World) -> Talk:
    return Talk(directory=tmp_path, world=world, out=io.StringIO())


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    """A keyboard at a terminal that shows nothing."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


def forms(event: Event) -> Effects:
    match event.gesture:
        case Submit(values=values):
            return (Reply(Message(text=(f"Logged: {values['who']}, {values['notes']}",))),)
        case Text(text="call log"):
            return (Open(CALL),)
        case _:
            return ()


# --- from a pipe ------------------------------------------------------------------------------------------------------


async def test_somebody_new_is_told_how_to_begin_to_press_and_to_leave(talk: Talk) -> None:
    assert await talk.hold(io.StringIO("")) == f"Type start to begin.\n{HOW}"


async def test_a_pipe_is_a_conversation_too(talk: Talk, world: World) -> None:
    world.due = [(NINE, ME, PROMPT)]
    page = await talk.hold(
        io.StringIO("calling leads - demos\n\n[same as before]\n~ calling partners\n/quit\nnever read\n")
    )
    text, press, edit = (event.gesture for event in world.events)
    assert isinstance(text, Text)
    assert press == pressed(PROMPT, "Same as before", "m1")
    assert isinstance(edit, Text)
    assert edit.message_id == text.message_id
    assert "09:00  What are you doing" in page
    assert "> calling leads - demos\n" in page


async def test_what_stood_there_before_a_restart_is_shown_again_and_can_be_pressed(talk: Talk, world: World) -> None:
    many = [(NINE - timedelta(hours=5 - number), ME, Message(text=(f"Earlier {number}.",))) for number in range(4)]
    world.due = [*many, (NINE, ME, PROMPT)]
    await talk.hold(io.StringIO(""))
    talk.out = io.StringIO()
    world.due = [(NINE, ME, Message(text=("And this is new.",)))]
    page = await talk.hold(io.StringIO("[Same as before]\n"))
    assert page.startswith(
        "Shown again from last time:\n\nMonday 23 November 2026\n\n09:00  Earlier 2.\n\n09:00  Earlier 3.\n"
    )
    assert page.count("What are you doing, and why?") == 1
    assert page.count("And this is new.") == 1
    assert f"\n{HOW}" in page
    assert world.events[0].gesture == pressed(PROMPT, "Same as before", "m5")


async def test_a_program_that_reads_along_is_told_nothing_twice(talk: Talk, world: World) -> None:
    world.due = [(NINE, ME, PROMPT)]
    talk.as_json = True
    assert (await talk.hold(io.StringIO(""))).count("What are you doing") == 1
    assert (await talk.hold(io.StringIO(""))).count("What are you doing") == 1


async def test_a_misstep_is_said_and_the_conversation_goes_on(talk: Talk, world: World) -> None:
    world.due = [(NINE, ME, ECHO)]
    page = await talk.hold(io.StringIO("[Foo]\nhello\n"))
    assert "09:00  There is no [Foo] here. There is [1 Edit] [2 Undo].\n" in page
    assert len(world.events) == 1


async def test_a_form_is_a_row_of_questions(talk: Talk, world: World) -> None:
    world.react = forms
    page = await talk.hold(io.StringIO("call log\nDana\n2\n\n[1]\n.\n"))
    assert "Outcome (1 Yes · 2 No · 3 Thinking it over; Enter keeps Thinking it over)" in page
    assert page.endswith("09:00  Logged: Dana, [1]\n")


async def test_a_question_before_a_press_is_answered_by_y_or_not_at_all(talk: Talk, world: World) -> None:
    world.due = [(NINE, ME, ECHO)]
    await talk.hold(io.StringIO("[Undo]\n\n[Undo]\ny\n"))
    assert [event.gesture for event in world.events] == [pressed(ECHO, "Undo", "m1")]


async def test_lines_of_a_pipe_are_read_while_everything_goes_on() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as stream:
        lines = lines_of_stream(stream)
        waiting = asyncio.ensure_future(anext(lines))
        await asyncio.sleep(0)
        assert not waiting.done()
        os.write(writing, b"h\xc3\xa9llo\r\nlast \xff")
        assert await waiting == "h\u00e9llo"
        os.close(writing)
        assert [line async for line in lines] == ["last \ufffd"]
        assert os.get_blocking(stream.fileno())


async def test_lines_of_a_file_given_as_standard_input_are_read(tmp_path: Path) -> None:
    path = tmp_path / "typed"
    path.write_text("one\ntwo", encoding="utf-8")
    with path.open(encoding="utf-8") as stream:
        assert [line async for line in lines_of_stream(stream)] == ["one", "two"]


# --- at a keyboard ----------------------------------------------------------------------------------------------------


async def test_what_is_typed_comes_line_by_line_until_ctrl_d(keyboard: PipeInput) -> None:
    keyboard.send_text("hello\r\x03\x1b[200~9-10 calls - demos\n10-11 taxes - due\x1b[201~\r\x04")
    assert [line async for line in typed_lines()] == ["hello", CTRL_C, "9-10 calls - demos\n10-11 taxes - due"]


async def test_a_live_conversation(keyboard: PipeInput, talk: Talk, world: World) -> None:
    world.react = forms
    world.due = [(NINE, ME, PROMPT)]
    keyboard.send_text("[2]\rcall log\rDana\r\x03call log\rEve\r\r\r\x1b[200~one\ntwo\x1b[201~\r.\r\x03/quit\r")
    page = await talk.hold(Terminal())
    assert world.events[0].gesture == pressed(PROMPT, "On a break", "m1")
    assert "09:00  Left. Nothing was sent.\n" in page
    assert "09:00  Logged: Eve, one\ntwo\n".replace("\ntwo", "\n       two") in page
    assert page.endswith("/quit or Ctrl-D leaves.\n")
    assert [type(event.gesture) for event in world.events[1:]] == [Text, Text, Submit]


async def test_the_line_break_at_the_end_of_a_paste_answers_nothing(
    keyboard: PipeInput, talk: Talk, world: World
) -> None:
    world.react = forms
    keyboard.send_text("call log\r\x1b[200~Dana\n2\n\x1b[201~\rfri\rhello\r[Save]\r\x04")
    await talk.hold(Terminal())
    (submit,) = (event.gesture for event in world.events if isinstance(event.gesture, Submit))
    assert submit.values == {"who": "Dana", "outcome": "no", "back": "fri", "notes": "hello"}


async def test_ctrl_c_takes_back_a_press_that_was_asked_about(keyboard: PipeInput, talk: Talk, world: World) -> None:
    world.due = [(NINE, ME, ECHO)]
    keyboard.send_text("[Undo]\r\x03y\r\x04")
    page = await talk.hold(Terminal())
    assert "Not pressed." in page
    (event,) = world.events
    assert isinstance(event.gesture, Text)


async def test_a_message_arrives_while_somebody_types(keyboard: PipeInput, talk: Talk, world: World) -> None:
    async def somebody_else() -> str:
        await world.is_running.wait()
        assert world.running is not None
        keyboard.send_text("half a thou")
        world.plan(ME, PROMPT, NINE)
        await world.running.settle()
        page = talk.out.getvalue()
        keyboard.send_text("ght - to finish it\r\x04")
        return page

    other = asyncio.ensure_future(somebody_else())
    await talk.hold(Terminal())
    assert "09:00  What are you doing, and why?" in await other
    (event,) = world.events
    assert isinstance(event.gesture, Text)
    assert event.gesture.text == "half a thought - to finish it"


async def test_what_is_shown_is_on_the_screen_at_once_above_the_half_typed_line() -> None:
    screen = io.StringIO()
    output = Vt100_Output(screen, lambda: Size(rows=24, columns=80), term="xterm")
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=output):
        lines = typed_lines()
        line = asyncio.ensure_future(anext(lines))
        pipe.send_text("half a thou")
        await until(lambda: "half a thou" in screen.getvalue())
        before = len(screen.getvalue())
        open_window(zone=ZONE, as_json=False, environ={}).show(Aside(text="Here it is."))
        shown = screen.getvalue()[before:]
        assert "Here it is.\n" in words(shown)
        await until(lambda: "half a thou" in screen.getvalue()[before + len(shown) :])
        pipe.send_text("ght\r")
        assert await line == "half a thought"
        await lines.aclose()


async def test_the_prompt_names_what_is_asked_so_that_a_message_in_between_hides_no_question(
    talk: Talk, world: World
) -> None:
    world.react = forms
    screen = io.StringIO()
    output = Vt100_Output(screen, lambda: Size(rows=24, columns=80), term="xterm")
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=output):
        pipe.send_text("call log\rDana\r\x03hello\r\x04")
        await talk.hold(Terminal())
    prompts = re.findall(r"(?:Who |Outcome )?> ", words(screen.getvalue()))
    assert list(dict.fromkeys(prompts)) == ["> ", "Who > ", "Outcome > "]
    assert prompts[-1] == "> "


async def until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110 - the screen tells nobody
        await asyncio.sleep(0)


def words(painted: str) -> str:
    """Return what is left without escape codes."""
    return re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", painted)


@pytest.mark.parametrize(
    ("stdin", "stdout", "live"),
    [(Terminal, Terminal, True), (Terminal, io.StringIO, False), (io.StringIO, Terminal, False)],
)
def test_a_prompt_is_for_a_terminal_at_both_ends(
    monkeypatch: pytest.MonkeyPatch,
    stdin: Callable[[], TextIO],
    stdout: Callable[[], TextIO],
    live: bool,  # noqa: FBT001 - a table
) -> None:
    monkeypatch.setattr(sys, "stdout", stdout())
    assert chat_module.is_live(stdin()) is live
