"""The list of people: who is meant, what is next with each of them, what counts as an ask, and how they are changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.sales import Ask, Conversation, Promise, Prospect, Role, Status, added_line, name_key

FOLLOW_UP_AFTER = timedelta(days=7)
_CLOSE = 0.75
_NAMED = 4


# --- who is meant -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Who some words mean: one person where that is sure, else those who might be meant; nobody for somebody new."""

    sure: Prospect | None = None
    perhaps: tuple[Prospect, ...] = ()


def meant(prospects: Iterable[Prospect], words: str) -> Meant:
    """Return who is meant by a name, a part of one, or one with a slip in it.

    A whole name is sure, whatever its case, marks and spaces; so are whole words of one name alone, of which the last
    may be cut short (`dana`, `dana k`). What only comes close has to be asked about, and so do several.
    """
    wanted = name_key(words)
    everybody = sorted(prospects, key=lambda one: (one.id, one.name))
    exact = next((one for one in everybody if name_key(one.name) == wanted), None)
    if exact is not None or not wanted:
        return Meant(sure=exact)
    by_words = [one for one in everybody if _begins_with(name_key(one.name).split(), wanted.split())]
    if len(by_words) == 1:
        return Meant(sure=by_words[0])
    close = sorted((-_likeness(name_key(one.name), wanted), one.name, one.id, one) for one in everybody)
    perhaps = by_words or [one for likeness, _, _, one in close if -likeness >= _CLOSE]
    return Meant(perhaps=tuple(perhaps[:_NAMED]))


def _begins_with(name: list[str], wanted: list[str]) -> bool:
    """Tell whether the wanted words are words of a name, in order; the last of several may be its beginning."""
    for first in range(len(name) - len(wanted) + 1):
        run = name[first : first + len(wanted)]
        if run == wanted or (len(wanted) > 1 and run[:-1] == wanted[:-1] and run[-1].startswith(wanted[-1])):
            return True
    return False


def _likeness(name: str, wanted: str) -> float:
    """Return how close words come to a name: 1 where they begin it, less for a slip of the finger or a word too many.

    Nobody slips on a first letter, and a number is never a slip: `Dana K` is not `Dana M`, `Client 1` not `Client 2`.
    """
    if name.startswith(wanted) or wanted.startswith(f"{name} "):
        return 1 if name.startswith(wanted) else _CLOSE
    if [sign for sign in name if sign.isdigit()] != [sign for sign in wanted if sign.isdigit()]:
        return 0
    parts = (name, *name.split()) if " " not in wanted else (name,)
    alike = (SequenceMatcher(None, part, wanted).ratio() for part in parts if _initials(part) == _initials(wanted))
    return max(alike, default=0)


def _initials(name: str) -> list[str]:
    return [word[0] for word in name.split()]


# --- what is next -----------------------------------------------------------------------------------------------------


class Step(StrEnum):
    """What is next with somebody."""

    APPOINTMENT = "appointment"
    FOLLOW_UP = "follow up"
    ASK = "ask"
    INTRODUCTION = "introduction"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The one next step with somebody, on its day where it has one; nothing at a closed end."""

    step: Step
    on: date | None = None


def next_step(prospect: Prospect, *, is_booked: bool = False) -> NextStep:
    """Return what is next with somebody.

    The appointment that is booked, else the follow-up that is promised, else the ask, else nothing after a yes, a no, a
    let go.
    """
    if is_booked:
        return NextStep(step=Step.APPOINTMENT)
    if prospect.next_on is not None:
        return NextStep(step=Step.FOLLOW_UP, on=prospect.next_on)
    if prospect.status is not Status.MAYBE:
        return NextStep(step=Step.NOTHING)
    return NextStep(step=Step.INTRODUCTION if prospect.role is Role.INTRODUCER else Step.ASK)


def promised(prospect: Prospect, on: date, promise: Promise) -> Prospect:
    """Return the prospect with a follow-up set by itself; whoever was let go is a MAYBE again."""
    status = Status.MAYBE if prospect.status is Status.LET_GO else prospect.status
    return replace(prospect, status=status, next_on=on, promise=promise, let_go_at=None)


def let_go(prospect: Prospect, now: datetime) -> Prospect:
    """Return the prospect at a closed end: a MAYBE is let go, a yes or a no stays what it is."""
    open_still = prospect.status in {Status.MAYBE, Status.LET_GO}
    return replace(
        prospect,
        status=Status.LET_GO if open_still else prospect.status,
        let_go_at=now if open_still else None,
        next_on=None,
        promise=None,
    )


def merged(into: Prospect, other: Prospect) -> Prospect:
    """Return somebody with what was noted of them under another name; their contacts settle the rest."""
    notes = [into.notes, other.notes if other.notes != into.notes else ""]
    promises = [(one.promise.made_at, one) for one in (into, other) if one.promise is not None]
    newest = max(promises, key=lambda each: each[0])[1] if promises else None
    let_go_at = [one.let_go_at for one in (into, other)]
    return replace(
        into,
        notes="\n".join(note for note in notes if note),
        jotted=added_line(into.jotted, other.jotted),
        introduced_by=into.introduced_by or other.introduced_by,
        added_at=min(into.added_at, other.added_at),
        next_on=newest.next_on if newest else None,
        promise=newest.promise if newest else None,
        let_go_at=max(at for at in let_go_at if at) if all(let_go_at) and newest is None else None,
    )


# --- what counts as an ask --------------------------------------------------------------------------------------------


def asks_made(conversations: Iterable[Conversation], asks: Iterable[Ask], zone: ZoneInfo) -> int:
    """Return how many asks there were: each conversation with an offer is one.

    An ask told by itself is the same event as whatever else tells of an ask to the same person on the same local day:
    it counts once a day, and not at all on a day with an offer to them.
    """
    offered = [one for one in conversations if one.is_ask]
    told = {(one.prospect, one.at.astimezone(zone).date()) for one in offered}
    return len(offered) + len({(one.prospect, one.at.astimezone(zone).date()) for one in asks} - told)


def is_asked_on(day: date, conversations: Iterable[Conversation], asks: Iterable[Ask], zone: ZoneInfo) -> bool:
    """Tell whether an ask on this local day is among somebody's conversations and asks."""
    moments = [one.at for one in conversations if one.is_ask] + [one.at for one in asks]
    return any(moment.astimezone(zone).date() == day for moment in moments)
