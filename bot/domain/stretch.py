"""Some days of a diary: how much of them is noted, and what a time in them comes to in a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.diary import Coverage, Entry, coverage
from bot.domain.slots import DAY, INSTANT, Span, Window, day_span
from bot.domain.week import slots_so_far

TOLD_AFTER = 14 * DAY
ENOUGH_COVERED = 0.5
MONTH = timedelta(days=365.25 / 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some whole local days, the last one as far as it has come, and how many of their working slots are noted."""

    span: Span
    days: int
    coverage: Coverage

    @property
    def bears(self) -> bool:
        """Tell whether a month can be told from it: two weeks or more, half of their working slots or more."""
        return self.days * DAY >= TOLD_AFTER and self.coverage.share >= ENOUGH_COVERED

    def monthly(self, time: timedelta) -> timedelta | None:
        """Return what `time` comes to in a month; None where that can't be told."""
        return time * (MONTH / (self.days * DAY)) if self.bears else None


def stretch_of(
    window: Window, first: date, last: date, since: datetime | None, now: datetime, entries: Sequence[Entry]
) -> Stretch:
    """Return the days from `first` to `last`, up to `now`, for somebody who started at `since`."""
    days = [day_span(first + number * DAY, window.tz) for number in range((last - first).days + 1)]
    filled = slots = 0
    for day in days:  # each with its own entries: most of them lie on other days
        there = [one for one in entries if one.span.overlap(day)]
        covered = coverage(slots_so_far(window, day, since, now), there)
        filled, slots = filled + covered.filled, slots + covered.slots
    end = max(min(days[-1].end, now), days[0].start + INSTANT)
    return Stretch(span=Span(days[0].start, end), days=len(days), coverage=Coverage(filled=filled, slots=slots))
