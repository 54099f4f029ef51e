"""When an appointment is to be, as people type it: `tue 15:00`, `tomorrow at 3pm for 45m`, `24 nov 15-16`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.appointments import LONGEST, SHORTEST
from bot.domain.slots import DAY, Span, at_local, in_reach
from bot.grammar.body import DASHES
from bot.grammar.dates import read_day
from bot.grammar.language import ENGLISH, Language
from bot.grammar.lengths import cut_length, read_length
from bot.grammar.phrases import Mark, read_mark
from bot.grammar.times import LIKELY_HOURS

_LONGEST_TEXT = 80
_CLOCK = r"[0-9]{1,2}(?:[:.h][0-9]{2}|h)?(?: ?[ap]\.?m\.?)?|noon|midday"
_TIMES = rf"(?P<at>at |@ ?)?(?P<first>{_CLOCK})(?: ?(?:[{DASHES}]{{1,2}}|to|till|until) ?(?P<last>{_CLOCK}))?"
_DAY_FIRST = re.compile(rf"(?:(?:on )?(?P<day>(?!at |from |@)\S.*?),? )?(?:from )?{_TIMES}")
_TIME_FIRST = re.compile(rf"{_TIMES},? (?:on )?(?P<day>\S.*)")
_ISO_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})t(?=[0-9]{2}:)")
_LENGTH_LAST = re.compile(r"(.+?),? (\S+(?: ?(?:m|min|mins|minutes|h|hours?))?)")
_NOON = "12pm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """When an appointment is to be, in UTC: whether that is to come is another question.

    It `says_how_long` when its length was named.
    """

    span: Span
    says_how_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What was named: a day and one or two times of it, or how long from now; and a length."""

    day: date | None = None
    first: Mark | None = None
    last: Mark | None = None
    after: timedelta | None = None
    length: timedelta | None = None


def names_time(text: str, today: date, language: Language = ENGLISH) -> bool:
    """Tell whether `text` names the time of an appointment."""
    return _read(text, today, language) is not None


def read_booking(
    text: str, now: datetime, tz: ZoneInfo, usual: timedelta, language: Language = ENGLISH
) -> Booking | None:
    """Return the time that `text` names, `usual` long where it does not say how long, or None.

    Of two readings of a time the one that is to come is taken, then the one between 07 and 19.
    """
    today = now.astimezone(tz).date()
    said = _read(text, today, language)
    if said is None:
        return None
    length = said.length or usual
    if said.after is not None:
        start = (now + said.after).astimezone(UTC).replace(second=0, microsecond=0)
        return Booking(span=Span(start, start + length), says_how_long=said.length is not None)
    spans = _spans(said, today, length, tz)
    if not spans:
        return None
    best = min(spans, key=lambda span: (span.start <= now, not _is_likely(span.start, tz), span.length))
    return Booking(span=best, says_how_long=said.length is not None or said.last is not None)


def _spans(said: _Said, today: date, length: timedelta, tz: ZoneInfo) -> list[Span]:
    """Return every stretch that can be meant."""
    day = said.day or today
    starts = [at_local(day, at, tz) for at in (said.first.times if said.first else ())]
    if said.last is None:
        return [Span(start, start + length) for start in starts]
    ends = [at_local(each, at, tz) for each in (day, day + DAY) for at in said.last.times]
    return [Span(start, end) for start in starts for end in ends if SHORTEST <= end - start <= LONGEST]


def _is_likely(moment: datetime, tz: ZoneInfo) -> bool:
    return LIKELY_HOURS[0] <= moment.astimezone(tz).time() <= LIKELY_HOURS[1]


# --- what was named ---------------------------------------------------------------------------------------------------


def _read(text: str, today: date, language: Language) -> _Said | None:
    """Read a day and a time, whole or without the length at its end."""
    words = " ".join(text.casefold().split()) if len(text) <= _LONGEST_TEXT else ""
    words = _ISO_TIME.sub(r"\1 ", words)
    if said := _named(words, today, language):
        return said
    for rest, length in (cut_length(words, language), _length_last(words, language)):
        if length is not None and SHORTEST <= length <= LONGEST and (said := _named(rest, today, language)):
            return None if said.last else _Said(day=said.day, first=said.first, after=said.after, length=length)
    return None


def _length_last(words: str, language: Language) -> tuple[str, timedelta | None]:
    """Take a length off the end that nothing introduces: `tue 15:00 45m`."""
    found = _LENGTH_LAST.fullmatch(words)
    return (found[1], read_length(found[2], language)) if found else (words, None)


def _named(words: str, today: date, language: Language) -> _Said | None:
    lead, _, rest = words.partition(" ")
    if lead == "in" and (after := read_length(rest, language)):
        return _Said(after=after)
    for pattern in (_DAY_FIRST, _TIME_FIRST):
        found = pattern.fullmatch(words)
        if found and (said := _of(found, today)):
            return said
    return None


def _of(found: re.Match[str], today: date) -> _Said | None:
    first = _mark(found["first"])
    last = _mark(found["last"]) if found["last"] else None
    day = _day(found["day"], today) if found["day"] else None
    if first is None or (found["last"] and last is None) or (found["day"] and day is None):
        return None
    if day is None and first.bare and not found["at"] and last is None:
        return None
    return _Said(day=day, first=first, last=last)


def _mark(text: str) -> Mark | None:
    return read_mark(_NOON if text in {"noon", "midday"} else text)


def _day(text: str, today: date) -> date | None:
    """Return the day that is named; one that is past is one, too, so that it can be said that it is."""
    if text == ENGLISH.yesterday:
        return today - DAY
    try:
        past = date.fromisoformat(text) if text[:4].isdecimal() else None
    except ValueError:
        past = None
    return read_day(text, today) or (past if past and in_reach(past) else None)
