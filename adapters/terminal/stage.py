"""What everybody in a conversation shares: the window, the clock, the zone and the pace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from adapters.terminal.ports import Pace, Window, without_pause
from adapters.terminal.shown import Shown
from bot.ports import Clock


def new_id() -> str:
    """Return an id that no run of the program has used before."""
    return uuid4().hex


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where a conversation happens. `zone` is an IANA name: the one of whoever sits at this terminal."""

    window: Window
    clock: Clock
    zone: str
    pace: Pace = without_pause
    new_id: Callable[[], str] = new_id

    async def show(self, item: Shown) -> None:
        """Show one thing and leave time for reading it."""
        words = self.window.show(item)
        if words:
            await self.pace(words)

    def now(self) -> datetime:
        """Return the time."""
        return self.clock.now()

    @property
    def tz(self) -> ZoneInfo:
        """Return the zone itself."""
        return ZoneInfo(self.zone)
