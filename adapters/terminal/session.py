"""One run of the engine behind this terminal, from its start to its stop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.terminal.journal import Journal
from adapters.terminal.messenger import TerminalMessenger
from adapters.terminal.ports import Engine, OpenEngine
from adapters.terminal.pressing import Sheet
from adapters.terminal.stage import Stage
from bot.domain.people import Account
from bot.ports import Envelope

REMEMBERED = 100


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

    async def recent(self, account: Account, limit: int = REMEMBERED) -> tuple[Envelope, ...]:
        """Return the messages an account was shown last, in the order in which they stand on the screen."""
        envelopes = await self.engine.recent(account, limit)
        # A message whose face changed was written again, below: that is where the person sees it.
        return tuple(sorted(envelopes, key=lambda envelope: self.journal.place(envelope.id)))

    async def sheets(self, account: Account) -> tuple[Sheet, ...]:
        """Return what an account can press, beginning with the newest message on the screen."""
        shown = reversed(await self.recent(account))
        return tuple(
            Sheet(id=envelope.posted.message_id, message=envelope.wanted)
            for envelope in shown
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
