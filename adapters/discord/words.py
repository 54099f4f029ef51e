"""Text on its way to Discord: what somebody typed stays text, what is ours gets Discord's marks. Pure, and total.

A backslash takes a mark's meaning; a zero-width space keeps addresses, mentions and tokens from being found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from wcwidth import iter_graphemes

from bot import plain
from bot.domain.people import Account
from bot.ui import B, Cmd, Link, Lit, Name, Rich, RichSpan, When, WhenStyle, shorten

Json: TypeAlias = dict[str, Any]

CONTENT_ROOM = 2_000
URL_ROOM = 512
EMPTY = "–"
GAP = "\u200b"

_SLICE = 300  # of what was typed: no sign of it takes more than three once it is made inert
_BOLD = 300
_SHOWN_AS = {WhenStyle.TIME: "t", WhenStyle.DATE: "D", WhenStyle.DATETIME: "f", WhenStyle.AGO: "R"}

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
_MARK = re.compile(r"[\\*_~`|\[\]]")
# A quotation, a heading, small print, a list.
_BEGINS = re.compile(r"^([^\S\n]*)(?:([>#+-])|([0-9]+)([.)]))", re.MULTILINE)
# Where a zero-width space keeps an address, a mention or a token from being found.
_FOUND = re.compile(r"(?<=[@<])(?=\S)|(?<=:)(?=//)|(?<=mailto:)|(?<=tel:)|(?<=\.)(?=[^\W\d_]{2})", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://)\S", re.IGNORECASE)
_OURS = "*`"
_UNFIT = {ord(sign): f"%{ord(sign):02X}" for sign in '<>()[]|"\\ \n'}
_BRACKETS = str.maketrans("[]", "()")
_USER = re.compile(r"[0-9]{1,20}")
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: their zone, when that is, and how each command is mentioned, by its path.

    In what a notification says, moments are written out in the reader's zone; elsewhere Discord shows them.
    `most` is how many characters a text may have, for a screen that is too much for Discord; 0 where there is room.
    """

    zone: ZoneInfo
    now: datetime
    mentions: Mapping[str, str] = field(default_factory=lambda: _NONE)
    is_pushed: bool = False
    most: int = 0


# --- made harmless ----------------------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Return `text` without what turns or controls a screen; line breaks of any kind become newlines."""
    return text.replace("\r\n", "\n").translate(_CLEAN)


def inert(text: str) -> str:
    """Return `text` as Discord's Markdown shows it literally."""
    marked = _MARK.sub(r"\\\g<0>", _FOUND.sub(GAP, clean(text)))
    return _BEGINS.sub(_quenched, marked)


def _quenched(found: re.Match[str]) -> str:
    space, sign, number, dot = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"


def said(text: str) -> str:
    """Return `text`, or a dash where nothing of it can be seen."""
    return text if any(sign.isprintable() and not sign.isspace() for sign in text) else EMPTY


def label(text: str, room: int) -> str:
    """Return one line of a place in which Discord reads no mark."""
    return shorten(said(" ".join(clean(text).split("\n"))).strip(), room)


def heading(text: str, room: int) -> str:
    """Return one line of a place in which Discord reads some marks."""
    line = label(text, room)
    while len(inert(line)) > room:
        line = shorten(line, len(line) * 3 // 4)
    return inert(line)


def bare(text: Rich, reader: Reader) -> str:
    """Return a text without marks, moments in the reader's zone."""
    return "".join(
        f"/{_one_line(span.path)}" if isinstance(span, Cmd) else plain.plain((span,), reader.zone, reader.now)
        for span in text
    )


# --- with marks -------------------------------------------------------------------------------------------------------


def markdown(text: Rich, reader: Reader, room: int) -> tuple[str, ...]:
    """Write `text` in parts of at most `room` characters; none ends inside a grapheme or a mark."""
    if reader.most:
        return literal(shorten(bare(text, reader), reader.most), room)
    return _parts(_atoms(text, reader), room)


def literal(text: str, room: int) -> tuple[str, ...]:
    """Write `text` as it is, in parts of at most `room` characters."""
    return _parts(_inert_slices(text), room)


def _parts(atoms: Iterable[str], room: int) -> tuple[str, ...]:
    parts: list[str] = []
    part = ""
    for atom in filter(None, atoms):
        if part and len(part) + len(GAP) + len(atom) > room:
            parts.append(part)
            part = ""
        part += f"{GAP}{atom}" if part and part[-1] in _OURS and atom[0] in _OURS else atom
    return tuple(each.strip("\n") for each in (*parts, part) if said(each) == each) or (EMPTY,)


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
    line = _one_line(words)
    if line:
        yield f"**{inert(shorten(line, _BOLD))}**"


def _marked(span: RichSpan, reader: Reader) -> str:
    match span:
        case Cmd(path=path):
            return reader.mentions.get(path) or f"`/{shorten(_one_line(path), _BOLD).replace('`', chr(0x2019))}`"
        case When(at=at, style=style):
            stamp = int(at.timestamp())
            if reader.is_pushed or stamp <= 0:
                return inert(plain.moment(at, style, reader.zone, reader.now))
            return f"<t:{stamp}:{_SHOWN_AS[style]}>"
        case Link(text=words, url=url):
            return linked(words, url)
        case Name(account=account):
            return named(account)
        case _:
            raise TypeError(f"{type(span).__name__} is no part of a text")


def linked(words: str, url: str) -> str:
    """Write a link without a preview; what is no address a browser opens is shown as words."""
    target = address(url)
    if target is None:
        return inert(shorten(clean(f"{words} ({url})"), _SLICE))
    shown = shorten(_one_line(words), _BOLD).translate(_BRACKETS) or shorten(target, _BOLD)
    return f"[{inert(shown)}](<{target}>)"


def address(url: str) -> str | None:
    """Return a web address as Discord takes it, or None for anything else."""
    target = clean(url).strip().translate(_UNFIT)
    return target if _ADDRESS.match(target) and len(target) <= URL_ROOM else None


def named(account: Account) -> str:
    """Write somebody's name: Discord shows the one they have there, and calls nobody."""
    return f"<@{account.user}>" if account.platform == "discord" and is_user(account.user) else inert(account.user)


def is_user(text: str) -> bool:
    """Tell whether `text` is the id of somebody in Discord."""
    return bool(_USER.fullmatch(text))


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


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
