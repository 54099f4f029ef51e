"""What a yes is worth: told with it or afterwards, in whole units of the person's own money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.sales import MAX_NAME, Conversation, Prospect
from bot.feature import Turn
from bot.features.conversations.echo import GONE, WORTH
from bot.features.conversations.form import hint, read_worth
from bot.features.conversations.log import UNDONE, conversation_named, save
from bot.gestures import Effects, Errors, Open, Press, Reply, Submit
from bot.ui import Form, Input, Message, Rich, fitting
from bot.wording import amount_words, quoted

_HINT = "In your own money: 1200, 1,200 or 1.2k. Empty takes it back."


async def open_worth(turn: Turn, press: Press) -> Effects:
    """Open the form with what a yes is worth."""
    conversation = await conversation_named(turn, press.value)
    if conversation is None:
        return (GONE,)
    known = amount_words(conversation.worth) if conversation.worth is not None else ""
    return (Open(worth_form(conversation, known)),)


def worth_form(conversation: Conversation, value: str, wrong: str = "") -> Form:
    """Return the form with its one input, filled with what is known, and what was wrong with it."""
    worth = Input(key="worth", label="Worth", value=fitting(value), hint=hint(wrong or _HINT))
    return Form(id=WORTH, title="What is it worth?", context=str(conversation.id), inputs=(worth,))


async def keep_worth(turn: Turn, prospect: Prospect, held: Sequence[Conversation], said: str) -> Effects:
    """Keep what the latest yes in the conversations `held` is worth, as `said`; open the form where that is wrong."""
    sale = next((one for one in held if one.is_sale), None)
    if sale is None:
        text: Rich = ("Only a yes has a worth, and ", quoted(prospect.name, MAX_NAME), " has not said one yet.")
        return (Reply(Message(text=text, silent=True)),)
    worth = read_worth(said)
    if isinstance(worth, str):
        return (Open(worth_form(sale, said, worth)),)
    return await save(turn, replace(sale, worth=worth), "the worth of")


async def save_worth(turn: Turn, submit: Submit) -> Effects:
    """Keep what a yes is worth; sent in empty, it is not known any more."""
    conversation = await conversation_named(turn, submit.context)
    if conversation is None:
        return (Errors({"worth": UNDONE}),)
    worth = read_worth(submit.values.get("worth", ""))
    if isinstance(worth, str):
        return (Errors({"worth": worth}),)
    return await save(turn, replace(conversation, worth=worth), "the worth of")
