"""One entry: a day, a time, tags, what and why, a length, in this order and all but the what left out at will."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.domain.slots import Span, in_reach
from bot.grammar.body import Body, read_body, without_lead
from bot.grammar.dates import take_day
from bot.grammar.language import Language
from bot.grammar.lengths import cut_length
from bot.grammar.phrases import Ago, At, Phrase, Range, read_phrase
from bot.grammar.reply import Flag, Said
from bot.grammar.times import Meant, Moment, settle

_BEHIND_TIME = " \n,:;."
_TAG = re.compile(r"#([\w-]{1,50})(?:\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An entry as it was read.

    `opened` when a day or a time stands before its what; `clocked` when that is a clock time and not a mere length.
    """

    said: Said
    flags: frozenset[Flag]
    opened: bool = True
    clocked: bool = False
    rests: bool = False
    plain: Said | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    """What an entry begins with: the day and its word; in the rest its time, which ends before `stop`."""

    day: date | None
    word: str
    rest: str
    phrase: Phrase | None
    stop: int

    @property
    def numbers(self) -> int:
        """Return where the time itself ends, without the marks and the space behind it."""
        return len(self.rest[: self.stop].rstrip(_BEHIND_TIME))


def read_entry(text: str, typed: Moment, language: Language, *, partial: bool = False) -> Reading | None:
    """Read `text` as one entry, or return None when it says nothing.

    A time, a day or tags with nothing behind them are the what, unless `partial`: then the what is empty.
    """
    text = without_lead(text)
    opening = _open(text, typed, language)
    if opening.phrase and (timed := _timed(opening, opening.phrase, typed, language, partial=partial)):
        return timed
    if opening.day and opening.word not in language.verbs:
        return _on_a_day(opening, typed, language)
    return _untimed(text, len(text) - len(opening.rest) + opening.numbers if opening.stop else 0, typed, language)


def begins_with_range(text: str, typed: Moment, language: Language) -> bool:
    """Tell whether `text` begins with a stretch of time, after a day or not."""
    opening = _open(text, typed, language)
    if not isinstance(opening.phrase, Range):
        return False
    return not opening.phrase.bare or settle(opening.phrase, opening.day, None, typed) is not None


def _open(text: str, typed: Moment, language: Language) -> _Opening:
    day, word = take_day(text, typed.today, language) or (None, "")
    rest = text[len(word) :].lstrip(",: \n") if word else text
    phrase, stop = read_phrase(rest, typed.now, language) or (None, 0)
    return _Opening(day=day, word=word, rest=rest, phrase=phrase, stop=stop)


def _timed(opening: _Opening, phrase: Phrase, typed: Moment, language: Language, *, partial: bool) -> Reading | None:
    """Read an entry with its time, or return None when its numbers are no time after all."""
    text, length = cut_length(opening.rest[opening.stop :], language) if isinstance(phrase, At) else (None, None)
    tags, text = _tags(opening.rest[opening.stop :] if text is None else text)
    body = read_body(text, language) or (Body(what="") if partial else None)
    meant = settle(phrase, opening.day, length, typed)
    if body is None or (meant is None and (phrase.bare or isinstance(phrase, Ago))):
        return None
    said = _said(body, tags, meant.span if meant else None, typed, language, day=None if meant else opening.day)
    plain = None
    if meant and meant.guess:
        words = read_body(opening.rest[: opening.stop] + text, language, protect=opening.numbers)
        plain = _said(words, tags, None, typed, language) if words else None
    return Reading(
        said=said,
        flags=_flags(body, said, meant) | (frozenset() if meant else {Flag.ASK_TIME}),
        clocked=not isinstance(phrase, Ago),
        rests=meant is not None and meant.rests,
        plain=plain,
    )


def _on_a_day(opening: _Opening, typed: Moment, language: Language) -> Reading | None:
    """Read an entry that names a day but no time on it."""
    tags, text = _tags(opening.rest)
    body = read_body(text, language, protect=0 if tags else opening.numbers)
    if body is None:
        return None
    said = _said(body, tags, None, typed, language, day=opening.day)
    return Reading(said=said, flags=_flags(body, said, None) | {Flag.ASK_TIME})


def _untimed(text: str, protect: int, typed: Moment, language: Language) -> Reading | None:
    """Read an entry without a time, which may still end with how long it took."""
    text, length = cut_length(text, language)
    tags, text = _tags(text)
    body = read_body(text, language, protect=0 if tags else min(protect, len(text)))
    if body is None:
        return None
    meant = settle(Ago(length=length), None, None, typed) if length else None
    said = _said(body, tags, meant.span if meant else None, typed, language)
    return Reading(said=said, flags=_flags(body, said, meant), opened=False)


def _tags(text: str) -> tuple[tuple[str, ...], str]:
    """Return the tags that `text` begins with, and what follows; when nothing follows, none of them is one."""
    tags: list[str] = []
    position = 0
    while (found := _TAG.match(text, position)) and not found[1].isdigit():
        tags.append(found[1])
        position = found.end()
    rest = text[position:]
    return (tuple(tags), rest) if rest.strip() else ((), text)


def _said(
    body: Body, tags: tuple[str, ...], span: Span | None, typed: Moment, language: Language, day: date | None = None
) -> Said:
    start, end = _local(span, typed) if span else (None, None)
    is_break = body.what.casefold().rstrip(".!") in language.breaks
    return Said(
        what=body.what,
        why=body.why,
        start=start,
        end=end,
        is_break=is_break,
        tags=tags,
        day=day if day and in_reach(day) else None,
    )


def _local(span: Span, typed: Moment) -> tuple[datetime, datetime]:
    """Return both ends in the person's zone, or in UTC where the clock went back between them.

    Python compares two moments of one zone by their clocks, which then would end the stretch before it begins.
    """
    start, end = span.start.astimezone(typed.tz), span.end.astimezone(typed.tz)
    return (start, end) if start < end else (span.start.astimezone(UTC), span.end.astimezone(UTC))


def _flags(body: Body, said: Said, meant: Meant | None) -> frozenset[Flag]:
    holds = {
        Flag.ASK_WHY: body.why is None and not said.is_break,
        Flag.WEAK_WHY: body.weak,
        Flag.GUESS: meant is not None and meant.guess,
        Flag.FUTURE: meant is not None and meant.future,
    }
    return frozenset(flag for flag, is_so in holds.items() if is_so)
