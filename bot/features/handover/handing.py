"""Tasks handed over: on that day, with what they took before."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import Call
from bot.domain.handover import Group, Standing, Task, wording_of
from bot.domain.stretch import TOLD_AFTER
from bot.feature import Turn
from bot.features.handover.form import read, task_form
from bot.features.handover.listing import ADD, SCREEN, again
from bot.features.handover.looking import Look, group_name, look, task_name
from bot.features.handover.words import TASK_SHOWN, evidence_words, month_words, task_words
from bot.gestures import Effects, Errors, Open, Replace, Reply, Submit
from bot.ui import MAX_HINT, MAX_OPTION, MAX_OPTIONS, Button, Form, Input, InputKind, Message, Option, Rich, shorten
from bot.wording import day_words, quoted

DONE = "handover.done"


def found_as(seen: Look, there: tuple[Group, Task | None] | None) -> Standing:
    """Return as what a task that is not stored yet is known."""
    return Standing.ADMIN if there is not None and there[0] in seen.found.admin else Standing.ADDED


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
        return (Open(task_form(ADD, {"task": task.text}, given.wrong, "")),)
    return await hand_over(turn, seen, task, "")


async def hand_over(turn: Turn, seen: Look, task: Task, key: str) -> Effects:
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
    text = (*lead, f" Whether its hours fall shows in your list from {told}.")
    return (Reply(Message(text=text, buttons=(undo,), silent=True, key=key)),)


def _known(seen: Look) -> list[tuple[Group, Task | None]]:
    """Return what could be handed over, as it stands on the list."""
    return [(one.group, one.task) for one in seen.ranked]


def _as_task(seen: Look, group: Group, task: Task | None) -> Task:
    return task or Task(text=group.text, standing=found_as(seen, (group, None)))


def _meant(seen: Look, said: str) -> list[Task]:
    """Return the tasks that somebody may mean: those in the same words, else those with the words said in theirs."""
    words = wording_of(said)
    every = [_as_task(seen, group, task) for group, task in _known(seen)] + list(seen.done)
    return (
        [task for task in every if wording_of(task.text) == words]
        or [task for task in every if words <= wording_of(task.text)]
        or [replace(task, standing=Standing.ADDED) for task in seen.tasks if wording_of(task.text) == words]
    )


def _which(seen: Look, wrong: str) -> Form:
    options = tuple(
        Option(label=quoted(group.text, MAX_OPTION).text, value=task_name(task) if task else group_name(group))
        for group, task in _known(seen)[:MAX_OPTIONS]
    )
    kind = InputKind.CHOICE if options else InputKind.SHORT
    hint = shorten(wrong or "Handed over today", MAX_HINT)
    task = Input(key="task", label="Which task", kind=kind, required=True, options=options, hint=hint)
    return Form(id=DONE, title="Handed over", inputs=(task,))
