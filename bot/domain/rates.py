"""Own rates, from ask and appointment to conversation to offer to yes, and what they suggest.

All of it only as far as the numbers bear it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from math import sqrt

from bot.domain.appointments import Appointment, Fate
from bot.domain.sales import Ask, Conversation, Outcome

ENOUGH_FOR_A_RATE = 10
_SURE = 1.645  # standard deviations: the true share lies outside the bounds in one case of ten
_SELDOM_OFFERED = 0.5
_SELDOM_TAKEN = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A number of cases, and how many of them went on."""

    of: int
    went_on: int

    @property
    def share(self) -> float | None:
        """Return the part that went on, 0 to 1; None below ten cases."""
        return self.went_on / self.of if self.of >= ENOUGH_FOR_A_RATE else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Return between which shares the true one lies in nine cases of ten; None below ten cases."""
        return self.within(_SURE)

    def within(self, deviations: float) -> tuple[float, float] | None:
        """Return between which shares the true one lies, so many standard deviations wide (Wilson); as `bounds`."""
        if (share := self.share) is None:
            return None
        square = deviations**2 / self.of
        middle, reach = share + square / 2, deviations * sqrt(share * (1 - share) / self.of + square / (4 * self.of))
        return (middle - reach) / (1 + square), (middle + reach) / (1 + square)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """In how many real conversations an offer was made; of the people who got one, how many said yes."""

    offered: Rate
    taken: Rate


def held_rate(appointments: Iterable[Appointment]) -> Rate:
    """Count of how many appointments was said what became of them, and how many of those were held.

    One that was moved counts for its new time only.
    """
    ended = [one.fate for one in appointments if one.fate in {Fate.HELD, Fate.CANCELLED, Fate.MISSED}]
    return Rate(of=len(ended), went_on=ended.count(Fate.HELD))


def talked_rate(conversations: Iterable[Conversation], asks: Iterable[Ask], today: date) -> Rate:
    """Count the people who were asked outside a conversation, and those of them who were talked to afterwards.

    Whoever still has time, because the day to come back to them is not past, is not counted unless they were.
    """
    first: dict[int, Ask] = {}
    for ask in sorted(asks, key=lambda one: (one.at, one.id)):
        first.setdefault(ask.prospect, ask)
    talked = {
        one.prospect
        for one in conversations
        if not one.practice and one.prospect in first and one.at > first[one.prospect].at
    }
    had_time = {prospect for prospect, ask in first.items() if ask.back_on < today}
    return Rate(of=len(had_time | talked), went_on=len(talked))


class Advice(Enum):
    """What the rates suggest."""

    OFFER_MORE = auto()
    OTHER_PEOPLE_OR_OFFER = auto()
    MORE_CONVERSATIONS = auto()


def rates(conversations: Iterable[Conversation]) -> Rates:
    """Count. A yes counts for whoever got an offer in it or before; practice counts for nothing."""
    real = sorted((one for one in conversations if not one.practice), key=lambda one: (one.at, one.id))
    offered: set[int] = set()
    taken: set[int] = set()
    for one in real:
        if one.is_ask:
            offered.add(one.prospect)
        if one.outcome is Outcome.YES and one.prospect in offered:
            taken.add(one.prospect)
    return Rates(
        offered=Rate(of=len(real), went_on=sum(one.is_ask for one in real)),
        taken=Rate(of=len(offered), went_on=len(taken)),
    )


def advice(own: Rates) -> Advice | None:
    """Return what the rates suggest, where chance alone would hardly make them; else None."""
    if (bounds := own.offered.bounds) is not None and bounds[1] < _SELDOM_OFFERED:
        return Advice.OFFER_MORE
    if (bounds := own.taken.bounds) is None:
        return None
    if bounds[1] < _SELDOM_TAKEN:
        return Advice.OTHER_PEOPLE_OR_OFFER
    return Advice.MORE_CONVERSATIONS if bounds[0] >= _SELDOM_TAKEN else None
