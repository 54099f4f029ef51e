"""Slots, and when the bot is next to speak."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.slots import (
    DAY,
    SLOT,
    Cadence,
    Days,
    Hours,
    Span,
    WeekTime,
    Window,
    at_local,
    floor_slot,
    next_daily,
    next_weekly,
    read_clock,
    read_days,
    read_hours,
    read_week_time,
    week_span,
    write_days,
    write_hours,
)

PARIS = ZoneInfo("Europe/Paris")
NINE_TO_FIVE = Window(tz=PARIS, hours=Hours(start=time(9), end=time(17)), days=Days.of(range(5)))
ZONES = st.sampled_from(
    [
        "Europe/Paris",
        "America/New_York",
        "Asia/Kathmandu",
        "Pacific/Chatham",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Africa/Casablanca",
        "Asia/Kolkata",
        "Pacific/Apia",
        "UTC",
    ]
)
MOMENTS = st.integers(0, 5 * 366 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str, zone: ZoneInfo = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("2026-11-23 08:00", "2026-11-23 09:00"),
        ("2026-11-23 08:59", "2026-11-23 09:00"),
        ("2026-11-23 09:00", "2026-11-23 09:30"),
        ("2026-11-23 16:29", "2026-11-23 16:30"),
        ("2026-11-23 16:30", "2026-11-24 09:00"),
        ("2026-11-27 16:30", "2026-11-30 09:00"),
        ("2026-11-28 12:00", "2026-11-30 09:00"),
    ],
)
def test_prompts_come_from_the_first_to_the_last_half_hour_of_a_working_day(after: str, due: str) -> None:
    assert NINE_TO_FIVE.next_prompt(local(after), Cadence.HALF_HOUR) == local(due)


def test_an_hourly_cadence_counts_from_the_start_of_the_day() -> None:
    window = Window(tz=PARIS, hours=Hours(start=time(9, 30), end=time(12)), days=Days.of(range(5)))
    first = window.next_prompt(local("2026-11-23 00:00"), Cadence.HOUR)
    assert first == local("2026-11-23 09:30")
    assert window.next_prompt(local("2026-11-23 09:30"), Cadence.HOUR) == local("2026-11-23 10:30")
    assert window.prompted(local("2026-11-23 11:30"), Cadence.HOUR) == Span(
        local("2026-11-23 11:30"), local("2026-11-23 12:00")
    )


@pytest.mark.parametrize(
    ("cadence", "lunch", "asked"),
    [
        (Cadence.HALF_HOUR, "12:30-13:30", "9 9:30 10 10:30 11 11:30 12 13:30 14 14:30 15 15:30 16 16:30"),
        (Cadence.HOUR, "12:30-13:30", "9 10 11 12 13:30 14:30 15:30 16:30"),
        (Cadence.HOUR_AND_A_HALF, "12:30-13", "9 10:30 12 13 14:30 16"),
        (Cadence.TWICE_A_DAY, "12:30-13:30", "9 13:30"),
        (Cadence.TWICE_A_DAY, "9-10", "10 13:30"),
        (Cadence.HOUR, "9-9:30", "9:30 10:30 11:30 12:30 13:30 14:30 15:30 16:30"),
        (Cadence.HOUR, "16-17", "9 10 11 12 13 14 15"),
        (Cadence.HOUR, "19-20", "9 10 11 12 13 14 15 16"),
    ],
)
def test_no_prompt_begins_at_lunch_and_the_hours_are_counted_anew_after_it(
    cadence: Cadence, lunch: str, asked: str
) -> None:
    window = replace(NINE_TO_FIVE, lunch=read_hours(lunch))
    moment, found = local("2026-11-23 00:00"), list[str]()
    while (moment := window.next_prompt(moment, cadence) or moment) < local("2026-11-24 00:00"):
        found.append(f"{moment.astimezone(PARIS):%-H:%M}".removesuffix(":00"))
    assert " ".join(found) == asked


def test_the_stretch_before_lunch_ends_where_lunch_begins() -> None:
    window = replace(NINE_TO_FIVE, lunch=read_hours("12:30-13:30"))
    span = window.prompted(local("2026-11-23 12:00"), Cadence.HOUR)
    assert span == Span(local("2026-11-23 12:00"), local("2026-11-23 12:30"))


def test_nobody_is_asked_whose_hours_are_all_lunch() -> None:
    window = replace(NINE_TO_FIVE, lunch=NINE_TO_FIVE.hours)
    assert window.next_prompt(local("2026-11-23 00:00"), Cadence.TWICE_A_DAY) is None


def test_a_year_off_is_not_for_ever() -> None:
    year = frozenset(date(2026, 11, 23) + number * DAY for number in range(366))
    window = replace(NINE_TO_FIVE, off=year)
    assert window.next_prompt(local("2026-11-23 00:00"), Cadence.ONE_DAY_A_WEEK) == local("2027-11-24 09:00")
    assert window.next_daily(local("2026-11-23 00:00"), time(10)) == local("2027-11-24 10:00")


@settings(deadline=None, max_examples=25)
@given(
    MOMENTS,
    ZONES,
    st.integers(0, 40).flatmap(lambda first: st.tuples(st.just(first), st.integers(first + 2, 47))),
    st.frozensets(st.integers(0, 12), max_size=9),
    st.data(),
)
def test_each_half_hour_at_work_is_asked_once_and_none_at_lunch_or_on_a_day_off(
    moment: datetime, zone: str, ends: tuple[int, int], numbers: frozenset[int], data: st.DataObject
) -> None:
    tz, (first, last) = ZoneInfo(zone), ends
    begins = data.draw(st.integers(first, last - 1))
    until = data.draw(st.integers(begins + 1, last if begins > first else last - 1))
    clocks = [time(each // 2, each % 2 * 30) for each in (first, last, begins, until)]
    lunch = Hours(start=clocks[2], end=clocks[3])
    off = frozenset(moment.astimezone(tz).date() + number * DAY for number in numbers)
    window = Window(tz=tz, hours=Hours(start=clocks[0], end=clocks[1]), days=Days.of(range(6)), lunch=lunch, off=off)

    def is_worked(at: datetime) -> bool:
        clock = at.time()
        is_at_lunch = clocks[2] <= clock < clocks[3]
        return clocks[0] <= clock < clocks[1] and not is_at_lunch and at.weekday() < 6 and at.date() not in off

    end = moment + 12 * DAY
    grid = (floor_slot(moment, tz) + number * SLOT for number in range(1, 12 * 48 + 1))
    wanted = [slot for slot in grid if slot < end and is_worked(slot.astimezone(tz))]
    asked, at = list[datetime](), moment
    while (at := window.next_prompt(at, Cadence.HALF_HOUR) or end) < end:
        asked.append(at)
    assert asked == wanted
    assert list(window.slots(Span(moment + timedelta(microseconds=1), end))) == wanted
    assert all((slot in window) for slot in wanted)


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2026, 3, 29), time(2, 30), "2026-03-29 01:00"),  # skipped: the first minute after, 03:00
        (date(2026, 3, 29), time(3), "2026-03-29 01:00"),
        (date(2026, 10, 25), time(2, 30), "2026-10-25 00:30"),  # repeated: the first of the two
        (date(2026, 10, 25), time(3), "2026-10-25 02:00"),
        (date(2026, 11, 23), time(9), "2026-11-23 08:00"),
    ],
)
def test_a_local_time_that_a_clock_change_skips_or_repeats_happens_once(day: date, at: time, moment: str) -> None:
    assert at_local(day, at, PARIS) == utc(moment)


def test_a_day_that_a_zone_leaves_out_begins_where_the_next_does() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert at_local(date(2011, 12, 30), time(9), apia) == at_local(date(2011, 12, 31), time(), apia)


def test_a_weekly_time_comes_once_in_each_week_through_a_clock_change() -> None:
    sunday = WeekTime(weekday=6, at=time(2, 30))
    found = []
    moment = local("2026-03-20 12:00")
    for _ in range(3):
        moment = next_weekly(moment, sunday, PARIS)
        found.append(moment)
    assert found == [utc("2026-03-22 01:30"), utc("2026-03-29 01:00"), utc("2026-04-05 00:30")]


def test_a_week_with_a_clock_change_is_an_hour_shorter() -> None:
    assert week_span(date(2026, 3, 23), PARIS).length == timedelta(days=7) - timedelta(hours=1)


@given(MOMENTS, ZONES)
def test_a_slot_holds_its_moment_and_begins_at_a_local_half_hour(moment: datetime, zone: str) -> None:
    start = floor_slot(moment, ZoneInfo(zone))
    assert start <= moment < start + SLOT
    assert start.astimezone(ZoneInfo(zone)).minute in {0, 30}


@settings(deadline=None)
@given(MOMENTS, ZONES, st.sampled_from(Cadence), st.integers(0, 46), st.integers(1, 47))
def test_the_next_prompt_is_the_first_minute_of_the_future_that_fits(
    moment: datetime, zone: str, cadence: Cadence, first: int, length: int
) -> None:
    start = time(first // 2, first % 2 * 30)
    last = min(first + length, 48) % 48
    hours = Hours(start=start, end=time(last // 2, last % 2 * 30))
    window = Window(tz=ZoneInfo(zone), hours=hours, days=Days.of([0, 2, 5]))

    def fits(minute: datetime) -> bool:
        at = minute.astimezone(ZoneInfo(zone))
        minutes = at.hour * 60 + at.minute
        inside = hours.first <= minutes < hours.last and at.weekday() in {0, 2, 5}
        match cadence:
            case Cadence.ONE_DAY_A_WEEK:
                return inside and at.weekday() == 2 and minutes % 30 == 0
            case Cadence.TWICE_A_DAY:
                return inside and minutes in {hours.first, hours.first + (hours.last - hours.first) // 60 * 30}
            case _:
                return inside and (minutes - hours.first) % cadence == 0

    minute = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    while not fits(minute):
        minute += timedelta(minutes=1)
    assert window.next_prompt(moment, cadence) == minute


@given(MOMENTS, ZONES, st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_daily_time_is_later_than_now_and_comes_within_two_days(moment: datetime, zone: str, at: time) -> None:
    due = next_daily(moment, at, Days.of(range(7)), ZoneInfo(zone))
    assert moment < due <= moment + 2 * DAY


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("9", time(9)),
        ("9:30", time(9, 30)),
        ("09.30", time(9, 30)),
        ("17h00", time(17)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("12 PM", time(12)),
        ("24:00", time(0)),
        ("25", None),
        ("9:60", None),
        ("13pm", None),
        ("", None),
        ("noon", None),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(text: str, at: time | None) -> None:
    assert read_clock(text) == at


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("9-17", "9–17"),
        ("9:30 - 18:00", "9:30–18"),
        ("9am to 5pm", "9–17"),
        ("8–24", "8–24"),
        ("0-24", "0–24"),
        ("17-9", None),
        ("9-9", None),
        ("9:10-17", None),
        ("nine to five", None),
    ],
)
def test_working_hours_are_read_and_written_back(text: str, shown: str | None) -> None:
    hours = read_hours(text)
    assert (write_hours(hours) if hours else None) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mon-fri", "Mon–Fri"),
        ("Monday to Thursday", "Mon–Thu"),
        ("mon,wed,fri", "Mon, Wed, Fri"),
        ("tue and thu", "Tue, Thu"),
        ("mon wed", "Mon, Wed"),
        ("sat-mon", "Mon, Sat, Sun"),
        ("daily", "Mon–Sun"),
        ("weekdays", "Mon–Fri"),
        ("mon - fri", "Mon–Fri"),
        ("someday", None),
        ("", None),
        ("mo-fr", None),
    ],
)
def test_working_days_are_read_and_written_back(text: str, shown: str | None) -> None:
    days = read_days(text)
    assert (write_days(days) if days else None) == shown


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("fri 16:00", WeekTime(weekday=4, at=time(16))),
        ("Monday 9am", WeekTime(weekday=0, at=time(9))),
        ("fri", None),
        ("16:00", None),
    ],
)
def test_a_weekly_time_is_read(text: str, read: WeekTime | None) -> None:
    assert read_week_time(text) == read
