"""The meanings a reply can have. These types are the contract between the grammar and the features.

A reply is one of the classes below; `understand` in `bot.grammar.understand` decides which.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.slots import Hours


class Flag(StrEnum):
    """What is doubtful about an entry, or special."""

    ASK_WHY = "ask-why"
    ASK_TIME = "ask-time"
    GUESS = "guess"
    WEAK_WHY = "weak-why"
    FUTURE = "future"
    FIX = "fix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One entry as it was typed. `start` and `end` are aware, and None where nothing was said of them.

    `day` is the day that was named where its times still have to be asked for.
    """

    what: str
    why: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    is_break: bool = False
    tags: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """One entry or a batch of them.

    `FIX` in the flags means that it corrects the last entry; `rests` that no prompt is wanted before the end (`until 13
    workshop`). `command` is the command that the words come close to, for *Run as command*; `plain` the same words read
    without their guessed time, for *Not a time*.
    """

    entries: tuple[Said, ...]
    flags: frozenset[Flag] = frozenset()
    rests: bool = False
    command: str | None = None
    plain: Said | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """The last what and why again."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Nothing to say about the open slot."""


@dataclass(frozen=True, slots=True)
class Undo:
    """The last change back."""


@dataclass(frozen=True, slots=True)
class Help:
    """What can be said here."""


@dataclass(frozen=True, slots=True)
class Why:
    """The last entry's why."""

    why: str


@dataclass(frozen=True, slots=True)
class Substitute:
    """The last entry with `old` replaced by `new`."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence until a moment; None when none was named."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Run:
    """A command, by its words."""

    words: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Words that say nothing: an empty message."""


Reply: TypeAlias = Entries | Same | Skip | Undo | Help | Why | Substitute | Pause | Run | Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a reply is understood against.

    `paths` are the full command paths the bot knows (`call log`, `report week`); a group's first word with a default
    (`report`) is among them. `last_entry_at` is when the last entry was recorded, for `actually …`; `lunch` when the
    person has theirs, where they set it.
    """

    now: datetime
    tz: ZoneInfo
    paths: frozenset[str] = frozenset()
    why_awaited: bool = False
    last_entry_at: datetime | None = None
    lunch: Hours | None = None
