"""What Slack knows of a person: their time zone and their status, asked once a day."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapters.slack.line import Line
from adapters.slack.status import Statuses
from bot.domain.people import Account
from bot.errors import DeliveryError
from bot.ports import Clock

_FRESH = timedelta(days=1)
_WAIT = 1.0  # a gesture has three seconds, and this is the least of what they are for
_MOST = 10_000


class Profiles:
    """Time zones by account, each as fresh as a day."""

    def __init__(self, line: Line, clock: Clock, statuses: Statuses) -> None:
        """Ask nobody yet; a status that is told beside a zone goes to `statuses`."""
        self._line = line
        self._clock = clock
        self._statuses = statuses
        self._zones: dict[Account, tuple[datetime, str | None]] = {}

    async def zone(self, account: Account) -> str | None:
        """Return an account's zone as Slack has it; None when Slack does not say."""
        now = self._clock.now()
        read_at, zone = self._zones.get(account, (None, None))
        if read_at is not None and now - read_at < _FRESH:
            return zone
        try:
            async with asyncio.timeout(_WAIT):
                answer = await self._line.call(lambda client: client.users_info(user=account.user))
        except (DeliveryError, TimeoutError):
            return zone
        if len(self._zones) >= _MOST:
            self._zones.clear()
        user = answer.get("user") or {}
        self._statuses.note(account, user.get("profile"))
        zone = _usable(user.get("tz"))
        self._zones[account] = (now, zone)
        return zone


def _usable(name: object) -> str | None:
    """Return a zone's name, if it is one on this machine."""
    try:
        return str(ZoneInfo(name)) if isinstance(name, str) else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
