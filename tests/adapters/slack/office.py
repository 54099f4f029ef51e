"""The real door and engine over a small Slack, on a clock that a test can move."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.slack.app import SlackDoor
from adapters.slack.connection import Patience
from adapters.ticker import ticking
from bot.engine import Engine
from bot.wiring import open_engine
from tests.adapters.slack.person import Person
from tests.adapters.slack.small_slack import APP_TOKEN, BOT_TOKEN, SmallSlack
from tests.adapters.waiting import MovableClock

START = "start zone:Europe/Paris hours:9-17 days:mon-fri cadence:30 block:11:00 goal:3"


@dataclass
class Office:
    """A small Slack with one person, and a bot that can be started again."""

    slack: SmallSlack
    clock: MovableClock
    url: str
    ida: Person
    ended: BaseException | None = None

    @asynccontextmanager
    async def bot(self, patience: Patience | None = None) -> AsyncIterator[Engine]:
        """Run the bot for the length of the block, as `whatfor run` does."""
        door = SlackDoor(
            bot_token=BOT_TOKEN,
            app_token=APP_TOKEN,
            clock=self.clock,
            api_url=self.slack.url,
            patience=patience or Patience(ping=1.5, look=0.1),
        )
        async with open_engine(self.url, self.clock, [door.messenger]) as engine:
            await engine.recover()
            async with ticking(engine):
                running = asyncio.create_task(door.run(engine))
                running.add_done_callback(self._note_end)
                connected = asyncio.create_task(self.slack.is_connected())
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
                    await self.slack.cut()

    def _note_end(self, running: asyncio.Task[None]) -> None:
        self.ended = None if running.cancelled() else running.exception()


async def begin(person: Person) -> None:
    """Begin, and answer the question that is there to try."""
    await person.say(START)
    await person.sees("Started.")
    await person.sees("What are you doing, and why?")
    await person.say("calling leads - to book 3 demos")
    await person.sees("✓")


@asynccontextmanager
async def office(url: str, clock: MovableClock | None = None) -> AsyncIterator[Office]:
    """Open an office on an empty database."""
    clock = clock or MovableClock()
    slack = SmallSlack(now=lambda: clock.now().timestamp())
    await slack.start()
    try:
        yield Office(slack, clock, url, Person(slack))
    finally:
        await slack.stop()
    assert not slack.broken_rules, slack.broken_rules
    assert not slack.late_acks, slack.late_acks
