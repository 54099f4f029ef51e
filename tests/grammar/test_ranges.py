"""Days and ranges of days, as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.grammar.ranges import read_ranges

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("24 dec-2 jan", "2026-12-24..2027-01-02"),
        ("24 Dec - 2 Jan", "2026-12-24..2027-01-02"),
        ("Thu 24 Dec–Sat 2 Jan", "2026-12-24..2027-01-02"),
        ("from 24 dec to 2 jan", "2026-12-24..2027-01-02"),
        ("24 dec until 2 jan", "2026-12-24..2027-01-02"),
        ("24 december 2026–2 january 2027", "2026-12-24..2027-01-02"),
        ("2026-12-24 - 2027-01-02", "2026-12-24..2027-01-02"),
        ("2026-12-24–2027-01-02", "2026-12-24..2027-01-02"),
        ("24.12.-2.1.", "2026-12-24..2027-01-02"),
        ("24-31 dec", "2026-12-24..2026-12-31"),
        ("24.-31. dec", "2026-12-24..2026-12-31"),
        ("24th-26th december", "2026-12-24..2026-12-26"),
        ("dec 24-31", "2026-12-24..2026-12-31"),
        ("dec 24 to jan 2", "2026-12-24..2027-01-02"),
        ("dec 24, 2026", "2026-12-24"),
        ("fri", "2026-11-27"),
        ("on friday", "2026-11-27"),
        ("today", "2026-11-23"),
        ("tomorrow", "2026-11-24"),
        ("yesterday", "2026-11-22"),
        ("tomorrow - fri", "2026-11-24..2026-11-27"),
        ("mon-wed", "2026-11-30..2026-12-02"),
        ("next mon-next fri", "2026-11-30..2026-12-04"),
        ("next mon to fri", "2026-11-30..2026-12-04"),
        ("this week", "2026-11-23..2026-11-29"),
        ("next week", "2026-11-30..2026-12-06"),
        ("24 dec, 31 dec and 2 jan", "2026-12-24 2026-12-31 2027-01-02"),
        ("24 dec; fri", "2026-12-24 2026-11-27"),
        ("24 dec-", None),
        ("31 feb", None),
        ("24 dec, nonsense", None),
        ("24 dec for ever", None),
        ("", None),
        (",", None),
        ("fri " * 200, None),
    ],
)
def test_days_off_are_read_as_people_write_them(text: str, days: str | None) -> None:
    read = read_ranges(text, MONDAY)
    written = [str(one.first) if one.first == one.last else f"{one.first}..{one.last}" for one in read or ()]
    assert (" ".join(written) if read else None) == days


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80), st.dates(date(1950, 1, 1), date(2850, 1, 1)))
def test_no_text_is_too_strange(text: str, today: date) -> None:
    read_ranges(text, today)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["24", "dec", "jan 2", "-", "–", "to", "fri", "next", "2026-12-24", ",", "24.12."])))
def test_what_is_read_runs_forwards(words: list[str]) -> None:
    for each in read_ranges(" ".join(words), MONDAY) or ():
        assert each.first <= each.last
