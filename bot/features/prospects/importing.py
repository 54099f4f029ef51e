"""A list of people taken over from a spreadsheet: shown before it counts, and taken back as one change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.commands import Call
from bot.domain.people import Who
from bot.domain.sales import MAX_NAME, Prospect, name_key
from bot.domain.sheet import Row, Sheet, read_sheet
from bot.feature import Turn
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit, Toast
from bot.ports import Transaction
from bot.ui import Button, Cmd, Fact, Form, Input, InputKind, Message, Rich, Section, fitting
from bot.wording import joined, number_words, quoted

IMPORT = "prospect.import"
TAKE = "prospect.take"
LEAVE = "prospect.leave"
_PREVIEW = "prospect.preview"
_NAMED = 10
_LINES_NAMED = 5
_NO_NAMES = "There is no name in it. One person a line: Dana Klein, wants a retainer, introduced by Ina."
_ABOUT = "One a line: name, notes, introduced by. A first line may name the columns."


async def import_list(turn: Turn, call: Call) -> Effects:
    """Show what a pasted list would add; open the form for it where nothing is pasted."""
    text = call.get("people")
    if not text.strip():
        return (Open(_form(turn, "")),)
    sheet = read_sheet(text)
    return (Reply(await _preview(turn, sheet, text)),) if sheet.rows or sheet.unread else (Open(_form(turn, text)),)


async def open_form(turn: Turn, _: Press) -> Effects:
    """Open the form that takes a list."""
    return (Open(_form(turn, "")),)


def _form(turn: Turn, text: str) -> Form:
    people = Input(
        key="people", label="Paste your list", kind=InputKind.LONG, required=True, value=fitting(text), hint=_ABOUT
    )
    return Form(id=IMPORT, title="Import people", submit="Look at it", context=turn.key, inputs=(people,))


async def submit(turn: Turn, form: Submit) -> Effects:
    """Show what the pasted list would add."""
    text = form.values.get("people", "")
    sheet = read_sheet(text)
    if not sheet.rows:
        why = f" Line {sheet.unread[0].line}: {sheet.unread[0].why}." if sheet.unread else ""
        return (Errors({"people": _NO_NAMES + why}),)
    return (Reply(await _preview(turn, sheet, text)),)


# --- before it counts -------------------------------------------------------------------------------------------------


async def new_rows(tx: Transaction, who: Who, sheet: Sheet) -> list[Row]:
    """Return those who are not on the list by the very same name."""
    known = {name_key(one.name) for one in await tx.sales.prospects(who)}
    return [row for row in sheet.rows if name_key(row.name) not in known]


async def _preview(turn: Turn, sheet: Sheet, text: str) -> Message:
    """Show what is found; nothing is stored but the pasted words, until answered."""
    new = await new_rows(turn.tx, turn.who, sheet)
    buttons: tuple[Button, ...] = ()
    if new:
        await turn.tx.drafts.keep(turn.who, _PREVIEW, turn.key, {"people": text}, turn.now)
        buttons = (
            Button(action=TAKE, label=f"Import {len(new)}", value=turn.key),
            Button(action=LEAVE, label="Cancel", value=turn.key),
        )
    return replace(preview(sheet, new), key=turn.key, buttons=buttons)


def preview(sheet: Sheet, new: Sequence[Row]) -> Message:
    """Say who is new, who is known and what can't be read, by line."""
    facts = (
        *((Fact(label="New", value=_names(new)),) if new else ()),
        *((Fact(label="Can't be read", value=_unread(sheet)),) if sheet.unread else ()),
        *((Fact(label="Columns left out", value=_left_out(sheet)),) if sheet.unused else ()),
    )
    return Message(text=(_found(sheet, len(new)),), sections=(Section(fields=facts),) if facts else (), silent=True)


def _found(sheet: Sheet, new: int) -> str:
    known, unread = len(sheet.rows) - new, len(sheet.unread)
    counts = [f"{number_words(len(sheet.rows), 'person', 'people')} found", f"{new} new"]
    counts += [f"{known} known already"] if known else []
    counts += [f"{number_words(unread, 'line', 'lines')} can't be read"] if unread else []
    return f"{', '.join(counts)}."


def _names(rows: Sequence[Row]) -> Rich:
    named = joined(((quoted(row.name, MAX_NAME),) for row in rows[:_NAMED]), ", ")
    return (*named, f" and {len(rows) - _NAMED} more") if len(rows) > _NAMED else named


def _unread(sheet: Sheet) -> Rich:
    said = [f"line {one.line}: {one.why}" for one in sheet.unread[:_LINES_NAMED]]
    more = [f"and {len(sheet.unread) - _LINES_NAMED} more"] if len(sheet.unread) > _LINES_NAMED else []
    return ("; ".join([*said, *more]),)


def _left_out(sheet: Sheet) -> Rich:
    return joined(((quoted(each, MAX_NAME),) for each in sheet.unused[:_NAMED]), ", ")


# --- taken, or left ---------------------------------------------------------------------------------------------------


async def take(turn: Turn, press: Press) -> Effects:
    """Put those who are new by now on the list, all as one change."""
    kept = await turn.tx.drafts.kept(turn.who, _PREVIEW, press.value)
    if kept is None:
        return (Toast("That list is dealt with already."),)
    await turn.tx.drafts.drop(turn.who, _PREVIEW, press.value)
    new = await new_rows(turn.tx, turn.who, read_sheet(kept.get("people", "")))
    if not new:
        return (Replace(press.value, Message(text=("Everybody on it is on your list already.",), silent=True)),)
    change = await take_over(turn.tx, turn.who, new, at=turn.at, now=turn.now, key=press.value)
    undo = Button(action="undo", label="Undo", value=str(change))
    return (Replace(press.value, replace(imported(new), buttons=(undo,))),)


async def take_over(
    tx: Transaction, who: Who, new: Sequence[Row], *, at: datetime, now: datetime, key: str = ""
) -> int:
    """Put people on the list, all as one change, told of in the message with this key; return the change's id."""
    change = await tx.changes.begin(who, f"the import of {_people(new)}", now, key=key)
    for row in new:
        prospect = Prospect(name=row.name, added_at=at, notes=row.notes, introduced_by=row.introduced_by, role=row.role)
        await tx.sales.put_prospect(who, prospect)
    return change


def imported(new: Sequence[Row]) -> Message:
    """Say who is on the list now."""
    following = (" ", Cmd("prospect list"), " shows them, and your daily nudge names who was never asked.")
    return Message(text=(f"Imported: {_people(new)}. ", *_names(new), ".", *following), silent=True)


def _people(rows: Sequence[Row]) -> str:
    return number_words(len(rows), "person", "people")


async def leave(turn: Turn, press: Press) -> Effects:
    """Leave a list; the pasted words are forgotten."""
    if await turn.tx.drafts.kept(turn.who, _PREVIEW, press.value) is None:
        return (Toast("That list is dealt with already."),)
    await turn.tx.drafts.drop(turn.who, _PREVIEW, press.value)
    return (Replace(press.value, Message(text=("Nothing is imported, and the list is forgotten.",), silent=True)),)
