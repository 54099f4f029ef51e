"""Words that several features speak: how a stretch of time, an entry, a kind or a length is said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.domain.appointments import Scheduled
from bot.domain.diary import Entry, Kind
from bot.domain.people import Person
from bot.domain.sales import Conversation, Outcome, Tally
from bot.domain.slots import Span
from bot.ui import Lit, Rich, RichSpan, When, WhenStyle, shorten

WHAT_SHOWN = 120
_MINUTES = 60

KINDS: dict[Kind, str] = {
    Kind.SELLING: "selling",
    Kind.LEADS: "lead generation",
    Kind.PAID: "paid work",
    Kind.BUILDING: "building",
    Kind.ADMIN: "admin",
    Kind.BREAK: "break",
}

KIND_CHOICES: dict[Kind, str] = {
    Kind.SELLING: "Selling: talking to a prospect",
    Kind.LEADS: "Lead generation: finding prospects",
    Kind.PAID: "Paid work for clients",
    Kind.BUILDING: "Building: on the business",
    Kind.ADMIN: "Admin: somebody else could do it",
    Kind.BREAK: "Break",
}


def span_words(span: Span) -> Rich:
    """Say a stretch of time: `14:30–15:00`."""
    return (When(span.start), "–", When(span.end))


def activity_words(what: str, why: str) -> Rich:
    """Say what was done and why: `calling leads — book 3 demos`."""
    said: Rich = (Lit(shorten(what, WHAT_SHOWN)),)
    return (*said, " — ", Lit(shorten(why, WHAT_SHOWN))) if why else said


def dated_span_words(span: Span, person: Person, now: datetime) -> Rich:
    """Say a stretch of time, with its day unless that is today: `Tue 24 Nov 16:00–17:30`."""
    return (*day_time_words(span.start, person, now), "–", When(span.end))


def entry_words(entry: Entry, person: Person, now: datetime) -> Rich:
    """Say an entry, with its day unless that is today: `14:30–15:00 calling leads — book 3 demos`."""
    return (*dated_span_words(entry.span, person, now), " ", *activity_words(entry.what, entry.why))


def length_words(length: timedelta) -> str:
    """Say how long: `2 h`, `1.5 h`, `45 min`."""
    minutes = round(length.total_seconds() / _MINUTES)
    if minutes < _MINUTES:
        return f"{minutes} min"
    hours = minutes / _MINUTES
    return f"{hours:.2f}".rstrip("0").rstrip(".") + " h"


def share_words(part: float) -> str:
    """Say a share: `38 %`."""
    return f"{round(part * 100)} %"


def number_words(number: int, one: str, many: str) -> str:
    """Say how many: `1 slot`, `3 slots`."""
    return f"{number} {one if number == 1 else many}"


def joined(parts: Iterable[Rich], separator: str = " · ") -> Rich:
    """Put texts in a row."""
    spans: list[RichSpan] = []
    for part in parts:
        if part:
            spans.extend((separator, *part) if spans else part)
    return tuple(spans)


def day_time_words(moment: datetime, person: Person, now: datetime) -> Rich:
    """Say a moment, with its day unless it is today."""
    zone = person.plan.tz
    today = moment.astimezone(zone).date() == now.astimezone(zone).date()
    return (When(moment, WhenStyle.TIME if today else WhenStyle.DATETIME),)


def next_words(person: Person, now: datetime) -> Rich:
    """Say when the next question comes, with its zone."""
    following = person.next_prompt(now)
    if following is None:
        return ("No question is planned.",)
    zone = person.plan.tz
    today = following.astimezone(zone).date() == now.astimezone(zone).date()
    when = day_time_words(following, person, now)
    return ("The next question comes ", "at " if today else "", *when, f" ({person.plan.zone}).")


# --- selling ----------------------------------------------------------------------------------------------------------

_YEAR_NAMED_AFTER = timedelta(days=300)

_WITH_DAY: dict[Outcome, str] = {Outcome.THINKING: "thinking until", Outcome.CHECK_BACK: "check back on"}


def day_words(day: date, today: date) -> str:
    """Say a day: `Tue 24 Nov`, with its year when it is far away."""
    far = abs(day - today) > _YEAR_NAMED_AFTER
    return f"{day:%a} {day.day} {day:%b}" + (f" {day.year}" if far else "")


def outcome_words(conversation: Conversation, today: date) -> str:
    """Say how a conversation ended: `yes`, `thinking until Tue 24 Nov`."""
    if conversation.back_on is None or conversation.outcome not in _WITH_DAY:
        return conversation.outcome.value
    return f"{_WITH_DAY[conversation.outcome]} {day_words(conversation.back_on, today)}"


def quoted(text: str, limit: int = WHAT_SHOWN) -> Lit:
    """Put a person's words on one line, shortened where they are long, without the stop at their end."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return Lit(shorten("; ".join(line for line in lines if line), limit).rstrip(".") or text)


def goal_words(talks: Tally, goal: int) -> str:
    """Say how many conversations there were against the goal: `2 of 3 conversations`, practice apart."""
    practice = f" ({talks.practice} of them practice)" if talks.practice else ""
    return f"{talks.total} of {number_words(goal, 'conversation', 'conversations')}{practice}"


def booked_words(booked: Scheduled, goal: int) -> str:
    """Say how many conversations are booked against the goal: `2 of 3 booked`, practice apart."""
    practice = f" ({booked.practice} of them practice)" if booked.practice else ""
    return f"{booked.total} of {goal} booked{practice}"


def outcomes_words(talks: Tally) -> str:
    """Say how the conversations ended: `1 yes, 1 thinking`, practice apart."""
    counted = [f"{number} {outcome.value}" for outcome, number in talks.outcomes.items()]
    return ", ".join([*counted, *([f"{talks.practice} practice"] if talks.practice else [])])
