"""A week in half hours, laid out and recounted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.diary import Entry, Kind, Label
from bot.domain.people import Plan
from bot.domain.pictures import DONE, Cell
from bot.domain.slots import DAY, DAYS_IN_WEEK, SLOT, Days, Hours, Span, at_local, week_span
from bot.domain.strip import Strip, StripRows, strip
from bot.domain.week import WeekRows, figures, slots_so_far

MONDAY = date(2026, 11, 23)
PARIS = Plan(zone="Europe/Paris", hours=Hours(start=time(9), end=time(12)))
STEP = timedelta(minutes=15)


def entry(start: datetime, length: timedelta, kind: Kind | None = Kind.PAID) -> Entry:
    return Entry(span=Span(start, start + length), what="w", kind=kind, recorded_at=start, label=Label.LIVE)


def laid(
    *made: Entry, plan: Plan = PARIS, at: str = "Sun 23:59", monday: date = MONDAY, begun: datetime | None = None
) -> Strip:
    day, _, clock = at.partition(" ")
    number = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun").index(day)
    now = at_local(monday + number * DAY, time.fromisoformat(clock), plan.tz)
    return strip(StripRows(monday=monday, plan=plan, started_at=begun, now=now, entries=made))


def signs(week: Strip) -> list[str]:
    return ["".join(day.cells) for day in week.days]


def on(day: int, clock: str, plan: Plan = PARIS, monday: date = MONDAY) -> datetime:
    return at_local(monday + day * DAY, time.fromisoformat(clock), plan.tz)


def test_what_is_noted_is_shown_and_the_rest_of_the_working_hours_is_open() -> None:
    week = laid(
        entry(on(0, "09:00"), 2 * SLOT, Kind.SELLING),
        entry(on(0, "10:00"), SLOT, None),
        entry(on(1, "11:30"), SLOT, Kind.BREAK),
    )
    assert signs(week) == ["SS?...", ".....-", "......", "......", "......", " " * 6, " " * 6]
    assert (week.first_hour, week.recorded, week.gaps) == (9, 4, 26)


def test_what_has_not_begun_is_to_come_and_what_was_before_the_start_is_nothing() -> None:
    week = laid(at="Wed 10:10", begun=on(1, "10:45"))
    assert signs(week) == [" " * 6, "   ...", "...:::", "::::::", "::::::", " " * 6, " " * 6]
    assert [day.is_before for day in week.days] == [True, True, *[False] * 5]


def test_the_hours_reach_as_far_as_anything_was_noted() -> None:
    week = laid(entry(on(5, "07:30"), SLOT), entry(on(6, "20:00"), SLOT))
    assert (week.first_hour, {len(day.cells) for day in week.days}) == (7, {28})


def test_an_hour_that_comes_twice_is_shown_once_and_one_that_is_skipped_is_nothing() -> None:
    plan = Plan(zone="Europe/Paris", hours=Hours(start=time(1), end=time(4)), days=Days.of(range(7)))
    autumn, spring = date(2026, 10, 19), date(2027, 3, 22)
    second = datetime(2026, 10, 25, 1, tzinfo=UTC)  # 2:00 for the second time
    assert signs(laid(entry(second, SLOT), plan=plan, monday=autumn))[6] == "..P..."
    assert signs(laid(plan=plan, monday=spring))[6] == "..  .."


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/St_Johns", "Pacific/Auckland", "UTC"])
def test_a_day_begins_where_the_person_is(zone: str) -> None:
    plan = Plan(zone=zone, hours=Hours(start=time(0), end=time(0)), days=Days.of(range(7)))
    week = laid(entry(on(0, "00:00", plan), SLOT), entry(on(6, "23:30", plan), SLOT), plan=plan)
    assert (signs(week)[0], signs(week)[6]) == ("P" + "." * 47, "." * 47 + "P")


def spread(parts: Iterable[tuple[int, int, Kind | None]]) -> tuple[Entry, ...]:
    """Return entries one after another: a pause, a length, both in quarters of an hour, and a kind."""
    at, made = week_span(MONDAY, PARIS.tz).start, []
    for pause, length, kind in parts:
        made.append(entry(at + pause * STEP, length * STEP, kind))
        at = made[-1].span.end
    return tuple(made)


parts = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from([*Kind, None])), max_size=25)


@given(parts=parts, hours=st.integers(0, 7 * 24))
def test_the_strip_and_the_report_count_the_same(parts: list[tuple[int, int, Kind | None]], hours: int) -> None:
    span, made = week_span(MONDAY, PARIS.tz), spread(parts)
    now = span.start + timedelta(hours=hours)
    week = strip(StripRows(monday=MONDAY, plan=PARIS, started_at=None, now=now, entries=made))
    slots = slots_so_far(PARIS.window, span, None, now)
    counted = figures(WeekRows(monday=MONDAY, today=MONDAY, span=span, goal=3, slots=slots, entries=made))

    assert week.time == counted.time
    assert week.gaps == counted.coverage.slots - counted.coverage.filled
    assert len(week.days) == DAYS_IN_WEEK
    assert sum((sum(day.time.values(), timedelta()) for day in week.days), timedelta()) == counted.recorded
    assert {cell for day in week.days for cell in day.cells} <= DONE | {Cell.GAP, Cell.TO_COME, Cell.NOTHING}
