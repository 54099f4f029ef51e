"""One run of the engine behind this terminal, from its start to its stop, and what outlives it: window, clock, zone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeAlias

from adapters.terminal.journal import Journal
from adapters.terminal.messenger import TerminalMessenger
from adapters.terminal.pressing import Sheet
from adapters.terminal.shown import Pace, Shown, Window, without_pause
from bot.domain.people import Account
from bot.gestures import Answer, Event
from bot.ports import Clock, Envelope, Messenger
from bot.ui import Option

REMEMBERED = 100


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


OpenEngine: TypeAlias = Callable[[Messenger], AbstractAsyncContextManager[Engine]]
"""Starts an engine that sends through the messenger; leaving it stops the engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where a conversation happens. `zone` is an IANA name: the one of whoever sits at this terminal."""

    window: Window
    clock: Clock
    zone: str
    pace: Pace = without_pause

    async def show(self, item: Shown) -> None:
        """Show one thing and leave time for reading it."""
        words = self.window.show(item)
        if words:
            await self.pace(words)

    def now(self) -> datetime:
        """Return the time."""
        return self.clock.now()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A running engine, the messenger it sends through, and the journal of what that has shown."""

    engine: Engine
    messenger: TerminalMessenger
    journal: Journal

    async def settle(self) -> None:
        """Have everything delivered that is due. Raises the OSError that kept the terminal from showing it."""
        await self.engine.settle()
        if self.messenger.fault is not None:
            raise self.messenger.fault

    async def recent(self, account: Account) -> tuple[Envelope, ...]:
        """Return the messages an account was shown last, in the order in which they stand on the screen."""
        envelopes = await self.engine.recent(account, REMEMBERED)
        # A message whose face changed was written again, below: that is where the person sees it.
        return tuple(sorted(envelopes, key=lambda envelope: self.journal.place(envelope.id)))

    async def sheets(self, account: Account) -> tuple[Sheet, ...]:
        """Return what an account can press, beginning with the newest message on the screen."""
        return tuple(
            Sheet(id=envelope.posted.message_id, message=envelope.wanted)
            for envelope in reversed(await self.recent(account))
            if envelope.posted is not None and envelope.wanted is not None
        )


@asynccontextmanager
async def running(stage: Stage, open_engine: OpenEngine, journal: Path) -> AsyncIterator[Session]:
    """Start the engine, take up what an earlier run left behind, and stop it at the end."""
    with Journal(journal) as shown:
        messenger = TerminalMessenger(window=stage.window, journal=shown, clock=stage.clock, pace=stage.pace)
        async with open_engine(messenger) as engine:
            await engine.recover()
            yield Session(engine=engine, messenger=messenger, journal=shown)
