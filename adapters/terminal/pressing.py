"""What a person means by a label, a number or a beginning: one of a few options, a button they were shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from adapters.terminal.ink import one_line
from adapters.terminal.script import MisstepError
from bot.gestures import Pick, Press
from bot.ui import Button, Menu, Message

# --- one of several ---------------------------------------------------------------------------------------------------

# What a keyboard writes instead of the sign in a label.
_TYPED = str.maketrans({"—": "-", "–": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})


def folded(label: str) -> str:
    """Return a label as it is compared: whatever its case, spaces, kinds of dashes and quotes, or dots at the end."""
    return " ".join(label.casefold().translate(_TYPED).split()).rstrip(".").rstrip() or label.strip()


def same(one: str, other: str) -> bool:
    """Tell whether two labels are the same to somebody who types."""
    return folded(one) == folded(other)


def choose(typed: str, labels: Sequence[str]) -> tuple[int, ...]:
    """Return the indices that `typed` may mean, best reading only: a whole label, else a number, else a beginning.

    One index means it is clear; none, that nothing fits.
    """
    whole = tuple(index for index, label in enumerate(labels) if same(typed, label))
    if whole:
        return whole[:1]
    number = number_in(typed)
    if number is not None and 1 <= number <= len(labels):
        return (number - 1,)
    start = folded(typed)
    return tuple(index for index, label in enumerate(labels) if start and folded(label).startswith(start))


def number_in(typed: str) -> int | None:
    """Return the number that `typed` is, if it is one of at most three digits."""
    digits = typed.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 3 else None  # noqa: PLR2004 - no list is longer


# --- something to press -----------------------------------------------------------------------------------------------

_MENU = "menu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A message on the screen, by its id."""

    id: str
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button, and what pressing it says to the engine."""

    button: Button
    gesture: Press


Push: TypeAlias = Pressed | Pick


def find(name: str, sheets: Sequence[Sheet]) -> Push:
    """Return what `[name]` presses; `sheets` begin with the newest. Raises MisstepError, which lists what is there."""
    number = number_in(name)
    if number is not None and sheets and 1 <= number <= len(sheets[0].message.all_buttons):
        return _pressed(sheets[0], sheets[0].message.all_buttons[number - 1])
    for sheet in sheets:
        for button in sheet.message.all_buttons:
            if same(button.label, name):
                return _pressed(sheet, button)
    head, colon, option = name.partition(":")
    if colon and (picked := _picked(head, option, sheets)):
        return picked
    raise MisstepError(_not_there(name, sheets))


def _pressed(sheet: Sheet, button: Button) -> Pressed:
    return Pressed(button=button, gesture=Press(action=button.action, value=button.value, source=sheet.id))


def _picked(head: str, option: str, sheets: Sequence[Sheet]) -> Pick | None:
    """Return the option of the newest menu of that name that has it. Raises MisstepError when it may be several."""
    for sheet in sheets:
        menu = sheet.message.menu
        if menu is None or not (same(head, _MENU) or same(head, menu.placeholder)):
            continue
        found = choose(option, tuple(each.label for each in menu.options))
        if len(found) > 1:
            names = " or ".join(_bracket(f"Menu: {menu.options[index].label}") for index in found)
            raise MisstepError(f"{_bracket(f'{head}:{option}')} could be {names}. Write a little more.")
        if found:
            chosen = (menu.options[found[0]].value,)
            return Pick(action=menu.action, chosen=chosen, value=menu.value, source=sheet.id)
    return None


def _not_there(name: str, sheets: Sequence[Sheet]) -> str:
    """Say that there is no such thing, and what there is on the newest message that has anything."""
    there = next((sheet.message for sheet in sheets if _has_any(sheet.message)), None)
    if there is None:
        return f"There is no {_bracket(name)}: no message with something to press has been shown yet."
    buttons = [f"[{number} {one_line(each.label)}]" for number, each in enumerate(there.all_buttons, 1)]
    if number_in(name) is not None and there is not sheets[0].message:
        offer = _offer(buttons, there.menu)
        return f"There is no {_bracket(name)}: the newest message has no buttons. An older one has {offer}."
    return f"There is no {_bracket(name)} here. There is {_offer(buttons, there.menu)}."


def _has_any(message: Message) -> bool:
    return bool(message.all_buttons or message.menu)


def _offer(buttons: Sequence[str], menu: Menu | None) -> str:
    options = [_bracket(f"Menu: {option.label}") for option in menu.options] if menu else []
    return " ".join((*buttons, *options))


def _bracket(name: str) -> str:
    return f"[{one_line(name).strip()}]"
