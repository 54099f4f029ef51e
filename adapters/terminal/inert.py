"""Text made harmless: nothing a person typed can move the cursor, change a colour or turn the reading round."""

from __future__ import annotations

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
