"""Tasks said by their person: added by hand, given a price, kept."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import Call
from bot.domain.handover import Standing, Task, wording_of
from bot.domain.money import price_words
from bot.feature import Turn
from bot.features.handover.form import Given, read, task_form
from bot.features.handover.handing import found_as, hand_over
from bot.features.handover.listing import ADD, LIST, SCREEN, TASK, again
from bot.features.handover.looking import Look, look, task_name
from bot.features.handover.words import TASK_SHOWN, evidence_words, task_words
from bot.gestures import Effects, Errors, Open, Pick, Press, Replace, Reply, Submit, Toast
from bot.ui import (
    Button,
    Input,
    InputKind,
    Message,
    Option,
    Rich,
    shorten,
    unless_cut,
)

_ON_LIST, _HANDED_OVER, _STAYS = "list", "done", "stays"
_STANDINGS = {_ON_LIST: "On the list", _HANDED_OVER: "Handed over", _STAYS: "Stays with me"}


# --- adding -----------------------------------------------------------------------------------------------------------


async def add(turn: Turn, call: Call) -> Effects:
    """Put a task on the list; open the form where something is missing or wrong."""
    values = {"task": call.get("task"), "price": call.get("price")}
    seen = await look(turn.tx, turn.person, turn.now)
    given = read(seen, values)
    return (Open(task_form(ADD, values, given.wrong, "")),) if given.wrong else await _added(turn, seen, given, "")


async def open_add(_: Turn, press: Press) -> Effects:
    """Open the form of a new task."""
    return (Open(task_form(ADD, {}, {}, press.value)),)


async def added(turn: Turn, form: Submit) -> Effects:
    """Put the task of the form on the list."""
    seen = await look(turn.tx, turn.person, turn.now)
    given = read(seen, form.values)
    return (Errors(given.wrong),) if given.wrong else await _added(turn, seen, given, form.context)


async def _added(turn: Turn, seen: Look, given: Given, key: str) -> Effects:
    """Store a task, or what is new about one in the same words; one that was handed over is on the list again."""
    known = next((task for task in seen.tasks if wording_of(task.text) == wording_of(given.text)), None)
    price = given.price if given.price is not None else known.price if known else None
    task = Task(text=given.text, standing=Standing.ADDED, price=price, id=known.id if known else 0)
    return await _kept(turn, task, key or turn.key, f"adding {shorten(given.text, TASK_SHOWN)}")


async def _kept(turn: Turn, task: Task, key: str, label: str) -> Effects:
    """Store a task, and say so: in the list it was changed in, else in a message of its own."""
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=key)
    task = await turn.tx.handovers.put(turn.who, task)
    undo = Button(action="undo", label="Undo", value=str(change))
    if key.startswith(SCREEN):
        return (Replace(key, await again(turn, key, (*_said(task), "."), change)),)
    seen = await look(turn.tx, turn.person, turn.now)
    price = Button(action=TASK, label="Price elsewhere", value=f"{task_name(task)}.{key}", opens_form=True)
    listed = Button(action=LIST, label="Show the list")
    message = Message(
        text=(*_said(task), "; ", evidence_words(seen.found.stated[task.id], seen.stretch), "."),
        buttons=(*((price,) if task.price is None else ()), listed, undo),
        silent=True,
        key=key,
    )
    return (Reply(message),) if key == turn.key else (Replace(key, message),)


def _said(task: Task) -> Rich:
    price = "price elsewhere not known" if task.price is None else f"{price_words(task.price)} an hour elsewhere"
    if task.standing is Standing.GREAT:
        return ("Stays with you: ", *task_words(task.text))
    return ("On the list: ", *task_words(task.text), f", {price}")


# --- a task of the list -----------------------------------------------------------------------------------------------


async def open_task(turn: Turn, press: Press) -> Effects:
    """Open the form of a task that a button names."""
    name, _, key = press.value.partition(".")
    return await _open_task(turn, name, key)


async def pick_task(turn: Turn, pick: Pick) -> Effects:
    """Open the form of a task that was picked."""
    return await _open_task(turn, "".join(pick.chosen[:1]), pick.value)


async def _open_task(turn: Turn, name: str, key: str) -> Effects:
    seen = await look(turn.tx, turn.person, turn.now)
    there = seen.named(name)
    if there is None:
        return (Toast("That task is no longer there."),)
    group, task = there
    price = price_words(task.price) if task and task.price is not None else ""
    values = {"task": " ".join(group.text.split()), "price": price}
    stands = _HANDED_OVER if task and task.done_on else _ON_LIST
    standing = Input(
        key="standing",
        label="Where it stands",
        kind=InputKind.CHOICE,
        required=True,
        value=stands,
        options=tuple(Option(label=label, value=value) for value, label in _STANDINGS.items()),
    )
    return (Open(task_form(TASK, values, {}, f"{name}.{key}", standing)),)


async def keep_task(turn: Turn, form: Submit) -> Effects:
    """Store what the form says of a task."""
    name, _, key = form.context.partition(".")
    seen = await look(turn.tx, turn.person, turn.now)
    there = seen.named(name)
    typed = form.values.get("task", "")
    text = unless_cut(typed, " ".join(there[0].text.split())) if there else typed
    given = read(seen, {**form.values, "task": text})
    task = there[1] if there else None
    alike = [one for one in seen.tasks if wording_of(one.text) == wording_of(given.text) and one != task]
    wrong = dict(given.wrong)
    if alike:
        wrong.setdefault("task", "That is on your list already, in the same words.")
    if wrong:
        return (Errors(wrong),)
    stands = form.values.get("standing", _ON_LIST)
    task = replace(task or Task(text="", standing=found_as(seen, there)), text=given.text, price=given.price)
    is_renamed = there is not None and wording_of(task.text) != there[0].words
    if is_renamed or (stands != _STAYS and task.standing is Standing.GREAT):
        task = replace(task, standing=Standing.ADDED)
    if stands == _HANDED_OVER:
        return await hand_over(turn, seen, task, key)
    task = replace(task, standing=Standing.GREAT if stands == _STAYS else task.standing, done_on=None)
    return await _kept(turn, task, key or turn.key, shorten(given.text, TASK_SHOWN))
