"""Which month is meant, and how long it is."""

from __future__ import annotations

import re
from datetime import date, time
from zoneinfo import ZoneInfo

from bot.domain.slots import DAY, Span, at_local, in_reach

_MONTH_NAME = re.compile(r"(\d{4})-(\d{1,2})")


def month_name(first: date) -> str:
    """Return the ISO name of the month that begins on `first`: `2026-11`."""
    return f"{first.year}-{first.month:02}"


def read_month(text: str, today: date) -> date | None:
    """Return the first day of the month in `text` (`2026-11`, `last`, `this`), or None."""
    this = today.replace(day=1)
    words = text.strip().casefold().removesuffix("month").strip()
    if words in {"", "this"}:
        return this
    if words == "last":
        return (this - DAY).replace(day=1)
    found = _MONTH_NAME.fullmatch(words)
    try:
        first = date(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        return None
    return first if first and in_reach(first) else None


def month_span(first: date, tz: ZoneInfo) -> Span:
    """Return the local month that begins on `first` as a stretch of UTC."""
    return Span(at_local(first, time(), tz), at_local(month_end(first) + DAY, time(), tz))


def month_end(first: date) -> date:
    """Return the last day of the month that begins on `first`."""
    return (first.replace(day=28) + 4 * DAY).replace(day=1) - DAY
