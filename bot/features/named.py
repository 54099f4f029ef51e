"""Stretches of time and entries as buttons and forms name them; what comes back may come from anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.diary import Entry
from bot.domain.slots import DAY, Span
from bot.feature import Turn, row_id

FILL = "diary.fill"
PERSON = "prospect.person"
NUDGE = "outreach"
REPLY = "reply"
BUILT = "goal.built"
AFTER = "after"
LATER = "later"
_FARTHEST = 400 * DAY


def slot_context(start: datetime) -> str:
    """Name a stretch in a button or a form by its start."""
    return f"s{int(start.timestamp()) // 60}"


def slot_from(context: str, turn: Turn) -> datetime | None:
    """Return the start that `slot_context` named; None for anything else."""
    minute = row_id(context.removeprefix("s"))
    if minute is None or abs(minute - int(turn.now.timestamp()) // 60) > _FARTHEST / timedelta(minutes=1):
        return None
    return datetime.fromtimestamp(minute * 60, tz=UTC)


def fill_value(span: Span) -> str:
    """Name a stretch in the value of a *Fill in* button."""
    return f"{slot_context(span.start)}.{slot_context(span.end)}"


def fill_span(value: str, turn: Turn) -> Span | None:
    """Return the stretch that `fill_value` named; None for anything else, and for more than a day."""
    start_text, _, end_text = value.partition(".")
    start, end = slot_from(start_text, turn), slot_from(end_text, turn)
    if start is None or end is None or not start < end <= start + DAY:
        return None
    return Span(start, end)


async def entry_named(turn: Turn, context: str) -> Entry | None:
    """Return the entry that a context or a button's value names, if it is the person's."""
    entry_id = row_id(context.removeprefix("e"))
    return await turn.tx.diary.get(turn.who, entry_id) if entry_id else None
