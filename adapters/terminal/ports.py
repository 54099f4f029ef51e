"""What the terminal needs from the rest: an engine, a clock that can be set, something to show things on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, TypeAlias

from adapters.terminal.shown import Shown
from bot.domain.people import Account
from bot.gestures import Answer, Event
from bot.ports import Clock, Envelope, Messenger
from bot.ui import Option


class Engine(Protocol):
    """The part of the engine that this door uses."""

    async def receive(self, event: Event) -> Answer:
        """Store and handle an event; return what is to be shown at once."""

    async def suggest(self, account: Account, source: str, query: str) -> tuple[Option, ...]:
        """Return what a search input may offer for `query`."""

    async def settle(self) -> None:
        """Plan what is due and deliver until nothing is left to do at this moment."""

    async def recover(self) -> None:
        """Take up, once at the start, what a process that ended left behind."""

    async def soonest(self) -> datetime | None:
        """Return the next moment at which `settle` would have something to do."""

    async def recent(self, account: Account, limit: int) -> tuple[Envelope, ...]:
        """Return the messages an account was shown last, the oldest first."""

    async def newest_prompt(self, account: Account) -> Envelope | None:
        """Return the newest message that asked something of a stretch of time."""


class SettableClock(Clock, Protocol):
    """A clock that a script sets; it never goes backwards."""

    @property
    def is_set(self) -> bool:
        """Tell whether it shows any time yet."""

    def set(self, moment: datetime) -> None:
        """Show `moment` from now on."""


class Window(Protocol):
    """Where things are shown."""

    def show(self, item: Shown) -> str:
        """Show one thing, out of the program's hands when this returns, and return the words; "" for nothing."""


OpenEngine: TypeAlias = Callable[[Messenger], AbstractAsyncContextManager[Engine]]
"""Starts an engine that sends through the messenger; leaving it stops the engine."""

Pace: TypeAlias = Callable[[str], Awaitable[None]]
"""Called with the words of each thing after it was shown, to leave time for reading."""


async def without_pause(_: str) -> None:
    """Leave no time for reading."""
