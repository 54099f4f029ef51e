"""Times as they are typed: which hours and minutes, before anybody asks which day or which half of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import TypeAlias

from bot.domain.slots import read_clock
from bot.grammar.body import DASHES
from bot.grammar.clean import MOMENT
from bot.grammar.language import Language, alternatives
from bot.grammar.lengths import length_of, length_pattern

_NOON, _AFTER_LUNCH = time(12), time(13)
_HALF_DAY = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One end of a stretch: the times of day it can mean, or a moment.

    It is `bare` when it is no more than a number or a meal, and `sure` when it can mean only one time of day; then
    `of_24` says that it can only be read on a clock of 24 hours. The first of two times is the one on such a clock.
    `lunch` says that it names the meal, whose time somebody may have set.
    """

    times: tuple[time, ...] = ()
    moment: datetime | None = None
    bare: bool = False
    sure: bool = True
    of_24: bool = False
    lunch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """`10-11:30`, `from 9 to noon`; bare when it may be two numbers."""

    first: Mark
    last: Mark
    bare: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """`since 1pm`."""

    first: Mark
    bare: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """`until 13`."""

    last: Mark
    bare: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """`at 10`, `@10:30`, or a moment's token alone."""

    first: Mark
    bare: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ago:
    """`last 2 hours`, `1h30 of`: a length that ends now."""

    length: timedelta
    bare: bool = False


Phrase: TypeAlias = Range | Since | Until | At | Ago


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    range: re.Pattern[str]
    since: re.Pattern[str]
    until: re.Pattern[str]
    at: re.Pattern[str]
    ago: re.Pattern[str]


_END = r"(?=[,:;.]?(?:\s|$))[,:;.]?\s?"
_CLOCK = r"\d{1,2}(?:[:.h]\d{2}|h(?!\d))?(?: ?[ap]\.?m\b\.?)?"
_HALVES = re.compile(r"([ap])\.?m\.?$")
_TOKEN = re.compile(r"\D{3,7}(\d{1,12})\D")


@cache
def _patterns(language: Language) -> _Patterns:
    words = alternatives((*language.noon, *language.midnight, *language.now, *language.lunch))
    mark = rf"(?:{MOMENT}|{words}\b|{_CLOCK})"
    at = rf"(?:{alternatives(language.at)} |@ ?)"
    leads = rf"(?P<lead>(?P<between>{alternatives(language.between)} )|{alternatives(language.range_leads)} |{at})?"
    link = rf"(?: ?[{DASHES}]{{1,2}} ?| (?:(?P<both>{language.both})|{alternatives(language.links)}) )"
    length = length_pattern(language)
    return _Patterns(
        range=re.compile(rf"{leads}(?P<first>{mark}){link}(?P<last>{mark}|\?){_END}", re.IGNORECASE),
        since=re.compile(rf"{alternatives(language.since)} (?P<first>{mark}){_END}", re.IGNORECASE),
        until=re.compile(rf"{alternatives(language.until)} (?P<last>{mark}){_END}", re.IGNORECASE),
        at=re.compile(rf"(?:{at}(?P<clock>{mark})|(?P<token>{MOMENT})){_END}", re.IGNORECASE),
        ago=re.compile(
            rf"(?P<back>{alternatives(language.last)} )?{length}(?: {alternatives(language.of)}(?= ))?{_END}",
            re.IGNORECASE,
        ),
    )


def read_phrase(text: str, now: datetime, language: Language) -> tuple[Phrase, int] | None:
    """Return the time that `text` begins with and where it ends, or None."""
    patterns = _patterns(language)
    for pattern, read in (
        (patterns.range, _range),
        (patterns.since, _since),
        (patterns.until, _until),
        (patterns.at, _at),
        (patterns.ago, _ago),
    ):
        found = pattern.match(text)
        phrase = read(found, now, language) if found else None
        if found and phrase:
            return phrase, found.end()
    return None


def _range(found: re.Match[str], now: datetime, language: Language) -> Range | None:
    if found["both"] and not found["between"]:
        return None
    led = found["lead"] is not None
    open_words = {*language.now, *language.lunch}
    if not led and found["first"].casefold() in open_words:
        return None
    first = _mark(found["first"], now, language, starts=True)
    last = Mark(moment=now) if found["last"] == "?" else _mark(found["last"], now, language, starts=False)
    if first is None or last is None or _counts_hours(found["first"], found["last"]):
        return None
    bare = not led and first.bare and last.bare
    return Range(first=_beside(first, last), last=_beside(last, first), bare=bare)


def _beside(mark: Mark, other: Mark) -> Mark:
    """Return `mark` on the clock of the other end: beside a 17 a 9 is nine in the morning."""
    return replace(mark, times=mark.times[:1], sure=True) if other.of_24 and mark.times else mark


def _counts_hours(first: str, last: str) -> bool:
    """Tell whether both ends together count hours (`2-3h`) instead of naming them (`2h-3h`)."""
    return first.isdigit() and last[:1].isdigit() and last[-1] in "hH"


def _since(found: re.Match[str], now: datetime, language: Language) -> Since | None:
    first = _mark(found["first"], now, language, starts=True)
    return Since(first=first, bare=first.bare) if first else None


def _until(found: re.Match[str], now: datetime, language: Language) -> Until | None:
    last = _mark(found["last"], now, language, starts=False)
    return Until(last=last, bare=last.bare) if last else None


def _at(found: re.Match[str], now: datetime, language: Language) -> At | None:
    text = found["clock"] or found["token"]
    if text.casefold() in {*language.now, *language.lunch}:
        return None
    first = _mark(text, now, language, starts=True)
    return At(first=first, bare=first.bare) if first else None


def _ago(found: re.Match[str], _: datetime, language: Language) -> Ago | None:
    if not found["back"] and (found["phrase"] or "").casefold() in language.one_hour:
        return None
    length = length_of(found, language)
    return Ago(length=length) if length else None


def _mark(text: str, now: datetime, language: Language, *, starts: bool) -> Mark | None:
    """Read one end; lunch is from noon to one, unless somebody set it."""
    word = text.casefold()
    if word in language.now:
        return Mark(moment=now)
    if word in language.noon:
        return Mark(times=(_NOON,))
    if word in language.midnight:
        return Mark(times=(time(),))
    if word in language.lunch:
        return Mark(times=(_AFTER_LUNCH if starts else _NOON,), bare=True, sure=False, lunch=True)
    if text.startswith("<"):
        return _token(text)
    return read_mark(text)


def _token(text: str) -> Mark | None:
    found = _TOKEN.match(text)
    try:
        return Mark(moment=datetime.fromtimestamp(int(found[1]), UTC)) if found else None
    except (OverflowError, ValueError, OSError):  # a moment that no calendar knows
        return None


def read_mark(text: str) -> Mark | None:
    """Return the times of day that a clock time (`2`, `14h`, `2:30pm`) can mean, or None when it is none."""
    plain = _HALVES.sub(r"\1m", text.casefold()).removesuffix("h")
    at = read_clock(plain)
    if at is None:
        return None
    bare, half = plain.isdigit(), plain.endswith("m")
    if half or plain.startswith("0") or not 1 <= at.hour <= _HALF_DAY:
        return Mark(times=(at,), bare=bare, of_24=not half and at.hour > _HALF_DAY)
    other = at.replace(hour=(at.hour + _HALF_DAY) % (2 * _HALF_DAY))
    return Mark(times=(at, other), bare=bare, sure=False)
