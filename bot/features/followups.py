"""Follow-ups: promised by themselves, from a message or a form, and the list of those that are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.commands import Call, Spec
from bot.domain.appointments import awaited, over
from bot.domain.prospects import promised
from bot.domain.sales import MAX_NAME, Promise, Prospect
from bot.domain.slots import DAY, DAYS_IN_WEEK, week_start
from bot.feature import Feature, Turn, row_id
from bot.features.conversations.form import LOG, SOURCE, read_back, read_name, today_of
from bot.features.unlogged import unlogged_sections
from bot.features.whom import ask_whom, look_up, told_whom
from bot.gestures import Effects, Errors, Open, Press, Reply, Submit, Toast
from bot.grammar.clean import clean
from bot.ui import (
    MAX_BUTTON,
    MAX_SECTIONS,
    B,
    Button,
    Cmd,
    Fact,
    Form,
    Input,
    InputKind,
    Message,
    Rich,
    Section,
    fitting,
    shorten,
)
from bot.wording import day_words, number_words, quoted

ADD = "followup.add"
WHOM = "followup.whom"
UNDONE = "This was undone, or done. What you typed is kept: copy it into a new follow-up, or leave it."
_WHEN = "tue, 24 Nov, in 2 weeks"
_NOTES_SHOWN = 300
_ABOUT_SHOWN = 120


# --- one more ---------------------------------------------------------------------------------------------------------


async def open_add(turn: Turn, press: Press) -> Effects:
    """Open the form Who, On, Notes, for the prospect that the button names; the words it was asked for on are notes."""
    prospect_id = row_id(press.value)
    prospect = await turn.tx.sales.prospect(turn.who, prospect_id) if prospect_id else None
    name = fitting(prospect.name) if prospect else ""
    who = Input(key="prospect", label="Who", kind=InputKind.SEARCH, source=SOURCE, required=True, value=name)
    on = Input(key="on", label="On", required=True, placeholder=_WHEN)
    notes = Input(key="notes", label="Notes", kind=InputKind.LONG, value=fitting(clean(press.quote)))
    return (Open(Form(id=ADD, title="Add a follow-up", context=turn.key, inputs=(who, on, notes))),)


async def save(turn: Turn, submit: Submit) -> Effects:
    """Promise what the form says; the same form sent in again for the same person changes what it promised."""
    name, wrong = read_name(submit.values.get("prospect", ""))
    on = read_back(submit.values.get("on", ""), today_of(turn))
    if not isinstance(on, date):
        wrong["on"] = on or f"On which day? Write {_WHEN}."
    if wrong or not isinstance(on, date):
        return (Errors(wrong),)
    key = f"followup:{submit.context or turn.key}"
    before = await _promised_under(turn, key)
    if before is None and await turn.tx.outbox.by_key(turn.who, key) is not None:
        return (Errors({"notes": UNDONE}),)
    found = await look_up(turn, name)
    if found.perhaps:
        values = {"prospect": name, "on": on.isoformat(), "notes": submit.values.get("notes", "")}
        return (await ask_whom(turn, WHOM, name, found, values),)
    prospect = found.sure or Prospect(name=name, added_at=turn.at)
    if before is not None and before.id != prospect.id:
        key = f"followup:{turn.key}"
    return await _promise(turn, prospect, on, Promise(about=submit.values.get("notes", ""), made_at=turn.at, key=key))


async def promise_for(turn: Turn, press: Press) -> Effects:
    """Promise what the form said, now that it is said who is meant."""
    told = await told_whom(turn, press)
    if isinstance(told, Toast):
        return (told,)
    prospect = told.prospect or Prospect(name=told.values["prospect"], added_at=turn.at)
    promise = Promise(about=told.values["notes"], made_at=turn.at, key=told.key)
    return await _promise(turn, prospect, date.fromisoformat(told.values["on"]), promise)


async def _promised_under(turn: Turn, key: str) -> Prospect | None:
    every = await turn.tx.sales.prospects(turn.who)
    return next((one for one in every if one.promise is not None and one.promise.key == key), None)


async def _promise(turn: Turn, prospect: Prospect, on: date, promise: Promise) -> Effects:
    """Store a follow-up on its prospect, who may be new, and say so."""
    about, today = promise.about.strip(), today_of(turn)
    label = f"the follow-up with {prospect.name} on {day_words(on, today)}"
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=promise.key)
    stored = await turn.tx.sales.put_prospect(turn.who, promised(prospect, on, replace(promise, about=about)))
    moved = f", instead of {day_words(prospect.next_on, today)}" if prospect.next_on not in {None, on} else ""
    message = Message(
        key=promise.key,
        text=("Follow-up: ", quoted(stored.name, MAX_NAME), f", {_day(on, today)}{moved}."),
        sections=(Section(fields=(Fact(label="Notes", value=(quoted(about, _NOTES_SHOWN),)),)),) if about else (),
        buttons=(
            Button(action=LOG, label="Log a conversation", value=str(stored.id), opens_form=True),
            Button(action="undo", label="Undo", value=str(change)),
        ),
        footer=("Your daily nudge names who is due, ", Cmd("followups"), " lists them all."),
        silent=True,
    )
    return (Reply(message),)


def _day(on: date, today: date) -> str:
    return "today" if on == today else day_words(on, today)


# --- what is due ------------------------------------------------------------------------------------------------------


async def follow_ups(turn: Turn, _: Call) -> Effects:
    """List the follow-ups that are overdue, due today and due this week, with a button each to log the conversation.

    The appointments that are not logged yet come first.
    """
    today = today_of(turn)
    booked = awaited(turn.person.booked, turn.at)
    every = await turn.tx.sales.due_follow_ups(turn.who, date.max)
    promised = [one for one in every if one.id not in booked]
    sunday = week_start(today) + (DAYS_IN_WEEK - 1) * DAY
    due = [one for one in promised if one.next_on is not None and one.next_on <= sunday]
    waiting = over(turn.person.booked, turn.now)
    names = {one.id: one.name for one in await turn.tx.sales.prospects(turn.who)} if waiting else {}
    unlogged = unlogged_sections(waiting, names, turn.person, turn.now, MAX_SECTIONS)
    message = Message(
        text=_summary(due, promised[len(due) :], today),
        sections=(*unlogged, *_sections(due, today, MAX_SECTIONS - len(unlogged))),
        buttons=(Button(action=ADD, label="Add a follow-up", opens_form=True),),
        silent=True,
    )
    return (Reply(message),)


def _summary(due: Sequence[Prospect], later: Sequence[Prospect], today: date) -> Rich:
    """Say how many there are, or when the next one is."""
    if due:
        days = [one.next_on for one in due if one.next_on is not None]
        overdue, now = sum(day < today for day in days), sum(day == today for day in days)
        counts = ((overdue, "overdue"), (now, "due today"), (len(days) - overdue - now, "later this week"))
        said = ", ".join(f"{number} {words}" for number, words in counts if number)
        return (f"{number_words(len(due), 'follow-up', 'follow-ups')}: {said}.",)
    if later and (day := later[0].next_on) is not None:
        next_one = (quoted(later[0].name, MAX_NAME), f", {day_words(day, today)}.")
        return ("No follow-up is due this week. The next: ", *next_one)
    return ("No follow-up is promised. To promise one, type ", Cmd("call log Dana thinking until tue"), ".")


def _sections(due: Sequence[Prospect], today: date, room: int) -> tuple[Section, ...]:
    """Show as many as fit, the oldest first; the rest are counted."""
    if len(due) <= room:
        return tuple(_section(one, today) for one in due)
    shown = due[: room - 1]
    rest = Section(text=(f"and {len(due) - len(shown)} more after these",))
    return (*(_section(one, today) for one in shown), rest)


def _section(prospect: Prospect, today: date) -> Section:
    """Say who it is, since when or on which day, and what about."""
    day = prospect.next_on or today
    when = f"overdue since {day_words(day, today)}" if day < today else _day(day, today)
    about = prospect.promise.about if prospect.promise else ""
    words: Rich = (": ", quoted(about, _ABOUT_SHOWN)) if about else ()
    return Section(
        text=(B(quoted(prospect.name, MAX_NAME)), f" — {when}", *words),
        button=Button(
            action=LOG, label=shorten(f"Log {prospect.name}", MAX_BUTTON), value=str(prospect.id), opens_form=True
        ),
    )


FEATURE = Feature(
    name="followups",
    commands=((Spec(path="followups", summary="Whom you promised to come back to: today, this week"), follow_ups),),
    presses={ADD: open_add, WHOM: promise_for},
    forms={ADD: save},
)
