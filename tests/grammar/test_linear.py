"""Long messages take steps in proportion to their length, whatever is in them: counted, not timed."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest

import bot.grammar
from bot.grammar.language import ENGLISH
from tests.grammar.reading import replied

NASTY = (
    *("a", " ", "a ", "-", " - ", "- ", "—", "a—", ";", "a|", "\n", "a\n", "<", "<a", "<t:", "<!date^1^", ">", "&amp;"),
    *("&", "1", "1-", "10-11 ", "10-11\n", "10:00-11:00 a - b\n", "#a ", "#", "a:b ", 'a:"b ', "a:“b ", '"', "/", "s/"),
    *("because ", "to ", "a b to ", "so i ", "since it ", "what: ", "why: ", "what: why: ", "fix: ", "no, ", "* "),
    *(
        "just ",
        "i'm ",
        "yesterday ",
        "fri ",
        "1h ",
        "for 1h ",
        "(1h) ",
        "call log ",
        "pause ",
        "!",
        "http://",
        "é",
        "👩‍💻",
    ),
    *("in order ", "so that ", "1 hour and ", "half an ", "\u200b", "\u200f", "\ud83d", "10 - 11 - ", "2026-11-24 "),
)
HEADS = (
    "",
    "yesterday 10-11 ",
    "call x:y ",
    "s/",
    "fix: ",
    "why ",
    "<!date^1^",
    "what: a ",
    "pause until ",
    "10-11 - ",
)


def steps(text: str) -> int:
    """Return how many lines of the grammar run for `text`."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401 - as sys.settrace has it
        nonlocal count
        if "/bot/grammar/" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        replied(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("head", HEADS)
def test_twice_the_length_takes_at_most_twice_the_steps(head: str) -> None:
    for piece in NASTY:
        replied(head + piece)  # tables that are made once are made
        short, long = (steps(head + piece * (size // len(piece))) for size in (2_000, 4_000))
        assert long <= 2 * short + 200, (piece, short, long)


@pytest.mark.parametrize("piece", NASTY)
def test_a_long_message_takes_few_steps_for_each_character(piece: str) -> None:
    assert steps((piece * 8_000)[:8_000]) < 8_000 * 12


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield every pattern of the grammar with the name of its module."""
    for module in pkgutil.iter_modules(bot.grammar.__path__):
        names = vars(importlib.import_module(f"bot.grammar.{module.name}"))
        for name, value in names.items():
            made = value(ENGLISH) if name in {"_patterns", "_day_word"} else value
            fields = (
                [getattr(made, field.name) for field in dataclasses.fields(made)]
                if dataclasses.is_dataclass(made) and not isinstance(made, type)
                else made
            )
            for each in fields if isinstance(fields, list | tuple) else [fields]:
                if isinstance(each, re.Pattern):
                    yield f"{module.name}.{name}", each


def repeats(parsed: Any, *, inside: bool = False) -> Iterator[tuple[bool, bool, bool]]:  # noqa: ANN401 - Python's own tree
    """Yield for each endless repetition whether it lies in another repetition, and whether it repeats one character."""
    for operation, argument in parsed:
        name = str(operation)
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            _, most, body = argument
            if most > 1_000_000:
                yield inside, len(body) == 1 and str(body[0][0]) in ONE_CHARACTER, name == "POSSESSIVE_REPEAT"
            yield from repeats(body, inside=inside or most > 1)
        elif name == "SUBPATTERN":
            yield from repeats(argument[3], inside=inside)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from repeats(branch, inside=inside)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            yield from repeats(argument[1], inside=inside)


ONE_CHARACTER = {"LITERAL", "NOT_LITERAL", "IN", "ANY", "CATEGORY"}


def blows_up(pattern: str) -> bool:
    """Tell whether a pattern repeats something endlessly that can be matched in more than one way."""
    parser = importlib.import_module("re._parser")  # the only way to look into a pattern
    found = list(repeats(parser.parse(pattern)))
    return any(nested or not (simple or possessive) for nested, simple, possessive in found)


def test_no_pattern_repeats_what_can_be_matched_in_many_ways() -> None:
    found = dict(patterns())

    assert len(found) > 10
    assert [name for name, pattern in patterns() if blows_up(pattern.pattern)] == []
    assert [blows_up(bad) for bad in (r"(a+)+", r"(?:ab|a)*c", r"(?:\w*\s)*")] == [True, True, True]
    assert [blows_up(good) for good in (r"a+b", r"(?:ab)*+c", r"(?:a{1,3}){2}")] == [False, False, False]
