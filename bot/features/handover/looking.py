"""What stands behind a list of things to hand over: the diary of four weeks, read by the tasks that are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2s

from bot.domain.diary import Entry, Kind, within
from bot.domain.handover import (
    LOOKED_AT,
    Candidate,
    Group,
    Kept,
    Survey,
    Task,
    Watch,
    asked_of,
    days_before,
    days_since,
    ranking,
    survey,
)
from bot.domain.kinds import LEARNED_LOOKED_AT
from bot.domain.money import OwnHour, Worked, hourly_value
from bot.domain.people import Person
from bot.domain.slots import DAY, Span, day_span
from bot.domain.stretch import Stretch, stretch_of
from bot.ports import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The last four weeks up to a day, and what they hold to hand over, first things first.

    `kept` is what stays with its person, `asks_of` what they may be asked about: whether they are great at it.
    """

    today: date
    tasks: tuple[Task, ...]
    kept: Kept
    stretch: Stretch
    found: Survey
    hour: OwnHour | None
    ranked: tuple[Candidate, ...]
    asks_of: Group | None

    @property
    def done(self) -> tuple[Task, ...]:
        """Return what was handed over and may be spoken of, the latest first."""
        done = [task for task in self.tasks if task.is_done(self.today) and task.id in self.found.stated]
        return tuple(sorted(done, key=lambda task: (task.done_on or self.today, task.id), reverse=True))

    def named(self, name: str) -> tuple[Group, Task | None] | None:
        """Return what a button or a form names, if it is there still."""
        stated = self.found.stated
        for task in self.tasks:
            if task_name(task) == name and task.id in stated:
                return stated[task.id], task
        return next(((group, None) for group in self.found.admin if group_name(group) == name), None)


def task_name(task: Task) -> str:
    """Return a short name of a stored task, for the value of a button."""
    return f"t{task.id}"


def group_name(group: Group) -> str:
    """Return a short name of what the diary holds, for the value of a button: the same for the same words."""
    return f"g{blake2s(' '.join(sorted(group.words)).encode(errors='replace'), digest_size=6).hexdigest()}"


def candidate_name(one: Candidate) -> str:
    """Return a short name of a candidate, for the value of a button."""
    return task_name(one.task) if one.task else group_name(one.group)


async def look(tx: Transaction, person: Person, now: datetime) -> Look:
    """Look at the four weeks that end at `now`, or at as much of them as there is a diary of."""
    who, plan = person.who, person.plan
    today = now.astimezone(plan.tz).date()
    tasks, learned = await tx.handovers.tasks(who), await tx.diary.learned(who, LEARNED_LOOKED_AT)
    first = today - LOOKED_AT + DAY
    entries = await tx.diary.between(who, Span(day_span(first, plan.tz).start, day_span(today, plan.tz).end))
    stretch = stretch_of(plan.window, _begun(person, first, today, entries), today, person.started_at, now, entries)
    noted = within(stretch.span, entries)
    kept = Kept.by(noted, learned)
    found = survey(noted, tasks, kept)
    worked = sum((one.span.length for one in noted if one.kind is not Kind.BREAK), timedelta())
    sales = [one for one in await tx.sales.conversations(who, stretch.span) if one.is_sale and one.worth is not None]
    earned = sum(one.worth or 0 for one in sales)
    hour = hourly_value(plan.value, revenue=earned, hours=Worked(time=worked, days=stretch.days))
    return Look(
        today=today,
        tasks=tasks,
        kept=kept,
        stretch=stretch,
        found=found,
        hour=hour,
        ranked=ranking(found, tasks, hour.value if hour else None, stretch, today),
        asks_of=asked_of(found),
    )


def _begun(person: Person, first: date, last: date, entries: Sequence[Entry]) -> date:
    """Return the first of some days on which there may be something in the diary: entries or questions."""
    begun = [one.span.start for one in entries[:1]] + ([person.started_at] if person.started_at else [])
    days = [moment.astimezone(person.plan.tz).date() for moment in begun]
    return max(first, min(*days, last)) if days else first


async def watch(tx: Transaction, person: Person, task: Task, done_on: date, seen: Look, now: datetime) -> Watch:
    """Hold the time of a task that was handed over on `done_on` against what it was."""
    before, _ = await _monthly(tx, person, task, days_before(done_on), seen, now)
    since, days = await _monthly(tx, person, task, days_since(done_on, seen.today), seen, now)
    return Watch(task=task, done_on=done_on, before=before, since=since, days=days)


async def _monthly(
    tx: Transaction, person: Person, task: Task, days: tuple[date, date] | None, seen: Look, now: datetime
) -> tuple[timedelta | None, int]:
    """Return the time a month of a task in some days, where that can be told, and how many days that are."""
    if days is None:
        return None, 0
    plan, (first, last) = person.plan, days
    span = Span(day_span(first, plan.tz).start, day_span(last, plan.tz).end)
    entries = await tx.diary.between(person.who, span)
    stretch = stretch_of(plan.window, _begun(person, first, last, entries), last, person.started_at, now, entries)
    return stretch.monthly(spent_on(task, survey(within(stretch.span, entries), seen.tasks, seen.kept))), stretch.days


def spent_on(task: Task, found: Survey) -> timedelta:
    """Return how long a task took."""
    group = found.stated.get(task.id)
    return group.time if group else timedelta()
