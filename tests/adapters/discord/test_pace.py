"""Discord takes fifty requests a second: whatever is to be sent at once goes evenly, and nothing is refused."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from itertools import pairwise
from typing import Any

import pytest
from discord.http import Route
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.line import Line
from adapters.discord.pace import Pace
from tests.adapters.discord.office import Office
from tests.adapters.discord.trouble import EVERYTHING
from tests.adapters.discord.world import BOT_TOKEN

RATE = 45
EVEN = 1 / RATE
LITTLE = 1e-6


class Imagined(asyncio.SelectorEventLoop):
    """A loop on which waiting takes no time, and which is busy now and then for as long as it is told."""

    def __init__(self, busy: list[float]) -> None:
        self.at = 0.0
        self._busy = iter(busy)
        loop = self

        class Selector(selectors.DefaultSelector):
            def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
                if timeout:
                    loop.at += timeout + next(loop._busy, 0.0)
                return super().select(0)

        super().__init__(Selector())

    def time(self) -> float:
        return self.at

    def plays(self, work: Coroutine[Any, Any, list[float]]) -> list[float]:
        try:
            return self.run_until_complete(work)
        finally:
            self.close()


async def gone(arrivals: list[float]) -> list[float]:
    """Return when each of those goes who come at these moments."""
    pace, loop = Pace(RATE), asyncio.get_running_loop()

    async def one(arrival: float) -> float:
        await asyncio.sleep(arrival)
        await pace.turn()
        return loop.time()

    return await asyncio.gather(*map(one, arrivals))


def most_in_a_second(moments: list[float]) -> int:
    return max(sum(begin <= each < begin + 1 - LITTLE for each in moments) for begin in moments)


def test_a_thousand_at_once_go_one_after_the_other_at_the_full_rate() -> None:
    moments = Imagined([]).plays(gone([0.0] * 1_000))
    assert moments == sorted(moments)
    assert min(later - earlier for earlier, later in pairwise(moments)) >= EVEN - LITTLE
    assert moments[-1] == pytest.approx(999 * EVEN, rel=0.01)


def test_who_comes_when_nobody_waits_goes_at_once() -> None:
    arrivals = [0.0, 0.5, 0.6, 3.0]
    assert Imagined([]).plays(gone(arrivals)) == pytest.approx(arrivals)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0, 3), min_size=1, max_size=200).map(sorted),
    st.lists(st.sampled_from([0.0, 0.001, 0.03, 0.4, 2.0]), max_size=60),
)
def test_never_more_go_in_a_second_than_discord_takes_however_busy_the_machine(
    arrivals: list[float], busy: list[float]
) -> None:
    moments = Imagined(busy).plays(gone(arrivals))
    assert all(moment >= arrival - LITTLE for moment, arrival in zip(moments, arrivals, strict=True))
    assert most_in_a_second(moments) <= RATE + 2


async def test_of_more_than_discord_takes_in_a_second_none_is_refused(at_work: Office) -> None:
    trouble = at_work.discord.trouble
    trouble.pace[EVERYTHING] = (50, 1.0)
    line = Line(token=BOT_TOKEN, api_url=at_work.discord.api_url)
    await asyncio.gather(*(line.call(Route("GET", "/gateway/bot")) for _ in range(60)))
    await line.close()
    assert (at_work.discord.rest.invalid_requests, trouble.early_calls) == (0, [])
