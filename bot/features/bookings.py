"""How far the weeks are booked, in words: against the goal, with the gap named while there is time to close it."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.appointments import Fate, Scheduled, closes_on, scheduled, to_come
from bot.domain.people import Person
from bot.domain.sales import Prospect
from bot.domain.slots import DAY, DAYS_IN_WEEK, week_span, week_start
from bot.feature import Turn
from bot.ports import Transaction
from bot.ui import Button, Section
from bot.wording import booked_words, dated_span_words, day_words

BOOK = "call.book"
CANCEL = "call.cancel"

_NAMED = 2
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def closes(person: Person, today: date) -> date | None:
    """Return the last day of this week on which somebody works; None when it is past."""
    return closes_on(today, person.plan.window.works_on)


def gap_words(booked: Scheduled, goal: int, today: date, until: date | None) -> str:
    """Say what is missing, while there is time until a day of this week: `; two more by Friday?`, else nothing."""
    missing = goal - booked.total
    if missing <= 0 or until is None:
        return ""
    more = _NUMBERS[missing] if missing < len(_NUMBERS) else str(missing)
    return f"; {more} more {'today' if until == today else f'by {until:%A}'}?"


async def still_booked(turn: Turn, prospect: Prospect) -> tuple[Section, ...]:
    """Say what is booked with somebody who is at an end, with a button to cancel it; nothing where nothing is."""
    theirs = await turn.tx.appointments.with_(turn.who, prospect.id)
    coming = to_come((one for one in theirs if one.fate is Fate.BOOKED), turn.now)[:_NAMED]
    return tuple(
        Section(
            text=("Still booked: ", *dated_span_words(one.span, turn.person, turn.now), "."),
            button=Button(action=CANCEL, label="Cancel it", value=str(one.id)),
        )
        for one in coming
    )


async def booked_in(tx: Transaction, person: Person, monday: date) -> Scheduled:
    """Return how many conversations are booked for the week that begins on `monday`."""
    span = week_span(monday, person.plan.tz)
    return scheduled(await tx.appointments.between(person.who, span), span)


async def coming(tx: Transaction, person: Person, now: datetime) -> str:
    """Say how the coming week is booked where it is clear which one is meant: `1 of 3 booked; two more by Friday?`."""
    return "".join(await _coming(tx, person, now))


async def next_week(tx: Transaction, person: Person, now: datetime) -> str:
    """Say how next week is booked: `1 of 3 booked for next week; two more by Friday?`."""
    counted, gap = await _coming(tx, person, now)
    return f"{counted} for next week{gap or '.'}"


async def _coming(tx: Transaction, person: Person, now: datetime) -> tuple[str, str]:
    """Say how next week is booked, and what is missing."""
    today, goal = now.astimezone(person.plan.tz).date(), person.plan.goal
    booked = await booked_in(tx, person, week_start(today) + DAYS_IN_WEEK * DAY)
    return booked_words(booked, goal), gap_words(booked, goal, today, closes(person, today))


async def week_of(tx: Transaction, person: Person, day: date, now: datetime) -> str:
    """Say how the week of a day is booked."""
    today = now.astimezone(person.plan.tz).date()
    monday, this = week_start(day), week_start(today)
    if monday == this + DAYS_IN_WEEK * DAY:
        return await next_week(tx, person, now)
    which = "this week" if monday == this else f"the week of {day_words(monday, today)}"
    return f"{booked_words(await booked_in(tx, person, monday), person.plan.goal)} for {which}."
