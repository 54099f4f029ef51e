"""Discord's commands, made of the same specifications as everything else, and what somebody used, read back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from adapters.discord.words import Json, label
from bot.commands import Argument, ArgumentKind, Catalogue, Spec

Payload: TypeAlias = Mapping[str, Any]

_SLASH, MESSAGE = 1, 3
ADD_FOLLOW_UP = "Add as follow-up"
_SUB, _STRING, _INTEGER, _BOOLEAN = 1, 3, 4, 5
_KINDS = {ArgumentKind.INT: _INTEGER, ArgumentKind.TOGGLE: _BOOLEAN}
_EVERYWHERE = {"integration_types": [0, 1], "contexts": [0, 1]}  # servers and people; in servers and in the bot's DM
_SUMMARY_ROOM = 100
_COMPARED = ("type", "name", "description", "contexts", "integration_types", "options", "required", "autocomplete")
_DEFAULTS: Json = {"type": _SLASH, "required": False, "autocomplete": False, "options": [], "choices": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A command as it was used: its path, its arguments, and the one in which somebody is typing."""

    path: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    typing: str = ""


def commands(catalogue: Catalogue) -> list[Json]:
    """Return every command as Discord is told of it: nothing is required, for whatever is missing opens a form."""
    groups: dict[str, list[Spec]] = {}
    for spec in catalogue.specs:
        groups.setdefault(spec.path.split()[0], []).append(spec)
    slash = [{**_command(name, specs), "type": _SLASH, **_EVERYWHERE} for name, specs in groups.items()]
    return [*slash, {"name": ADD_FOLLOW_UP, "type": MESSAGE, **_EVERYWHERE}]


def _command(name: str, specs: list[Spec]) -> Json:
    """Return a command, or a group of them, which Discord doesn't let anybody use by its first word alone."""
    if [spec.path for spec in specs] == [name]:
        return _described(name, specs[0])
    below = [{**_described(spec.path.split()[-1], spec), "type": _SUB} for spec in specs]
    summary = " · ".join(spec.summary for spec in specs)
    return {"name": name, "description": label(summary, _SUMMARY_ROOM), "options": below}


def _described(name: str, spec: Spec) -> Json:
    options = [_option(argument) for argument in spec.arguments]
    return {"name": name, "description": label(spec.summary, _SUMMARY_ROOM), "options": options}


def _option(argument: Argument) -> Json:
    return {
        "type": _KINDS.get(argument.kind, _STRING),
        "name": argument.name,
        "description": label(argument.summary, _SUMMARY_ROOM),
        **({"choices": [{"name": each, "value": each} for each in argument.choices]} if argument.choices else {}),
        **({"autocomplete": True} if argument.source else {}),
    }


def are_the_same(there: Iterable[Payload], wanted: Iterable[Payload]) -> bool:
    """Tell whether Discord has these commands, whatever else it tells of them and in whatever order."""
    return _by_name(there) == _by_name(wanted)


def _by_name(found: Iterable[Payload]) -> dict[tuple[int, str], Json]:
    return {(each.get("type") or _SLASH, each["name"]): _essence(each) for each in found}


def _essence(part: Payload) -> Json:
    """Return what a command or an option of one says, without what Discord adds."""
    said = {name: part.get(name) or _DEFAULTS.get(name) for name in _COMPARED}
    said["options"] = [_essence(each) for each in part.get("options") or ()]
    said["choices"] = [(each["name"], each["value"]) for each in part.get("choices") or ()]
    for name in _EVERYWHERE:
        said[name] = sorted(part.get(name) or ())
    return said


def mentions(there: Iterable[Payload], catalogue: Catalogue) -> dict[str, str]:
    """Return how each command is written so that a tap begins it, by the words that mean it."""
    ids = {each["name"]: each["id"] for each in there if (each.get("type") or _SLASH) == _SLASH}
    found: dict[str, str] = {}
    for path in catalogue.paths:
        spec, _ = catalogue.find(path) or (None, "")
        if spec is not None and spec.path.split()[0] in ids:
            found[path] = f"</{spec.path}:{ids[spec.path.split()[0]]}>"
    return found


# --- read back --------------------------------------------------------------------------------------------------------


def used(data: Payload) -> Used:
    """Read a command as it was used, or as far as it is typed."""
    path, options = [data["name"]], list(data.get("options") or ())
    while options and options[0]["type"] == _SUB:
        path.append(options[0]["name"])
        options = list(options[0].get("options") or ())
    typing = next((each["name"] for each in options if each.get("focused")), "")
    arguments = {each["name"]: _value(each) for each in options}
    return Used(path=" ".join(path), arguments=arguments, typing=typing)


def _value(option: Payload) -> str:
    if option["type"] == _BOOLEAN:
        return "yes" if option["value"] else ""
    return str(option["value"])
