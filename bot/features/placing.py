"""When an entry was: the stretch that was named, that of the prompt it answers, or the gap since the last one."""

from __future__ import annotations

from datetime import UTC

from bot.domain.diary import Entry, Prompt, PromptState
from bot.domain.manners import ANSWERED_AT_WORK_FOR, ANSWERED_BY_WORDS_FOR, GAP_REACHES_BACK
from bot.domain.slots import DAY, SLOT, Span, floor_slot
from bot.feature import Turn
from bot.gestures import Text
from bot.grammar.reply import Said


async def span_of(turn: Turn, said: Said, text: Text | None) -> Span:
    """Return the stretch an entry is about: what was said, else the prompt it answers, else since the last entry."""
    if (span := span_said(said)) is not None:
        return span
    prompt = await prompt_meant(turn, text)
    return prompt.span if prompt else await gap(turn)


def span_said(said: Said) -> Span | None:
    """Return the stretch that was named, in UTC: one slot where only its start was; None where nothing was."""
    if said.start is None:
        return None
    start = said.start.astimezone(UTC)
    return Span(start, said.end.astimezone(UTC) if said.end else start + SLOT)


async def prompt_meant(turn: Turn, text: Text | None) -> Prompt | None:
    """Return the prompt a message answers: the one it replies to in a thread, else the one open when it was typed.

    An older question is answered by its own buttons or in its thread, not by words in passing: whoever writes during
    working hours writes of what they are doing, and in the evening of what was asked last.
    """
    if text is not None and text.reply_to is not None:
        message = await turn.tx.outbox.posted(turn.account, text.reply_to)
        prompt = await turn.tx.diary.prompt_by_key(turn.who, message.key) if message else None
        if prompt is not None:
            return prompt
    prompt = await turn.tx.diary.open_prompt(turn.who)
    answered_for = ANSWERED_AT_WORK_FOR if turn.at in turn.person.plan.window else ANSWERED_BY_WORDS_FOR
    if prompt is None or turn.at - prompt.span.end > answered_for:
        return None
    return await _folded_since(turn) or prompt if turn.at < prompt.span.start else prompt


async def _folded_since(turn: Turn) -> Prompt | None:
    """Return the prompt that was open when something was typed that comes in only now, after a newer one."""
    asked = await turn.tx.diary.prompts(turn.who, Span(turn.at - DAY / 12, turn.at + SLOT))
    folded = (one for one in asked if one.state is PromptState.FOLDED and one.span.start <= turn.at < one.span.end)
    return next(folded, None)


async def gap(turn: Turn, without: Entry | None = None) -> Span:
    """Return the stretch since the last entry, an hour back at the most; inside that entry, the rest of its slot."""
    now = turn.at.replace(second=0, microsecond=0)
    slot = floor_slot(now, turn.person.plan.tz)
    entries = await turn.tx.diary.between(turn.who, Span(now - GAP_REACHES_BACK, slot + SLOT))
    last = [one.span.end for one in entries if without is None or one.id != without.id][-1:]
    if not last:
        return Span(slot, slot + SLOT)
    return Span(last[0], now) if last[0] < now else Span(now, slot + SLOT)
