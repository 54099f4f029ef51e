"""Lunch, days off, and what remains of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rest import NO_DAYS_OFF, DayRange, DaysOff, read_lunch
from bot.domain.slots import DAY, read_hours

MONDAY = date(2026, 11, 2)
ARMISTICE = date(2026, 11, 11)
DATES = st.integers(0, 30).map(lambda number: MONDAY + number * DAY)
RANGES = st.tuples(DATES, st.integers(0, 6)).map(lambda each: DayRange(each[0], each[0] + each[1] * DAY))
STEPS = st.lists(st.tuples(st.booleans(), RANGES), max_size=12)


@pytest.mark.parametrize(
    ("text", "hours", "lunch"),
    [
        ("12:30-13:30", "9-17", "12:30-13:30"),
        ("12.30 – 1.30", "9-17", "12:30-13:30"),
        ("1-2", "9-17", "13:00-14:00"),
        ("12 to 1", "9-17", "12:00-13:00"),
        ("1pm-2pm", "9-17", "13:00-14:00"),
        ("9-10", "9-17", "09:00-10:00"),
        ("3-4", "0-8", "03:00-04:00"),
        ("11:30-12:30", "9-24", "11:30-12:30"),
        ("12:15-13:00", "9-17", None),
        ("12:30", "9-17", None),
        ("9-17", "9-17", None),
        ("19-20", "9-17", None),
        ("8-9", "9-17", None),
        ("10-16", "9-17", None),
        ("noon", "9-17", None),
        ("", "9-17", None),
    ],
)
def test_lunch_is_read_as_a_part_of_the_working_hours(text: str, hours: str, lunch: str | None) -> None:
    inside = read_hours(hours)
    assert inside is not None
    read = read_lunch(text, inside)
    assert (f"{read.start:%H:%M}-{read.end:%H:%M}" if read else None) == lunch


@given(STEPS)
def test_days_off_are_the_days_that_were_taken_last(steps: list[tuple[bool, DayRange]]) -> None:
    off, days = NO_DAYS_OFF, set[date]()
    for is_taken, each in steps:
        named = {each.first + number * DAY for number in range((each.last - each.first).days + 1)}
        off, days = (off.taking([each]), days | named) if is_taken else (off.working(each), days - named)
    month = [MONDAY + number * DAY for number in range(-2, 45)]
    assert {day for day in month if day in off} == days
    assert all(one.last + DAY < other.first for one, other in zip(off.own, off.own[1:], strict=False))


@given(STEPS)
def test_on_a_holiday_one_works_whose_last_word_it_was(steps: list[tuple[bool, DayRange]]) -> None:
    off, is_off = DaysOff(country="FR"), True
    for is_taken, each in steps:
        off = off.taking([each]) if is_taken else off.working(each)
        is_off = is_taken if ARMISTICE in each else is_off
    assert (ARMISTICE in off) is is_off
    assert all(each.first == each.last == ARMISTICE for each in off.worked)


def test_new_days_stand_in_the_place_of_those_to_come_and_the_past_stays() -> None:
    off = DaysOff(own=(DayRange(MONDAY, MONDAY + 9 * DAY), DayRange(MONDAY + 20 * DAY, MONDAY + 21 * DAY)))
    instead = off.instead([DayRange(MONDAY + 15 * DAY, MONDAY + 15 * DAY)], MONDAY + 5 * DAY)
    assert instead.own == (
        DayRange(MONDAY, MONDAY + 4 * DAY),
        DayRange(MONDAY + 15 * DAY, MONDAY + 15 * DAY),
    )


def test_an_own_day_off_hides_the_name_of_no_holiday() -> None:
    off = DaysOff(country="FR").taking([DayRange(ARMISTICE, ARMISTICE)])
    assert off.is_own(ARMISTICE)
    assert off.holiday(ARMISTICE) == "Armistice Day"
    assert off.coming(ARMISTICE + DAY) == ()


def test_a_range_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="ends on the day it begins or later"):
        DayRange(MONDAY, MONDAY - timedelta(days=1))
