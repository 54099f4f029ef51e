"""Forms as Slack's modals, and what was filled in, read back: each the other's inverse. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from hashlib import blake2s
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from adapters.slack.words import Json, clean, is_user, label, literal, marked, said
from bot.ui import MAX_OPTIONS, MAX_TITLE, Form, Input, InputKind, Option, shorten

Payload: TypeAlias = Mapping[str, Any]

_LABEL_ROOM = 2_000
_OPTION_ROOM = 75
_VALUE_ROOM = 75
_PLACEHOLDER_ROOM = 150
_ERROR_ROOM = 500
_INPUT_ROOM = 3_000
_MOST_RADIOS = 5
_MOST_CHECKBOXES = 10
_YES = Option(label="Yes", value="yes")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,4})?")
_STOOD = {
    "initial_value": "value",
    **{f"initial_{what}": f"selected_{what}" for what in ("date", "time", "user", "option", "options")},
}
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}")


def modal(form: Form, *, zone: ZoneInfo | None = None, values: Mapping[str, str] | None = None) -> Json:
    """Return a form as a view, filled with `values`, else with its defaults; `zone` is written beside its times.

    Slack keeps what was typed under an id that it has seen before, so the id of an input says what it stands at.
    """
    given = values or {}
    asked = [_input(form, each, clean(given.get(each.key, each.value)), zone) for each in form.inputs]
    intro = literal(form.intro) if form.intro else ()
    return {
        "type": "modal",
        "callback_id": f"v1:{form.id}:{form.context}",
        "title": label(form.title, MAX_TITLE),
        "submit": label(form.submit, MAX_TITLE),
        "blocks": [*({"type": "section", "text": marked(part)} for part in intro), *asked],
    }


def _input(form: Form, asked: Input, value: str, zone: ZoneInfo | None) -> Json:
    stands = repr((form.id, form.context, asked.key, value))
    version = blake2s(stands.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return {
        "type": "input",
        "block_id": f"{asked.key}:{version}",
        "label": label(asked.label, _LABEL_ROOM),
        "element": _element(asked, value, zone),
        "optional": not asked.required,
        **({"hint": label(asked.hint, _LABEL_ROOM)} if asked.hint else {}),
    }


def choice(option: Option) -> Json:
    """Return one choice."""
    return {"text": label(option.label, _OPTION_ROOM), "value": option.value}


def suggestions(found: Iterable[Option], query: str = "") -> list[Json]:
    """Return what a search offers. Words for which there is nothing can be given as they are: the form judges them."""
    offered = [choice(option) for option in found][:MAX_OPTIONS]
    words = " ".join(clean(query).split())
    if not offered and words and len(words) <= _VALUE_ROOM:
        offered = [choice(Option(label=words, value=words))]
    return offered


# --- elements ---------------------------------------------------------------------------------------------------------


def _element(asked: Input, value: str, zone: ZoneInfo | None) -> Json:
    """Return what an input is filled in with: the native thing, or words where it could not hold the value."""
    named = {"action_id": f"v1:{asked.kind.value}:{asked.key}"}
    native = _native(asked, value, zone)
    if native is None:
        is_long = asked.kind is InputKind.LONG or "\n" in value
        limits = {"multiline": is_long, "max_length": _INPUT_ROOM}
        return {"type": "plain_text_input", **named, **limits, **_placeholder(asked), **_initial("value", value)}
    return {**named, **native}


def _native(asked: Input, value: str, zone: ZoneInfo | None) -> Json | None:
    match asked.kind:
        case InputKind.SHORT | InputKind.LONG:
            return None
        case InputKind.CHOICE:
            return _one_of(asked, value)
        case InputKind.MULTI:
            return _some_of(asked, value)
        case InputKind.TOGGLE:
            chosen = [choice(_YES)] if value == _YES.value else []
            return {"type": "checkboxes", "options": [choice(_YES)], **_initial("options", chosen)}
        case InputKind.SEARCH:
            return _search(asked, value)
        case _:
            return _picker(asked, value, zone)


def _picker(asked: Input, value: str, zone: ZoneInfo | None) -> Json | None:
    """Return a field for a number, a date, a time or a person; None where the value is none."""
    match asked.kind:
        case InputKind.NUMBER if not value or _NUMBER.fullmatch(value):
            limits = {"is_decimal_allowed": True}
            return {"type": "number_input", **limits, **_placeholder(asked), **_initial("value", value)}
        case InputKind.DATE if not value or _date(value) == value:
            return {"type": "datepicker", **_placeholder(asked), **_initial("date", value)}
        case InputKind.TIME if not value or _time(value):
            initial = _initial("time", _time(value))
            where = {"timezone": zone.key} if zone else {}
            return {"type": "timepicker", **where, **_placeholder(asked), **initial}
        case InputKind.PERSON if not value or is_user(value):
            return {"type": "users_select", **_placeholder(asked), **_initial("user", value)}
        case _:
            return None


def _one_of(asked: Input, value: str) -> Json:
    offered = [choice(option) for option in asked.options]
    chosen = next((each for each in offered if each["value"] == value), None)
    if len(offered) <= _MOST_RADIOS:
        return {"type": "radio_buttons", "options": offered, **_initial("option", chosen)}
    return {"type": "static_select", "options": offered, **_placeholder(asked), **_initial("option", chosen)}


def _some_of(asked: Input, value: str) -> Json:
    offered = [choice(option) for option in asked.options]
    wanted = {each.strip() for each in value.split(",")}
    chosen = [each for each in offered if each["value"] in wanted]
    if len(offered) <= _MOST_CHECKBOXES:
        return {"type": "checkboxes", "options": offered, **_initial("options", chosen)}
    return {"type": "multi_static_select", "options": offered, **_placeholder(asked), **_initial("options", chosen)}


def _search(asked: Input, value: str) -> Json | None:
    """Return a search whose action names its source; None where the value is too long to be an option."""
    if len(value) > _VALUE_ROOM or value != value.strip():
        return None
    chosen = choice(Option(label=value, value=value)) if value else None
    return {
        "type": "external_select",
        "action_id": f"v1:{asked.source}:{asked.key}",
        "min_query_length": 0,
        **_placeholder(asked),
        **_initial("option", chosen),
    }


def _placeholder(asked: Input) -> Json:
    return {"placeholder": label(asked.placeholder, _PLACEHOLDER_ROOM)} if asked.placeholder else {}


def _initial(what: str, value: object) -> Json:
    return {f"initial_{what}": value} if value else {}


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _time(text: str) -> str:
    """Return a time as Slack writes it, or nothing where `text` is none."""
    try:
        return f"{time.fromisoformat(text.zfill(5)):%H:%M}" if _CLOCK.fullmatch(text) else ""
    except ValueError:
        return ""


# --- read back --------------------------------------------------------------------------------------------------------


def values(view: Payload) -> dict[str, str]:
    """Return what was filled in, by input key; where Slack tells nothing of an input, what it stood at."""
    state = (view.get("state") or {}).get("values") or {}
    filled: dict[str, str] = {}
    for block in _inputs(view):
        element = block["element"]
        told = (state.get(block["block_id"]) or {}).get(element["action_id"])
        filled[_key(block)] = _stood(element) if told is None else _value(told)
    return filled


def _stood(element: Payload) -> str:
    return _value({new: element[old] for old, new in _STOOD.items() if old in element})


def _value(told: Payload) -> str:
    for name in ("value", "selected_date", "selected_time", "selected_user"):
        if told.get(name):
            return str(told[name])
    if told.get("selected_option"):
        return str(told["selected_option"]["value"])
    return ",".join(option["value"] for option in told.get("selected_options") or ())


def errors(by_key: Mapping[str, str], view: Payload) -> dict[str, str]:
    """Return what is wrong by block; what belongs to no input of this view stands under its last one."""
    blocks = {_key(block): block["block_id"] for block in _inputs(view)}
    last = next(reversed(blocks.values()), None)
    wrong: dict[str, str] = {}
    for key, text in by_key.items():
        block = blocks.get(key, last)
        if block is not None:
            wrong[block] = f"{wrong[block]} {text}" if block in wrong else text
    return {block: said(shorten(clean(text), _ERROR_ROOM)) for block, text in wrong.items()}


def _inputs(view: Payload) -> Iterator[Payload]:
    return (block for block in view.get("blocks") or () if block["type"] == "input")


def _key(block: Payload) -> str:
    key: str = block["block_id"].partition(":")[0]
    return key
