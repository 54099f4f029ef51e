"""The gateway by which Discord delivers: kept open by Discord's own library, watched, and begun sparingly."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import discord
from discord import Client, ConnectionClosed, Intents, Interaction, LoginFailure, MemberCacheFlags
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.discord.line import Line
from bot.errors import MaybeSentError, NotNowError, WhatforError, fault

GATEWAY_URL = "wss://gateway.discord.gg/"
_REFUSED = 4_004
_FREELY = 50  # of the thousand IDENTIFYs that Discord allows in a day, after which it takes the token away
_AT_MOST = 200
_PAUSE = 5.0
_BYE = 5.0
_BETWEEN_PEOPLE = 2

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long each silence lasts, in seconds, before something is done about it."""

    heartbeat: float = 60.0
    look: float = 5.0
    deaf: float = 75.0
    gone: float = 255.0  # three minutes after the first attempt to connect again


class Hears(Protocol):
    """What takes in what the gateway delivers."""

    async def take(self, body: Mapping[str, Any]) -> None:
        """Take in what somebody used."""

    async def hear(self, body: Mapping[str, Any]) -> None:
        """Take in a message."""

    async def hear_edit(self, body: Mapping[str, Any]) -> None:
        """Take in what somebody made of a message."""


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


class _BegunTooOftenError(Exception):
    """The library wants to begin another session, and it is too early for that."""


class _Listener(Client):
    """Hands everything over; keeps no messages, members, views or forms."""

    def __init__(
        self,
        hears: Hears,
        *,
        greeted: Callable[[], None],
        heard: Callable[[], None],
        may_begin: Callable[[], Awaitable[float]],
        heartbeat: float,
        proxy: str | None,
    ) -> None:
        """Connect nothing yet."""
        super().__init__(
            intents=Intents(guilds=True, dm_messages=True),
            max_messages=None,
            member_cache_flags=MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            heartbeat_timeout=heartbeat,
            proxy=proxy,
        )
        self._hears = hears
        self._greeted = greeted
        self._heard = heard
        self._may_begin = may_begin

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002 - the library's
        """Let a session begin anew only when there is room for it: the library would, at once and for ever."""
        if not initial and await self._may_begin() > 0:
            raise _BegunTooOftenError

    async def on_socket_event_type(self, name: str) -> None:
        """Note that the gateway speaks; after READY and nothing else, something may have been missed."""
        self._heard()
        if name == "READY":
            self._greeted()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Hand over what somebody used: every command, button, menu and form comes by here."""
        await self._hears.take(_of_interaction(interaction))

    async def on_message(self, message: discord.Message) -> None:
        """Hand over what was written."""
        await self._hears.hear(_of_message(message))

    async def on_raw_message_edit(self, edited: discord.RawMessageUpdateEvent) -> None:
        """Hand over what was made of it."""
        await self._hears.hear_edit(edited.data)


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
            except (NotNowError, MaybeSentError) as error:
                log.info("the gateway was not reached: %s", error)
            except _BegunTooOftenError:
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
        client = _Listener(
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
        if isinstance(error, _BegunTooOftenError):
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


# --- as Discord writes it ---------------------------------------------------------------------------------------------


def _of_interaction(interaction: Interaction) -> dict[str, Any]:
    message = interaction.message
    return {
        "id": str(interaction.id),
        "type": interaction.type.value,
        "token": interaction.token,
        "data": interaction.data or {},
        "user": {"id": str(interaction.user.id)},
        "channel_id": str(interaction.channel_id),
        "guild_id": interaction.guild_id,
        "context": _BETWEEN_PEOPLE if interaction.context.private_channel else None,
        "message": {"id": str(message.id), "ids": list(_ids(message))} if message else None,
    }


def _ids(message: discord.Message) -> Iterator[str]:
    for row in message.components:
        for part in getattr(row, "children", ()):
            yield getattr(part, "custom_id", None) or ""


def _of_message(message: discord.Message) -> dict[str, Any]:
    reference = message.reference
    return {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "guild_id": message.guild.id if message.guild else None,
        "type": message.type.value,
        "content": message.content,
        "author": {"id": str(message.author.id), "bot": message.author.bot},
        "webhook_id": message.webhook_id,
        "mentions": [{"id": str(each.id), "username": each.display_name} for each in message.mentions],
        "message_reference": {"message_id": reference.message_id} if reference else None,
    }
