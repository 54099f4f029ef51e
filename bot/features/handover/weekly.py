"""The one line of a week's report about handing over, in the weeks in which there is something to say."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain.diary import within
from bot.domain.handover import EVIDENCE, FOUR_WEEKS, Watch, is_back, survey
from bot.domain.money import about_words
from bot.domain.people import Person
from bot.domain.slots import DAY, DAYS_IN_WEEK, INSTANT, week_span
from bot.features.handover.looking import Look, look, spent_on, watch
from bot.features.handover.words import fall_words, month_words, task_words
from bot.ports import Transaction
from bot.ui import Rich
from bot.wording import day_words, length_words

_WEEK = DAYS_IN_WEEK * DAY


async def reported(tx: Transaction, person: Person, monday: date, now: datetime) -> Rich:
    """Return the line about handing over for the report of the week that begins on `monday`, if there is one."""
    if not await tx.handovers.tasks(person.who):
        return ()
    until = min(now, week_span(monday, person.plan.tz).end - INSTANT)
    seen = await look(tx, person, until)
    return await _of_what_is_done(tx, person, monday, seen, until) or _first(monday, seen)


async def _of_what_is_done(tx: Transaction, person: Person, monday: date, seen: Look, until: datetime) -> Rich:
    """Say that a task is back, or, in the first whole week after four, whether its hours fell."""
    told: Rich = ()
    for task in seen.done:
        if task.done_on is None or monday < task.done_on:
            continue
        watched = await watch(tx, person, task, task.done_on, seen, until)
        if back := await _back(tx, person, monday, seen, watched):
            return back
        is_told = monday - _WEEK < task.done_on + FOUR_WEEKS <= monday
        if is_told and watched.before and watched.since is not None:
            when = day_words(task.done_on, seen.today)
            told = told or (*task_words(task.text), f", handed over on {when}: {fall_words(watched)}.")
    return told


async def _back(tx: Transaction, person: Person, monday: date, seen: Look, watched: Watch) -> Rich:
    week, before = [await _spent(tx, person, first, seen, watched) for first in (monday, monday - _WEEK)]
    if not is_back(watched, week, before, monday):
        return ()
    when = day_words(watched.done_on, seen.today)
    return (*task_words(watched.task.text), f" is back: {length_words(week)}, handed over on {when}. That happens.")


async def _spent(tx: Transaction, person: Person, monday: date, seen: Look, watched: Watch) -> timedelta:
    span = week_span(monday, person.plan.tz)
    entries = within(span, await tx.diary.between(person.who, span))
    return spent_on(watched.task, survey(entries, seen.tasks, seen.kept))


def _first(monday: date, seen: Look) -> Rich:
    """Name what to hand over first, in the first whole week of a month, where the diary and the numbers bear it."""
    first = next(iter(seen.ranked), None)
    if monday.day > DAYS_IN_WEEK or first is None or not first.freed or first.freed < 0:
        return ()
    if first.monthly is None or first.group.time < EVIDENCE:
        return ()
    took = month_words(first.monthly)
    return ("To hand over first: ", *task_words(first.group.text), f", {took}, {about_words(first.freed)} freed.")
