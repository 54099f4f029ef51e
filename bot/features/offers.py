"""What a message offers beside its question: kept when its face changes, as long as it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.appointments import Fate
from bot.domain.block import is_in_block
from bot.domain.people import Person
from bot.domain.sales import candidates
from bot.domain.slots import INSTANT, SLOT, Span
from bot.feature import row_id
from bot.features.hard import HARD
from bot.features.named import FILL, NUDGE, PERSON, REPLY, slot_context
from bot.features.steps import DID, nudged
from bot.features.unlogged import HOW
from bot.ports import Transaction
from bot.ui import MAX_SECTIONS, Button, Message, Section

_OF_AN_ENTRY = re.compile(r"[0-9]+\.s([0-9]{1,12})")


async def with_kept(tx: Transaction, person: Person, key: str, message: Message, now: datetime) -> Message:
    """Return the next face of the message with this key, with what that one offers beside its question.

    What the daily nudge offers is of its day, and an answer is made anew with all it offers.
    """
    there = await tx.outbox.by_key(person.who, key)
    today = now.astimezone(person.plan.tz).date()
    if (
        there is None
        or there.kind == REPLY
        or (there.kind == NUDGE and there.due_at.astimezone(person.plan.tz).date() < today)
    ):
        return message
    ours = {section.button for section in message.sections}
    offered = [one for one in (there.wanted.sections if there.wanted else ()) if one.button and one.button not in ours]
    kept: list[Section] = []
    for one in offered:
        if one.button and one.button.action == DID:
            kept += await nudged(tx, person, now)
        elif one.button and await _stands(tx, person, one.button, now):
            kept.append(one)
    return replace(message, sections=(*message.sections, *kept)[:MAX_SECTIONS])


async def _stands(tx: Transaction, person: Person, button: Button, now: datetime) -> bool:
    """Tell whether what is offered beside a question still is: nothing is named that was dealt with meanwhile.

    What an entry was can be logged as long as there is the entry; whether it is hard is asked as long as the block is.
    """
    who, named = person.who, row_id(button.value)
    if button.action == FILL:
        return False
    if button.action == HARD:
        return is_in_block(person.plan, Span(now, now + INSTANT))
    if button.action == HOW:
        appointment = await tx.appointments.get(who, named) if named else None
        return appointment is not None and appointment.fate is Fate.BOOKED
    if button.action == PERSON:
        prospect = await tx.sales.prospect(who, named) if named else None
        return prospect is not None and bool(candidates((prospect,), now.astimezone(person.plan.tz).date()))
    entered = _OF_AN_ENTRY.fullmatch(button.value)
    if entered is None:
        return True
    start = datetime.fromtimestamp(int(entered[1]) * 60, tz=UTC)
    around = await tx.diary.between(who, Span(start, start + SLOT))
    return any(slot_context(one.span.start) == slot_context(start) for one in around)
