"""Amounts of money, as people write them in many countries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import price_words
from bot.grammar.amounts import MOST, MOST_AN_HOUR, read_amount, read_an_hour


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1200", 1200),
        ("1,200", 1200),
        ("1.200", 1200),
        ("1 200", 1200),
        ("1\u00a0200", 1200),
        ("1\u202f200", 1200),
        ("1’200", 1200),
        ("€1200", 1200),
        ("€ 1.200,50", 1201),
        ("1,200.49", 1200),
        ("1200,5", 1201),
        ("1200 EUR", 1200),
        ("usd 1200", 1200),
        ("US$1,200", 1200),
        ("1 200 kr", 1200),
        ("1.2k", 1200),
        ("1,2K", 1200),
        ("12k €", 12_000),
        ("1.25 k", 1250),
        ("12.50", 13),
        ("1,234,567", 1_234_567),
        ("0", 0),
        (" 7 ", 7),
        ("1000000000", MOST),
    ],
)
def test_an_amount_is_read_as_it_is_written(text: str, amount: int) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lots",
        "-1200",
        "1200 a month",
        "1,20,000",
        "1.200k",
        "1,200,50",
        "1 20",
        "12 00",
        "1.2345",
        "20%",
        "3h",
        "1200 months",
        "k",
        "€",
        "1000000001",
        "9" * 5000,
        "٣٠٠\x00",
    ],
)
def test_what_is_no_amount_is_not_read_as_one(text: str) -> None:
    assert read_amount(text) is None


@given(st.integers(0, MOST), st.sampled_from([",", ".", " ", "'"]), st.sampled_from(["", "€", "$", "EUR "]))
def test_whatever_parts_the_thousands_it_is_the_same_amount(amount: int, by: str, currency: str) -> None:
    assert read_amount(f"{currency}{amount:,}".replace(",", by)) == amount


@given(st.text(max_size=60))
def test_any_text_is_read_or_not_and_never_fails(text: str) -> None:
    amount = read_amount(text)
    assert amount is None or 0 <= amount <= MOST


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
        ("12 000", 1_200_000),
        ("35 h", None),
        ("100001", None),
        ("9" * 40, None),
        ("٣٥", None),
    ],
)
def test_what_an_hour_costs_is_read_however_it_is_written(text: str, amount: int | None) -> None:
    assert read_an_hour(text) == amount


@given(st.integers(0, MOST_AN_HOUR * 100))
def test_what_an_hour_costs_is_read_as_it_is_said(amount: int) -> None:
    assert read_an_hour(price_words(amount)) == amount
    assert read_an_hour(price_words(amount).replace(".", ",")) == amount


@given(st.text(max_size=20))
def test_any_text_is_a_price_in_reach_or_none(text: str) -> None:
    amount = read_an_hour(text)
    assert amount is None or 0 <= amount <= MOST_AN_HOUR * 100
