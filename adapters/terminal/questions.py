"""How one input of a form is asked, and how what is typed for it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from adapters.terminal.ink import BOLD, DIM, Run, inert, one_line
from adapters.terminal.pressing import choose
from bot.domain.slots import read_clock, read_weekday
from bot.ui import MAX_INPUT_TEXT, Input, InputKind, Option

YES = "yes"
_YES = {"y", "yes", "on", "true"}
_NO = {"n", "no", "off", "false"}
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
_TAKES = {
    InputKind.LONG: "several lines, a dot alone ends",
    InputKind.NUMBER: "a number",
    InputKind.DATE: "a date: 2026-11-24, fri",
    InputKind.TIME: "a time: 14:30",
    InputKind.TOGGLE: "y/n",
    InputKind.PERSON: "a name",
}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OF_DATES = {"yesterday", "today", "tomorrow", "day", "days", "week", "weeks", "month", "months"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why an answer can't be taken, and what would do instead."""

    text: str


# --- asking -----------------------------------------------------------------------------------------------------------


def question(asked: Input, value: str) -> list[list[Run]]:
    """Write an input as a question: its label, what it takes, what stays if nothing is answered, its hint."""
    empty = "needed" if asked.required else "Enter skips"
    stays = f"Enter keeps {one_line(_shown(asked, value))}" if value else empty
    details = "; ".join(part for part in (_takes(asked), stays) if part)
    blocks = [[Run(one_line(asked.label), BOLD), Run(f" ({details})")]]
    hint = asked.hint or (f"For example: {asked.placeholder}" if asked.placeholder else "")
    return [*blocks, [Run(inert(hint), DIM)]] if hint else blocks


def _takes(asked: Input) -> str:
    if asked.kind is InputKind.CHOICE:
        return listed(asked.options)
    if asked.kind is InputKind.MULTI:
        return f"{listed(asked.options)}; several with commas"
    return _TAKES.get(asked.kind, "")


def listed(options: tuple[Option, ...]) -> str:
    """Write options with their numbers."""
    return " · ".join(f"{number} {one_line(option.label)}" for number, option in enumerate(options, 1))


def _shown(asked: Input, value: str) -> str:
    labels = {option.value: option.label for option in asked.options}
    match asked.kind:
        case InputKind.CHOICE:
            return labels.get(value, value)
        case InputKind.MULTI:
            return ", ".join(labels.get(part, part) for part in value.split(","))
        case _:
            return value


# --- reading ----------------------------------------------------------------------------------------------------------


def read(asked: Input, text: str) -> str | Wrong:
    """Return the value that `text` gives an input, or why it gives none. An empty text is an empty value."""
    typed = text.strip()
    value = _READERS[asked.kind](asked, typed) if typed else ""
    return value or (Wrong(needed(asked)) if asked.required else "")


def needed(asked: Input) -> str:
    """Say what an input wants that can't stay empty."""
    return "Answer y to go on, or [Cancel]." if asked.kind is InputKind.TOGGLE else "This is needed."


def _read_words(_: Input, typed: str) -> str | Wrong:
    if len(typed) > MAX_INPUT_TEXT:
        return Wrong(f"At most {MAX_INPUT_TEXT:,} characters fit, and these are {len(typed):,}.")
    return typed


def _read_number(_: Input, typed: str) -> str | Wrong:
    digits = typed.replace(" ", "")
    if not _NUMBER.fullmatch(digits):
        return Wrong("That is no number. Write it in digits, like 3 or 2.5.")
    return digits.replace(",", ".").removeprefix("+")


def _read_date(_: Input, typed: str) -> str | Wrong:
    """Take what may be a date as it is typed: the feature knows whether it lies ahead or behind, and in which zone."""
    if _ISO.fullmatch(typed):
        try:
            return date.fromisoformat(typed).isoformat()
        except ValueError:
            return Wrong("There is no such date. Write it like 2026-11-24 or fri.")
    named = any(word in _OF_DATES or read_weekday(word) is not None for word in re.findall(r"[a-z]+", typed.casefold()))
    if named or any(letter.isdigit() for letter in typed):
        return typed
    return Wrong("That is no date. Write it like 2026-11-24 or fri.")


def _read_choice(asked: Input, typed: str) -> str | Wrong:
    labels = tuple(option.label for option in asked.options)
    values = {option.value.casefold(): option.value for option in asked.options}
    found = choose(typed, labels)
    if len(found) == 1:
        return asked.options[found[0]].value
    if typed.casefold() in values:
        return values[typed.casefold()]
    if found:
        return Wrong(f"That could be {' or '.join(one_line(labels[index]) for index in found)}. Write a little more.")
    return Wrong(f"Choose one of these: {listed(asked.options)}.")


def _read_time(_: Input, typed: str) -> str | Wrong:
    at = read_clock(typed)
    return Wrong("That is no time of day. Write it like 14:30.") if at is None else f"{at:%H:%M}"


def _read_multi(asked: Input, typed: str) -> str | Wrong:
    chosen = [_read_choice(asked, part.strip()) for part in typed.split(",") if part.strip()]
    wrong = next((each for each in chosen if isinstance(each, Wrong)), None)
    return wrong or ",".join(dict.fromkeys(each for each in chosen if isinstance(each, str)))


def _read_toggle(_: Input, typed: str) -> str | Wrong:
    word = typed.casefold()
    if word in _YES:
        return YES
    return "" if word in _NO else Wrong("Answer y or n.")


_READERS: dict[InputKind, Callable[[Input, str], str | Wrong]] = {
    InputKind.SHORT: _read_words,
    InputKind.LONG: _read_words,
    InputKind.SEARCH: _read_words,
    InputKind.PERSON: _read_words,
    InputKind.NUMBER: _read_number,
    InputKind.DATE: _read_date,
    InputKind.TIME: _read_time,
    InputKind.CHOICE: _read_choice,
    InputKind.MULTI: _read_multi,
    InputKind.TOGGLE: _read_toggle,
}
