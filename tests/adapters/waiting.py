"""A clock that a test can move, and waiting until something holds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

# A Monday; the working day in Paris begins in five minutes.
MORNING = datetime(2026, 11, 23, 7, 55, tzinfo=UTC)
PATIENCE = 10.0


@dataclass
class MovableClock:
    """A clock that runs as the machine's does, from where it was set."""

    start: datetime = MORNING
    moved: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """Return the time."""
        loop = asyncio.get_running_loop()
        return self.start + self.moved + timedelta(seconds=loop.time() - self._began)

    def __post_init__(self) -> None:
        self._began = asyncio.get_running_loop().time()

    def move_to(self, hour: int, minute: int = 0, second: int = 1) -> None:
        """Go on to a time of the day in UTC."""
        self.moved += self.now().replace(hour=hour, minute=minute, second=second) - self.now()


@dataclass
class StandingClock(MovableClock):
    """A clock that stands still until it is set."""

    is_set: bool = True

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.start + self.moved

    def set(self, moment: datetime) -> None:
        """Show `moment` from now on."""
        self.moved += moment - self.now()


async def until(holds: Callable[[], bool], what: Callable[[], str], patience: float = PATIENCE) -> None:
    """Wait until something holds."""
    for _ in range(round(patience * 100)):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"not seen: {what()}")
