"""Text on its way to a screen: made harmless, given a look, wrapped to a width, painted. Pure.

Nothing a person typed can move the cursor, change a colour or turn the reading round; nothing else writes escape codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from wcwidth import iter_graphemes, wcswidth

# --- made harmless ----------------------------------------------------------------------------------------------------

_BREAKS = "\r\x85\u2028\u2029"
_SPACES = "\t\v\f"
_MARKS = "\u200e\u200f\u061c"
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LOW = range(0x20)
_DELETE = 0x7F
_HIGH = range(0x80, 0xA0)
_SURROGATES = range(0xD800, 0xE000)
_PICTURES = 0x2400
_PICTURE_OF_DELETE = "\u2421"
_UNKNOWN = "\ufffd"

# What comes later in this table goes before what stands earlier.
_TABLE = {
    **{code: chr(_PICTURES + code) for code in _LOW},
    _DELETE: _PICTURE_OF_DELETE,
    **dict.fromkeys((*_HIGH, *_SURROGATES, *map(ord, _TURNS)), _UNKNOWN),
    **dict.fromkeys(map(ord, _MARKS), ""),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _BREAKS + "\n"), "\n"),
}


def inert(text: str) -> str:
    """Return `text` with every control character as a visible stand-in; line breaks of any kind become newlines."""
    return text.replace("\r\n", "\n").translate(_TABLE)


def one_line(text: str) -> str:
    """Return `text` made harmless, with its line breaks as spaces."""
    return inert(text).replace("\n", " ")


# --- looks, lines and paint -------------------------------------------------------------------------------------------

BOLD = "1"
DIM = "2"
TITLE = "1;4"
URL = "4"
GOOD = "32"
CARE = "33"
DANGER = "31"
KEY = "36"


@dataclass(frozen=True, slots=True)
class Run:
    """Harmless text in one look: `sgr` holds the numbers of an escape code.

    A `glued` run is not broken at its spaces; a `solid` one is not broken at all, so that a link stays whole.
    """

    text: str
    sgr: str = ""
    glued: bool = False
    solid: bool = False


Line: TypeAlias = tuple[Run, ...]


def together(*looks: str) -> str:
    """Combine looks into one."""
    return ";".join(look for look in looks if look)


def width_of(text: str) -> int:
    """Return how many columns a terminal takes for harmless text of one line."""
    return sum(max(wcswidth(grapheme), 0) for grapheme in iter_graphemes(text))


def wrap(runs: Iterable[Run], width: int) -> tuple[Line, ...]:
    """Break runs into lines of at most `width` columns, at spaces where there are any."""
    lines: list[Line] = []
    line: list[Run] = []
    used = 0
    for cell in _cells(runs):
        if cell.text == "\n":
            lines.append(_joined(line))
            line, used = [], 0
            continue
        line.append(cell)
        used += width_of(cell.text)
        if used > width and cell.text != " ":
            done, line = _broken(line)
            if done:
                lines.append(_joined(done))
            used = sum(width_of(each.text) for each in line)
    lines.append(_joined(line))
    return tuple(lines)


def _cells(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield one run for each grapheme."""
    for run in runs:
        for grapheme in iter_graphemes(run.text):
            yield replace(run, text=grapheme)


def _broken(cells: list[Run]) -> tuple[list[Run], list[Run]]:
    """Return what stays on a line that has become too long by its last cell, and what goes to the next."""
    spaces = [index for index, cell in enumerate(cells) if cell.text == " " and not cell.glued]
    # A space among the first cells is an indentation: breaking there would only lose it.
    if spaces and any(cell.text != " " for cell in cells[: spaces[-1]]):
        return cells[: spaces[-1]], cells[spaces[-1] + 1 :]
    if cells[-1].solid or len(cells) == 1:
        return [], cells
    return cells[:-1], cells[-1:]


def _joined(cells: list[Run]) -> Line:
    """Return cells as runs again, without spaces at the end."""
    while cells and cells[-1].text == " ":
        cells = cells[:-1]
    grouped = groupby(cells, key=lambda cell: cell.sgr)
    return tuple(Run("".join(cell.text for cell in group), sgr) for sgr, group in grouped)


def paint(line: Iterable[Run], *, colour: bool) -> str:
    """Return a line as it is written: with escape codes, or the words alone."""
    if not colour:
        return "".join(run.text for run in line).rstrip(" ")
    return "".join(f"\x1b[{run.sgr}m{run.text}\x1b[0m" if run.sgr and run.text else run.text for run in line)
