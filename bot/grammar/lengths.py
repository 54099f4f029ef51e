"""Lengths of time as people type them: `2h`, `1.5h`, `1h30`, `1h 30m`, `45 min`, `half an hour`."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

from bot.grammar.language import Language, alternatives

LONGEST = timedelta(hours=16)
_TAIL = 60


def length_pattern(language: Language) -> str:
    """Return the pattern of a length, in the groups `phrase`, `hours`, `odd`, `more` and `minutes`."""
    hours, minutes = alternatives(language.hours), alternatives(language.minutes)
    phrases = alternatives([*(words for words, _ in language.lengths), *language.one_hour])
    return (
        rf"(?:(?P<phrase>{phrases})"
        rf"|(?P<hours>\d{{1,3}}(?:[.,]\d{{1,2}})?) ?{hours}"
        rf"(?:(?P<odd>\d{{2}})(?:min|m)?|(?: {language.both})? (?P<more>\d{{1,2}})(?: ?{minutes}|m))?"
        rf"|(?P<minutes>\d{{1,3}})(?: ?{minutes}|m|['’])"
        r")(?!\w)"
    )


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    length = length_pattern(language)
    lasting = alternatives(language.lasting)
    return (
        re.compile(length, re.IGNORECASE),
        re.compile(rf"(?P<opens>\s?\(|,\s?|\s{lasting}\s){length}(?P<closes>\)?)[.!]?$", re.IGNORECASE),
    )


def length_of(found: re.Match[str], language: Language, longest: timedelta = LONGEST) -> timedelta | None:
    """Return the length in a match of the pattern, or None when it is nothing or more than `longest`."""
    if found["phrase"]:
        minutes = float(dict(language.lengths).get(found["phrase"].casefold(), 60))
    elif found["hours"]:
        minutes = float(found["hours"].replace(",", ".")) * 60 + int(found["odd"] or found["more"] or 0)
    else:
        minutes = float(found["minutes"])
    length = timedelta(minutes=round(minutes))
    return length if timedelta() < length <= longest else None


def read_length(text: str, language: Language, longest: timedelta = LONGEST) -> timedelta | None:
    """Return the length that `text` is, up to `longest`, or None."""
    found = _patterns(language)[0].fullmatch(text.strip())
    return length_of(found, language, longest) if found else None


def cut_length(text: str, language: Language) -> tuple[str, timedelta | None]:
    """Return `text` without the length it ends with, and that length: `(1h)`, `, 45m`, `for 2 hours`."""
    begins = max(len(text) - _TAIL, 0)
    found = _patterns(language)[1].search(text[begins:])
    if not found or (found["opens"].strip() == "(") != bool(found["closes"]):
        return text, None
    length = length_of(found, language)
    before = text[: begins + found.start()]
    return (before, length) if length and before.strip() else (text, None)
