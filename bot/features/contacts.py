"""What several features do with people: bring them up to date after a contact, and count the asks."""

from __future__ import annotations

from bot.domain.people import Person, Who
from bot.domain.prospects import asks_made
from bot.domain.sales import Prospect, settled
from bot.domain.slots import Span
from bot.ports import Transaction


async def settle(tx: Transaction, who: Who, prospect: Prospect) -> Prospect:
    """Bring a prospect up to date with their conversations and asks; return them so."""
    held = await tx.sales.conversations_with(who, prospect.id)
    up_to_date = settled(prospect, held, await tx.sales.asks_of(who, prospect.id))
    if up_to_date != prospect:
        await tx.sales.put_prospect(who, up_to_date)
    return up_to_date


async def asks_in(tx: Transaction, person: Person, span: Span) -> int:
    """Return how many asks there were in some whole days, each event counted once."""
    held, told = await tx.sales.conversations(person.who, span), await tx.sales.asks(person.who, span)
    return asks_made(held, told, person.plan.tz)
