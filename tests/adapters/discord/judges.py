"""Whether Discord would take a screen, and what in it is alive: read as Discord's clients read Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.adapters.discord import strict
from tests.adapters.discord.described import described

Json = dict[str, Any]
_ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
_LIVE = {
    "token": re.compile(
        r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|t:-?\d+(?::[a-zA-Z])?|/[^:<>\n]+:\d+|id:\w+|[a-z+.-]+:[\w/][^\s>]*|[\w.+-]+@[\w.-]+)>",
        re.IGNORECASE,
    ),
    "call": re.compile(r"@(?:everyone|here)\b"),
    "address": re.compile(r"https?://\S|discord(?:app)?\.(?:gg|com)/\S|mailto:\w", re.IGNORECASE),
    "link": re.compile(r"\[(?:\\.|[^\]\\])*\]\(\S*?\)"),
    "format": re.compile(r"\*{1,3}|_{1,3}|~~|\|\||`{1,3}"),
}
_BEGINS = re.compile(r"[^\S\n]*(?:>(?:>>)?\s|#{1,3}\s|-#\s|[-*+]\s|\d+[.)]\s)")


def judge_message(message: Json) -> None:
    """Refuse a message that Discord would refuse."""
    strict.message(message)
    assert message["allowed_mentions"] == {"parse": []}
    assert message["content"].strip()
    described_as("POST", "/channels/1/messages", message)


def judge_modal(modal: Json) -> None:
    """Refuse a form that Discord would refuse."""
    strict.modal(modal)
    described_as("POST", "/interactions/1/a/callback", {"type": 9, "data": modal})


def described_as(method: str, path: str, body: object) -> None:
    description = described()
    if description is not None:
        assert not description.broken(method, path, {}, body)


def alive(message: Json) -> Counter[str]:
    """Return what in a message is more than text, and how often."""
    return Counter(found for text in marked(message) for found in _alive(text))


def marked(message: Json) -> Iterator[str]:
    """Yield the texts of a message in which Discord reads marks."""
    yield message["content"]
    for embed in message.get("embeds", ()):
        yield from (embed[name] for name in ("title", "description") if name in embed)
        for each in embed.get("fields", ()):
            yield from (each["name"], each["value"])


def _alive(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        if at == 0 or text[at - 1] == "\n":
            begins = _BEGINS.match(text, at)
            if begins:
                yield f"begins {begins[0].strip()}"
        if escaped := _ESCAPED.match(text, at):
            at = escaped.end()
            continue
        name, found = next(
            ((name, found) for name, kind in _LIVE.items() if (found := kind.match(text, at))), ("", None)
        )
        if found is None:
            at += 1
            continue
        yield f"{name} {found[0]}"
        at = found.end()
