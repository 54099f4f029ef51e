"""Goals of a week: targets, weeks in a row, rests, and how much of the week is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.diary import Entry, Kind, Label
from bot.domain.goals import (
    Earlier,
    Metric,
    Recorded,
    Result,
    Row,
    days_left,
    is_free,
    replaced,
    result,
    row,
    target_in,
    with_target,
)
from bot.domain.people import Plan
from bot.domain.rest import DayRange, DaysOff
from bot.domain.slots import Days, Hours, Span, at_local, week_span
from bot.domain.worked import Worked, worked

PARIS = ZoneInfo("Europe/Paris")
PLAN = Plan(zone="Europe/Paris")
MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MET, MISSED, PASSED, NONE = Result.MET, Result.MISSED, Result.PASSED, Result.NONE


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


# --- targets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("week", "target"), [(-3, 3), (-2, 3), (-1, 4), (0, 5), (1, 5)], ids=["long ago", "last", "between", "now", "next"]
)
def test_a_week_is_judged_by_the_target_that_held_at_its_end(week: int, target: int) -> None:
    """Three until the week before last ended, four for one week, five since."""
    earlier = [
        Earlier(metric="asks", until=MONDAY, target=4),
        Earlier(metric="asks", until=MONDAY - 7 * DAY, target=3),
    ]
    assert target_in(MONDAY + week * 7 * DAY, 5, earlier) == target


def test_a_change_of_plan_keeps_the_targets_it_takes_the_place_of() -> None:
    changed = with_target(with_target(PLAN, Metric.SHARE, 30), Metric.CONVERSATIONS, 5)
    assert replaced(PLAN, changed, MONDAY) == (
        Earlier(metric="conversations", until=MONDAY, target=3),
        Earlier(metric="share", until=MONDAY, target=0),
    )
    assert replaced(PLAN, replace(PLAN, days=Days.of([1])), MONDAY) == ()


# --- weeks in a row ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reached", "target", "rests", "may_miss", "judged"),
    [
        (3, 3, False, True, MET),
        (4, 3, False, False, MET),
        (2, 3, False, True, MISSED),
        (2, 3, False, False, PASSED),  # not over, or the week of the start
        (0, 3, True, True, PASSED),
        (9, 3, True, True, PASSED),  # a rest week does not count, whatever was reached
        (None, 3, False, True, PASSED),  # too little recorded to say
        (9, 0, False, True, NONE),
        (0, 0, True, True, NONE),
    ],
)
def test_a_week_is_judged(reached: int | None, target: int, rests: bool, may_miss: bool, judged: Result) -> None:  # noqa: FBT001 - a table's columns
    assert result(reached=reached, target=target, rests=rests, may_miss=may_miss) is judged


@pytest.mark.parametrize(
    ("results", "weeks", "ended"),
    [
        ((), 0, False),
        ((MET, MET, MISSED, MET), 2, True),
        ((PASSED, MET, PASSED, PASSED, MET, MISSED), 2, True),
        ((MET, NONE, MET), 1, True),
        ((MISSED, MET, MET), 0, True),
        ((PASSED, MET), 1, False),
    ],
)
def test_weeks_met_are_counted_up_to_one_that_was_not(results: tuple[Result, ...], weeks: int, ended: bool) -> None:  # noqa: FBT001 - a table's columns
    assert row(results) == Row(weeks=weeks, ended=ended)


# --- what was reached -------------------------------------------------------------------------------------------------


def entry(start: str, end: str, kind: Kind | None = Kind.PAID) -> Entry:
    span = Span(moment(start), moment(end))
    return Entry(span=span, what="work", kind=kind, recorded_at=span.end, label=Label.LIVE)


@pytest.mark.parametrize(
    ("selling_until", "share"), [("09:36", 30), ("09:35", 29), ("09:00", 0)], ids=["as shown", "below", "none"]
)
def test_a_share_is_what_is_shown_of_it(selling_until: str, share: int) -> None:
    selling = (
        () if selling_until == "09:00" else (entry("2026-11-23 09:00", f"2026-11-23 {selling_until}", Kind.SELLING),)
    )
    others = entry(f"2026-11-23 {selling_until}", "2026-11-23 11:00")
    recorded = Recorded(entries=(*selling, others))
    assert recorded.reached(Metric.SHARE, week_span(MONDAY, PARIS), PARIS) == share


def test_too_little_recorded_is_no_share() -> None:
    recorded = Recorded(entries=(entry("2026-11-23 09:00", "2026-11-23 10:59", Kind.SELLING),))
    assert recorded.reached(Metric.SHARE, week_span(MONDAY, PARIS), PARIS) is None


# --- rests ------------------------------------------------------------------------------------------------------------


def off(*days: int) -> Plan:
    return replace(PLAN, off=DaysOff(own=tuple(DayRange(MONDAY + day * DAY, MONDAY + day * DAY) for day in days)))


@pytest.mark.parametrize(
    ("plan", "pauses", "is_one"),
    [
        (PLAN, (), False),
        (off(0, 1, 2, 3, 4), (), True),
        (off(0, 1, 2, 3), (), False),
        (off(0, 1, 2, 3), (("27 08:59", "27 17:00"),), True),
        (PLAN, (("23 08:00", "29 00:00"),), True),
        (PLAN, (("23 09:01", "29 00:00"),), False),  # it began during the week's first slot
        (PLAN, (("20 12:00", "25 10:00"), ("25 10:00", "27 16:31")), True),
        (PLAN, (("20 12:00", "25 10:00"), ("25 11:00", "27 17:00")), False),
    ],
)
def test_a_week_rests_when_none_of_it_was_worked(plan: Plan, pauses: tuple[tuple[str, str], ...], is_one: bool) -> None:  # noqa: FBT001 - a table's column
    spans = [Span(moment(f"2026-11-{start}"), moment(f"2026-11-{end}")) for start, end in pauses]
    assert is_free(plan.window, week_span(MONDAY, PARIS), spans) is is_one


# --- what is left of the week -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "plan", "days"),
    [
        ("2026-11-23 08:00", PLAN, [0, 1, 2, 3, 4]),
        ("2026-11-26 09:00", PLAN, [3, 4]),
        ("2026-11-26 16:59", PLAN, [3, 4]),
        ("2026-11-26 17:00", PLAN, [4]),
        ("2026-11-27 17:00", PLAN, []),
        ("2026-11-29 12:00", PLAN, []),
        ("2026-11-25 12:00", off(3), [2, 4]),
        ("2026-11-26 23:59", replace(PLAN, hours=Hours(start=time(20), end=time(0))), [3, 4]),
    ],
)
def test_the_working_days_that_are_left_are_counted(now: str, plan: Plan, days: list[int]) -> None:
    assert days_left(plan.window, moment(now)) == tuple(MONDAY + number * DAY for number in days)


# --- hours ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "late", "day_off"),
    [
        ("23 09:00", "23 17:00", 0, 0),
        ("23 16:00", "23 19:00", 2, 0),
        ("23 23:00", "24 02:00", 3, 0),  # the small hours belong to the evening
        ("24 05:00", "24 08:00", 1, 0),  # an early morning does not
        ("27 22:00", "28 03:00", 5, 0),
        ("28 03:00", "28 08:00", 3, 2),
        ("29 10:00", "29 12:00", 0, 2),
        ("23 00:00", "23 02:00", 0, 2),  # Sunday night
        ("22 22:00", "23 01:00", 0, 1),  # only what lies in the week
    ],
)
def test_hours_after_the_days_end_and_on_days_off_are_told_apart(start: str, end: str, late: int, day_off: int) -> None:
    done = worked(PLAN.window, MONDAY, [entry(f"2026-11-{start}", f"2026-11-{end}")])
    assert (done.late, done.off) == (late * HOUR, day_off * HOUR)


def test_breaks_are_no_work() -> None:
    pause = entry("2026-11-23 18:00", "2026-11-23 19:00", Kind.BREAK)
    assert worked(PLAN.window, MONDAY, [pause]) == Worked(total=0 * HOUR, late=0 * HOUR, off=0 * HOUR)


@given(
    starts=st.lists(st.integers(0, 7 * 24 * 4), unique=True),
    monday=st.sampled_from([MONDAY, date(2026, 3, 23), date(2026, 10, 19)]),
    hours=st.sampled_from([Hours(start=time(9), end=time(17)), Hours(start=time(4), end=time(0))]),
)
def test_late_hours_are_recounted_by_each_quarter_of_an_hour(starts: list[int], monday: date, hours: Hours) -> None:
    """Whatever was noted, in weeks with a clock change as in others: each quarter's own clock decides."""
    window = replace(PLAN, hours=hours).window
    first = at_local(monday, time(), PARIS)
    quarters = [Span(first + each * HOUR / 4, first + (each + 1) * HOUR / 4) for each in starts]
    week = week_span(monday, PARIS)
    entries = [
        Entry(span=each, what="work", recorded_at=each.end, label=Label.LIVE)
        for each in quarters
        if each.end <= week.end
    ]
    late = day_off = 0
    for one in entries:
        local = one.span.start.astimezone(PARIS)
        dawn = min(time(6), hours.start)
        day = local.date() - (DAY if local.time() < dawn else 0 * DAY)
        evening = local.date() > day or (hours.end != time() and local.time() >= hours.end)
        late += day.weekday() < 5 and evening
        day_off += day.weekday() >= 5
    done = worked(window, monday, entries)
    assert (done.total, done.late, done.off) == (len(entries) * HOUR / 4, late * HOUR / 4, day_off * HOUR / 4)
