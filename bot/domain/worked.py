"""The hours worked in a week, and those of them after the day's end or on a day off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.diary import Entry, Kind, within
from bot.domain.goals import end_of
from bot.domain.slots import DAY, DAYS_IN_WEEK, Span, Window, at_local, week_span

_DAWN = time(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """How long was worked, and how much of it late: after the end of a working day; and on days off."""

    total: timedelta
    late: timedelta
    off: timedelta


def worked(window: Window, monday: date, entries: Sequence[Entry]) -> Worked:
    """Sum what was recorded in a week, breaks left out.

    A day lasts until dawn: the small hours belong to the evening before them, unless its person begins as early.
    """
    week = week_span(monday, window.tz)
    spans = [one.span for one in within(week, entries) if one.kind is not Kind.BREAK]
    late = off = timedelta()
    for number in range(-1, DAYS_IN_WEEK):
        day = monday + number * DAY
        works = window.works_on(day)
        start, end = end_of(window, day) if works else _dawn(window, day), _dawn(window, day + DAY)
        if start >= end:
            continue
        spent = sum((span.overlap(Span(start, end)) for span in spans), timedelta())
        late, off = (late + spent, off) if works else (late, off + spent)
    return Worked(total=sum((span.length for span in spans), timedelta()), late=late, off=off)


def _dawn(window: Window, day: date) -> datetime:
    return at_local(day, min(_DAWN, window.hours.start), window.tz)
