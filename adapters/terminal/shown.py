"""Everything that can appear in a terminal, in plain data, and the window that decides how it looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from bot.domain.people import Account
from bot.ports import Letter
from bot.ui import Confirm, Form, Input


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message, new or with a new face; or, after a restart, one that was shown before."""

    at: datetime
    letter: Letter
    is_new: bool = True
    is_again: bool = False

    @property
    def account(self) -> Account:
        """Return whom it is for."""
        return self.letter.account


@dataclass(frozen=True, slots=True, kw_only=True)
class FormShown:
    """A form that has just been opened."""

    at: datetime
    account: Account
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One input of an open form, asked; `value` is what stays when nothing is answered."""

    at: datetime
    account: Account
    asked: Input
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorsShown:
    """What is wrong with the answers of a form, by input key."""

    at: datetime
    account: Account
    form: Form | None
    by_key: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmShown:
    """What is asked before a press counts."""

    at: datetime
    account: Account
    confirm: Confirm


@dataclass(frozen=True, slots=True, kw_only=True)
class ToastShown:
    """A short line for one person."""

    at: datetime
    account: Account
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person typed, so that a transcript reads as a conversation."""

    account: Account
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A word of the door's own, for people only."""

    text: str


Shown: TypeAlias = Told | FormShown | Question | ErrorsShown | ConfirmShown | ToastShown | Said | Aside


class Window(Protocol):
    """Where things are shown."""

    def show(self, item: Shown) -> str:
        """Show one thing, out of the program's hands when this returns, and return the words; "" for nothing."""


Pace: TypeAlias = Callable[[str], Awaitable[None]]
"""Called with the words of each thing after it was shown, to leave time for reading."""


async def without_pause(_: str) -> None:
    """Leave no time for reading."""
