"""What a message shows once things have changed: its entries as they are now, or what its question has come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.diary import Entry, Prompt, PromptState
from bot.domain.slots import DAY, Span
from bot.feature import Turn
from bot.features.echo import restated
from bot.features.offers import with_kept
from bot.features.question import ask, closed
from bot.gestures import Effects, Replace, Reply
from bot.ports import State
from bot.ui import Message
from bot.wording import activity_words, dated_span_words, entry_words

_AROUND = 2 * DAY
_SEEN = (State.PLANNED, State.SENDING, State.SENT)


async def shown(turn: Turn, message: Message, key: str) -> Reply | Replace:
    """Show `message` in the place of the one with this key, keeping what that one offers beside its question."""
    if await turn.tx.outbox.by_key(turn.who, key) is None:
        return Reply(replace(message, key=key))
    return Replace(key, await with_kept(turn.tx, turn.person, key, message, turn.now))


async def entries_around(turn: Turn, spans: Sequence[Span]) -> tuple[Entry, ...]:
    """Return the entries around some stretches, far enough to hold all that one message shows."""
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return await turn.tx.diary.between(turn.who, Span(start - _AROUND, end + _AROUND))


async def beside(turn: Turn, entry: Entry) -> list[Entry]:
    """Return an entry with the others that its message shows, in order."""
    around = await entries_around(turn, [entry.span])
    return [one for one in around if one.key == entry.key] if entry.key else [entry]


async def refaced(turn: Turn, keys: Iterable[str], entries: Sequence[Entry], gone: Sequence[Entry] = ()) -> Effects:
    """Return new faces for the messages with these keys, each once: what they show has changed.

    `entries` are all those around what they show, and `gone` what they showed that is there no more.
    """
    effects: Effects = ()
    for key in dict.fromkeys(keys):
        there = await turn.tx.outbox.by_key(turn.who, key)
        if there is not None and there.wanted is not None and there.state in _SEEN:
            message = await _face(turn, key, entries, gone)
            effects += (Replace(key, await with_kept(turn.tx, turn.person, key, message, turn.now)),)
    return effects


async def _face(turn: Turn, key: str, entries: Sequence[Entry], gone: Sequence[Entry]) -> Message:
    if own := [one for one in entries if one.key == key]:
        return restated(turn, own)
    prompt = await turn.tx.diary.prompt_by_key(turn.who, key)
    if prompt is not None:
        return await _of_prompt(turn, prompt, entries)
    before = next((one for one in gone if one.key == key), None)
    what = entry_words(before, turn.person, turn.now) if before else ("That",)
    return Message(text=("– ", *what, " is replaced."), silent=True)


async def _of_prompt(turn: Turn, prompt: Prompt, entries: Sequence[Entry]) -> Message:
    """Return what a question has come to: still asked, left open or skipped, or answered by an entry told elsewhere."""
    if prompt.state is PromptState.OPEN:
        return await ask(turn.tx, turn.person, prompt.span, turn.now, prompt.key)
    entry = max(entries, key=lambda one: one.span.overlap(prompt.span), default=None)
    if prompt.state is not PromptState.ANSWERED or entry is None:
        return closed(turn.person, prompt, turn.now)
    stretch = dated_span_words(prompt.span, turn.person, turn.now)
    return Message(text=("✓ ", *stretch, " ", *activity_words(entry.what, entry.why)), silent=True)
