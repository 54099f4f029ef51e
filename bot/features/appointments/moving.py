"""Moving and cancelling: what was booked has another time, will not be, or was not."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import Call
from bot.domain.appointments import Appointment, Fate, meant
from bot.domain.prospects import meant as somebody_meant
from bot.domain.sales import MAX_NAME, Prospect
from bot.feature import Turn, row_id
from bot.features.appointments.booking import QUOTED, UNDONE, Wanted, keep, read_when, when_input
from bot.features.appointments.words import MOVE, next_step, placed, times_text, with_whom
from bot.features.bookings import BOOK, CANCEL
from bot.features.joining import after_answered
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit, Toast
from bot.grammar.booking import Booking
from bot.ui import MAX_BUTTON, MAX_BUTTONS, Button, Cmd, Form, Lit, Message, Rich, shorten
from bot.wording import quoted

GONE = Toast("That appointment is settled, or is not there any more.")


async def move(turn: Turn, call: Call) -> Effects:
    """Move the appointment with somebody; where something is missing or wrong, open the form with the rest."""
    found = await _meant(turn, call.get("prospect"), MOVE)
    if isinstance(found, Message):
        return (Reply(found),)
    said = call.get("when") or call.left
    when = read_when(turn, said, found.span.length, but=found.id)
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
    when = when_input(said, wrong or about)
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
    when = read_when(turn, submit.values.get("when", ""), appointment.span.length, but=appointment.id)
    if isinstance(when, str):
        return (Errors({"when": when}),)
    return await _move(turn, appointment, when, key)


async def _move(turn: Turn, appointment: Appointment, when: Booking, key: str) -> Effects:
    """Give an appointment another time; one that the same form moved before only changes its time."""
    prospect = await turn.tx.sales.prospect(turn.who, appointment.prospect)
    if prospect is None:
        return (GONE,)
    again = appointment if appointment.key == key else None
    wanted = Wanted(
        span=when.span, practice=appointment.practice, key=key, instead_of=None if again is not None else appointment
    )
    return await keep(turn, prospect, wanted, again)


async def cancel(turn: Turn, call: Call) -> Effects:
    """Cancel the appointment with somebody."""
    found = await _meant(turn, call.get("prospect"), CANCEL)
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


async def _meant(turn: Turn, name: str, action: str) -> Appointment | Message:
    """Return the appointment with whom `name` means; else what to say, with a button for each that may be meant."""
    booked = turn.person.booked
    add = Button(action=BOOK, label="Book one", opens_form=True)
    if not booked:
        return Message(
            text=("Nothing is booked. ", Cmd("call book Dana tue 15:00"), " books a conversation."), buttons=(add,)
        )
    theirs = {one.prospect: meant(booked, one.prospect, turn.at) for one in booked}
    there = [one for one in await turn.tx.sales.prospects(turn.who) if one.id in theirs]
    found = somebody_meant(there, name)
    perhaps = found.perhaps if name.strip() else tuple(there)
    sure = found.sure or (perhaps[0] if not name.strip() and len(perhaps) == 1 else None)
    if sure is not None and (appointment := theirs[sure.id]) is not None:
        return appointment
    if not perhaps:
        return Message(text=("Nothing is booked with ", Lit(shorten(name.strip(), QUOTED)), "."), buttons=(add,))
    one: Rich = ("Did you mean ", quoted(perhaps[0].name, MAX_NAME), "?") if len(perhaps) == 1 else ("With whom?",)
    offered = [(one, theirs[one.id]) for one in perhaps[:MAX_BUTTONS]]
    return Message(text=one, buttons=tuple(_choice(action, who, which) for who, which in offered if which), silent=True)


def _choice(action: str, prospect: Prospect, appointment: Appointment) -> Button:
    """Return the button that cancels somebody's appointment, or opens the form that moves it."""
    label = shorten(prospect.name, MAX_BUTTON)
    return Button(action=action, label=label, value=str(appointment.id), opens_form=action == MOVE)
