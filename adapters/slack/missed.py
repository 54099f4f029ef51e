"""What was written while nobody listened, from Slack's histories: messages, edits of them, and replies in threads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.line import Line
from bot.domain.manners import EDIT_WITHIN
from bot.errors import NotNowError

Written: TypeAlias = Mapping[str, Any]
Page: TypeAlias = Callable[[AsyncWebClient, str | None], Awaitable[AsyncSlackResponse]]

_PACE = 1.3  # Slack allows about fifty looks into a history a minute
_PAGE = 200
_PAGES = 100


class Missed:
    """Looks into histories, never faster than Slack allows."""

    def __init__(self, line: Line) -> None:
        """Look into none yet."""
        self._line = line
        self._free_at = 0.0

    async def since(self, channel: str, since: datetime) -> tuple[Written, ...]:
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
