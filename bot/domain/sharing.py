"""Who may look at what: grants that both sides agree to, and a person's known names kept out of what others read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

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
    people on the owner's list are shown by their names. `accepted_at` is when it was accepted, or since then more was
    granted than before: no week is shown that was over by then.
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

_BETWEEN_NAMES = {"and", "da", "de", "del", "der", "di", "du", "la", "le", "of", "the", "to", "und", "van", "von", "y"}
_WITHOUT_PARTS = ("CJK", "HANGUL")  # one name is written together there, and told by either part
_SPACELESS = (*_WITHOUT_PARTS, "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")
_SPACE = re.compile(r"(\s+)")
_DIGITS = "0123456789"
_TELLING = 3  # fewer letters of a name are part of too many addresses


def masked(text: str, names: Iterable[str]) -> str:
    """Return `text` with every word of these names as its initial, whatever its case and marks: `call D. K.`.

    A word that a name happens to share with the language is masked, too: too much is hidden rather than too little.
    """
    every = [_words(name) for name in names]
    parts = {part for words in every for part in _parts(words)}
    written = unicodedata.normalize("NFC", text)
    spaceless = {piece for part in parts if _is_in(part, _SPACELESS) for piece in _pieces(part)}
    for piece in sorted(spaceless, key=len, reverse=True):
        written = written.replace(piece, f"{piece[0]}.")
    folded = {_folded(part) for part in parts}
    together = {joint for words in every for joint in _together(words)}
    return "".join(_masked_token(token, folded, together) for token in _SPACE.split(written))


def initials(name: str) -> str:
    """Return a name by its initials: `D. K.`."""
    return " ".join(_initial(word) for word in _words(name)) or "?"


def _masked_token(token: str, folded: set[str], together: set[str]) -> str:
    """Return what stands between two spaces without the words of names; an address may hold one anywhere."""
    inside = [part for part in folded if len(part) >= _TELLING] if "@" in token else []

    def without(word: str) -> str:
        key = _folded(word)
        is_named = _is_of(key, folded | together) or any(part in key for part in inside)
        return _initial(word) if is_named else word

    runs = ((is_word, "".join(signs)) for is_word, signs in groupby(token, _is_in_word))
    return "".join(without(run) if is_word else run for is_word, run in runs)


def _words(text: str) -> tuple[str, ...]:
    if text.isascii():
        return tuple(_ASCII_WORD.findall(text))
    runs = ("".join(signs) for is_word, signs in groupby(unicodedata.normalize("NFC", text), _is_in_word) if is_word)
    return tuple(run for run in runs if any(sign.isalnum() for sign in run))


def _is_in_word(sign: str) -> bool:
    """Tell whether a sign is part of a word: a letter or digit, its marks, and what is not seen between them."""
    return sign.isalnum() or unicodedata.category(sign) in {"Mn", "Mc", "Me", "Cf"}


def _parts(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a name that tell whose it is; one that stands between names may be a name at the end."""
    told = (word for at, word in enumerate(words, 1) if at == len(words) or _folded(word) not in _BETWEEN_NAMES)
    return tuple(word for word in told if len(word) > 1)


def _together(words: Sequence[str]) -> Iterable[str]:
    """Return a name as it is written without spaces: `danakowalski`, `dkowalski`, `danak`."""
    if len(words) > 1 and _parts(words):
        first, *between, last = (_folded(word) for word in words)
        yield from (f"{first}{''.join(between)}{last}", f"{first}{last}", f"{first[:1]}{last}", f"{first}{last[:1]}")


def _pieces(part: str) -> Iterable[str]:
    """Return how a name without spaces may be said: whole, and by its beginning or its end."""
    yield part
    if all(_is_in(sign, _WITHOUT_PARTS) for sign in part):
        yield from (part[:at] for at in range(2, len(part)))
        yield from (part[at:] for at in range(1, len(part) - 1))


def _is_of(key: str, folded: set[str]) -> bool:
    """Tell whether a folded word is one of a name, or that in the genitive, or with a number beside it."""
    return any(one in folded or (one.endswith("s") and one[:-1] in folded) for one in {key, key.strip(_DIGITS)})


def _initial(word: str) -> str:
    return f"{next(sign for sign in word if sign.isalnum()).upper()}."


def _folded(word: str) -> str:
    if word.isascii():
        return word.casefold()
    apart = unicodedata.normalize("NFKD", word)
    return "".join(
        sign for sign in apart if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf"
    ).casefold()


def _is_in(word: str, scripts: tuple[str, ...]) -> bool:
    return not word.isascii() and any(unicodedata.name(sign, "").startswith(scripts) for sign in word)
