"""A plan that changes in the middle of a day: every slot is asked about once, and none is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.features.question import QUESTIONS
from bot.ports import Store
from tests.features.harness import START, Conversation, started

pytestmark = pytest.mark.usefixtures("always_asked")


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00, with the outreach block at 10:00."""
    return await started(sqlite_store)


def asked(me: Conversation) -> list[str]:
    """Return the stretches that were asked about, in order."""
    lines = (line for one in me.shown if one.kind == "message" for line in one.text.splitlines())
    return [line.removeprefix(each) for line in lines for each in QUESTIONS if line.startswith(each)]


def nudges(me: Conversation) -> list[str]:
    return [one.at for one in me.shown if one.kind == "message" and "Your hour for talking" in one.text]


async def test_a_block_moved_after_its_nudge_leaves_no_slot_unasked(me: Conversation) -> None:
    await me.at("2026-11-23 10:05")
    await me.say("settings set block:11:00")
    await me.at("2026-11-23 11:30")
    assert asked(me) == ["09:00–09:30", "09:30–10:00", "10:00–10:30", "10:30–11:00", "11:00–11:30", "11:30–12:00"]
    assert nudges(me) == ["Mon 10:00"]


async def test_a_block_moved_to_this_very_moment_leaves_no_slot_unasked(me: Conversation) -> None:
    await me.at("2026-11-23 10:59")
    me.clock.time += timedelta(minutes=1, seconds=1)
    await me.say("settings set block:11:00")
    assert asked(me)[-1] == "11:00–11:30"


@pytest.mark.parametrize("words", ["settings set goal:4", "settings set hours:8-18", "resume", "pause 1h", "undo"])
async def test_what_is_due_stays_due_when_the_plan_is_changed_before_it_was_asked(me: Conversation, words: str) -> None:
    await me.say("settings set goal:5")
    await me.say("pause until 8:30")
    await me.at("2026-11-23 09:25")
    me.clock.time += timedelta(minutes=6)
    await me.say(words)
    assert (asked(me)[-1:] == ["09:30–10:00"]) == (words != "pause 1h")


async def test_a_report_that_is_due_is_not_lost_to_a_change(me: Conversation) -> None:
    await me.say("mail - clear it")
    await me.at("2026-11-27 15:59")
    me.clock.time += timedelta(hours=20)
    await me.say("settings set goal:4")
    assert [one for one in me.shown if one.text.startswith("Week 48")]


async def test_a_cadence_that_falls_asks_about_no_half_hour_twice(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=START.replace("cadence:30", "cadence:60").replace("10:00", "12:00"))
    await me.at("2026-11-23 10:05")
    await me.say("settings set cadence:30")
    await me.at("2026-11-23 10:30")
    assert asked(me) == ["09:00–10:00", "10:00–11:00", "10:30–11:00"]
    assert "– 10:00–10:30 open" in [one.text for one in me.shown]


async def test_an_hourly_cadence_is_not_asked_at_the_half_hour_that_was_due(me: Conversation) -> None:
    await me.at("2026-11-23 09:25")
    me.clock.time += timedelta(minutes=6)
    await me.say("settings set cadence:60")
    assert asked(me) == ["09:00–09:30"]


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
async def test_a_zone_that_changes_in_the_day_asks_no_slot_twice(me: Conversation, zone: str) -> None:
    await me.at("2026-11-23 15:10")
    await me.say(f"settings set zone:{zone} days:daily")
    await me.at("2026-11-25 23:00")
    stored = await _prompts(me)
    assert len(stored) == len(set(stored))
    days = {one.at.split()[0] for one in me.shown if one.kind == "message"}
    assert len(nudges(me)) <= len(days)


async def _prompts(me: Conversation) -> list[str]:
    return [b.value for face in me.paper.faces.values() for b in face.buttons if b.action == "checkin.write"]


async def test_hours_may_end_at_midnight(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=START.replace("9-17", "9-24"))
    await me.at("2026-11-24 08:59")
    assert (asked(me)[0], asked(me)[-1], len(asked(me))) == ("09:00–09:30", "23:30–00:00", 30)


@pytest.mark.parametrize(
    ("day", "slots"), [("2026-03-29", 4), ("2026-10-25", 8)], ids=["an hour is skipped", "an hour comes twice"]
)
async def test_each_half_hour_of_a_day_on_which_the_clock_changes_is_asked_once(
    sqlite_store: Store, day: str, slots: int
) -> None:
    plan = START.replace("9-17", "1-4").replace("mon-fri", "daily").replace("10:00", "2:30")
    me = await started(sqlite_store, plan=plan, at=f"{day} 00:10")
    await me.at(f"{day} 12:00")
    assert len(asked(me)) == slots
    assert len(nudges(me)) == 1


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-11-23 10:15", ["10:00. Your hour for talking to prospects."]),
        ("2026-11-23 10:35", ["Who are you talking to, and what for? 10:30–11:00"]),
        ("2026-11-23 12:55", []),
        ("2026-11-24 08:00", []),
        ("2026-11-28 12:00", ["Week 48"]),
        ("2026-11-30 08:50", ["Week 48"]),
        ("2026-12-07 08:50", ["Week 49"]),
    ],
)
async def test_after_an_outage_there_is_at_most_one_catch_up(me: Conversation, until: str, said: list[str]) -> None:
    await me.at("2026-11-23 09:55")
    me.shown.clear()
    me.clock.time = datetime.fromisoformat(until).replace(tzinfo=me.zone).astimezone(UTC)
    await me.engine.settle()
    new = [one.text for one in me.shown if one.kind == "message"]
    assert [text.startswith(begins) for text, begins in zip(new, said, strict=True)] == [True] * len(said)
