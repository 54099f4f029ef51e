"""What Slack refuses: limits of blocks and views, and ids that are not unique, as its documentation has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
TOGETHER = 13_200
_BLOCKS = {"actions", "context", "divider", "header", "image", "input", "section"}
_OPTIONS = {"static_select": 100, "multi_static_select": 100, "radio_buttons": 10, "checkboxes": 10, "overflow": 5}
_ELEMENTS = {
    *_OPTIONS,
    "button",
    "datepicker",
    "external_select",
    "number_input",
    "plain_text_input",
    "timepicker",
    "users_select",
}


class NotValidError(ValueError):
    """A block, a view or a message that Slack would refuse."""


def message(blocks: Sequence[Json]) -> None:
    """Refuse the blocks of a message that Slack would refuse."""
    _need(len(blocks) <= MESSAGE_BLOCKS, "too many blocks")
    _blocks(blocks)
    _need(sum(map(len, _texts(blocks))) <= TOGETHER, "msg_blocks_too_long")


def view(form: Json, kind: str) -> None:
    """Refuse a modal or a home page that Slack would refuse."""
    _need(form["type"] == kind, f"a {kind} is wanted")
    blocks = form["blocks"]
    _need(0 < len(blocks) <= VIEW_BLOCKS, "too many blocks")
    _blocks(blocks)
    _need(len(form.get("private_metadata", "")) <= 3_000, "private_metadata")
    _need(len(form.get("callback_id", "")) <= 255, "callback_id")
    if kind == "modal":
        for part in ("title", "submit", "close"):
            if part in form:
                _plain(form[part], 24)
        _need("title" in form, "a modal needs a title")
        _need("submit" in form or all(block["type"] != "input" for block in blocks), "an input needs a submit")
    else:
        _need(not form.keys() & {"title", "submit", "close"}, "a home page has no title and no submit")


def _blocks(blocks: Sequence[Json]) -> None:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    _need(len(ids) == len(set(ids)), "block_id is not unique")
    for block in blocks:
        _need(block["type"] in _BLOCKS, f"no block is a {block['type']}")
        _need(0 < len(block.get("block_id", "-")) <= 255, "block_id")
        _block(block)
        found = [each["action_id"] for each in elements(block) if "action_id" in each]
        _need(len(found) == len(set(found)), "action_id is not unique")
        for each in elements(block):
            _element(each)


def _block(block: Json) -> None:
    match block["type"]:
        case "section":
            _need("text" in block or block.get("fields"), "a section says nothing")
            if "text" in block:
                _text(block["text"], 3_000)
            _need(len(block.get("fields", ())) <= 10, "fields")
            for each in block.get("fields", ()):
                _text(each, 2_000)
        case "header":
            _plain(block["text"], 150)
        case "context":
            _need(0 < len(block["elements"]) <= 10, "context")
        case "actions":
            _need(0 < len(block["elements"]) <= 25, "actions")
        case "input":
            _plain(block["label"], 2_000)
            if "hint" in block:
                _plain(block["hint"], 2_000)
        case _:
            pass


def elements(block: Json) -> Iterator[Json]:
    """Return what can be pressed or filled in in a block."""
    if block["type"] == "actions":
        yield from block["elements"]
    yield from (block[part] for part in ("accessory", "element") if part in block)


def _element(element: Json) -> None:
    kind = element["type"]
    _need(kind in _ELEMENTS, f"no element is a {kind}")
    _need(0 < len(element.get("action_id", "-")) <= 255, "action_id")
    if kind == "button":
        _plain(element["text"], 75)
        _need(len(element.get("value", "")) <= 2_000, "value")
    if "placeholder" in element:
        _plain(element["placeholder"], 150)
    if kind in _OPTIONS:
        options = element["options"]
        _need(0 < len(options) <= _OPTIONS[kind], "options")
        for option in options:
            _text(option["text"], 75)
            _need(0 < len(option["value"]) <= 150, "option value")
        chosen = element.get("initial_options") or [element["initial_option"]] if "initial_option" in element else []
        _need(all(each in options for each in chosen), "initial option")
    if kind == "plain_text_input":
        _need(len(element.get("initial_value", "")) <= 3_000, "initial_value")


def _plain(text: Json, limit: int) -> None:
    _need(text["type"] == "plain_text", "plain text is wanted")
    _text(text, limit)


def _text(text: Json, limit: int) -> None:
    _need(text["type"] in {"mrkdwn", "plain_text"}, "no text")
    _need(0 < len(text["text"]) <= limit, "a text is empty or too long")


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for each in part.values():
            yield from _texts(each)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _texts(each)


def _need(holds: object, otherwise: str) -> None:
    if not holds:
        raise NotValidError(otherwise)
