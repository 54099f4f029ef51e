"""Booking, moving and cancelling, in one line or by a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.commands import Call
from bot.domain.appointments import USUAL_LENGTH, Appointment, Fate, clashing, meant
from bot.domain.sales import Prospect, matching
from bot.domain.slots import Span
from bot.feature import Turn, row_id
from bot.features.appointments.words import (
    MOVE,
    next_step,
    placed,
    times_text,
    when_text,
    with_whom,
)
from bot.features.bookings import BOOK
from bot.features.conversations.form import SOURCE, hint, read_name
from bot.features.joining import after_answered
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit, Toast
from bot.grammar.booking import Booking, read_booking
from bot.ui import Button, Cmd, Form, Input, InputKind, Lit, Message, fitting, shorten
from bot.wording import quoted

UNDONE = "This was undone, or is settled. What you typed is kept: copy it into a new one, or leave it."
GONE = Toast("That appointment is settled, or is not there any more.")
_EXAMPLES = "tue 15:00, tomorrow 15:00-15:45 or fri at 3pm for 45m"
_QUOTED = 30


# --- reading ----------------------------------------------------------------------------------------------------------


def _read_when(turn: Turn, text: str, usual: timedelta, *, but: int = 0) -> Booking | str:
    """Read when an appointment is to be; or say what was understood, and what to write instead."""
    zone = turn.person.plan.tz
    words = text.strip()
    if not words:
        return f"When? Write {_EXAMPLES}."
    read = read_booking(words, turn.at, zone, usual)
    if read is None:
        return f"“{shorten(words, _QUOTED)}” is no time I can read. Try {_EXAMPLES}."
    if read.span.start <= turn.at:
        return f"{when_text(read.span.start, turn)} is past. Which time to come?"
    if (other := clashing(read.span, turn.person.booked, but=but)) is not None:
        return f"{times_text(other.span, turn)} is booked already. Which other time?"
    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """An appointment about to be booked, under the key of its message; one that it takes the place of is moved."""

    span: Span
    practice: bool
    key: str
    instead_of: Appointment | None = None


# --- booking ----------------------------------------------------------------------------------------------------------


async def book(turn: Turn, call: Call) -> Effects:
    """Book what was said in one line; where something is missing or wrong, open the form with the rest."""
    name, wrong = read_name(call.get("prospect"))
    said = call.get("when") or call.left
    when = _read_when(turn, said, USUAL_LENGTH)
    if wrong or isinstance(when, str):
        given = {"prospect": name, "when": said, "practice": call.get("practice")}
        return (Open(_book_form(turn, given, wrong | ({"when": when} if isinstance(when, str) else {}))),)
    return await _book(turn, name, _Place(span=when.span, practice=bool(call.get("practice")), key=turn.key))


async def open_book(turn: Turn, press: Press) -> Effects:
    """Open the form, for the prospect that the button names or for anybody."""
    prospect_id = row_id(press.value)
    prospect = await turn.tx.sales.prospect(turn.who, prospect_id) if prospect_id else None
    return (Open(_book_form(turn, {"prospect": prospect.name if prospect else ""}, {})),)


def _book_form(turn: Turn, given: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    said = given.get("when", "")
    return Form(
        id=BOOK,
        title="Book an appointment",
        submit="Book",
        context=turn.key,
        inputs=(
            Input(
                key="prospect",
                label="Who",
                kind=InputKind.SEARCH,
                source=SOURCE,
                required=True,
                value=fitting(given.get("prospect", "")),
                hint=hint(wrong.get("prospect", "") if given.get("prospect") else ""),
            ),
            _when_input(said, wrong.get("when", "") if said else ""),
            Input(
                key="practice",
                label="Is it practice?",
                kind=InputKind.TOGGLE,
                value="yes" if given.get("practice") else "",
            ),
        ),
    )


def _when_input(value: str, wrong: str) -> Input:
    about = hint(wrong or "Half an hour, unless you say how long")
    return Input(key="when", label="When", required=True, value=fitting(value), hint=about, placeholder=_EXAMPLES)


async def submit_book(turn: Turn, submit: Submit) -> Effects:
    """Book what the form says; the same form sent in again changes what it booked."""
    name, wrong = read_name(submit.values.get("prospect", ""))
    key = f"book:{submit.context or turn.key}"
    again = next((one for one in turn.person.booked if one.key == key), None)
    if again is None and await turn.tx.outbox.by_key(turn.who, key) is not None:
        return (Errors({"when": UNDONE}),)
    when = _read_when(turn, submit.values.get("when", ""), USUAL_LENGTH, but=again.id if again else 0)
    if wrong or isinstance(when, str):
        return (Errors(wrong | ({"when": when} if isinstance(when, str) else {})),)
    place = _Place(span=when.span, practice=submit.values.get("practice") == "yes", key=key)
    return await _book(turn, name, place, again)


async def _book(turn: Turn, name: str, place: _Place, again: Appointment | None = None) -> Effects:
    prospect = await turn.tx.sales.prospect_named(turn.who, name) or Prospect(name=name, added_at=turn.at)
    return await _place(turn, prospect, place, again)


async def _place(turn: Turn, prospect: Prospect, place: _Place, again: Appointment | None = None) -> Effects:
    """Store an appointment, with a prospect who may be new, and say so; `again` is what the same form booked before."""
    moved = place.instead_of
    what = f"{prospect.name} moved to" if moved else f"the appointment with {prospect.name},"
    label = f"{what} {times_text(place.span, turn)}"
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=place.key)
    if not prospect.id:
        prospect = await turn.tx.sales.put_prospect(turn.who, prospect)
    if moved is not None:
        await turn.tx.appointments.put(turn.who, replace(moved, fate=Fate.MOVED))
    stored = await turn.tx.appointments.put(
        turn.who,
        Appointment(
            prospect=prospect.id,
            span=place.span,
            practice=place.practice,
            key=place.key,
            id=again.id if again is not None else 0,
        ),
    )
    settled: Effects = ()
    if moved is not None:
        settled = await after_answered(turn, moved, ("– ", *with_whom(turn, moved, prospect), ": moved."))
    return (*settled, _shown(again, await placed(turn, stored, prospect, change, moved)))


def _shown(again: Appointment | None, message: Message) -> Reply | Replace:
    return Replace(message.key, message) if again is not None else Reply(message)


# --- moving and cancelling --------------------------------------------------------------------------------------------


async def move(turn: Turn, call: Call) -> Effects:
    """Move the appointment with somebody; where something is missing or wrong, open the form with the rest."""
    found = await _meant(turn, call.get("prospect"))
    if isinstance(found, Message):
        return (Reply(found),)
    said = call.get("when") or call.left
    when = _read_when(turn, said, found.span.length, but=found.id)
    if isinstance(when, str):
        return (Open(await _move_form(turn, found, said, when if said else "")),)
    return await _move(turn, found, when, turn.key)


async def open_move(turn: Turn, press: Press) -> Effects:
    """Open the form for a new time."""
    appointment = await booked_named(turn, press.value)
    return (Open(await _move_form(turn, appointment, "", "")) if appointment else GONE,)


async def _move_form(turn: Turn, appointment: Appointment, said: str, wrong: str) -> Form:
    prospect = await turn.tx.sales.prospect(turn.who, appointment.prospect)
    about = f"{prospect.name if prospect else '?'}, {times_text(appointment.span, turn)}, moves to"
    when = _when_input(said, wrong or about)
    return Form(
        id=MOVE, title="Move an appointment", submit="Move", context=f"{appointment.id}.{turn.key}", inputs=(when,)
    )


async def submit_move(turn: Turn, submit: Submit) -> Effects:
    """Move the appointment that the form is about; the same form sent in again moves it once more."""
    named, _, opened = submit.context.partition(".")
    key = f"move:{opened or turn.key}"
    again = next((one for one in turn.person.booked if one.key == key), None)
    appointment = again or await booked_named(turn, named)
    if appointment is None:
        return (Errors({"when": UNDONE}),)
    when = _read_when(turn, submit.values.get("when", ""), appointment.span.length, but=appointment.id)
    if isinstance(when, str):
        return (Errors({"when": when}),)
    return await _move(turn, appointment, when, key)


async def _move(turn: Turn, appointment: Appointment, when: Booking, key: str) -> Effects:
    """Give an appointment another time; one that the same form moved before only changes its time."""
    prospect = await turn.tx.sales.prospect(turn.who, appointment.prospect)
    if prospect is None:
        return (GONE,)
    again = appointment if appointment.key == key else None
    place = _Place(
        span=when.span, practice=appointment.practice, key=key, instead_of=None if again is not None else appointment
    )
    return await _place(turn, prospect, place, again)


async def cancel(turn: Turn, call: Call) -> Effects:
    """Cancel the appointment with somebody."""
    found = await _meant(turn, call.get("prospect"))
    return (Reply(found),) if isinstance(found, Message) else await _end(turn, found, Fate.CANCELLED)


async def press_cancel(turn: Turn, press: Press) -> Effects:
    """Cancel the appointment that a button names."""
    appointment = await booked_named(turn, press.value)
    return await _end(turn, appointment, Fate.CANCELLED) if appointment else (GONE,)


async def press_missed(turn: Turn, press: Press) -> Effects:
    """Note that an appointment did not take place."""
    appointment = await booked_named(turn, press.value)
    return await _end(turn, appointment, Fate.MISSED) if appointment else (GONE,)


async def _end(turn: Turn, appointment: Appointment, fate: Fate) -> Effects:
    """Note that an appointment will not be, or was not; ask for the next step in its place."""
    prospect = await turn.tx.sales.prospect(turn.who, appointment.prospect)
    if prospect is None:
        return (GONE,)
    label = f"{prospect.name}, {times_text(appointment.span, turn)}: {fate.value}"
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=turn.key)
    await turn.tx.appointments.put(turn.who, replace(appointment, fate=fate))
    said = (*with_whom(turn, appointment, prospect), ": ", "cancelled." if fate is Fate.CANCELLED else "not held.")
    settled = await after_answered(turn, appointment, ("– ", *said))
    return (*settled, Reply(next_step(turn, appointment, prospect, fate, change)))


async def flip_practice(turn: Turn, press: Press) -> Effects:
    """Note that an appointment is practice, or real."""
    named, _, what = press.value.partition(".")
    appointment = await booked_named(turn, named)
    prospect = await turn.tx.sales.prospect(turn.who, appointment.prospect) if appointment else None
    if appointment is None or prospect is None:
        return (GONE,)
    label = f"the appointment with {prospect.name}, {times_text(appointment.span, turn)}"
    change = await turn.tx.changes.begin(turn.who, f"the change to {label}", turn.now, key=appointment.key)
    stored = await turn.tx.appointments.put(turn.who, replace(appointment, practice=what == "practice"))
    return (Replace(stored.key, await placed(turn, stored, prospect, change, None)),)


# --- which one --------------------------------------------------------------------------------------------------------


async def booked_named(turn: Turn, text: str) -> Appointment | None:
    """Return the booked appointment that a button or a form names, if it is the person's."""
    return next((one for one in turn.person.booked if one.id == row_id(text)), None)


async def _meant(turn: Turn, name: str) -> Appointment | Message:
    """Return the appointment with whom `name` may mean; else what to say."""
    booked = turn.person.booked
    add = Button(action=BOOK, label="Book one", opens_form=True)
    if not booked:
        return Message(
            text=("Nothing is booked. ", Cmd("call book Dana tue 15:00"), " books a conversation."), buttons=(add,)
        )
    theirs = {one.prospect for one in booked}
    there = [one for one in await turn.tx.sales.prospects(turn.who) if one.id in theirs]
    found = matching(there, name) if name.strip() else tuple(there)
    exact = [one for one in found if one.name.casefold() == name.strip().casefold()]
    chosen = exact or list(found)
    if len(chosen) == 1 and (appointment := meant(booked, chosen[0].id, turn.at)) is not None:
        return appointment
    if not found:
        shown = Lit(shorten(name.strip(), _QUOTED))
        return Message(text=("Nothing is booked with ", shown, "."), buttons=(add,))
    names = ", ".join(one.name for one in chosen[:3])
    return Message(text=("With whom: ", quoted(names), "?"))
