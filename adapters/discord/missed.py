"""What was written while nobody listened: each conversation is read on from where its person was last seen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from adapters.discord.decode import moment
from adapters.discord.floods import LeftOut
from bot.domain.manners import EDIT_WITHIN
from bot.errors import DeliveryError, NotNowError, RefusedError, fault
from bot.ports import Clock, Known

_BEFORE = timedelta(minutes=10)  # what was typed before somebody was last seen may have come later
_FARTHEST = timedelta(days=28)  # and a day for edits: for thirty, the store knows what was taken in already
_PACE = 0.1
_AGAIN = 1.0
_ROUNDS = 5
_NEVER = datetime.min.replace(tzinfo=UTC)

log = logging.getLogger(__name__)
Written = Mapping[str, Any]


class Histories(Protocol):
    """What reads a conversation."""

    def missed(self, channel: str, since: datetime) -> AsyncIterator[Written]:
        """Yield what was written in a conversation since then, the oldest first, page by page. Raises DeliveryError."""


@dataclass(slots=True)
class _Gap:
    """What is not read of a conversation: from `read_from` on, of which new messages count from `taken_from` on."""

    read_from: datetime
    taken_from: datetime


class Missed:
    """Reads what was missed, whoever was seen last first, and remembers until the end what could not be read yet."""

    def __init__(
        self, *, messenger: Histories, clock: Clock, take: Callable[[Written, datetime], Awaitable[None]]
    ) -> None:
        """Give what is found to `take`, with the moment from which on messages are new."""
        self._messenger = messenger
        self._clock = clock
        self._take = take
        self._gaps: dict[str, _Gap] = {}
        self._one_at_a_time = asyncio.Lock()

    def note(self, everybody: Iterable[Known]) -> None:
        """Note that anybody may have written since they were last seen; what is unread already stays so."""
        farthest = self._clock.now() - _FARTHEST
        for known in sorted(everybody, key=lambda each: each.seen_at or _NEVER, reverse=True):
            if known.channel is None or known.seen_at is None:
                continue
            taken_from = max(known.seen_at - _BEFORE, farthest)
            self._gaps.setdefault(known.channel, _Gap(taken_from - EDIT_WITHIN, taken_from))

    def note_left_out(self, left_out: LeftOut) -> None:
        """Note what was left out in a flood."""
        self._widen(left_out.channel, _Gap(max(left_out.oldest, left_out.since - EDIT_WITHIN), left_out.since))

    def _widen(self, channel: str, by: _Gap) -> None:
        gap = self._gaps.setdefault(channel, by)
        gap.read_from, gap.taken_from = min(gap.read_from, by.read_from), min(gap.taken_from, by.taken_from)

    async def read(self) -> None:
        """Read every conversation, in turns where there is much in one; the rest waits for the next connection."""
        async with self._one_at_a_time:
            for _ in range(_ROUNDS):
                for channel in list(self._gaps):
                    gap = self._gaps.pop(channel)  # first: what is left out while this is read is another gap
                    if not await self._is_read(channel, gap):
                        self._widen(channel, gap)
                    await asyncio.sleep(_PACE)
        if self._gaps:
            log.warning("%d conversations are read on after the next connection", len(self._gaps))

    async def _is_read(self, channel: str, gap: _Gap) -> bool:
        """Read on in a conversation; tell whether there is nothing more that could be read."""
        try:
            async for written in self._messenger.missed(channel, gap.read_from):
                await self._take(written, gap.taken_from)
                gap.read_from = moment(written["id"])
        except RefusedError as error:
            log.info("a history was not read: %s", error.reason)
        except DeliveryError as error:
            log.info("a history is read later: %s", error.reason)
            wait = error.retry_after.total_seconds() if isinstance(error, NotNowError) else _AGAIN
            await asyncio.sleep(wait)
            return False
        except Exception as error:  # noqa: BLE001 - one conversation's fault must not keep the others unread
            log.error("a history: %s", fault(error))  # noqa: TRY400 - a traceback could hold words
            return False
        return True
