"""The gateway by which Discord delivers: kept open by Discord's own library, watched, and begun sparingly."""

from __future__ import annotations

import asyncio
import logging
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass

from discord import Client, ConnectionClosed, LoginFailure
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import Route
from yarl import URL

from adapters.discord.line import Line
from adapters.discord.listener import BegunTooOftenError, Hears, Listener
from bot.errors import DeliveryError, WhatforError, fault

GATEWAY_URL = "wss://gateway.discord.gg/"
_REFUSED = 4_004
_FREELY = 50  # of the thousand IDENTIFYs that Discord allows in a day, after which it takes the token away
_AT_MOST = 200
_PAUSE = 5.0
_BYE = 5.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long each silence lasts, in seconds, before something is done about it."""

    heartbeat: float = 60.0
    look: float = 5.0
    deaf: float = 75.0
    gone: float = 255.0  # three minutes after the first attempt to connect again
    calm: float = 0.5  # of an account: then its home message is brought up to date
    restless: float = 3.0  # however much goes on changing


def pause_before(*, total: int, remaining: int, reset_after: float) -> float:
    """Return how long to wait before another session begins, in seconds.

    The first few of a day begin at once; then each waits longer, so that a process that is started again and again
    stays far from the number at which Discord takes the token away. The count is Discord's: no restart forgets it.
    """
    begun = total - remaining
    if begun < min(_FREELY, total):
        return 0.0
    left = min(_AT_MOST, total) - begun
    return reset_after / left if left > 0 else reset_after


class Connection:
    """One connection at a time. `greeted` is called whenever Discord has begun a session on a new one."""

    def __init__(
        self,
        *,
        line: Line,
        hears: Hears,
        greeted: Callable[[], None],
        gateway_url: str = GATEWAY_URL,
        patience: Patience | None = None,
    ) -> None:
        """Connect nothing yet. The library keeps the address for the whole process."""
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)
        self._line = line
        self._hears = hears
        self._greeted = greeted
        self._patience = patience or Patience()
        self._heard_at = 0.0
        self._latency = math.nan

    async def keep(self) -> None:
        """Stay connected until cancelled. Raises WhatforError when Discord refuses, or could not be reached."""
        self._hear()
        while True:
            try:
                await self._wait_for_room()
                await self._hold()
            except DeliveryError as error:
                log.info("the gateway was not reached: %s", error)
            except BegunTooOftenError:
                log.warning("Discord ended the session, and there were many of them")
            self._check()
            await asyncio.sleep(min(_PAUSE, self._patience.deaf))

    # --- before -------------------------------------------------------------------------------------------------------

    async def _wait_for_room(self) -> None:
        pause = await self._pause()
        if pause:
            log.warning("there were many sessions today: the next begins in %d s", pause)
            await asyncio.sleep(pause)
            self._hear()

    async def _pause(self) -> float:
        answer = await self._line.call(Route("GET", "/gateway/bot"))
        limit = answer["session_start_limit"]
        return pause_before(
            total=limit["total"], remaining=limit["remaining"], reset_after=limit["reset_after"] / 1_000
        )

    # --- while it lasts -----------------------------------------------------------------------------------------------

    async def _hold(self) -> None:
        """Hold one connection until it ends, or until it has been deaf for too long."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        client = Listener(
            self._hears,
            greeted=self._greeted,
            heard=self._hear,
            may_begin=self._pause,
            heartbeat=self._patience.heartbeat,
            proxy=self._line.proxy,
        )
        running = asyncio.create_task(client.start(self._line.token))
        try:
            while not running.done():
                await asyncio.wait({running}, timeout=self._patience.look)
                self._listen(client)
                self._check()
                silent = loop.time() - max(began, self._heard_at)
                if silent > self._patience.deaf:
                    log.warning("no frame from Discord for %d seconds: connecting anew", silent)
                    return
            self._ended(running)
        finally:
            await _leave(client, running)

    def _hear(self) -> None:
        self._heard_at = asyncio.get_running_loop().time()

    def _listen(self, client: Client) -> None:
        """Take a heartbeat that was answered for a frame: each has its own latency."""
        latency = client.latency
        if math.isfinite(latency) and latency != self._latency:
            self._latency = latency
            self._hear()

    def _check(self) -> None:
        if asyncio.get_running_loop().time() - self._heard_at > self._patience.gone:
            raise WhatforError(
                "Discord has been silent for minutes, and connecting again did not help. See to this machine's "
                "network and to https://discordstatus.com, then start again."
            )

    def _ended(self, running: asyncio.Task[None]) -> None:
        """Say why a connection ended. Raises WhatforError when Discord refuses the token."""
        error = running.exception()
        if isinstance(error, LoginFailure) or (isinstance(error, ConnectionClosed) and error.code == _REFUSED):
            self._line.refuse()
            raise WhatforError(self._line.remedy)
        if isinstance(error, BegunTooOftenError):
            raise error
        if error is not None:
            log.warning("the connection ended: %s", fault(error))


async def _leave(client: Client, running: asyncio.Task[None]) -> None:
    async def closing() -> None:
        async with asyncio.timeout(_BYE):
            await client.close()

    await asyncio.gather(closing(), return_exceptions=True)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    _end_heartbeats()


def _end_heartbeats() -> None:
    """End the heartbeat of a connection that was cut off while it began: the library has lost sight of it by then."""
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler):
            thread.stop()
