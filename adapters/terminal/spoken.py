"""What a line typed into the conversation means, in a script and in a live chat alike. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from adapters.terminal.misstep import MisstepError


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the bot."""

    text: str


@dataclass(frozen=True, slots=True)
class Amend:
    """The person's last message, changed to this."""

    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """Words in the thread of the newest prompt."""

    text: str


@dataclass(frozen=True, slots=True)
class Push:
    """A button or a menu's option, by what stands between the brackets."""

    name: str


Spoken: TypeAlias = Say | Amend | Thread | Push


def listen(line: str) -> Spoken | None:
    """Return what a line means; None for an empty one. Raises MisstepError for a mark without words."""
    stripped = line.strip()
    mark, _, words = line.lstrip().partition(" ")
    if not stripped:
        return None
    if mark in {">", "~", "^"} and not words.strip():
        raise MisstepError(f'Nothing stands after "{mark}". Write the words on the same line.')
    match mark:
        case ">":
            return Say(words)
        case "~":
            return Amend(words.strip())
        case "^":
            return Thread(words.strip())
        case _:
            pass
    if stripped.startswith("[") and stripped.endswith("]") and stripped[1:-1].strip():
        return Push(stripped[1:-1].strip())
    return Say(stripped)
