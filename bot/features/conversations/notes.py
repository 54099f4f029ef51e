"""Notes taken while one speaks: line by line, and later part of the conversation's log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import Call
from bot.domain.manners import NOTED_AFTER
from bot.domain.sales import MAX_NAME, Conversation, Prospect, added_line, matching, name_key
from bot.feature import Turn
from bot.features.conversations.echo import logged
from bot.features.conversations.form import LOG, SOURCE, hint, read_name
from bot.gestures import Effects, Errors, Open, Replace, Reply, Submit
from bot.ui import Button, Form, Input, InputKind, Message, Rich, Section, fitting
from bot.wording import number_words, quoted

NOTES = "call.notes"
_NEW = "Nobody is called that yet: saving adds them."
_NOTE_SHOWN = 300


async def call_notes(turn: Turn, call: Call) -> Effects:
    """Note a line about whoever one speaks with; open the form where it is not clear who, or what."""
    every = await turn.tx.sales.prospects(turn.who)
    name, text = _parted(every, call.get("prospect"), call.get("text"))
    meant = _meant(every, name)
    if len(meant) == 1 and text:
        return await _note(turn, meant[0], text)
    wrong = f"Which one: {', '.join(one.name for one in meant)}?" if len(meant) > 1 else _NEW if name else ""
    who = Input(
        key="prospect",
        label="Who",
        kind=InputKind.SEARCH,
        source=SOURCE,
        required=True,
        value=fitting(meant[0].name if len(meant) == 1 else name),
        hint="" if len(meant) == 1 else hint(wrong),
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
    prospect = await turn.tx.sales.prospect_named(turn.who, name) or Prospect(name=name, added_at=turn.at)
    return await _note(turn, prospect, text)


def _parted(every: Sequence[Prospect], name: str, text: str) -> tuple[str, str]:
    """Return whom words are about and what they say: as many words as are somebody's name are the name."""
    words = f"{name} {text}".split(" ")
    known = {name_key(one.name) for one in every}
    for number in range(min(len(words), MAX_NAME), 0, -1):
        if name_key(" ".join(words[:number])) in known:
            return " ".join(words[:number]), " ".join(words[number:]).strip()
    return name, text.strip()


def _meant(every: Sequence[Prospect], name: str) -> tuple[Prospect, ...]:
    """Return the one who is called that, or else all whom the name may mean."""
    found = matching(every, name) if name else ()
    exact = tuple(one for one in found if name_key(one.name) == name_key(name))
    return exact[:1] or found


async def _note(turn: Turn, prospect: Prospect, text: str) -> Effects:
    """Add a line to the conversation that was just logged, or keep it for the one that will be."""
    held = await turn.tx.sales.conversations_with(turn.who, prospect.id) if prospect.id else ()
    just = next((one for one in held if turn.at - NOTED_AFTER <= one.at), None)
    label = f"the note on {prospect.name}"
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=just.key if just else turn.key)
    if just is not None:
        return await _added(turn, prospect, replace(just, jotted=added_line(just.jotted, text)), change)
    jotted = added_line(prospect.jotted, text)
    stored = await turn.tx.sales.put_prospect(turn.who, replace(prospect, jotted=jotted))
    lines = number_words(len(jotted.splitlines()), "line", "lines")
    noted = Message(
        key=turn.key,
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
