"""The one thing to do differently in the next conversation, as long as it waits to be done."""

from __future__ import annotations

from datetime import datetime

from bot.domain.people import Person
from bot.domain.sales import waiting_one_thing
from bot.domain.slots import Span
from bot.ports import Transaction


async def one_thing_left(tx: Transaction, person: Person, before: datetime, *, but: int = 0) -> str:
    """Return the one thing that waits for a conversation at a moment, nothing where none does.

    The conversation with the id `but` is left out, as if it had not been. With reflection switched off none waits.
    """
    if not person.plan.reflects:
        return ""
    last = await tx.sales.latest_one_thing(person.who, before, but=but)
    if last is None:
        return ""
    since = await tx.sales.conversations(person.who, Span(last.at, before))
    return waiting_one_thing(one for one in since if one.id != but)
