"""A reply in free text understood: the first rule that matches wins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain

from bot.domain.manners import CORRECTION_WITHIN
from bot.grammar.body import named_in, read_why
from bot.grammar.clean import clean, clean_table
from bot.grammar.command import near_command, read_bare, read_prefixed
from bot.grammar.dates import read_until
from bot.grammar.entry import Reading, begins_with_range, read_entry
from bot.grammar.language import ENGLISH, Language, alternatives
from bot.grammar.reply import (
    Context,
    Entries,
    Flag,
    Help,
    Nothing,
    Pause,
    Reply,
    Run,
    Same,
    Skip,
    Substitute,
    Undo,
    Why,
)
from bot.grammar.times import Moment

MOST_IN_A_BATCH = 100
_SUBSTITUTE = re.compile(r"s/([^/\n]+)/([^\n]*)", re.IGNORECASE)
_SUBSTITUTE_ENDS = re.compile(r"/[gi]{0,2}$")
_BULLET = re.compile(r"[*•‣◦·\-–—] ")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    fix: re.Pattern[str]
    meant: re.Pattern[str]
    actually: re.Pattern[str]
    why: re.Pattern[str]


@cache
def _patterns(language: Language) -> _Patterns:
    names, connectors = alternatives(language.why_names), alternatives(language.connectors)
    return _Patterns(
        fix=re.compile(rf"{alternatives(language.fix)}(?:(?P<colon>\s?:)\s?|\s)", re.IGNORECASE),
        meant=re.compile(rf"{alternatives(language.meant)}\s?:?\s(?!{language.weak}\s)", re.IGNORECASE),
        actually=re.compile(rf"{alternatives(language.actually)}\s?[,:]?\s", re.IGNORECASE),
        why=re.compile(rf"(?:{names}\s?:|(?:{names}|{connectors})[\s,:])\s?", re.IGNORECASE),
    )


def understand(text: str, context: Context, language: Language = ENGLISH) -> Reply:
    """Return what `text` means; every text means something, an empty one `Nothing`.

    The times in the result are in the context's zone, except where its clock goes back between a start and its end:
    those are in UTC. The what is empty only in a correction that names a new time and nothing else.
    """
    words = clean(text)
    if not words:
        return Nothing()
    table = clean_table(text) if "\t" in text else words
    if (command := read_prefixed(table)) is not None:
        return Run(command)
    if (keyword := _keyword(words, context, language)) is not None:
        return keyword
    if (command := read_bare(table, context.paths, language)) is not None:
        return Run(command)
    typed = Moment.of(context.now, context.tz, context.lunch)
    return (
        _correction(words, context, typed, language)
        or _why(words, context, typed, language)
        or _batch(words, typed, language)
        or _entry(words, context, typed, language)
        or Nothing()
    )


def _keyword(words: str, context: Context, language: Language) -> Reply | None:
    """Read a message that is nothing but a keyword; a pause may say until when."""
    word = words.casefold()
    word = word.rstrip("!.") or word
    whole: tuple[tuple[frozenset[str], Reply], ...] = (
        (language.help, Help()),
        (language.same, Same()),
        (language.skip, Skip()),
        (language.undo, Undo()),
        (language.pause, Pause(None)),
    )
    for keywords, reply in whole:
        if word in keywords:
            return reply
    first, _, rest = word.partition(" ")
    if first not in language.pause:
        return None
    until = read_until(rest, context.now, context.tz, language, context.lunch)
    return Pause(until) if until else None


def _correction(words: str, context: Context, typed: Moment, language: Language) -> Reply | None:
    """Read what puts the last entry right.

    `fix`, `edit` and `correct` are also what people do all day: without a colon or a time they correct only soon after
    an entry, as `actually` does always.
    """
    if found := _SUBSTITUTE.fullmatch(words):
        return Substitute(old=found[1], new=_SUBSTITUTE_ENDS.sub("", found[2]))
    patterns = _patterns(language)
    soon = context.last_entry_at is not None and context.now - context.last_entry_at <= CORRECTION_WITHIN
    if found := patterns.fix.match(words):
        reading = read_entry(words[found.end() :], typed, language, partial=True)
        return _fixed(reading) if reading and (soon or found["colon"] or reading.clocked) else None
    found = patterns.meant.match(words) or (patterns.actually.match(words) if soon else None)
    if found:
        return _fixed(read_entry(words[found.end() :], typed, language, partial=True))
    if words[0] == "*" and "*" not in {words[1:2], words[-1]} and "\n" not in words:
        return _fixed(read_entry(words[1:].strip(), typed, language, partial=True))
    return None


def _fixed(reading: Reading | None) -> Entries | None:
    """Mark an entry as a correction: a why it does not name stays as it was."""
    if reading is None:
        return None
    return Entries(
        entries=(reading.said,),
        flags=(reading.flags - {Flag.ASK_WHY}) | {Flag.FIX},
        rests=reading.rests,
        plain=reading.plain,
    )


def _why(words: str, context: Context, typed: Moment, language: Language) -> Why | None:
    """Read a why alone: after `because` and the like, or any words while a why is awaited."""
    named = named_in(words, language)
    found = _patterns(language).why.match(words)
    if found and "what" not in named and (why := read_why(words[found.end() :], language)):
        return Why(why)
    if not context.why_awaited or named or begins_with_range(words, typed, language):
        return None
    why = read_why(words, language)
    return Why(why) if why else None


def _batch(words: str, typed: Moment, language: Language) -> Entries | None:
    """Read two or more lines that are each an entry with its clock time."""
    lines = words.split("\n", MOST_IN_A_BATCH)
    if not 1 < len(lines) <= MOST_IN_A_BATCH:
        return None
    readings: list[Reading] = []
    for line in lines:
        bullet = _BULLET.match(line)
        reading = read_entry(line[bullet.end() :] if bullet else line, typed, language)
        if reading is None or not reading.clocked or reading.said.start is None:
            return None
        readings.append(reading)
    return Entries(
        entries=tuple(reading.said for reading in readings),
        flags=frozenset(chain.from_iterable(reading.flags for reading in readings)),
        rests=any(reading.rests for reading in readings),
    )


def _entry(words: str, context: Context, typed: Moment, language: Language) -> Entries | None:
    reading = read_entry(words, typed, language)
    if reading is None:
        return None
    return Entries(
        entries=(reading.said,),
        flags=reading.flags,
        rests=reading.rests,
        command=None if reading.opened else near_command(words, context.paths),
        plain=reading.plain,
    )
