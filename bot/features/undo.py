"""The last change back."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import Call, Spec
from bot.domain.diary import PromptState
from bot.domain.manners import UNDO_WITHIN
from bot.domain.slots import DAY, Span
from bot.feature import Feature, Turn, row_id
from bot.features.noting import slot_context
from bot.gestures import Effects, Press, Replace, Reply, Text, Toast
from bot.grammar.reply import Undo
from bot.ports import Change
from bot.ui import Button, Lit, Message
from bot.wording import span_words


async def press(turn: Turn, pressed: Press) -> Effects:
    """Reverse the change a button belongs to."""
    change_id = row_id(pressed.value)
    change = await turn.tx.changes.get(turn.who, change_id) if change_id else None
    if change is None or change.made_at < turn.now - UNDO_WITHIN:
        return (Toast("That is undone already, or more than a day old."),)
    return await _reverse(turn, change)


async def last(turn: Turn, *_: Call | Undo | Text) -> Effects:
    """Reverse the newest change of the last 24 hours."""
    change = await turn.tx.changes.latest(turn.who, turn.now - UNDO_WITHIN)
    if change is None:
        return (Reply(Message(text=("There is nothing to undo from the last 24 hours.",), silent=True)),)
    return await _reverse(turn, change)


async def _reverse(turn: Turn, change: Change) -> Effects:
    if not await turn.tx.changes.undo(turn.who, change.id):
        return (Toast("Something newer changed it since. Undo that first."),)
    await turn.tx.awaited.forget(turn.who)
    text = ("Undone: ", Lit(change.label), ".")
    reopened = await _one_open(turn, change.key)
    if reopened is None:
        message = Message(text=text, silent=True)
    else:
        write = Button(action="checkin.write", label="Write it…", value=slot_context(reopened.start), opens_form=True)
        message = Message(
            text=(*text, " What are you doing, and why? ", *span_words(reopened)), buttons=(write,), silent=True
        )
    return (Replace(change.key, message),) if change.key else (Reply(message),)


async def _one_open(turn: Turn, key: str) -> Span | None:
    """Leave no more than the newest prompt open; return the stretch of the one whose message has `key`, if it is."""
    recent = await turn.tx.diary.prompts(turn.who, Span(turn.now - 2 * DAY, turn.now + DAY))
    waiting = [prompt for prompt in recent if prompt.state is PromptState.OPEN]
    for prompt in waiting:
        if prompt is not recent[-1]:
            await turn.tx.diary.put_prompt(turn.who, replace(prompt, state=PromptState.FOLDED))
    return next((prompt.span for prompt in waiting if prompt.key == key), None)


FEATURE = Feature(
    name="undo",
    commands=((Spec(path="undo", summary="Take the last change back"), last),),
    presses={"undo": press},
    replies={Undo: last},
)
