"""Entries over the slots: who gives way, what can be trusted, how much is covered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.diary import (
    Coverage,
    Entry,
    Kind,
    Label,
    accounted,
    activity_of,
    coverage,
    filled_by,
    label_for,
    lay,
    time_by_kind,
)
from bot.domain.slots import SLOT, Span

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


def span(start: int, end: int) -> Span:
    return Span(MIDNIGHT + timedelta(minutes=start), MIDNIGHT + timedelta(minutes=end))


def entry(number: int, start: int, end: int, kind: Kind | None = None) -> Entry:
    return Entry(id=number, span=span(start, end), what="x", kind=kind, recorded_at=MIDNIGHT, label=Label.LIVE)


@pytest.mark.parametrize(
    ("new", "changed", "removed", "added"),
    [
        (span(0, 30), [], [], []),
        (span(30, 90), [(1, 90, 120)], [], []),
        (span(90, 150), [(1, 60, 90)], [], []),
        (span(80, 100), [(1, 60, 80)], [], [(0, 100, 120)]),
        (span(60, 120), [], [1], []),
        (span(0, 200), [], [1], []),
        (span(120, 150), [], [], []),
    ],
)
def test_the_newest_entry_wins_wherever_two_overlap(
    new: Span, changed: list[tuple[int, int, int]], removed: list[int], added: list[tuple[int, int, int]]
) -> None:
    laid = lay(new, [entry(1, 60, 120)])
    assert [(one.id, one.span) for one in laid.changed] == [(number, span(a, b)) for number, a, b in changed]
    assert [one.id for one in laid.removed] == removed
    assert [(one.id, one.span) for one in laid.added] == [(number, span(a, b)) for number, a, b in added]


stretches = st.tuples(st.integers(0, 600), st.integers(1, 300)).map(lambda pair: span(pair[0], pair[0] + pair[1]))


@given(st.lists(stretches, max_size=12))
def test_a_diary_never_says_two_things_of_one_minute_and_forgets_none(spans: list[Span]) -> None:
    kept: dict[int, Entry] = {}
    said: dict[int, int] = {}
    for number, new in enumerate(spans, start=1):
        laid = lay(new, kept.values())
        for one in laid.removed:
            del kept[one.id]
        kept |= {one.id: one for one in laid.changed}
        kept |= {1000 * number + place: one for place, one in enumerate(laid.added)}
        kept = {key: replace(one, id=key) for key, one in kept.items()}
        kept[number] = replace(entry(number, 0, 1), span=new, what=str(number))
        minute = new.start
        while minute < new.end:
            said[int((minute - MIDNIGHT).total_seconds())] = number
            minute += timedelta(minutes=1)
    for second, number in said.items():
        at = Span(MIDNIGHT + timedelta(seconds=second), MIDNIGHT + timedelta(seconds=second + 60))
        assert [one.what for one in kept.values() if one.span.overlap(at)] == [str(number)]


@pytest.mark.parametrize(
    ("after_end", "same_day", "label"),
    [
        (-10, True, Label.LIVE),
        (15, True, Label.LIVE),
        (16, True, Label.SAME_DAY),
        (600, True, Label.SAME_DAY),
        (16, False, Label.RECONSTRUCTED),
    ],
)
def test_an_entry_says_how_soon_it_was_written(after_end: int, label: Label, *, same_day: bool) -> None:
    slot = span(0, 30)
    assert label_for(slot, slot.end + timedelta(minutes=after_end), same_day=same_day) is label


@pytest.mark.parametrize(
    ("one", "other"),
    [("Calling leads", "calling  leads!"), ("E-Mail", "e mail"), ("Größe", "GRÖSSE"), ("ﬁx site", "fix site")],
)
def test_wordings_that_differ_in_case_marks_and_spaces_are_one_activity(one: str, other: str) -> None:
    assert activity_of(one) == activity_of(other)


def test_an_activity_of_marks_only_is_itself() -> None:
    assert activity_of("📞") == "📞"


def test_a_slot_is_filled_by_whatever_takes_at_least_half_of_it() -> None:
    slots = [span(start, start + 30) for start in range(0, 120, 30)]
    entries = [entry(1, 0, 45), entry(2, 62, 76)]
    assert [filled_by(slot, entries) for slot in slots] == [entries[0], entries[0], None, None]
    assert coverage(slots, entries) == Coverage(filled=2, slots=4)
    assert Coverage(filled=0, slots=0).share == 0


def test_time_is_summed_by_kind_the_longest_first() -> None:
    entries = [
        entry(1, 0, 30, Kind.SELLING),
        entry(2, 30, 90, Kind.ADMIN),
        entry(3, 90, 100),
        entry(4, 100, 120, Kind.SELLING),
    ]
    assert list(time_by_kind(entries).items()) == [
        (Kind.ADMIN, 2 * SLOT),
        (Kind.SELLING, timedelta(minutes=50)),
        (None, timedelta(minutes=10)),
    ]


@pytest.mark.parametrize(
    ("spans", "enough"),
    [
        ([], False),
        ([(0, 15)], True),
        ([(0, 14)], False),
        ([(0, 8), (10, 18)], True),
        ([(0, 10), (2, 12), (4, 14)], False),
        ([(10, 12), (0, 20)], True),
        ([(-60, 10), (25, 90)], True),
        ([(-60, 0), (30, 90)], False),
    ],
)
def test_half_of_a_stretch_is_enough_however_many_entries_take_it(
    spans: list[tuple[int, int]], *, enough: bool
) -> None:
    assert accounted(span(0, 30), [span(*each) for each in spans]) is enough
