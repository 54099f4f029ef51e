"""Numbers over the weeks, each the one that the week's own report has."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain.diary import Entry, Kind, Label
from bot.domain.people import Plan
from bot.domain.sales import Ask, Conversation, Outcome
from bot.domain.slots import DAY, Span, week_span
from bot.domain.trend import WEEKS_SHOWN, TrendRows, WeekPoint, trend, trend_span

MONDAY = date(2026, 11, 23)
PLAN = Plan(zone="Europe/Paris", goal=4)
WEEK = 7 * DAY


def at(weeks_ago: int, hours: float = 10) -> datetime:
    """Return a moment on the Monday of a week."""
    return week_span(MONDAY - weeks_ago * WEEK, PLAN.tz).start + timedelta(hours=hours)


def entry(weeks_ago: int, hours: float, kind: Kind, begin: float = 9) -> Entry:
    span = Span(at(weeks_ago, begin), at(weeks_ago, begin + hours))
    return Entry(span=span, what="w", kind=kind, recorded_at=span.start, label=Label.LIVE)


def counted(**stored: object) -> tuple[WeekPoint, ...]:
    rows = {"monday": MONDAY, "plan": PLAN, "started_at": at(40), "now": at(0, 12), **stored}
    return trend(TrendRows(**rows))  # type: ignore[arg-type]  # fields of TrendRows


def test_each_week_has_its_own_numbers_and_one_with_little_recorded_has_no_share() -> None:
    points = counted(
        entries=(entry(0, 2, Kind.SELLING), entry(0, 6, Kind.PAID, 12), entry(1, 1, Kind.SELLING)),
        conversations=(
            Conversation(prospect=1, at=at(1), outcome=Outcome.NO),
            Conversation(prospect=1, at=at(1), outcome=Outcome.YES, offer="a site"),
        ),
        asks=(Ask(prospect=2, at=at(0), back_on=MONDAY),),
    )
    assert len(points) == WEEKS_SHOWN
    assert [(one.share, one.conversations, one.asks, one.goal, one.is_over) for one in points[-3:]] == [
        (None, 0, 0, 4, True),
        (None, 2, 1, 4, True),
        (0.25, 0, 1, 4, False),
    ]
    assert points[-1].monday == MONDAY


def test_weeks_before_the_start_are_left_out_unless_something_was_noted_of_them() -> None:
    assert len(counted(started_at=at(2))) == 3
    assert len(counted(started_at=at(2), entries=(entry(4, 3, Kind.PAID),))) == 5


def test_the_weeks_are_asked_for_from_the_first_to_the_end_of_the_last() -> None:
    span = trend_span(PLAN, MONDAY)
    assert (span.start, span.end) == (at(WEEKS_SHOWN - 1, 0), at(-1, 0))
