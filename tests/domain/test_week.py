"""The numbers of a week, recounted in another way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.diary import Coverage, Entry, Kind, Label, Prompt, PromptState
from bot.domain.sales import Conversation, Outcome, Prospect, Tally
from bot.domain.slots import SLOT, Days, Hours, Span, Window, week_span
from bot.domain.week import (
    Slots,
    WeekRows,
    figures,
    read_week,
    reported_week,
    slots_so_far,
    week_name,
)

PARIS = ZoneInfo("Europe/Paris")
WINDOW = Window(tz=PARIS, hours=Hours(start=time(9), end=time(17)), days=Days.of(range(5)))
MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
WEEK = week_span(MONDAY, PARIS)
BEGINNING = datetime(2026, 11, 23, 8, tzinfo=UTC)  # Monday at 9:00 in Paris
STEP = timedelta(minutes=5)
EMPTY = WeekRows(monday=MONDAY, today=FRIDAY, span=WEEK, goal=3)


def stretch(start: int, length: int) -> Span:
    """Return a stretch by its beginning and length in minutes from Monday 9:00."""
    begin = BEGINNING + timedelta(minutes=start)
    return Span(begin, begin + timedelta(minutes=length))


def entry(start: int, length: int, kind: Kind | None = Kind.PAID, label: Label = Label.LIVE) -> Entry:
    return Entry(span=stretch(start, length), what="work", kind=kind, recorded_at=BEGINNING, label=label)


def slots(number: int) -> tuple[Span, ...]:
    return tuple(stretch(30 * each, 30) for each in range(number))


def talk(outcome: Outcome = Outcome.THINKING, *, offer: str = "", practice: bool = False) -> Conversation:
    return Conversation(prospect=1, at=BEGINNING, outcome=outcome, offer=offer, practice=practice)


def prospect(name: str, next_on: date | None) -> Prospect:
    return Prospect(name=name, added_at=BEGINNING, next_on=next_on)


# --- which week -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        ("", MONDAY),
        ("this", MONDAY),
        ("this week", MONDAY),
        ("last", date(2026, 11, 16)),
        ("Last week", date(2026, 11, 16)),
        ("2026-W47", date(2026, 11, 16)),
        ("2026w47", date(2026, 11, 16)),
        ("W47", date(2026, 11, 16)),
        ("47", date(2026, 11, 16)),
        ("w53", None),  # not begun yet, and the year before had none
        ("w50", date(2025, 12, 8)),
        ("2027-W01", date(2027, 1, 4)),
        ("2026-W53", date(2026, 12, 28)),
        ("2025-W53", None),
        ("W60", None),
        ("0000-W01", None),
        ("soon", None),
    ],
)
def test_a_week_is_read_by_its_iso_name_or_from_today(text: str, monday: date | None) -> None:
    assert read_week(text, FRIDAY) == monday


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_weeks_name_is_read_back(day: date) -> None:
    monday = day - timedelta(days=day.weekday())

    assert read_week(week_name(monday), FRIDAY) == monday


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 22), "2026-W47"),  # Sunday evening
        (date(2026, 11, 23), "2026-W47"),  # Monday morning looks back
        (date(2026, 11, 25), "2026-W47"),
        (date(2026, 11, 26), "2026-W48"),
        (date(2026, 11, 27), "2026-W48"),  # Friday afternoon
        (date(2027, 1, 1), "2026-W53"),
    ],
)
def test_a_report_is_about_the_week_that_is_mostly_over(day: date, week: str) -> None:
    assert week_name(reported_week(day)) == week


@pytest.mark.parametrize(
    ("now", "since", "number"),
    [
        ("2026-11-23 09:00", None, 0),
        ("2026-11-23 09:01", None, 1),
        ("2026-11-23 12:00", None, 6),
        ("2026-11-23 20:00", None, 16),
        ("2026-11-27 16:00", None, 4 * 16 + 14),
        ("2026-11-29 23:00", None, 5 * 16),
        ("2026-12-29 23:00", None, 5 * 16),
        ("2026-11-27 16:00", "2026-11-27 09:10", 14),
        ("2026-11-27 16:00", "2026-11-27 09:30", 13),
        ("2026-11-27 16:00", "2026-12-27 09:30", 0),
    ],
)
def test_working_slots_count_from_the_start_up_to_now(now: str, since: str | None, number: int) -> None:
    moments = [datetime.fromisoformat(each).replace(tzinfo=PARIS) if each else None for each in (now, since)]
    assert moments[0] is not None

    assert len(slots_so_far(WINDOW, WEEK, moments[1], moments[0])) == number


def test_the_week_of_a_clock_change_has_as_many_slots_as_any_other() -> None:
    for monday in (date(2026, 3, 23), date(2026, 10, 19)):
        span = week_span(monday, PARIS)
        assert len(slots_so_far(WINDOW, span, None, span.end)) == 5 * 16


# --- what is counted --------------------------------------------------------------------------------------------------


def test_nothing_recorded_is_nothing_and_no_share_of_it() -> None:
    week = figures(replace(EMPTY, slots=slots(3)))

    assert week.is_empty
    assert (week.coverage, week.share, week.before) == (Coverage(filled=0, slots=3), None, None)
    assert week.slots == Slots(unasked=3)


@pytest.mark.parametrize(
    ("entries", "share"),
    [
        ([entry(0, 90, Kind.SELLING)], None),
        ([entry(0, 119, Kind.SELLING)], None),
        ([entry(0, 60, Kind.SELLING), entry(60, 60)], 0.5),
        ([entry(0, 120)], 0.0),
        ([entry(0, 30, Kind.SELLING), entry(30, 90, None)], 0.25),
        ([entry(0, 30, Kind.SELLING), entry(30, 90, Kind.BREAK)], 0.25),
    ],
)
def test_a_share_needs_four_recorded_slots_and_is_of_everything_recorded(
    entries: list[Entry], share: float | None
) -> None:
    assert figures(replace(EMPTY, entries=tuple(entries))).share == share


def test_an_entry_over_the_end_of_the_week_counts_as_far_as_it_lies_in_it() -> None:
    over = Entry(
        span=Span(WEEK.end - timedelta(hours=1), WEEK.end + timedelta(hours=3)),
        what="night shift",
        recorded_at=WEEK.end,
        label=Label.LIVE,
    )

    assert figures(replace(EMPTY, entries=(over,))).recorded == timedelta(hours=1)


def test_each_slot_is_counted_by_what_became_of_it() -> None:
    week = figures(
        replace(
            EMPTY,
            slots=slots(8),
            entries=(
                entry(0, 30, Kind.SELLING),
                entry(30, 30, Kind.SELLING, Label.SAME_DAY),
                entry(60, 16, Kind.PAID, Label.RECONSTRUCTED),
                entry(90, 14),  # less than half a slot does not fill it
            ),
            prompts=(
                Prompt(span=stretch(0, 60), key="a", state=PromptState.ANSWERED),
                Prompt(span=stretch(90, 30), key="b", state=PromptState.FOLDED),
                Prompt(span=stretch(120, 60), key="c", state=PromptState.SKIPPED),
                Prompt(span=stretch(180, 30), key="d", state=PromptState.OPEN),
            ),
        )
    )

    assert week.slots == Slots(live=1, same_day=1, reconstructed=1, skipped=2, unanswered=2, unasked=1, selling=2)
    assert week.coverage == Coverage(filled=3, slots=8)


def test_conversations_are_held_against_the_goal_with_practice_apart() -> None:
    every = (talk(Outcome.YES, offer="audit"), talk(), talk(Outcome.NO, offer="audit", practice=True))

    week = figures(replace(EMPTY, conversations=every))

    assert week.talks == Tally(real=2, practice=1, outcomes={Outcome.YES: 1, Outcome.THINKING: 1})
    assert week.asks == 1


@pytest.mark.parametrize(("before", "number"), [(None, None), ((), 0), ((talk(), talk()), 2)])
def test_the_week_before_is_told_only_where_something_is_known_of_it(
    before: tuple[Conversation, ...] | None, number: int | None
) -> None:
    assert figures(replace(EMPTY, before=before)).before == number


def test_follow_ups_are_overdue_before_today_and_due_up_to_the_end_of_the_next_week() -> None:
    everybody = (
        prospect("free", None),
        prospect("after that", date(2026, 12, 7)),
        prospect("next Sunday", date(2026, 12, 6)),
        prospect("today", FRIDAY),
        prospect("yesterday", date(2026, 11, 26)),
        prospect("long ago", date(2026, 10, 1)),
    )

    week = figures(replace(EMPTY, prospects=everybody))

    assert [one.name for one in week.overdue] == ["long ago", "yesterday"]
    assert [one.name for one in week.due] == ["today", "next Sunday"]
    assert week.due_until == date(2026, 12, 6)


def test_of_a_week_long_past_no_follow_ups_are_told() -> None:
    week = figures(replace(EMPTY, today=date(2026, 12, 7), prospects=(prospect("Dana", FRIDAY),)))

    assert (week.overdue, week.due) == ((), ())


# --- recounted --------------------------------------------------------------------------------------------------------


@st.composite
def diaries(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Draw entries that don't overlap, on a grid of five minutes, around the beginning of the week."""
    at, entries = draw(st.integers(-600, 0)) * 5, []
    for _ in range(draw(st.integers(0, 12))):
        at += draw(st.integers(0, 12)) * 5
        length = draw(st.integers(1, 60)) * 5
        entries.append(entry(at, length, draw(st.none() | st.sampled_from(Kind)), draw(st.sampled_from(Label))))
        at += length
    return tuple(entries)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Prompt, ...]:
    """Draw what became of the questions about some of the first slots."""
    states = draw(st.lists(st.none() | st.sampled_from(PromptState), max_size=40))
    return tuple(
        Prompt(span=stretch(30 * number, 30), key=str(number), state=state)
        for number, state in enumerate(states)
        if state is not None
    )


def minutes(entries: Sequence[Entry], moment: datetime) -> Entry | None:
    """Return the entry that covers the five minutes from `moment`."""
    return next((one for one in entries if one.span.start <= moment < one.span.end), None)


@given(diaries(), asked(), st.integers(0, 60))
def test_time_and_coverage_agree_with_a_count_of_every_five_minutes(
    entries: tuple[Entry, ...], prompts: tuple[Prompt, ...], number: int
) -> None:
    week = figures(replace(EMPTY, entries=entries, prompts=prompts, slots=slots(number)))

    ticks = [WEEK.start + STEP * each for each in range((WEEK.end - WEEK.start) // STEP)]
    covering = [found for tick in ticks if (found := minutes(entries, tick))]
    assert week.recorded == STEP * len(covering) == sum(week.time.values(), timedelta())
    assert week.selling == STEP * len([one for one in covering if one.kind is Kind.SELLING])
    for kind in (None, *Kind):
        assert week.time.get(kind, timedelta()) == STEP * len([one for one in covering if one.kind is kind])
    assert list(week.time.values()) == sorted(week.time.values(), reverse=True)
    assert week.share is None or abs(week.share * (week.recorded / STEP) - week.selling / STEP) < 1e-6

    filled = [slot for slot in slots(number) if _filled(slot, entries)]
    assert week.coverage == Coverage(filled=len(filled), slots=number)
    told = week.slots
    assert told.live + told.same_day + told.reconstructed == len(filled)
    open_ones = [slot for slot in slots(number) if slot not in filled]
    states = {prompt.span: prompt.state for prompt in prompts}
    assert told.unasked == len([slot for slot in open_ones if slot not in states])
    assert told.skipped == len([slot for slot in open_ones if states.get(slot) is PromptState.SKIPPED])
    assert told.unanswered == len(open_ones) - told.unasked - told.skipped


def _filled(slot: Span, entries: Sequence[Entry]) -> bool:
    """Tell whether one entry covers at least half of a slot, five minutes at a time."""
    ticks = [slot.start + STEP * each for each in range(SLOT // STEP)]
    covered = [id(found) for tick in ticks if (found := minutes(entries, tick))]
    return any(covered.count(one) * 2 >= len(ticks) for one in covered)
