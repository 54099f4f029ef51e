"""What was done and why, told apart: separators, connectors, and the weak "to" between two halves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.grammar.clean import masked, on_one_line
from bot.grammar.language import Language, alternatives

DASHES = "-‐‑‒–—−"
_DASH = f"[{DASHES}]"
# A dash, arrow or rule stands alone; `|` and `;` (unless it winks) may touch words. An en or em dash that touches words
# on both sides counts only where nothing clearer stands, and never between two numbers.
_CLEAR = (
    rf"(?<![^\s]){_DASH}{{1,2}}(?!\S)|(?<=\s)[–—](?=\S)|(?<=\S)[–—](?=\s)"
    r"|->|=>|→|(?<!\S)//(?!\S)|\|{1,2}|;(?!-?(?:[()]|[DP]\b))|\n"
)
_GLUED = r"(?<=\S)[–—](?=\S)"
_LEADING = re.compile(rf"(?:(?:(?:{_DASH}{{1,2}}|->|=>|→|//|\|{{1,2}}|[•‣◦·;:,])(?:\s|$)|[;,])\s?)*+")
_TRAILING = " \n,;|" + DASHES
_MARKS = ".,;:!?()\"'“”’"
_HALF = 2
_FILLERS = 3
_TRIED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What and why as they were told apart; `weak` when only a "to" stood between them."""

    what: str
    why: str | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    named: re.Pattern[str]
    separators: tuple[re.Pattern[str], ...]
    meant_separators: tuple[re.Pattern[str], ...]
    connector: re.Pattern[str]
    why_drop: re.Pattern[str]
    what_drop: re.Pattern[str]


@cache
def _patterns(language: Language) -> _Patterns:
    conditional = "|".join(
        rf"{alternatives([word])}(?= {alternatives(before)}\b)" for word, before in language.connectors_before
    )
    drop = alternatives(language.why_droppings)
    names = rf"(?P<what>{alternatives(language.what_names)})|(?P<why>{alternatives(language.why_names)})"
    return _Patterns(
        named=re.compile(rf"(?<!\S)(?:{names})\s?:", re.IGNORECASE),
        separators=tuple(re.compile(each) for each in (_CLEAR, _GLUED)),
        meant_separators=tuple(re.compile(rf"(?:{each})(?=\s?{drop}\s)", re.IGNORECASE) for each in (_CLEAR, _GLUED)),
        connector=re.compile(
            rf"(?<=\s)(?:(?:{alternatives(language.connectors)}|{conditional})(?=[\s:,])[:,]?)", re.IGNORECASE
        ),
        why_drop=re.compile(rf"{drop}[\s:,]\s?", re.IGNORECASE),
        what_drop=re.compile(rf"{alternatives(language.what_droppings)}\s", re.IGNORECASE),
    )


def read_body(text: str, language: Language, protect: int = 0) -> Body | None:
    """Tell what and why apart in `text`, or return None when it says nothing.

    Nothing in the first `protect` characters separates: there stand numbers that might have been a time.
    """
    if not protect:
        text = _without_name(without_lead(text), language)
    hidden = "x" * protect + masked(text)[protect:]
    found = _named(text, hidden, language) or _separated(text, hidden, language)
    if found:
        return found
    what = _read_what(text, language)
    return Body(what=what) if any(map(_says, what)) else None


def without_lead(text: str) -> str:
    """Return `text` without the bullets and separators it begins with."""
    found = _LEADING.match(text)
    return text[found.end() :] if found else text


def named_in(text: str, language: Language) -> frozenset[str]:
    """Return which of `what` and `why` the text names with a colon."""
    found = _patterns(language).named.finditer(text)
    return frozenset(name for mark in found for name, value in mark.groupdict().items() if value)


def read_why(text: str, language: Language) -> str:
    """Return a why without what it begins with for nothing: separators, and one leading `to`, `because` or the like."""
    why = without_lead(on_one_line(text)).strip()
    dropped = _patterns(language).why_drop.match(why)
    return without_lead(why[dropped.end() :]) or why if dropped else why


def _read_what(text: str, language: Language) -> str:
    """Return a what without separators around it and without a leading `I'm`, `just` and the like."""
    what = _trimmed(without_lead(on_one_line(text)))
    for _ in range(_FILLERS):
        found = _patterns(language).what_drop.match(what)
        if not found:
            break
        what = what[found.end() :]
    return what


def _trimmed(text: str) -> str:
    """Return `text` without trailing separators, unless it is nothing else."""
    return text.rstrip(_TRAILING) or text


def _two(what: str, why: str, language: Language, *, weak: bool = False) -> Body | None:
    """Return both halves, or None where one of them says nothing."""
    what, why = _read_what(what, language), _trimmed(read_why(why, language))
    if not any(map(_says, what)) or not any(map(_says, why)):
        return None
    return Body(what=what, why=why, weak=weak)


def _says(character: str) -> bool:
    return not character.isspace() and character not in _TRAILING


def _without_name(text: str, language: Language) -> str:
    """Return `text` without the `what:` it begins with, when no `why:` follows."""
    names = _patterns(language).named
    first = names.match(text)
    if first and first["what"] and not names.search(text, first.end()):
        return text[first.end() :].strip() or text
    return text


def _named(text: str, hidden: str, language: Language) -> Body | None:
    """Read `what: A why: B`, in either order, or `A why: B`; what stands before both belongs to the what."""
    found = list(_patterns(language).named.finditer(hidden))
    what = next((mark for mark in found if mark["what"]), None)
    why = next((mark for mark in found if mark["why"]), None)
    if why is None:
        return None
    if what is None:
        return _two(text[: why.start()], text[why.end() :], language)
    if what.start() < why.start():
        before, said, reason = text[: what.start()], text[what.end() : why.start()], text[why.end() :]
    else:
        before, said, reason = text[: why.start()], text[what.end() :], text[why.end() : what.start()]
    return _two(f"{before.strip()} {said.strip()}", reason, language)


def _separated(text: str, hidden: str, language: Language) -> Body | None:
    """Split at a separator, the one that a "to" or "because" follows before all others; else at a connector."""
    patterns = _patterns(language)
    places: list[re.Match[str]] = []
    for separator, meant in zip(patterns.separators, patterns.meant_separators, strict=True):
        places += islice(meant.finditer(hidden), 1)
        marks = (mark for mark in separator.finditer(hidden) if not _between_numbers(hidden, mark))
        places += islice(marks, _TRIED)
    places += islice(patterns.connector.finditer(hidden), _TRIED)
    halves = (_two(text[: mark.start()], text[mark.end() :], language) for mark in places)
    return next(filter(None, halves), None) or _weakly(text, language)


def _between_numbers(text: str, mark: re.Match[str]) -> bool:
    """Tell whether a separator touches a digit on both sides."""
    around = text[max(mark.start() - 1, 0)], text[mark.end() : mark.end() + 1]
    return all(character.isdigit() for character in around)


def _weakly(text: str, language: Language) -> Body | None:
    """Split at the first "to" that can stand between a doing and its purpose: two words or more on each side."""
    words = list(re.finditer(r"\S+", text))
    for number in range(_HALF, len(words) - _HALF):
        here = words[number]
        if here[0].casefold() == language.weak and _joins(words[number - 1][0], words[number + 1][0], language):
            return _two(text[: here.start()], text[here.end() :], language, weak=True)
    return None


def _joins(before: str, after: str, language: Language) -> bool:
    """Tell whether a "to" between these words can mean a purpose: not after `talking`, not before a name or `the`."""
    before, follows = before.strip(_MARKS).casefold(), after.strip(_MARKS).casefold()
    begins_like_a_verb = after[0].isalpha() and not after[0].isupper()
    return begins_like_a_verb and before not in language.weak_not_after and follows not in language.weak_not_before
