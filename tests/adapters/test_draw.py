"""Chance for a script: the same each time, and another at another time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from adapters.clock import VirtualClock
from adapters.draw import DrawnByClock
from bot.domain.sharing import CODES

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def drawn(at: datetime, times: int = 3) -> list[int]:
    draw = DrawnByClock(VirtualClock(at))
    return [draw(CODES) for _ in range(times)]


def test_what_a_script_draws_follows_from_its_clock_and_what_was_drawn_before() -> None:
    assert drawn(NOON) == drawn(NOON)
    assert len({*drawn(NOON), *drawn(NOON + timedelta(minutes=1))}) == 6
    assert all(0 <= number < 7 for number in map(DrawnByClock(VirtualClock(NOON)), [7] * 100))
