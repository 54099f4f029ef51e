"""A client of the real library with nothing of the house, to try the small Discord with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import app_commands

from tests.adapters.discord.office import Office
from tests.adapters.discord.person import IDA
from tests.adapters.discord.world import BOT_TOKEN

Answers = Callable[[discord.Interaction], Awaitable[Any]]


class Bare(discord.Client):
    """A client with nothing of the house: it notes what it hears, and answers as it is told."""

    def __init__(
        self, intents: discord.Intents | None = None, answers: Answers | None = None, heartbeat_timeout: float = 60.0
    ) -> None:
        super().__init__(
            intents=intents or discord.Intents(guilds=True, dm_messages=True),
            guild_ready_timeout=0.1,
            heartbeat_timeout=heartbeat_timeout,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []
        self.answers = answers

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.heard.append(message.content)

    async def on_raw_message_edit(self, edited: discord.RawMessageUpdateEvent) -> None:
        self.heard.append(f"edited: {edited.message.content}")

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if self.answers is not None and interaction.type is not discord.InteractionType.application_command:
            await self.answers(interaction)


@asynccontextmanager
async def connected(client: Bare, at_work: Office) -> AsyncIterator[Bare]:
    running = asyncio.create_task(client.start(BOT_TOKEN))
    try:
        waiting = asyncio.create_task(at_work.discord.is_connected())
        await asyncio.wait([running, waiting], timeout=10, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if running.done():
            running.result()
        yield client
    finally:
        await client.close()
        await asyncio.gather(running, return_exceptions=True)


async def dm(client: Bare) -> discord.DMChannel:
    return await (await client.fetch_user(int(IDA))).create_dm()
