"""Days to come and days gone by, as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.grammar.dates import read_day, read_past_day

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-25"),
        ("Tomorrow", "2026-11-26"),
        ("  tomorrow  ", "2026-11-26"),
        ("thu", "2026-11-26"),
        ("Friday", "2026-11-27"),
        ("tues", "2026-12-01"),
        ("wed", "2026-12-02"),
        ("next tue", "2026-12-01"),
        ("next wed", "2026-12-02"),
        ("next fri", "2026-12-04"),
        ("Next Monday", "2026-11-30"),
        ("next week", "2026-11-30"),
        ("2026-12-01", "2026-12-01"),
        ("2026-11-25", "2026-11-25"),
        ("1 dec", "2026-12-01"),
        ("1 Dec.", "2026-12-01"),
        ("1. december", "2026-12-01"),
        ("1st december", "2026-12-01"),
        ("dec 1", "2026-12-01"),
        ("Dec 1st", "2026-12-01"),
        ("December 1, 2027", "2027-12-01"),
        ("1 dec 2027", "2027-12-01"),
        ("1.12.", "2026-12-01"),
        ("01.12.2026", "2026-12-01"),
        ("1. 12. 2026", "2026-12-01"),
        ("25 nov", "2026-11-25"),
        ("24 nov", "2027-11-24"),
        ("1 may", "2027-05-01"),
        ("29 feb", "2028-02-29"),
        ("in 3 days", "2026-11-28"),
        ("in a day", "2026-11-26"),
        ("in one week", "2026-12-02"),
        ("in 2 weeks", "2026-12-09"),
        ("in a month", "2026-12-25"),
        ("in 3 months", "2027-02-25"),
        ("+7d", "2026-12-02"),
        ("+2w", "2026-12-09"),
        ("+1 month", "2026-12-25"),
        ("end of month", "2026-11-30"),
        ("End of the month", "2026-11-30"),
    ],
)
def test_a_day_to_come_is_read(text: str, day: str) -> None:
    assert read_day(text, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "yesterday", "2026-11-24", "24 nov 2026", "2026-13-01", "2026-02-30", "31 nov", "30 feb"),
        *("fr", "frid day", "next", "next next fri", "this fri", "week", "next month", "3 days", "in days"),
        *("in 1000 days", "in 3", "1.12", "12/1", "1 foo", "foo 1", "0 dec", "32 dec", "1.13.", "9", "9:00"),
        *("tomorrow at 9", "tomorrow!", "dec", "20261201", "on fri", "wednesday " * 1000, "in -3 days", "\uff11 dec"),
    ],
)
def test_anything_else_is_no_day(text: str) -> None:
    assert read_day(text, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        ("2027-01-31", "in a month", "2027-02-28"),
        ("2028-01-31", "in a month", "2028-02-29"),
        ("2026-12-31", "in a month", "2027-01-31"),
        ("2028-02-10", "end of month", "2028-02-29"),
        ("2026-11-30", "end of month", "2026-11-30"),
        ("2026-11-29", "next week", "2026-11-30"),
        ("2026-11-29", "mon", "2026-11-30"),
        ("2026-11-29", "next mon", "2026-11-30"),
        ("2026-11-30", "next mon", "2026-12-07"),
        ("9999-12-31", "tomorrow", None),
        ("9999-12-31", "in a month", None),
        ("9999-12-31", "1 dec", None),
    ],
)
def test_months_and_weeks_have_ends(today: str, text: str, day: str | None) -> None:
    assert read_day(text, date.fromisoformat(today)) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-25"),
        ("Yesterday", "2026-11-24"),
        ("the day before yesterday", "2026-11-23"),
        ("tue", "2026-11-24"),
        ("Wednesday", "2026-11-25"),
        ("thu", "2026-11-19"),
        ("last wed", "2026-11-18"),
        ("last tue", "2026-11-24"),
        ("12 nov", "2026-11-12"),
        ("nov 12th", "2026-11-12"),
        ("12.11.", "2026-11-12"),
        ("26 nov", "2025-11-26"),
        ("1 Dec 2024", "2024-12-01"),
        ("29 feb", "2024-02-29"),
        ("2026-11-25", "2026-11-25"),
        ("a day ago", "2026-11-24"),
        ("3 days ago", "2026-11-22"),
        ("2 weeks ago", "2026-11-11"),
    ],
)
def test_a_day_gone_by_is_read(text: str, day: str) -> None:
    assert read_past_day(text, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "tomorrow", "2026-11-26", "26 nov 2026", "next tue", "last", "last week", "31 nov", "2026-02-30"),
        *("days ago", "1000 days ago", "in 3 days", "9:00", "0001-01-01", "1 jan 1800", "last last tue", "tue " * 40),
    ],
)
def test_a_day_to_come_or_anything_else_is_no_day_gone_by(text: str) -> None:
    assert read_past_day(text, WEDNESDAY) is None


@pytest.mark.parametrize("text", ["yesterday", "1 dec", "999 weeks ago", "sun"])
def test_before_the_first_day_of_the_calendar_there_is_none(text: str) -> None:
    assert read_past_day(text, date.min) is None
