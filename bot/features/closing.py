"""What a week's report says last: goals met in a row and hours after the day's end."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain.people import Person
from bot.domain.slots import week_span
from bot.domain.worked import Worked, worked
from bot.features.judging import in_a_row, row_words
from bot.ports import Transaction
from bot.ui import Rich
from bot.wording import joined, length_words


async def closing(tx: Transaction, person: Person, monday: date, now: datetime) -> Rich:
    """Return what there is to say last of a week; nothing of what nobody did."""
    rest: Rich = ("A rest week: it does not count.",) if monday in await tx.weeks.rests(person.who) else ()
    lines = (
        joined((rest, row_words(await in_a_row(tx, person, monday, now))), " "),
        worked_words(
            worked(person.plan.window, monday, await tx.diary.between(person.who, week_span(monday, person.plan.tz)))
        ),
    )
    return joined(lines, "\n")


def worked_words(done: Worked) -> Rich:
    """Say how long was worked where some of it was late, or on a day off."""
    parts = ((done.late, "after the day's end"), (done.off, "on days off"))
    said = ", ".join(f"{length_words(spent)} of it {when}" for spent, when in parts if spent > timedelta())
    return (f"Worked {length_words(done.total)}, {said}.",) if said else ()
