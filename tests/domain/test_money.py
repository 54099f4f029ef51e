"""What an hour is worth."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.money import OwnHour, Worked, about_words, hourly_value

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("amount", "words"),
    [(4712, "about 47"), (9940, "about 99"), (26_925, "about 270"), (1_234_567, "about 12,350"), (0, "about 0")],
)
def test_money_is_no_more_exact_than_the_hours_behind_it(amount: int, words: str) -> None:
    assert about_words(amount) == words


FOUR_WEEKS = Worked(time=51 * HOUR, days=28)


@pytest.mark.parametrize(
    ("stated", "revenue", "worked", "expected"),
    [
        (8000, None, Worked(time=timedelta(), days=0), OwnHour(value=8000)),
        (8000, 2400, FOUR_WEEKS, OwnHour(value=8000)),  # what was said is not corrected
        (None, 2400, FOUR_WEEKS, OwnHour(value=4700, earned=2400, worked=FOUR_WEEKS)),
        (None, None, FOUR_WEEKS, None),
        (None, 0, FOUR_WEEKS, None),
        (None, 2400, Worked(time=51 * HOUR, days=27), None),
        (None, 2400, Worked(time=19 * HOUR, days=28), None),
        (None, 5, FOUR_WEEKS, None),  # less than half a unit an hour says nothing
    ],
)
def test_a_stated_value_wins_and_one_is_derived_only_from_enough(
    stated: int | None, revenue: int | None, worked: Worked, expected: OwnHour | None
) -> None:
    assert hourly_value(stated, revenue, worked) == expected
