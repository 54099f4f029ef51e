"""Somebody put on the list, by one line or by the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.commands import Call
from bot.domain.prospects import Meant
from bot.domain.sales import MAX_NAME, Prospect, Role, name_key
from bot.feature import Turn
from bot.features.asks import ASKED
from bot.features.conversations.form import LOG, hint, read_name
from bot.features.whom import ask_whom, look_up, told_whom
from bot.gestures import Effects, Errors, Open, Press, Reply, Submit, Toast
from bot.ui import Button, Fact, Form, Input, InputKind, Message, Option, Section, fitting
from bot.wording import next_words_with, quoted

ADD = "prospect.add"
ADD_WHOM = "prospect.whom"
EDIT = "prospect.edit"
ROLES = (
    Option(label="They might buy", value=Role.PROSPECT.value),
    Option(label="They could introduce somebody", value=Role.INTRODUCER.value),
)
_NOTES_SHOWN = 300


async def add(turn: Turn, call: Call) -> Effects:
    """Put somebody on the list; open the form where nobody is named."""
    name, wrong = read_name(call.get("name"))
    if wrong:
        return (Open(_form(turn, call.arguments, wrong["prospect"] if name else "")),)
    return await _add(turn, {**call.arguments, "name": name}, turn.key)


async def open_form(turn: Turn, _: Press) -> Effects:
    """Open the form about somebody new."""
    return (Open(_form(turn, {}, "")),)


def _form(turn: Turn, values: Mapping[str, str], wrong: str) -> Form:
    return Form(id=ADD, title="Add somebody", context=turn.key, inputs=inputs_about(values, wrong))


def inputs_about(values: Mapping[str, str], wrong: str = "") -> tuple[Input, ...]:
    """Return the inputs Name, What they might buy, Why they are here, Introduced by."""
    role = values.get("role", "")
    return (
        Input(key="name", label="Name", required=True, value=fitting(values.get("name", "")), hint=hint(wrong)),
        Input(
            key="notes",
            label="What they might buy, and notes",
            kind=InputKind.LONG,
            value=fitting(values.get("notes", "")),
        ),
        Input(
            key="role",
            label="Why they are on your list",
            kind=InputKind.CHOICE,
            options=ROLES,
            value=role if role in set(Role) else Role.PROSPECT.value,
        ),
        Input(key="introducer", label="Introduced by", value=fitting(values.get("introducer", ""))),
    )


async def submit(turn: Turn, form: Submit) -> Effects:
    """Put whoever the form names on the list; sent in again, it adds what is new."""
    name, wrong = read_name(form.values.get("name", ""))
    if wrong:
        return (Errors({"name": wrong["prospect"]}),)
    return await _add(turn, {**form.values, "name": name}, turn.key)


async def _add(turn: Turn, values: Mapping[str, str], key: str) -> Effects:
    """Store somebody new; somebody known keeps their place, and what comes close is asked about first."""
    found = await look_up(turn, values["name"])
    if found.sure is not None and name_key(found.sure.name) == name_key(values["name"]):
        return await _known(turn, found.sure, values, key)
    if perhaps := found.perhaps or ((found.sure,) if found.sure else ()):
        return (await ask_whom(turn, ADD_WHOM, values["name"], Meant(perhaps=perhaps), values),)
    return await _new(turn, values, key)


async def add_for(turn: Turn, press: Press) -> Effects:
    """Go on, now that it is said whether they are on the list already."""
    told = await told_whom(turn, press)
    if isinstance(told, Toast):
        return (told,)
    if told.prospect is not None:
        return await _known(turn, told.prospect, told.values, told.key)
    return await _new(turn, told.values, told.key)


def read_role(values: Mapping[str, str]) -> Role:
    """Read why somebody is on the list: they might buy, unless it says otherwise."""
    said = values.get("role", "")
    return Role(said) if said in set(Role) else Role.PROSPECT


async def _new(turn: Turn, values: Mapping[str, str], key: str) -> Effects:
    prospect = Prospect(
        name=values["name"],
        added_at=turn.at,
        role=read_role(values),
        notes=values.get("notes", "").strip(),
        introduced_by=" ".join(values.get("introducer", "").split()),
    )
    change = await turn.tx.changes.begin(turn.who, f"{prospect.name} on the list", turn.now, key=key)
    stored = await turn.tx.sales.put_prospect(turn.who, prospect)
    return (Reply(echo(turn, stored, "On your list: ", change, key)),)


async def _known(turn: Turn, prospect: Prospect, values: Mapping[str, str], key: str) -> Effects:
    """Say that somebody is on the list already; notes that are new are added to theirs."""
    notes, by = values.get("notes", "").strip(), " ".join(values.get("introducer", "").split())
    added = notes if notes not in prospect.notes else ""
    after = replace(
        prospect,
        notes="\n".join(part for part in (prospect.notes, added) if part),
        introduced_by=prospect.introduced_by or by,
    )
    if after == prospect:
        return (Reply(echo(turn, prospect, "On your list already: ", None, key)),)
    change = await turn.tx.changes.begin(turn.who, f"the notes on {prospect.name}", turn.now, key=key)
    await turn.tx.sales.put_prospect(turn.who, after)
    return (Reply(echo(turn, after, "On your list already, with more notes now: ", change, key)),)


def echo(turn: Turn, prospect: Prospect, lead: str, change: int | None, key: str) -> Message:
    """Say who is on the list, what is noted, and what is next."""
    facts = (
        *((Fact(label="Notes", value=(quoted(prospect.notes, _NOTES_SHOWN),)),) if prospect.notes else ()),
        *((Fact(label="Introduced by", value=(quoted(prospect.introduced_by),)),) if prospect.introduced_by else ()),
    )
    value = str(prospect.id)
    asked = (Button(action=ASKED, label="Asked", value=value),) if prospect.role is Role.PROSPECT else ()
    return Message(
        key=key,
        text=(
            lead,
            quoted(prospect.name, MAX_NAME),
            ". Next: ",
            *next_words_with(prospect, turn.person, turn.now),
            ".",
        ),
        sections=(Section(fields=facts),) if facts else (),
        buttons=(
            *asked,
            Button(action=LOG, label="Log a conversation", value=value, opens_form=True),
            Button(action=EDIT, label="Edit", value=value, opens_form=True),
            *((Button(action="undo", label="Undo", value=str(change)),) if change is not None else ()),
        ),
        silent=True,
    )
