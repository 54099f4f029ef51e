"""Which reports carry a picture, what is drawn, and the words that say the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.diary import Entry, Kind, Label
from bot.domain.people import Person, Plan, Stage, Who
from bot.domain.pictures import Funnel, WeekBars, WeekStrip
from bot.domain.rest import DayRange, DaysOff
from bot.domain.slots import DAY, SLOT, Days, Hours, Span, at_local, week_span
from bot.domain.strip import StripRows, strip
from bot.features.pictures import funnel_image, strip_image
from bot.ports import Store
from bot.ui import MAX_ALT, Image
from tests.features.harness import START, Conversation, started

MONDAY = date(2026, 11, 9)
SHORT = START.replace("hours:9-17", "hours:10-11")


def shown(me: Conversation, text: str) -> list[Image | None]:
    """Return the pictures of the messages, as they are now, whose words begin so."""
    return [face.image for face in me.paper.faces.values() if face.title.startswith(text)]


def laid(plan: Plan, *made: Entry, begun: datetime | None = None) -> Image:
    person = Person(who=Who(1, 1), plan=plan, stage=Stage.STARTED, started_at=begun)
    now = week_span(MONDAY, plan.tz).end
    return strip_image(strip(StripRows(monday=MONDAY, plan=plan, started_at=begun, now=now, entries=made)), person)


def entry(plan: Plan, day: int, hour: int, slots: int, kind: Kind | None) -> Entry:
    start = at_local(MONDAY + day * DAY, time(hour), plan.tz)
    return Entry(span=Span(start, start + slots * SLOT), what="w", kind=kind, recorded_at=start, label=Label.LIVE)


# --- a week -----------------------------------------------------------------------------------------------------------


async def test_the_weeks_report_carries_the_week_and_each_new_face_the_week_as_it_is_then(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=SHORT)
    await me.at("2026-11-25 11:00")
    await me.say("8:30-10:30 calling leads - to book demos")
    await me.at("2026-11-27 16:00")
    await me.say("wed 10:30-11 invoices - taxes")
    await me.press("Yes")

    (picture,) = shown(me, "Week 48")
    assert picture is not None
    assert isinstance(picture.chart, WeekStrip)
    assert (picture.name, picture.title) == ("2026-W48.png", "Week 48 · 23–29 Nov")
    assert picture.chart.first_hour == 8
    assert [day.cells.strip() for day in picture.chart.days] == ["..", "..", "?????", "..", "..", "", ""]


async def test_a_week_of_which_nothing_is_noted_has_words_alone(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=SHORT)
    await me.at("2026-11-27 16:00")
    await me.say("call log Dana no")
    await me.say("report week")
    assert shown(me, "Week 48") == [None, None]


def test_a_day_off_says_why_and_the_days_before_the_start_that_they_are() -> None:
    off = DaysOff(country="FR", own=(DayRange(MONDAY + 3 * DAY, MONDAY + 3 * DAY),))
    plan = Plan(zone="Europe/Paris", hours=Hours(start=time(9), end=time(11)), off=off)
    begun = datetime(2026, 11, 9, 22, tzinfo=UTC)
    picture = laid(plan, entry(plan, 1, 9, 2, Kind.SELLING), begun=begun)
    assert picture.alt == (
        "In half hours, Paris time.\n"
        "Mon 9: before the start.\n"
        "Tue 10: 1 h selling (9:00–10:00), open 10:00–11:00.\n"
        "Wed 11: Armistice Day.\n"
        "Thu 12: off.\n"
        "Fri 13: open 9:00–11:00.\n"
        "Sat 14, Sun 15: off."
    )
    assert isinstance(picture.chart, WeekStrip)
    assert [day.note for day in picture.chart.days] == [
        "before the start",
        "",
        "Armistice Day",
        "off",
        "",
        "off",
        "off",
    ]
    assert [(each.cell.value, each.label, each.amount) for each in picture.chart.legend] == [
        ("S", "selling", "1 h"),
        (".", "open", "6 slots"),
    ]


ALL_DAY = Plan(zone="America/Argentina/Buenos_Aires", hours=Hours(start=time(0), end=time(0)), days=Days.of(range(7)))


@given(kinds=st.lists(st.sampled_from([*Kind, None, ""]), min_size=336, max_size=336))
def test_however_full_a_week_is_its_words_fit(kinds: list[Kind | None]) -> None:
    begin = week_span(MONDAY, ALL_DAY.tz).start
    made = tuple(
        Entry(
            span=Span(begin + number * SLOT, begin + (number + 1) * SLOT),
            what="w",
            kind=kind,
            recorded_at=begin,
            label=Label.LIVE,
        )
        for number, kind in enumerate(kinds)
        if kind != ""
    )
    assert len(laid(ALL_DAY, *made).alt) <= MAX_ALT


# --- the weeks --------------------------------------------------------------------------------------------------------


async def test_the_months_report_carries_its_weeks_once_there_are_two_to_compare(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=SHORT)
    await me.at("2026-11-25 11:00")
    await me.say("8:30-10:30 calling leads - to book demos")
    await me.say("report month")
    assert shown(me, "November") == [None]

    await me.at("2026-12-02 11:00")
    await me.say("call log Dana thinking until fri offer:retainer")
    await me.say("report month")
    (picture,) = shown(me, "December")
    assert picture is not None
    assert isinstance(picture.chart, WeekBars)
    assert picture.alt == (
        "Selling share: 23 Nov 0 %, 30 Nov too little recorded.\n"
        "Conversations, goal 3: 23 Nov 0, 30 Nov 1.\n"
        "Asks: 23 Nov 0, 30 Nov 1.\n"
        "30 Nov is not over yet."
    )
    assert [(week.label, week.share) for week in picture.chart.weeks] == [("23 Nov", 0), ("30 Nov", None)]


async def test_a_month_that_is_over_is_shown_up_to_its_last_week(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=SHORT)
    for week in range(2):
        await me.at(f"{date(2026, 11, 25) + timedelta(weeks=week)} 11:00")
        await me.say(f"call log Dana{week} no")
    await me.say("report month last")
    (picture,) = shown(me, "November")
    assert picture is not None
    assert isinstance(picture.chart, WeekBars)
    assert [week.label for week in picture.chart.weeks] == ["23 Nov", "30 Nov"]


# --- the process ------------------------------------------------------------------------------------------------------


def test_a_process_is_said_step_by_step() -> None:
    picture = funnel_image("process", "Week 46", [("messages", 17, 20), ("見積もり", 3, None)])
    assert picture.alt == "messages: 17 of 20 planned.\n見積もり: 3."
    assert isinstance(picture.chart, Funnel)
    assert [step.done for step in picture.chart.steps] == [17, 3]


@pytest.mark.parametrize("length", [1, 500])
def test_however_long_its_names_are_a_process_is_said_in_an_alt_text(length: int) -> None:
    assert len(funnel_image("process", "x", [("s" * length, 99, 99)] * 8).alt) <= MAX_ALT
