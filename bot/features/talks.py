"""An entry that was a conversation with somebody on the list: its kind is known, and it can be logged with one tap."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.diary import Kind
from bot.domain.sales import MAX_NAME, Prospect
from bot.domain.slots import SLOT, Span
from bot.domain.talks import talked_with
from bot.feature import Turn
from bot.features.conversations.form import LOG
from bot.features.named import slot_context
from bot.features.noting import Item
from bot.ui import Button, Section
from bot.wording import quoted


async def recognised(turn: Turn, item: Item) -> tuple[Item, tuple[Section, ...]]:
    """Return an entry about to be noted with what is known of it, and the offer to log it where it is a conversation.

    One that asks for its why, that is still going on or that is logged already offers nothing.
    """
    prospect = talked_with(item.said.what, await turn.tx.sales.prospects(turn.who))
    if prospect is None or item.said.is_break:
        return item, ()
    known = replace(item, kind=item.kind or Kind.SELLING)
    if not item.said.why or item.span.start > turn.at or await _is_logged(turn, prospect, item.span):
        return known, ()
    value = f"{prospect.id}.{slot_context(item.span.start)}"
    button = Button(action=LOG, label="Log it", value=value, opens_form=True)
    text = ("A conversation with ", quoted(prospect.name, MAX_NAME), "?")
    return known, (Section(text=text, button=button),)


async def _is_logged(turn: Turn, prospect: Prospect, span: Span) -> bool:
    around = await turn.tx.sales.conversations(turn.who, Span(span.start - SLOT, span.end + SLOT))
    return any(one.prospect == prospect.id for one in around)
