"""The kind of an activity in new words, from the kinds of similar ones."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.diary import Kind, activity_of
from bot.domain.kinds import likely_kind, words_of
from tests.bench.diaries import HELD_BACK, diary

LEARNED = (
    ("calls dana", Kind.SELLING),
    ("mail", Kind.ADMIN),
    ("invoices", Kind.ADMIN),
    ("write proposal beta", Kind.SELLING),
    ("proposal for volt", Kind.SELLING),
    ("proposal zeta", Kind.SELLING),
    ("beta website", Kind.PAID),
    ("own website", Kind.BUILDING),
    ("newsletter beta", Kind.PAID),
)


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("call with Dana", Kind.SELLING),  # two words in common with one activity
        ("Proposal for Acme", Kind.SELLING),  # one with three
        ("invoicing", Kind.ADMIN),  # the same word with another ending
        ("Mails!", Kind.ADMIN),
        ("the mail", Kind.ADMIN),
        ("website", None),  # paid work as often as not
        ("newsletter", None),  # once is not enough
        ("website for Volt", None),  # its words say different things
        ("invoice for a very new client abroad", None),  # most of it is new
        ("drawing", None),
        ("42", None),
        ("of the", None),
    ],
)
def test_a_kind_is_told_where_the_words_are_clear_and_else_not(what: str, kind: Kind | None) -> None:
    assert likely_kind(activity_of(what), LEARNED) is kind


def test_nothing_learned_tells_nothing() -> None:
    assert likely_kind("calls", ()) is None


def test_of_two_kinds_for_the_same_words_neither_is_told() -> None:
    assert likely_kind("calling", (("call", Kind.SELLING), ("calls", Kind.PAID))) is None


def test_one_correction_turns_a_guess_around_for_the_same_words() -> None:
    assert likely_kind("proposals acme", LEARNED) is Kind.SELLING
    assert likely_kind("proposals acme", (*LEARNED, ("proposal acme", Kind.LEADS))) is Kind.LEADS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("calls", "calling"),
        ("called", "call"),
        ("invoices", "invoicing"),
        ("planning", "plan"),
        ("replies", "reply"),
        ("writing", "write"),
        ("the client", "clients"),
    ],
)
def test_the_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(("one", "other"), [("press", "pres"), ("bus", "bu"), ("is", "of is"), ("ads", "add")])
def test_short_words_keep_what_they_have(one: str, other: str) -> None:
    assert words_of(one) != words_of(other) or words_of(one) == frozenset()


KNOWN = st.lists(st.tuples(st.text(max_size=20).map(activity_of), st.sampled_from(Kind)), max_size=12)


@given(st.text(max_size=20).map(activity_of), KNOWN)
def test_the_order_of_what_was_learned_does_not_matter(activity: str, learned: list[tuple[str, Kind]]) -> None:
    assert likely_kind(activity, learned) is likely_kind(activity, learned[::-1])


@given(st.text(max_size=20).map(activity_of), KNOWN)
def test_only_a_kind_that_was_learned_is_told(activity: str, learned: list[tuple[str, Kind]]) -> None:
    assert likely_kind(activity, learned) in {None, *(kind for _, kind in learned)}


def test_of_the_guesses_in_diaries_that_the_rule_was_not_made_with_97_in_100_are_right() -> None:
    """The whole measurement is `bench/kinds.py`; this is its first eight weeks, without slips."""
    count: Counter[str] = Counter()
    for trade in HELD_BACK:
        learned: dict[str, Kind] = {}
        random = Random(trade)  # noqa: S311 - who answers, no secrets
        for half in diary(trade, weeks=8):
            activity, meant = activity_of(half.what), half.meaning.kind
            if activity in learned:
                continue
            guess = likely_kind(activity, list(learned.items()))
            count["new"] += 1
            count["guessed"] += guess is not None
            count["right"] += guess is meant
            if guess is not meant and random.random() < 0.8:
                learned[activity] = meant
    assert count["right"] >= 0.97 * count["guessed"]
    assert count["guessed"] >= 0.5 * count["new"]
