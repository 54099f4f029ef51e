"""The step that holds the line back: by its thresholds, and over quarters of people who sell in different ways."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.domain.holding import Basis, Holding, basis, holding
from bot.domain.measures import measured
from bot.domain.rates import Rate
from bot.domain.sales import Conversation, Outcome, Prospect, Status
from tests.domain.quarters import START, Lived, lived, moment

STEADY = Basis(
    weeks=6,
    just_back=False,
    planned=18,
    conversations=20,
    asks=0,
    share=0.1,
    offered=Rate(of=20, went_on=15),
    taken=Rate(of=15, went_on=5),
    clients=5,
    waiting=2,
    came_back=6,
)
FEW = replace(STEADY, conversations=8, offered=Rate(of=8, went_on=4), taken=Rate(of=4, went_on=1))
SELDOM_TAKEN = Rate(of=15, went_on=0)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (STEADY, Holding.NOTHING),
        (replace(STEADY, weeks=3), None),
        (replace(STEADY, just_back=True), None),
        (replace(STEADY, conversations=17), None),
        (replace(STEADY, clients=0), None),
        (FEW, Holding.TOO_FEW_CONVERSATIONS),
        (replace(FEW, weeks=3), None),
        (replace(FEW, asks=1), None),
        (replace(FEW, share=0.15), None),
        (replace(FEW, share=None), Holding.TOO_FEW_CONVERSATIONS),
        (replace(FEW, waiting=9), Holding.TOO_FEW_CONVERSATIONS),
        (replace(STEADY, offered=Rate(of=20, went_on=4)), Holding.OFFERS_NOT_MADE),
        (replace(STEADY, offered=Rate(of=20, went_on=4), waiting=9), Holding.OFFERS_NOT_MADE),
        (replace(STEADY, offered=Rate(of=20, went_on=8)), None),
        (replace(STEADY, offered=Rate(of=9, went_on=0)), None),
        (replace(STEADY, waiting=7), Holding.FOLLOW_UPS_WAIT),
        (replace(STEADY, waiting=6), None),
        (replace(STEADY, waiting=4, came_back=0), Holding.NOTHING),
        (replace(STEADY, waiting=5, came_back=0), Holding.FOLLOW_UPS_WAIT),
        (replace(STEADY, waiting=7, taken=SELDOM_TAKEN), Holding.FOLLOW_UPS_WAIT),
        (replace(STEADY, taken=SELDOM_TAKEN, clients=0), Holding.OFFERS_NOT_TAKEN),
        (replace(STEADY, taken=Rate(of=9, went_on=0), clients=0), None),
        (replace(STEADY, taken=Rate(of=15, went_on=3)), None),
    ],
)
def test_each_step_is_named_by_its_numbers_in_the_order_of_the_line(found: Basis, expected: Holding | None) -> None:
    assert holding(found) is expected


def told(who: Lived, seeds: range) -> Counter[str]:
    """Count over quarters whether the right thing is said of them at their end, another, or nothing."""
    said = Counter[str]()
    for seed in seeds:
        found = holding(lived(who, seed).basis())
        said["right" if found is who.value.right else "wrong" if found else "silent"] += 1
    return said


@pytest.mark.parametrize("who", Lived, ids=lambda who: who.name)
def test_of_a_quarter_the_right_step_is_named(who: Lived) -> None:
    said = told(who, range(5))
    assert said["wrong"] == 0
    assert said["right"] >= 4


@pytest.mark.slow
@pytest.mark.parametrize("who", Lived, ids=lambda who: who.name)
def test_of_two_hundred_quarters_none_is_told_of_wrongly_and_hardly_one_in_silence(who: Lived) -> None:
    said = told(who, range(200))
    assert said["wrong"] == 0
    assert said["silent"] <= 10


def steps_named(who: Lived, seed: int) -> set[Holding | None]:
    """Return what is named in the weekly reports of a quarter; that nothing holds the line back is not."""
    quarter = lived(who, seed)
    mornings = (moment(START + timedelta(weeks=week), time(9)) for week in range(1, who.value.weeks + 1))
    return {holding(quarter.basis(morning)) for morning in mornings} - {None, Holding.NOTHING}


@pytest.mark.parametrize("who", Lived, ids=lambda who: who.name)
def test_in_no_week_on_the_way_another_step_is_named(who: Lived) -> None:
    assert steps_named(who, 0) <= {who.value.right}


@pytest.mark.slow
def test_in_no_week_of_forty_quarters_another_step_is_named() -> None:
    wrong = [(who.name, seed) for who in Lived for seed in range(40) if not steps_named(who, seed) <= {who.value.right}]
    assert wrong == []


def test_a_beginner_of_any_kind_is_told_nothing() -> None:
    for who in Lived:
        quarter = lived(who, 7)
        for week in range(1, 4):
            assert holding(quarter.basis(moment(START + timedelta(weeks=week), time(9)))) is None


TODAY = START + timedelta(weeks=6)
TALKED = moment(START, time(10))


def follow_up(number: int, on: date, status: Status = Status.MAYBE) -> Prospect:
    return Prospect(id=number, name=f"Client {number}", added_at=TALKED, status=status, next_on=on)


def test_a_follow_up_waits_from_the_seventh_day_on_unless_something_is_booked() -> None:
    late = TODAY - timedelta(days=7)
    rows = replace(
        lived(Lived.GARDENER, 1).rows(moment(TODAY, time(9))),
        prospects=(
            follow_up(1, late),
            follow_up(2, late - timedelta(days=30)),
            follow_up(3, late + timedelta(days=1)),
            follow_up(4, late, Status.YES),
            follow_up(5, late),
        ),
    )
    assert basis(rows, measured(rows).weeks, {5}).waiting == 2


@pytest.mark.parametrize(
    ("days", "outcome", "taken"),
    [
        (21, Outcome.THINKING, Rate(of=1, went_on=0)),
        (20, Outcome.THINKING, Rate(of=0, went_on=0)),
        (7, Outcome.NO, Rate(of=1, went_on=0)),
        (7, Outcome.YES, Rate(of=1, went_on=1)),
    ],
)
def test_an_offer_is_held_against_somebody_who_decided_or_had_three_weeks(
    days: int, outcome: Outcome, taken: Rate
) -> None:
    now = moment(TODAY, time(10))
    talk = Conversation(prospect=1, at=now - timedelta(days=days), outcome=outcome, offer="retainer")
    rows = replace(lived(Lived.GARDENER, 1).rows(now), conversations=(talk,))
    found = basis(rows, measured(rows).weeks, ())
    assert found.taken == taken
    assert (found.offered, found.conversations) == (Rate(of=1, went_on=1), 1)
