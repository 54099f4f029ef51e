"""Everything that can be shown, as Slack's blocks and views: pure, and it has an answer for everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from adapters.slack.forms import choice, errors, modal, suggestions, values
from adapters.slack.words import (
    EMPTY,
    Json,
    Reader,
    address,
    clean,
    inert,
    label,
    marked,
    mrkdwn,
    pushed,
    said,
)
from bot.ui import B, Button, Confirm, Lit, Menu, Message, Rich, Section, Style, shorten

__all__ = ["elsewhere", "errors", "home", "identities", "message", "modal", "suggestions", "toast", "values"]

COMMAND = "/whatfor"

_TEXT_ROOM = 3_900
_HEADER_ROOM = 150
_FIELD_ROOM = 2_000
_BUTTON_ROOM = 75
_PLACEHOLDER_ROOM = 150
_CONFIRM_TITLE_ROOM = 100
_CONFIRM_ROOM = 300
_ANSWER_ROOM = 30
_TOAST_ROOM = 400
_CONTEXT_ELEMENTS = 10
_TOGETHER = 12_000  # Slack refuses all blocks together near 13,200 characters, and does not say where
_SHORTER = (1_000, 300, 100, 30, 8)


def message(
    message: Message, *, key: str, zone: ZoneInfo, now: datetime, command: str = COMMAND, in_words: bool = False
) -> Json:
    """Return what is posted. The first block carries `key`, by which the message is found again.

    A picture is not in it: it is a file, sent after its words; unless it is told `in_words`.
    """
    reader = Reader(zone=zone, now=now, command=command)
    return {
        "text": pushed(message.text, reader, _TEXT_ROOM),
        "blocks": _identified(_fitting(message, reader, in_words=in_words), key),
        "parse": "none",  # an update would otherwise look for names and addresses in `text`
        "link_names": False,
    }


def home(message: Message, *, zone: ZoneInfo, now: datetime, command: str = COMMAND) -> Json:
    """Return the app's home page; words stand for a picture."""
    reader = Reader(zone=zone, now=now, command=command)
    blocks = _fitting(message, reader, in_words=True)
    return {"type": "home", "callback_id": "v1:home:", "blocks": _identified(blocks, "v1:home")}


def toast(text: str) -> Json:
    """Return a short line for one person."""
    words = inert(said(shorten(clean(text), _TOAST_ROOM)))
    blocks = [{"type": "section", "text": marked(words)}]
    return {"text": words, "blocks": blocks}


def elsewhere(app: str) -> Json:
    """Return the line that leads from where a command was typed to where it is answered; `app` is the app's user."""
    words = f"I answered in your conversation with <@{app}>."
    return {"text": words, "blocks": [{"type": "section", "text": marked(words)}]}


def identities(message: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of the blocks of a message in Slack's history: its key is one of them."""
    return frozenset(block.get("block_id") or "" for block in message.get("blocks") or ())


# --- blocks -----------------------------------------------------------------------------------------------------------


def _identified(blocks: Iterable[Json], key: str) -> list[Json]:
    return [{**block, "block_id": f"{key}:{number}" if number else key} for number, block in enumerate(blocks)]


def _fitting(message: Message, reader: Reader, *, in_words: bool) -> list[Json]:
    """Return the blocks; where signs that Slack wants escaped make them too much for it, without marks and shortened.

    The store keeps everything whole.
    """
    blocks = list(_blocks(message, reader, in_words=in_words))
    for most in _SHORTER:
        if _size(blocks) <= _TOGETHER:
            break
        blocks = list(_blocks(message, replace(reader, most=most), in_words=in_words))
    return blocks


def _size(part: object) -> int:
    """Count the characters of everything that is shown."""
    match part:
        case {"type": "plain_text" | "mrkdwn", "text": str(text)}:
            return len(text)
        case dict():
            return sum(map(_size, part.values()))
        case list():
            return sum(map(_size, part))
        case _:
            return 0


def _blocks(message: Message, reader: Reader, *, in_words: bool) -> Iterator[Json]:
    if message.title:
        yield {"type": "header", "text": label(message.title, _HEADER_ROOM)}
    yield from _paragraphs(message.text, reader)
    for section in message.sections:
        yield from _section(section, reader)
    yield from _actions(message)
    if message.footer:
        yield from _context(message.footer, reader)
    if message.image and in_words:
        yield from _context((Lit(message.image.alt),), reader)


def _paragraphs(text: Rich, reader: Reader) -> list[Json]:
    return [{"type": "section", "text": marked(part)} for part in mrkdwn(text, reader)]


def _section(section: Section, reader: Reader) -> list[Json]:
    """Return a section's text, its facts in two columns where they are short enough, and its button beside."""
    blocks = _paragraphs(section.text, reader) if section.text else []
    fields: list[Json] = []
    below: list[Json] = []
    for fact in section.fields:
        words: Rich = (B(fact.label), "\n", *(fact.value or (EMPTY,)))
        parts = mrkdwn(words, reader, _FIELD_ROOM)
        if len(parts) == 1:
            fields.append(marked(parts[0]))
        else:
            below += [{"type": "section", "text": marked(part)} for part in parts]
    if fields:
        blocks = [*blocks[:-1], {**(blocks[-1] if blocks else {"type": "section"}), "fields": fields}]
    first, *rest = [*blocks, *below]
    return [{**first, "accessory": _button(section.button)} if section.button else first, *rest]


def _context(text: Rich, reader: Reader) -> list[Json]:
    parts = [marked(part) for part in mrkdwn(text, reader)]
    return [{"type": "context", "elements": parts[:_CONTEXT_ELEMENTS]}]


# --- what can be pressed ----------------------------------------------------------------------------------------------


def _actions(message: Message) -> Iterator[Json]:
    """Yield the buttons and the menu in a row; in two, where the menu goes by the name of a button."""
    buttons = [_button(button) for button in message.buttons]
    menu = [_menu(message.menu)] if message.menu else []
    taken = {button["action_id"] for button in buttons}
    rows = (buttons, menu) if any(each["action_id"] in taken for each in menu) else ([*buttons, *menu],)
    yield from ({"type": "actions", "elements": row} for row in rows if row)


def _button(button: Button) -> Json:
    url = address(button.url) if button.url else None
    return {
        "type": "button",
        "action_id": f"v1:{button.action}:{button.value}",
        "text": label(button.label, _BUTTON_ROOM),
        **({"value": button.value} if button.value else {}),
        **({"url": url} if url else {}),
        **({"style": button.style.value} if button.style is not Style.DEFAULT else {}),
        **({"confirm": _confirm(button.confirm, button)} if button.confirm else {}),
    }


def _confirm(confirm: Confirm, button: Button) -> Json:
    return {
        "title": label(button.label, _CONFIRM_TITLE_ROOM),
        "text": label(confirm.text, _CONFIRM_ROOM),
        "confirm": label(confirm.yes, _ANSWER_ROOM),
        "deny": label(confirm.no, _ANSWER_ROOM),
        **({"style": "danger"} if button.style is Style.DANGER else {}),
    }


def _menu(menu: Menu) -> Json:
    return {
        "type": "static_select",
        "action_id": f"v1:{menu.action}:{menu.value}",
        "placeholder": label(menu.placeholder, _PLACEHOLDER_ROOM),
        "options": [choice(option) for option in menu.options],
    }
