"""Logging a conversation: in one line, or by the form where something is missing or wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.commands import Call
from bot.domain.appointments import Appointment, held_at
from bot.domain.manners import REMINDED_BEFORE
from bot.domain.sales import Conversation, Prospect
from bot.domain.slots import DAY, INSTANT, Span, day_span
from bot.feature import Turn, row_id
from bot.features.contacts import settle
from bot.features.conversations.echo import GONE, logged
from bot.features.conversations.form import Beside, Ending, log_form, read_ending, read_name, read_worth, today_of
from bot.features.joining import join
from bot.features.named import slot_from
from bot.features.whom import ask_whom, look_up, told_whom
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit, Toast
from bot.grammar.dates import read_past_day
from bot.ui import Message, shorten
from bot.wording import amount_words, outcome_words

WHOM = "call.whom"
UNDONE = "This was undone. What you typed is kept: copy it into a new call log, or leave it."
_LOOK_BACK = 400 * DAY
_QUOTED = 20


async def call_log(turn: Turn, call: Call) -> Effects:
    """Log a conversation told in one line; where something is missing or wrong, open the form with the rest."""
    today = today_of(turn)
    name, wrong = read_name(call.get("prospect"))
    ending = read_ending(call.arguments, today)
    on = read_past_day(call.get("date"), today) if call.get("date") else today
    worth = read_worth(call.get("worth"))
    known = worth if isinstance(worth, int) else None
    beside = Beside(key=turn.key, on=on or today, practice=bool(call.get("practice")), worth=known)
    if isinstance(worth, str):
        wrong["worth"] = f"{worth} Or say it after the yes."
    if on is None:
        said = shorten(call.get("date"), _QUOTED)
        wrong["date"] = f"“{said}” is no day up to today. It is logged for today; Edit changes that."
    if wrong or isinstance(ending, dict):
        wrong |= ending if isinstance(ending, dict) else {}
        return (Open(await log_form(turn, beside, call.arguments, wrong)),)
    return await _log(turn, name, ending, beside, turn.key, call.arguments)


async def open_log(turn: Turn, press: Press) -> Effects:
    """Open the form, for the prospect that the button names or for anybody; the button may name the time, too."""
    beside = Beside(key=turn.key, on=today_of(turn))
    if not press.value:
        return (Open(await log_form(turn, beside, {}, {})),)
    named, _, when = press.value.partition(".")
    beside = await _at_time(turn, beside, when)
    prospect_id = row_id(named)
    prospect = await turn.tx.sales.prospect(turn.who, prospect_id) if prospect_id else None
    if prospect is None:
        return (Toast("That person is not on your list any more."),)
    return (Open(await log_form(turn, beside, {"prospect": prospect.name}, {})),)


async def _at_time(turn: Turn, beside: Beside, when: str) -> Beside:
    """Return what is said beside the form, with the time that a button names: an appointment's, or an entry's."""
    booked = await turn.tx.appointments.get(turn.who, row_id(when[1:]) or 0) if when.startswith("a") else None
    began = booked.span.start if booked else slot_from(when, turn)
    if began is None or began > turn.at + REMINDED_BEFORE:
        return beside
    on = min(began.astimezone(turn.person.plan.tz).date(), beside.on)
    if booked is None:
        return replace(beside, began=began, on=on)
    return replace(beside, began=began, on=on, practice=booked.practice, appointment=booked.id)


async def submit_log(turn: Turn, submit: Submit) -> Effects:
    """Log what the form says; the same form sent in again for the same person changes what it logged."""
    name, wrong = read_name(submit.values.get("prospect", ""))
    ending = read_ending(submit.values, today_of(turn))
    if wrong or isinstance(ending, dict):
        return (Errors(wrong | (ending if isinstance(ending, dict) else {})),)
    beside = Beside.read(submit.context, turn)
    key = f"call:{beside.key}"
    if await turn.tx.outbox.by_key(turn.who, key) is None:
        return await _log(turn, name, ending, beside, key, submit.values)
    before = await _conversation_under(turn, key)
    if before is None:
        return (Errors({"notes": UNDONE}),)
    prospect = (await look_up(turn, name)).sure
    if prospect is None or prospect.id != before.prospect:
        return await _log(turn, name, ending, beside, turn.key, submit.values)
    return await save(turn, ending.on(before), "the change to")


async def _log(turn: Turn, name: str, ending: Ending, beside: Beside, key: str, values: Mapping[str, str]) -> Effects:
    """Store a new conversation, with a new prospect where the name is new; ask first where it only comes close."""
    found = await look_up(turn, name)
    if found.perhaps:
        back = ending.back_on.isoformat() if ending.back_on else ""
        typed = {**values, "prospect": name, "back": back, "beside": beside.context}
        return (await ask_whom(turn, WHOM, name, found, typed),)
    return await _store(turn, found.sure or Prospect(name=name, added_at=turn.at), ending, beside, key)


async def log_for(turn: Turn, press: Press) -> Effects:
    """Log what was told, now that it is said who it was with."""
    told = await told_whom(turn, press)
    if isinstance(told, Toast):
        return (told,)
    values = told.values
    back = values.get("back", "")
    ending = read_ending(values, today_of(turn), kept=date.fromisoformat(back) if back else None)
    if isinstance(ending, dict):
        return (Toast("That can't be logged any more. Type it once more."),)
    prospect = told.prospect or Prospect(name=values["prospect"], added_at=turn.at)
    return await _store(turn, prospect, ending, Beside.read(values["beside"], turn), told.key)


async def _store(turn: Turn, prospect: Prospect, ending: Ending, beside: Beside, key: str) -> Effects:
    """Store a new conversation, with a new prospect where the name is new."""
    held = _held(turn, prospect, beside)
    at = min(held.span.start, turn.at) if held else beside.at(turn)
    practice = beside.practice or (held is not None and held.practice)
    conversation = ending.on(
        Conversation(
            prospect=prospect.id,
            at=at,
            outcome=ending.outcome,
            practice=practice,
            jotted=prospect.jotted,
            worth=beside.worth,
            key=key,
        )
    )
    conversation, not_kept = _worth_kept(conversation)
    label = f"{prospect.name}, {outcome_words(conversation, today_of(turn))}"
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=key)
    prospect = await turn.tx.sales.put_prospect(turn.who, replace(prospect, jotted=""))
    stored = await turn.tx.sales.put_conversation(turn.who, replace(conversation, prospect=prospect.id))
    await settle(turn.tx, turn.who, prospect)  # first: the nudge that it answers names whoever is still to be talked to
    joined = await join(turn, stored, prospect, held)
    return (*joined, Reply(await logged(turn, stored, prospect, change, not_kept)))


def _held(turn: Turn, prospect: Prospect, beside: Beside) -> Appointment | None:
    """Return the appointment that a conversation was: the one that is named, else theirs of that day that had begun."""
    booked = turn.person.booked if prospect.id else ()
    if beside.appointment:
        theirs = (one for one in booked if one.id == beside.appointment)
        return next((one for one in theirs if one.prospect == prospect.id), None)
    day = day_span(beside.on, turn.person.plan.tz)
    latest = beside.began or (turn.at if beside.on == today_of(turn) else day.end - INSTANT)
    reach = Span(day.start, max(latest, day.start + INSTANT))
    return held_at(booked, prospect.id, reach, early=REMINDED_BEFORE)


async def save(turn: Turn, conversation: Conversation, what: str) -> Effects:
    """Store a changed conversation and show it in the place of its echo; `what` and the name say what can be undone."""
    prospect = await turn.tx.sales.prospect(turn.who, conversation.prospect)
    if prospect is None:
        return (GONE,)
    conversation, not_kept = _worth_kept(conversation)
    change = await turn.tx.changes.begin(turn.who, f"{what} {prospect.name}", turn.now, key=conversation.key)
    stored = await turn.tx.sales.put_conversation(turn.who, conversation)
    await settle(turn.tx, turn.who, prospect)
    return (Replace(stored.key, await logged(turn, stored, prospect, change, not_kept)),)


def _worth_kept(conversation: Conversation) -> tuple[Conversation, str]:
    """Return the conversation without its worth, unless somebody said yes in it, and what to say of that."""
    if conversation.worth is None or conversation.is_sale:
        return conversation, ""
    why = "It was practice" if conversation.practice else "Only a yes has a worth"
    return replace(conversation, worth=None), f"{why}: {amount_words(conversation.worth)} is not kept."


async def logged_under(turn: Turn, key: str, change: int | None) -> Message | None:
    """Return the face of the message with this key, if it shows a conversation; `change` is what can be undone."""
    conversation = await _conversation_under(turn, key)
    prospect = await turn.tx.sales.prospect(turn.who, conversation.prospect) if conversation else None
    return await logged(turn, conversation, prospect, change) if conversation and prospect else None


async def _conversation_under(turn: Turn, key: str) -> Conversation | None:
    lately = Span(turn.now - _LOOK_BACK, turn.now + DAY)
    every = await turn.tx.sales.conversations(turn.who, lately) if key else ()
    return next((one for one in every if one.key == key), None)


async def conversation_named(turn: Turn, text: str) -> Conversation | None:
    """Return the conversation that a button or a form names, if it is the person's."""
    conversation_id = row_id(text)
    return await turn.tx.sales.conversation(turn.who, conversation_id) if conversation_id else None
