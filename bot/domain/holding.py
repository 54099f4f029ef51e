"""The step that holds the line back: found in the last complete weeks, where the numbers name one; else silence.

Everything it is decided by stands in this file. The order is the order of the line: where there are hardly any
conversations, nothing can be said of the offers in them, and where nobody is come back to, nothing of the offer itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from bot.domain.measures import SHOWN, Rows, WeekMeasures
from bot.domain.process import Counts
from bot.domain.rates import ENOUGH_FOR_A_RATE, Advice, Rate, Rates, advice, rates
from bot.domain.sales import Conversation, Outcome, Prospect, Status
from bot.domain.slots import week_span

# Two weeks are weather. Four of the last six leave room for one that was off and one that was odd.
ENOUGH_WEEKS = 4
# Under half of what the person planned themselves: a fact about the weeks, so no question of chance. Between half and
# all of it they are on their way, and the report of the week says how many are left.
_FEW = 0.5
# With a good part of the time in contact with prospects and hardly a conversation in the log, it is the log that is
# thin: then nothing is said. The same part as in the report of a week.
LITTLE_SELLING = 0.15
# A day too late is life; a week is a promise that waits. Four of those anybody may have.
_LATE = timedelta(days=7)
_MANY_WAIT = 5
# Who got their first offer less than three weeks ago and says neither yes nor no may still be deciding.
_TIME_TO_DECIDE = timedelta(days=21)
_NO_CASES = Rate(of=0, went_on=0)


class Holding(Enum):
    """What holds the line back."""

    TOO_FEW_CONVERSATIONS = auto()
    OFFERS_NOT_MADE = auto()
    FOLLOW_UPS_WAIT = auto()
    OFFERS_NOT_TAKEN = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The numbers by which it is decided, from the lived ones of the last six complete weeks.

    Nothing is said on the first days back: `just_back` tells that the last complete week was not lived.
    `conversations` are held against what was `planned` and have practice in them, as the goal has; `asks` are those
    made outside a conversation. A yes counts as `offered` in, whether or not the offer was noted. `taken` is of people
    with an offer who had time to decide. `waiting` are people whose follow-up is a week late or more, now, and
    `came_back` how often somebody was come back to.
    """

    weeks: int
    just_back: bool
    planned: int
    conversations: int
    asks: int
    share: float | None
    offered: Rate
    taken: Rate
    clients: int
    waiting: int
    came_back: int


def basis(rows: Rows, weeks: Sequence[WeekMeasures], booked: Iterable[int]) -> Basis:
    """Return the numbers; `booked` are the prospects with whom an appointment is to come."""
    lived = [week for week in weeks[-SHOWN:] if week.lived]
    spans = [week_span(week.monday, rows.window.tz) for week in lived]
    held = [one for one in rows.conversations if any(span.start <= one.at < span.end for span in spans)]
    real = [one for one in held if not one.practice]
    recorded = sum((week.recorded for week in lived), timedelta())
    return Basis(
        weeks=len(lived),
        just_back=not weeks or not weeks[-1].lived,
        planned=rows.goal * len(lived),
        conversations=len(held),
        asks=sum(week.happened[Counts.ASK] - week.offers for week in lived),
        share=sum((week.selling for week in lived), timedelta()) / recorded if recorded else None,
        offered=Rate(of=len(real), went_on=sum(one.is_ask or one.is_sale for one in real)),
        taken=rates(_decided(real, rows)).taken,
        clients=sum(week.clients for week in lived),
        waiting=_waiting(rows.prospects, frozenset(booked), rows.today),
        came_back=sum(week.happened[Counts.FOLLOW_UP] for week in lived),
    )


def _decided(real: Sequence[Conversation], rows: Rows) -> list[Conversation]:
    """Return the conversations with those who said yes or no, or have had the time to."""
    said = {one.prospect for one in real if one.outcome in {Outcome.YES, Outcome.NO}}
    early = rows.now - _TIME_TO_DECIDE
    offered_early = {one.prospect for one in real if one.is_ask and one.at <= early}
    return [one for one in real if one.prospect in said | offered_early]


def _waiting(prospects: Iterable[Prospect], booked: frozenset[int], today: date) -> int:
    """Count the MAYBEs whose follow-up is a week late or more and with whom nothing is booked."""
    late = today - _LATE
    return sum(
        one.status is Status.MAYBE and one.next_on is not None and one.next_on <= late and one.id not in booked
        for one in prospects
    )


def holding(found: Basis) -> Holding | None:
    """Return what holds the line back; None where the numbers don't name it."""
    if found.weeks < ENOUGH_WEEKS or found.just_back:
        return None
    if found.conversations + found.asks < _FEW * found.planned:
        log_is_thin = found.share is not None and found.share >= LITTLE_SELLING
        return None if log_is_thin else Holding.TOO_FEW_CONVERSATIONS
    if advice(Rates(offered=found.offered, taken=_NO_CASES)) is Advice.OFFER_MORE:
        return Holding.OFFERS_NOT_MADE
    if found.waiting >= _MANY_WAIT and found.waiting > found.came_back:
        return Holding.FOLLOW_UPS_WAIT
    if advice(Rates(offered=_NO_CASES, taken=found.taken)) is Advice.OTHER_PEOPLE_OR_OFFER:
        return Holding.OFFERS_NOT_TAKEN
    return Holding.NOTHING if _flows(found) else None


def _flows(found: Basis) -> bool:
    """Tell whether every step of the line does its part: the plan is met, offers are made, and some are taken."""
    offered, taken = found.offered, found.taken
    return (
        found.conversations >= max(found.planned, ENOUGH_FOR_A_RATE)
        and offered.went_on * 2 >= offered.of
        and taken.went_on * 4 >= taken.of
        and found.clients > 0
        and found.waiting < _MANY_WAIT
    )
