"""Entries of the diary that were a conversation with somebody on the list: only those of which one can be sure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.sales import Prospect, Status, name_key

_TALK = re.compile(
    r"(?:(?:a|the|first|second|next|quick|short|long|sales|phone|video|zoom) )*"
    r"(?:calls?|called|calling|phoned|phoning|met|meeting|talks?|talked|talking|spoke|speaking|chat|chatted|chatting|"
    r"conversation|demo)(?: with| to)? (?P<name>.+)"
)


def talked_with(what: str, prospects: Iterable[Prospect]) -> Prospect | None:
    """Return the MAYBE whom `what` names as the other side of a conversation: by the whole name, or the first alone.

    A first name that several have is nobody's, nor is one that is followed by anything else.
    """
    found = _TALK.fullmatch(name_key(what))
    if not found:
        return None
    named = {one.id: name_key(one.name) for one in prospects if one.status is Status.MAYBE}
    every = [one for one in prospects if one.id in named]
    whole = [one for one in every if named[one.id] == found["name"]]
    first = [one for one in every if named[one.id].split(" ")[0] == found["name"]]
    return next((some[0] for some in (whole, first) if len(some) == 1), None)
