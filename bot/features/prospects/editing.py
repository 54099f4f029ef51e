"""What is known of somebody, changed; two entries of one person merged, when that is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.commands import Call
from bot.domain.prospects import merged
from bot.domain.sales import MAX_NAME, Prospect
from bot.feature import Turn, row_id
from bot.features.contacts import settle
from bot.features.conversations.form import hint, read_name
from bot.features.conversations.record import KNOWN
from bot.features.prospects.adding import EDIT, echo, inputs_about, read_role
from bot.features.whom import look_up
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit, Toast
from bot.ui import Button, Form, Input, InputKind, Message, Rich, fitting, unless_cut
from bot.wording import joined, quoted

FIND = "prospect.find"
MERGE = "prospect.merge"
KEEP_APART = "prospect.apart"
_GONE = Toast("That person is not on your list any more.")
_UNDONE = "They are not on your list any more. What you typed is kept: copy it, or leave it."
_NOBODY = "Nobody on your list is called that."


async def edit(turn: Turn, call: Call) -> Effects:
    """Open the form with what is known of somebody; ask who is meant where that is not sure."""
    name = call.get("prospect")
    found = await look_up(turn, name)
    if found.sure is not None:
        return (Open(_form(found.sure)),)
    near = " or ".join(one.name for one in found.perhaps)
    wrong = f"Did you mean {near}?" if near else _NOBODY if name else ""
    who = Input(
        key="prospect",
        label="Who",
        kind=InputKind.SEARCH,
        source=KNOWN,
        required=True,
        value=fitting(found.perhaps[0].name if found.perhaps else name),
        hint=hint(wrong),
    )
    return (Open(Form(id=FIND, title="Edit somebody", submit="Go on", inputs=(who,))),)


async def find(turn: Turn, form: Submit) -> Effects:
    """Offer the form about whoever was named; a form can't open another by itself everywhere."""
    found = await look_up(turn, form.values.get("prospect", ""))
    if found.sure is None:
        near = " or ".join(one.name for one in found.perhaps)
        return (Errors({"prospect": f"Did you mean {near}?" if near else _NOBODY}),)
    return (Reply(echo(turn, found.sure, "On your list: ", None, turn.key)),)


async def open_form(turn: Turn, press: Press) -> Effects:
    """Open the form with what is known of somebody."""
    prospect_id = row_id(press.value)
    prospect = await turn.tx.sales.prospect(turn.who, prospect_id) if prospect_id else None
    return (_GONE,) if prospect is None else (Open(_form(prospect)),)


def _form(prospect: Prospect) -> Form:
    known = {
        "name": prospect.name,
        "notes": prospect.notes,
        "role": prospect.role.value,
        "introducer": prospect.introduced_by,
    }
    return Form(id=EDIT, title="Edit somebody", context=str(prospect.id), inputs=inputs_about(known))


async def save(turn: Turn, form: Submit) -> Effects:
    """Change what is known of somebody; where the new name is somebody else's, ask whether they are the same."""
    prospect_id = row_id(form.context)
    prospect = await turn.tx.sales.prospect(turn.who, prospect_id) if prospect_id else None
    name, wrong = read_name(form.values.get("name", ""))
    if prospect is None or wrong:
        return (Errors({"name": _UNDONE if prospect is None else wrong["prospect"]}),)
    after = _edited(prospect, {**form.values, "name": name})
    other = await turn.tx.sales.prospect_named(turn.who, name)
    if other is not None and other.id != prospect.id:
        await turn.tx.drafts.keep(turn.who, MERGE, turn.key, {**form.values, "name": name}, turn.now)
        return (Reply(_same_person(turn, other, prospect)),)
    change = await turn.tx.changes.begin(turn.who, f"the change to {prospect.name}", turn.now, key=turn.key)
    await turn.tx.sales.put_prospect(turn.who, after)
    return (Reply(echo(turn, after, "Changed: ", change, turn.key)),)


def _edited(prospect: Prospect, values: Mapping[str, str]) -> Prospect:
    return replace(
        prospect,
        name=values["name"],
        notes=unless_cut(values.get("notes", ""), prospect.notes),
        introduced_by=" ".join(values.get("introducer", "").split()),
        role=read_role(values),
    )


# --- one person under two names ---------------------------------------------------------------------------------------


def _same_person(turn: Turn, other: Prospect, prospect: Prospect) -> Message:
    value = f"{turn.key}.{other.id}.{prospect.id}"
    return Message(
        key=turn.key,
        text=(
            quoted(other.name, MAX_NAME),
            " is on your list already. Are they the same person as ",
            quoted(prospect.name, MAX_NAME),
            "? Merged, both histories are one.",
        ),
        buttons=(
            Button(action=MERGE, label="Merge them", value=value),
            Button(action=KEEP_APART, label="Leave both", value=value),
        ),
        silent=True,
    )


async def merge(turn: Turn, press: Press) -> Effects:
    """Make one of two entries: what was said with either is said with the one that stays."""
    context, into, other = await _asked(turn, press)
    values = await turn.tx.drafts.kept(turn.who, MERGE, context)
    if values is None or into is None or other is None:
        return (Toast("That is answered already."),)
    await turn.tx.drafts.drop(turn.who, MERGE, context)
    sales = turn.tx.sales
    change = await turn.tx.changes.begin(turn.who, f"merging into {into.name}", turn.now, key=context)
    for held in await sales.conversations_with(turn.who, other.id):
        await sales.put_conversation(turn.who, replace(held, prospect=into.id))
    for ask in await sales.asks_of(turn.who, other.id):
        await sales.put_ask(turn.who, replace(ask, prospect=into.id))
    for appointment in await turn.tx.appointments.with_(turn.who, other.id):
        await turn.tx.appointments.put(turn.who, replace(appointment, prospect=into.id))
    await sales.remove_prospect(turn.who, other.id)
    one = await sales.put_prospect(turn.who, merged(into, _edited(other, values)))
    one = await settle(turn.tx, turn.who, one)
    now = replace(turn, person=await turn.tx.people.get(turn.who))  # what was booked with either is with the one
    return (Replace(context, echo(now, one, "Merged: ", change, context)),)


async def keep_apart(turn: Turn, press: Press) -> Effects:
    """Leave two entries as they are."""
    context, into, other = await _asked(turn, press)
    if await turn.tx.drafts.kept(turn.who, MERGE, context) is None:
        return (Toast("That is answered already."),)
    await turn.tx.drafts.drop(turn.who, MERGE, context)
    names: Rich = joined(((quoted(one.name, MAX_NAME),) for one in (other, into) if one), " and ")
    text = (*names, " stay as they were.") if names else ("Nothing is changed.",)
    return (Replace(context, Message(text=text, silent=True)),)


async def _asked(turn: Turn, press: Press) -> tuple[str, Prospect | None, Prospect | None]:
    """Return which question a press answers, and about whom it was."""
    context, *named = press.value.rsplit(".", 2)
    numbers = [row_id(each) or 0 for each in (*named, "", "")]
    into, other = [await turn.tx.sales.prospect(turn.who, number) for number in numbers[:2]]
    return context, into, other
