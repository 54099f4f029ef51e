"""Week by week: which weeks count, the trend, and what the rates promise, each only as far as the numbers bear it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.appointments import Appointment, Fate
from bot.domain.measures import Ahead, Measures, Rows, Trend, Trended, ahead, measured, trends
from bot.domain.people import Plan
from bot.domain.process import Did, Step
from bot.domain.rates import Rate, held_rate, talked_rate
from bot.domain.rest import DayRange, DaysOff
from bot.domain.sales import Ask, Conversation, Outcome
from bot.domain.slots import Span, at_local

ZONE = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 8, 31)
WEEK = timedelta(weeks=1)


def at(day: date, hour: int = 10) -> datetime:
    return at_local(day, time(hour), ZONE)


def talks(*weeks: int, yes: int = 0) -> tuple[Conversation, ...]:
    """Return so many conversations in each week, the first so many of them with a yes."""
    days = [MONDAY + number * WEEK for number, held in enumerate(weeks) for _ in range(held)]
    return tuple(
        Conversation(prospect=number, at=at(day), outcome=Outcome.YES if number <= yes else Outcome.NO)
        for number, day in enumerate(days, 1)
    )


def counted(*weeks: int, yes: int = 0, today: date | None = None, **others: object) -> Measures:
    """Count weeks with so many conversations, on the Monday after the last unless told."""
    rows = Rows(
        now=at(today or MONDAY + len(weeks) * WEEK, 9),
        since=at(MONDAY, 8),
        goal=3,
        window=Plan(zone=ZONE.key).window,
        conversations=talks(*weeks, yes=yes),
        first_contacts={},
    )
    return measured(replace(rows, **others))  # type: ignore[arg-type]  # fields of Rows


# --- which weeks ------------------------------------------------------------------------------------------------------


def test_the_weeks_begin_with_the_start_and_a_week_without_anything_is_not_lived() -> None:
    own = counted(2, 0, 1)
    assert [(week.monday, week.real, week.lived) for week in own.weeks] == [
        (MONDAY, 2, True),
        (MONDAY + WEEK, 0, False),
        (MONDAY + 2 * WEEK, 1, True),
    ]
    assert (own.this.monday, own.this.lived) == (MONDAY + 3 * WEEK, False)


@pytest.mark.parametrize(("days_off", "is_lived"), [(2, True), (3, False), (5, False)])
def test_a_week_mostly_off_is_not_lived(days_off: int, is_lived: bool) -> None:  # noqa: FBT001 - a table
    off = DaysOff(own=(DayRange(MONDAY, MONDAY + timedelta(days=days_off - 1)),))
    own = counted(1, 1, window=replace(Plan(zone=ZONE.key), off=off).window)
    assert [week.lived for week in own.weeks] == [is_lived, True]


def test_the_week_of_a_start_on_its_tuesday_is_not_lived() -> None:
    assert [week.lived for week in counted(1, 1, since=at(MONDAY + timedelta(days=1))).weeks] == [False, True]
    assert [week.monday for week in counted(1, 1, since=at(MONDAY + WEEK)).weeks] == [MONDAY + WEEK]


def test_own_steps_are_counted_as_they_stood_at_the_end_of_a_week() -> None:
    step = Step(id=1, position=2, name="Connect", action="write", weekly=5, drawn_at=at(MONDAY))
    gone = replace(step, id=2, name="Post", retired_at=at(MONDAY + WEEK))
    dids = tuple(Did(step=number, at=at(MONDAY + WEEK), count=3) for number in (1, 2))
    own = counted(1, 1, steps=(step, gone), dids=dids)
    assert [[(one.step.name, one.done) for one in week.by_hand] for week in own.weeks] == [
        [("Connect", 0), ("Post", 0)],
        [("Connect", 3)],
    ]


# --- rates ------------------------------------------------------------------------------------------------------------


def test_of_the_appointments_that_ended_those_that_were_held_are_counted() -> None:
    span = Span(at(MONDAY), at(MONDAY, 11))
    fates = [Fate.HELD, Fate.HELD, Fate.MISSED, Fate.CANCELLED, Fate.MOVED, Fate.BOOKED]
    assert held_rate(Appointment(prospect=1, span=span, fate=fate) for fate in fates) == Rate(of=4, went_on=2)


def test_whoever_was_asked_counts_once_they_were_talked_to_or_had_the_time() -> None:
    asked = [Ask(prospect=one, at=at(MONDAY), back_on=MONDAY + WEEK) for one in (1, 2, 3)]
    asked += [Ask(prospect=4, at=at(MONDAY + WEEK), back_on=MONDAY + 2 * WEEK), replace(asked[0], at=at(MONDAY + WEEK))]

    def talk(prospect: int, day: date, *, practice: bool = False) -> Conversation:
        return Conversation(prospect=prospect, at=at(day, 12), outcome=Outcome.NO, practice=practice)

    held = [
        talk(1, MONDAY),
        talk(2, MONDAY - WEEK),
        talk(3, MONDAY + WEEK, practice=True),
        talk(5, MONDAY),
    ]
    assert talked_rate(held, asked, MONDAY + WEEK) == Rate(of=1, went_on=1)
    assert talked_rate(held, asked, MONDAY + WEEK + timedelta(days=1)) == Rate(of=3, went_on=1)


# --- the trend --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        ((1, 1, 2, 1, 5, 5, 6, 5), (21, 5)),
        ((5, 5, 6, 5, 1, 1, 2, 1), (5, 21)),
        ((2, 2, 2, 2, 4, 4, 4, 4), None),
        ((1, 1, 1, 1, 1, 1, 1, 2), None),
        ((1, 1, 2, 1, 5, 0, 10, 5), None),
        ((1, 2, 1, 5, 5, 6, 5), None),
    ],
)
def test_more_or_less_is_said_only_of_eight_weeks_and_what_is_hardly_chance(
    weeks: tuple[int, ...], expected: tuple[int, int] | None
) -> None:
    said = [one for one in trends(counted(*weeks).weeks) if one.what is Trended.CONVERSATIONS]
    assert said == ([Trend(what=Trended.CONVERSATIONS, lately=expected[0], before=expected[1])] if expected else [])


@given(st.integers(5, 60), st.integers(0, 60))
def test_the_trend_is_blind_to_the_direction(lately: int, before: int) -> None:
    weeks = (before // 4 + before % 4, before // 4, before // 4, before // 4, lately, 0, 0, 0)
    lived = [replace(week, lived=True) for week in counted(*weeks).weeks]
    up, down = trends(lived), trends([*lived[4:], *lived[:4]])
    assert [(one.what, one.lately, one.before) for one in up] == [(one.what, one.before, one.lately) for one in down]


# --- what the rates promise -------------------------------------------------------------------------------------------

FRIDAY = MONDAY + 6 * WEEK + timedelta(days=4)


@pytest.mark.parametrize(
    ("weeks", "yes", "expected"),
    [
        ((4, 4, 4, 4, 4, 4), 8, Ahead(conversations=3, by=FRIDAY)),
        ((3, 3, 3), 5, None),
        ((4, 4, 4), 4, None),
        ((4, 4, 4, 4, 4, 4), 1, None),
        ((4, 4, 4, 4, 4, 4), 0, None),
        ((2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2), 8, None),
        ((4, 4, 4, 4, 4, 4), 24, Ahead(conversations=1, by=FRIDAY)),
    ],
)
def test_so_many_more_conversations_are_about_one_yes_where_the_numbers_bear_it(
    weeks: tuple[int, ...], yes: int, expected: Ahead | None
) -> None:
    assert ahead(counted(*weeks, yes=yes), FRIDAY) == expected


def test_what_this_week_has_no_room_for_is_said_of_the_next() -> None:
    wednesday = MONDAY + 6 * WEEK + timedelta(days=2)
    full = counted(4, 4, 4, 4, 4, 4, 2, yes=9, today=wednesday)
    assert ahead(full, FRIDAY) == Ahead(conversations=3, by=None)
    free = counted(4, 4, 4, 4, 4, 4, 1, yes=9, today=wednesday)
    assert ahead(free, FRIDAY) == Ahead(conversations=3, by=FRIDAY)
    assert ahead(free, wednesday) == Ahead(conversations=3, by=None)
    assert ahead(free, None) == Ahead(conversations=3, by=None)


@given(st.lists(st.integers(0, 8), min_size=1, max_size=13), st.integers(0, 104), st.integers(0, 6))
def test_about_one_is_half_a_yes_to_two_at_either_end_of_the_bounds(weeks: list[int], yes: int, day: int) -> None:
    own = counted(*weeks, yes=yes, today=MONDAY + len(weeks) * WEEK + timedelta(days=day))
    said = ahead(own, own.today + timedelta(days=1))
    if said is None:
        return
    assert own.bought.of >= 10
    assert own.bought.bounds is not None
    low, high = own.bought.bounds
    assert 0.5 <= said.conversations * low <= said.conversations * high <= 2
    assert said.conversations + (own.this.real if said.by else 0) <= max(week.real for week in own.weeks)
