from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.appointments import (
    Appointment,
    Fate,
    Scheduled,
    clashing,
    closes_on,
    free,
    held_at,
    keeps_quiet,
    meant,
    scheduled,
)
from bot.domain.block import KeptDays, block_on, booked_in, is_in_block, is_kept, kept_days, next_block_day
from bot.domain.diary import Entry, Kind, Label
from bot.domain.people import Plan
from bot.domain.rest import DayRange, DaysOff
from bot.domain.sales import Conversation, Outcome, Prospect, Status
from bot.domain.slots import Span, read_days, week_span
from bot.domain.talks import talked_with

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MONDAY = date(2026, 11, 23)


def span(start: int, end: int) -> Span:
    """Return minutes after nine on Monday."""
    return Span(NINE + start * MINUTE, NINE + end * MINUTE)


def booked(start: int, end: int, prospect: int = 1, number: int = 0, fate: Fate = Fate.BOOKED) -> Appointment:
    return Appointment(prospect=prospect, span=span(start, end), id=number, fate=fate)


# --- what is in the way of a question ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("appointments", "quiet"),
    [
        ([], False),
        ([(0, 30)], True),
        ([(-15, 10)], True),  # it is asked in the middle of one
        ([(-30, 0)], False),  # over as it is asked
        ([(10, 40)], True),  # more than half of it
        ([(15, 40)], False),  # half
        ([(20, 40)], False),
        ([(4, 12), (14, 25)], True),  # both together
    ],
)
def test_a_question_is_not_asked_in_the_middle_of_an_appointment(
    appointments: list[tuple[int, int]], *, quiet: bool
) -> None:
    assert keeps_quiet(NINE, span(0, 30), [booked(*each) for each in appointments]) is quiet


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-40, 100), st.integers(1, 60)), max_size=6))
def test_what_is_free_agrees_with_a_count_of_every_minute(taken: list[tuple[int, int]]) -> None:
    spans = [span(start, start + length) for start, length in taken]
    stretches = free(span(0, 60), spans)
    minutes = {
        minute for minute in range(60) if not any(each.start <= NINE + minute * MINUTE < each.end for each in spans)
    }
    assert {m for m in range(60) if any(each.start <= NINE + m * MINUTE < each.end for each in stretches)} == minutes
    assert sum((each.length for each in stretches), timedelta()) == len(minutes) * MINUTE


# --- which one is meant -----------------------------------------------------------------------------------------------


def test_the_next_one_is_moved_and_a_past_one_only_where_no_other_is_booked() -> None:
    past, coming, later = booked(-60, -30, number=1), booked(10, 40, number=2), booked(90, 120, number=3)
    assert meant((later, coming, past), 1, NINE) == coming
    assert meant((past,), 1, NINE) == past
    assert meant((past, coming), 2, NINE) is None


def test_a_conversation_was_the_latest_appointment_that_had_begun_or_nearly() -> None:
    first, second = booked(0, 30, number=1), booked(60, 90, number=2)
    for minute, found in ((-20, None), (-10, first), (20, first), (44, first), (45, second), (300, second)):
        talked = Span(NINE - 540 * MINUTE, NINE + minute * MINUTE)
        assert held_at((first, second), 1, talked, early=15 * MINUTE) == found
    assert held_at((first,), 2, span(-60, 60)) is None


def test_nobody_is_in_two_appointments() -> None:
    there = booked(0, 30, number=1)
    assert clashing(span(29, 40), [there]) == there
    assert clashing(span(30, 40), [there]) is None
    assert clashing(span(0, 30), [there], but=1) is None


# --- the goal and the block -------------------------------------------------------------------------------------------


def test_what_was_cancelled_moved_or_missed_is_not_scheduled() -> None:
    every = [booked(0, 30, fate=fate) for fate in Fate]
    practice = Appointment(prospect=1, span=span(60, 90), practice=True)
    assert scheduled([*every, practice, booked(600, 630)], span(0, 600)) == Scheduled(real=2, practice=1)


@pytest.mark.parametrize(
    ("today", "days", "closes"),
    [
        ("2026-11-23", "mon-fri", "2026-11-27"),
        ("2026-11-27", "mon-fri", "2026-11-27"),
        ("2026-11-28", "mon-fri", None),
        ("2026-11-28", "daily", "2026-11-29"),
        ("2026-11-25", "mon,tue", None),
    ],
)
def test_the_gap_can_be_closed_up_to_the_last_working_day(today: str, days: str, closes: str | None) -> None:
    working = read_days(days)
    assert working is not None
    assert closes_on(date.fromisoformat(today), lambda day: day.weekday() in working) == (
        date.fromisoformat(closes) if closes else None
    )


def test_on_days_off_there_is_no_block_and_nothing_closes() -> None:
    off = DaysOff(own=(DayRange(date(2026, 11, 25), date(2026, 11, 27)),))
    plan = Plan(zone="UTC", block=time(9), off=off)
    assert block_on(plan, date(2026, 11, 25)) is None
    assert next_block_day(plan, date(2026, 11, 24)) == date(2026, 11, 30)
    assert closes_on(date(2026, 11, 23), plan.window.works_on) == date(2026, 11, 24)
    assert closes_on(date(2026, 11, 25), plan.window.works_on) is None


PLAN = Plan(zone="UTC", block=time(9))


def noted(start: int, end: int, kind: Kind = Kind.SELLING) -> Entry:
    return Entry(span=span(start, end), what="calls", kind=kind, recorded_at=NINE, label=Label.LIVE)


def talk(minute: int, *, practice: bool = False) -> Conversation:
    return Conversation(prospect=1, at=NINE + minute * MINUTE, outcome=Outcome.NO, practice=practice)


@pytest.mark.parametrize(
    ("entries", "talks", "kept"),
    [
        ([], [], False),
        ([noted(0, 30)], [], True),
        ([noted(-20, 29)], [], False),
        ([noted(0, 15), noted(40, 55)], [], True),
        ([noted(0, 60, Kind.LEADS)], [], False),
        ([], [talk(0)], True),
        ([], [talk(59, practice=True)], True),
        ([], [talk(60)], False),
        ([], [talk(-1)], False),
    ],
)
def test_a_block_is_kept_by_a_conversation_or_half_an_hour_of_selling_in_it(
    entries: list[Entry], talks: list[Conversation], *, kept: bool
) -> None:
    block = block_on(PLAN, MONDAY)
    assert block == span(0, 60)
    assert is_kept(span(0, 60), entries, talks) is kept


def test_days_are_counted_once_their_block_is_over_from_the_start_on() -> None:
    week = week_span(MONDAY, PLAN.tz)
    day = timedelta(days=1)
    on_tuesday = Conversation(prospect=1, at=NINE + day, outcome=Outcome.NO)
    assert kept_days(PLAN, week, None, NINE + day + 59 * MINUTE, [noted(0, 60)], [on_tuesday]) == KeptDays(kept=1, of=1)
    assert kept_days(PLAN, week, None, NINE + 6 * day, [noted(0, 60)], [on_tuesday]) == KeptDays(kept=2, of=5)
    assert kept_days(PLAN, week, NINE + MINUTE, NINE + 6 * day, [noted(0, 60)], [on_tuesday]) == KeptDays(kept=1, of=4)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7 * 24 * 2 - 1), st.sampled_from([Kind.SELLING, Kind.PAID])), max_size=12))
def test_kept_days_agree_with_a_look_at_every_day(halves: list[tuple[int, Kind]]) -> None:
    begin = NINE.replace(hour=0)
    one_each = dict(halves)
    entries = [
        Entry(
            span=Span(begin + half * 30 * MINUTE, begin + (half + 1) * 30 * MINUTE),
            what="x",
            kind=kind,
            recorded_at=begin,
            label=Label.LIVE,
        )
        for half, kind in one_each.items()
    ]
    expected = sum(any(one_each.get(day * 48 + half) is Kind.SELLING for half in (18, 19)) for day in range(5))
    kept = kept_days(PLAN, week_span(MONDAY, PLAN.tz), None, begin + timedelta(days=7), entries, [])
    assert kept == KeptDays(kept=expected, of=5)


def test_the_block_is_filled_by_what_begins_in_it_and_its_questions_are_those_mostly_in_it() -> None:
    every = [booked(-30, 30), booked(30, 60), booked(59, 89), booked(60, 90), booked(0, 30, fate=Fate.CANCELLED)]
    assert booked_in(span(0, 60), every) == 2
    assert [is_in_block(PLAN, span(start, start + 30)) for start in (-30, 0, 30, 45, 60)] == [
        *(False, True, True, False, False)
    ]
    assert next_block_day(PLAN, date(2026, 11, 27)) == date(2026, 11, 30)
    assert block_on(PLAN, date(2026, 11, 28)) is None


# --- an entry that was a conversation ---------------------------------------------------------------------------------


def prospect(name: str, number: int, status: Status = Status.MAYBE) -> Prospect:
    return Prospect(name=name, added_at=NINE, id=number, status=status)


PEOPLE = (
    prospect("Dana", 1),
    prospect("Kim Lee", 2),
    prospect("Max Ort", 3),
    prospect("Max Weil", 4),
    prospect("Yara", 5, Status.YES),
)


@pytest.mark.parametrize(
    ("what", "who"),
    [
        ("call with Dana", 1),
        ("Calling dana", 1),
        ("sales call with DANA!", 1),
        ("talked to Kim", 2),
        ("meeting with Kim Lee", 2),
        ("a quick chat with kim", 2),
        ("met Max Ort", 3),
        ("call with Max", None),  # which of the two?
        ("call with Yara", None),  # a client: it may be paid work
        ("call with Dana about taxes", None),
        ("preparing the call with Dana", None),
        ("email to Dana", None),
        ("Dana", None),
        ("call with Zoe", None),
    ],
)
def test_only_a_conversation_of_which_one_can_be_sure_is_recognised(what: str, who: int | None) -> None:
    found = talked_with(what, PEOPLE)
    assert (found.id if found else None) == who
