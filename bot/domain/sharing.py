"""Who may look at what: grants that both sides agree to, and a person's known names kept out of what others read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.people import Who

INVITED_FOR = timedelta(days=14)
MAX_LABEL = 60
MAX_GRANTS = 20
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that are easily taken for one another
_CODE = 10
_HALF = _CODE // 2


class Level(StrEnum):
    """How much a viewer sees; each holds what the one before holds."""

    COUNTS = "counts"
    OUTCOMES = "outcomes"
    WORDS = "words"

    def holds(self, other: Level) -> bool:
        """Tell whether this level shows what `other` shows."""
        order = tuple(Level)
        return order.index(other) <= order.index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one person shows another of their weeks.

    `label` is what the owner calls the viewer. It waits for the viewer, who accepts by a code of which only the digest
    is kept, and ends at `until`, when it is revoked, or when either of the two is forgotten. `names` tells whether
    people on the owner's list are shown by their names.
    """

    id: int = 0
    owner: Who
    label: str
    level: Level
    names: bool = False
    code_digest: str
    made_at: datetime
    until: datetime | None = None
    viewer: Who | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None

    def waits(self, now: datetime) -> bool:
        """Tell whether the viewer may still accept."""
        return self.accepted_at is None and not self.is_over(now) and now < self.made_at + INVITED_FOR

    def is_open(self, now: datetime) -> bool:
        """Tell whether the viewer may look."""
        return self.viewer is not None and self.accepted_at is not None and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        """Tell whether it was revoked or has run out."""
        return self.ended_at is not None or (self.until is not None and self.until <= now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look of a viewer at something of the owner's."""

    grant: int
    at: datetime
    what: str


# --- the code ---------------------------------------------------------------------------------------------------------


def code_of(number: int) -> str:
    """Return the code for a random number, as a person can read it to another: `7K2QF-4MNPR`."""
    signs = ""
    for _ in range(_CODE):
        number, rest = divmod(number, len(_SIGNS))
        signs += _SIGNS[rest]
    return f"{signs[:_HALF]}-{signs[_HALF:]}"


CODES: int = len(_SIGNS) ** _CODE


def code_digest(code: str) -> str:
    """Return what is kept of a code, whatever case, spaces and dashes it is typed with."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(signs.encode()).hexdigest()


# --- names ------------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+")
_BETWEEN_NAMES = {"and", "da", "de", "del", "der", "di", "du", "la", "le", "of", "the", "to", "und", "van", "von", "y"}
_SPACELESS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")


def masked(text: str, names: Iterable[str]) -> str:
    """Return `text` with every word of these names as its initial, whatever its case and marks: `call D. K.`.

    A word that a name happens to share with the language is masked, too: too much is hidden rather than too little.
    """
    parts = {part for name in names for part in _parts(name)}
    written = unicodedata.normalize("NFC", text)
    for part in sorted((part for part in parts if _is_spaceless(part)), key=len, reverse=True):
        written = written.replace(part, f"{part[0]}.")
    folded = {_folded(part) for part in parts}
    return _WORD.sub(lambda found: _initial(found[0]) if _is_of(found[0], folded) else found[0], written)


def initials(name: str) -> str:
    """Return a name by its initials: `D. K.`."""
    words = _WORD.findall(unicodedata.normalize("NFC", name))
    return " ".join(_initial(word) for word in words) or "?"


def _parts(name: str) -> tuple[str, ...]:
    words = _WORD.findall(unicodedata.normalize("NFC", name))
    return tuple(word for word in words if len(word) > 1 and _folded(word) not in _BETWEEN_NAMES)


def _is_of(word: str, folded: set[str]) -> bool:
    """Tell whether a word is one of a name, or that in the genitive."""
    key = _folded(word)
    return key in folded or (key.endswith("s") and key[:-1] in folded)


def _initial(word: str) -> str:
    return f"{word[0].upper()}."


def _folded(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()


def _is_spaceless(word: str) -> bool:
    return any(unicodedata.name(sign, "").startswith(_SPACELESS) for sign in word)
