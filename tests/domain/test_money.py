"""Amounts as they are typed anywhere, and what an hour is worth."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import MOST, OwnHour, Worked, about_words, amount_words, hourly_value, read_amount

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("35", 3500),
        (" 35 ", 3500),
        ("35.50", 3550),
        ("35,50", 3550),
        ("35,5", 3550),
        ("0.99", 99),
        ("€35", 3500),
        ("€ 35", 3500),
        ("35 €", 3500),
        ("35€/h", 3500),
        ("$35.50", 3550),
        ("35/h", 3500),
        ("35 / hour", 3500),
        ("35 an hour", 3500),
        ("35 per hour", 3500),
        ("35 a h", 3500),
        ("EUR 35", 3500),
        ("35 EUR/h", 3500),
        ("35 euros", 3500),
        ("1,200", 120_000),
        ("1.200", 120_000),
        ("1'200.50", 120_050),
        ("1,200.50", 120_050),
        ("1.200,50", 120_050),
        ("\uff13\uff15", 3500),  # wide digits, as they are typed with some keyboards
        ("0", 0),
        ("", None),
        ("cheap", None),
        ("-5", None),
        ("35-40", None),
        ("35 min", None),
        ("1.2.3", None),
        ("1,20,300", None),
        ("35.505.5", None),
        ("0,125", None),
        ("12 000", None),
        ("35 h", None),
        ("100001", None),
        ("9" * 40, None),
        ("٣٥", None),
    ],
)
def test_an_amount_is_read_however_it_is_written(text: str, amount: int | None) -> None:
    assert read_amount(text) == amount


@given(st.integers(0, MOST))
def test_an_amount_that_was_said_is_read_again(amount: int) -> None:
    assert read_amount(amount_words(amount)) == amount
    assert read_amount(amount_words(amount).replace(".", ",")) == amount


@given(st.text(max_size=20))
def test_any_text_is_an_amount_in_reach_or_none(text: str) -> None:
    amount = read_amount(text)
    assert amount is None or 0 <= amount <= MOST


@pytest.mark.parametrize(
    ("amount", "words"),
    [(4712, "about 47"), (9940, "about 99"), (26_925, "about 270"), (1_234_567, "about 12350"), (0, "about 0")],
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
