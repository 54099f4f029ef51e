"""Goals of a week: the target that held in it, whether it was met, how many weeks in a row, and which weeks rest.

Weeks are local to the person's zone. The target that stands is in their plan; what held before it is kept apart.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum, auto
from zoneinfo import ZoneInfo

from bot.domain.diary import Entry, Kind, time_by_kind, within
from bot.domain.people import MAX_GOAL, Person, Plan
from bot.domain.prospects import asks_made
from bot.domain.sales import Ask, Conversation, tally
from bot.domain.slots import DAY, DAYS_IN_WEEK, Span, Window, at_local, week_span, week_start
from bot.domain.week import ENOUGH_FOR_A_SHARE

WEEK = timedelta(days=DAYS_IN_WEEK)
WORTH_TELLING = 2


class Metric(StrEnum):
    """What a goal can be about."""

    CONVERSATIONS = "conversations"
    ASKS = "asks"
    SHARE = "share"


HIGHEST: dict[Metric, int] = {Metric.CONVERSATIONS: MAX_GOAL, Metric.ASKS: MAX_GOAL, Metric.SHARE: 100}
LOWEST: dict[Metric, int] = {Metric.CONVERSATIONS: 1, Metric.ASKS: 0, Metric.SHARE: 0}


def target_of(plan: Plan, metric: Metric) -> int:
    """Return the target that stands; 0 is none."""
    match metric:
        case Metric.CONVERSATIONS:
            return plan.goal
        case Metric.ASKS:
            return plan.goal_asks
        case Metric.SHARE:
            return plan.goal_share


def with_target(plan: Plan, metric: Metric, target: int) -> Plan:
    """Return the plan with another target."""
    match metric:
        case Metric.CONVERSATIONS:
            return replace(plan, goal=target)
        case Metric.ASKS:
            return replace(plan, goal_asks=target)
        case Metric.SHARE:
            return replace(plan, goal_share=target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A target that held before another took its place: in the weeks before the one that begins on `until`."""

    metric: str
    until: date
    target: int


def replaced(before: Plan, after: Plan, monday: date) -> tuple[Earlier, ...]:
    """Return the targets that a change of plan in the week that begins on `monday` takes the place of.

    That week is judged by what stands at its end.
    """
    return tuple(
        Earlier(metric=each, until=monday, target=target_of(before, each))
        for each in Metric
        if target_of(before, each) != target_of(after, each)
    )


def target_in(monday: date, stands: int, earlier: Iterable[Earlier]) -> int:
    """Return the target that held in a week: the one replaced first after it, else the one that `stands`."""
    later = [one for one in earlier if one.until > monday]
    return min(later, key=lambda one: one.until).target if later else stands


# --- what was reached -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What is stored of some weeks, as far as goals are about it."""

    conversations: Sequence[Conversation] = ()
    asks: Sequence[Ask] = ()
    entries: Sequence[Entry] = ()

    def reached(self, metric: Metric, week: Span, zone: ZoneInfo) -> int | None:
        """Return what was reached in a week; None for a share of too little recorded time to say."""
        held = [one for one in self.conversations if week.start <= one.at < week.end]
        match metric:
            case Metric.CONVERSATIONS:
                return tally(held).total
            case Metric.ASKS:
                return asks_made(held, (one for one in self.asks if week.start <= one.at < week.end), zone)
            case Metric.SHARE:
                time_spent = time_by_kind(within(week, self.entries))
                recorded = sum(time_spent.values(), timedelta())
                selling = time_spent.get(Kind.SELLING, timedelta())
                return percent(selling / recorded) if recorded >= ENOUGH_FOR_A_SHARE else None


def percent(share: float) -> int:
    """Return a share as it is said, in whole percent: what is shown is what is judged."""
    return round(share * 100)


# --- weeks in a row ---------------------------------------------------------------------------------------------------


class Result(Enum):
    """What became of a goal in a week. A week that is `PASSED` over neither counts nor breaks a row."""

    MET = auto()
    MISSED = auto()
    PASSED = auto()
    NONE = auto()


def result(*, reached: int | None, target: int, rests: bool, may_miss: bool) -> Result:
    """Judge a week; one that is not over, and the one in which the person started, `may_miss` nothing yet."""
    if not target:
        return Result.NONE
    if rests or reached is None:
        return Result.PASSED
    if reached >= target:
        return Result.MET
    return Result.MISSED if may_miss else Result.PASSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How many weeks in a row a goal was met, and whether a week stands before them that ends the row."""

    weeks: int
    ended: bool


def row(results: Iterable[Result]) -> Row:
    """Count the weeks met, the newest first, up to one that was missed or had no goal."""
    weeks = 0
    for each in results:
        if each in {Result.MISSED, Result.NONE}:
            return Row(weeks=weeks, ended=True)
        weeks += each is Result.MET
    return Row(weeks=weeks, ended=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What the weeks of a person are judged by, seen at `now`: `resting` are the Mondays of those said to rest."""

    person: Person
    now: datetime
    earlier: tuple[Earlier, ...] = ()
    resting: Container[date] = frozenset()
    pauses: tuple[Span, ...] = ()

    def rests(self, monday: date) -> bool:
        """Tell whether a week rests: it was said so, or all of it was off or on a pause."""
        window = self.person.plan.window
        return monday in self.resting or is_free(window, week_span(monday, window.tz), self.pauses)

    def result(self, metric: Metric, monday: date, recorded: Recorded) -> Result:
        """Judge one week; one that was over when the person started has no goal."""
        plan, since = self.person.plan, self.person.started_at
        week = week_span(monday, plan.tz)
        if since is None or week.end <= since:
            return Result.NONE
        earlier = (one for one in self.earlier if one.metric == metric)
        return result(
            reached=recorded.reached(metric, week, plan.tz),
            target=target_in(monday, target_of(plan, metric), earlier),
            rests=self.rests(monday),
            may_miss=week.end <= self.now and since <= week.start,
        )


def is_free(window: Window, week: Span, pauses: Sequence[Span]) -> bool:
    """Tell whether no slot of a week was worked: each day was off, or each slot began during a pause."""
    return all(any(one.start <= slot < one.end for one in pauses) for slot in window.slots(week))


# --- pace -------------------------------------------------------------------------------------------------------------


def days_left(window: Window, now: datetime) -> tuple[date, ...]:
    """Return the working days of this week that are not over, today's among them until its hours end."""
    today = now.astimezone(window.tz).date()
    days = (week_start(today) + number * DAY for number in range(DAYS_IN_WEEK))
    return tuple(day for day in days if day >= today and window.works_on(day) and now < end_of(window, day))


def end_of(window: Window, day: date) -> datetime:
    """Return when the working hours of a local day end."""
    end = window.hours.end
    return at_local(day if end != time() else day + DAY, end, window.tz)
