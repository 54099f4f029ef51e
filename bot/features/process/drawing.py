"""Drawing the process: a line to start from, of which each step can be changed, moved and taken out, with undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.process import (
    DEFAULT,
    MAX_STEP_ACTION,
    MOST,
    Step,
)
from bot.feature import Turn
from bot.features.faces import shown
from bot.features.process.counting import BY_ITSELF
from bot.features.process.form import (
    ADD,
    EARLIER,
    EDIT,
    LATER,
)
from bot.features.steps import line_of, named, plan_words
from bot.gestures import Effects
from bot.ports import Envelope
from bot.ui import MAX_OPTION, B, Button, Cmd, Menu, Message, Option, Rich, Section, shorten
from bot.wording import joined, number_words, quoted

SET = "steps.set"
BACK = "steps.back"
KEEP = "steps.keep"
STEP = "steps.step"
MOVE = "steps.move"
TAKE_OUT = "steps.out"
SHOW = "steps.show"
_START: Rich = ("A sales process to start from. Keep it, or pick a step that does not fit you; each change is saved.",)


# --- the screens ------------------------------------------------------------------------------------------------------


async def drawing(turn: Turn, key: str, lead: Rich = (), undo: int | None = None) -> Message:
    """Return the line with its plan and a menu of the steps; where none is drawn yet, the one to start from.

    What was just done is said in the `lead`; without one, each step is told in full.
    """
    line = await line_of(turn.tx, turn.person, turn.now)
    steps = line or DEFAULT
    first = Button(action=SHOW, label="This week") if line else Button(action=KEEP, label="Keep it")
    add = (Button(action=ADD, label="Add a step…", opens_form=True),) if len(steps) < MOST else ()
    said: Rich = (f"Your process has {number_words(len(line), 'step', 'steps')}.",) if line else _START
    return Message(
        key=key,
        text=(*lead, " ", *said) if lead else said,
        sections=(Section(text=plan_words(steps)), *(() if lead and line else (_list(steps),))),
        buttons=(first, *add, *undo_button(undo)),
        menu=Menu(
            action=STEP,
            placeholder="Change a step",
            options=tuple(Option(label=shorten(one.name, MAX_OPTION), value=ref_of(one)) for one in steps),
        ),
        footer=("Or in one line: ", Cmd("steps set connect - write to two people - 5")),
        silent=True,
    )


def _list(steps: Sequence[Step]) -> Section:
    return Section(text=joined(((f"{one.position}. ", *told(one)) for one in steps), "\n"))


def told(step: Step) -> Rich:
    """Say all there is of a step: `Offer — ask somebody to buy · 2 a week · counts each ask`."""
    counted = f"counts {BY_ITSELF[step.counts].what}" if step.counts else "you count it"
    action = quoted(step.action, MAX_STEP_ACTION)
    return (B(named(step)), " — ", action, f" · {step.weekly} a week · {counted}")


def of_step(step: Step, line: Sequence[Step], key: str) -> Message:
    """Return one step with what can be done with it."""
    ref = ref_of(step)
    ways = [EARLIER] * (step != line[0]) + [LATER] * (step != line[-1])
    return Message(
        key=key,
        text=(f"{step.position}. ", *told(step)),
        buttons=(
            Button(action=EDIT, label="Change…", value=ref, opens_form=True),
            *(Button(action=MOVE, label=way.capitalize(), value=f"{ref}.{way}") for way in ways),
            Button(action=TAKE_OUT, label="Take out", value=ref),
            Button(action=BACK, label="Back"),
        ),
        silent=True,
    )


def undo_button(change: int | None) -> tuple[Button, ...]:
    """Return the button that takes a change back, if there is one."""
    return (Button(action="undo", label="Undo", value=str(change)),) if change is not None else ()


async def drawn_under(turn: Turn, there: Envelope, lead: Rich, undo: int | None) -> Message | None:
    """Return the drawing that a message shows, as it is now; None for any other message."""
    menu = there.wanted.menu if there.wanted is not None else None
    return await drawing(turn, there.key, lead, undo) if menu is not None and menu.action == STEP else None


# --- which step, and where --------------------------------------------------------------------------------------------


def ref_of(step: Step) -> str:
    """Name a step in a button or a form: by its id, or by its place where it is only offered."""
    return str(step.id) if step.id else f"d{step.position}"


async def step_at(turn: Turn, ref: str) -> tuple[tuple[Step, ...], Step | None]:
    """Return the line there is, or is offered, with the step that a button or a form names."""
    line = await line_of(turn.tx, turn.person, turn.now) or DEFAULT
    return line, next((one for one in line if ref_of(one) == ref), None)


# --- storing ----------------------------------------------------------------------------------------------------------


async def store(turn: Turn, key: str, said: Rich, label: str, after: Sequence[Step]) -> Effects:
    """Store a line as one change, and show it in the place of what was pressed, with undo."""
    before = await line_of(turn.tx, turn.person, turn.now)
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=key)
    for step in after:
        if not step.id or step not in before:
            await turn.tx.process.put_step(turn.who, replace(step, drawn_at=step.drawn_at or turn.at))
    kept = {one.id for one in after}
    for step in before:
        if step.id not in kept:
            await turn.tx.process.put_step(turn.who, replace(step, retired_at=turn.at))
    return (await shown(turn, await drawing(turn, key, said, change), key),)
