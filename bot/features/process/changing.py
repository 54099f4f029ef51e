"""The process changed: by taps, by small forms, and in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import Call
from bot.domain.process import DEFAULT, FEWEST, MOST, Step, meant, moved, numbered
from bot.feature import Turn, row_id
from bot.features.faces import shown
from bot.features.process.drawing import drawing, of_step, ref_of, step_at, store, told
from bot.features.process.form import (
    ADD,
    EARLIER,
    EDIT,
    LATER,
    NEW,
    OUT,
    Typed,
    after_input,
    read_step,
    read_typed,
    step_form,
    values_of,
)
from bot.features.steps import line_of, named
from bot.gestures import Effects, Errors, Open, Pick, Press, Reply, Submit, Toast
from bot.ui import Form, Message, Rich
from bot.wording import joined, quoted

_QUOTED = 30
_KEEP_WORD = "keep"
_GONE = Toast("That step is not there any more.")
_KEPT = Toast("It is kept already.")
_TOO_FEW = f"A process keeps at least {FEWEST} steps. Change this one, or add another before you take it out."
_TOO_MANY = f"{MOST} steps are enough for one line. Change one, or take one out first."


# --- what changes -----------------------------------------------------------------------------------------------------


async def _key(turn: Turn, source: str | None) -> str:
    """Return the key of the message that was pressed, else a new one."""
    there = await turn.tx.outbox.posted(turn.account, source) if source else None
    return there.key if there is not None else turn.key


async def _changed(turn: Turn, key: str, step: Step, line: Sequence[Step], now: Step) -> Effects:
    if now == step and step.id:
        return (await shown(turn, await drawing(turn, key, ("Nothing changed.",)), key),)
    after = numbered([now if one == step else one for one in line])
    return await store(turn, key, ("Changed: ", *told(now), "."), f"the change to {now.name}", after)


async def _added(turn: Turn, key: str, line: Sequence[Step], new: Step, place: int) -> Effects:
    after = numbered([*line[:place], new, *line[place:]])
    return await store(turn, key, ("Added: ", *told(new), "."), f"the step {new.name}", after)


async def _moved(turn: Turn, key: str, step: Step, line: Sequence[Step], way: str) -> Effects:
    """Move a step one place, or take it out where enough are left."""
    if way == OUT:
        if len(line) <= FEWEST:
            return (Toast(_TOO_FEW),)
        after = numbered([one for one in line if one != step])
        return await store(turn, key, ("Taken out: ", named(step), "."), f"taking out {step.name}", after)
    after = moved(line, step, earlier=way == EARLIER)
    return await store(turn, key, ("Moved: ", named(step), f", one {way}."), f"moving {step.name}", after)


# --- by taps and forms ------------------------------------------------------------------------------------------------


async def open_drawing(turn: Turn, _: Press) -> Effects:
    """Show the drawing as a message of its own."""
    return (Reply(await drawing(turn, turn.key)),)


async def back(turn: Turn, press: Press) -> Effects:
    """Show the drawing in the place of one step."""
    key = await _key(turn, press.source)
    return (await shown(turn, await drawing(turn, key), key),)


async def keep(turn: Turn, press: Press) -> Effects:
    """Keep the process that was offered, as it is."""
    return await _keep(turn, await _key(turn, press.source))


async def _keep(turn: Turn, key: str) -> Effects:
    if await line_of(turn.tx, turn.person, turn.now):
        return (_KEPT,)
    return await store(turn, key, ("Kept. What counts by itself counts from Monday on.",), "the process", DEFAULT)


async def pick_step(turn: Turn, pick: Pick) -> Effects:
    """Show the step that was picked, with what can be done with it."""
    line, step = await step_at(turn, pick.chosen[0] if pick.chosen else "")
    if step is None:
        return (_GONE,)
    key = await _key(turn, pick.source)
    return (await shown(turn, of_step(step, line, key), key),)


async def press_move(turn: Turn, press: Press) -> Effects:
    """Move the step that a button names."""
    ref, _, way = press.value.partition(".")
    line, step = await step_at(turn, ref)
    if step is None or way not in {EARLIER, LATER}:
        return (_GONE,)
    return await _moved(turn, await _key(turn, press.source), step, line, way)


async def press_out(turn: Turn, press: Press) -> Effects:
    """Take out the step that a button names."""
    line, step = await step_at(turn, press.value)
    return await _moved(turn, await _key(turn, press.source), step, line, OUT) if step else (_GONE,)


async def open_edit(turn: Turn, press: Press) -> Effects:
    """Open the form of the step that a button names."""
    _, step = await step_at(turn, press.value)
    if step is None:
        return (_GONE,)
    context = f"{ref_of(step)}.{await _key(turn, press.source)}"
    return (Open(step_form(EDIT, values_of(step), context, {})),)


async def submit_edit(turn: Turn, submit: Submit) -> Effects:
    """Change a step as its form says."""
    ref, _, key = submit.context.partition(".")
    line, step = await step_at(turn, ref)
    if step is None:
        return (Errors({"name": "That step is not there any more. Copy what you typed into a new one, or leave it."}),)
    now, wrong = read_step(submit.values, step, line)
    return (Errors(wrong),) if wrong else await _changed(turn, key or turn.key, step, line, now)


async def open_add(turn: Turn, press: Press) -> Effects:
    """Open the form of a new step."""
    line, _ = await step_at(turn, "")
    return (Open(_add_form(line, values_of(NEW), await _key(turn, press.source), {})),)


def _add_form(line: Sequence[Step], values: dict[str, str], key: str, wrong: dict[str, str]) -> Form:
    form = step_form(ADD, values, key, wrong)
    return replace(form, inputs=(*form.inputs, after_input(line)))


async def submit_add(turn: Turn, submit: Submit) -> Effects:
    """Add the step that the form says, after the one it names."""
    line, _ = await step_at(turn, "")
    new, wrong = read_step(submit.values, NEW, line)
    if not wrong and len(line) >= MOST:
        wrong = {"name": _TOO_MANY}
    place = row_id(submit.values.get("after", ""))
    return (
        (Errors(wrong),)
        if wrong
        else await _added(turn, submit.context or turn.key, line, new, len(line) if place is None else place)
    )


# --- in one line ------------------------------------------------------------------------------------------------------


async def set_(turn: Turn, call: Call) -> Effects:
    """Show the drawing; or change, move, take out or add the step that a line names."""
    typed = read_typed({"step": call.left, **call.arguments})
    line, _ = await step_at(turn, "")
    found = meant(line, typed.step)
    if typed.step.casefold() == _KEEP_WORD and not found:
        return await _keep(turn, turn.key)
    if typed.is_new or (not found and typed.values):
        return await _add_typed(turn, typed, line)
    if len(found) != 1:
        return (Reply(await drawing(turn, turn.key, _unclear(typed, found))),)
    step = found[0]
    if typed.move:
        return await _moved(turn, turn.key, step, line, typed.move)
    if not typed.values:
        return (Reply(of_step(step, line, turn.key)),)
    values = {**values_of(step), **typed.values}
    now, wrong = read_step(values, step, line)
    if wrong:
        return (Open(step_form(EDIT, values, f"{ref_of(step)}.{turn.key}", wrong)),)
    return await _changed(turn, turn.key, step, line, now)


def _unclear(typed: Typed, found: Sequence[Step]) -> Rich:
    """Say why it is not clear which step is meant; nothing where none was named."""
    if not typed.step:
        return ()
    said = ("“", quoted(typed.step, _QUOTED), "”")
    if not found:
        return (*said, " is none of your steps. Type the beginning of one, or pick it.")
    return (*said, " may be ", *joined(((named(one),) for one in found), " or "), ". Type more of it, or pick it.")


async def _add_typed(turn: Turn, typed: Typed, line: Sequence[Step]) -> Effects:
    """Add the step that a line says; where that is not said in so many words, or something is missing, ask."""
    values = {**values_of(NEW), "name": typed.step, **typed.values}
    new, wrong = read_step(values, NEW, line)
    if len(line) >= MOST:
        return (Reply(Message(text=(_TOO_MANY,), silent=True)),)
    if not typed.is_new:
        wrong = {"name": "None of your steps begins like that. Saved, it is a new one."} | wrong
    if wrong:
        return (Open(_add_form(line, values, turn.key, wrong)),)
    return await _added(turn, turn.key, line, new, len(line))
