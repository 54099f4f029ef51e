"""Own rates: counted by conversation and by person, said from ten cases on, with advice only where it is borne out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rates import Advice, Rate, Rates, advice, rates
from bot.domain.sales import Conversation, Outcome

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
NO_OFFER = Rate(of=0, went_on=0)
TALKS = st.lists(
    st.builds(
        Conversation,
        prospect=st.integers(1, 4),
        at=st.integers(0, 50).map(lambda hours: MONDAY + timedelta(hours=hours)),
        outcome=st.sampled_from(Outcome),
        offer=st.sampled_from(["", "retainer"]),
        practice=st.booleans(),
    ),
    max_size=20,
)


def talk(prospect: int, outcome: str = "thinking", *, offer: str = "", practice: bool = False) -> Conversation:
    at = MONDAY + timedelta(hours=prospect)
    return Conversation(prospect=prospect, at=at, outcome=Outcome(outcome), offer=offer, practice=practice)


def test_an_offer_counts_by_conversation_and_a_yes_by_person() -> None:
    held = [
        talk(1, offer="retainer"),
        talk(1, "yes"),
        talk(2, "no", offer="retainer"),
        talk(2, "no", offer="day rate"),
        talk(3, "yes"),
        talk(4, "yes", offer="retainer", practice=True),
    ]
    assert rates(held) == Rates(offered=Rate(of=5, went_on=3), taken=Rate(of=2, went_on=1))


def test_a_yes_before_the_first_offer_is_no_yes_to_it() -> None:
    assert rates([talk(1, "yes"), talk(1, "no", offer="more")]).taken == Rate(of=1, went_on=0)


@given(TALKS)
def test_the_rates_can_be_recounted(held: list[Conversation]) -> None:
    own, real = rates(held), [one for one in held if not one.practice]
    offered = {one.prospect for one in real if one.offer}
    assert own.offered == Rate(of=len(real), went_on=len([one for one in real if one.offer]))
    assert own.taken.of == len(offered)
    assert own.taken.went_on <= len({one.prospect for one in real if one.outcome is Outcome.YES} & offered)


@pytest.mark.parametrize(
    ("of", "went_on", "share"), [(9, 9, None), (10, 0, 0.0), (10, 4, 0.4), (40, 40, 1.0), (0, 0, None)]
)
def test_a_rate_is_said_from_ten_cases_on(of: int, went_on: int, share: float | None) -> None:
    assert Rate(of=of, went_on=went_on).share == share


@given(st.integers(10, 500).flatmap(lambda of: st.tuples(st.just(of), st.integers(0, of))))
def test_the_true_share_is_sought_around_the_counted_one(case: tuple[int, int]) -> None:
    rate = Rate(of=case[0], went_on=case[1])
    assert rate.bounds is not None
    assert rate.share is not None
    low, high = rate.bounds
    assert -1e-9 <= low <= rate.share + 1e-9
    assert rate.share - 1e-9 <= high <= 1 + 1e-9


@pytest.mark.parametrize(
    ("offered", "taken", "expected"),
    [
        (Rate(of=9, went_on=0), NO_OFFER, None),
        (Rate(of=10, went_on=2), NO_OFFER, Advice.OFFER_MORE),
        (Rate(of=10, went_on=4), NO_OFFER, None),
        (Rate(of=40, went_on=12), NO_OFFER, Advice.OFFER_MORE),
        (Rate(of=20, went_on=15), Rate(of=9, went_on=0), None),
        (Rate(of=20, went_on=15), Rate(of=12, went_on=0), Advice.OTHER_PEOPLE_OR_OFFER),
        (Rate(of=20, went_on=15), Rate(of=12, went_on=2), None),
        (Rate(of=60, went_on=45), Rate(of=40, went_on=4), Advice.OTHER_PEOPLE_OR_OFFER),
        (Rate(of=20, went_on=15), Rate(of=10, went_on=4), None),
        (Rate(of=20, went_on=15), Rate(of=10, went_on=6), Advice.MORE_CONVERSATIONS),
    ],
)
def test_nothing_is_suggested_that_chance_alone_could_make(offered: Rate, taken: Rate, expected: Advice | None) -> None:
    assert advice(Rates(offered=offered, taken=taken)) is expected
