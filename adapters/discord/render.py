"""Everything that can be shown, as Discord's messages: pure, and it has an answer for everything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from adapters.discord.forms import modal, suggestions, values
from adapters.discord.ids import Way, made
from adapters.discord.words import (
    CONTENT_ROOM,
    EMPTY,
    Json,
    Reader,
    address,
    bare,
    clean,
    heading,
    label,
    literal,
    markdown,
)
from bot.ui import B, Button, Confirm, Lit, Menu, Message, Rich, Section, Style, Tone, shorten

__all__ = ["asked", "fixing", "line", "message", "modal", "suggestions", "values"]

EPHEMERAL = 1 << 6
SILENT = 1 << 12
NOBODY: Json = {"parse": []}

_IDENTITIES = 1_000_000  # Discord numbers from one whatever has no number
_ROW, _BUTTON, _SELECT = 1, 2, 3
_A_ROW = 5
_STYLES = {Style.PRIMARY: 1, Style.DEFAULT: 2, Style.DANGER: 4}
_LINK = 5
_COLOURS = {Tone.GOOD: 0x2E8B57, Tone.CARE: 0xC77D0A}
_TITLE_ROOM = 256
_NAME_ROOM = 256
_VALUE_ROOM = 1_024
_FOOTER_ROOM = 2_048
_DESCRIPTION_ROOM = 4_096
_EMBEDS = 10
_FIELDS = 25
_TOGETHER = 6_000  # of all the embeds of a message
_SHORTER = (1_000, 300, 100, 30, 8)
_BUTTON_ROOM = 80
_PLACEHOLDER_ROOM = 150
_OPTION_ROOM = 100
_ALT_ROOM = 1_024
_LINE_ROOM = 1_500
_UNFIT = re.compile(r"[^A-Za-z0-9_.-]")
_FIX = "What you typed is kept."


def message(
    message: Message,
    *,
    identity: int,
    zone: ZoneInfo,
    now: datetime,
    mentions: Mapping[str, str] | None = None,
    in_words: bool = False,
) -> Json:
    """Return what is posted. Its first row carries `identity`, by which the message is found again.

    What is read first stands in `content`, for that alone is in a notification.
    A picture is named here and sent along; where it can't be, its words stand for it.
    """
    reader = Reader(zone=zone, now=now, mentions=mentions or {})
    content, embeds = _fitting(message, reader, in_words=in_words)
    return {
        "content": content,
        "embeds": embeds,
        "components": _rows(message, identity),
        "attachments": [] if in_words else _attachments(message),
        "allowed_mentions": NOBODY,
        **({"flags": SILENT} if message.silent else {}),
    }


def line(text: str, *, private: bool = True) -> Json:
    """Return a short line for one person."""
    words = literal(shorten(clean(text), _LINE_ROOM), CONTENT_ROOM)[0]
    return {
        "content": words,
        "components": [],
        "allowed_mentions": NOBODY,
        **({"flags": EPHEMERAL} if private else {}),
    }


def fixing(wrong: Mapping[str, str], form: str, context: str, *, private: bool) -> Json:
    """Return what is wrong with a form, with the button that opens it again as it was filled in."""
    button = {"type": _BUTTON, "style": 1, "label": "Fix it", "custom_id": made(Way.FIX, form, context)}
    row = {"type": _ROW, "components": [button]}
    return {**line("\n".join([*dict.fromkeys(wrong.values()), _FIX]), private=private), "components": [row]}


def asked(confirm: Confirm, action: str, value: str) -> Json:
    """Return the question that stands before a press that asks for a yes."""
    buttons = [
        {"type": _BUTTON, "style": style, "label": label(words, _BUTTON_ROOM), "custom_id": made(way, action, value)}
        for way, words, style in ((Way.YES, confirm.yes, 4), (Way.NO, confirm.no, 2))
    ]
    return {**line(confirm.text), "components": [{"type": _ROW, "components": buttons}]}


def identity_of(message: Mapping[str, Any]) -> int | None:
    """Return the identity of a message in Discord's history; None where there was no row to carry one."""
    rows = message.get("components") or ()
    return int(rows[0].get("id") or 0) - _IDENTITIES if rows else None


# --- what is said -----------------------------------------------------------------------------------------------------


@dataclass
class _Pages:
    """Embeds, one after the other, each filled as far as it goes."""

    embeds: list[Json] = field(default_factory=list)

    def add_text(self, text: str) -> None:
        """Put a paragraph below what is there."""
        last = self.embeds[-1] if self.embeds else None
        before = last.get("description", "") if last is not None else ""
        if last is None or "fields" in last or len(before) + len("\n\n") + len(text) > _DESCRIPTION_ROOM:
            self.embeds.append({"description": text})
        else:
            last["description"] = f"{before}\n\n{text}" if before else text

    def add_fields(self, fields: list[Json]) -> None:
        """Put a section's facts below its text."""
        if fields and (not self.embeds or len(self.embeds[-1].get("fields", ())) + len(fields) > _FIELDS):
            self.embeds.append({})
        if fields:
            self.embeds[-1].setdefault("fields", []).extend(fields)

    def last(self) -> Json:
        """Return the last embed, made where there is none."""
        if not self.embeds:
            self.embeds.append({})
        return self.embeds[-1]


def _fitting(message: Message, reader: Reader, *, in_words: bool) -> tuple[str, list[Json]]:
    """Return what is said; where signs that Discord wants escaped make it too much, without marks and shortened.

    The store keeps everything whole.
    """
    content, embeds = _said(message, reader, in_words=in_words)
    for most in _SHORTER:
        if len(embeds) <= _EMBEDS and _size(embeds) <= _TOGETHER:
            break
        content, embeds = _said(message, replace(reader, most=most), in_words=in_words)
    return content, embeds


def _size(part: object) -> int:
    """Count the characters of everything that an embed shows."""
    match part:
        case dict():
            return sum(_size(value) for name, value in part.items() if name != "image")
        case list():
            return sum(map(_size, part))
        case str():
            return len(part)
        case _:
            return 0


def _said(message: Message, reader: Reader, *, in_words: bool) -> tuple[str, list[Json]]:
    pushed = replace(reader, is_pushed=True)
    content, *more = markdown(message.text, pushed, CONTENT_ROOM)
    pages = _Pages([{"title": heading(message.title, _TITLE_ROOM)}] if message.title else [])
    for part in more:
        pages.add_text(part)
    for section in message.sections:
        _add_section(pages, section, reader)
    if message.image and in_words:
        for part in markdown((Lit(message.image.alt),), reader, _DESCRIPTION_ROOM // 2):
            pages.add_text(part)
    elif message.image:
        pages.last()["image"] = {"url": f"attachment://{_file_name(message.image.name)}"}
    if message.footer:
        content = _add_footer(pages, content, message.footer, pushed)
    for embed in pages.embeds:
        if message.tone in _COLOURS:
            embed["color"] = _COLOURS[message.tone]
    return content, pages.embeds


def _add_section(pages: _Pages, section: Section, reader: Reader) -> None:
    """Add a section's text, and its facts side by side where they are short enough, else below."""
    if section.text:
        for part in markdown(section.text, reader, _DESCRIPTION_ROOM // 2):
            pages.add_text(part)
    fields: list[Json] = []
    below: list[str] = []
    for fact in section.fields:
        value = fact.value or (EMPTY,)
        first, *more = markdown(value, reader, _VALUE_ROOM)
        if more:
            below += markdown((B(fact.label), "\n", *value), reader, _DESCRIPTION_ROOM // 2)
        else:
            fields.append({"name": heading(fact.label, _NAME_ROOM), "value": first, "inline": True})
    pages.add_fields(fields)
    for part in below:
        pages.add_text(part)


def _add_footer(pages: _Pages, content: str, footer: Rich, reader: Reader) -> str:
    """Put the small print below everything; Discord reads no marks at the foot of an embed."""
    small = " ".join(markdown(footer, reader, CONTENT_ROOM)[0].split("\n"))
    if not pages.embeds and len(content) + len(small) + len("\n-# ") <= CONTENT_ROOM:
        return f"{content}\n-# {small}"
    words = shorten(bare(footer, reader), reader.most) if reader.most else bare(footer, reader)
    pages.last()["footer"] = {"text": label(words, _FOOTER_ROOM)}
    return content


def _attachments(message: Message) -> list[Json]:
    """Return every attachment there is to be: Discord takes away what is not named."""
    image = message.image
    if image is None:
        return []
    return [{"id": 0, "filename": _file_name(image.name), "description": label(image.alt, _ALT_ROOM)}]


def _file_name(name: str) -> str:
    return _UNFIT.sub("_", name) or "picture"


# --- what can be pressed ----------------------------------------------------------------------------------------------


def _rows(message: Message, identity: int) -> list[Json]:
    beside = [section.button for section in message.sections if section.button]
    rows = [*_of_buttons(beside), *_of_buttons(list(message.buttons))]
    if message.menu:
        rows.append({"type": _ROW, "components": [_menu(message.menu)]})
    return [{**row, "id": _IDENTITIES + identity} if number == 0 else row for number, row in enumerate(rows)]


def _of_buttons(buttons: list[Button]) -> Iterator[Json]:
    for first in range(0, len(buttons), _A_ROW):
        yield {"type": _ROW, "components": [_button(button) for button in buttons[first : first + _A_ROW]]}


def _button(button: Button) -> Json:
    shown = {"type": _BUTTON, "label": label(button.label, _BUTTON_ROOM)}
    url = address(button.url) if button.url else None
    if url:
        return {**shown, "style": _LINK, "url": url}
    way = Way.ASKS if button.confirm else Way.OPENS if button.opens_form else Way.PLAIN
    return {
        **shown,
        "style": _STYLES[button.style],
        "custom_id": made(way, button.action, button.value),
    }


def _menu(menu: Menu) -> Json:
    return {
        "type": _SELECT,
        "custom_id": made(Way.MENU, menu.action, menu.value),
        "placeholder": label(menu.placeholder, _PLACEHOLDER_ROOM),
        "options": [{"label": label(each.label, _OPTION_ROOM), "value": each.value} for each in menu.options],
    }
