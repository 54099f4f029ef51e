"""A script is played to the letter: clock, words, buttons, accounts, restarts, and what stops it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.clock import VirtualClock
from adapters.terminal.player import play
from adapters.terminal.shown import Shown, Told
from adapters.terminal.window import open_window
from bot.gestures import Effects, Errors, Event, Pick, Press, Replace, Reply, Text, Toast
from bot.ui import Button, Message
from tests.adapters.terminal.fake_engine import COACH, ME, ZONE, World
from tests.adapters.terminal.screens import ECHO, NINE, PROMPT, pressed
from tests.adapters.terminal.stage_hand import Stagehand

HALF = timedelta(minutes=30)
AT_NINE = "@ 2026-11-23 09:00\n"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def stage(tmp_path: Path, world: World) -> Stagehand:
    return Stagehand(directory=tmp_path, world=world, clock=VirtualClock())


def tick(number: int) -> Message:
    return Message(text=(f"Tick {number}.",))


def echo(event: Event) -> Effects:
    match event.gesture:
        case Text(text=text):
            return (Reply(Message(text=(f"Heard: {text}",))),)
        case _:
            return ()


# --- the clock --------------------------------------------------------------------------------------------------------


async def test_a_conversation_reads_as_one(stage: Stagehand, world: World) -> None:
    world.due = [(NINE, ME, PROMPT)]
    world.react = lambda event: (Replace("prompt", ECHO),) if isinstance(event.gesture, Text) else ()
    played = await stage.play(f"# a morning\n\n{AT_NINE}calling leads - to book 3 demos\n")
    assert played.status == 0
    assert played.page == (
        "Monday 23 November 2026\n"
        "\n"
        "09:00  What are you doing, and why? 09:00–09:30\n"
        "       Last: calling leads — book 3 demos\n"
        "       [1 Same as before]  [2 On a break]  [3 Write it…]\n"
        "       Menu: Skip · Quiet for an hour · Quiet until tomorrow\n"
        "       Or just reply: `calling leads - to book demos`\n"
        "\n"
        "> calling leads - to book 3 demos\n"
        "09:00  ✓ 09:00–09:30 calling leads — book 3 demos\n"
        "       [1 Edit]  [2 Undo]\n"
    )


async def test_everything_due_on_the_way_is_delivered_at_its_own_time(stage: Stagehand, world: World) -> None:
    world.due = [(NINE + number * HALF, ME, tick(number)) for number in range(5)]
    played = await stage.play(f"{AT_NINE}@ 10:30\n")
    assert [f"{item.at:%H:%M}" for item in played.shown if isinstance(item, Told)] == [
        "08:00",
        "08:30",
        "09:00",
        "09:30",
    ]
    assert played.clock.now() == NINE + 3 * HALF
    assert world.due == [(NINE + 4 * HALF, ME, tick(4))]


async def test_otherwise_time_stands_still(stage: Stagehand, world: World) -> None:
    world.due = [(NINE + HALF, ME, tick(1))]
    world.react = echo
    played = await stage.play(f"{AT_NINE}one\ntwo\n@ +29m\nthree\n")
    assert [event.at for event in played.events] == [NINE, NINE, NINE + timedelta(minutes=29)]
    assert "Tick" not in played.page


async def test_a_clock_that_is_set_already_needs_no_line(stage: Stagehand, world: World) -> None:
    stage.clock.set(NINE)
    world.due = [(NINE, ME, tick(0))]
    played = await stage.play("hello\n")
    assert played.status == 0
    assert "Tick 0." in played.page
    assert played.events[0].at == NINE


async def test_what_somebody_else_holds_does_not_stop_the_time(stage: Stagehand, world: World) -> None:
    class Stuck(list[tuple[datetime, object, object]]):
        def remove(self, _: object) -> None:
            """Stay due."""

    world.due = Stuck([(NINE, ME, tick(0))])  # type: ignore[assignment]  # a list that keeps what is taken out
    played = await stage.play(f"{AT_NINE}@ 09:05\n")
    assert played.status == 0
    assert played.clock.now() == NINE + timedelta(minutes=5)


# --- what is said -----------------------------------------------------------------------------------------------------


async def test_words_go_to_the_engine_with_all_it_needs(stage: Stagehand) -> None:
    played = await stage.play(f"{AT_NINE}calling leads - demos\n> #tag\n>  as typed\n")
    first = played.events[0]
    assert (first.account, first.channel, first.zone, first.at) == (ME, "me", ZONE, NINE)
    texts = [gesture.text for gesture in played.gestures if isinstance(gesture, Text)]
    assert texts == ["calling leads - demos", "#tag", " as typed"]
    assert played.page == "> calling leads - demos\n> > #tag\n> >  as typed\n"


async def test_no_event_and_no_message_has_the_id_of_another(stage: Stagehand, world: World) -> None:
    for _ in range(2):
        stage.clock = VirtualClock()
        await stage.play(f"{AT_NINE}one\ntwo\ndown 10m\nthree\n")
    keys = [key for event in world.events for key in event.keys]
    ids = [event.gesture.message_id for event in world.events if isinstance(event.gesture, Text)]
    assert len(keys) == len(set(keys)) == len(set(ids)) == 6


async def test_a_message_is_edited(stage: Stagehand) -> None:
    played = await stage.play(f"{AT_NINE}calling leads\n@ +1m\n~ calling partners\n~ calling all\n")
    first, second, third = played.gestures
    assert isinstance(first, Text)
    assert isinstance(second, Text)
    assert isinstance(third, Text)
    assert first.message_id == second.message_id == third.message_id
    assert (first.edited_at, second.edited_at) == (None, NINE + timedelta(minutes=1))
    assert (second.text, third.text) == ("calling partners", "calling all")


async def test_a_prompt_is_answered_in_its_thread_and_the_answer_edited_there(stage: Stagehand, world: World) -> None:
    world.due = [(NINE, ME, PROMPT), (NINE, ME, tick(1))]
    played = await stage.play(f"{AT_NINE}^ on a break\n~ on a walk\n")
    assert [gesture.reply_to for gesture in played.gestures if isinstance(gesture, Text)] == ["m1", "m1"]


# --- buttons ----------------------------------------------------------------------------------------------------------


async def test_buttons_and_options_are_pressed(stage: Stagehand, world: World) -> None:
    world.due = [(NINE, ME, PROMPT)]
    played = await stage.play(f"{AT_NINE}[same as before]\n[2]\n[Menu: Skip]\n[More: quiet until]\n")
    assert played.status == 0
    assert played.gestures == [
        pressed(PROMPT, "Same as before", "m1"),
        pressed(PROMPT, "On a break", "m1"),
        Pick(action="checkin.more", chosen=("skip",), value="p1", source="m1"),
        Pick(action="checkin.more", chosen=("tomorrow",), value="p1", source="m1"),
    ]


async def test_the_newest_message_is_the_one_written_last(stage: Stagehand, world: World) -> None:
    world.due = [(NINE, ME, PROMPT), (NINE, ME, Message(text=("Other.",), buttons=(Button(action="o", label="O"),)))]
    world.react = lambda event: (Replace("prompt", ECHO),) if isinstance(event.gesture, Text) else ()
    played = await stage.play(f"{AT_NINE}[1]\ncalling leads\n[1]\n")
    assert [gesture for gesture in played.gestures if isinstance(gesture, Press)] == [
        Press(action="o", source="m2"),
        pressed(ECHO, "Edit", "m1"),
    ]


@pytest.mark.parametrize("yes", ["[Yes]", "[Take it out]", "y", "yes"])
async def test_a_press_that_asks_first_waits_for_a_yes(stage: Stagehand, world: World, yes: str) -> None:
    world.due = [(NINE, ME, ECHO)]
    played = await stage.play(f"{AT_NINE}[Undo]\n{yes}\n")
    assert played.gestures == [pressed(ECHO, "Undo", "m1")]
    assert "09:00  Take it out?  [Take it out] or [Keep it]  y/N\n" in played.page


@pytest.mark.parametrize("no", ["[No]", "[keep it]", "n"])
async def test_a_no_presses_nothing(stage: Stagehand, world: World, no: str) -> None:
    world.due = [(NINE, ME, ECHO)]
    played = await stage.play(f"{AT_NINE}[Undo]\n{no}\n")
    assert played.status == 0
    assert played.gestures == []
    assert played.page.endswith("09:00  Not pressed.\n")


async def test_another_line_is_a_no_and_counts_for_itself(stage: Stagehand, world: World) -> None:
    world.due = [(NINE, ME, ECHO)]
    played = await stage.play(f"{AT_NINE}[Undo]\ncalling leads - demos\n")
    (gesture,) = played.gestures
    assert isinstance(gesture, Text)
    assert "Not pressed." in played.page


async def test_a_link_is_written_out_and_pressed_nowhere(stage: Stagehand, world: World) -> None:
    url = "https://example.org/week"
    world.due = [(NINE, ME, Message(text=("x",), buttons=(Button(action="a", label="Read", url=url),)))]
    played = await stage.play(f"{AT_NINE}[Read]\n")
    assert played.gestures == []
    assert played.page.endswith(f"09:00  {url}\n")


async def test_what_is_answered_at_once_is_shown(stage: Stagehand, world: World) -> None:
    world.react = lambda event: (
        (Toast("Noted."),) if event.account == ME else (Errors({"k": "Not like that."}),)  # outside a form
    )
    played = await stage.play(f"{AT_NINE}one\nas coach\ntwo\n")
    assert "09:00  Noted.\n" in played.page
    assert "       Not like that.\n" in played.page


# --- accounts ---------------------------------------------------------------------------------------------------------


async def test_lines_come_from_whoever_speaks_and_buttons_belong_to_each(stage: Stagehand, world: World) -> None:
    world.due = [(NINE, ME, PROMPT), (NINE, COACH, ECHO)]
    played = await stage.play(f"{AT_NINE}as coach\n[1]\n~ x\n")
    assert played.status == 2
    assert [(event.account, event.gesture) for event in played.events] == [(COACH, pressed(ECHO, "Edit", "m2"))]
    assert played.errors == (
        "line 4: There is no message of yours to edit yet. Leave out the ~ to say it as a new one.\n"
    )
    assert "to coach: ✓" in played.page
    assert "coach > [1]" in played.page


# --- restarts ---------------------------------------------------------------------------------------------------------


async def test_down_stops_the_process_for_a_while(stage: Stagehand, world: World) -> None:
    world.due = [(NINE, ME, PROMPT), (NINE + HALF, ME, tick(1))]
    played = await stage.play(f"{AT_NINE}down 40m\n[1]\n")
    assert world.log == ["start 08:00", "recover 08:00", "stop 08:00", "start 08:40", "recover 08:40", "stop 08:40"]
    assert "The process is stopped until Mon 23 Nov 09:40.\n" in played.page
    assert "09:40  Tick 1." in played.page
    assert played.status == 2  # the newest message has no button
    assert "older one has [1 Same as before]" in played.errors


async def test_what_was_shown_before_a_restart_can_be_pressed_and_is_not_shown_again(
    stage: Stagehand, world: World
) -> None:
    world.due = [(NINE, ME, PROMPT)]
    await stage.play(AT_NINE)
    stage.clock = VirtualClock()
    played = await stage.play("@ 2026-11-23 09:10\n[1]\n")
    assert played.gestures == [pressed(PROMPT, "Same as before", "m1")]
    assert "What are you doing" not in played.page


async def test_a_script_that_needs_no_engine_starts_none(stage: Stagehand, world: World) -> None:
    played = await stage.play("# nothing\n\nas coach\n")
    assert played.status == 0
    assert world.log == []


# --- what stops a script ----------------------------------------------------------------------------------------------

LISTED = "[1 Edit] [2 Undo]"


@pytest.mark.parametrize(
    ("script", "line", "sentence"),
    [
        (
            "# x\n\ncalling leads\n",
            3,
            'No time is set yet. Begin with a line like "@ 2026-11-23 09:00", or give --start.',
        ),
        ("@ 14:30\n", 1, "No time is set yet."),
        ("down 5m\n", 1, "No time is set yet."),
        ("[1]\n", 1, "No time is set yet."),
        (f"{AT_NINE}@ 2026-11-23 08:59\n", 2, "That is before the clock, which stands at 2026-11-23 09:00"),
        (f"{AT_NINE}[Foo]\n", 2, f"There is no [Foo] here. There is {LISTED}."),
        (f"{AT_NINE}[3]\n", 2, f"There is no [3] here. There is {LISTED}."),
        (f"{AT_NINE}[Menu: Skip]\n", 2, f"There is no [Menu: Skip] here. There is {LISTED}."),
        (f"{AT_NINE}as coach\n^ x\n", 3, "There is no prompt to reply to yet."),
        (f"{AT_NINE}@ soonish\n", 2, '"@ soonish" is no time.'),
        (f"{AT_NINE}>\n", 2, 'Nothing stands after ">".'),
        (
            f"{AT_NINE}[Undo]\n\n# end\n",
            4,
            "The script ends while the question before [Undo] of line 2 waits for an answer from me.",
        ),
    ],
)
async def test_a_line_that_cannot_be_carried_out_ends_it_with_two(
    stage: Stagehand, world: World, script: str, line: int, sentence: str
) -> None:
    world.due = [(NINE, ME, ECHO)]
    played = await stage.play(script)
    assert played.status == 2
    assert played.errors.startswith(f"line {line}: {sentence}")
    assert played.errors.count("\n") == 1
    starts_and_stops = [entry.split()[0] for entry in world.log if not entry.startswith("recover")]
    assert starts_and_stops in ([], ["start", "stop"])


async def play_source(world: World, tmp_path: Path, source: Path | io.StringIO) -> tuple[int, str, str]:
    out, errors = io.StringIO(), io.StringIO()
    clock = VirtualClock()
    status = await play(
        source,
        open_engine=world.opener(clock),
        clock=clock,
        zone=ZONE,
        window=open_window(zone=ZONE, as_json=True, environ={}, out=out),
        journal=tmp_path / "shown",
        errors=errors,
    )
    return status, out.getvalue(), errors.getvalue()


async def test_a_script_comes_from_a_file_or_a_stream(world: World, tmp_path: Path) -> None:
    world.react = echo
    script = tmp_path / "script.txt"
    script.write_text(f"{AT_NINE}h\u00e9llo\r\n", encoding="utf-8-sig", newline="")
    status, out, errors = await play_source(world, tmp_path, script)
    assert (status, errors, out.count("\n")) == (0, "", 1)
    assert '"text": "Heard: h\\u00e9llo"' in out
    assert (await play_source(world, tmp_path, io.StringIO(f"{AT_NINE}h\u00e9llo\n")))[1].count("h\\u00e9llo") == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "can't be read: No such file or directory. Check the path and its permissions."),
        (b"\xff\xfe\x00", "is not text in UTF-8. Save it as UTF-8 and try again."),
    ],
)
async def test_a_file_that_cannot_be_read_is_said_so(
    world: World, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    script = tmp_path / "script.txt"
    if content is not None:
        script.write_bytes(content)
    assert await play_source(world, tmp_path, script) == (2, "", f"{script} {sentence}\n")


async def test_a_terminal_that_is_gone_ends_the_script(world: World, tmp_path: Path) -> None:
    class Gone:
        def show(self, _: Shown) -> str:
            raise BrokenPipeError

    world.due = [(NINE, ME, PROMPT)]
    clock = VirtualClock(NINE)
    with pytest.raises(BrokenPipeError):
        await play(
            io.StringIO("hello\n"),
            open_engine=world.opener(clock),
            clock=clock,
            zone=ZONE,
            window=Gone(),
            journal=tmp_path / "shown",
            errors=io.StringIO(),
        )
    assert world.log[-1] == "stop 08:00"


# --- for the demo -----------------------------------------------------------------------------------------------------


async def test_lines_may_be_made_up_from_what_was_shown(stage: Stagehand, world: World) -> None:
    world.due = [(NINE + number * HALF, ME, tick(number)) for number in range(3)]

    async def persona(shown: list[Shown]) -> AsyncIterator[str]:
        yield "@ 2026-11-23 09:00"
        while len(told := [item for item in shown if isinstance(item, Told)]) < 3:
            yield f"answer {len(told)}"
            yield "@ +30m"

    played = await stage.play(persona)
    assert [gesture.text for gesture in played.gestures if isinstance(gesture, Text)] == ["answer 1", "answer 2"]


async def test_there_is_a_pause_after_each_thing_shown(stage: Stagehand, world: World) -> None:
    world.due = [(NINE, ME, tick(1))]
    world.react = echo
    paused: list[str] = []

    async def pace(words: str) -> None:
        paused.append(words)

    await stage.play(f"{AT_NINE}hello\n", pace=pace)
    assert paused == ["09:00  Tick 1.", "> hello", "09:00  Heard: hello"]
