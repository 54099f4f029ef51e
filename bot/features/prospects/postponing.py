"""Later, or never: a follow-up postponed by a command or a tap, and somebody let go, an end without blame."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.commands import Call
from bot.domain.prospects import let_go, promised
from bot.domain.sales import MAX_NAME, Promise, Prospect, Status
from bot.feature import Turn, row_id
from bot.features.asks import place_of
from bot.features.bookings import still_booked
from bot.features.conversations.form import LOG, hint, read_back, read_name, today_of
from bot.features.conversations.record import KNOWN
from bot.features.whom import ask_whom, look_up, told_whom
from bot.gestures import Effects, Errors, Open, Pick, Press, Reply, Submit, Toast
from bot.grammar.dates import read_day
from bot.ui import Button, Form, Input, InputKind, Message, fitting
from bot.wording import STATUSES, day_words, quoted

POSTPONE = "prospect.postpone"
POSTPONE_TO = "prospect.to"
POSTPONE_WHOM = "prospect.later"
LET_GO = "prospect.close"
LET_GO_WHOM = "prospect.closed"
_GONE = Toast("That person is not on your list any more.")
_NOBODY = "Nobody on your list is called that."
_WHEN = "fri, 24 Nov, in 2 weeks"
_SOON = {"tomorrow": "Tomorrow", "next week": "Next week"}


# --- postponed --------------------------------------------------------------------------------------------------------


async def postpone(turn: Turn, call: Call) -> Effects:
    """Move somebody's follow-up to a day; open the form where name or day are missing or not understood."""
    name, when = call.get("prospect"), call.get("when") or call.left
    found = await look_up(turn, name)
    on = read_back(when, today_of(turn))
    if found.perhaps and isinstance(on, date):
        values = {"when": on.isoformat()}
        return (await ask_whom(turn, POSTPONE_WHOM, name, found, values, may_be_new=False),)
    if found.sure is None or not isinstance(on, date):
        wrong = {} if found.sure or not name else {"prospect": _NOBODY}
        return (Open(_form(turn, name, when, wrong | ({"when": on} if isinstance(on, str) else {}))),)
    return await _moved(turn, found.sure, on, turn.key)


async def postpone_for(turn: Turn, press: Press) -> Effects:
    """Move the follow-up, now that it is said whose."""
    told = await told_whom(turn, press)
    if isinstance(told, Toast) or told.prospect is None:
        return (told if isinstance(told, Toast) else _GONE,)
    return await _moved(turn, told.prospect, date.fromisoformat(told.values["when"]), told.key)


def _form(turn: Turn, name: str, when: str, wrong: dict[str, str]) -> Form:
    who = Input(
        key="prospect",
        label="Who",
        kind=InputKind.SEARCH,
        source=KNOWN,
        required=True,
        value=fitting(name),
        hint=hint(wrong.get("prospect", "")),
    )
    day = read_day(when, today_of(turn))
    on = Input(
        key="when",
        label="Until when",
        kind=InputKind.DATE,
        required=True,
        value=day.isoformat() if day else "",
        hint=hint(wrong.get("when") or _WHEN),
    )
    return Form(id=POSTPONE, title="Postpone", context=turn.key, inputs=(who, on))


async def submit(turn: Turn, form: Submit) -> Effects:
    """Move the follow-up that the form names."""
    name, wrong = read_name(form.values.get("prospect", ""))
    on = read_back(form.values.get("when", ""), today_of(turn))
    found = await look_up(turn, name)
    if not wrong and found.sure is None:
        near = " or ".join(one.name for one in found.perhaps)
        wrong["prospect"] = f"Did you mean {near}?" if near else _NOBODY
    if not isinstance(on, date):
        wrong["when"] = on or f"Until which day? Write {_WHEN}."
    if wrong or found.sure is None or not isinstance(on, date):
        return (Errors(wrong),)
    return await _moved(turn, found.sure, on, turn.key)


async def choose_day(turn: Turn, press: Press) -> Effects:
    """Ask until when, with the days that are likely."""
    prospect = await _named(turn, press.value)
    if prospect is None:
        return (_GONE,)
    soon = (
        Button(action=POSTPONE_TO, label=label, value=f"{prospect.id}.{words.replace(' ', '-')}")
        for words, label in _SOON.items()
    )
    other = Button(action=POSTPONE_TO, label="A day…", value=f"{prospect.id}.", opens_form=True)
    text = (quoted(prospect.name, MAX_NAME), ": until when?")
    return (Reply(Message(key=await place_of(turn, press), text=text, buttons=(*soon, other), silent=True)),)


async def move_to(turn: Turn, press: Press) -> Effects:
    """Move a follow-up to the day that was tapped, or open the form for another."""
    named, _, words = press.value.partition(".")
    prospect = await _named(turn, named)
    if prospect is None:
        return (_GONE,)
    on = read_day(words.replace("-", " "), today_of(turn)) if words.replace("-", " ") in _SOON else None
    if on is None:
        return (Open(_form(turn, prospect.name, "", {})),)
    return await _moved(turn, prospect, on, await place_of(turn, press))


async def _moved(turn: Turn, prospect: Prospect, on: date, key: str) -> Effects:
    """Store the day of the next contact, and say so."""
    today = today_of(turn)
    label = f"the follow-up with {prospect.name} on {day_words(on, today)}"
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=key)
    about = prospect.promise.about if prospect.promise else ""
    await turn.tx.sales.put_prospect(turn.who, promised(prospect, on, Promise(about=about, made_at=turn.at, key=key)))
    before = prospect.next_on
    moved = f", instead of {day_words(before, today)}" if before not in {None, on} else ""
    back = "today" if on == today else day_words(on, today)
    message = Message(
        key=key,
        text=("Postponed: ", quoted(prospect.name, MAX_NAME), f", {back}{moved}. Until then they rest."),
        buttons=(Button(action="undo", label="Undo", value=str(change)),),
        silent=True,
    )
    return (Reply(message),)


# --- let go -----------------------------------------------------------------------------------------------------------


async def close(turn: Turn, call: Call) -> Effects:
    """Let somebody go who is named."""
    name = call.get("prospect")
    found = await look_up(turn, name)
    if found.sure is not None:
        return await _closed(turn, found.sure, turn.key)
    if found.perhaps:
        return (await ask_whom(turn, LET_GO_WHOM, name, found, {}, may_be_new=False),)
    return (Open(_close_form(turn, name, _NOBODY if name else "")),)


def _close_form(turn: Turn, name: str, wrong: str) -> Form:
    who = Input(
        key="prospect", label="Who", kind=InputKind.SEARCH, source=KNOWN, required=True, value=fitting(name), hint=wrong
    )
    return Form(id=LET_GO, title="Let somebody go", submit="Let go", context=turn.key, inputs=(who,))


async def submit_close(turn: Turn, form: Submit) -> Effects:
    """Let go whoever the form names."""
    found = await look_up(turn, form.values.get("prospect", ""))
    if found.sure is not None:
        return await _closed(turn, found.sure, turn.key)
    near = " or ".join(one.name for one in found.perhaps)
    return (Errors({"prospect": f"Did you mean {near}?" if near else _NOBODY}),)


async def close_for(turn: Turn, press: Press) -> Effects:
    """Let somebody go, now that it is said who."""
    told = await told_whom(turn, press)
    if isinstance(told, Toast) or told.prospect is None:
        return (told if isinstance(told, Toast) else _GONE,)
    return await _closed(turn, told.prospect, told.key)


async def press_close(turn: Turn, press: Press) -> Effects:
    """Let go whoever a button names."""
    prospect = await _named(turn, press.value)
    return (_GONE,) if prospect is None else await _closed(turn, prospect, await place_of(turn, press))


async def pick_close(turn: Turn, pick: Pick) -> Effects:
    """Let go whoever was picked."""
    prospect = await _named(turn, pick.chosen[0] if pick.chosen else "")
    return (_GONE,) if prospect is None else await _closed(turn, prospect, turn.key)


async def _closed(turn: Turn, prospect: Prospect, key: str) -> Effects:
    """Store a closed end, and say what it is worth."""
    after = let_go(prospect, turn.at)
    if replace(after, let_go_at=prospect.let_go_at) == prospect:
        ended = f", {STATUSES[prospect.status]}: that is an end already."
        return (Reply(Message(text=(quoted(prospect.name, MAX_NAME), ended), silent=True)),)
    change = await turn.tx.changes.begin(turn.who, f"letting {prospect.name} go", turn.now, key=key)
    await turn.tx.sales.put_prospect(turn.who, after)
    said = "That frees you for the next one." if after.status is Status.LET_GO else "Nothing more is promised."
    message = Message(
        key=key,
        text=("Let go: ", quoted(prospect.name, MAX_NAME), f". {said}"),
        sections=await still_booked(turn, after),
        buttons=(
            Button(action=LOG, label="Log a conversation", value=str(prospect.id), opens_form=True),
            Button(action="undo", label="Undo", value=str(change)),
        ),
        silent=True,
    )
    return (Reply(message),)


async def _named(turn: Turn, value: str) -> Prospect | None:
    prospect_id = row_id(value)
    return await turn.tx.sales.prospect(turn.who, prospect_id) if prospect_id else None
