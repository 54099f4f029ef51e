"""The form of one step, and what its answers mean: the same for what was typed in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.process import MAX_STEP_ACTION, MAX_STEP_NAME, MAX_WEEKLY, Counts, Step
from bot.domain.sales import name_key
from bot.features.conversations.form import hint
from bot.features.process.counting import BY_ITSELF
from bot.ui import MAX_OPTION, Form, Input, InputKind, Option, fitting, shorten

EDIT = "steps.edit"
ADD = "steps.add"
HAND = "hand"
COUNTED = (HAND, *(each.value for each in Counts))
NEW = Step(position=0, name="", action="", weekly=1)
EARLIER, LATER, OUT = "earlier", "later", "out"
MOVES = (EARLIER, LATER, OUT)
_WEEKLY = re.compile(r"(\d{1,6})\s*(?:x|×|times)?(?:\s*(?:a|per|each|/)\s*week)?", re.IGNORECASE)
_ADDING = {"add", "new"}
_INSTEAD = {
    "name": f"A name of up to {MAX_STEP_NAME} characters, like Connect.",
    "action": f"The small action, up to {MAX_STEP_ACTION} characters, like write to somebody.",
    "weekly": f"How often a week: a number from 1 to {MAX_WEEKLY}.",
}


# --- reading ----------------------------------------------------------------------------------------------------------


def values_of(step: Step) -> dict[str, str]:
    """Return a step as the form's values."""
    return {
        "name": step.name,
        "action": step.action,
        "weekly": str(step.weekly),
        "counts": step.counts.value if step.counts else HAND,
    }


def read_step(values: Mapping[str, str], step: Step, line: Sequence[Step]) -> tuple[Step, dict[str, str]]:
    """Return a step of a line with what the form says; beside it, what to type instead, by key."""
    others = [one for one in line if one != step]
    said = {key: " ".join(values.get(key, "").split()) for key in ("name", "action", "weekly", "counts")}
    weekly = int(said["weekly"]) if _is_number(said["weekly"]) else 0
    wrong = {}
    if len(said["name"]) > MAX_STEP_NAME or not any(sign.isalnum() for sign in said["name"]):
        wrong["name"] = _INSTEAD["name"]
    elif any(name_key(one.name) == name_key(said["name"]) for one in others):
        wrong["name"] = "Another step is called that already. Which other name?"
    if not 0 < len(said["action"]) <= MAX_STEP_ACTION:
        wrong["action"] = _INSTEAD["action"]
    if not 0 < weekly <= MAX_WEEKLY:
        wrong["weekly"] = _INSTEAD["weekly"]
    counts = Counts(said["counts"]) if said["counts"] in set(Counts) else None
    taken = next((one for one in others if counts is not None and one.counts is counts), None)
    if taken is not None:
        wrong["counts"] = f"That counts for {taken.name} already; nothing counts twice."
    return replace(step, name=said["name"], action=said["action"], weekly=weekly, counts=counts), wrong


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_WEEKLY))


# --- asking -----------------------------------------------------------------------------------------------------------


def step_form(form: str, values: Mapping[str, str], context: str, wrong: Mapping[str, str]) -> Form:
    """Return the form Name, Small action, Times a week, Counted, filled with what is known."""
    counts = values.get("counts", "")
    asked = tuple(
        Input(
            key=key,
            label=label,
            required=True,
            kind=kind,
            value=fitting(values.get(key, "")),
            hint=hint(wrong.get(key, about)),
        )
        for key, label, kind, about in (
            ("name", "Name of the step", InputKind.SHORT, ""),
            ("action", "Its small action", InputKind.SHORT, "What you do, as small as it can be: write to somebody"),
            ("weekly", "Times a week", InputKind.NUMBER, ""),
        )
    )
    counted = Input(
        key="counts",
        label="How it is counted",
        kind=InputKind.CHOICE,
        required=True,
        options=(
            Option(label="By hand: I say when I did it", value=HAND),
            *(Option(label=f"By itself: {BY_ITSELF[each].what}", value=each.value) for each in Counts),
        ),
        value=counts if counts in COUNTED else HAND,
        hint=hint(wrong.get("counts", "")),
    )
    title = "Change a step" if form == EDIT else "Add a step"
    return Form(id=form, title=title, inputs=(*asked, counted), context=context)


def after_input(line: Sequence[Step]) -> Input:
    """Return the input that asks after which step a new one comes."""
    options = (Option(label="At the beginning", value="0"), *(_place(one) for one in line))
    return Input(
        key="after",
        label="After which step",
        kind=InputKind.CHOICE,
        required=True,
        options=options,
        value=options[-1].value,
    )


def _place(step: Step) -> Option:
    return Option(label=shorten(step.name, MAX_OPTION), value=str(step.position))


# --- one line ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a line says of a step: which one, whether it is a new one, what changes, and where it goes."""

    step: str
    values: Mapping[str, str]
    move: str = ""
    is_new: bool = False


def read_typed(arguments: Mapping[str, str]) -> Typed:
    """Read `connect - write to somebody - 5`, `connect 5`, `connect earlier`, `add Refer - ask for a name - 1`.

    The number at the end is how often a week; each part may stand under its own name as well.
    """
    words = arguments.get("step", "").split()
    values = {key: arguments[key] for key in ("name", "weekly") if arguments.get(key)}
    if counts := arguments.get("counts"):
        values["counts"] = counts.replace(" ", "-")
    action, dash, last = arguments.get("action", "").strip().rpartition(" - ")
    if weekly := _weekly(last):
        values.setdefault("weekly", weekly)
    else:
        action = f"{action}{dash}{last}"
    if action.strip():
        values["action"] = action.strip()
    is_new = len(words) > 1 and words[0].casefold() in _ADDING
    words = words[1:] if is_new else words
    move = arguments.get("move", "")
    if len(words) > 1 and words[-1].casefold() in MOVES:
        move = words.pop().casefold()
    elif len(words) > 1 and (weekly := _weekly(words[-1])):
        values.setdefault("weekly", weekly)
        words.pop()
    return Typed(step=" ".join(words), values=values, move=move, is_new=is_new)


def _weekly(text: str) -> str:
    found = _WEEKLY.fullmatch(text.strip())
    return found[1] if found else ""


def split_count(words: str, said: str) -> tuple[str, str]:
    """Return a step's words without the number at their end, and how often it was done."""
    *first, last = words.split() or [""]
    return (" ".join(first), last) if first and not said and last.isdecimal() else (words, said)


def read_count(text: str) -> int | None:
    """Read how often something was done."""
    said = text.strip()
    return int(said) if _is_number(said) and 0 < int(said) <= MAX_WEEKLY else None
