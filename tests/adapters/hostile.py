"""What somebody might type to make more of it than text, and screens in which it stands everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from hypothesis import strategies as st

from bot.ui import (
    MAX_BUTTON,
    MAX_HINT,
    MAX_LABEL,
    MAX_OPTION,
    MAX_TITLE,
    B,
    Button,
    Confirm,
    Fact,
    Form,
    Input,
    InputKind,
    Lit,
    Menu,
    Message,
    Option,
)

T = TypeVar("T")

PAYLOADS = (
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<!subteam^S1|@all>",
    "<@U0123ABC>",
    "<@W1>",
    "<#C1|general>",
    "@here",
    "@channel",
    "@everyone",
    "#general",
    "<https://evil.example|safe>",
    "https://evil.example",
    "http://a.b",
    "www.evil.com",
    "evil.com",
    "mailto:a@b.com",
    "<mailto:a@b.com|b>",
    "a@b.com",
    "<!date^1^{time}|x>",
    "<!date^1^{date}^https://evil.example|x>",
    "*bold*",
    "_it_",
    "~gone~",
    "`code`",
    "```block```",
    "*",
    "**",
    "_",
    "~",
    "`",
    "```",
    "> quote",
    ">>> all",
    "&gt; quote",
    "&",
    "&amp;",
    "&lt;!channel&gt;",
    "<",
    ">",
    "<<",
    "|",
    "\n",
    "\r\n",
    "\u2028",
    "\0",
    "\x1b[31m",
    "\x07",
    "\x7f",
    "\x85",
    "\t",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\ud800",
    "e\u0301",
    "x" + "\u0301" * 40,
    "👩‍👩‍👧‍👦",
    "🇫🇷",
    "\u0645\u200f",
    "http:",
    "//x.y",
    "://",
    "<!",
    "<@",
    "v1:checkin.same:",
    "{",
    "}",
    "\\",
    '"',
    "'",
    "=1+1",
    "%s",
    "javascript:alert(1)",
    " ",
    "a",
    "Dana",
    "!channel",
    "<t:1:R>",
    "</call log:1>",
    "<:smile:1>",
    "<a:smile:1>",
    "<id:home>",
    "<@!1>",
    "<@&1>",
    "<#1>",
    "||spoiler||",
    "__under__",
    "# heading",
    "-# small",
    "- list",
    "+ list",
    "1. list",
    "[a](https://evil.example)",
    "[a](<https://evil.example>)",
    "discord.gg/abc",
    "\\*",
    "\\\\",
)  # fmt: skip - a table, packed

TEXTS = st.lists(st.one_of(st.sampled_from(PAYLOADS), st.text(max_size=8)), min_size=1, max_size=8).map("".join)


def spoilt(screen: T, words: Iterator[str]) -> T:
    """Return a screen with the next of `words` wherever it holds something that a person may have typed."""
    return _spoilt(screen, words)  # type: ignore[no-any-return]  # of the type that it was


def _spoilt(part: Any, words: Iterator[str]) -> Any:  # noqa: ANN401 - any part of a screen
    match part:
        case Lit():
            return Lit(next(words))
        case B(text=Lit()):
            return B(Lit(f"x{next(words)}"))
        case tuple():
            return tuple(_spoilt(each, words) for each in part)
        case Button() | Option() | Fact() | Message() | Form() | Menu() | Confirm() | Input():
            return _named(part, words)
        case _ if is_dataclass(part) and not isinstance(part, type) and hasattr(part, "text"):
            inner = {each.name: _spoilt(getattr(part, each.name), words) for each in fields(part)}
            return replace(part, **inner) if isinstance(inner["text"], tuple) else part
        case _:
            return part


def _named(part: Any, words: Iterator[str]) -> Any:  # noqa: ANN401 - as above
    """Spoil a part's plain words, within their limits, and what is inside it."""
    match part:
        case Button(label=label):
            confirm = _spoilt(part.confirm, words) if part.confirm else None
            return replace(part, label=_in(label, MAX_BUTTON, words), confirm=confirm)
        case Option():
            return replace(part, label=_in(part.label, MAX_OPTION, words))
        case Confirm():
            return Confirm(text=next(words), yes=f"y{next(words)}", no=f"n{next(words)}")
        case Fact():
            return Fact(label=f"x{next(words)}", value=_spoilt(part.value, words))
        case Menu():
            return replace(part, options=_spoilt(part.options, words))
        case Form():
            inputs = _spoilt(part.inputs, words)
            return replace(part, title=_in("t", MAX_TITLE, words), submit=_in("s", MAX_TITLE, words), inputs=inputs)
        case Input():
            typed = part.kind in {InputKind.SHORT, InputKind.LONG, InputKind.SEARCH}
            return replace(
                part,
                label=_in(part.label, MAX_LABEL, words),
                hint=_in("", MAX_HINT, words),
                placeholder=_in("", MAX_HINT, words),
                value=_in("", 200, words) if typed else part.value,
                options=_spoilt(part.options, words),
            )
        case _:
            inner = ("text", "sections", "buttons", "menu", "footer")
            made = {name: _spoilt(getattr(part, name), words) for name in inner}
            return replace(part, **made, title=_in("", 150, words) if part.title else "")


def _in(before: str, room: int, words: Iterator[str]) -> str:
    """Return the next words with `x` before them, so that they are never empty, in their limit."""
    return f"{before[:1] or 'x'}{next(words)}"[:room]
