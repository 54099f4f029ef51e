"""What is said of an appointment: that it is booked, and what the next step is when it will not be."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.appointments import Appointment, Fate
from bot.domain.people import Person
from bot.domain.sales import MAX_NAME, Prospect, Status
from bot.domain.slots import Span
from bot.feature import Turn
from bot.features.bookings import BOOK, CANCEL, week_of
from bot.features.followups import ADD
from bot.plain import plain
from bot.ui import Button, Message, Rich, Section
from bot.wording import dated_span_words, day_time_words, quoted

MOVE = "call.move"
MISSED = "call.missed"
PRACTICE = "call.booked"


def times_text(span: Span, turn: Turn) -> str:
    """Say when an appointment is, for a form or a label: `Tue 24 Nov 15:00–15:45`."""
    return plain(dated_span_words(span, turn.person, turn.now), turn.person.plan.tz, turn.now)


def when_text(moment: datetime, turn: Turn) -> str:
    """Say a moment for a form: `Tue 24 Nov 15:00`, `15:00` today."""
    return plain(day_time_words(moment, turn.person, turn.now), turn.person.plan.tz, turn.now)


def with_whom(turn: Turn, appointment: Appointment, prospect: Prospect) -> Rich:
    """Say with whom an appointment is, and when: `Dana, Tue 24 Nov 15:00–15:45`, practice named."""
    return (*_named(appointment, prospect), ", ", *_times(turn, appointment))


def _named(appointment: Appointment, prospect: Prospect) -> Rich:
    return ("practice with " if appointment.practice else "", quoted(prospect.name, MAX_NAME))


def _times(turn: Turn, appointment: Appointment) -> Rich:
    return dated_span_words(appointment.span, turn.person, turn.now)


async def placed(
    turn: Turn, appointment: Appointment, prospect: Prospect, change: int, moved: Appointment | None
) -> Message:
    """Say what is booked, or moved from when to when, and how that week stands."""
    said: Rich = ("Booked: ", *with_whom(turn, appointment, prospect), ".")
    if moved is not None:
        was = _was_at(turn, moved)
        said = ("Moved: ", *_named(moved, prospect), ", ", *was, " → ", *_times(turn, appointment), ".")
    day = appointment.span.start.astimezone(turn.person.plan.tz).date()
    value = str(appointment.id)
    label, flipped = ("It is real", "real") if appointment.practice else ("It is practice", "practice")
    return Message(
        key=appointment.key,
        text=said,
        sections=(Section(text=(await week_of(turn.tx, turn.person, day, turn.now), _off_words(turn.person, day))),),
        buttons=(
            Button(action=MOVE, label="Move…", value=value, opens_form=True),
            Button(action=CANCEL, label="Cancel it", value=value),
            Button(action=PRACTICE, label=label, value=f"{value}.{flipped}"),
            Button(action="undo", label="Undo", value=str(change)),
        ),
        silent=True,
    )


def _off_words(person: Person, day: date) -> str:
    """Say that somebody is off on a day, where that is so: an appointment may be meant all the same."""
    off = person.plan.off
    holiday = "" if off.is_own(day) else off.holiday(day)
    return f" You are off that day{f' ({holiday})' if holiday else ''}." if day in off else ""


def _was_at(turn: Turn, moved: Appointment) -> Rich:
    """Say when an appointment was to begin: `Tue 24 Nov 15:00`, `today 15:00`."""
    zone = turn.person.plan.tz
    today = moved.span.start.astimezone(zone).date() == turn.now.astimezone(zone).date()
    return ("today " if today else "", *day_time_words(moved.span.start, turn.person, turn.now))


def next_step(turn: Turn, appointment: Appointment, prospect: Prospect, fate: Fate, change: int) -> Message:
    """Say that an appointment will not be, or was not, and ask kindly for the next step, where there may be one."""
    lead = "Cancelled: " if fate is Fate.CANCELLED else "Not held: "
    kindly = "" if fate is Fate.CANCELLED else "That happens. "
    value = str(prospect.id)
    text: Rich = (lead, *with_whom(turn, appointment, prospect), ".")
    undo = Button(action="undo", label="Undo", value=str(change))
    if prospect.status in {Status.NO, Status.LET_GO}:
        return Message(key=turn.key, text=text, buttons=(undo,), silent=True)
    return Message(
        key=turn.key,
        text=text,
        sections=(Section(text=(f"{kindly}What is the next step with ", quoted(prospect.name, MAX_NAME), "?")),),
        buttons=(
            Button(action=BOOK, label="Another time…", value=value, opens_form=True),
            Button(action=ADD, label="Set a follow-up", value=value, opens_form=True),
            undo,
        ),
        silent=True,
    )
