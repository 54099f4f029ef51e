"""What somebody's status in Slack says: only what clearly means *not now* counts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.people import Account

EVENT = "user_status_changed"
_FOR_EVER = float("inf")
_AWAY = {":palm_tree:", ":face_with_thermometer:"}  # Slack's own "Vacationing" and "Out sick"
_MEETING = ":spiral_calendar_pad:"  # Slack's own "In a meeting", which calendar apps set, too
_MEETING_WORDS = "in a meeting"


class Statuses:
    """Until when somebody's status means that they are not to be asked, as far as Slack has told."""

    def __init__(self) -> None:
        """Know of nobody yet."""
        self._until: dict[Account, float] = {}

    def covers(self, account: Account, now: datetime) -> bool:
        """Tell whether an account's status means *not now*."""
        return now.timestamp() < self._until.get(account, 0.0)

    def note(self, account: Account, profile: object) -> None:
        """Note the profile of an account; whoever is there again is forgotten."""
        until = away_until(profile) if isinstance(profile, Mapping) else 0.0
        if until:
            self._until[account] = until
        else:
            self._until.pop(account, None)

    def hear(self, body: object, *, platform: str, team: str) -> None:
        """Note the status that a payload tells, if it tells one."""
        match body:
            case {"event": {"type": str(kind), "user": {"id": str(user), "profile": profile}}, **more} if kind == EVENT:
                workspace = more.get("team_id")
                self.note(Account(platform, workspace if isinstance(workspace, str) else team, user), profile)
            case _:
                pass


def away_until(profile: Mapping[str, Any]) -> float:
    """Return the second until which a status means *not now*: 0 when it does not, infinity when it names no end.

    A meeting counts only with its end: nobody is in one for ever.
    """
    emoji, text, end = (profile.get(f"status_{name}") for name in ("emoji", "text", "expiration"))
    ends = float(end) if isinstance(end, int | float) and end > 0 else 0.0
    if emoji in _AWAY:
        return ends or _FOR_EVER
    is_meeting = emoji == _MEETING or (isinstance(text, str) and text.strip().casefold().startswith(_MEETING_WORDS))
    return ends if is_meeting else 0.0
