"""Chance for a script: the same each time it is played, so that its transcript is, too."""

from __future__ import annotations

import hashlib

from bot.ports import Clock


class DrawnByClock:
    """Numbers that follow from the time and from how many were drawn before (`bot.ports.Draw`): anybody can tell them.

    From the time as well, so that a later script on the same database draws others.
    """

    def __init__(self, clock: Clock) -> None:
        """Draw by this clock."""
        self._clock = clock
        self._drawn = 0

    def __call__(self, limit: int) -> int:
        """Return a number below `limit`."""
        self._drawn += 1
        seed = f"{self._clock.now().isoformat()} {self._drawn}"
        return int.from_bytes(hashlib.sha256(seed.encode()).digest()) % limit
