"""What a door says, as whoever reads it has it before them: plain words, part by part; and how the doors differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from textwrap import wrap
from typing import TypeAlias

TERMINAL, SLACK, DISCORD = DOORS = ("terminal", "Slack", "Discord")
SAYS, CHANGES, OPENS = "says", "changes", "opens"
_WIDTH = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is read: what it is, and its words."""

    what: str
    words: str


Parts: TypeAlias = tuple[Part, ...]


@dataclass(slots=True)
class Said:
    """One message, one newer face of a message, or one form that opens; `at` is the local time."""

    at: str
    how: str
    parts: Parts


# --- what is different, and why ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Own:
    """Something that a platform's own rule makes different: its name, why it is, and what becomes of Slack's parts.

    Slack has every part there is, so it is what the others are compared with.
    """

    door: str
    name: str
    reason: str
    instead: Callable[[Parts], Parts]


def _without(what: str) -> Callable[[Parts], Parts]:
    return lambda parts: tuple(part for part in parts if part.what != what)


def _as(what: str, other: Mapping[str, str]) -> Callable[[Parts], Parts]:
    """Return what puts other words in the place of some."""

    def instead(part: Part) -> Part:
        return Part(what, other.get(part.words, part.words)) if part.what == what else part

    return lambda parts: tuple(map(instead, parts))


def _all_lines_alike(parts: Parts) -> Parts:
    return tuple(Part("text", part.words) if part.what in {"heading", "small print"} else part for part in parts)


def _small_print_unmarked(parts: Parts) -> Parts:
    def instead(part: Part) -> Part:
        return Part(part.what, re.sub("`(.+?)`", r"/\1", part.words)) if part.what == "small print" else part

    return tuple(map(instead, parts))


_TYPED = {"a date": "words, like 2026-11-24", "a time": "words, like 14:30", "a number": "words, like 3"}
_NOT_OFFERED = {"a search": "words"}

OWN: tuple[Own, ...] = (
    Own(
        TERMINAL,
        "its heading and small print lines like any other",
        "without colour, a terminal has one kind of letters",
        _all_lines_alike,
    ),
    Own(
        TERMINAL,
        "its menu without a name",
        "a menu's options stand there at once, so nothing has to be opened",
        _without("a menu's name"),
    ),
    Own(
        TERMINAL,
        "nothing offered while one types",
        "a line comes when it is whole; then it is looked for",
        _as("takes", _NOT_OFFERED),
    ),
    Own(
        DISCORD,
        "its small print without marks",
        "Discord reads no marks at the foot of an embed, so a command stands there as it is typed",
        _small_print_unmarked,
    ),
    Own(
        DISCORD,
        "the form's button by Discord's name",
        "Discord names the button that sends a form itself",
        _without("a form's button"),
    ),
    Own(
        DISCORD,
        "typed, not picked",
        "Discord's forms have no field for a date, a time or a number; an example stands in it",
        _as("takes", _TYPED),
    ),
    Own(
        DISCORD,
        "nothing offered while one types",
        "in Discord only a command's options can offer something, a form's inputs can't",
        _as("takes", _NOT_OFFERED),
    ),
)

# What says the same in another place or in other signs; `reading` reads it as one.
PLACED: tuple[tuple[str, str], ...] = (
    ("a command", "`pause` in the terminal, `/whatfor pause` in Slack, `/pause` in Discord: as it is typed there"),
    ("a time", "Slack and Discord write it in the reader's own zone by themselves, save in a notification"),
    ("a heading", "above the first words in Slack and the terminal; below them in Discord, whose embeds come last"),
    ("a button of a section", "beside it in Slack and the terminal; in Discord with the others, in rows at the end"),
    ("small print", "below the buttons in Slack and the terminal; above them in Discord, where rows come last"),
)


def as_said_by(door: str, parts: Parts) -> tuple[Parts, tuple[Own, ...]]:
    """Return what a door is to say where Slack says these parts, and the rules of its own that this took."""
    took = []
    for own in OWN:
        if own.door == door and (ours := own.instead(parts)) != parts:
            took.append(own)
            parts = ours
    return parts, tuple(took)


# --- a whole script ---------------------------------------------------------------------------------------------------


@dataclass
class Played:
    """What a door said after each line of a script, by the line's number.

    `beside` is what a platform's person does besides, after a line, and what that brings before it says the same.
    """

    door: str
    said: dict[int, list[Said]] = field(default_factory=dict)
    beside: dict[int, tuple[tuple[str, ...], list[Said]]] = field(default_factory=dict)
    line: int = 0

    def begin(self, line: int) -> None:
        """Let what is said from now on follow this line."""
        self.line = line

    def add(self, said: Said) -> None:
        """Note what is said."""
        self.said.setdefault(self.line, []).append(said)

    def set_aside(self, did: tuple[str, ...]) -> None:
        """Take what it came to at last for what was said after this line."""
        *before, last = self.said[self.line]
        self.beside[self.line] = (did, before)
        self.said[self.line] = [Said(last.at, before[0].how, last.parts)]


def unlike(played: Sequence[Played], lines: Sequence[str]) -> Iterator[str]:
    """Yield each line after which the doors say different things, with all of them side by side."""
    by_door = {each.door: each.said for each in played}
    for number in sorted({line for said in by_door.values() for line in said}):
        said = {door: by_door[door].get(number, []) for door in DOORS}
        if any(said[door] != expected(door, said[SLACK]) for door in DOORS):
            yield side_by_side(f"line {number}: {lines[number - 1]}", said)


def expected(door: str, said: Iterable[Said]) -> list[Said]:
    """Return what a door is to say where Slack says this."""
    return [Said(each.at, each.how, as_said_by(door, each.parts)[0]) for each in said]


def side_by_side(head: str, said: Mapping[str, list[Said]]) -> str:
    """Write what several doors said in columns."""
    columns = [[door.upper(), *(row for each in said[door] for row in _rows(each))] for door in said]
    rows = zip_longest(*columns, fillvalue="")
    return "\n".join([head, *("│ ".join(f"{cell:<{_WIDTH}}" for cell in row).rstrip() for row in rows), ""])


def _rows(said: Said) -> Iterator[str]:
    yield f"{said.at} {said.how}"
    for part in said.parts:
        named = part.words if part.what in {"text", "buttons"} else f"{part.what}: {part.words}"
        yield from wrap(named, _WIDTH - 2, initial_indent="  ", subsequent_indent="    ")
