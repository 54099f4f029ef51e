"""`whatfor run` stopped in the middle of a send: what is on its way arrives, and nobody's next message waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from adapters.clock import SystemClock
from bot import engine
from bot.settings import Settings, SlackTokens
from bot.wiring import DOORS, run_doors
from tests.adapters.slack.person import Person
from tests.adapters.slack.small_slack import APP_TOKEN, BOT_TOKEN, SmallSlack


@dataclass
class Held:
    """A small Slack that lets posts wait, and the doors open on it."""

    slack: SmallSlack
    ida: Person
    settings: Settings
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Callable[[], bool]]:
        """Run every door for the length of the block; what is given stops them, as a signal does."""
        doors = asyncio.create_task(run_doors(self.settings, DOORS, pytest.fail))
        try:
            await self.slack.is_connected()
            yield doors.cancel
        finally:
            if not doors.cancelling():  # a second signal would not let anything arrive
                doors.cancel()
            with suppress(asyncio.CancelledError):
                await doors
            await self.slack.cut()

    async def hold(self, method: str) -> None:
        """Let a post wait."""
        if method == "chat.postMessage":
            self.reached.set()
            await self.let_go.wait()


@pytest.fixture
async def held(sqlite_url: str) -> AsyncIterator[Held]:
    slack = SmallSlack(now=lambda: SystemClock().now().timestamp())
    await slack.start()
    tokens = SlackTokens(bot=BOT_TOKEN, app=APP_TOKEN, api_url=slack.url)
    try:
        yield Held(slack, Person(slack), Settings(database_url=sqlite_url, slack=tokens))
    finally:
        await slack.stop()
    assert slack.broken_rules == []


def another_day() -> str:
    """Name a day on which nothing is asked while the test runs."""
    return f"{SystemClock().now() + timedelta(days=3):%a}".lower()


async def test_what_is_on_its_way_when_the_bot_is_stopped_arrives_and_the_next_comes_at_once(held: Held) -> None:
    ida, slack = held.ida, held.slack
    async with held.running() as stop:
        await ida.say(f"start zone:UTC hours:9-17 days:{another_day()} cadence:30 block:11:00 goal:3")
        await ida.sees("Started.")
        await ida.say("calling leads - to book 3 demos")
        await ida.sees("✓")
        slack.on_call = held.hold
        await ida.say("help")
        await held.reached.wait()
        await ida.say("status")
        stop()
        await asyncio.sleep(0.1)
        held.let_go.set()
    before = len(slack.calls)
    assert ida.showing("Just reply."), "what was on its way has arrived"
    assert not ida.showing("Zone"), "and nothing else was begun"
    async with held.running():
        await ida.sees("Zone")
    assert slack.calls[before:].count("chat.postMessage") == 1


async def test_a_stop_does_not_wait_for_an_answer_that_never_comes(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_FINISHES_WITHIN", 0.1)
    async with held.running() as stop:
        held.slack.on_call = held.hold
        await held.ida.say("help")
        await held.reached.wait()
        stop()
    assert held.ida.shown == []
    held.let_go.set()
