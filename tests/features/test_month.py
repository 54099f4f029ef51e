"""The report of a month, as the person it is about sees it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.domain.month import month_name, month_span, read_month
from bot.gestures import Errors
from bot.ports import Store
from tests.features.harness import START, Conversation, started

TODAY = date(2026, 11, 27)


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    return await started(sqlite_store, plan=START.replace("hours:9-17", "hours:10-11"))


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("", date(2026, 11, 1)),
        ("this month", date(2026, 11, 1)),
        ("last", date(2026, 10, 1)),
        ("2026-1", date(2026, 1, 1)),
        ("2025-12", date(2025, 12, 1)),
        ("2026-13", None),
        ("2026-00", None),
        ("0000-01", None),
        ("1200-01", None),
        ("november", None),
    ],
)
def test_a_month_is_named_by_its_number(said: str, first: date | None) -> None:
    assert read_month(said, TODAY) == first
    assert first is None or read_month(month_name(first), TODAY) == first


def test_a_month_is_as_long_as_its_days_on_the_spot() -> None:
    paris = ZoneInfo("Europe/Paris")
    hours = {month: month_span(date(2026, month, 1), paris).length.total_seconds() / 3600 for month in (2, 3, 10, 11)}
    assert hours == {2: 28 * 24, 3: 31 * 24 - 1, 10: 31 * 24 + 1, 11: 30 * 24}


async def test_a_month_counts_what_its_weeks_do_and_what_became_of_its_appointments(me: Conversation) -> None:
    await me.say("call book Dana wed 10:00")
    await me.say("call book Ben fri 15:00")
    await me.say("call book Ina fri 16:00 practice")
    await me.at("2026-11-23 10:20")
    await me.say("8-10 designing posters - to have them printed")
    await me.say("call log Ada thinking until tue offer:website")
    await me.say("call move Dana thu 10:00")
    await me.at("2026-11-26 10:35")
    await me.say("call log Dana no")
    await me.say("call cancel Ben")
    await me.say("asked Cleo")
    await me.at("2026-11-27 11:30")
    await me.say("report month")

    assert me.last.text == (
        "November 2026\n"
        "2 conversations (1 no, 1 thinking), 2 asks.\n"
        "Time           3 h recorded, 2 of 10 slots covered\n"
        "Kind not said  2 h\n"
        "Selling        1 h\n"
        "Selling share   33 %: 1 h (2 slots) of 3 h recorded (2 of 10 slots)\n"
        "Appointments    1 held, 1 moved, 1 cancelled, 1 booked\n"
        "Outreach block  kept on 2 of 5 days\n"
        "Follow-ups      1 overdue, 1 to come\n"
        "Whys: 2 h — have them printed · 30 min — website · 30 min — a yes or a no\n"
        "Slots: 2 live · 7 unanswered · 1 not asked about"
    )


async def test_of_a_month_that_is_over_the_follow_ups_are_not_known(me: Conversation) -> None:
    await me.say("call log Ada thinking until tue")
    await me.at("2026-12-03 09:00")
    await me.say("report month last")
    assert me.last.text.startswith("November 2026\n1 conversation (1 thinking), 0 asks.\n")
    assert "Follow-ups" not in me.last.text
    await me.say("report month")
    assert me.last.text == "December 2026\nNothing recorded in this month."


async def test_a_month_that_cannot_be_read_or_has_not_begun_is_asked_for_again(me: Conversation) -> None:
    await me.say("report month soon")
    assert me.last.text == (
        "Report of a month\nWhich month: soon (“soon” is no month. Write last, or one like 2026-11.)"
    )
    assert await me.submit({"month": "2027-01"}) == Errors({"month": "January 2027 has not begun."})
    await me.submit({"month": "2026-10"})
    assert me.last.text == "October 2026\nNothing recorded in this month."


async def test_own_rates_are_those_of_all_conversations_up_to_the_end_of_the_month(me: Conversation) -> None:
    for name in ("Ada", "Ben", "Cleo", "Dana", "Emil", "Fay", "Gus", "Hal", "Ina"):
        await me.say(f"call log {name} no offer:website")
    await me.say("report month")
    assert "Your rates" not in me.last.text, "nine cases bear nothing"
    await me.at("2026-12-03 09:00")
    await me.say("call log Jo no offer:website practice:yes")
    await me.say("call log Kim thinking until fri")

    await me.say("report month")
    assert "\nYour rates so far: an offer in 9 of 10 conversations (90 %).\n" in me.last.text
    await me.say("report month last")
    assert "Your rates" not in me.last.text, "the tenth came later"
