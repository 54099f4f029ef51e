"""`whatfor run` killed at random moments around sends and acknowledgements: nothing twice, nothing lost."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.adapters.slack.person import Person, all_text
from tests.adapters.slack.small_slack import APP_TOKEN, BOT_TOKEN, SmallSlack
from tests.adapters.waiting import until

REPOSITORY = Path(__file__).parents[3]
FIRST = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)
# Working hours and days without an end, so that every half hour has its question.
START = "start zone:UTC hours:0-23:30 days:mon-sun cadence:30 block:23:00 goal:3"
HALF_HOUR = timedelta(minutes=30)
PATIENCE = 30.0


@dataclass
class Doomed:
    """A process of `whatfor run`, its clock, and the small Slack it talks to."""

    slack: SmallSlack
    ida: Person
    directory: Path
    moved: float = 0.0
    process: asyncio.subprocess.Process | None = None
    kills: int = 0

    def now(self) -> datetime:
        """Return the time that both sides have."""
        return datetime.now(UTC) + timedelta(seconds=self.moved)  # noqa: TID251 - a clock for tests

    def move_to(self, moment: datetime) -> None:
        """Go on to a moment."""
        self.moved += (moment - self.now()).total_seconds()
        (self.directory / "moved.new").write_text(str(self.moved))
        (self.directory / "moved.new").replace(self.directory / "moved")

    async def live(self) -> None:
        """Start the bot, and wait until it is connected."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "WHATFOR_TEST_CLOCK": str(self.directory / "moved"),
            "DATABASE_URL": f"sqlite:///{self.directory}/whatfor.db",
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": self.slack.url,
            "LOG_LEVEL": "ERROR",
        }
        await self.slack.cut()
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, str(Path(__file__).with_name("mortal.py")), cwd=self.directory, env=environment
        )
        async with asyncio.timeout(PATIENCE):
            await self.slack.is_connected()

    async def die(self) -> None:
        """Kill the bot."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()
            self.kills += 1
        await self.slack.cut()

    async def die_somewhere(self, chance: random.Random, calls: int) -> None:
        """Kill the bot at one of the next calls to Slack, before or after it has its effect, or a moment later."""
        left = chance.randrange(calls)
        after, wait = chance.random() < 0.5, chance.uniform(0, 0.03)
        done = asyncio.Event()

        async def on_call(method: str) -> None:
            nonlocal left
            if not method.startswith("chat.") or done.is_set():
                return
            left -= 1
            if left >= 0:
                return
            done.set()
            if after:
                asyncio.get_running_loop().call_later(wait, self._kill)
            else:
                self._kill()

        def on_ack() -> None:
            if not done.is_set() and chance.random() < 0.3:
                done.set()
                asyncio.get_running_loop().call_later(wait / 3, self._kill)

        self.slack.on_call, self.slack.on_ack = on_call, on_ack
        try:
            async with asyncio.timeout(3):
                await done.wait()
            await asyncio.sleep(0.05)
        except TimeoutError:
            pass
        self.slack.on_call, self.slack.on_ack = None, lambda: None
        await self.die()

    def _kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)


@asynccontextmanager
async def doomed(directory: Path) -> AsyncIterator[Doomed]:
    """Start a small Slack and a bot in which Ida has begun."""
    slack = SmallSlack(now=lambda: world.now().timestamp())
    world = Doomed(slack, Person(slack), directory)
    world.move_to(FIRST)
    await slack.start()
    try:
        await world.live()
        await world.ida.say(START)
        await world.ida.sees("Started.")
        await world.ida.say("warming up - to begin")
        await world.ida.sees("✓")
        yield world
    finally:
        await world.die()
        await slack.stop()


async def test_some_kills_around_sends_and_acknowledgements(quick_url: str) -> None:
    await survives(scratch(quick_url), 6, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
async def test_many_kills_around_sends_and_acknowledgements(quick_url: str) -> None:
    await survives(scratch(quick_url), 300, seed=2)


def scratch(url: str) -> Path:
    """Make a directory beside a database."""
    directory = Path(url.removeprefix("sqlite:///")).parent / "run"
    directory.mkdir(mode=0o700)
    return directory


async def survives(directory: Path, kills: int, seed: int) -> None:
    """Ask and answer, killed in the middle each time; then count what Ida saw."""
    chance = random.Random(seed)  # noqa: S311 - it decides when, nothing else
    async with doomed(directory) as world:
        ida = world.ida
        slot = FIRST.replace(hour=8, minute=0)
        number = 0
        while world.kills < kills:
            number += 1
            dying = asyncio.create_task(world.die_somewhere(chance, 3))
            world.move_to(slot + timedelta(seconds=2))
            begins = f"{slot:%H:%M}"
            writing = asyncio.create_task(write(ida, f"task{number}x - to live", chance.uniform(0, 0.6)))
            await dying
            await world.live()
            await writing
            await seen(ida, f"task{number}x")
            asked = [each for each in ida.shown if f"|{begins}>–" in all_text(each)]
            assert asked, f"the question of {begins} was lost: {list(map(all_text, ida.shown))}"
            keys = [each["blocks"][0]["block_id"] for each in ida.shown]
            assert len(keys) == len(set(keys)), f"shown twice in round {number}: {list(map(all_text, ida.shown))}"
            slot += HALF_HOUR
            if f"{slot:%H:%M}" in {"23:00", "23:30"}:
                slot += 2 * HALF_HOUR
    assert world.slack.broken_rules == []


async def write(ida: Person, words: str, after: float) -> None:
    """Write a moment later, whether anybody listens or not."""
    await asyncio.sleep(after)
    await ida.say(words)


async def seen(ida: Person, words: str) -> None:
    """Wait until an answer has the words, and see that only one has."""
    await until(lambda: bool(ida.showing(words)), lambda: f"{words} in {list(map(all_text, ida.shown))}", PATIENCE)
    await asyncio.sleep(0.05)
    assert len(ida.showing(words)) == 1, list(map(all_text, ida.shown))
