"""A bot that is killed at a chosen moment, and lives again, on a clock that passes quickly while it recovers."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

Json = dict[str, Any]
REPOSITORY = Path(__file__).parents[2]
PATIENCE = 30.0
FATES = ("lost", "accepted", "accepted late", "answered")
_LATEST = 40.0  # seconds after which a platform takes what was sent by a process that is dead since
_QUICKLY = 25  # times as fast
_LOOK = 0.02
_STILL = 10  # looks


class Submits(Protocol):
    """Sends one form in, in order as it is."""

    async def __call__(self, **answers: str) -> bool:
        """Send it in, with answers by their labels; tell whether that was acknowledged."""


class Watcher(Protocol):
    """What is told of the moments at which a bot may be killed."""

    async def on_call(self, name: str) -> None:
        """Hear of a call that shows something, before it has its effect."""

    def on_frame(self) -> None:
        """Hear that something was delivered to the bot."""

    def on_ack(self) -> None:
        """Hear that something was acknowledged by it."""


class Place(Protocol):
    """A stand-in for a platform, with Ida in it."""

    @property
    def door(self) -> str:
        """Return the name of the platform's door."""

    @property
    def environment(self) -> Mapping[str, str]:
        """Return what tells a bot where the platform is."""

    async def start(self) -> None:
        """Begin to listen."""

    async def stop(self) -> None:
        """End."""

    async def is_connected(self) -> None:
        """Wait until a bot is."""

    async def cut(self) -> None:
        """Let go of a bot that is dead."""

    def watch(self, watcher: Watcher | None) -> None:
        """Tell somebody of every moment from now on, or nobody."""

    def lose(self, call: str) -> None:
        """Let a call that is on its way have no effect."""

    @property
    def happened(self) -> int:
        """Return how much has happened so far."""

    @property
    def is_waited_for(self) -> bool:
        """Tell whether the bot owes Ida an acknowledgement."""

    @property
    def wrongs(self) -> Sequence[str]:
        """Return what the bot did that the platform forbids, and what it did too late."""

    # --- Ida ----------------------------------------------------------------------------------------------------------

    def begins(self, slot: datetime) -> str:
        """Return how a message names a stretch that begins then."""

    @property
    def shown(self) -> Sequence[Json]:
        """Return the bot's messages, as they are now."""

    def text(self, message: Json) -> str:
        """Return every word of a message."""

    def identity(self, message: Json) -> str:
        """Return what a message is found again by; nothing for a short line."""

    def offered(self, message: Json) -> Sequence[tuple[str, str]]:
        """Return the buttons of a message: what each does, and what it says."""

    async def say(self, words: str) -> None:
        """Write, whether anybody listens or not."""

    async def sees(self, words: str) -> Json:
        """Wait for a message with these words."""

    async def press(self, message: Json, label: str) -> bool:
        """Press a button; tell whether that was acknowledged."""

    async def opens(self, message: Json, label: str) -> Submits | None:
        """Press a button that opens a form; return what sends that in, or None when none opened."""


@dataclass
class Doomed:
    """A process of `whatfor run`, its clock, and the platform it talks to.

    `opening` makes the platform, with the time that it has. `fates` counts what the bot was killed at.
    """

    opening: Callable[[Callable[[], float]], Place]
    directory: Path
    moved: float = 0.0
    kills: int = 0
    late: int = 0  # calls that are on their way still, of a process that is dead
    fates: Counter[str] = field(default_factory=Counter)
    _nursery: asyncio.subprocess.Process | None = None
    _life: int = 0

    def __post_init__(self) -> None:
        self.place = self.opening(lambda: self.now().timestamp())

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
                before, happened = happened, self.place.happened
                still = 0 if self.place.is_waited_for or happened != before else still + 1
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
            "LOG_LEVEL": "ERROR",
            **self.place.environment,
        }
        self._nursery = await asyncio.create_subprocess_exec(
            sys.executable,
            str(Path(__file__).with_name("mortal.py")),
            self.place.door,
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
            await self.place.is_connected()

    async def die(self) -> None:
        """Kill the bot, if that has not happened, and see it gone."""
        if self._life:
            self.kill()
            assert await self._told() == "gone"
            self._life = 0
            self.kills += 1
        await self.place.cut()

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
        self.place.watch(blow)
        try:
            await blow.struck.wait()
            self.kill()
        finally:
            self.place.watch(None)


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

    async def on_call(self, name: str) -> None:
        if not self._is_it(self.fate):
            return
        if self.fate == "answered":
            self._fall(self.wait)
            return
        self.world.kill()
        self.struck.set()
        if self.fate == "lost":
            self.world.place.lose(name)
        if self.fate == "accepted late":
            self.world.late += 1
            await self.world.passed(self.taken_after)
            self.world.late -= 1

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


@asynccontextmanager
async def doomed(world: Doomed, first: datetime) -> AsyncIterator[None]:
    """Start the platform at a moment, and a bot that nobody has spoken to yet."""
    world.move_to(first)
    await world.place.start()
    try:
        await world.be_born()
        await world.live()
        yield
    finally:
        await world.be_gone()
        await world.place.stop()
