"""How much of what was asked went unanswered: what the bot reads before it speaks of its own accord, and says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain.diary import Entry, Prompt, PromptState, filled_by
from bot.domain.manners import MOST_UNANSWERED, SILENT_DAYS, Ignored, manner, resting
from bot.domain.slots import INSTANT, day_span, week_span, week_start
from bot.feature import Occasion, Turn
from bot.ports import Envelope
from bot.ui import Rich
from bot.wording import day_time_words, question_words

NUDGE = "outreach"
ASKING = ("checkin", NUDGE)
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


async def next_question(turn: Turn) -> Rich:
    """Say when the next question comes; to somebody who does not answer, why it is not the next one of their plan."""
    person, now = turn.person, turn.now
    passed = await ignored(Occasion(tx=turn.tx, person=person, due_at=now, now=now, key=""))
    following = person.next_prompt(now)
    if resting(passed):
        return _resting_words(turn, passed) if person.may_be_asked(now) else question_words(following, person, now)
    nudge = await turn.tx.agenda.next_due(turn.who, NUDGE)  # it carries its slot's question, however little is asked
    while following is not None and following != nudge and isinstance(manner(passed, following), str):
        following = person.next_prompt(following)
    return question_words(following, person, now)


def _resting_words(turn: Turn, passed: Ignored) -> Rich:
    """Say that it is quiet, until when, and what ends that; where the plan asks no more today, only when it does."""
    person, now = turn.person, turn.now
    if passed.days + bool(passed.in_a_row) >= SILENT_DAYS:
        return ("I ask nothing but one line a week, as nobody answered. Any word brings me back.",)
    midnight = day_span(now.astimezone(person.plan.tz).date(), person.plan.tz).end
    following, morning = person.next_prompt(now), person.next_prompt(midnight - INSTANT)
    if morning is None or following == morning:
        return question_words(morning, person, now)
    until: Rich = (*day_time_words(morning, person, now), f" ({person.plan.zone})")
    if passed.today >= MOST_UNANSWERED:
        open_ones = f"{MOST_UNANSWERED} of today's messages are open"
        return (f"{open_ones}, so I ask no more until ", *until, ". Fill one in, and I go on.")
    return ("I am quiet until ", *until, ", as nobody answered. Any word brings me back.")


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
