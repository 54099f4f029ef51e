"""When an appointment is to be, typed on Wednesday 25 November 2026 at 14:35 in Paris."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.appointments import LONGEST, SHORTEST
from bot.grammar.booking import Booking, names_time, read_booking

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 25, 14, 35, tzinfo=PARIS)
USUAL = timedelta(minutes=30)


def read(text: str) -> Booking | None:
    return read_booking(text, NOW, PARIS, USUAL)


@pytest.mark.parametrize(
    ("text", "start", "minutes"),
    [
        ("tue 15:00", "12-01 15:00", 30),
        ("Tue at 3pm", "12-01 15:00", 30),
        ("on tue at 3 pm", "12-01 15:00", 30),
        ("tomorrow at 3pm for 45m", "11-26 15:00", 45),
        ("tomorrow 15:00-15:45", "11-26 15:00", 45),
        ("tomorrow from 3 to 4", "11-26 15:00", 60),
        ("fri 3-4", "11-27 15:00", 60),
        ("fri 11-1", "11-27 11:00", 120),
        ("fri 9-10pm", "11-27 21:00", 60),
        ("fri 9", "11-27 09:00", 30),
        ("fri 3", "11-27 15:00", 30),
        ("fri noon", "11-27 12:00", 30),
        ("fri 15h 1h", "11-27 15:00", 60),
        ("15:00", "11-25 15:00", 30),
        ("3pm", "11-25 15:00", 30),
        ("at 8", "11-25 20:00", 30),
        ("3pm tomorrow", "11-26 15:00", 30),
        ("at 3 on fri", "11-27 15:00", 30),
        ("next tue 10", "12-01 10:00", 30),
        ("1 dec 10:30", "12-01 10:30", 30),
        ("dec 1, 10:30", "12-01 10:30", 30),
        ("2026-12-01 09:30", "12-01 09:30", 30),
        ("2026-12-01T09:30", "12-01 09:30", 30),
        ("in 2 hours", "11-25 16:35", 30),
        ("in 30 min for 1h", "11-25 15:05", 60),
        ("tue 15:00 45m", "12-01 15:00", 45),
        ("tue 15:00, 1h", "12-01 15:00", 60),
        ("tue 15:00 (1h 30m)", "12-01 15:00", 90),
        ("tue 15:00 for half an hour", "12-01 15:00", 30),
        ("tomorrow 23:30-00:30", "11-26 23:30", 60),
        # past, which is for whoever asked to say
        ("13:00", "11-25 13:00", 30),
        ("yesterday 9:00", "11-24 09:00", 30),
        ("2026-11-20 15:00", "11-20 15:00", 30),
    ],
)
def test_it_is_read_as(text: str, start: str, minutes: int) -> None:
    booking = read(text)
    assert booking is not None
    assert f"{booking.span.start.astimezone(PARIS):%m-%d %H:%M}" == start
    assert booking.span.length == timedelta(minutes=minutes)
    assert names_time(text, NOW.date())


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "soon", "tue", "tomorrow", "15", "fri 25:00", "fri 1 dec 15:00", "15:00 soon", "in a while"),
        *("1 dec 10:30 for 10h", "fri 9-18 for 1h", "for 45m", "fri 15:00-15:00", "x" * 500, "fri 15:00 " * 50),
    ],
)
def test_anything_else_is_no_time(text: str) -> None:
    assert read(text) is None


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["tue", "tomorrow", "at", "3pm", "15:00", "-", "to", "for", "45m", "1h", "on", "9", "in", "dec", "1", ","]
        )
        | st.text(max_size=5),
        max_size=7,
    )
)
def test_whatever_is_typed_is_a_stretch_of_sensible_length_or_nothing(words: list[str]) -> None:
    booking = read(" ".join(words))
    assert booking is None or SHORTEST <= booking.span.length <= LONGEST
