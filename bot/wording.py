"""Words that several features speak: how a stretch of time, an entry, a kind or a length is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from bot.domain.appointments import Scheduled, to_come
from bot.domain.diary import Entry, Kind
from bot.domain.people import Person
from bot.domain.prospects import Step, next_step
from bot.domain.rest import DayRange
from bot.domain.sales import Conversation, Outcome, Prospect, Status, Tally
from bot.domain.slots import Span
from bot.domain.whys import WhyTime
from bot.ui import Lit, Rich, RichSpan, When, WhenStyle, shorten

WHAT_SHOWN = 120
_MINUTES = 60
_WHYS_SHOWN = 3
_WHY_SHOWN = 60

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


def noted_words(entry: Entry, shown: int = WHAT_SHOWN) -> Rich:
    """Say an entry without its time, with its tags, kind and truth label: `calls — demos · selling · live`."""
    tags: Rich = (Lit(" ".join(f"#{tag}" for tag in entry.tags)), " ") if entry.tags else ()
    why: Rich = (" — ", Lit(shorten(entry.why, shown))) if entry.why else ()
    kind = f" · {KINDS[entry.kind]}" if entry.kind and entry.kind is not Kind.BREAK else ""
    return (*tags, Lit(shorten(entry.what, shown)), *why, f"{kind} · {entry.label.value}")


def whys_words(whys: Sequence[WhyTime]) -> Rich:
    """Say how long was spent for the largest few whys: `Whys: 6 h — book demos · 2 h — taxes`."""
    told = joined((f"{length_words(one.spent)} — ", quoted(one.why, _WHY_SHOWN)) for one in whys[:_WHYS_SHOWN])
    return ("Whys: ", *told) if told else ()


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
    """Say when the next question comes, with its zone; on a day off also that it is one."""
    return question_words(person.next_prompt(now), person, now)


def question_words(following: datetime | None, person: Person, now: datetime) -> Rich:
    """Say that the next question comes then, with its zone; on a day off also that it is one."""
    if following is None:
        return ("No question is planned.",)
    zone = person.plan.tz
    today = following.astimezone(zone).date() == now.astimezone(zone).date()
    when = day_time_words(following, person, now)
    return (*off_words(person, now), "The next question comes ", "at " if today else "", *when, f" ({zone.key}).")


def off_words(person: Person, now: datetime) -> Rich:
    """Say why a day is off that would be a working day: `Today is Armistice Day. `."""
    plan, today = person.plan, now.astimezone(person.plan.tz).date()
    if today.weekday() not in plan.days or today not in plan.off:
        return ()
    return ("You are off today. ",) if plan.off.is_own(today) else (f"Today is {plan.off.holiday(today)}. ",)


# --- selling ----------------------------------------------------------------------------------------------------------

_YEAR_NAMED_AFTER = timedelta(days=300)

STATUSES: dict[Status, str] = {
    Status.MAYBE: "a maybe",
    Status.YES: "a yes",
    Status.NO: "a no",
    Status.LET_GO: "let go",
}
_WITH_DAY: dict[Outcome, str] = {Outcome.THINKING: "thinking until", Outcome.CHECK_BACK: "check back on"}


def day_words(day: date, today: date) -> str:
    """Say a day: `Tue 24 Nov`, with its year when it is far away."""
    far = abs(day - today) > _YEAR_NAMED_AFTER
    return f"{day:%a} {day.day} {day:%b}" + (f" {day.year}" if far else "")


def next_words_with(prospect: Prospect, person: Person, now: datetime) -> Rich:
    """Say what is next with somebody: what is booked, `follow-up on Tue 24 Nov`, `ask`, or how it ended."""
    today = now.astimezone(person.plan.tz).date()
    booked = [one.span for one in to_come(person.booked, now) if one.prospect == prospect.id]
    following = next_step(prospect, is_booked=bool(booked))
    match following.step:
        case Step.APPOINTMENT:
            return ("appointment, ", *dated_span_words(booked[0], person, now))
        case Step.FOLLOW_UP:
            return (due_words(following.on or today, today),)
        case Step.ASK:
            return ("ask again" if prospect.asked_at else "ask",)
        case Step.INTRODUCTION:
            return ("ask who they could introduce",)
        case Step.NOTHING:
            return (f"nothing, {STATUSES[prospect.status]} is an end",)


def due_words(day: date, today: date) -> str:
    """Say when a follow-up is due: `follow-up on Tue 24 Nov`, `follow-up due since Mon 23 Nov`."""
    if day == today:
        return "follow-up due today"
    return f"follow-up {'due since' if day < today else 'on'} {day_words(day, today)}"


def outcome_words(conversation: Conversation, today: date) -> str:
    """Say how a conversation ended: `yes`, `yes, worth 1,200`, `thinking until Tue 24 Nov`."""
    if conversation.worth is not None:
        return f"{conversation.outcome.value}, worth {amount_words(conversation.worth)}"
    if conversation.back_on is None or conversation.outcome not in _WITH_DAY:
        return conversation.outcome.value
    return f"{_WITH_DAY[conversation.outcome]} {day_words(conversation.back_on, today)}"


def amount_words(amount: int) -> str:
    """Say an amount of money: `1,200`."""
    return f"{amount:,}"


def days_words(days: DayRange, today: date) -> str:
    """Say a range of days: `Thu 24 Dec–Sat 2 Jan`."""
    first, last = day_words(days.first, today), day_words(days.last, today)
    return first if days.first == days.last else f"{first}–{last}"


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
