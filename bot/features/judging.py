"""The weeks judged by their goals: how many in a row were met, read from what is stored; and targets kept for that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.goals import WEEK, WORTH_TELLING, Judging, Metric, Recorded, Result, replaced, row, target_of
from bot.domain.people import Person, Plan
from bot.domain.slots import Span, week_span, week_start
from bot.feature import Turn
from bot.ports import Transaction
from bot.ui import Rich
from bot.wording import joined, number_words

_READ_AT_ONCE = 13  # weeks: a quarter of a year tells of most rows
METRICS: dict[Metric, str] = {
    Metric.CONVERSATIONS: "conversations",
    Metric.ASKS: "asks",
    Metric.SHARE: "selling share",
}


async def keep_replaced(turn: Turn, plan: Plan) -> None:
    """Keep the targets that a new plan takes the place of: the weeks before this one are judged by them."""
    monday = week_start(turn.now.astimezone(plan.tz).date())
    for each in replaced(turn.person.plan, plan, monday):
        await turn.tx.weeks.keep_earlier(turn.who, each)


@dataclass(frozen=True, slots=True, kw_only=True)
class InARow:
    """In how many weeks in a row a goal was met, up to some week; `counts` tells whether that one is among them."""

    weeks: int
    counts: bool


async def judging(tx: Transaction, person: Person, weeks: Span, now: datetime) -> Judging:
    """Return what some weeks are judged by."""
    return Judging(
        person=person,
        now=now,
        earlier=await tx.weeks.earlier(person.who),
        resting=await tx.weeks.rests(person.who),
        pauses=await tx.weeks.pauses(person.who, weeks),
    )


async def rests(tx: Transaction, person: Person, monday: date, now: datetime) -> bool:
    """Tell whether a week rests."""
    judge = await judging(tx, person, week_span(monday, person.plan.tz), now)
    return judge.rests(monday)


async def in_a_row(tx: Transaction, person: Person, monday: date, now: datetime) -> Mapping[Metric, InARow]:
    """Return, for each goal there is, the weeks in a row in which it was met, up to the one that begins on `monday`.

    Where that one was missed, they are the weeks before it: a row that ends is told once more.
    """
    weeks = {metric: 0 for metric in Metric if target_of(person.plan, metric)}
    counts = dict.fromkeys(weeks, False)
    going, latest = list(weeks), monday
    while going:
        mondays = [latest - number * WEEK for number in range(_READ_AT_ONCE)]
        recorded, judge = await _read(tx, person, mondays, now, with_time=Metric.SHARE in going)
        for metric in tuple(going):
            results = [judge.result(metric, each, recorded) for each in mondays]
            if latest == monday:
                counts[metric] = results[0] is Result.MET
                results[0] = Result.PASSED if results[0] is Result.MISSED else results[0]
            found = row(results)
            weeks[metric] += found.weeks
            if found.ended:
                going.remove(metric)
        latest -= _READ_AT_ONCE * WEEK
    return {metric: InARow(weeks=weeks[metric], counts=counts[metric]) for metric in weeks}


async def _read(
    tx: Transaction, person: Person, mondays: Sequence[date], now: datetime, *, with_time: bool
) -> tuple[Recorded, Judging]:
    who, zone = person.who, person.plan.tz
    span = Span(week_span(mondays[-1], zone).start, week_span(mondays[0], zone).end)
    recorded = Recorded(
        conversations=await tx.sales.conversations(who, span),
        asks=await tx.sales.asks(who, span),
        entries=await tx.diary.between(who, span) if with_time else (),
    )
    return recorded, await judging(tx, person, span, now)


def row_words(rows: Mapping[Metric, InARow]) -> Rich:
    """Say which goals were met in several weeks in a row: `Goals met: conversations 4 weeks in a row.`."""
    told = [(METRICS[metric], each) for metric, each in rows.items() if each.weeks >= WORTH_TELLING]
    said = joined(((f"{name} {_weeks(each)}",) for name, each in told), ", ")
    return ("Goals met: ", *said, ".") if said else ()


def _weeks(one: InARow) -> str:
    return f"{number_words(one.weeks, 'week', 'weeks')} in a row{'' if one.counts else ' before this one'}"
