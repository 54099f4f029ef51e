"""Lead beside lag: week by week, what was done to sell and what came of it; the trend, and what the rates promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from math import ceil

from bot.domain.appointments import Appointment
from bot.domain.diary import Entry, Kind, time_by_kind, within
from bot.domain.process import Counts, Did, SalesRows, Step, StepWeek, happened, process_week, standing
from bot.domain.rates import Rate, Rates, held_rate, rates, talked_rate
from bot.domain.sales import Ask, Conversation, Prospect
from bot.domain.slots import DAY, DAYS_IN_WEEK, Span, Window, week_span, week_start

QUARTER = 13
SHOWN = 6
_COMPARED = 4  # weeks, with as many before them
_HARDLY = 2.576  # standard deviations: chance alone makes such a difference in one case of a hundred
_AT_LEAST, _AT_MOST = 0.5, 2  # what may be called about one
_WEEK = timedelta(days=DAYS_IN_WEEK)

# --- what is counted --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What is stored of some weeks, and who is on the list now.

    `appointments` are those that begin in these weeks, `bookings` those that were made in them. `since` is when the
    person started, `goal` how many conversations a week are planned.
    """

    now: datetime
    since: datetime | None
    goal: int
    window: Window
    entries: tuple[Entry, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    asks: tuple[Ask, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    bookings: tuple[Appointment, ...] = ()
    first_contacts: Mapping[int, datetime]
    prospects: tuple[Prospect, ...] = ()
    steps: tuple[Step, ...] = ()
    dids: tuple[Did, ...] = ()

    @property
    def today(self) -> date:
        """Return the person's day."""
        return self.now.astimezone(self.window.tz).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekMeasures:
    """One local week: what was done (the lead measures), and what came of it (the lag measures).

    `happened` is what counts by itself, `by_hand` the person's own steps that don't. `clients` are conversations that
    ended with a yes, `told` how many of those have a worth, `revenue` what these are worth together. A week that is not
    `lived` says nothing about how somebody sells: it is not over, or the person was not there.
    """

    monday: date
    happened: Mapping[Counts, int]
    by_hand: tuple[StepWeek, ...]
    selling: timedelta
    recorded: timedelta
    real: int
    offers: int
    clients: int
    told: int
    revenue: int
    lived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The complete weeks, the oldest first, this week so far, and the person's own rates over all of them."""

    today: date
    goal: int
    weeks: tuple[WeekMeasures, ...]
    this: WeekMeasures
    rates: Rates
    held: Rate
    talked: Rate
    bought: Rate  # real conversations, and those that ended with a yes

    @property
    def shown(self) -> tuple[WeekMeasures, ...]:
        """Return the weeks that are looked at one by one."""
        return self.weeks[-SHOWN:]


def reach(now: datetime, window: Window, weeks: int) -> Span:
    """Return this week and so many before it."""
    monday = week_start(now.astimezone(window.tz).date())
    return Span(week_span(monday - weeks * _WEEK, window.tz).start, week_span(monday, window.tz).end)


def measured(rows: Rows, weeks: int = QUARTER) -> Measures:
    """Count this week and so many complete ones before it, from the one on in which the person started."""
    this = week_start(rows.today)
    mondays = [this - number * _WEEK for number in range(weeks, 0, -1)]
    first = week_start(rows.since.astimezone(rows.window.tz).date()) if rows.since else this
    real = [one for one in rows.conversations if not one.practice]
    return Measures(
        today=rows.today,
        goal=rows.goal,
        weeks=tuple(_week(rows, monday) for monday in mondays if monday >= first),
        this=_week(rows, this),
        rates=rates(real),
        held=held_rate(rows.appointments),
        talked=talked_rate(real, rows.asks, rows.today),
        bought=Rate(of=len(real), went_on=sum(one.is_sale for one in real)),
    )


def _week(rows: Rows, monday: date) -> WeekMeasures:
    span = week_span(monday, rows.window.tz)
    held = tuple(one for one in rows.conversations if span.start <= one.at < span.end)
    counted = happened(
        SalesRows(
            span=span,
            zone=rows.window.tz,
            prospects=rows.prospects,
            conversations=held,
            asks=tuple(one for one in rows.asks if span.start <= one.at < span.end),
            appointments=tuple(
                one for one in rows.bookings if one.booked_at and span.start <= one.booked_at < span.end
            ),
            first_contacts=rows.first_contacts,
        )
    )
    dids = [one for one in rows.dids if span.start <= one.at < span.end]
    by_hand = [one for one in standing(rows.steps, min(rows.now, span.end)) if one.counts is None]
    time = time_by_kind(within(span, rows.entries))
    recorded = sum(time.values(), timedelta())
    sales = [one for one in held if one.is_sale]
    was_there = bool(recorded or held or counted[Counts.ASK])
    return WeekMeasures(
        monday=monday,
        happened=counted,
        by_hand=process_week(by_hand, dids, {}),
        selling=time.get(Kind.SELLING, timedelta()),
        recorded=recorded,
        real=sum(not one.practice for one in held),
        offers=sum(one.is_ask for one in held),
        clients=len(sales),
        told=sum(one.worth is not None for one in sales),
        revenue=sum(one.worth or 0 for one in sales),
        lived=was_there and span.end <= rows.now and _is_worked(rows, monday, span),
    )


def _is_worked(rows: Rows, monday: date, span: Span) -> bool:
    """Tell whether a week was the person's from its first day on, and at least half of its usual days were worked."""
    worked = sum(rows.window.works_on(monday + number * DAY) for number in range(DAYS_IN_WEEK))
    usual = sum(number in rows.window.days for number in range(DAYS_IN_WEEK))
    return rows.since is not None and rows.since < span.start + DAY and worked * 2 >= usual


# --- the trend --------------------------------------------------------------------------------------------------------


class Trended(Enum):
    """What is held against the weeks before."""

    ASKS = auto()
    CONVERSATIONS = auto()
    CLIENTS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """How many there were in the last four weeks, and in the four before."""

    what: Trended
    lately: int
    before: int


def trends(weeks: Sequence[WeekMeasures]) -> tuple[Trend, ...]:
    """Return what is more, or less, in the last four complete weeks than in the four before.

    Only what chance alone would hardly make: if nothing had changed, each of them would fall into either four weeks
    with the same probability, so a half lies outside the bounds in which the true share of the later ones is (in 99
    cases of 100, from ten cases on). And only of eight weeks that were all lived: a week off is no trend.
    """
    compared = weeks[-2 * _COMPARED :]
    if len(compared) < 2 * _COMPARED or not all(week.lived for week in compared):
        return ()
    before, lately = (_totals(some) for some in (compared[:_COMPARED], compared[_COMPARED:]))
    every = (Trend(what=what, lately=lately[what], before=before[what]) for what in Trended)
    return tuple(one for one in every if _is_no_chance(one))


def _totals(weeks: Sequence[WeekMeasures]) -> Mapping[Trended, int]:
    return {
        Trended.ASKS: sum(week.happened[Counts.ASK] for week in weeks),
        Trended.CONVERSATIONS: sum(week.real for week in weeks),
        Trended.CLIENTS: sum(week.clients for week in weeks),
    }


def _is_no_chance(trend: Trend) -> bool:
    bounds = Rate(of=trend.lately + trend.before, went_on=trend.lately).within(_HARDLY)
    half = 1 / 2
    return bounds is not None and not bounds[0] <= half <= bounds[1]


# --- what the rates promise -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """So many more conversations, by a day of this week or else in the next, are about one yes."""

    conversations: int
    by: date | None


def ahead(own: Measures, closes: date | None) -> Ahead | None:
    """Return how many more conversations are about one yes, where the numbers bear that; `closes` ends the week's work.

    - From ten conversations on, as for any rate.
    - As many as one yes takes at the rate there was, rounded up; with a true rate at either end of its bounds that
      would have to be half a yes to two: what lies further apart is not "about one".
    - No more than have been done: together with those this week has, no more than the fullest week had. Where that is
      not left of this week, or it ends today, it is said of the next week.
    """
    share, bounds = own.bought.share, own.bought.bounds
    if not share or bounds is None:
        return None
    number = ceil(1 / share)
    if number * bounds[0] < _AT_LEAST or number * bounds[1] > _AT_MOST:
        return None
    fullest = max((week.real for week in own.weeks), default=0)
    if number > fullest:
        return None
    fits = closes is not None and closes > own.today and own.this.real + number <= fullest
    return Ahead(conversations=number, by=closes if fits else None)
