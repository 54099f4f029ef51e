"""Carries messages to Slack, each under an identity by which it is found again when the answer was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from adapters.slack import render
from adapters.slack.line import Line, NoScopeError, SlackRefusedError
from bot.domain.people import Account
from bot.errors import CannotTellError, MaybeSentError, NotNowError, RefusedError
from bot.ports import Clock, Letter, Posted

PLATFORM = "slack"
# How long after a sending began its message may still come to light in the history: thrice as long as a call waits.
SETTLE = timedelta(seconds=45)
# How far Slack's clock and this machine's may be apart.
_SKEW = timedelta(minutes=5)
_PAGE = 100
_PAGES = 20
_MOST_MISSED = 20_000
_SOON = timedelta(seconds=5)

_GONE = {
    "cant_update_message",
    "channel_not_found",
    "edit_window_closed",
    "is_inactive",
    "message_not_found",
    "thread_not_found",
}


class SlackMessenger:
    """Carries letters to direct messages in Slack (`bot.ports.Messenger`)."""

    def __init__(self, *, line: Line, clock: Clock, command: str) -> None:
        self._line = line
        self._clock = clock
        self._command = command
        self._channels: dict[Account, str] = {}

    @property
    def platform(self) -> str:
        """Return the platform's name."""
        return PLATFORM

    async def send(self, letter: Letter) -> Posted:
        """Post a message into the person's conversation with the app."""
        channel = letter.channel or await self.channel(letter.account)
        shown = self._shown(letter)
        try:
            answer = await self._line.call(
                lambda client: client.chat_postMessage(channel=channel, unfurl_links=False, unfurl_media=False, **shown)
            )
        except NoScopeError as error:
            raise RefusedError(error.reason, account_unreachable=True) from None
        return Posted(channel=answer["channel"], message_id=answer["ts"])

    async def edit(self, letter: Letter, posted: Posted) -> None:
        """Put a newer face in a message's place; one that is gone counts as done."""
        shown = self._shown(letter)
        try:
            await self._line.call(
                lambda client: client.chat_update(channel=posted.channel, ts=posted.message_id, **shown)
            )
        except SlackRefusedError as error:
            if error.code not in _GONE:
                raise
        except NoScopeError as error:
            raise RefusedError(error.reason, account_unreachable=True) from None

    async def find(self, letter: Letter, since: datetime) -> Posted | None:
        """Look for a message's identity in the conversation's history."""
        channel = letter.channel or await self.channel(letter.account)
        wanted = identity(letter)
        cursor: str | None = None
        oldest = f"{(since - _SKEW).timestamp():.6f}"
        for _ in range(_PAGES):
            answer = await self._history(channel, oldest, cursor)
            for message in answer.get("messages", ()):
                if wanted in render.identities(message):
                    return Posted(channel=channel, message_id=message["ts"])
            cursor = _next(answer)
            if not cursor:
                break
        else:
            raise CannotTellError("there is too much history to look through")
        settled = since + SETTLE
        now = self._clock.now()
        if now < settled:
            raise NotNowError("it may still arrive", max(settled - now, timedelta(seconds=1)))
        return None

    async def channel(self, account: Account) -> str:
        """Return where direct messages to an account go. Raises NotNowError or RefusedError."""
        if account not in self._channels:
            try:
                answer = await self._line.call(lambda client: client.conversations_open(users=account.user))
            except MaybeSentError as error:
                raise NotNowError(error.reason, _SOON) from None
            except CannotTellError as error:
                raise RefusedError(error.reason, account_unreachable=True) from None
            self._channels[account] = answer["channel"]["id"]
        return self._channels[account]

    async def missed(self, channel: str, since: datetime) -> tuple[Mapping[str, Any], ...]:
        """Return what was written in a conversation since then, the oldest first, however often Slack lets one look.

        Of very much, only the newest is returned. Raises DeliveryError.
        """
        messages: list[Mapping[str, Any]] = []
        cursor: str | None = None
        while len(messages) < _MOST_MISSED:
            try:
                answer = await self._history(channel, f"{since.timestamp():.6f}", cursor)
            except NotNowError as error:
                await asyncio.sleep(error.retry_after.total_seconds())
                continue
            messages += answer.get("messages", ())
            cursor = _next(answer)
            if not cursor:
                break
        return tuple(reversed(messages))

    async def _history(self, channel: str, oldest: str, cursor: str | None) -> Mapping[str, Any]:
        return await self._line.call(
            lambda client: client.conversations_history(
                channel=channel, oldest=oldest, inclusive=True, limit=_PAGE, cursor=cursor
            )
        )

    def _shown(self, letter: Letter) -> dict[str, Any]:
        return render.message(
            letter.message,
            key=identity(letter),
            zone=ZoneInfo(letter.zone),
            now=self._clock.now(),
            command=self._command,
        )


def identity(letter: Letter) -> str:
    """Return the name under which a message can be found again."""
    return f"m{letter.id}"


def _next(answer: Mapping[str, Any]) -> str | None:
    """Return the cursor of the page after this one, if there is one."""
    return (answer.get("response_metadata") or {}).get("next_cursor") or None
