"""Appointments: conversations booked for a time to come, and what follows from them for the questions and the goal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.slots import DAY, DAYS_IN_WEEK, Span, week_start

USUAL_LENGTH = timedelta(minutes=30)
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=8)


class Fate(StrEnum):
    """What became of an appointment. One that was moved is stored once more, for its new time."""

    BOOKED = "booked"
    HELD = "held"
    MOVED = "moved"
    CANCELLED = "cancelled"
    MISSED = "missed"


STANDS = frozenset({Fate.BOOKED, Fate.HELD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A conversation with a prospect that is booked, real or practice; `key` is that of the message that booked it.

    `booked_at` is when it was booked first, whatever it was moved to since; None where that was not kept.
    """

    prospect: int
    span: Span
    practice: bool = False
    fate: Fate = Fate.BOOKED
    key: str = ""
    booked_at: datetime | None = None
    id: int = 0


# --- what is in the way of a question ---------------------------------------------------------------------------------


def keeps_quiet(asked_at: datetime, span: Span, booked: Iterable[Appointment]) -> bool:
    """Tell whether a question about `span`, asked then, would come in the middle of an appointment.

    It would where it is asked inside one, and where more than half of what it is about is taken by them.
    """
    every = sorted(one.span for one in booked)
    if any(each.start <= asked_at < each.end for each in every):
        return True
    return sum((rest.length for rest in free(span, every)), timedelta()) * 2 < span.length


def free(span: Span, taken: Iterable[Span]) -> tuple[Span, ...]:
    """Return the stretches of `span` that none of `taken` lies over, in order."""
    stretches: list[Span] = []
    reached = span.start
    for each in sorted(taken):
        if each.start >= span.end:
            break
        if each.start > reached:
            stretches.append(Span(reached, each.start))
        reached = max(reached, each.end)
    if reached < span.end:
        stretches.append(Span(reached, span.end))
    return tuple(stretches)


def clashing(span: Span, booked: Iterable[Appointment], *, but: int = 0) -> Appointment | None:
    """Return the first appointment that lies over `span`, the one with the id `but` left out: nobody is in two."""
    return min(
        (one for one in booked if one.id != but and one.span.overlap(span)), key=lambda one: one.span, default=None
    )


# --- which one is meant -----------------------------------------------------------------------------------------------


def to_come(booked: Iterable[Appointment], now: datetime) -> tuple[Appointment, ...]:
    """Return the appointments that are not over, in order."""
    return tuple(sorted((one for one in booked if one.span.end > now), key=lambda one: (one.span, one.id)))


def awaited(booked: Iterable[Appointment], now: datetime) -> frozenset[int]:
    """Return the prospects with whom an appointment is to come: it is their next step, whatever else is promised."""
    return frozenset(one.prospect for one in to_come(booked, now))


def over(booked: Iterable[Appointment], now: datetime) -> tuple[Appointment, ...]:
    """Return the appointments that are over and of which nothing was said, in order."""
    return tuple(sorted((one for one in booked if one.span.end <= now), key=lambda one: (one.span, one.id)))


def meant(booked: Iterable[Appointment], prospect: int, now: datetime) -> Appointment | None:
    """Return the appointment with a prospect to move or cancel: the next that is not over, else the latest that is."""
    theirs = [one for one in booked if one.prospect == prospect]
    coming, past = to_come(theirs, now), over(theirs, now)
    return coming[0] if coming else past[-1] if past else None


def held_at(
    booked: Iterable[Appointment], prospect: int, talked: Span, *, early: timedelta = timedelta()
) -> Appointment | None:
    """Return the appointment that a conversation with a prospect was: the latest of them that had begun, or nearly.

    `talked` is from the earliest moment that the conversation can have been to the latest.
    """
    theirs = [one for one in booked if one.prospect == prospect]
    begun = [one for one in theirs if talked.start <= one.span.start and one.span.start - early <= talked.end]
    return max(begun, key=lambda one: one.span, default=None)


# --- the goal of the coming week --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """How many conversations are booked for a stretch of time, practice apart."""

    real: int = 0
    practice: int = 0

    @property
    def total(self) -> int:
        """Return what counts towards the weekly goal: practice does too."""
        return self.real + self.practice


NOTHING_SCHEDULED = Scheduled()


def scheduled(appointments: Iterable[Appointment], span: Span) -> Scheduled:
    """Count the appointments that begin in `span`; one that was cancelled, moved away or missed is not."""
    there = [one for one in appointments if one.fate in STANDS and span.start <= one.span.start < span.end]
    practice = sum(one.practice for one in there)
    return Scheduled(real=len(there) - practice, practice=practice)


def closes_on(today: date, works_on: Callable[[date], bool]) -> date | None:
    """Return the last working day of this week, by which the coming week can be filled; None when it is past."""
    sunday = week_start(today) + (DAYS_IN_WEEK - 1) * DAY
    rest_of_week = (sunday - number * DAY for number in range((sunday - today).days + 1))
    return next((day for day in rest_of_week if works_on(day)), None)
