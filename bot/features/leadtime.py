"""The second daily time, for bringing leads: one quiet line as it begins, for whoever has set it."""

from __future__ import annotations

from datetime import datetime

from bot.domain.manners import PROMPT_LATE_AFTER, resting
from bot.domain.people import Person
from bot.feature import Feature, Moment, Occasion, nothing_before
from bot.features.patience import ignored
from bot.ui import Message, When

KIND = "leads"


def next_due(person: Person, after: datetime) -> datetime | None:
    """Return when the next such time begins; None for whoever has set none."""
    plan = person.plan
    return plan.window.next_daily(after, plan.leadtime) if plan.leadtime else None


def slot_of(person: Person, due_at: datetime) -> str:
    """Name the line by its local date: one a day."""
    return due_at.astimezone(person.plan.tz).date().isoformat()


async def unwanted(occasion: Occasion) -> str:
    """Stay silent on a day off, inside an appointment, and when nothing was answered for long."""
    person = occasion.person
    if not person.plan.window.works_on(occasion.due_at.astimezone(person.plan.tz).date()):
        return "a day off"
    if any(one.span.start <= occasion.due_at < one.span.end for one in occasion.person.booked):
        return "in an appointment"
    return resting(await ignored(occasion))


async def screen(occasion: Occasion) -> Message:
    """Say that it begins."""
    return Message(
        text=(When(occasion.due_at), ". Your time for bringing leads: posts, campaigns, meeting people."), silent=True
    )


FEATURE = Feature(
    name=KIND,
    moments=(
        Moment(
            kind=KIND,
            late_after=PROMPT_LATE_AFTER,
            next_due=next_due,
            slot=slot_of,
            unwanted=unwanted,
            before=nothing_before,
            screen=screen,
        ),
    ),
)
