"""Appointments that nobody asked about as they ended: told of once, beside what is said anyway, and listed."""

from __future__ import annotations

import pytest

from bot.domain.manners import TOLD_OF_FOR
from bot.gestures import Toast
from bot.ports import Store
from tests.features.harness import Conversation, Shown, started


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00, with the outreach block at 10:00."""
    return await started(sqlite_store)


def telling(me: Conversation, name: str) -> list[Shown]:
    """Return the messages that said, as they came, that an appointment is not logged."""
    return [one for one in me.shown if one.kind == "message" and f"Not logged yet: {name}" in one.text]


async def wake(me: Conversation, local: str) -> None:
    """Come back after an outage: time went by and nothing was done."""
    me.clock.time = me._moment(local)  # noqa: SLF001 - the harness's own clock
    await me.engine.settle()


async def test_what_ended_in_a_pause_is_told_of_by_the_first_question_afterwards(me: Conversation) -> None:
    await me.say("call book Dana tue 15:00")
    await me.say("call book Kim tue 16:00 practice")
    await me.say("pause until wed")
    await me.at("2026-11-25 10:00")

    (told,) = telling(me, "Dana")
    assert (told.at, told.text) == (
        "Wed 09:00",
        (
            "What are you doing, and why? 09:00–09:30\n"
            "Not logged yet: Dana, Tue 24 Nov 15:00–15:30.\n"
            "Not logged yet: practice with Kim, Tue 24 Nov 16:00–16:30.\n"
            "Or just reply: calling leads - to book demos"
        ),
    )
    assert told.buttons[:2] == ("Dana: how was it?", "Kim: how was it?")
    assert not [one for one in me.shown if one.kind == "message" and "is over." in one.text]


async def test_it_is_asked_how_it_was_with_three_answers(me: Conversation) -> None:
    await me.say("call book Dana tue 15:00")
    await me.say("pause until wed")
    await me.at("2026-11-25 09:05")
    await me.press("Dana: how was it?")
    assert me.last == Shown(
        at="Wed 09:05",
        kind="message",
        text="Your appointment, Tue 24 Nov 15:00–15:30, is over.\nHow was it with Dana?",
        buttons=("Log it", "Didn't happen", "Moved…"),
    )
    await me.press("Log it")
    assert me.last.text.startswith("Log a conversation\nWho: Dana (Tue 24 Nov, 15:00)\n")
    await me.submit({"outcome": "no"})
    assert "✓ Dana, Tue 24 Nov 15:00–15:30: logged." in [one.text for one in me.shown if one.kind == "replace"]
    assert await me.press("Dana: how was it?") == Toast("That appointment is settled, or is not there any more.")
    await me.say("09:00-09:30 taxes - to be done")
    assert "Dana" not in me.last.text, "the question that is answered names nobody who is settled"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Didn't happen", "– Dana, Tue 24 Nov 15:00–15:30: not held."),
        ("Moved…", "– Dana, Tue 24 Nov 15:00–15:30: moved."),
    ],
)
async def test_the_other_answers_settle_it_too(me: Conversation, answer: str, said: str) -> None:
    await me.say("call book Dana tue 15:00")
    await me.say("pause until wed")
    await me.at("2026-11-25 09:05")
    await me.press("Dana: how was it?")
    await me.press(answer)
    if answer == "Moved…":
        await me.submit({"when": "fri 10:00"})
    assert said in [one.text for one in me.shown if one.kind == "replace"]


async def test_an_outage_over_several_leaves_one_question_and_the_others_are_told_of(me: Conversation) -> None:
    for words in ("Dana 10:00", "Kim 11:00", "Ned 12:00"):
        await me.say(f"call book {words}")
    await me.at("2026-11-23 09:40")
    await wake(me, "2026-11-23 12:40")
    assert [one.text for one in me.shown if "is over." in one.text] == [
        "Your appointment, 12:00–12:30, is over.\nHow was it with Ned?"
    ]
    await me.at("2026-11-23 17:00")
    told = {name: [one.at for one in telling(me, name)] for name in ("Dana", "Kim", "Ned")}
    assert told == {"Dana": ["Mon 12:40"], "Kim": ["Mon 12:40"], "Ned": []}


async def test_no_appointment_is_asked_about_twice(me: Conversation) -> None:
    await me.say("call book Dana tue 15:00")
    await me.say("call book Kim wed 10:30")
    await me.say("pause until wed")
    for day in ("25", "26", "27"):
        await me.at(f"2026-11-{day} 09:10")
        await me.say("taxes - to be done")
        await me.at(f"2026-11-{day} 18:00")
    await me.at("2026-11-30 18:00")
    assert len(telling(me, "Dana")) == 1
    assert telling(me, "Kim") == []
    assert len([one for one in me.shown if "How was it with Kim?" in one.text]) == 1


async def test_of_more_than_three_the_latest_are_named_and_the_others_counted(me: Conversation) -> None:
    for hour, name in enumerate(("Ada", "Ben", "Cleo", "Dana", "Emil"), 9):
        await me.say(f"call book {name} tue {hour}:00")
    await me.say("pause until wed")
    await me.at("2026-11-25 09:00")
    named = [line for line in me.last.text.splitlines() if "ot logged yet" in line]
    assert named == [
        "Not logged yet: Cleo, Tue 24 Nov 11:00–11:30.",
        "Not logged yet: Dana, Tue 24 Nov 12:00–12:30.",
        "Not logged yet: Emil, Tue 24 Nov 13:00–13:30.",
        "2 more appointments not logged yet: `followups`.",
    ]


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["Fay"], "Not logged yet: Fay, Tue 24 Nov 11:00–11:30."),
        (["Fay", "Gus"], "2 appointments not logged yet: `followups`."),
    ],
)
async def test_the_nudge_has_one_line_for_it(me: Conversation, names: list[str], line: str) -> None:
    await me.say("settings set hours:10-17")
    for hour, name in enumerate(names, 11):
        await me.say(f"call book {name} tue {hour}:00")
    await me.say("pause until wed")
    await me.at("2026-11-25 10:00")
    nudge = next(one for one in reversed(me.shown) if "Your hour for talking" in one.text)
    assert [each for each in nudge.text.splitlines() if "ot logged yet" in each] == [line]


async def test_what_nobody_logged_for_long_is_left_in_peace(me: Conversation) -> None:
    await me.say("call book Dana tue 15:00")
    await me.say("pause until 2027-03-01")
    await me.at("2027-03-01 12:00")
    assert TOLD_OF_FOR.days < 90
    assert telling(me, "Dana") == []
    await me.say("home")
    assert "Not logged yet  Dana Tue 24 Nov 15:00 — `followups` asks how it was" in me.last.text


async def test_follow_ups_list_what_is_not_logged_first(me: Conversation) -> None:
    await me.say("call book Dana 08:30")
    await me.at("2026-11-23 09:10")
    await me.say("followups")
    assert me.last.text.splitlines()[1] == "Not logged yet: Dana, 08:30–09:00."
    assert me.last.buttons == ("Dana: how was it?", "Add a follow-up")
    await me.press("Dana: how was it?")
    await me.press("Didn't happen")
    await me.say("followups")
    assert "Not logged yet" not in me.last.text
