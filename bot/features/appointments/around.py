"""Before an appointment a reminder with the last notes and the one thing; after it the question how it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.appointments import Appointment, Fate
from bot.domain.manners import ASKED_AFTER, ASKED_AFTER_FOR, REMINDED_BEFORE, resting
from bot.domain.people import Person
from bot.domain.sales import MAX_NAME, Conversation, Prospect
from bot.feature import Moment, Occasion, Turn, nothing_before, row_id
from bot.features.appointments.moving import GONE, booked_named
from bot.features.appointments.words import MISSED, MOVE
from bot.features.bookings import CANCEL
from bot.features.conversations.form import LOG
from bot.features.named import AFTER, LATER
from bot.features.outreach import one_thing
from bot.features.patience import ignored
from bot.features.unlogged import RECORD
from bot.gestures import Effects, Press, Reply
from bot.ui import B, Button, Fact, Message, Rich, Section, When
from bot.wording import dated_span_words, day_words, number_words, outcome_words, quoted

REMINDER = "reminder"
_NOTES_SHOWN = 300
_OFFER_SHOWN = 60
_MINUTE = timedelta(minutes=1)


# --- when -------------------------------------------------------------------------------------------------------------


def _reminded_at(appointment: Appointment) -> datetime:
    return appointment.span.start - REMINDED_BEFORE


def _asked_at(appointment: Appointment) -> datetime:
    return appointment.span.end + ASKED_AFTER


def _next(at: Callable[[Appointment], datetime]) -> Callable[[Person, datetime], datetime | None]:
    """Return the rule that finds the first such moment of anything booked."""

    def next_due(person: Person, after: datetime) -> datetime | None:
        return min((at(one) for one in person.booked if at(one) > after), default=None)

    return next_due


def _named(at: Callable[[Appointment], datetime]) -> Callable[[Person, datetime], str]:
    """Return the rule that names an occasion by its appointment: each is reminded of and asked about once."""

    def slot(person: Person, due_at: datetime) -> str:
        found = next((str(one.id) for one in person.booked if at(one) == due_at), None)
        return found or due_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    return slot


async def _appointment(occasion: Occasion) -> Appointment | None:
    """Return the appointment of an occasion, while it is booked for the time that was expected."""
    named = row_id(occasion.key.rpartition(":")[2])
    found = await occasion.tx.appointments.get(occasion.who, named) if named else None
    return found if found is not None and found.fate is Fate.BOOKED else None


async def _unwanted(occasion: Occasion, expected: Callable[[Appointment], datetime]) -> str:
    appointment = await _appointment(occasion)
    if appointment is None or expected(appointment) != occasion.due_at:
        return "moved, cancelled or logged"
    return resting(await ignored(occasion))


async def reminder_unwanted(occasion: Occasion) -> str:
    """Stay silent about what was moved or cancelled meanwhile, and when nothing was answered for long."""
    return await _unwanted(occasion, _reminded_at)


async def question_unwanted(occasion: Occasion) -> str:
    """Stay silent about what was logged, moved or cancelled meanwhile, and when nothing was answered for long."""
    return await _unwanted(occasion, _asked_at)


# --- what -------------------------------------------------------------------------------------------------------------


async def reminder(occasion: Occasion) -> Message:
    """Say who it is in how many minutes, with the last notes and the one thing; the first line names nobody."""
    appointment = await _booked(occasion)
    left = -(-(appointment.span.start - occasion.now) // _MINUTE)
    value = str(appointment.id)
    soon = f"In {number_words(left, 'minute', 'minutes')}" if left > 0 else "Now"
    return Message(
        text=(f"{soon}: your appointment, ", When(appointment.span.start), "–", When(appointment.span.end), "."),
        sections=(await _who(occasion, appointment), *await one_thing(occasion.tx, occasion.person, occasion.now)),
        buttons=(
            Button(action=MOVE, label="Move…", value=value, opens_form=True),
            Button(action=CANCEL, label="Cancel it", value=value),
        ),
    )


async def _who(occasion: Occasion, appointment: Appointment) -> Section:
    """Say with whom it is, and what is known from the last time."""
    prospect = await occasion.tx.sales.prospect(occasion.who, appointment.prospect)
    held = await occasion.tx.sales.conversations_with(occasion.who, appointment.prospect)
    practice = ", practice" if appointment.practice else ""
    name: Rich = (B(quoted(prospect.name if prospect else "?", MAX_NAME)), practice, ".")
    about = prospect.promise.about if prospect and prospect.promise else ""
    facts = (
        *(_last(occasion, held[0]) if held else ()),
        *((Fact(label="About", value=(quoted(about, _NOTES_SHOWN),)),) if about else ()),
    )
    return Section(text=name if facts else (*name, " The first conversation."), fields=facts)


def _last(occasion: Occasion, last: Conversation) -> tuple[Fact, ...]:
    """Return how the last conversation ended, and what was noted about it."""
    zone = occasion.person.plan.tz
    today = occasion.now.astimezone(zone).date()
    asked: Rich = (", asked: ", quoted(last.offer, _OFFER_SHOWN)) if last.offer else ()
    ended = f"{day_words(last.at.astimezone(zone).date(), today)}: {outcome_words(last, today)}"
    noted = (
        ("Notes", last.all_notes),
        ("Where they want to be", last.story.wanted),
        ("In the way", last.story.obstacle),
    )
    return (
        Fact(label="Last", value=(ended, *asked)),
        *(Fact(label=label, value=(quoted(text, _NOTES_SHOWN),)) for label, text in noted if text),
    )


async def question(occasion: Occasion) -> Message:
    """Ask how an appointment was; the first line names nobody."""
    appointment = await _booked(occasion)
    prospect = await occasion.tx.sales.prospect(occasion.who, appointment.prospect)
    return _how(appointment, prospect, (When(appointment.span.start), "–", When(appointment.span.end)))


def _how(appointment: Appointment, prospect: Prospect | None, when: Rich) -> Message:
    value = str(appointment.id)
    name = quoted(prospect.name if prospect else "?", MAX_NAME)
    return Message(
        text=("Your appointment, ", *when, ", is over."),
        sections=(Section(text=("How was it with ", name, "?")),),
        buttons=(
            Button(action=LOG, label="Log it", value=f"{appointment.prospect}.a{value}", opens_form=True),
            Button(action=MISSED, label="Didn't happen", value=value),
            Button(action=MOVE, label="Moved…", value=value, opens_form=True),
        ),
    )


async def ask_later(turn: Turn, press: Press) -> Effects:
    """Ask how an appointment was that nobody asked about as it ended."""
    appointment = await booked_named(turn, press.value)
    if appointment is None:
        return (GONE,)
    prospect = await turn.tx.sales.prospect(turn.who, appointment.prospect)
    key = f"{LATER}:{appointment.id}"
    is_new = await turn.tx.outbox.by_key(turn.who, key) is None
    message = _how(appointment, prospect, dated_span_words(appointment.span, turn.person, turn.now))
    return (Reply(replace(message, key=key if is_new else turn.key, silent=True)),)


async def _booked(occasion: Occasion) -> Appointment:
    appointment = await _appointment(occasion)
    if appointment is None:
        raise LookupError("an appointment that is gone is not spoken of")
    return appointment


MOMENTS = (
    Moment(
        kind=REMINDER,
        late_after=REMINDED_BEFORE,
        next_due=_next(_reminded_at),
        slot=_named(_reminded_at),
        unwanted=reminder_unwanted,
        before=nothing_before,
        screen=reminder,
    ),
    Moment(
        kind=AFTER,
        late_after=ASKED_AFTER_FOR,
        next_due=_next(_asked_at),
        slot=_named(_asked_at),
        unwanted=question_unwanted,
        before=nothing_before,
        screen=question,
    ),
    RECORD,
)
