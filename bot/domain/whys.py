"""The whys read back: how long was spent for each, and whether the largest one brought what it was to bring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.diary import Entry, Kind, folded
from bot.domain.manners import WHY_ASKED_ABOUT_FROM


class Brought(StrEnum):
    """Whether what was done for a why brought it."""

    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "not yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the person said of the largest why of the week that begins on `monday`."""

    monday: date
    why: str
    brought: Brought
    given_at: datetime


@dataclass(frozen=True, slots=True)
class WhyTime:
    """A why in its latest wording, and how long was spent for it."""

    why: str
    spent: timedelta


def hope_of(why: str) -> str:
    """Return the hope that `why` names, the same for wordings that differ only in case, marks and numbers."""
    words = folded(why).split()
    return " ".join(word for word in words if not word.isdigit()) or " ".join(words) or why.strip()


def time_by_why(entries: Iterable[Entry]) -> tuple[WhyTime, ...]:
    """Sum how long was spent for each why, the longest first; breaks and entries without one are left out."""
    found: dict[str, WhyTime] = {}
    for entry in sorted(entries, key=lambda one: one.span):
        if entry.why.strip() and entry.kind is not Kind.BREAK:
            hope = hope_of(entry.why)
            before = found[hope].spent if hope in found else timedelta()
            found[hope] = WhyTime(entry.why, before + entry.span.length)
    return tuple(sorted(found.values(), key=lambda one: -one.spent))


def spent_for(why: str, whys: Iterable[WhyTime]) -> timedelta:
    """Return how long was spent for a why, however it was worded."""
    return next((one.spent for one in whys if hope_of(one.why) == hope_of(why)), timedelta())


def asked_about(whys: Iterable[WhyTime]) -> WhyTime | None:
    """Return the why that a week asks about: its largest one, if that took long enough to ask."""
    largest = next(iter(whys), None)
    return largest if largest is not None and largest.spent >= WHY_ASKED_ABOUT_FROM else None
