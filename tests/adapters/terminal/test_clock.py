"""The machine's time is aware; a script's time stands still and never goes backwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from adapters.clock import SystemClock, VirtualClock

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_the_machines_time_is_in_utc_and_goes_on() -> None:
    clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first


def test_a_virtual_clock_shows_nothing_until_it_is_set() -> None:
    clock = VirtualClock()
    assert not clock.is_set
    with pytest.raises(RuntimeError, match="was not set"):
        clock.now()


def test_a_virtual_clock_stands_still_at_the_time_it_was_set_to() -> None:
    clock = VirtualClock(NINE)
    assert clock.is_set
    assert clock.now() == clock.now() == NINE
    clock.set(datetime(2026, 11, 23, 11, tzinfo=timezone(timedelta(hours=1))))
    assert clock.now() == NINE + timedelta(hours=1)
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "why"),
    [(NINE - timedelta(seconds=1), "does not go back"), (datetime(2026, 11, 23, 12), "needs its zone")],  # noqa: DTZ001 - what is refused
)
def test_a_virtual_clock_refuses_to_go_back_and_to_guess_a_zone(moment: datetime, why: str) -> None:
    clock = VirtualClock(NINE)
    with pytest.raises(ValueError, match=why):
        clock.set(moment)
    assert clock.now() == NINE
