"""The Discord door: the gateway by Discord's own library, everything to the counter, and what was missed after it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Protocol

from discord.http import Route

from adapters.discord.commands import are_the_same, commands, mentions
from adapters.discord.connection import GATEWAY_URL, Connection, Patience
from adapters.discord.counter import Counter
from adapters.discord.counter import Engine as Receiver
from adapters.discord.decode import PLATFORM
from adapters.discord.homes import Engine as Pages
from adapters.discord.homes import Homes
from adapters.discord.line import API_URL, Introduced, Line
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.missed import Missed
from bot.commands import Catalogue
from bot.errors import DeliveryError, MaybeSentError, NotNowError, WhatforError, fault
from bot.ports import Clock, Known, Messenger

_AGAIN = 5.0
_INTRODUCED_WITHIN = 180.0
_COMMANDS = "/applications/{app}/commands"

log = logging.getLogger(__name__)


class Engine(Receiver, Pages, Protocol):
    """The part of the engine that this door uses."""

    async def accounts(self, platform: str) -> tuple[Known, ...]:
        """Return the accounts known on a platform, with where their messages go and when they were last seen."""


class DiscordDoor:
    """Discord, connected by its gateway: no address of one's own is needed."""

    def __init__(
        self,
        *,
        token: str,
        clock: Clock,
        api_url: str = API_URL,
        gateway_url: str = GATEWAY_URL,
        patience: Patience | None = None,
    ) -> None:
        """Connect nothing yet."""
        self._clock = clock
        self._gateway_url = gateway_url
        self._patience = patience or Patience()
        self._line = Line(token=token, api_url=api_url)
        self._homes = Homes(calm=self._patience.calm, at_most=self._patience.restless)
        self._messenger = DiscordMessenger(line=self._line, clock=clock, changed=self._homes.changed)
        self._connected = asyncio.Event()

    @property
    def messenger(self) -> Messenger:
        """Return what carries messages."""
        return self._messenger

    async def run(self, engine: Engine) -> None:
        """Bring events in until cancelled. Raises WhatforError with the remedy when Discord refuses."""
        try:
            me = await self._introduced()
            await self._synchronise(engine.catalogue, me)
            counter = Counter(engine=engine, line=self._line, messenger=self._messenger, homes=self._homes, app=me.app)
            missed = Missed(messenger=self._messenger, clock=self._clock, take=counter.take_missed)
            # Before anything comes in: whoever is heard from here on counts as seen, with all they wrote before.
            missed.note(await engine.accounts(PLATFORM))
            connection = Connection(
                line=self._line,
                hears=counter,
                greeted=self._connected.set,
                gateway_url=self._gateway_url,
                patience=self._patience,
            )
            try:
                await _first_of(
                    connection.keep(),
                    self._refused(),
                    self._catch_up(engine, missed),
                    _after_floods(counter, missed),
                    self._homes.keep(engine),
                )
            finally:
                await counter.finish()
        finally:
            await self._line.close()

    async def _introduced(self) -> Introduced:
        """Learn who the app is, however long the network takes. Raises WhatforError when Discord refuses."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _INTRODUCED_WITHIN
        while True:
            try:
                return await self._line.introduce()
            except (NotNowError, MaybeSentError) as error:
                if self._line.over.is_set():
                    raise WhatforError(self._line.remedy) from None
                if loop.time() > until:
                    raise WhatforError(f"{error.reason}. See to this machine's network, then start again.") from None
                await asyncio.sleep(_AGAIN)
            except DeliveryError as error:
                raise WhatforError(f"{error.reason}. See to the application's token, then start again.") from None

    async def _refused(self) -> None:
        await self._line.over.wait()
        raise WhatforError(self._line.remedy)

    async def _synchronise(self, catalogue: Catalogue, me: Introduced) -> None:
        """Tell Discord of the commands, if it has others; without them there are still words."""
        wanted = commands(catalogue)
        try:
            there = await self._line.call(Route("GET", _COMMANDS, app=me.app))
            if not are_the_same(there, wanted):
                there = await self._line.call(Route("PUT", _COMMANDS, app=me.app), json=wanted)
            self._messenger.mentions = mentions(there, catalogue)
        except DeliveryError as error:
            log.error("Discord was not told of the commands: %s. `whatfor doctor` looks why.", error)  # noqa: TRY400 - no traceback: it could hold words

    # --- what was written while nobody listened -----------------------------------------------------------------------

    async def _catch_up(self, engine: Engine, missed: Missed) -> None:
        """After each new session, take in what everybody wrote meanwhile, and look at their home messages again."""
        while True:
            await self._connected.wait()
            self._connected.clear()
            try:
                everybody = await engine.accounts(PLATFORM)
                for known in everybody:
                    self._homes.changed(known.account)
                missed.note(everybody)
                await missed.read()
            except Exception as error:  # noqa: BLE001 - what can't be read now is read after the next connection
                log.error("catching up: %s", fault(error))  # noqa: TRY400 - a traceback could hold words


async def _after_floods(counter: Counter, missed: Missed) -> None:
    """Take in what somebody wrote faster than it could be taken in."""
    while True:
        missed.note_left_out(await counter.floods.left_out.get())
        await missed.read()


async def _first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Do several things until one ends, with whatever that raises; the others end with it."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
