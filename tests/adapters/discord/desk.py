"""The real door and engine over a small Discord, on a clock that a test can move."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from adapters.discord.app import DiscordDoor
from adapters.discord.connection import Patience
from adapters.ticker import ticking
from bot.engine import Engine
from bot.wiring import open_engine
from tests.adapters.discord.office import Office
from tests.adapters.discord.person import Person
from tests.adapters.discord.small_discord import SmallDiscord
from tests.adapters.discord.world import BOT_TOKEN
from tests.adapters.waiting import MovableClock, until

START = "start zone:Europe/Paris hours:9-17 days:mon-fri cadence:30 block:11:00 goal:3"


@dataclass
class Desk:
    """An office with a bot that can be started again."""

    office: Office
    url: str
    ended: BaseException | None = None

    @property
    def ida(self) -> Person:
        return self.office.ida

    @property
    def discord(self) -> SmallDiscord:
        return self.office.discord

    @property
    def clock(self) -> MovableClock:
        return self.office.clock

    @asynccontextmanager
    async def bot(self, patience: Patience | None = None, token: str = BOT_TOKEN) -> AsyncIterator[Engine]:
        """Run the bot for the length of the block, as `whatfor run` does."""
        door = DiscordDoor(
            token=token,
            clock=self.clock,
            api_url=self.discord.api_url,
            gateway_url=self.discord.gateway.url,
            patience=patience or Patience(look=0.1, calm=0.1),
        )
        async with open_engine(self.url, self.clock, [door.messenger]) as engine:
            await engine.recover()
            async with ticking(engine):
                running = asyncio.create_task(door.run(engine))
                running.add_done_callback(self._note_end)
                connected = asyncio.create_task(self.discord.is_connected())
                try:
                    await asyncio.wait([running, connected], timeout=10, return_when=asyncio.FIRST_COMPLETED)
                    if running.done():
                        running.result()
                    yield engine
                    await engine.settle()  # what is on its way arrives: a stop is no crash
                finally:
                    connected.cancel()
                    running.cancel()
                    await asyncio.gather(running, connected, return_exceptions=True)
                    self.discord.gateway.cut()

    def _note_end(self, running: asyncio.Task[None]) -> None:
        self.ended = None if running.cancelled() else running.exception()


async def begin(person: Person) -> None:
    """Begin, and answer the question that is there to try."""
    await person.say(START)
    await person.sees("Started.")
    await person.sees("What are you doing, and why?")
    await person.say("calling leads - to book 3 demos")
    await person.sees("✓")


async def asked(person: Person, begins: str) -> dict[str, Any]:
    """Wait for the question about the stretch that begins then; return it."""

    def those() -> list[dict[str, Any]]:
        return [each for each in person.shown if f"{begins}–" in each["content"] and "What are" in each["content"]]

    await until(lambda: bool(those()), lambda: f"asked at {begins}, in {[each['content'] for each in person.shown]}")
    return those()[-1]
