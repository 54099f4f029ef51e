"""The last change back, and every message that showed it with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands import Call, Spec
from bot.domain.diary import Entry, Prompt, PromptState
from bot.domain.manners import UNDO_WITHIN
from bot.domain.slots import DAY, Span
from bot.feature import Feature, Turn, row_id
from bot.features.conversations.log import logged_under
from bot.features.echo import echo
from bot.features.faces import refaced, shown
from bot.features.named import slot_context
from bot.features.process.doing import under
from bot.features.question import closed, question_about
from bot.features.report import asked_under
from bot.gestures import Effects, Press, Reply, Text, Toast
from bot.grammar.reply import Undo
from bot.ports import Change
from bot.ui import Button, Message, Rich
from bot.wording import quoted

_REACH = 62 * DAY


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """The prompts, by the start of their stretch, and the entries, by their id, that an undo may touch."""

    prompts: Mapping[datetime, Prompt]
    entries: Mapping[int, Entry]

    def keys_changed(self, after: _Stored) -> list[str]:
        """Return the keys of the messages that show something else now."""
        prompts = set(self.prompts.values()) ^ set(after.prompts.values())
        entries = set(self.entries.values()) ^ set(after.entries.values())
        return sorted({*(one.key for one in prompts), *(one.key for one in entries)} - {""})


async def _stored(turn: Turn) -> _Stored:
    reach = Span(turn.now - _REACH, turn.now + _REACH)
    return _Stored(
        prompts={one.span.start: one for one in await turn.tx.diary.prompts(turn.who, reach)},
        entries={one.id: one for one in await turn.tx.diary.between(turn.who, reach)},
    )


async def _reverse(turn: Turn, change: Change) -> Effects:
    before = await _stored(turn)
    if not await turn.tx.changes.undo(turn.who, change.id):
        return (Toast("Something newer changed it since. Undo that first."),)
    await turn.tx.awaited.forget(turn.who)
    after = await _one_open(turn, await _stored(turn))
    entries = tuple(after.entries.values())
    keys = [key for key in before.keys_changed(after) if key != change.key]
    tidied = await refaced(turn, keys, entries)
    message = await _undone(turn, change, entries)
    return (*tidied, await shown(turn, message, change.key) if change.key else Reply(message))


async def _one_open(turn: Turn, stored: _Stored) -> _Stored:
    """Leave no more than one prompt open, and that only if no newer one was asked since."""
    prompts = {one.span.start: one for one in stored.prompts.values()}
    for start, prompt in prompts.items():
        if prompt.state is PromptState.OPEN and start != max(prompts):
            prompts[start] = replace(prompt, state=PromptState.FOLDED)
            await turn.tx.diary.put_prompt(turn.who, prompts[start])
    return replace(stored, prompts=prompts)


async def _undone(turn: Turn, change: Change, entries: tuple[Entry, ...]) -> Message:
    """Say what was undone, with what the change's message has to show now."""
    lead: Rich = ("Undone: ", quoted(change.label), ".")
    earlier = await turn.tx.changes.latest(turn.who, turn.now - UNDO_WITHIN)
    undo = earlier.id if earlier is not None and earlier.key == change.key else None
    if own := [one for one in entries if one.key and one.key == change.key]:
        return await echo(turn, own, change=undo, lead=(*lead, "\n"))
    if (again := await logged_under(turn, change.key, undo)) is not None:
        return replace(again, text=(*lead, "\n", *again.text))
    if (asked := await asked_under(turn, change.key, undo)) is not None:
        return replace(asked, text=(*lead, "\n", *asked.text))
    if (process := await under(turn, change.key, lead, undo)) is not None:
        return process
    prompt = await turn.tx.diary.prompt_by_key(turn.who, change.key) if change.key else None
    if prompt is None or prompt.state is PromptState.ANSWERED:
        return Message(text=lead, silent=True)
    if prompt.state is not PromptState.OPEN:
        face = closed(turn.person, prompt, turn.now)
        return replace(face, text=(*lead, "\n", *face.text))
    write = Button(action="checkin.write", label="Write it…", value=slot_context(prompt.span.start), opens_form=True)
    question = question_about(prompt.span, turn.person, turn.now)
    return Message(text=(*lead, " ", *question), buttons=(write,), silent=True)


FEATURE = Feature(
    name="undo",
    commands=((Spec(path="undo", summary="Take the last change back"), last),),
    presses={"undo": press},
    replies={Undo: last},
)
