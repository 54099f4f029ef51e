"""Somebody who does not answer is asked less, and never reproached; somebody who is back is asked as before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.manners import (
    MISSES_TO_STOP,
    MOST_UNANSWERED,
    SILENT_DAYS,
    Ignored,
    Manner,
    manner,
    resting,
)
from bot.domain.slots import SLOT
from bot.ports import Store
from tests.features.harness import START, Conversation, started

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
EVERY_DAY = START.replace("mon-fri", "daily")


def asked(me: Conversation) -> list[str]:
    """Return when something was said that waits for an answer."""
    return [one.at for one in me.shown if one.kind == "message" and "What are you doing" in one.text]


def unasked_for(me: Conversation) -> list[str]:
    """Return when the bot spoke of its own accord."""
    return [one.at for one in me.shown if one.kind == "message"]


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on a Monday at 08:00."""
    me = await started(sqlite_store)
    me.shown.clear()
    return me


# --- the rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ignored", "how"),
    [
        (Ignored(), Manner.ASK),
        (Ignored(today=1, in_a_row=1, asked_at=NOON - SLOT), Manner.ASK),
        (Ignored(today=2, in_a_row=2, asked_at=NOON - SLOT), "asked less, as nobody answered"),
        (Ignored(today=2, in_a_row=2, asked_at=NOON - 2 * SLOT), Manner.ASK),
        (Ignored(today=4, in_a_row=4, asked_at=NOON - SLOT), "asked less, as nobody answered"),
        (Ignored(today=4, in_a_row=4, asked_at=NOON - 2 * SLOT), Manner.STILL_THERE),
        (Ignored(today=5, in_a_row=5, asked_at=NOON - 2 * SLOT, asked_whether_there=True), "quiet for today"),
        (Ignored(today=6, in_a_row=1, asked_at=NOON - SLOT), "enough is unanswered today"),
        (Ignored(days=2, this_week=True), Manner.ASK),
        (Ignored(days=3, this_week=True), "quiet until somebody is back"),
        (Ignored(days=3), Manner.ONE_LINE),
        (Ignored(days=30, today=0), Manner.ONE_LINE),
    ],
)
def test_less_is_asked_the_less_is_answered(ignored: Ignored, how: Manner | str) -> None:
    found = manner(ignored, NOON)
    assert found.startswith(how) if isinstance(how, str) and isinstance(found, str) else found is how


@given(
    st.builds(
        Ignored,
        today=st.integers(0, 9),
        in_a_row=st.integers(0, 9),
        asked_at=st.none() | st.timedeltas(timedelta(), timedelta(days=1)).map(lambda ago: NOON - ago),
        asked_whether_there=st.booleans(),
        days=st.integers(0, 9),
        this_week=st.booleans(),
    )
)
def test_nobody_is_nudged_who_is_not_asked(ignored: Ignored) -> None:
    how = manner(ignored, NOON)
    if how in {Manner.ASK, Manner.STILL_THERE}:
        assert resting(ignored) == ""
        assert ignored.today < MOST_UNANSWERED
        assert ignored.days < SILENT_DAYS or ignored.this_week is False
    assert (how is Manner.STILL_THERE) <= (ignored.in_a_row >= MISSES_TO_STOP)


# --- the day ----------------------------------------------------------------------------------------------------------


async def test_a_wholly_ignored_day_falls_to_hours_then_asks_once_whether_anybody_is_there(me: Conversation) -> None:
    await me.at("2026-11-23 23:00")
    assert unasked_for(me) == ["Mon 09:00", "Mon 09:30", "Mon 10:00", "Mon 11:00", "Mon 12:00"]
    still = next(one for one in me.shown if "Still there?" in one.text)
    assert still.text.splitlines() == [
        "Still there? What are you doing, and why? 12:00–12:30",
        "I ask no more today unless you write. Would less be better?",
        "Or just reply: calling leads - to book demos",
    ]
    assert still.buttons == ("Every hour", "Every 90 minutes", "Twice a day", "Off for today", "Write it…")


async def test_the_next_morning_says_nothing_of_yesterday_but_what_is_open(me: Conversation) -> None:
    await me.at("2026-11-24 09:00")
    assert me.last.text.splitlines()[:2] == [
        "What are you doing, and why? 09:00–09:30",
        "5 slots open, if you like.",
    ]
    assert "Fill in" in me.last.buttons
    await me.say("mail - clear it")
    await me.at("2026-11-24 09:30")
    assert "open" not in me.last.text


@pytest.mark.parametrize("gesture", ["mail - clear it", "today", "status"])
async def test_whoever_does_anything_is_asked_as_before(me: Conversation, gesture: str) -> None:
    await me.at("2026-11-23 11:10")
    await me.say(gesture)
    me.shown.clear()
    await me.at("2026-11-23 12:29")
    assert asked(me) == ["Mon 11:30", "Mon 12:00"]


async def test_words_after_a_silence_are_about_now(me: Conversation) -> None:
    await me.at("2026-11-23 14:40")
    await me.say("the offer - to close it")
    assert me.last.text.startswith("✓ 14:30–15:00 the offer")


async def test_words_in_the_evening_answer_what_was_asked_last(me: Conversation) -> None:
    await me.at("2026-11-23 16:20")
    await me.say("mail - clear it")
    await me.at("2026-11-23 19:00")
    await me.say("the offer - to close it")
    assert me.last.text.startswith("✓ 16:30–17:00 the offer")


async def test_no_day_has_more_than_six_unanswered_messages_of_any_kind(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=START.replace("block:10:00", "block:18:00"))
    await me.say('settings set report:"mon 18:30"')
    me.shown.clear()
    for hour in (9, 10, 11, 12, 13, 14, 15, 16):
        await me.at(f"2026-11-23 {hour:02}:40")
        await me.say("status")
    await me.at("2026-11-23 23:59")
    assert len(asked(me)) == MOST_UNANSWERED
    assert [one.at for one in me.shown if "Your hour for talking" in one.text] == []


# --- silent days ------------------------------------------------------------------------------------------------------


async def test_after_three_silent_days_there_is_one_line_a_week(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=EVERY_DAY)
    me.shown.clear()
    await me.at("2026-12-13 23:00")
    days = [at.split()[0] for at in unasked_for(me) if not at.endswith("16:00")]
    assert days == ["Mon"] * 5 + ["Tue"] * 5 + ["Wed"] * 5 + ["Mon"] * 2
    line = "I am still here, and quiet. Write whenever you like, or tap, and I ask again."
    assert [one.text for one in me.shown].count(line) == 2
    await me.press("Ask me again")
    assert me.last.text == "Good to see you. The next question comes Mon 14 Dec 09:00 (Europe/Paris)."
    me.shown.clear()
    await me.at("2026-12-14 09:30")
    assert asked(me) == ["Mon 09:00", "Mon 09:30"]


async def test_a_pause_is_no_silence(me: Conversation) -> None:
    await me.say("pause until 14 Dec")
    me.shown.clear()
    await me.at("2026-12-14 09:30")
    assert asked(me) == ["Mon 09:00", "Mon 09:30"]


# --- asked less by choice ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("button", "said", "next_asked"),
    [
        (
            "Every hour",
            "From now on I ask every hour of your working day. ",
            ["Mon 13:00"],
        ),  # the sixth of the day without an answer
        ("Every 90 minutes", "From now on I ask every hour and a half of your working day. ", ["Mon 13:30"]),
        ("Twice a day", "From now on I ask twice a day. ", ["Mon 13:00"]),
        ("Off for today", "Quiet until ", []),
    ],
)
async def test_still_there_offers_less_with_one_tap(
    me: Conversation, button: str, said: str, next_asked: list[str]
) -> None:
    await me.at("2026-11-23 12:05")
    await me.press(button)
    assert me.last.text.startswith(said)
    assert "Undo" in me.last.buttons
    me.shown.clear()
    await me.at("2026-11-23 14:59")
    assert asked(me) == next_asked


async def test_a_rhythm_chosen_by_a_tap_can_be_undone(me: Conversation) -> None:
    await me.at("2026-11-23 12:05")
    await me.press("Twice a day")
    await me.press("Undo")
    await me.say("settings")
    assert "every half hour" in me.last.text


async def test_a_tap_that_is_no_longer_offered_says_so(me: Conversation) -> None:
    answer = await me.press_raw("checkin.less", "13")
    assert answer is not None
    assert answer.text == "That is no longer offered."  # type: ignore[union-attr]  # a toast


# --- the end of the day -----------------------------------------------------------------------------------------------


async def test_the_day_ends_with_one_quiet_line(me: Conversation) -> None:
    await me.at("2026-11-23 16:05")
    await me.say("14-15:30 calls with prospects - book demos")
    await me.pick("Selling: talking to a prospect")
    await me.at("2026-11-23 17:00")
    assert me.last.text == (
        "Done. 3 of 16 slots, 1.5 h selling. Quiet until Tue 24 Nov 09:00.\nDid you ask anyone today?"
    )


async def test_of_a_day_without_a_word_nothing_is_said_at_its_end(me: Conversation) -> None:
    await me.at("2026-11-23 18:00")
    assert not [one for one in me.shown if one.text.startswith("Done")]


async def test_after_two_weeks_another_rhythm_is_offered_once(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    offered = []
    for day in range(23, 28):
        await me.at(f"2026-11-{day} 16:05")
        await me.say("mail - clear it")
    for day in (7, 8, 9):
        await me.at(f"2026-12-{day:02} 16:05")
        await me.say("mail - clear it")
        await me.at(f"2026-12-{day:02} 17:00")
        offered.append("Would another rhythm suit you?" in me.last.text)
    assert offered == [True, False, False]
    await me.press("One day a week")
    assert "every half hour of one day a week" in me.last.text


async def test_a_moment_that_a_new_version_brings_comes_for_everybody_who_is_there(me: Conversation) -> None:
    async with me.store.begin() as tx:
        await tx.agenda.set(await me.who(tx), "day", None)
    await me.engine.recover()
    async with me.store.begin() as tx:
        due = await tx.agenda.next_due(await me.who(tx), "day")
    assert due == datetime(2026, 11, 23, 16, tzinfo=UTC)
