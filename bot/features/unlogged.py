"""Appointments that are over and of which nothing was said: told of once, beside what is said anyway, and listed.

Each is asked about as it ends. One that ended in a pause, or while the bot was away, was not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.appointments import Appointment, over
from bot.domain.manners import ASKED_AFTER, TOLD_OF_FOR
from bot.domain.people import Person
from bot.domain.sales import MAX_NAME
from bot.feature import Moment, Occasion, nothing_before
from bot.features.away import never
from bot.features.named import AFTER
from bot.ports import State, Transaction
from bot.ui import MAX_BUTTON, MAX_SECTIONS, Button, Cmd, Message, Section, shorten
from bot.wording import dated_span_words, number_words, quoted

HOW = "call.how"
TOLD = "unlogged"
_NAMED = 3
_ASKS = ": how was it?"


async def with_unlogged(occasion: Occasion, message: Message, lines: int = _NAMED + 1) -> Message:
    """Return a message that is about to be said, with those that nobody asked about below it; each is told of once.

    They take a few `lines` at the most, and none where the message has no room for any.
    """
    room = min(lines, MAX_SECTIONS - len(message.sections))
    return replace(message, sections=(*message.sections, *await _passed_over(occasion, room))) if room else message


async def _passed_over(occasion: Occasion, room: int) -> tuple[Section, ...]:
    tx, person, now = occasion.tx, occasion.person, occasion.now
    following = await tx.agenda.next_due(person.who, AFTER)
    ended = [one for one in over(person.booked, now) if _is_past_asking(one, following, now)]
    waiting = [one for one in ended if await _is_untold(tx, person, one)]
    for one in waiting:  # the intent is the record, and nothing is ever sent for it
        await tx.outbox.plan(person.who, key=f"{TOLD}:{one.id}", kind=TOLD, slot=str(one.id), due_at=now)
    names = {one.id: one.name for one in await tx.sales.prospects(person.who)} if waiting else {}
    return unlogged_sections(waiting, names, person, now, room)


def _is_past_asking(one: Appointment, following: datetime | None, now: datetime) -> bool:
    """Tell whether the time to ask about an appointment is past, not long ago; the next to be asked is `following`."""
    asked_at = one.span.end + ASKED_AFTER
    return asked_at <= now <= asked_at + TOLD_OF_FOR and (following is None or following > asked_at)


async def _is_untold(tx: Transaction, person: Person, one: Appointment) -> bool:
    """Tell whether an appointment was neither asked about as it ended nor told of since."""
    if await tx.outbox.by_key(person.who, f"{TOLD}:{one.id}") is not None:
        return False
    asked = await tx.outbox.by_key(person.who, f"{AFTER}:{one.id}")
    return asked is None or asked.state is State.SKIPPED


def unlogged_sections(
    waiting: Sequence[Appointment], names: Mapping[int, str], person: Person, now: datetime, room: int
) -> tuple[Section, ...]:
    """Name the latest few, with a button each that asks how it was; count the others, in at most `room` sections."""
    shown = len(waiting) if len(waiting) <= min(_NAMED, room) else max(min(_NAMED, room - 1), 0)
    sections = [_section(one, names.get(one.prospect, "?"), person, now) for one in waiting[len(waiting) - shown :]]
    if (others := len(waiting) - shown) and room:
        what = "more appointment" if shown else "appointment"
        counted = number_words(others, what, f"{what}s")
        sections.append(Section(text=(f"{counted} not logged yet: ", Cmd("followups"), ".")))
    return tuple(sections)


def _section(one: Appointment, name: str, person: Person, now: datetime) -> Section:
    practice = "practice with " if one.practice else ""
    when = dated_span_words(one.span, person, now)
    return Section(
        text=("Not logged yet: ", practice, quoted(name, MAX_NAME), ", ", *when, "."),
        button=Button(action=HOW, label=shorten(name, MAX_BUTTON - len(_ASKS)) + _ASKS, value=str(one.id)),
    )


# --- the record that they were told of --------------------------------------------------------------------------------


async def _unwanted(_: Occasion) -> str:
    return "told of beside a question"


async def _screen(_: Occasion) -> Message:
    raise LookupError("what is told of elsewhere has no message of its own")


def _slot_of(_: Person, due_at: datetime) -> str:
    return due_at.isoformat()


RECORD = Moment(
    kind=TOLD,
    late_after=None,
    next_due=never,
    slot=_slot_of,
    unwanted=_unwanted,
    before=nothing_before,
    screen=_screen,
)
