"""An even pace: whatever is to be done at once is done one after the other, so many in a second and never more."""

from __future__ import annotations

import asyncio


class Pace:
    """Hands out turns."""

    def __init__(self, a_second: float) -> None:
        """Hand out so many turns a second."""
        self._even = 1 / a_second
        self._free_at = 0.0
        self._queue = asyncio.Lock()

    async def turn(self) -> None:
        """Wait for one's turn.

        Who comes late, since this machine was busy, goes at once; what is behind does not run to make up for it.
        """
        loop = asyncio.get_running_loop()
        async with self._queue:
            wait = self._free_at - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            self._free_at = max(self._free_at, loop.time() - self._even) + self._even
