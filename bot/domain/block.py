"""The outreach block: the daily time reserved for talking to prospects, how full it is, and whether it was kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.appointments import STANDS, Appointment
from bot.domain.diary import Entry, Kind
from bot.domain.people import Plan
from bot.domain.sales import Conversation
from bot.domain.slots import DAY, SLOT, Span, at_local


def block_on(plan: Plan, day: date) -> Span | None:
    """Return the block of a local day, in UTC; None on a day without one."""
    if not plan.window.works_on(day):
        return None
    start = at_local(day, plan.block, plan.tz)
    return Span(start, start + plan.block_length)


def next_block_day(plan: Plan, day: date) -> date:
    """Return the first day after `day` that has a block."""
    following = day + DAY
    while block_on(plan, following) is None:
        following += DAY
    return following


def is_in_block(plan: Plan, span: Span) -> bool:
    """Tell whether more than half of `span` lies in the block of its day."""
    block = block_on(plan, span.start.astimezone(plan.tz).date())
    return block is not None and block.overlap(span) * 2 > span.length


def booked_in(block: Span, appointments: Iterable[Appointment]) -> int:
    """Return how many appointments begin in a block: what it is filled with, against its capacity."""
    return sum(one.fate in STANDS and block.start <= one.span.start < block.end for one in appointments)


# --- whether it was kept ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDays:
    """On how many days the block was kept, of those on which it was over."""

    kept: int = 0
    of: int = 0


NO_DAYS = KeptDays()


def is_kept(block: Span, entries: Iterable[Entry], conversations: Iterable[Conversation]) -> bool:
    """Tell whether a block was kept: somebody was talked to in it.

    That is a conversation that began in it, practice or real, or at least half an hour of it noted as selling (all of
    a block that is shorter).
    """
    if any(block.start <= one.at < block.end for one in conversations):
        return True
    selling = sum((one.span.overlap(block) for one in entries if one.kind is Kind.SELLING), timedelta())
    return selling >= min(SLOT, block.length)


def kept_days(
    plan: Plan,
    week: Span,
    since: datetime | None,
    now: datetime,
    entries: Sequence[Entry],
    conversations: Sequence[Conversation],
) -> KeptDays:
    """Count the blocks of a week that are over at `now` and had not begun when the person started, and those kept."""
    day, last = (moment.astimezone(plan.tz).date() for moment in (week.start, week.end))
    blocks: list[Span] = []
    while day < last:
        block = block_on(plan, day)
        if block is not None and block.end <= now and (since is None or block.start >= since):
            blocks.append(block)
        day += DAY
    return KeptDays(kept=sum(is_kept(block, entries, conversations) for block in blocks), of=len(blocks))
