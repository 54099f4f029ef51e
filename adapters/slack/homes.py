"""The app's home pages, each brought up to date after every change for whoever has opened theirs."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from adapters.slack import render
from adapters.slack.line import Line
from adapters.slack.profiles import Profiles
from adapters.slack.words import Json
from bot.domain.people import Account
from bot.errors import DeliveryError, NotNowError, fault
from bot.ports import Clock
from bot.ui import Message

_CALM = 0.5  # nothing has changed for so long: then a page is published
_AT_MOST = 3.0  # however much goes on changing

log = logging.getLogger(__name__)


class Engine(Protocol):
    """The part of the engine that pages are asked of."""

    async def home(self, account: Account, zone: str | None) -> tuple[Message, str]:
        """Return the bot's page for an account as it is now, and the zone its times are read in."""


@dataclass(slots=True)
class _Home:
    """One person's page: what Slack shows, as far as that is known, and from when on it may be asked to show more."""

    shown: Json | None = None
    is_old: bool = False
    is_looked_after: bool = False
    calm_at: float = 0.0


class Homes:
    """The pages of those who opened theirs since the process began: a view of what is stored, so none is kept."""

    def __init__(self, *, line: Line, clock: Clock, profiles: Profiles, command: str) -> None:
        """Publish nothing yet."""
        self._line = line
        self._clock = clock
        self._profiles = profiles
        self._command = command
        self._homes: dict[Account, _Home] = {}
        self._waiting: asyncio.Queue[Account] = asyncio.Queue()
        self._limited_until = 0.0

    def opened(self, account: Account) -> None:
        """Note that somebody looks at their page: it is published at once."""
        self._note(account, self._homes.setdefault(account, _Home()), _now())

    def changed(self, account: Account) -> None:
        """Note that something of an account's may have changed, for those who have opened their page."""
        if (home := self._homes.get(account)) is not None:
            self._note(account, home, _now() + _CALM)

    def _note(self, account: Account, home: _Home, calm_at: float) -> None:
        home.is_old, home.calm_at = True, calm_at
        if not home.is_looked_after:
            home.is_looked_after = True
            self._waiting.put_nowait(account)

    async def keep(self, engine: Engine) -> None:
        """Bring pages up to date until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                account = await self._waiting.get()
                group.create_task(self._look_after(engine, account, self._homes[account]))

    async def _look_after(self, engine: Engine, account: Account, home: _Home) -> None:
        """Publish one page, and again for as long as something has changed meanwhile: never twice at one time."""
        while home.is_old:
            await self._calm(home)
            home.is_old = False
            try:
                await self._publish(engine, account, home)
            except NotNowError as error:
                log.info("a home page waits: %s", error.reason)
                self._limited_until = _now() + error.retry_after.total_seconds()
                home.is_old = True
            except DeliveryError as error:
                log.warning("a home page was not published: %s", error.reason)
            except Exception as error:  # noqa: BLE001 - one page that can't be made must not stop the others
                log.error("a home page was not made: %s", fault(error))  # noqa: TRY400 - a traceback could hold words
        home.is_looked_after = False

    async def _calm(self, home: _Home) -> None:
        """Wait until nothing has changed for a moment, and Slack may be asked again."""
        latest = _now() + _AT_MOST
        while True:
            wait = max(min(home.calm_at, latest), self._limited_until) - _now()
            if wait <= 0:
                return
            await asyncio.sleep(wait)

    async def _publish(self, engine: Engine, account: Account, home: _Home) -> None:
        """Show the page as it is now, unless that is what Slack shows already. Raises DeliveryError."""
        message, zone = await engine.home(account, await self._profiles.zone(account))
        view = render.home(message, zone=ZoneInfo(zone), now=self._clock.now(), command=self._command)
        if view == home.shown:
            return
        home.shown = None
        await self._line.call(lambda client: client.views_publish(user_id=account.user, view=view))
        home.shown = view


def _now() -> float:
    return asyncio.get_running_loop().time()
