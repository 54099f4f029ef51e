"""A bot that is killed at a chosen moment, and lives again, on a clock that passes quickly while it recovers."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.adapters.slack.person import Person
from tests.adapters.slack.small_slack import APP_TOKEN, BOT_TOKEN, SmallSlack

REPOSITORY = Path(__file__).parents[3]
PATIENCE = 30.0
FATES = ("lost", "accepted", "accepted late", "answered")
_LATEST = 40.0  # seconds after which Slack takes what was sent by a process that is dead since
_QUICKLY = 25  # times as fast
_LOOK = 0.02
_STILL = 10  # looks


@dataclass
class Doomed:
    """A process of `whatfor run`, its clock, and the small Slack it talks to. `fates` counts what it was killed at."""

    slack: SmallSlack
    ida: Person
    directory: Path
    moved: float = 0.0
    kills: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    _nursery: asyncio.subprocess.Process | None = None
    _life: int = 0

    def now(self) -> datetime:
        """Return the time that both sides have."""
        return datetime.now(UTC) + timedelta(seconds=self.moved)  # noqa: TID251 - a clock for tests

    def move_to(self, moment: datetime) -> None:
        """Go on to a moment."""
        self._move((moment - self.now()).total_seconds())

    def _move(self, seconds: float) -> None:
        self.moved += seconds
        (self.directory / "moved.new").write_text(str(self.moved))
        (self.directory / "moved.new").replace(self.directory / "moved")

    async def passed(self, time: timedelta) -> None:
        """Wait until this much of the time of both sides has passed."""
        until = self.now() + time
        while (left := (until - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - there is no event: a clock is read
            await asyncio.sleep(min(0.02, left))

    @asynccontextmanager
    async def quickly(self) -> AsyncIterator[None]:
        """Let the time pass quickly wherever nothing happens while the block lasts.

        What this machine takes to do things is nobody's waiting.
        """

        async def pass_by() -> None:
            happened, still = 0, 0
            while True:
                await asyncio.sleep(_LOOK)
                before, happened = happened, len(self.slack.calls)
                still = 0 if self.slack.awaits_ack or happened != before else still + 1
                if still > _STILL:
                    self._move(_LOOK * _QUICKLY)

        passing = asyncio.create_task(pass_by())
        try:
            yield
        finally:
            passing.cancel()

    # --- life and death -----------------------------------------------------------------------------------------------

    async def be_born(self) -> None:
        """Open the nursery."""
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
        self._nursery = await asyncio.create_subprocess_exec(
            sys.executable,
            str(Path(__file__).with_name("mortal.py")),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=self.directory,
            env=environment,
        )

    async def live(self) -> None:
        """Start the bot, and wait until it is connected."""
        assert self._nursery is not None
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(b"live\n")
        self._life = int(await self._told())
        async with asyncio.timeout(PATIENCE):
            await self.slack.is_connected()

    async def die(self) -> None:
        """Kill the bot, if that has not happened, and see it gone."""
        if self._life:
            self.kill()
            assert await self._told() == "gone"
            self._life = 0
            self.kills += 1
        await self.slack.cut()

    async def be_gone(self) -> None:
        """Close the nursery too."""
        await self.die()
        if self._nursery is not None:
            assert self._nursery.stdin is not None
            self._nursery.stdin.close()
            await self._nursery.wait()

    async def _told(self) -> str:
        assert self._nursery is not None
        assert self._nursery.stdout is not None
        async with asyncio.timeout(PATIENCE):
            return (await self._nursery.stdout.readline()).decode().strip()

    def kill(self) -> None:
        """Kill the bot this moment."""
        with suppress(ProcessLookupError):
            os.kill(self._life, signal.SIGKILL)

    async def is_struck(self, chance: random.Random, moments: int) -> None:
        """Wait for one of the next moments, and kill the bot there.

        A moment is a call that shows something, with each of the fates that its request and its answer can have; a
        payload that was delivered; or one that was acknowledged.
        """
        blow = _Blow(
            world=self,
            left=chance.randrange(moments),
            fate=chance.choice(FATES),
            wait=chance.uniform(0, 0.03),
            taken_after=timedelta(seconds=chance.uniform(0, _LATEST)),
        )
        slack = self.slack
        slack.on_call, slack.on_frame, slack.on_ack = blow.on_call, blow.on_frame, blow.on_ack
        try:
            await blow.struck.wait()
            self.kill()
        finally:
            slack.on_call, slack.on_frame, slack.on_ack = None, _nothing, _nothing


@dataclass
class _Blow:
    """One death: when `left` moments have passed, `wait` seconds into it."""

    world: Doomed
    left: int
    fate: str
    wait: float
    taken_after: timedelta
    struck: asyncio.Event = field(default_factory=asyncio.Event)
    is_falling: bool = False

    async def on_call(self, method: str) -> None:
        if not method.startswith(("chat.", "views.")) or not self._is_it(self.fate):
            return
        if self.fate == "answered":
            self._fall(self.wait)
            return
        self.world.kill()
        self.struck.set()
        if self.fate == "lost":
            self.world.slack.faults[method].append("lost before")
        if self.fate == "accepted late":
            await self.world.passed(self.taken_after)

    def on_frame(self) -> None:
        if self._is_it("delivered"):
            self._fall(self.wait)

    def on_ack(self) -> None:
        if self._is_it("acknowledged"):
            self._fall(self.wait / 3)

    def _is_it(self, what: str) -> bool:
        self.left -= 1
        if self.left >= 0 or self.is_falling:
            return False
        self.is_falling = True
        self.world.fates[what] += 1
        return True

    def _fall(self, after: float) -> None:
        asyncio.get_running_loop().call_later(after, self.struck.set)


def _nothing() -> None:
    """Let a moment pass."""


@asynccontextmanager
async def doomed(directory: Path, first: datetime) -> AsyncIterator[Doomed]:
    """Start a small Slack and a bot that nobody has spoken to yet."""
    slack = SmallSlack(now=lambda: world.now().timestamp())
    world = Doomed(slack, Person(slack), directory)
    world.move_to(first)
    await slack.start()
    try:
        await world.be_born()
        await world.live()
        yield world
    finally:
        await world.be_gone()
        await slack.stop()
