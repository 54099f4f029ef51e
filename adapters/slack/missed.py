"""What was written while nobody listened: each conversation is read on from where its person was last seen.

Slack's histories hold messages, edits of them, and replies in threads.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.line import Line
from bot.domain.manners import EDIT_WITHIN
from bot.errors import DeliveryError, NotNowError, RefusedError, fault
from bot.ports import Clock, Known

Written: TypeAlias = Mapping[str, Any]
Page: TypeAlias = Callable[[AsyncWebClient, str | None], Awaitable[AsyncSlackResponse]]

_PACE = 1.3  # Slack allows about fifty looks into a history a minute
_PAGE = 200
_PAGES = 100
_BEFORE = timedelta(minutes=10)  # what was typed before somebody was last seen may have come later
_FARTHEST = timedelta(days=28)  # and a day for edits: for thirty, the store knows what was taken in already
_AGAIN = 1.0
_ROUNDS = 5
_NEVER = datetime.min.replace(tzinfo=UTC)

log = logging.getLogger(__name__)


class Missed:
    """Reads what was missed, whoever was seen last first, and remembers until the end what could not be read yet.

    Never faster than Slack allows.
    """

    def __init__(self, *, line: Line, clock: Clock, take: Callable[[str, Written], Awaitable[None]]) -> None:
        """Give what is found to `take`, with the conversation that it was found in."""
        self._line = line
        self._clock = clock
        self._take = take
        self._gaps: dict[str, datetime] = {}
        self._free_at = 0.0
        self._one_at_a_time = asyncio.Lock()

    def note(self, everybody: Iterable[Known]) -> None:
        """Note that anybody may have written since they were last seen; what is unread already stays so."""
        farthest = self._clock.now() - _FARTHEST
        for known in sorted(everybody, key=lambda each: each.seen_at or _NEVER, reverse=True):
            if known.channel is not None and known.seen_at is not None:
                self._gaps.setdefault(known.channel, max(known.seen_at - _BEFORE, farthest))

    def note_left_out(self, channel: str, since: datetime) -> None:
        """Note what was left out in a flood."""
        self._gaps[channel] = min(since, self._gaps.get(channel, since))

    async def read(self) -> None:
        """Read every conversation; what can't be read after a few tries waits for the next connection."""
        async with self._one_at_a_time:
            for _ in range(_ROUNDS):
                for channel in list(self._gaps):
                    since = self._gaps.pop(channel)  # first: what is left out while this is read is another gap
                    if not await self._is_read(channel, since):
                        self.note_left_out(channel, since)
        if self._gaps:
            log.warning("%d conversations are read after the next connection", len(self._gaps))

    async def _is_read(self, channel: str, since: datetime) -> bool:
        """Read a conversation; tell whether there is nothing more that could be read."""
        try:
            for written in await self._since(channel, since):
                await self._take(channel, written)
        except RefusedError as error:
            log.info("a history was not read: %s", error.reason)
        except DeliveryError as error:
            log.info("a history is read later: %s", error.reason)
            await asyncio.sleep(_AGAIN)
            return False
        except Exception as error:  # noqa: BLE001 - one conversation's fault must not keep the others unread
            log.error("a history: %s", fault(error))  # noqa: TRY400 - a traceback could hold words
            return False
        return True

    async def _since(self, channel: str, since: datetime) -> tuple[Written, ...]:
        """Return what was written in a conversation, or edited in it, since then, the oldest first.

        Of very much, only the newest. Raises DeliveryError.
        """
        begin = since.timestamp()
        oldest = f"{(since - EDIT_WITHIN).timestamp():.6f}"
        found = await self._pages(
            lambda client, cursor: client.conversations_history(
                channel=channel, oldest=oldest, inclusive=True, limit=_PAGE, cursor=cursor
            )
        )
        for parent in [each for each in found if _at(each.get("latest_reply")) >= begin]:
            found += await self._replies(channel, parent["ts"], oldest)
        by_id = {each["ts"]: each for each in found if _last_touched(each) >= begin}
        return tuple(sorted(by_id.values(), key=lambda each: _at(each["ts"])))

    async def _replies(self, channel: str, parent: str, oldest: str) -> list[Written]:
        return await self._pages(
            lambda client, cursor: client.conversations_replies(
                channel=channel, ts=parent, oldest=oldest, inclusive=True, limit=_PAGE, cursor=cursor
            )
        )

    async def _pages(self, page: Page) -> list[Written]:
        messages: list[Written] = []
        cursor: str | None = None
        for _ in range(_PAGES):
            answer = await self._look(page, cursor)
            messages += answer.get("messages", ())
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            if not cursor:
                break
        return messages

    async def _look(self, page: Page, cursor: str | None) -> Mapping[str, Any]:
        """Return one page, however long Slack makes one wait for it."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(max(0.0, self._free_at - loop.time()))
            self._free_at = loop.time() + _PACE
            try:
                return await self._line.call(lambda client: page(client, cursor))
            except NotNowError as error:
                self._free_at = loop.time() + error.retry_after.total_seconds()


def _last_touched(written: Written) -> float:
    """Return when a message was written, or edited last."""
    return max(_at(written.get("ts")), _at((written.get("edited") or {}).get("ts")))


def _at(ts: object) -> float:
    """Return the second that Slack writes as text; 0 for anything else."""
    try:
        return float(ts) if isinstance(ts, str) else 0.0
    except ValueError:
        return 0.0
