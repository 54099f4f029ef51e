"""What a Discord client sends when a person fills in a form or the options of a command."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.adapters.discord import strict
from tests.adapters.discord.objects import Json

_SUB, _GROUP, _STRING, _INTEGER, _BOOLEAN, _USER, _NUMBER = 1, 2, 3, 4, 5, 6, 10
Look = Callable[[str], Json]  # a person by their id


# --- forms --------------------------------------------------------------------------------------------------------


def form(components: list[Json], answers: dict[str, str], look: Look) -> tuple[list[Json], Json]:
    """Return a form's components as they are sent, with the people they name; `answers` are by label.

    A name is the label in lower case, with underscores. What is not answered keeps what it began with.
    """
    sent: list[Json] = []
    people: Json = {}
    for number, part in enumerate(components, start=1):
        made: Json = {"type": part["type"], "id": part.get("id") or 2 * number - 1}
        if part["type"] == strict.LABEL:
            made["component"] = _part(part["component"], part["label"], 2 * number, answers)
        elif part["type"] == strict.ROW:
            held = part["components"][0]
            made["components"] = [_part(held, held["label"], 2 * number, answers)]
        people |= {user: look(user) for user in _users_of(made)}
        sent.append(made)
    assert not answers, f"the form has no {sorted(answers)}"
    return sent, {"users": people} if people else {}


def _part(part: Json, label: str, number: int, answers: dict[str, str]) -> Json:
    kind = part["type"]
    typed = answers.pop(label.lower().replace(" ", "_"), None)
    made = {"type": kind, "id": part.get("id") or number, "custom_id": part["custom_id"]}
    match kind:
        case strict.TEXT_INPUT:
            return made | {"value": _text(part, label, typed)}
        case strict.CHECKBOX:
            return made | {"value": part.get("default", False) if typed is None else typed == "yes"}
        case strict.RADIO_GROUP:
            values = _chosen(part, label, typed, most=1)
            return made | {"value": values[0] if values else None}
        case strict.STRING_SELECT | strict.CHECKBOX_GROUP:
            most = part.get("max_values") or (1 if kind == strict.STRING_SELECT else len(part["options"]))
            return made | {"values": _chosen(part, label, typed, most=most)}
        case _:
            defaults = [each["id"] for each in part.get("default_values") or ()]
            values = [each for each in typed.split(",") if each] if typed is not None else defaults
            assert values or part.get("required") is False, f"{label} is required"
            return made | {"values": values}


def _text(part: Json, label: str, typed: str | None) -> str:
    value = str(part.get("value") or "" if typed is None else typed)
    assert value or part.get("required") is False, f"{label} is required"
    least, most = part.get("min_length") or 0, part.get("max_length") or 4_000
    assert not value or least <= len(value) <= most, f"{label} takes {least} to {most} characters"
    return value


def _chosen(part: Json, label: str, typed: str | None, most: int) -> list[str]:
    """Return the values of the options with these labels, parted by commas."""
    if typed is None:
        values = [each["value"] for each in part["options"] if each.get("default")]
    else:
        offered = {each["label"]: each["value"] for each in part["options"]}
        wanted = [typed] if typed in offered else [each for each in typed.split(",") if each]
        assert set(wanted) <= set(offered), f"{label} offers {sorted(offered)}, not {wanted}"
        values = [offered[each] for each in wanted]
    assert values or part.get("required") is False, f"{label} is required"
    assert len(values) <= most, f"{label} takes {most}"
    return values


def _users_of(made: Json) -> Iterator[str]:
    held = made.get("component") or {}
    if held.get("type") in {5, 7}:
        yield from held["values"]


# --- commands -----------------------------------------------------------------------------------------------------


def leaf(command: Json, path: list[str]) -> Json:
    """Return the part of a command that takes the options: it, or what stands below by these names."""
    found = command
    for name in path:
        below = {each["name"]: each for each in found.get("options", ()) if each["type"] in {_SUB, _GROUP}}
        assert name in below, f"{found['name']} has no {name}: {sorted(below)}"
        found = below[name]
    kinds = {each["type"] for each in found.get("options", ())}
    assert not kinds & {_SUB, _GROUP}, f"{found['name']} is nothing without what stands below it"
    return found


def nested(path: list[str], options: list[Json]) -> list[Json]:
    """Return the options of a command as they are sent: below the names that lead to them."""
    for depth, name in reversed(list(enumerate(path))):
        kind = _SUB if depth == len(path) - 1 else _GROUP
        options = [{"type": kind, "name": name, "options": options}]
    return options


def option(found: Json, name: str, typed: object, suggested: Mapping[str, Any]) -> Json:
    """Return an option as it is sent; `suggested` are the values that were offered, by their names."""
    offered = next((each for each in found.get("options", ()) if each["name"] == name), None)
    assert offered is not None, f"{found['name']} has no option {name}"
    kind, value = offered["type"], typed
    if offered.get("choices"):
        choices = {each["name"]: each["value"] for each in offered["choices"]}
        assert typed in choices or typed in choices.values(), f"{name} offers {sorted(choices)}, not {typed}"
        value = choices.get(str(typed), typed)
    elif str(typed) in suggested:
        value = suggested[str(typed)]
    made = {"type": kind, "name": name, "value": _typed(kind, value)}
    _check(offered, made["value"])
    return made


def _typed(kind: int, value: object) -> object:
    match kind:
        case 4:
            return int(str(value))
        case 10:
            return float(str(value))
        case 5:
            return str(value).lower() in {"true", "yes"}
        case _:
            return str(value)


def _check(offered: Json, value: object) -> None:
    """Let through what a client lets through."""
    name = offered["name"]
    if offered["type"] == _STRING:
        least, most = offered.get("min_length") or 0, offered.get("max_length") or 6_000
        assert least <= len(str(value)) <= most, f"{name} takes {least} to {most} characters"
    if offered["type"] in {_INTEGER, _NUMBER}:
        assert float(str(value)) >= offered.get("min_value", float("-inf")), f"{name} is too small"
        assert float(str(value)) <= offered.get("max_value", float("inf")), f"{name} is too great"
