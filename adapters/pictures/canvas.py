"""A sheet of few colours: rectangles and text with smooth edges, written as a small PNG.

Every pixel is a number in a palette, so that a picture is drawn in milliseconds and sent in some kilobytes. Text brings
the shades between its ink and its ground with it.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

from adapters.pictures.looks import Colour

Box: TypeAlias = tuple[float, float, float, float]
_SHADES = 9  # from the ground to the ink: more are not seen
_FULL = 255
_PLAIN = {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"'}
_NO_LETTER = "\U0010ffff"  # what stands for a letter that the font lacks is drawn for this one, too


@dataclass(frozen=True, slots=True)
class Text:
    """How words are written: their size in pixels, the ink, and the colour that lies under them."""

    size: int
    ink: Colour
    ground: Colour


class Canvas:
    """One picture while it is drawn."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.width = width
        self.height = height
        self._palette: dict[Colour, int] = {}
        self._shades: dict[Text, list[int]] = {}
        # Painted as shades of grey, each of which is the number of a colour: so nothing is ever converted.
        self._sheet = Image.new("L", (width, height), self._number(ground))
        self._draw = ImageDraw.Draw(self._sheet)

    def box(self, box: Box, colour: Colour) -> None:
        """Fill a rectangle, its right and lower edges not included; nothing where it has no size."""
        left, top, right, bottom = (round(each) for each in box)
        if right > left and bottom > top:
            self._draw.rectangle((left, top, right - 1, bottom - 1), fill=self._number(colour))

    def frame(self, box: Box, colour: Colour, thick: int) -> None:
        """Draw the edges of a rectangle, inside of it."""
        left, top, right, bottom = (round(each) for each in box)
        self._draw.rectangle((left, top, right - 1, bottom - 1), outline=self._number(colour), width=thick)

    def dashes(self, box: Box, colour: Colour, length: int) -> None:
        """Fill a rectangle with dashes from left to right."""
        left, top, right, bottom = box
        at = left
        while at < right:
            self.box((at, top, min(at + length, right), bottom), colour)
            at += 2 * length

    def text(self, at: tuple[float, float], words: str, look: Text, anchor: str = "lm") -> None:
        """Write words at a point that `anchor` places, as Pillow names it: `lm` is left, and the middle of the line."""
        inked = _inked(spelt(words), look.size, anchor)
        if inked is not None:
            place = (round(at[0]) + inked.left, round(at[1]) + inked.top)
            # Where there is no ink, what is there stays: letters may stand close to an edge.
            self._sheet.paste(inked.ink.point(self._shades_of(look)), place, inked.cover)

    def png(self) -> bytes:
        """Return the picture."""
        self._sheet.putpalette([part for colour in self._palette for part in colour])
        file = io.BytesIO()
        self._sheet.save(file, "PNG", compress_level=6)
        return file.getvalue()

    def _number(self, colour: Colour) -> int:
        return self._palette.setdefault(colour, len(self._palette))

    def _shades_of(self, look: Text) -> list[int]:
        """Return the palette's number for each strength of the ink."""
        if look not in self._shades:
            shades = (_between(look.ground, look.ink, step / (_SHADES - 1)) for step in range(_SHADES))
            self._shades[look] = [*map(self._number, shades), *(0 for _ in range(_FULL + 1 - _SHADES))]
        return self._shades[look]


@dataclass(frozen=True, slots=True)
class _Inked:
    """Written words: the shade of each pixel, where there is ink at all, and where they begin from their point."""

    ink: Image.Image
    cover: Image.Image
    left: int
    top: int


@lru_cache(maxsize=256)
def _inked(words: str, size: int, anchor: str) -> _Inked | None:
    """Write words; kept, for most pictures share most of theirs."""
    font = _font(size)
    left, top, right, bottom = (round(each) for each in font.getbbox(words, anchor=anchor))
    if right <= left or bottom <= top:
        return None
    ink = Image.new("L", (right - left + 2, bottom - top + 2), 0)
    ImageDraw.Draw(ink).text((1 - left, 1 - top), words, fill=_FULL, font=font, anchor=anchor)
    ink = ink.point([round(strength / _FULL * (_SHADES - 1)) for strength in range(_FULL + 1)])
    return _Inked(ink, ink.point([0, *(_FULL for _ in range(_FULL))]), left - 1, top - 1)


def width_of(words: str, size: int) -> float:
    """Return how wide words are, in pixels."""
    return _font(size).getlength(spelt(words))


def cut(words: str, size: int, room: float) -> str:
    """Return words shortened to `room` pixels, with "…" where something was cut."""
    if width_of(words, size) <= room:
        return words
    while words and width_of(f"{words}…", size) > room:
        words = words[:-1].rstrip()
    return f"{words}…"


def is_writable(words: str) -> bool:
    """Tell whether the font has every letter of `words`, or a plain one in its place."""
    return all(_spelt(sign) for sign in words)


def spelt(words: str) -> str:
    """Return words in letters that the font has: without an accent that it lacks, and without what it lacks wholly."""
    return "".join(map(_spelt, words))


@lru_cache(maxsize=1_024)
def _spelt(sign: str) -> str:
    missing = _shape(_NO_LETTER)
    plain = _PLAIN.get(sign, unicodedata.normalize("NFKD", sign)[:1])
    return next((each for each in (sign, plain) if each.isspace() or _shape(each) != missing), "")


def _shape(sign: str) -> bytes:
    return bytes(_font(20).getmask(sign))


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("this Pillow was built without FreeType, and can't write letters of a size")
    return font


def _between(ground: Colour, ink: Colour, part: float) -> Colour:
    red, green, blue = (round(low + (high - low) * part) for low, high in zip(ground, ink, strict=True))
    return red, green, blue
