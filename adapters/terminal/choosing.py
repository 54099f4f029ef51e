"""How something is meant by its label: as it stands, by its number, or by how it begins."""

from __future__ import annotations

from collections.abc import Sequence

# What a keyboard writes instead of the sign in a label.
_TYPED = str.maketrans({"—": "-", "–": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})


def folded(label: str) -> str:
    """Return a label as it is compared: whatever its case, spaces, kinds of dashes and quotes, or dots at the end."""
    return " ".join(label.casefold().translate(_TYPED).split()).rstrip(".").rstrip() or label.strip()


def same(one: str, other: str) -> bool:
    """Tell whether two labels are the same to somebody who types."""
    return folded(one) == folded(other)


def choose(typed: str, labels: Sequence[str]) -> tuple[int, ...]:
    """Return the indices that `typed` may mean, best reading only: a whole label, else a number, else a beginning.

    One index means it is clear; none, that nothing fits.
    """
    whole = tuple(index for index, label in enumerate(labels) if same(typed, label))
    if whole:
        return whole[:1]
    number = number_in(typed)
    if number is not None and 1 <= number <= len(labels):
        return (number - 1,)
    start = folded(typed)
    return tuple(index for index, label in enumerate(labels) if start and folded(label).startswith(start))


def number_in(typed: str) -> int | None:
    """Return the number that `typed` is, if it is one of at most three digits."""
    digits = typed.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 3 else None  # noqa: PLR2004 - no list is longer
