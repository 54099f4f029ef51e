"""Who is not to be disturbed: learned from Slack beside everything else, so that nobody waits for it."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from adapters.slack.line import Line
from adapters.slack.status import Statuses
from bot.domain.people import Account
from bot.errors import DeliveryError, NotNowError, fault
from bot.ports import Known

SCOPE = "dnd:read"
_EVERY = 180.0
_PACE = 1.3  # Slack allows about fifty such questions a minute

log = logging.getLogger(__name__)


class Undisturbed:
    """The do-not-disturb hours of accounts, as fresh as a few minutes, and their statuses, as Slack tells them.

    What Slack does not tell is no such hour.
    """

    def __init__(self, line: Line) -> None:
        """Ask nobody yet."""
        self._line = line
        self.statuses = Statuses()
        self._hours: dict[Account, tuple[tuple[float, float], ...]] = {}
        self._next: OrderedDict[Account, None] = OrderedDict()
        self._woken = asyncio.Event()
        self._is_kept = False

    def covers(self, account: Account, now: datetime) -> bool:
        """Tell whether an account is not to be disturbed at `now`, as far as is known."""
        hours = self._hours.get(account, ())
        return self.statuses.covers(account, now) or any(start <= now.timestamp() < end for start, end in hours)

    def look_at(self, account: Account) -> None:
        """Ask about an account soon: it has just been here, and may have changed its mind."""
        if self._is_kept:
            self._next[account] = None
            self._next.move_to_end(account, last=False)
            self._woken.set()

    async def keep(self, everybody: Callable[[], Awaitable[Iterable[Known]]]) -> None:
        """Ask about everybody every few minutes, until cancelled."""
        self._is_kept = True
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            if loop.time() >= due:
                due = loop.time() + _EVERY
                await self._take_up(everybody)
            if self._next:
                account, _ = self._next.popitem(last=False)
                await asyncio.sleep(await self._ask(account))
                continue
            self._woken.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout_at(due):
                    await self._woken.wait()

    async def _take_up(self, everybody: Callable[[], Awaitable[Iterable[Known]]]) -> None:
        try:
            for known in await everybody():
                if known.unreachable is None:
                    self._next.setdefault(known.account)
        except Exception as error:  # noqa: BLE001 - whoever can't be asked about now is asked about next time
            log.error("do-not-disturb: %s", fault(error))  # noqa: TRY400 - a traceback could hold words

    async def _ask(self, account: Account) -> float:
        """Ask about one account; return for how many seconds to leave Slack in peace."""
        try:
            answer = await self._line.call(lambda client: client.dnd_info(user=account.user))
        except DeliveryError as error:
            self._hours.pop(account, None)
            return max(_PACE, error.retry_after.total_seconds()) if isinstance(error, NotNowError) else _PACE
        self._hours[account] = tuple(_hours(answer))
        return _PACE


def _hours(told: Mapping[str, Any]) -> Iterable[tuple[float, float]]:
    """Return the hours that Slack tells: those of every day that are now or next, and a pause that is made by hand."""
    with suppress(KeyError, TypeError, ValueError):
        if told["dnd_enabled"]:
            yield float(told["next_dnd_start_ts"]), float(told["next_dnd_end_ts"])
    with suppress(KeyError, TypeError, ValueError):
        if told["snooze_enabled"]:
            yield 0.0, float(told["snooze_endtime"])
