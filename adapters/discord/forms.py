"""Forms as Discord's modals, and what was filled in, read back: each the other's inverse. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from adapters.discord.ids import Way, made, read
from adapters.discord.words import Json, clean, is_user, label, literal
from bot.ui import MAX_OPTIONS, Form, Input, InputKind, Option, shorten

Payload: TypeAlias = Mapping[str, Any]

_SELECT, _TEXT, _USER, _WORDS, _LABEL, _RADIOS, _CHECKBOXES, _CHECKBOX = 3, 4, 5, 10, 18, 21, 22, 23
_ONE_LINE, _LINES = 1, 2
_TITLE_ROOM = 45
_INTRO_ROOM = 1_500
_LABEL_ROOM = 45
_HINT_ROOM = 100
_PLACEHOLDER_ROOM = 100
_OPTION_ROOM = 100
_INPUT_ROOM = 3_000
_FEWEST_RADIOS = 2
_MOST_RADIOS = 5
_MOST_CHECKBOXES = 10
_YES = "yes"
# Discord has no field for these: they are typed, and read by who asked.
_LIKE = {InputKind.DATE: "2026-11-24", InputKind.TIME: "14:30", InputKind.NUMBER: "3"}


def modal(form: Form) -> Json:
    """Return a form as a modal, as it stands; Discord names its button itself."""
    intro = literal(shorten(clean(form.intro), _INTRO_ROOM), 2 * _INTRO_ROOM)[:1] if form.intro else ()
    asked = [_asked(each, clean(each.value)) for each in form.inputs]
    return {
        "custom_id": made(Way.PLAIN, form.id, form.context),
        "title": label(form.title, _TITLE_ROOM),
        "components": [*({"type": _WORDS, "content": words} for words in intro), *asked],
    }


def _asked(asked: Input, value: str) -> Json:
    return {
        "type": _LABEL,
        "label": label(asked.label, _LABEL_ROOM),
        **({"description": label(asked.hint, _HINT_ROOM)} if asked.hint else {}),
        "component": {"custom_id": made(Way.PLAIN, asked.kind, asked.key), **_part(asked, value)},
    }


def suggestions(found: Iterable[Option]) -> list[Json]:
    """Return what an option of a command offers while somebody types."""
    return [{"name": label(each.label, _OPTION_ROOM), "value": each.value} for each in found][:MAX_OPTIONS]


# --- what is filled in ------------------------------------------------------------------------------------------------


def _part(asked: Input, value: str) -> Json:
    """Return what an input is filled in with: the native thing, or words where it could not hold the value."""
    match asked.kind:
        case InputKind.CHOICE:
            return _one_of(asked, value)
        case InputKind.MULTI:
            return _some_of(asked, value)
        case InputKind.TOGGLE:
            return {"type": _CHECKBOX, "default": value == _YES}
        case InputKind.PERSON if not value or is_user(value):
            chosen = {"default_values": [{"id": value, "type": "user"}]} if value else {}
            return {"type": _USER, "required": asked.required, **_placeholder(asked.placeholder), **chosen}
        case _:
            return _words(asked, value)


def _words(asked: Input, value: str) -> Json:
    is_long = asked.kind is InputKind.LONG or "\n" in value
    return {
        "type": _TEXT,
        "style": _LINES if is_long else _ONE_LINE,
        "max_length": _INPUT_ROOM,
        "required": asked.required,
        **_placeholder(asked.placeholder or _LIKE.get(asked.kind, "")),
        **({"value": value} if value else {}),
    }


def _one_of(asked: Input, value: str) -> Json:
    options = [_option(option, chosen=option.value == value) for option in asked.options]
    if _FEWEST_RADIOS <= len(options) <= _MOST_RADIOS:
        return {"type": _RADIOS, "required": asked.required, "options": options}
    return {"type": _SELECT, "required": asked.required, **_placeholder(asked.placeholder), "options": options}


def _some_of(asked: Input, value: str) -> Json:
    wanted = {each.strip() for each in value.split(",")}
    options = [_option(option, chosen=option.value in wanted) for option in asked.options]
    limits = {"required": asked.required, "min_values": int(asked.required), "max_values": len(options)}
    if len(options) <= _MOST_CHECKBOXES:
        return {"type": _CHECKBOXES, **limits, "options": options}
    return {"type": _SELECT, **limits, **_placeholder(asked.placeholder), "options": options}


def _option(option: Option, *, chosen: bool) -> Json:
    shown = {"label": label(option.label, _OPTION_ROOM), "value": option.value}
    return {**shown, "default": True} if chosen else shown


def _placeholder(text: str) -> Json:
    return {"placeholder": label(text, _PLACEHOLDER_ROOM)} if text else {}


# --- read back --------------------------------------------------------------------------------------------------------


def values(components: Iterable[Payload]) -> dict[str, str]:
    """Return what was filled in, by input key."""
    return {read(part["custom_id"]).value: _value(part) for part in _parts(components)}


def _parts(components: Iterable[Payload]) -> Iterator[Payload]:
    return (each["component"] for each in components if each["type"] == _LABEL)


def _value(part: Payload) -> str:
    if part["type"] == _CHECKBOX:
        return _YES if part.get("value") else ""
    if "values" in part:
        return ",".join(map(str, part["values"] or ()))
    return str(part.get("value") or "")
