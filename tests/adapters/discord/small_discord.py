"""A small Discord on loopback: its gateway and the part of its REST API that the bot uses, as they are documented.

Strict where Discord is strict: what its own description or its limits forbid is refused and noted in `broken_rules`;
what is not answered in three seconds is noted in `late_answers`. It is driven by the real library.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.adapters.discord.gateway import Gateway
from tests.adapters.discord.interactions import Interactions, Modal
from tests.adapters.discord.mailbox import Mailbox
from tests.adapters.discord.objects import CHANNEL, GUILD, Json
from tests.adapters.discord.rest import VERSION, Rest
from tests.adapters.discord.trouble import Trouble
from tests.adapters.discord.world import World


@dataclass
class SmallDiscord:
    """One server, its people and their direct messages with the bot. `now` gives its time, in seconds."""

    now: Callable[[], float]
    slowness: float = 4.0

    def __post_init__(self) -> None:
        self.world = World(self.now, self.slowness)
        self.gateway = Gateway(self.world)
        self.mailbox = Mailbox(self.world, self.gateway)
        self.interactions = Interactions(self.world, self.gateway, self.mailbox)
        self.trouble = Trouble(self.world)
        self.rest = Rest(self.world, self.gateway, self.mailbox, self.interactions, self.trouble)
        self.api_url = ""

    # --- up and down --------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.add_routes(self.rest.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.api_url = f"http://127.0.0.1:{port}{VERSION}"
        self.gateway.url = f"ws://127.0.0.1:{port}/gateway"

    async def stop(self) -> None:
        self.trouble.let_go()
        self.gateway.cut()
        await self._runner.cleanup()

    async def add_channel(self, name: str) -> str:
        """Add a channel to the server, and tell the bot; return it."""
        made = {**CHANNEL, "id": self.world.snowflake(), "guild_id": GUILD, "name": name}
        self.world.channels[made["id"]] = made
        await self.gateway.dispatch("CHANNEL_CREATE", made)
        return str(made["id"])

    async def is_connected(self) -> None:
        """Wait until the bot is."""
        await self.gateway.is_connected()

    @contextmanager
    def found_by_discord_py(self) -> Iterator[None]:
        """Let the library find this Discord for the length of the block."""
        before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = self.api_url, yarl.URL(self.gateway.url)
        try:
            yield
        finally:
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before

    # --- what is looked at --------------------------------------------------------------------------------------------

    @property
    def calls(self) -> list[str]:
        """Return the requests so far, by their names in Discord's description."""
        return self.rest.calls

    @property
    def faults(self) -> dict[str, deque[str]]:
        """Return what is to go wrong next, by request (see `Trouble`)."""
        return self.trouble.faults

    @property
    def broken_rules(self) -> list[str]:
        return self.world.broken_rules

    @property
    def late_answers(self) -> list[str]:
        return self.interactions.late_answers

    @property
    def messages(self) -> dict[str, list[Json]]:
        """Return the messages by channel, the oldest first, those that only one person sees among them."""
        return self.world.messages

    @property
    def modals(self) -> list[Modal]:
        return self.interactions.modals
