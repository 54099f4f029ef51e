"""Tasks said by their person: added by hand, given a price, handed over, kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.commands import Call
from bot.domain.handover import TOLD_AFTER, Group, Standing, Task, is_kept, wording_of
from bot.domain.money import amount_words, read_amount
from bot.feature import Turn
from bot.features.handover.listing import ADD, LIST, SCREEN, TASK, again
from bot.features.handover.looking import Look, group_name, look, task_name
from bot.features.handover.words import TASK_SHOWN, evidence_words, month_words, task_words
from bot.features.plan import amount_wrong
from bot.gestures import Effects, Errors, Open, Pick, Press, Replace, Reply, Submit, Toast
from bot.ui import (
    MAX_HINT,
    MAX_OPTION,
    MAX_OPTIONS,
    Button,
    Form,
    Input,
    InputKind,
    Message,
    Option,
    Rich,
    fitting,
    shorten,
)
from bot.wording import day_words, quoted

DONE = "handover.done"
MAX_TASK = 200
_ON_LIST, _HANDED_OVER, _STAYS = "list", "done", "stays"
_STANDINGS = {_ON_LIST: "On the list", _HANDED_OVER: "Handed over", _STAYS: "Stays with me"}
_NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was said of a task, and what was wrong with it, by input."""

    text: str
    price: int | None
    wrong: Mapping[str, str]


def read(seen: Look, values: Mapping[str, str]) -> Given:
    """Read a task and its price; selling and breaks are nobody else's."""
    text, said = " ".join(values.get("task", "").split()), values.get("price", "").strip()
    price = read_amount(said) if said and said.casefold() != _NONE else None
    wrong: dict[str, str] = {}
    if not text:
        wrong["task"] = "Which task is it? A word or two, like bookkeeping."
    elif len(text) > MAX_TASK:
        wrong["task"] = f"That has {len(text)} characters. A word or two are enough."
    elif _stays(seen, text):
        wrong["task"] = "That is selling, or a break: it stays with you."
    if said and said.casefold() != _NONE and price is None:
        wrong["price"] = amount_wrong(said)
    return Given(text=text, price=price, wrong=wrong)


def _stays(seen: Look, text: str) -> bool:
    return is_kept(text, seen.kept, seen.learned)


# --- adding -----------------------------------------------------------------------------------------------------------


async def add(turn: Turn, call: Call) -> Effects:
    """Put a task on the list; open the form where something is missing or wrong."""
    values = {"task": call.get("task"), "price": call.get("price")}
    seen = await look(turn.tx, turn.person, turn.now)
    given = read(seen, values)
    return (Open(_form(ADD, values, given.wrong, "")),) if given.wrong else await _added(turn, seen, given, "")


async def open_add(_: Turn, press: Press) -> Effects:
    """Open the form of a new task."""
    return (Open(_form(ADD, {}, {}, press.value)),)


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
    return await _kept(turn, task, key or turn.key, f"{shorten(given.text, TASK_SHOWN)} on the list")


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
    price = "price elsewhere not known" if task.price is None else f"{amount_words(task.price)} an hour elsewhere"
    if task.standing is Standing.GREAT:
        return ("Stays with you: ", *task_words(task.text))
    return ("On the list: ", *task_words(task.text), f", {price}")


def _form(form: str, values: Mapping[str, str], wrong: Mapping[str, str], context: str, *more: Input) -> Form:
    task = Input(
        key="task",
        label="Which task",
        required=True,
        value=fitting(values.get("task", "")),
        hint=shorten(wrong.get("task", "As you write it in your diary"), MAX_HINT),
        placeholder="bookkeeping",
    )
    price = Input(
        key="price",
        label="What an hour of it costs elsewhere",
        value=fitting(values.get("price", "")),
        hint=shorten(wrong.get("price", "Like 35. Leave it empty while you don't know"), MAX_HINT),
        placeholder="35",
    )
    return Form(id=form, title="To hand over", inputs=(task, price, *more), context=context)


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
    price = amount_words(task.price) if task and task.price is not None else ""
    stands = _HANDED_OVER if task and task.done_on else _ON_LIST
    standing = Input(
        key="standing",
        label="Where it stands",
        kind=InputKind.CHOICE,
        required=True,
        value=stands,
        options=tuple(Option(label=label, value=value) for value, label in _STANDINGS.items()),
    )
    return (Open(_form(TASK, {"task": group.text, "price": price}, {}, f"{name}.{key}", standing)),)


async def keep_task(turn: Turn, form: Submit) -> Effects:
    """Store what the form says of a task."""
    name, _, key = form.context.partition(".")
    seen = await look(turn.tx, turn.person, turn.now)
    given, there = read(seen, form.values), seen.named(name)
    task = there[1] if there else None
    alike = [one for one in seen.tasks if wording_of(one.text) == wording_of(given.text) and one != task]
    wrong = dict(given.wrong)
    if alike:
        wrong.setdefault("task", "That is on your list already, in the same words.")
    if wrong:
        return (Errors(wrong),)
    stands = form.values.get("standing", _ON_LIST)
    task = replace(task or Task(text="", standing=_found_as(seen, there)), text=given.text, price=given.price)
    if stands == _HANDED_OVER:
        return await _hand_over(turn, seen, task, key)
    standing = Standing.GREAT if stands == _STAYS else task.standing
    if standing is Standing.GREAT and stands == _ON_LIST:
        standing = Standing.ADDED
    task = replace(task, standing=standing, done_on=None)
    return await _kept(turn, task, key or turn.key, shorten(given.text, TASK_SHOWN))


def _found_as(seen: Look, there: tuple[Group, Task | None] | None) -> Standing:
    """Return as what a task that is not stored yet is known."""
    return Standing.ADMIN if there is not None and there[0] in seen.found.admin else Standing.ADDED


# --- handing over -----------------------------------------------------------------------------------------------------


async def done(turn: Turn, call: Call) -> Effects:
    """Note that a task was handed over today; ask which where it is not clear."""
    said = " ".join(call.get("task").split())
    seen = await look(turn.tx, turn.person, turn.now)
    if not said:
        return (Open(_which(seen, "")),)
    known = _meant(seen, said)
    if len(known) > 1:
        return (Open(_which(seen, f"“{shorten(said, TASK_SHOWN)}” may be more than one.")),)
    return await _done(turn, seen, known[0] if known else Task(text=said))


async def chosen(turn: Turn, form: Submit) -> Effects:
    """Note that the task of the form was handed over today."""
    seen = await look(turn.tx, turn.person, turn.now)
    there = seen.named(form.values.get("task", ""))
    if there is None and _known(seen):
        return (Errors({"task": "That task is no longer there. Type handover done with its name."}),)
    task = _as_task(seen, *there) if there else Task(text=" ".join(form.values.get("task", "").split()))
    return await _done(turn, seen, task)


async def _done(turn: Turn, seen: Look, task: Task) -> Effects:
    given = read(seen, {"task": task.text})
    if given.wrong:
        return (Open(_form(ADD, {"task": task.text}, given.wrong, "")),)
    return await _hand_over(turn, seen, task, "")


async def _hand_over(turn: Turn, seen: Look, task: Task, key: str) -> Effects:
    """Note that a task was handed over, today unless it was before, and say how its hours were."""
    if task.done_on is not None and task in seen.tasks:
        when = day_words(task.done_on, seen.today)
        text: Rich = (*task_words(task.text), f" was handed over on {when} already.")
        return (Reply(Message(text=text, silent=True)),)
    key = key or turn.key
    change = await turn.tx.changes.begin(turn.who, f"{shorten(task.text, TASK_SHOWN)} handed over", turn.now, key=key)
    task = await turn.tx.handovers.put(turn.who, replace(task, done_on=task.done_on or seen.today))
    now = await look(turn.tx, turn.person, turn.now)
    group, told = now.found.stated[task.id], day_words((task.done_on or seen.today) + TOLD_AFTER, seen.today)
    monthly = now.stretch.monthly(group.time)
    before = evidence_words(group, now.stretch)
    hours = f"{month_words(monthly)} ({before})" if monthly and group.entries else before
    lead: Rich = ("Handed over: ", *task_words(task.text), f". Before: {hours}.")
    if key.startswith(SCREEN):
        return (Replace(key, await again(turn, key, lead, change)),)
    undo = Button(action="undo", label="Undo", value=str(change))
    text = (*lead, f" Whether they fall shows in your list from {told}.")
    return (Reply(Message(text=text, buttons=(undo,), silent=True, key=key)),)


def _known(seen: Look) -> list[tuple[Group, Task | None]]:
    """Return what could be handed over, as it stands on the list."""
    return [(one.group, one.task) for one in seen.ranked]


def _as_task(seen: Look, group: Group, task: Task | None) -> Task:
    return task or Task(text=group.text, standing=_found_as(seen, (group, None)))


def _meant(seen: Look, said: str) -> list[Task]:
    """Return the tasks that somebody may mean: those in the same words, else those with the words said in theirs."""
    words = wording_of(said)
    every = [_as_task(seen, group, task) for group, task in _known(seen)] + list(seen.done)
    return [task for task in every if wording_of(task.text) == words] or [
        task for task in every if words <= wording_of(task.text)
    ]


def _which(seen: Look, wrong: str) -> Form:
    options = tuple(
        Option(label=quoted(group.text, MAX_OPTION).text, value=task_name(task) if task else group_name(group))
        for group, task in _known(seen)[:MAX_OPTIONS]
    )
    kind = InputKind.CHOICE if options else InputKind.SHORT
    hint = shorten(wrong or "Handed over today", MAX_HINT)
    task = Input(key="task", label="Which task", kind=kind, required=True, options=options, hint=hint)
    return Form(id=DONE, title="Handed over", inputs=(task,))
