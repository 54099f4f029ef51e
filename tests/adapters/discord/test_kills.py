"""`whatfor run` killed at random moments around sends and answers: nothing twice, nothing lost."""

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

from tests.adapters.discord.person import Person, all_text
from tests.adapters.discord.small_discord import SmallDiscord
from tests.adapters.discord.world import BOT_TOKEN
from tests.adapters.waiting import until

REPOSITORY = Path(__file__).parents[3]
FIRST = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)
# Working hours and days without an end, so that every half hour has its question.
START = "start zone:UTC hours:0-23:30 days:mon-sun cadence:30 block:23:00 goal:3"
HALF_HOUR = timedelta(minutes=30)
PATIENCE = 30.0


@dataclass
class Doomed:
    """A process of `whatfor run`, its clock, and the small Discord it talks to."""

    discord: SmallDiscord
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
            "DISCORD_TOKEN": BOT_TOKEN,
            "DISCORD_API_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway.url,
            "LOG_LEVEL": "ERROR",
        }
        self.discord.gateway.cut()
        self.discord.gateway.identified.clear()  # it lives many lives in one day
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, str(Path(__file__).with_name("mortal.py")), cwd=self.directory, env=environment
        )
        async with asyncio.timeout(PATIENCE):
            await self.discord.is_connected()

    async def die(self) -> None:
        """Kill the bot."""
        if self.process is not None:
            self._kill()
            await self.process.wait()
            self.process = None
            self.kills += 1
        self.discord.gateway.cut()

    async def die_somewhere(self, chance: random.Random, calls: int) -> None:
        """Kill the bot at one of the next messages it posts or changes, before or after it has its effect."""
        left = chance.randrange(calls)
        after, wait = chance.random() < 0.5, chance.uniform(0, 0.03)
        done = asyncio.Event()

        async def on_call(name: str) -> None:
            nonlocal left
            if name not in {"create_message", "update_message"} or done.is_set():
                return
            left -= 1
            if left >= 0:
                return
            done.set()
            if after:
                asyncio.get_running_loop().call_later(wait, self._kill)
            else:
                self._kill()

        self.discord.rest.on_call = on_call
        try:
            async with asyncio.timeout(3):
                await done.wait()
            await asyncio.sleep(0.05)
        except TimeoutError:
            pass
        self.discord.rest.on_call = None
        await self.die()

    def _kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)


@asynccontextmanager
async def doomed(directory: Path) -> AsyncIterator[Doomed]:
    """Start a small Discord and a bot in which Ida has begun."""
    discord = SmallDiscord(now=lambda: world.now().timestamp())
    world = Doomed(discord, Person(discord), directory)
    world.move_to(FIRST)
    await discord.start()
    try:
        await world.live()
        await world.ida.say(START)
        await world.ida.sees("Started.")
        await world.ida.say("warming up - to begin")
        await world.ida.sees("✓")
        yield world
    finally:
        await world.die()
        await discord.stop()


async def test_some_kills_around_sends_and_answers(quick_url: str) -> None:
    await survives(scratch(quick_url), 6, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
async def test_many_kills_around_sends_and_answers(quick_url: str) -> None:
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
            begins = f"{slot:%H:%M}–"
            writing = asyncio.create_task(write(ida, f"task{number}x - to live", chance.uniform(0, 0.6)))
            await dying
            await world.live()
            await writing
            await seen(ida, f"task{number}x")
            asked = [each for each in ida.shown if begins in each["content"]]
            assert asked, f"the question of {begins} was lost: {list(map(all_text, ida.shown))}"
            marks = [each["components"][0]["id"] for each in ida.shown if each["components"]]
            assert len(marks) == len(set(marks)), f"shown twice in round {number}: {list(map(all_text, ida.shown))}"
            slot += HALF_HOUR
            if f"{slot:%H:%M}" in {"23:00", "23:30"}:
                slot += 2 * HALF_HOUR
    assert world.discord.broken_rules == []
    assert world.discord.trouble.early_calls == []


async def write(ida: Person, words: str, after: float) -> None:
    """Write a moment later, whether anybody listens or not."""
    await asyncio.sleep(after)
    await ida.say(words, unheard=True)


async def seen(ida: Person, words: str) -> None:
    """Wait until an answer has the words, and see that only one has."""
    await until(lambda: bool(ida.showing(words)), lambda: f"{words} in {list(map(all_text, ida.shown))}", PATIENCE)
    await asyncio.sleep(0.05)
    assert len(ida.showing(words)) == 1, list(map(all_text, ida.shown))
