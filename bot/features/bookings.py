"""How far the weeks are booked, in words: against the goal, with the gap named while there is time to close it."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.appointments import Scheduled, closes_on, scheduled
from bot.domain.people import Person
from bot.domain.slots import DAY, DAYS_IN_WEEK, week_span, week_start
from bot.ports import Transaction
from bot.wording import booked_words, day_words

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def coming_words(booked: Scheduled, person: Person, today: date) -> str:
    """Say how next week is booked, and what is missing: `1 of 3 booked for next week; two more by Friday?`."""
    goal, closes = person.plan.goal, closes_on(today, person.plan.days)
    words = f"{booked_words(booked, goal)} for next week"
    missing = goal - booked.total
    if missing <= 0 or closes is None:
        return f"{words}."
    more = _NUMBERS[missing] if missing < len(_NUMBERS) else str(missing)
    return f"{words}; {more} more {'today' if closes == today else f'by {closes:%A}'}?"


async def booked_in(tx: Transaction, person: Person, monday: date) -> Scheduled:
    """Return how many conversations are booked for the week that begins on `monday`."""
    span = week_span(monday, person.plan.tz)
    return scheduled(await tx.appointments.between(person.who, span), span)


async def next_week(tx: Transaction, person: Person, now: datetime) -> str:
    """Say how next week is booked."""
    today = now.astimezone(person.plan.tz).date()
    return coming_words(await booked_in(tx, person, week_start(today) + DAYS_IN_WEEK * DAY), person, today)


async def week_of(tx: Transaction, person: Person, day: date, now: datetime) -> str:
    """Say how the week of a day is booked."""
    today = now.astimezone(person.plan.tz).date()
    monday, this = week_start(day), week_start(today)
    if monday == this + DAYS_IN_WEEK * DAY:
        return await next_week(tx, person, now)
    which = "this week" if monday == this else f"the week of {day_words(monday, today)}"
    return f"{booked_words(await booked_in(tx, person, monday), person.plan.goal)} for {which}."
