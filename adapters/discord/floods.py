"""How much of one person waits at a time, and what was left out beyond that."""

from __future__ import annotations

import asyncio
from collections import Counter as Tally
from dataclasses import dataclass
from datetime import datetime

from adapters.discord.decode import moment
from bot.gestures import Event, Text

_MOST_WAITING = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Where messages were left out, since when, and the oldest of those that are new or were changed meanwhile."""

    channel: str
    since: datetime
    oldest: datetime


class Floods:
    """Lets a few things of each person wait, so that nobody's flood holds up anybody else.

    When those have been dealt with, `left_out` has where to look for the rest.
    """

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._waiting: Tally[str] = Tally()
        self._left_out: dict[str, LeftOut] = {}
        self.left_out: asyncio.Queue[LeftOut] = asyncio.Queue()

    def has_room(self, user: str) -> bool:
        """Tell whether one thing more of a person may wait."""
        return self._waiting[user] < _MOST_WAITING

    def takes(self, event: Event) -> bool:
        """Tell whether a message may wait; one that may not, and those after it until there is room, are left out."""
        user = event.account.user
        if self.has_room(user) and user not in self._left_out:
            return True
        if isinstance(event.gesture, Text) and event.channel is not None:
            stands = moment(event.gesture.message_id)
            before = self._left_out.get(user)
            self._left_out[user] = LeftOut(
                channel=event.channel,
                since=before.since if before else event.at,
                oldest=min(before.oldest, stands) if before else stands,
            )
        return False

    def enter(self, user: str) -> None:
        """Let one thing more of a person wait."""
        self._waiting[user] += 1

    def leave(self, user: str) -> None:
        """Note that one thing of a person has been dealt with."""
        self._waiting[user] -= 1
        if not self._waiting[user]:
            del self._waiting[user]
            if user in self._left_out:
                self.left_out.put_nowait(self._left_out.pop(user))
