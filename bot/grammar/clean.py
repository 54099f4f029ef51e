"""Words as a platform delivers them, made plain: the same words cleaned twice stay the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINE_ENDS = (0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029)
_SPACES = (0x09, 0x1F, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_LONE_SURROGATES = range(0xD800, 0xE000)
# Zero-width space, word joiner and byte order mark say nothing; embeddings, overrides and isolates turn around what
# is written behind them. Joiners and the two direction marks belong to words and stay, except at the edges.
_INVISIBLE = (0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_EDGES = " \u200e\u200f"
_BECOMES = (
    dict.fromkeys((*_CONTROLS, *_LONE_SURROGATES, *_INVISIBLE), "")
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_LINE_ENDS, "\n")
)
_BECOMES_IN_A_TABLE = _BECOMES | {0x09: "\t"}
_ESCAPED = re.compile(r"&(?:amp;)*+(lt;|gt;)?")
_UNESCAPED = {"lt;": "<", "gt;": ">", None: "&"}

# A moment as Discord and as Slack write one.
MOMENT = r"(?:<t:[0-9]{1,12}(?::[a-zA-Z])?>|<!date\^[0-9]{1,12}\^[^<>\n]{0,300}>)"
_WHOLE = re.compile(r"<[!@#:/\w][^<>\n]*>|\bhttps?://[^\s<>]+")


def clean(text: str) -> str:
    """Return the words of a message: entities read, single spaces, no empty lines, nothing invisible that misleads.

    Lines are kept apart by a single newline, which is the only control character left.
    """
    return _cleaned(text, _BECOMES)


def clean_table(text: str) -> str:
    """Return the words of a message as `clean` does, but with the tabs that part cells below its first line."""
    head, end, rows = _cleaned(text, _BECOMES_IN_A_TABLE).partition("\n")
    return f"{clean(head)}{end}{rows}"


def _cleaned(text: str, becomes: Mapping[int, str]) -> str:
    plain = text.replace("\r\n", "\n").translate(becomes)
    plain = _ESCAPED.sub(lambda found: _UNESCAPED[found[1]], plain)
    lines = (" ".join(part for part in line.split(" ") if part).strip(_EDGES) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def on_one_line(text: str) -> str:
    """Return `text` with its lines joined."""
    return text.replace("\n", " ").strip()


def masked(text: str) -> str:
    """Return `text`, of the same length, with tokens and addresses blotted out, so that nothing is found in them."""
    return _WHOLE.sub(lambda found: "x" * len(found[0]), text)
