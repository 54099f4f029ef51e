"""What Discord refuses: limits of messages, forms and commands, and ids that are not unique, as documented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT = 1, 2, 3, 4, 5
SELECTS = {3, 5, 6, 7, 8}
TEXT_DISPLAY, LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 10, 18, 19, 21, 22, 23
LINK, PREMIUM = 5, 6
_NEW_COMPONENTS = 1 << 15
_IN_A_MODAL = {TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX, *SELECTS}
_EMBED = {"title": 256, "description": 4_096}
_NAME = re.compile(r"[-_'\w]{1,32}")
_SUB, _GROUP = 1, 2
COMMAND_LETTERS = 8_000


class NotValidError(ValueError):
    """A message, a form or a command that Discord would refuse."""


# --- messages -----------------------------------------------------------------------------------------------------


def message(given: Json) -> None:
    """Refuse a message that Discord would refuse."""
    need(len(given.get("content") or "") <= 2_000, "content is at most 2,000 characters")
    _embeds(given.get("embeds") or ())
    need(len(str(given.get("nonce") or "")) <= 25, "a nonce is at most 25 characters")
    for each in given.get("attachments") or ():
        need(len(each.get("description") or "") <= 1_024, "a file's description is at most 1,024 characters")
    components = given.get("components") or ()
    if (given.get("flags") or 0) & _NEW_COMPONENTS:
        need(not given.get("content") and not given.get("embeds"), "new components stand alone")
        need(sum(1 for _ in parts(components)) <= 40, "at most 40 components")
        need(sum(len(each.get("content", "")) for each in parts(components)) <= 4_000, "at most 4,000 characters")
    else:
        need(len(components) <= 5, "a message has at most 5 rows")
        for row in components:
            need(row["type"] == ROW, "at the top level of a message stand rows")
    for each in parts(components):
        _component(each)
    _unique(components)


def _embeds(embeds: Sequence[Json]) -> None:
    need(len(embeds) <= 10, "at most 10 embeds")
    letters = 0
    for embed in embeds:
        for part, limit in _EMBED.items():
            letters += _text(embed.get(part), limit, f"an embed's {part}")
        letters += _text((embed.get("footer") or {}).get("text"), 2_048, "an embed's footer")
        letters += _text((embed.get("author") or {}).get("name"), 256, "an embed's author")
        fields = embed.get("fields") or ()
        need(len(fields) <= 25, "an embed has at most 25 fields")
        for each in fields:
            need(each.get("name", "").strip() and each.get("value", "").strip(), "a field has a name and a value")
            letters += _text(each["name"], 256, "a field's name") + _text(each["value"], 1_024, "a field's value")
    need(letters <= 6_000, "the embeds of a message have at most 6,000 characters")


def _text(text: str | None, limit: int, what: str) -> int:
    length = len((text or "").strip())
    need(length <= limit, f"{what} is at most {limit:,} characters")
    return length


def _component(part: Json) -> None:
    match part["type"]:
        case 1:
            held = [each["type"] for each in part["components"]]
            need(0 < len(held) <= 5, "a row holds 1 to 5 buttons")
            need(set(held) == {BUTTON} or (len(held) == 1 and held[0] in SELECTS), "a row holds buttons or one select")
        case 2:
            _button(part)
        case 3 | 5 | 6 | 7 | 8:
            _select(part)
        case other:
            need(other not in _IN_A_MODAL and other != LABEL, f"no message has a component of type {other}")
    if "custom_id" in part:
        need(0 < len(part["custom_id"]) <= 100, "a custom_id has 1 to 100 characters")


def _button(button: Json) -> None:
    style = button["style"]
    need(len(button.get("label") or "") <= 80, "a button's label is at most 80 characters")
    need(button.get("label") or button.get("emoji") or style == PREMIUM, "a button says something")
    need(len(button.get("url") or "") <= 512, "a button's address is at most 512 characters")
    need(bool(button.get("url")) == (style == LINK), "a link has an address, and nothing else has")
    need(bool(button.get("custom_id")) == (style not in {LINK, PREMIUM}), "what is pressed has a custom_id")


def _select(select: Json) -> None:
    need(0 < len(select.get("custom_id", "")) <= 100, "a custom_id has 1 to 100 characters")
    need(len(select.get("placeholder") or "") <= 150, "a select's placeholder is at most 150 characters")
    least, most = how_many(select)
    need(0 <= least <= most and 1 <= most <= 25, "a select takes from its least to its most, at most 25")
    if select["type"] == STRING_SELECT:
        _options(select["options"], 25)
        need(most <= len(select["options"]), "a select takes no more than it offers")
        need(sum(bool(each.get("default")) for each in select["options"]) <= most, "as many defaults as may be chosen")


def how_many(part: Json) -> tuple[int, int]:
    """Return how many a select takes, at least and at most."""
    least, most = part.get("min_values"), part.get("max_values")
    return (1 if least is None else least, 1 if most is None else most)


def _options(options: Sequence[Json], limit: int, least: int = 1) -> None:
    need(least <= len(options) <= limit, f"{least} to {limit} options")
    for each in options:
        need(0 < len(each["label"]) <= 100, "an option's label has 1 to 100 characters")
        need(0 < len(each["value"]) <= 100, "an option's value has 1 to 100 characters")
        need(len(each.get("description") or "") <= 100, "an option's description is at most 100 characters")
    values = [each["value"] for each in options]
    need(len(values) == len(set(values)), "an option's value is unique")


def parts(components: Iterable[Json]) -> Iterator[Json]:
    """Return every component, however deep."""
    for each in components:
        yield each
        yield from parts(each.get("components", ()))
        yield from parts([each[name] for name in ("component", "accessory") if each.get(name)])


def _unique(components: Iterable[Json]) -> None:
    ids = [each["custom_id"] for each in parts(components) if each.get("custom_id")]
    need(len(ids) == len(set(ids)), "a custom_id is unique")


# --- forms --------------------------------------------------------------------------------------------------------


def modal(form: Json) -> None:
    """Refuse a form that Discord would refuse."""
    need(0 < len(form.get("custom_id", "")) <= 100, "a custom_id has 1 to 100 characters")
    need(0 < len(form.get("title", "")) <= 45, "a form's title has 1 to 45 characters")
    need(1 <= len(form["components"]) <= 5, "a form has 1 to 5 components")
    for each in form["components"]:
        match each["type"]:
            case 1:
                need([held["type"] for held in each["components"]] == [TEXT_INPUT], "a row of a form holds one input")
                _input(each["components"][0])
            case 18:
                need(0 < len(each.get("label", "")) <= 45, "a label has 1 to 45 characters")
                need(len(each.get("description") or "") <= 100, "a label's description is at most 100 characters")
                _input(each["component"])
            case other:
                need(other == TEXT_DISPLAY, f"no form has a component of type {other}")
    _unique(form["components"])


def _input(part: Json) -> None:
    kind = part["type"]
    need(kind in _IN_A_MODAL, f"no form has an input of type {kind}")
    need(0 < len(part.get("custom_id", "")) <= 100, "a custom_id has 1 to 100 characters")
    if kind == TEXT_INPUT:
        need(len(part.get("placeholder") or "") <= 100, "an input's placeholder is at most 100 characters")
        least, most = part.get("min_length") or 0, part.get("max_length") or 4_000
        need(0 <= least <= 4_000 and 1 <= most <= 4_000 and least <= most, "an input takes at most 4,000 characters")
        value = part.get("value") or ""
        need(not value or least <= len(value) <= most, "an input begins with what it would take")
    elif kind in SELECTS:
        _select(part)
        need(not part.get("disabled"), "a select of a form is not disabled")
        required = part.get("required") is not False
        need(not required or part.get("min_values") != 0, "a required select takes at least one")
    elif kind == RADIO_GROUP:
        _options(part["options"], 10, least=2)
        need(sum(bool(each.get("default")) for each in part["options"]) <= 1, "one default of a radio group")
    elif kind == CHECKBOX_GROUP:
        _options(part["options"], 10)
        most = part.get("max_values")
        need(most is None or most <= len(part["options"]), "a checkbox group takes no more than it offers")
        required = part.get("required") is not False
        need(not required or part.get("min_values") != 0, "a required checkbox group takes at least one")
    elif kind == CHECKBOX:
        need("required" not in part, "a checkbox can't be required")


def choices(given: Sequence[Json]) -> None:
    """Refuse suggestions that Discord would refuse."""
    need(len(given) <= 25, "at most 25 choices")
    for each in given:
        need(0 < len(each["name"]) <= 100, "a choice's name has 1 to 100 characters")
        need(not isinstance(each["value"], str) or 0 < len(each["value"]) <= 100, "a choice has 1 to 100 characters")


# --- commands -----------------------------------------------------------------------------------------------------


def commands(given: Sequence[Json]) -> None:
    """Refuse commands that Discord would refuse."""
    for kind, limit in ((1, 100), (2, 15), (3, 15)):
        names = [each["name"] for each in given if (each.get("type") or 1) == kind]
        need(len(names) <= limit, f"at most {limit} commands of type {kind}")
        need(len(names) == len(set(names)), "a command's name is unique")
    for each in given:
        if (each.get("type") or 1) == 1:
            _named(each)
            _command_options(each.get("options") or (), depth=0)
            need(_letters(each) <= COMMAND_LETTERS, "a command has at most 8,000 characters")
        else:
            need(0 < len(each["name"]) <= 32, "a command's name has 1 to 32 characters")
            need(not each.get("description") and not each.get("options"), "a menu has a name alone")


def _named(part: Json) -> None:
    name = part["name"]
    need(_NAME.fullmatch(name) and name == name.lower(), f"not a name of a command: {name!r}")
    need(0 < len(part.get("description") or "") <= 100, "a description has 1 to 100 characters")


def _command_options(options: Sequence[Json], depth: int) -> None:
    need(len(options) <= 25, "at most 25 options")
    names = [each["name"] for each in options]
    need(len(names) == len(set(names)), "an option's name is unique")
    subs = [each["type"] in {_SUB, _GROUP} for each in options]
    need(all(subs) or not any(subs), "either options or commands below")
    required = [bool(each.get("required")) for each in options]
    need(required == sorted(required, reverse=True), "required options come first")
    for each in options:
        _named(each)
        need(each["type"] != _GROUP or depth == 0, "a group stands directly below the command")
        need(each["type"] != _SUB or depth <= 1, "nothing stands below a command of a group")
        _command_options(each.get("options") or (), depth + 1)
        need(not (each.get("choices") and each.get("autocomplete")), "either choices or suggestions")
        choices(each.get("choices") or ())


def _letters(part: Json) -> int:
    own = len(part["name"]) + len(part.get("description") or "")
    offered = sum(len(each["name"]) + len(str(each["value"])) for each in part.get("choices") or ())
    return own + offered + sum(_letters(each) for each in part.get("options") or ())


def need(holds: object, otherwise: str) -> None:
    """Refuse unless it holds."""
    if not holds:
        raise NotValidError(otherwise)
