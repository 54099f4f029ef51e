"""The home messages, each brought up to date in its place after every change: the newest one that an account has."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Protocol

from bot.domain.people import Account
from bot.errors import fault

log = logging.getLogger(__name__)


class Engine(Protocol):
    """The part of the engine that keeps home messages."""

    async def renew_home(self, account: Account) -> None:
        """Want the page as it is now in the place of the one that an account was shown last in a message."""


@dataclass(slots=True)
class _Changes:
    """What happens to one account: from when on it is calm, and when it is looked at all the same."""

    calm_at: float
    latest: float


class Homes:
    """Who has had something changed of late; which message is whose home, and what it shows, the engine knows."""

    def __init__(self, *, calm: float, at_most: float) -> None:
        """Look at an account once nothing has changed for `calm` seconds, or goes on changing for `at_most`."""
        self._calm_for = calm
        self._at_most = at_most
        self._changes: dict[Account, _Changes] = {}
        self._waiting: asyncio.Queue[Account] = asyncio.Queue()

    def changed(self, account: Account) -> None:
        """Note that something of an account's may have changed."""
        now = asyncio.get_running_loop().time()
        changes = self._changes.get(account)
        if changes is None:
            changes = self._changes[account] = _Changes(calm_at=now, latest=now + self._at_most)
            self._waiting.put_nowait(account)
        changes.calm_at = min(now + self._calm_for, changes.latest)

    async def keep(self, engine: Engine) -> None:
        """Have homes brought up to date until cancelled: one account at a time, whoever changed first."""
        while True:
            account = await self._waiting.get()
            await self._calm(self._changes[account])
            del self._changes[account]
            try:
                await engine.renew_home(account)
            except Exception as error:  # noqa: BLE001 - one home that can't be made must not stop the others
                log.error("a home message was not made: %s", fault(error))  # noqa: TRY400 - a traceback could hold words

    @staticmethod
    async def _calm(changes: _Changes) -> None:
        while True:
            wait = changes.calm_at - asyncio.get_running_loop().time()
            if wait <= 0:
                return
            await asyncio.sleep(wait)
