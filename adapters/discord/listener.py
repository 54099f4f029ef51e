"""What hears the gateway: Discord's own library, with everything it would keep switched off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Protocol

import discord
from discord import AllowedMentions, Client, Intents, Interaction, MemberCacheFlags

_BETWEEN_PEOPLE = 2


class Hears(Protocol):
    """What takes in what the gateway delivers."""

    async def take(self, body: Mapping[str, Any]) -> None:
        """Take in what somebody used."""

    async def hear(self, body: Mapping[str, Any]) -> None:
        """Take in a message."""

    async def hear_edit(self, body: Mapping[str, Any]) -> None:
        """Take in what somebody made of a message."""


class BegunTooOftenError(Exception):
    """The library wants to begin another session, and it is too early for that."""


class Listener(Client):
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
            allowed_mentions=AllowedMentions.none(),
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
            raise BegunTooOftenError

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
