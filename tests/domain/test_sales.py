"""Prospects: what their conversations make of them, who may be meant, whom to talk to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sales import (
    NEEDS_DAY,
    STATUS_AFTER,
    Conversation,
    Kept,
    Outcome,
    Promise,
    Prospect,
    Reason,
    Reflection,
    Status,
    candidates,
    matching,
    settled,
    tally,
    waiting_one_thing,
)

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = MONDAY.date()
TUESDAY = date(2026, 11, 24)
DANA = Prospect(name="Dana", added_at=MONDAY, id=1)


def held(
    outcome: Outcome = Outcome.THINKING,
    *,
    days: int = 0,
    back: date | None = None,
    offer: str = "",
    practice: bool = False,
    number: int = 0,
) -> Conversation:
    """Return a conversation with Dana some days after Monday."""
    at = MONDAY + timedelta(days=days)
    return Conversation(prospect=1, at=at, outcome=outcome, back_on=back, offer=offer, practice=practice, id=number)


def named(*names: str) -> tuple[Prospect, ...]:
    return tuple(Prospect(name=name, added_at=MONDAY) for name in names)


# --- what follows from a conversation ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "status", "next_on"),
    [
        (Outcome.YES, Status.YES, None),
        (Outcome.NO, Status.NO, None),
        (Outcome.THINKING, Status.MAYBE, TUESDAY),
        (Outcome.CHECK_BACK, Status.MAYBE, TUESDAY),
    ],
)
def test_the_outcome_sets_the_status_and_a_yes_or_a_no_closes_what_was_promised(
    outcome: Outcome, status: Status, next_on: date | None
) -> None:
    waiting = replace(DANA, next_on=date(2026, 12, 1))

    after = settled(waiting, [held(outcome, back=TUESDAY)])

    assert (after.status, after.next_on, after.last_contact_at) == (status, next_on, MONDAY)


def test_an_offer_is_an_ask_and_the_latest_one_counts() -> None:
    asked = settled(DANA, [held(offer="audit"), held(days=2, offer="retainer"), held(days=3)])

    assert asked.asked_at == MONDAY + timedelta(days=2)
    assert settled(DANA, [held(), held(days=1, offer="  ")]).asked_at is None


def test_practice_settles_nothing_and_asks_nobody() -> None:
    practised = settled(DANA, [held(Outcome.YES, offer="audit", practice=True)])

    assert practised == DANA
    assert not held(offer="audit", practice=True).is_ask


def test_a_conversation_logged_later_for_an_earlier_day_does_not_reopen_anything() -> None:
    assert settled(DANA, [held(Outcome.NO, days=3), held(back=TUESDAY)]).status is Status.NO


def test_of_two_conversations_at_the_same_moment_the_one_logged_last_counts() -> None:
    assert settled(DANA, [held(Outcome.YES, number=7), held(Outcome.NO, number=5)]).status is Status.YES


CONVERSATIONS = st.lists(
    st.builds(
        held,
        st.sampled_from(Outcome),
        days=st.integers(0, 20),
        back=st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)),
        offer=st.sampled_from(["", "audit"]),
        practice=st.booleans(),
        number=st.integers(1, 99),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@pytest.mark.parametrize(
    ("days", "practice", "next_on", "stands"),
    [
        (-1, False, date(2026, 11, 27), True),  # talked to before it was promised
        (1, False, TUESDAY, False),
        (1, True, date(2026, 11, 27), True),
    ],
)
def test_a_promise_stands_until_the_next_conversation(
    days: int, next_on: date, *, practice: bool, stands: bool
) -> None:
    promised = replace(DANA, next_on=date(2026, 11, 27), promise=Promise(about="the offer", made_at=MONDAY))
    after = settled(promised, [held(days=days, back=TUESDAY, practice=practice)])

    assert (after.next_on, after.promise is not None) == (next_on, stands)


@given(CONVERSATIONS)
def test_a_prospect_is_what_the_latest_real_conversation_says_whatever_the_order(every: list[Conversation]) -> None:
    after = settled(DANA, every)

    assert after == settled(DANA, reversed(every)) == settled(after, every)
    real = [one for one in every if not one.practice]
    if real:
        last = max(real, key=lambda one: (one.at, one.id))
        assert after.status is STATUS_AFTER[last.outcome]
        assert after.next_on == (last.back_on if last.outcome in NEEDS_DAY else None)
        assert after.next_on is None or after.status is Status.MAYBE
    else:
        assert after == DANA


# --- counting ---------------------------------------------------------------------------------------------------------


@given(CONVERSATIONS)
def test_every_conversation_is_counted_once(every: list[Conversation]) -> None:
    talks = tally(every)

    assert talks.total == len(every)
    assert talks.practice == len([one for one in every if one.practice])
    assert sum(talks.outcomes.values()) == talks.real
    for outcome, number in talks.outcomes.items():
        assert number == len([one for one in every if one.outcome is outcome and not one.practice]) > 0


def test_outcomes_stand_in_the_order_yes_no_thinking_check_back() -> None:
    every = [held(outcome) for outcome in (Outcome.CHECK_BACK, Outcome.NO, Outcome.YES, Outcome.NO)]

    assert list(tally(every).outcomes.items()) == [(Outcome.YES, 1), (Outcome.NO, 2), (Outcome.CHECK_BACK, 1)]


# --- who may be meant -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("dana", ["Dana K", "Jordana"]),
        ("DANA  k", ["Dana K"]),
        ("da", ["Dana K", "Ned Davies", "Jordana"]),
        ("k", ["Kim", "Dana K"]),
        ("davies", ["Ned Davies"]),
        ("dnaa", ["Dana K"]),
        ("Jordan", ["Jordana"]),
        ("zzz", []),
        ("", ["Dana K", "Jordana", "Kim", "Ned Davies"]),
    ],
)
def test_a_name_is_found_by_its_beginning_then_a_words_then_a_part_then_a_likeness(
    words: str, meant: list[str]
) -> None:
    assert [one.name for one in matching(named("Kim", "Ned Davies", "Jordana", "Dana K"), words)] == meant


@given(st.lists(st.text(min_size=1), max_size=5), st.text())
def test_looking_for_a_name_never_fails_and_finds_whoever_is_called_so(names: list[str], words: str) -> None:
    everybody = named(*names)

    assert set(matching(everybody, words)) <= set(everybody)
    assert all(one in matching(everybody, one.name) for one in everybody)


# --- whom to talk to --------------------------------------------------------------------------------------------------


def person(
    name: str,
    *,
    status: Status = Status.MAYBE,
    added: int = 0,
    asked: int | None = None,
    heard: int | None = None,
    due: date | None = None,
) -> Prospect:
    """Return somebody; `added`, `asked` and `heard` are days before Monday."""
    days = [None if each is None else MONDAY - timedelta(days=each) for each in (asked, heard)]
    return Prospect(
        name=name,
        status=status,
        added_at=MONDAY - timedelta(days=added),
        asked_at=days[0],
        last_contact_at=days[1],
        next_on=due,
    )


def test_first_come_follow_ups_by_how_long_they_wait_then_the_never_asked_by_age_then_the_longest_unheard() -> None:
    everybody = [
        person("heard lately", asked=9, heard=1),
        person("heard long ago", asked=9, heard=8),
        person("asked, date unknown", asked=9, added=30),
        person("new", added=1),
        person("old", added=40, heard=2),
        person("due today", due=TODAY),
        person("overdue", due=TODAY - timedelta(days=3), asked=4),
        person("promised for later", due=TUESDAY, added=90),
        person("said no", status=Status.NO, asked=3, heard=3),
        person("said yes", status=Status.YES, added=9),
    ]

    assert [(one.prospect.name, one.reason) for one in candidates(everybody, TODAY)] == [
        ("overdue", Reason.DUE),
        ("due today", Reason.DUE),
        ("old", Reason.NEVER_ASKED),
        ("new", Reason.NEVER_ASKED),
        ("asked, date unknown", Reason.MAYBE),
        ("heard long ago", Reason.MAYBE),
        ("heard lately", Reason.MAYBE),
    ]


@given(
    st.lists(
        st.builds(
            person,
            st.sampled_from("abcdef"),
            status=st.sampled_from(Status),
            added=st.integers(0, 30),
            asked=st.none() | st.integers(0, 30),
            heard=st.none() | st.integers(0, 30),
            due=st.none() | st.dates(date(2026, 11, 20), date(2026, 11, 27)),
        ),
        max_size=8,
    )
)
def test_nobody_is_named_twice_and_nobody_who_was_promised_a_later_day(everybody: list[Prospect]) -> None:
    chosen = [one.prospect for one in candidates(everybody, TODAY)]

    assert len(chosen) == len([one for one in everybody if _wanted(one)])
    assert all(_wanted(one) for one in chosen)


def _wanted(prospect: Prospect) -> bool:
    return prospect.next_on <= TODAY if prospect.next_on else prospect.status is Status.MAYBE


# --- the one thing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "waiting"),
    [
        ([], ""),
        ([("", None)], ""),
        ([("ask", None)], "ask"),
        ([("ask", None), ("", None)], "ask"),
        ([("ask", None), ("", Kept.NOT_KEPT)], "ask"),
        ([("ask", None), ("", Kept.KEPT)], ""),
        ([("ask", None), ("", Kept.CHANGED)], ""),
        ([("ask", None), ("", Kept.KEPT), ("", Kept.NOT_KEPT)], ""),
        ([("ask", None), ("listen", Kept.KEPT)], "listen"),
        ([("ask", None), ("listen", None)], "listen"),
        ([("ask", None), ("", Kept.KEPT), ("ask", None)], "ask"),
    ],
)
def test_a_one_thing_waits_until_it_was_kept_or_changed(told: list[tuple[str, Kept | None]], waiting: str) -> None:
    every = [
        replace(held(days=number), reflection=Reflection(one_thing=left), kept=kept)
        for number, (left, kept) in enumerate(told)
    ]
    assert waiting_one_thing(reversed(every)) == waiting
