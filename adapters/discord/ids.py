"""The ids of what can be pressed, picked and sent in: everything that is to be known stands in them.

So nothing is kept in memory for a message or a form, and a restart loses none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """What comes of it: an id begins with it. All are as long as the version that Slack's ids begin with."""

    PLAIN = "v1"  # a button, or a form
    OPENS = "f1"  # a button behind which there may be a form: its answer can't be put off
    ASKS = "q1"  # a button that counts only after a yes
    YES = "y1"
    NO = "n1"
    MENU = "m1"  # a menu may go by the name of a button; ids of a message are unique
    FIX = "x1"  # the button that opens a form again, as it was filled in


@dataclass(frozen=True, slots=True)
class Id:
    """An id, taken apart."""

    way: Way
    action: str
    value: str


def made(way: Way, action: str, value: str) -> str:
    """Return an id."""
    return f"{way}:{action}:{value}"


def read(text: str) -> Id:
    """Take an id apart. Raises ValueError for one that is not ours."""
    way, action, value = text.split(":", 2)
    return Id(Way(way), action, value)
