"""Text on its way to Slack: what somebody typed stays text, what is ours gets Slack's marks. Pure, and total.

Slack's marks have no escape, so a zero-width space on both sides takes their meaning: they are then neither where a
word begins nor where it ends. `verbatim` keeps Slack from finding links, channels and names by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from wcwidth import iter_graphemes

from bot import plain
from bot.domain.people import Account
from bot.ui import B, Cmd, Link, Lit, Name, Rich, RichSpan, When, WhenStyle, shorten

Json: TypeAlias = dict[str, Any]

SECTION_ROOM = 3_000
URL_ROOM = 3_000
EMPTY = "–"
GAP = "\u200b"

_SLICE = 400  # of what was typed: no sign of it takes more than seven once it is made inert
_BOLD = 300
_SHOWN_AS = {
    WhenStyle.TIME: "{time}",
    WhenStyle.DATE: "{date_short_pretty}",
    WhenStyle.DATETIME: "{date_short_pretty} {time}",
    WhenStyle.AGO: "{ago}",
}

_LOW = range(0x20)
_HIGH = range(0x7F, 0xA0)
_SURROGATES = range(0xD800, 0xE000)
_TURNS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CLEAN = {
    **dict.fromkeys((*_LOW, *_HIGH, *_TURNS, 0xFEFF), ""),
    **dict.fromkeys(_SURROGATES, "\ufffd"),
    **dict.fromkeys((0x09, 0x0B, 0x0C), " "),
    **dict.fromkeys((0x0A, 0x0D, 0x85, 0x2028, 0x2029), "\n"),
}
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARK = re.compile(r"[*_~`&<>]")
# Where a zero-width space keeps an address, a channel or a name from being found.
_FOUND = re.compile(r"(?<=[@#])(?=\S)|(?<=:)(?=//)|(?<=mailto:)|(?<=tel:)|(?<=\.)(?=[^\W\d_]{2})", re.IGNORECASE)
_TAG = re.compile(r"<(?=\S)")
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_OURS = "*`"
_APART = f".,:;!?()[]'\"…–—-{GAP}"
_UNFIT = {ord(sign): f"%{ord(sign):02X}" for sign in '<>|" \n'}
_USER = re.compile(r"[UW][A-Z0-9]{1,30}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: their zone, when that is, and the command under which the app is installed.

    `most` is how many characters a text may have, for a screen that is too much for Slack; 0 where there is room.
    """

    zone: ZoneInfo
    now: datetime
    command: str
    most: int = 0


# --- made harmless ----------------------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Return `text` without what turns or controls a screen; line breaks of any kind become newlines."""
    return text.replace("\r\n", "\n").translate(_CLEAN)


def inert(text: str) -> str:
    """Return `text` as mrkdwn shows it literally."""
    return _MARK.sub(_quenched, _FOUND.sub(GAP, clean(text)))


def _quenched(found: re.Match[str]) -> str:
    sign = found[0]
    match sign:
        case "&" | "<":
            return _ENTITIES[sign]
        case ">":  # at the beginning of a line it would quote, escaped too
            return f"{GAP}{_ENTITIES[sign]}"
        case _:
            return f"{GAP}{sign}{GAP}"


def said(text: str) -> str:
    """Return `text`, or a dash where nothing of it can be seen."""
    return text if any(sign.isprintable() and not sign.isspace() for sign in text) else EMPTY


def label(text: str, room: int) -> Json:
    """Return a plain_text object on one line: Slack reads no mark in it."""
    line = " ".join(clean(text).split("\n"))
    return {"type": "plain_text", "text": shorten(said(_TAG.sub(f"<{GAP}", line)), room), "emoji": True}


def marked(text: str) -> Json:
    """Return a mrkdwn object in which Slack finds nothing that is not marked."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def pushed(text: Rich, reader: Reader, room: int) -> str:
    """Return what a notification and a screen reader say: plain words, times in the reader's zone, at most `room`."""
    words = said(clean(_plain(text, reader)))
    most = room
    while len(inert(words)) > room:
        words, most = shorten(words, most), most * 3 // 4
    return inert(words)


def _plain(text: Rich, reader: Reader) -> str:
    return "".join(
        _command(span.path, reader) if isinstance(span, Cmd) else plain.plain((span,), reader.zone, reader.now)
        for span in text
    )


# --- with marks -------------------------------------------------------------------------------------------------------


def mrkdwn(text: Rich, reader: Reader, room: int = SECTION_ROOM) -> tuple[str, ...]:
    """Write `text` in parts of at most `room` characters; none ends inside a grapheme or a mark."""
    if reader.most:
        return literal(shorten(_plain(text, reader), reader.most), room)
    return _parts(_atoms(text, reader), room)


def literal(text: str, room: int = SECTION_ROOM) -> tuple[str, ...]:
    """Write `text` as it is, in parts of at most `room` characters."""
    return _parts(_inert_slices(text), room)


def _parts(atoms: Iterable[str], room: int) -> tuple[str, ...]:
    parts: list[str] = []
    part = ""
    for atom in filter(None, atoms):
        if part and len(part) + len(GAP) + len(atom) > room:
            parts.append(part)
            part = ""
        part += f"{GAP}{atom}" if part and _touch(part[-1], atom[0]) else atom
    return tuple(each.strip("\n") for each in (*parts, part) if said(each) == each) or (EMPTY,)


def _touch(before: str, after: str) -> bool:
    """Tell whether one of our marks would stand inside a word, where Slack does not see it."""
    return (before in _OURS and _is_word(after)) or (after in _OURS and _is_word(before))


def _is_word(sign: str) -> bool:
    return not sign.isspace() and sign not in _APART


def _atoms(text: Rich, reader: Reader) -> Iterator[str]:
    for span in plain.merged(text):
        match span:
            case str():
                yield from _inert_slices(span)
            case B(text=Lit(text=words)) | B(text=str(words)):
                yield from _bold(words)
            case _:
                yield _marked(span, reader)


def _bold(words: str) -> Iterator[str]:
    bare = " ".join(clean(words).split())
    if bare:
        yield f"*{inert(shorten(bare, _BOLD))}*"


def _marked(span: RichSpan, reader: Reader) -> str:
    match span:
        case Cmd(path=path):
            words = _MARK.sub(lambda found: _ENTITIES.get(found[0], found[0]), _command(path, reader))
            return f"`{words.replace('`', chr(0x2019))}`"
        case When(at=at, style=style):
            words, stamp = plain.moment(at, style, reader.zone, reader.now), int(at.timestamp())
            return f"<!date^{stamp}^{_SHOWN_AS[style]}|{words}>" if stamp > 0 else words
        case Link(text=words, url=url):
            return linked(words, url)
        case Name(account=account):
            return named(account)
        case _:
            raise TypeError(f"{type(span).__name__} is no part of a text")


def _command(path: str, reader: Reader) -> str:
    return shorten(" ".join(clean(f"{reader.command} {path}").split()), _BOLD)


def linked(words: str, url: str) -> str:
    """Write a link; what is no address a browser opens is shown as words."""
    shown = inert(shorten(" ".join(clean(words).split()), _BOLD))
    target = address(url)
    if target is None:
        return inert(shorten(clean(f"{words} ({url})"), _SLICE))
    escaped = target.replace("&", "&amp;")
    return f"<{escaped}|{shown.replace('|', '¦') or inert(shorten(target, _BOLD))}>"


def address(url: str) -> str | None:
    """Return a web or mail address as Slack takes it, or None for anything else."""
    target = clean(url).strip().translate(_UNFIT)
    return target if _ADDRESS.match(target) and len(target) <= URL_ROOM // 2 else None


def named(account: Account) -> str:
    """Write somebody's name: Slack shows the one they have there."""
    return f"<@{account.user}>" if account.platform == "slack" and is_user(account.user) else inert(account.user)


def is_user(text: str) -> bool:
    """Tell whether `text` is the id of somebody in Slack."""
    return bool(_USER.fullmatch(text))


def _inert_slices(text: str) -> Iterator[str]:
    return (inert(each) for each in _slices(clean(text)))


def _slices(text: str) -> Iterator[str]:
    """Cut `text` into pieces that fit whatever is in them, at a space where there is one, never inside a grapheme."""
    piece = ""
    for grapheme in _graphemes(text):
        if len(piece) + len(grapheme) > _SLICE:
            cut = max(piece.rfind(" "), piece.rfind("\n")) + 1 or len(piece)
            yield piece[:cut] if piece[cut - 1].isspace() else f"{piece[:cut]}{GAP}"
            piece = piece[cut:]
        piece += grapheme
    if piece:
        yield piece


def _graphemes(text: str) -> Iterable[str]:
    """Yield the graphemes of `text`; one that is longer than a piece comes in several."""
    for grapheme in iter_graphemes(text):
        yield from (grapheme[at : at + _SLICE] for at in range(0, len(grapheme), _SLICE))
