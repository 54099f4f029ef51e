from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from bot.domain.appointments import Appointment, Fate
from bot.domain.process import (
    DEFAULT,
    FEWEST,
    MAX_STEP_ACTION,
    MAX_STEP_NAME,
    MOST,
    WHOLE_WEEK,
    Counts,
    Did,
    SalesRows,
    Step,
    StepWeek,
    happened,
    meant,
    moved,
    next_step,
    process_week,
    standing,
    week_gone,
)
from bot.domain.sales import Ask, Conversation, Outcome, Prospect
from bot.domain.slots import Span, week_span

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 16)
WEEK = week_span(MONDAY, BERLIN)


def at(day: int, hour: int = 10) -> datetime:
    """Return an hour in Berlin of a day of the week, Monday = 0."""
    return datetime(2026, 11, 16, hour, tzinfo=BERLIN).astimezone(UTC) + timedelta(days=day)


def step(
    number: int,
    weekly: int = 5,
    counts: Counts | None = None,
    *,
    name: str = "",
    drawn_at: datetime | None = None,
    retired_at: datetime | None = None,
) -> Step:
    return Step(
        id=number,
        position=number,
        name=name or f"step {number}",
        action="do it",
        weekly=weekly,
        counts=counts,
        drawn_at=drawn_at,
        retired_at=retired_at,
    )


def test_the_default_is_a_whole_process_in_plain_words() -> None:
    assert FEWEST <= len(DEFAULT) <= MOST
    assert [one.position for one in DEFAULT] == list(range(1, len(DEFAULT) + 1))
    assert all(len(one.name) <= MAX_STEP_NAME and 0 < len(one.action) <= MAX_STEP_ACTION for one in DEFAULT)
    counted = [one.counts for one in DEFAULT if one.counts]
    assert len(counted) == len(set(counted))


# --- which steps stand ------------------------------------------------------------------------------------------------


def test_a_process_is_what_was_drawn_and_not_taken_out_in_the_order_of_the_line() -> None:
    last, first = step(3, drawn_at=at(0)), step(1, drawn_at=at(1))
    gone = step(2, drawn_at=at(0), retired_at=at(2))
    every = (last, gone, first)
    assert standing(every, at(0)) == (gone, last)
    assert standing(every, at(1)) == (first, gone, last)
    assert standing(every, at(2)) == (first, last)
    assert standing(every, at(-1)) == ()
    assert standing(DEFAULT, at(0)) == DEFAULT


# --- drawing it -------------------------------------------------------------------------------------------------------

LINE = tuple(step(number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("number", "earlier", "order"),
    [
        (1, True, [1, 2, 3]),
        (1, False, [2, 1, 3]),
        (2, True, [2, 1, 3]),
        (2, False, [1, 3, 2]),
        (3, True, [1, 3, 2]),
        (3, False, [1, 2, 3]),
    ],
)
def test_a_step_goes_one_place_earlier_or_later(number: int, order: list[int], *, earlier: bool) -> None:
    after = moved(LINE, LINE[number - 1], earlier=earlier)
    assert [one.id for one in after] == order
    assert [one.position for one in after] == [1, 2, 3]


NAMED = (
    step(1, name="Find people", counts=Counts.PROSPECT),
    step(2, name="Follow up"),
    step(3, name="Talk", counts=Counts.CONVERSATION),
    step(4, name="Talk again"),
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("3", [3]),
        ("find", [1]),
        ("FIND people!", [1]),
        ("people", [1]),
        ("up", [2]),
        ("f", [1, 2]),
        ("talk", [3]),
        ("tal", [3, 4]),
        ("conv", [3]),
        ("9", []),
        ("sell", []),
        ("", []),
    ],
)
def test_a_step_is_meant_by_its_place_the_beginning_of_its_name_or_what_it_counts(words: str, found: list[int]) -> None:
    assert [one.id for one in meant(NAMED, words)] == found


# --- a week against the plan ------------------------------------------------------------------------------------------


def test_a_step_has_what_was_told_by_hand_or_what_counts_by_itself_and_never_both() -> None:
    by_hand, by_itself, never = step(1), step(2, counts=Counts.ASK), step(3, counts=Counts.YES)
    dids = [
        Did(step=1, at=at(0), count=2),
        Did(step=1, at=at(1)),
        Did(step=2, at=at(1), count=9),
        Did(step=8, at=at(1)),
    ]
    week = process_week((by_hand, by_itself, never), dids, {Counts.ASK: 4, Counts.CONVERSATION: 7})
    assert [(each.step.id, each.done) for each in week] == [(1, 3), (2, 4), (3, 0)]


@pytest.mark.parametrize(
    ("weekly", "due"),
    [
        (1, [0, 0, 1, 1, 1]),
        (2, [0, 1, 1, 2, 2]),
        (3, [1, 1, 2, 2, 3]),
        (5, [1, 2, 3, 4, 5]),
        (10, [2, 4, 6, 8, 10]),
    ],
)
def test_the_plan_of_a_week_falls_due_evenly_over_its_days(weekly: int, due: list[int]) -> None:
    by_day = [process_week((step(1, weekly),), (), {}, Fraction(day, 5))[0].due for day in range(1, 6)]
    assert by_day == due


WEEKDAYS = frozenset(MONDAY + timedelta(days=number) for number in range(5))


@pytest.mark.parametrize(
    ("today", "working", "gone"),
    [
        (0, WEEKDAYS, Fraction(1, 5)),
        (2, WEEKDAYS, Fraction(3, 5)),
        (4, WEEKDAYS, WHOLE_WEEK),
        (6, WEEKDAYS, WHOLE_WEEK),
        (1, WEEKDAYS - {MONDAY}, Fraction(1, 4)),
        (0, WEEKDAYS - {MONDAY}, Fraction(0)),
        (0, frozenset[date](), WHOLE_WEEK),
    ],
)
def test_a_week_goes_by_its_working_days_today_included(today: int, working: frozenset[date], gone: Fraction) -> None:
    assert week_gone(MONDAY + timedelta(days=today), working.__contains__) == gone


def week(*each: tuple[int, int, int]) -> tuple[StepWeek, ...]:
    """Return a week of steps, each with what is done, due and planned."""
    return tuple(
        StepWeek(step=step(number, weekly), done=done, due=due) for number, (done, due, weekly) in enumerate(each, 1)
    )


@pytest.mark.parametrize(
    ("each", "expected"),
    [
        (((0, 1, 5), (0, 1, 5)), 1),  # nothing is done yet
        (((1, 1, 5), (0, 1, 5)), 2),  # the first has its pace
        (((2, 3, 5), (0, 3, 5)), 1),  # the first in the line, not the one furthest behind
        (((3, 3, 5), (3, 3, 5), (0, 0, 1)), 1),  # none is behind: the first that is not done
        (((5, 3, 5), (0, 0, 1)), 2),
        (((5, 5, 5), (7, 3, 3)), None),  # all is done
        ((), None),
    ],
)
def test_the_next_step_is_the_first_behind_else_the_first_not_done(
    each: tuple[tuple[int, int, int], ...], expected: int | None
) -> None:
    found = next_step(week(*each))
    assert (found.id if found else None) == expected


# --- what counts by itself --------------------------------------------------------------------------------------------


def talk(day: int, who: int = 1, hour: int = 10, **more: object) -> Conversation:
    given = {"outcome": Outcome.NO, **more}
    return Conversation(prospect=who, at=at(day, hour), **given)  # type: ignore[arg-type]  # names are Conversation's


def ask(day: int, who: int = 1, hour: int = 10) -> Ask:
    return Ask(prospect=who, at=at(day, hour), back_on=MONDAY)


def booking(fate: Fate) -> Appointment:
    return Appointment(prospect=1, span=Span(at(9), at(9, 11)), fate=fate, booked_at=at(1))


def counted(**rows: object) -> dict[Counts, int]:
    """Return what is counted and is not nothing."""
    found = happened(SalesRows(span=WEEK, zone=BERLIN, **rows))  # type: ignore[arg-type]  # names are SalesRows'
    assert set(found) == set(Counts)
    return {what: number for what, number in found.items() if number}


def test_somebody_named_counts_in_the_week_in_which_they_were_added_by_the_persons_zone() -> None:
    edges = (WEEK.start - timedelta(seconds=1), WEEK.start, WEEK.end - timedelta(seconds=1), WEEK.end)
    everybody = tuple(Prospect(name=str(number), added_at=added) for number, added in enumerate(edges))
    assert counted(prospects=everybody) == {Counts.PROSPECT: 2}


def test_practice_is_a_conversation_and_nothing_else() -> None:
    practice = talk(1, outcome=Outcome.YES, offer="a course", practice=True)
    assert counted(conversations=(practice,), first_contacts={1: at(-9)}) == {Counts.CONVERSATION: 1}


def test_an_ask_that_is_told_twice_is_one_and_a_yes_is_one_more_thing() -> None:
    sold = talk(1, outcome=Outcome.YES, offer="a course")
    found = counted(conversations=(sold,), asks=(ask(1),), first_contacts={1: at(1)})
    assert found == {Counts.CONVERSATION: 1, Counts.ASK: 1, Counts.YES: 1}


def test_a_booking_that_was_moved_is_the_same_and_one_cancelled_is_none() -> None:
    assert counted(appointments=tuple(booking(fate) for fate in Fate)) == {Counts.BOOKING: 3}


@pytest.mark.parametrize(
    ("talks", "asks", "first", "expected"),
    [
        ((talk(1),), (), at(1), 0),  # the first contact comes back to nobody
        ((talk(1),), (), at(-5), 1),
        ((talk(1, hour=9), talk(1, hour=17)), (), at(1, 9), 0),  # twice on the first day
        ((talk(2, hour=9),), (ask(2, hour=17), ask(3)), at(0), 2),  # each day once
        ((talk(1), talk(1, who=2)), (), at(0), 1),  # of two people, one was known
        ((talk(1, practice=True),), (), at(0), 0),
    ],
)
def test_somebody_is_come_back_to_on_each_day_after_the_first_contact(
    talks: tuple[Conversation, ...], asks: tuple[Ask, ...], first: datetime, expected: int
) -> None:
    found = counted(conversations=talks, asks=asks, first_contacts={1: first, 2: at(1)})
    assert found.get(Counts.FOLLOW_UP, 0) == expected
