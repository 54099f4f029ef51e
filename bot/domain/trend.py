"""Numbers over the weeks, each week counted as its own report counts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.diary import Entry
from bot.domain.people import Plan
from bot.domain.sales import Ask, Conversation
from bot.domain.slots import DAY, DAYS_IN_WEEK, Span, week_span
from bot.domain.week import WeekRows, figures

WEEKS_SHOWN = 8
_WEEK = DAYS_IN_WEEK * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPoint:
    """One week's numbers; `share` is None where too little is recorded to say, `is_over` whether more may come."""

    monday: date
    share: float | None
    conversations: int
    asks: int
    goal: int
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendRows:
    """What is stored about the weeks up to the one that begins on `monday`, seen at `now`."""

    monday: date
    plan: Plan
    started_at: datetime | None
    now: datetime
    entries: tuple[Entry, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    asks: tuple[Ask, ...] = ()


def mondays(last: date) -> tuple[date, ...]:
    """Return the Mondays of the weeks that are shown up to the one that begins on `last`."""
    return tuple(last - back * _WEEK for back in reversed(range(WEEKS_SHOWN)))


def trend_span(plan: Plan, last: date) -> Span:
    """Return the weeks that are shown as a stretch of UTC."""
    return Span(week_span(mondays(last)[0], plan.tz).start, week_span(last, plan.tz).end)


def trend(rows: TrendRows) -> tuple[WeekPoint, ...]:
    """Count each week, from the first in which the person had begun or noted anything."""
    points: list[WeekPoint] = []
    for monday in mondays(rows.monday):
        span = week_span(monday, rows.plan.tz)
        week = figures(
            WeekRows(
                monday=monday,
                today=rows.now.astimezone(rows.plan.tz).date(),
                span=span,
                goal=rows.plan.goal,
                entries=tuple(one for one in rows.entries if one.span.overlap(span)),
                conversations=tuple(one for one in rows.conversations if span.start <= one.at < span.end),
                asks=tuple(one for one in rows.asks if span.start <= one.at < span.end),
                zone=rows.plan.tz,
            )
        )
        is_before = rows.started_at is None or span.end <= rows.started_at
        if not points and is_before and week.is_empty:
            continue
        points.append(
            WeekPoint(
                monday=monday,
                share=week.share,
                conversations=week.talks.total,
                asks=week.asks,
                goal=week.goal,
                is_over=span.end <= rows.now,
            )
        )
    return tuple(points)
