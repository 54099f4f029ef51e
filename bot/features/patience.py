"""How much of what was asked went unanswered: what the bot reads before it speaks of its own accord."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain.diary import Entry, Prompt, PromptState, filled_by
from bot.domain.manners import Ignored
from bot.domain.slots import day_span, week_span, week_start
from bot.feature import Occasion
from bot.ports import Envelope

ASKING = ("checkin", "outreach")
SPEAKING = (*ASKING, "leads", "reminder", "after", "day", "report")
STILL_THERE = "checkin.less"


async def ignored(occasion: Occasion) -> Ignored:
    """Count what was said and not answered, up to this occasion."""
    tx, who, zone = occasion.tx, occasion.who, occasion.person.plan.tz
    date = occasion.now.astimezone(zone).date()
    today, week = day_span(date, zone), week_span(week_start(date), zone)
    seen = await _last_seen(occasion)
    said = [one for one in await tx.outbox.spoken(who, SPEAKING, min(seen, today.start)) if one.key != occasion.key]
    asked = {prompt.key: prompt for prompt in await tx.diary.prompts(who, today)}
    entries = await tx.diary.between(who, today)
    open_today = sum(not _taken_up(one, seen, asked, entries) for one in said if begun(one) >= today.start)
    since = [one for one in said if one.kind in ASKING and begun(one) > seen]
    in_a_row = [one for one in since if begun(one) >= today.start]
    earlier = {begun(one).astimezone(zone).date() for one in since if begun(one) < today.start}
    return Ignored(
        today=open_today,
        in_a_row=len(in_a_row),
        asked_at=max((one.due_at for one in in_a_row), default=None),
        asked_whether_there=any(_asks_whether_there(one) for one in in_a_row),
        days=len(earlier),
        this_week=any(begun(one) >= week.start for one in since),
    )


async def last_asked_day(occasion: Occasion) -> datetime | None:
    """Return the start of the day, before today, whose questions went unanswered up to now; None without one."""
    zone = occasion.person.plan.tz
    today = day_span(occasion.now.astimezone(zone).date(), zone)
    seen = await _last_seen(occasion)
    since = [one for one in await occasion.tx.outbox.spoken(occasion.who, ASKING, seen) if one.key != occasion.key]
    if not since or begun(since[-1]) >= today.start:
        return None
    return day_span(begun(since[-1]).astimezone(zone).date(), zone).start


async def _last_seen(occasion: Occasion) -> datetime:
    """Return when the person last did anything, on any of their accounts."""
    accounts = await occasion.tx.people.accounts(occasion.who)
    moments = [known.seen_at for known in accounts if known.seen_at]
    return max(moments, default=occasion.person.started_at or occasion.now)


def begun(said: Envelope) -> datetime:
    """Return when the sending of a message began."""
    return said.started_at or said.due_at


def _taken_up(said: Envelope, seen: datetime, asked: Mapping[str, Prompt], entries: Iterable[Entry]) -> bool:
    prompt = asked.get(said.key)
    if prompt is None:
        return begun(said) <= seen
    waits = prompt.state in {PromptState.OPEN, PromptState.FOLDED}
    return not waits or filled_by(prompt.span, entries) is not None


def _asks_whether_there(said: Envelope) -> bool:
    return any(button.action == STILL_THERE for button in (said.wanted.buttons if said.wanted else ()))
