"""A form in a script: questions, answers by order and by name, errors that are asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.clock import VirtualClock
from adapters.terminal.shown import ErrorsShown, FormShown, Question
from bot.gestures import Effects, Errors, Event, Open, Reply, Submit, Text, Toast
from bot.ui import Form, Input, InputKind, Message, Option
from tests.adapters.terminal.fake_engine import COACH, ME, World
from tests.adapters.terminal.screens import CALL
from tests.adapters.terminal.stage_hand import Played, Stagehand

AT_NINE = "@ 2026-11-23 09:00\n"
OPENED = f"{AT_NINE}call log\n"


def reception(event: Event) -> Effects:
    """Open a form for words; take it when the name is not Bob."""
    match event.gesture:
        case Submit(values=values) if values["who"] == "Bob":
            return (Errors({"who": "Bob is on holiday."}),)
        case Submit():
            return (Reply(Message(text=("Logged.",))),)
        case _:
            return (Open(CALL),)


@pytest.fixture
def world() -> World:
    return World(react=reception)


@pytest.fixture
def stage(tmp_path: Path, world: World) -> Stagehand:
    return Stagehand(directory=tmp_path, world=world, clock=VirtualClock())


def submitted(played: Played) -> list[dict[str, str]]:
    return [dict(gesture.values) for gesture in played.gestures if isinstance(gesture, Submit)]


def values(who: str = "Dana", outcome: str = "maybe", back: str = "", notes: str = "") -> dict[str, str]:
    return {"who": who, "outcome": outcome, "back": back, "notes": notes}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("Dana\nyes\n2026-11-24\none\ntwo\n.", values(outcome="yes", back="2026-11-24", notes="one\ntwo")),
        ("Dana\n\n\n\n", values()),
        ("Dana\n2\ntomorrow\n\n", values(outcome="no", back="tomorrow")),
        ("Dana\nth\n\n.", values()),
        ("Dana\n[Save]", values()),
        ("Dana\n[Log it]", values()),
        ("back: fri\nDana\n[Save]", values(back="fri")),
        ("Dana\noutcome: no\n\n\n", values(outcome="no")),
        ("outcome: no\nDana\nCheck back on: today\n\n", values(outcome="no", back="today")),
        ("Dana\n\n\nhalf a thought\n[Save]", values(notes="half a thought")),
        ("# 1 fan\n\n\n\n", values(who="# 1 fan")),
        ("@ 10:00\n\n\n\n", values(who="@ 10:00")),
        ("[Same as before]\n\n\n\n", values(who="[Same as before]")),
        ("> as agreed\n\n\n\n", values(who="as agreed")),
        ("down 40m\n\n\n\n", values(who="down 40m")),
        ("Dana\n\n\n# not a comment\n@ 9\n\n[2]\n.", values(notes="# not a comment\n@ 9\n\n[2]")),
        ("Dana\n\n\nnotes: in one line", values(notes="in one line")),
        ("Dana\nback: fri\n\nback:\n\n", values()),
    ],
)
async def test_answers_are_submitted_after_the_last_one(
    stage: Stagehand, answers: str, expected: dict[str, str]
) -> None:
    script = f"{OPENED}{answers}\n" if not answers.endswith("\n") else f"{OPENED}{answers}"
    played = await stage.play(script)
    assert (played.status, played.errors) == (0, "")
    assert submitted(played) == [expected]
    assert played.page.endswith("09:00  Logged.\n")
    (submit,) = (gesture for gesture in played.gestures if isinstance(gesture, Submit))
    assert (submit.form, submit.context) == ("call.log", "p7")


async def test_a_form_reads_as_a_conversation(stage: Stagehand) -> None:
    played = await stage.play(f"{OPENED}\nDana\nperhaps\nyes\n[Save]\n")
    assert played.page == (
        "> call log\n"
        "\n"
        "Monday 23 November 2026\n"
        "\n"
        "09:00  Log a conversation\n"
        "       Two minutes, while it is fresh.\n"
        "       [Log it] sends it as it stands · [Cancel] leaves it\n"
        "       Who (needed)\n"
        "       For example: Dana\n"
        ">\n"
        "       Who: This is needed.\n"
        "       Who (needed)\n"
        "       For example: Dana\n"
        "> Dana\n"
        "       Outcome (1 Yes · 2 No · 3 Thinking it over; Enter keeps Thinking it over)\n"
        "> perhaps\n"
        "       Outcome: Choose one of these: 1 Yes · 2 No · 3 Thinking it over.\n"
        "       Outcome (1 Yes · 2 No · 3 Thinking it over; Enter keeps Thinking it over)\n"
        "> yes\n"
        "       Check back on (a date: 2026-11-24, fri; Enter skips)\n"
        "       Empty for never.\n"
        "> [Save]\n"
        "09:00  Logged.\n"
    )


async def test_what_the_engine_refuses_is_asked_again_and_the_rest_is_kept(stage: Stagehand) -> None:
    played = await stage.play(f"{OPENED}Bob\nyes\nfri\nlong\n.\nDana\n")
    assert played.status == 0
    assert submitted(played) == [
        values(who="Bob", outcome="yes", back="fri", notes="long"),
        values(who="Dana", outcome="yes", back="fri", notes="long"),
    ]
    (errors,) = (item for item in played.shown if isinstance(item, ErrorsShown))
    assert errors.by_key == {"who": "Bob is on holiday."}
    assert "       Who: Bob is on holiday.\n       Who (Enter keeps Bob)\n" in played.page


async def test_an_error_about_the_whole_form_leaves_it_open(stage: Stagehand, world: World) -> None:
    refusals: list[Errors | Toast] = [Errors({"form": "Not now."}), Toast("Saved.")]
    world.react = lambda event: (refusals.pop(0),) if isinstance(event.gesture, Submit) else (Open(CALL),)
    played = await stage.play(f"{OPENED}Dana\n[Save]\nhm\nback: fri\n")
    assert played.status == 0
    assert submitted(played) == [values(), values(back="fri")]
    assert played.page.count("[Log it] sends the form, [Cancel] leaves it, and name: value changes an answer.") == 2
    assert played.page.endswith("09:00  Saved.\n")


async def test_an_early_end_asks_what_is_needed_and_nothing_else(stage: Stagehand) -> None:
    played = await stage.play(f"{OPENED}[Save]\nDana\n")
    assert [item.by_key for item in played.shown if isinstance(item, ErrorsShown)] == [{"who": "This is needed."}]
    assert submitted(played) == [values()]
    assert played.status == 0


async def test_a_wrong_answer_by_name_is_asked_next(stage: Stagehand) -> None:
    played = await stage.play(f"{OPENED}Dana\nback: soon\nfri\n[Save]\n")
    assert submitted(played) == [values(back="fri")]
    assert [item.asked.key for item in played.shown if isinstance(item, Question)] == [
        "who",
        "outcome",
        "back",
        "outcome",
    ]


async def test_a_long_text_that_is_too_long_is_asked_again(stage: Stagehand) -> None:
    played = await stage.play(f"{OPENED}Dana\n\n\n{'x' * 3001}\n[Save]\nshort\n.\n")
    assert submitted(played) == [values(notes="short")]
    assert "Notes: At most 3,000 characters fit, and these are 3,001." in played.page


async def test_a_form_can_be_left(stage: Stagehand) -> None:
    played = await stage.play(f"{OPENED}Dana\n[Cancel]\n# a comment again\n\nhello\n[Cancel]\n")
    assert played.status == 0
    assert submitted(played) == []
    assert [type(gesture) for gesture in played.gestures] == [Text, Text]
    assert "09:00  Left. Nothing was sent.\n" in played.page


async def test_a_form_open_at_the_end_is_refused(stage: Stagehand) -> None:
    played = await stage.play(f"{OPENED}Dana\n")
    assert played.status == 2
    assert played.errors == (
        'line 3: The script ends while the form "Log a conversation" of line 2 waits for an answer from me. '
        "Answer it, or leave it with [Cancel].\n"
    )


async def test_each_account_has_its_own_open_form(stage: Stagehand, world: World) -> None:
    played = await stage.play(f"{OPENED}as coach\ncall log\nEve\n[Save]\nas me\nDana\n[Save]\n")
    assert played.status == 0
    assert [
        (event.account, event.gesture.values["who"]) for event in world.events if isinstance(event.gesture, Submit)
    ] == [
        (COACH, "Eve"),
        (ME, "Dana"),
    ]


async def test_a_form_may_lead_to_the_next(stage: Stagehand, world: World) -> None:
    one = Form(id="one", title="One", inputs=(Input(key="a", label="A", kind=InputKind.TOGGLE, required=True),))
    two = Form(id="two", title="Two", inputs=(Input(key="b", label="B"),))

    def react(event: Event) -> Effects:
        match event.gesture:
            case Submit(form="one"):
                return (Open(two),)
            case Submit():
                return ()
            case _:
                return (Open(one),)

    world.react = react
    played = await stage.play(f"{OPENED}n\ny\nx\n")
    assert played.status == 0
    assert submitted(played) == [{"a": "yes"}, {"b": "x"}]
    assert "A: Answer y to go on, or [Cancel]." in played.page
    assert [item.form.id for item in played.shown if isinstance(item, FormShown)] == ["one", "two"]


PEOPLE = (
    Option(label="Dana", value="p1"),
    Option(label="Dana Whyte", value="p2"),
    Option(label="Ann Lee (Acme)", value="p3"),
)


@pytest.mark.parametrize(
    ("typed", "options", "value"),
    [
        ("dana", PEOPLE, "p1"),
        ("Dana Whyte", PEOPLE, "p2"),
        ("whyte", PEOPLE, "p2"),
        ("lee", PEOPLE, "p3"),
        ("Dan", PEOPLE, "Dan"),
        ("Somebody new", PEOPLE, "Somebody new"),
        ("Dana", PEOPLE[1:], "p2"),
        ("Dana", (*PEOPLE[1:], Option(label="Dana Black", value="p4")), "Dana"),
        ("Dana", (), "Dana"),
    ],
)
async def test_a_search_takes_who_is_clearly_meant(
    stage: Stagehand, world: World, typed: str, options: tuple[Option, ...], value: str
) -> None:
    world.options = options
    played = await stage.play(f"{OPENED}{typed}\n[Save]\n")
    assert submitted(played) == [values(who=value)]
    assert f"suggest me prospects {typed}" in world.log
