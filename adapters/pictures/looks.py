"""Colours and measures: read on a phone, 400 points wide, on a light or a dark ground, by every kind of eye.

The kinds' colours are those of Okabe and Ito, lightened on the dark ground. Each kind has its letter beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.pictures import Cell, Theme

Colour: TypeAlias = tuple[int, int, int]

WIDTH = 1_080  # a phone's own pixels, so that nothing is scaled up
MARGIN = 40
LARGE, NORMAL, SMALL = 46, 36, 32  # of letters, in pixels; a phone shows them at about a third


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """The colours of one theme: ground and ink, lines, an open slot, then each kind with the ink on it."""

    ground: Colour
    ink: Colour
    soft: Colour
    line: Colour
    open: Colour
    strong: Colour
    second: Colour
    goal: Colour
    cells: Mapping[Cell, tuple[Colour, Colour]]


_BLACK, _WHITE = (20, 20, 24), (255, 255, 255)

_LIGHT = Looks(
    ground=_WHITE,
    ink=(28, 28, 33),
    soft=(92, 94, 102),
    line=(214, 216, 222),
    open=(150, 153, 162),
    strong=(0, 114, 178),
    second=(230, 159, 0),
    goal=(28, 28, 33),
    cells={
        Cell.SELLING: ((0, 114, 178), _WHITE),
        Cell.LEADS: ((110, 192, 240), _BLACK),
        Cell.PAID: ((240, 180, 40), _BLACK),
        Cell.BUILDING: ((0, 140, 102), _WHITE),
        Cell.ADMIN: ((204, 121, 167), _BLACK),
        Cell.UNSAID: ((176, 179, 188), _BLACK),
        Cell.BREAK: ((210, 213, 220), _BLACK),
    },
)
_DARK = Looks(
    ground=(30, 31, 36),
    ink=(240, 240, 244),
    soft=(172, 175, 184),
    line=(66, 68, 77),
    open=(122, 125, 136),
    strong=(64, 160, 230),
    second=(240, 180, 40),
    goal=(240, 240, 244),
    cells={
        Cell.SELLING: ((64, 160, 230), _BLACK),
        Cell.LEADS: ((165, 220, 250), _BLACK),
        Cell.PAID: ((240, 180, 40), _BLACK),
        Cell.BUILDING: ((20, 158, 118), _BLACK),
        Cell.ADMIN: ((214, 140, 180), _BLACK),
        Cell.UNSAID: ((132, 135, 146), _BLACK),
        Cell.BREAK: ((74, 77, 87), _WHITE),
    },
)

LOOKS: Mapping[Theme, Looks] = {Theme.LIGHT: _LIGHT, Theme.DARK: _DARK}
