"""Booking, in one line or by a form, and what moving has of it: the time that is read, the appointment stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.commands import Call
from bot.domain.appointments import USUAL_LENGTH, Appointment, Fate, clashing
from bot.domain.sales import Prospect
from bot.domain.slots import Span
from bot.feature import Turn, row_id
from bot.features.appointments.words import (
    placed,
    times_text,
    when_text,
    with_whom,
)
from bot.features.bookings import BOOK
from bot.features.conversations.form import SOURCE, hint, read_name
from bot.features.joining import after_answered
from bot.features.whom import ask_whom, look_up, told_whom
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit, Toast
from bot.grammar.booking import Booking, read_booking
from bot.ui import Button, Form, Input, InputKind, Message, fitting, shorten

WHOM = "call.book.whom"
UNDONE = "This was undone, or is settled. What you typed is kept: copy it into a new one, or leave it."
_EXAMPLES = "tue 15:00, tomorrow 15:00-15:45 or fri at 3pm for 45m"
QUOTED = 30


# --- reading ----------------------------------------------------------------------------------------------------------


def read_when(turn: Turn, text: str, usual: timedelta, *, but: int = 0) -> Booking | str:
    """Read when an appointment is to be; or say what was understood, and what to write instead."""
    zone = turn.person.plan.tz
    words = text.strip()
    if not words:
        return f"When? Write {_EXAMPLES}."
    read = read_booking(words, turn.at, zone, usual)
    if read is None:
        return f"“{shorten(words, QUOTED)}” is no time I can read. Try {_EXAMPLES}."
    return _unfit(turn, read.span, but=but) or read


def _unfit(turn: Turn, span: Span, *, but: int = 0) -> str:
    """Say why nothing can be booked for `span`; nothing where it can."""
    if span.start <= turn.at:
        return f"{when_text(span.start, turn)} is past. Which time to come?"
    other = clashing(span, turn.person.booked, but=but)
    return f"{times_text(other.span, turn)} is booked already. Which other time?" if other is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
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
    when = read_when(turn, said, USUAL_LENGTH)
    if wrong or isinstance(when, str):
        given = {"prospect": name, "when": said, "practice": call.get("practice")}
        return (Open(_book_form(turn, given, wrong | ({"when": when} if isinstance(when, str) else {}))),)
    return await _book(turn, name, Wanted(span=when.span, practice=bool(call.get("practice")), key=turn.key))


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
            when_input(said, wrong.get("when", "") if said else ""),
            Input(
                key="practice",
                label="Is it practice?",
                kind=InputKind.TOGGLE,
                value="yes" if given.get("practice") else "",
            ),
        ),
    )


def when_input(value: str, wrong: str) -> Input:
    """Return the input of an appointment's time."""
    about = hint(wrong or "Half an hour, unless you say how long")
    return Input(key="when", label="When", required=True, value=fitting(value), hint=about, placeholder=_EXAMPLES)


async def submit_book(turn: Turn, submit: Submit) -> Effects:
    """Book what the form says; the same form sent in again changes what it booked."""
    name, wrong = read_name(submit.values.get("prospect", ""))
    key = f"book:{submit.context or turn.key}"
    again = next((one for one in turn.person.booked if one.key == key), None)
    if again is None and await turn.tx.outbox.by_key(turn.who, key) is not None:
        return (Errors({"when": UNDONE}),)
    when = read_when(turn, submit.values.get("when", ""), USUAL_LENGTH, but=again.id if again else 0)
    if wrong or isinstance(when, str):
        return (Errors(wrong | ({"when": when} if isinstance(when, str) else {})),)
    wanted = Wanted(span=when.span, practice=submit.values.get("practice") == "yes", key=key)
    return await _book(turn, name, wanted, again)


async def _book(turn: Turn, name: str, wanted: Wanted, again: Appointment | None = None) -> Effects:
    """Book with whoever is meant, who may be new; ask first where the name only comes close."""
    found = await look_up(turn, name)
    if found.perhaps and again is not None:
        return (Errors({"prospect": f"Did you mean {' or '.join(one.name for one in found.perhaps)}?"}),)
    if found.perhaps:
        span = wanted.span
        values = {"prospect": name, "start": span.start.isoformat(), "end": span.end.isoformat()}
        return (await ask_whom(turn, WHOM, name, found, values | ({"practice": "yes"} if wanted.practice else {})),)
    return await keep(turn, found.sure or Prospect(name=name, added_at=turn.at), wanted, again)


async def book_for(turn: Turn, press: Press) -> Effects:
    """Book what was said, now that it is said with whom; its time may be past by now, or taken."""
    told = await told_whom(turn, press)
    if isinstance(told, Toast):
        return (told,)
    span = Span(*(datetime.fromisoformat(told.values[end]) for end in ("start", "end")))
    prospect = told.prospect or Prospect(name=told.values["prospect"], added_at=turn.at)
    if wrong := _unfit(turn, span):
        value = str(prospect.id) if prospect.id else ""
        other = Button(action=BOOK, label="Another time…", value=value, opens_form=True)
        return (Reply(Message(key=told.key, text=(wrong,), buttons=(other,), silent=True)),)
    wanted = Wanted(span=span, practice=told.values.get("practice") == "yes", key=told.key)
    return await keep(turn, prospect, wanted)


async def keep(turn: Turn, prospect: Prospect, wanted: Wanted, again: Appointment | None = None) -> Effects:
    """Store an appointment, with a prospect who may be new, and say so; `again` is what the same form booked before."""
    moved = wanted.instead_of
    what = f"{prospect.name} moved to" if moved else f"the appointment with {prospect.name},"
    label = f"{what} {times_text(wanted.span, turn)}"
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=wanted.key)
    if not prospect.id:
        prospect = await turn.tx.sales.put_prospect(turn.who, prospect)
    if moved is not None:
        await turn.tx.appointments.put(turn.who, replace(moved, fate=Fate.MOVED))
    before = again or moved
    stored = await turn.tx.appointments.put(
        turn.who,
        Appointment(
            prospect=prospect.id,
            span=wanted.span,
            practice=wanted.practice,
            key=wanted.key,
            booked_at=before.booked_at if before is not None else turn.at,
            id=again.id if again is not None else 0,
        ),
    )
    settled: Effects = ()
    if moved is not None:
        settled = await after_answered(turn, moved, ("– ", *with_whom(turn, moved, prospect), ": moved."))
    return (*settled, _shown(again, await placed(turn, stored, prospect, change, moved)))


def _shown(again: Appointment | None, message: Message) -> Reply | Replace:
    return Replace(message.key, message) if again is not None else Reply(message)
