"""Notes taken while one speaks: line by line, and later part of the conversation's log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import Call
from bot.domain.manners import NOTED_AFTER
from bot.domain.sales import MAX_NAME, Conversation, Prospect, added_line, name_key
from bot.feature import Turn
from bot.features.conversations.echo import logged
from bot.features.conversations.form import LOG, SOURCE, read_name
from bot.features.whom import ask_whom, look_up, told_whom
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit, Toast
from bot.ui import Button, Form, Input, InputKind, Message, Rich, Section, fitting
from bot.wording import number_words, quoted

NOTES = "call.notes"
WHOM_NOTED = "call.notes.whom"
_NEW = "Nobody is called that yet: saving adds them."
_NOTE_SHOWN = 300


async def call_notes(turn: Turn, call: Call) -> Effects:
    """Note a line about whoever one speaks with; open the form where it is not clear who, or what."""
    every = await turn.tx.sales.prospects(turn.who)
    name, text = _parted(every, call.get("prospect"), call.get("text"))
    found = await look_up(turn, name)
    if found.sure is not None and text:
        return await _note(turn, found.sure, text, turn.key)
    if found.perhaps and text:
        return (await ask_whom(turn, WHOM_NOTED, name, found, {"prospect": name, "notes": text}),)
    who = Input(
        key="prospect",
        label="Who",
        kind=InputKind.SEARCH,
        source=SOURCE,
        required=True,
        value=fitting(found.sure.name if found.sure else name),
        hint=_NEW if name and not found.sure else "",
    )
    notes = Input(key="notes", label="Notes", kind=InputKind.LONG, required=True, value=fitting(text))
    return (Open(Form(id=NOTES, title="Notes of a conversation", context=turn.key, inputs=(who, notes))),)


async def submit_notes(turn: Turn, submit: Submit) -> Effects:
    """Note what the form says; somebody new is added."""
    name, wrong = read_name(submit.values.get("prospect", ""))
    text = submit.values.get("notes", "").strip()
    if not text:
        wrong["notes"] = "What do you want to remember?"
    if wrong:
        return (Errors(wrong),)
    found = await look_up(turn, name)
    if found.perhaps:
        return (await ask_whom(turn, WHOM_NOTED, name, found, {"prospect": name, "notes": text}),)
    return await _note(turn, found.sure or Prospect(name=name, added_at=turn.at), text, turn.key)


async def note_for(turn: Turn, press: Press) -> Effects:
    """Note what was told, now that it is said about whom."""
    told = await told_whom(turn, press)
    if isinstance(told, Toast):
        return (told,)
    prospect = told.prospect or Prospect(name=told.values["prospect"], added_at=turn.at)
    return await _note(turn, prospect, told.values["notes"], told.key)


def _parted(every: Sequence[Prospect], name: str, text: str) -> tuple[str, str]:
    """Return whom words are about and what they say: as many words as are somebody's name are the name."""
    words = f"{name} {text}".split(" ")
    known = {name_key(one.name) for one in every}
    for number in range(min(len(words), MAX_NAME), 0, -1):
        if name_key(" ".join(words[:number])) in known:
            return " ".join(words[:number]), " ".join(words[number:]).strip()
    return name, text.strip()


async def _note(turn: Turn, prospect: Prospect, text: str, key: str) -> Effects:
    """Add a line to the conversation that was just logged, or keep it for the one that will be."""
    held = await turn.tx.sales.conversations_with(turn.who, prospect.id) if prospect.id else ()
    just = next((one for one in held if turn.at - NOTED_AFTER <= one.at), None)
    label = f"the note on {prospect.name}"
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=just.key if just else key)
    if just is not None:
        return await _added(turn, prospect, replace(just, jotted=added_line(just.jotted, text)), change)
    jotted = added_line(prospect.jotted, text)
    stored = await turn.tx.sales.put_prospect(turn.who, replace(prospect, jotted=jotted))
    lines = number_words(len(jotted.splitlines()), "line", "lines")
    noted = Message(
        key=key,
        text=("Noted for ", quoted(stored.name, MAX_NAME), f". {lines} so far, for the log of this conversation."),
        sections=(Section(text=(quoted(text, _NOTE_SHOWN),)),),
        buttons=(
            Button(action=LOG, label="Log it", value=str(stored.id), opens_form=True),
            Button(action="undo", label="Undo", value=str(change)),
        ),
        silent=True,
    )
    return (Reply(noted),)


async def _added(turn: Turn, prospect: Prospect, conversation: Conversation, change: int) -> Effects:
    """Store the conversation with its new line; its own message shows it, and can undo it."""
    stored = await turn.tx.sales.put_conversation(turn.who, conversation)
    said: Rich = ("Added to the conversation with ", quoted(prospect.name, MAX_NAME), " that you just logged.")
    return (
        Replace(stored.key, await logged(turn, stored, prospect, change)),
        Reply(Message(text=said, silent=True)),
    )
