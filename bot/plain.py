"""A screen as plain text: what a terminal, a push notification or a page without pictures shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.domain.slots import DAY
from bot.ui import B, Cmd, Link, Lit, Message, Name, Rich, RichSpan, When, WhenStyle


def plain(text: Rich, tz: ZoneInfo, now: datetime) -> str:
    """Write `text` with its moments in the zone `tz`."""
    return "".join(_span(span, tz, now) for span in text)


def merged(text: Rich) -> Iterator[RichSpan]:
    """Yield the spans with neighbouring words in one, so that nothing comes alive where two of them meet."""
    words = ""
    for span in text:
        if isinstance(span, str | Lit):
            words += span if isinstance(span, str) else span.text
            continue
        if words:
            yield words
            words = ""
        yield span
    if words:
        yield words


def _span(span: object, tz: ZoneInfo, now: datetime) -> str:
    match span:
        case str():
            return span
        case Lit(text=inner) | B(text=Lit(text=inner)) | B(text=str(inner)):
            return inner
        case Cmd(path=path):
            return f"`{path}`"
        case Link(text=words, url=url):
            return f"{words} ({url})"
        case Name(account=account):
            return account.user
        case When(at=at, style=style):
            return moment(at, style, tz, now)
        case _:
            raise TypeError(f"{type(span).__name__} is no part of a text")


def moment(at: datetime, style: WhenStyle, tz: ZoneInfo, now: datetime) -> str:
    """Write a moment in the zone `tz`: `14:30`, `Tue 24 Nov`, `Tue 24 Nov 14:30`, `in 3 h`."""
    local = at.astimezone(tz)
    match style:
        case WhenStyle.TIME:
            return f"{local:%H:%M}"
        case WhenStyle.DATE:
            return f"{local:%a} {local.day} {local:%b}"
        case WhenStyle.DATETIME:
            return f"{local:%a} {local.day} {local:%b} {local:%H:%M}"
        case WhenStyle.AGO:
            return _distance(at, now)
        case _:
            assert_never(style)


def _distance(at: datetime, now: datetime) -> str:
    away = abs(at - now)
    minutes = round(away.total_seconds() / 60)
    if away >= 2 * DAY:
        words = f"{away.days} days"
    elif minutes >= 2 * 60:
        words = f"{minutes // 60} h"
    elif minutes:
        words = f"{minutes} min"
    else:
        return "now"
    return f"in {words}" if at > now else f"{words} ago"


def lines(message: Message, tz: ZoneInfo, now: datetime) -> str:
    """Write everything a message says, without what can be pressed: one block of text."""
    parts = [message.title] if message.title else []
    parts.append(plain(message.text, tz, now))
    for section in message.sections:
        if section.text:
            parts.append(plain(section.text, tz, now))
        width = max((len(fact.label) for fact in section.fields), default=0)
        parts.extend(f"{fact.label:<{width}}  {plain(fact.value, tz, now)}" for fact in section.fields)
    if message.image:
        parts.append(message.image.alt)
    if message.footer:
        parts.append(plain(message.footer, tz, now))
    return "\n".join(parts)
