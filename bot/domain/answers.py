"""Which answers a person is likely to give now, from what they did: recently, at this hour, after the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.domain.diary import Done, Pair

OFFERED_FROM = timedelta(days=60)
MOST_LOOKED_AT = 1_000

# What a time that something was begun counts for, measured on the diaries of `tests/bench`: as one, and so much more.
_AT_THIS_HOUR = 8.0
_AND_ON_THIS_WEEKDAY = 15.0
_AFTER_THE_SAME = 6.0
_TODAY = 20.0
_NEAR = 0.5  # half an hour away
_HALF_LIFE = timedelta(days=14)
_FOLLOWS_WITHIN = timedelta(hours=2)

_NEAR_MINUTES = 30


def likely_answers(done: Sequence[Done], before: Pair | None, at: datetime, zone: ZoneInfo) -> list[Pair]:
    """Return the pairs of `done`, the likeliest to be begun at `at` first; `before`, which goes on, is left out."""
    local = at.astimezone(zone)
    today, weekday, minute = local.date(), local.weekday(), local.hour * 60 + local.minute
    now, fades = at.timestamp(), _HALF_LIFE.total_seconds()
    counts: dict[Pair, float] = {}
    for follows, one in _begun(done):
        start = one.start.astimezone(zone)
        away = abs(start.hour * 60 + start.minute - minute)
        counted = 1.0
        if away <= _NEAR_MINUTES:
            hour = _AT_THIS_HOUR + _AND_ON_THIS_WEEKDAY * (start.weekday() == weekday)
            counted += hour * (_NEAR if away else 1)
        if follows is not None and follows == before:
            counted += _AFTER_THE_SAME
        counted *= 0.5 ** ((now - one.start.timestamp()) / fades)
        counts[one.pair] = counts.get(one.pair, 0.0) + counted + _TODAY * (start.date() == today)
    return sorted((pair for pair in counts if pair != before), key=lambda pair: -counts[pair])


def _begun(done: Sequence[Done]) -> Iterable[tuple[Pair | None, Done]]:
    """Yield what was begun, without what only went on, and what it came right after."""
    if done:
        yield None, done[0]
    for earlier, later in pairwise(done):
        if later.pair != earlier.pair:
            yield (earlier.pair if later.start - earlier.start <= _FOLLOWS_WITHIN else None), later
