"""The person's own sales process: the steps they drew, what each asks of a week, and which one is next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.domain.appointments import Appointment, Fate
from bot.domain.prospects import asks_made
from bot.domain.sales import Ask, Conversation, Outcome, Prospect, name_key, tally
from bot.domain.slots import DAY, DAYS_IN_WEEK, Span, week_start

FEWEST, MOST = 5, 9
MAX_STEP_NAME, MAX_STEP_ACTION, MAX_WEEKLY = 24, 100, 99
WHOLE_WEEK = Fraction(1)


class Counts(StrEnum):
    """What is stored anyway and counts for a step by itself."""

    PROSPECT = "prospect"  # somebody was named
    ASK = "ask"
    CONVERSATION = "conversation"
    BOOKING = "booking"
    FOLLOW_UP = "follow-up"  # was done: somebody was come back to
    YES = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the line: its small action, and how often a week the action is planned.

    `counts` is what counts for it by itself; None for a step that is counted by hand only. `drawn_at` is when it came
    into the process, None while that is only offered; one that was taken out has its `retired_at`, and is kept for the
    weeks in which it stood.
    """

    position: int
    name: str
    action: str
    weekly: int
    counts: Counts | None = None
    drawn_at: datetime | None = None
    retired_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Did:
    """A step's action, done so many times, and told by hand."""

    step: int
    at: datetime
    count: int = 1
    id: int = 0


DEFAULT = (
    Step(position=1, name="Find people", action="name somebody who might buy", weekly=5, counts=Counts.PROSPECT),
    Step(position=2, name="Connect", action="write to somebody, without selling", weekly=5),
    Step(position=3, name="Talk", action="have a sales conversation", weekly=3, counts=Counts.CONVERSATION),
    Step(position=4, name="Offer", action="ask somebody to buy", weekly=2, counts=Counts.ASK),
    Step(position=5, name="Follow up", action="come back to somebody", weekly=2, counts=Counts.FOLLOW_UP),
    Step(position=6, name="Look after", action="ask a client how it is going", weekly=1),
)


def standing(steps: Iterable[Step], at: datetime) -> tuple[Step, ...]:
    """Return the process as it stood at a moment, in the order of the line; of one changed since, as it is now."""
    there = [
        one
        for one in steps
        if (one.drawn_at is None or one.drawn_at <= at) and (one.retired_at is None or at < one.retired_at)
    ]
    return tuple(sorted(there, key=lambda one: (one.position, one.id)))


# --- drawing it -------------------------------------------------------------------------------------------------------


def numbered(line: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps with the places that their order gives them."""
    return tuple(replace(one, position=place) for place, one in enumerate(line, start=1))


def moved(line: Sequence[Step], step: Step, *, earlier: bool) -> tuple[Step, ...]:
    """Return the line with a step one place earlier or later; as it is where there is no such place."""
    others = [one for one in line if one != step]
    place = line.index(step) + (-1 if earlier else 1)
    return numbered([*others[: max(place, 0)], step, *others[max(place, 0) :]])


def meant(line: Sequence[Step], words: str) -> tuple[Step, ...]:
    """Return the steps that words may mean, one where that is sure: its place, its name, the beginning of that.

    Then come the beginning of another word of the name, and what counts for it by itself.
    """
    wanted = name_key(words)
    if not wanted:
        return ()
    ways: tuple[Callable[[Step], bool], ...] = (
        lambda one: str(one.position) == wanted,
        lambda one: name_key(one.name) == wanted,
        lambda one: name_key(one.name).startswith(wanted),
        lambda one: f" {wanted}" in name_key(one.name),
        lambda one: one.counts is not None and name_key(one.counts).startswith(wanted),
    )
    found = (tuple(one for one in line if way(one)) for way in ways)
    return next((some for some in found if some), ())


# --- a week of it -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWeek:
    """What was done for a step in a week, and how much of its plan is due by the end of the day."""

    step: Step
    done: int
    due: int

    @property
    def is_met(self) -> bool:
        """Tell whether the plan of the week is done."""
        return self.done >= self.step.weekly

    @property
    def is_behind(self) -> bool:
        """Tell whether less is done than an even pace would have."""
        return self.done < self.due


def process_week(
    steps: Iterable[Step], dids: Iterable[Did], happened: Mapping[Counts, int], gone: Fraction = WHOLE_WEEK
) -> tuple[StepWeek, ...]:
    """Hold what was done in a week against the plan, step by step.

    A step that counts by itself has what happened, and nothing else, so that no event is counted twice; any other has
    what was told by hand. `gone` is how much of the week is over when today is; what is due of a plan is the nearest
    whole number, a half rounded up.
    """
    by_hand: dict[int, int] = {}
    for did in dids:
        by_hand[did.step] = by_hand.get(did.step, 0) + did.count
    return tuple(
        StepWeek(
            step=one,
            done=happened.get(one.counts, 0) if one.counts is not None else by_hand.get(one.id, 0),
            due=int(one.weekly * gone + Fraction(1, 2)),
        )
        for one in steps
    )


def next_step(week: Sequence[StepWeek]) -> Step | None:
    """Return the next step: the first of the line that is behind its plan.

    Where none is behind, it is the first whose plan is not done yet: there is always a next step, until the week's plan
    is done.
    """
    behind = (one.step for one in week if one.is_behind)
    unmet = (one.step for one in week if not one.is_met)
    return next(behind, None) or next(unmet, None)


def week_gone(today: date, works_on: Callable[[date], bool]) -> Fraction:
    """Return how much of its week is over when `today` is, by its working days; all of it where it has none."""
    monday = week_start(today)
    days = [monday + number * DAY for number in range(DAYS_IN_WEEK)]
    of_work = [day for day in days if works_on(day)]
    return Fraction(sum(day <= today for day in of_work), len(of_work)) if of_work else WHOLE_WEEK


# --- what counts by itself --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesRows:
    """What is stored of selling in `span`, some whole days of the `zone`: the prospects added and all else in it.

    `appointments` are those booked in it, whenever they are. `first_contacts` are when each prospect was first talked
    to or asked, practice apart.
    """

    span: Span
    zone: ZoneInfo
    prospects: tuple[Prospect, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    asks: tuple[Ask, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    first_contacts: Mapping[int, datetime] = field(default_factory=lambda: MappingProxyType({}))


def happened(rows: SalesRows) -> Mapping[Counts, int]:
    """Count what counts by itself, each event once.

    Practice is a conversation, as for the weekly goal, and nothing else. An appointment that was moved is the same
    booking; one that was cancelled is none. Somebody was come back to on each day on which they were talked to or asked
    after an earlier one.
    """
    real = [one for one in rows.conversations if not one.practice]
    contacts = [(one.prospect, one.at) for one in real] + [(one.prospect, one.at) for one in rows.asks]
    days, firsts = (
        {(prospect, at.astimezone(rows.zone).date()) for prospect, at in some}
        for some in (contacts, rows.first_contacts.items())
    )
    return {
        Counts.PROSPECT: sum(rows.span.start <= one.added_at < rows.span.end for one in rows.prospects),
        Counts.ASK: asks_made(rows.conversations, rows.asks, rows.zone),
        Counts.CONVERSATION: tally(rows.conversations).total,
        Counts.BOOKING: sum(one.fate not in {Fate.MOVED, Fate.CANCELLED} for one in rows.appointments),
        Counts.FOLLOW_UP: len(days - firsts),
        Counts.YES: sum(one.outcome is Outcome.YES for one in real),
    }
