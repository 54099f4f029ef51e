"""Carries messages to Slack, each under an identity by which it is found again when the answer was lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from adapters.slack import render
from adapters.slack.line import Line, NoScopeError, SlackRefusedError
from adapters.slack.pictures import Pictures, identity
from adapters.slack.undisturbed import Undisturbed
from bot.domain.people import Account
from bot.domain.pictures import Theme
from bot.errors import CannotTellError, DeliveryError, MaybeSentError, NotNowError, RefusedError
from bot.ports import Clock, Letter, Posted

PLATFORM = "slack"
# How long after a sending began its message may still come to light in the history: thrice as long as a call waits.
SETTLE = timedelta(seconds=45)
# How far Slack's clock and this machine's may be apart.
_SKEW = timedelta(minutes=5)
_PAGE = 100
_PAGES = 20
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

    def __init__(
        self,
        *,
        line: Line,
        clock: Clock,
        command: str,
        undisturbed: Undisturbed,
        changed: Callable[[Account], None],
    ) -> None:
        """Carry on `line`; tell `changed` for whom a message was shown."""
        self._line = line
        self._undisturbed = undisturbed
        self._clock = clock
        self._command = command
        self._changed = changed
        self._pictures = Pictures(line, clock)
        self._channels: dict[Account, str] = {}

    @property
    def platform(self) -> str:
        """Return the platform's name."""
        return PLATFORM

    @property
    def theme(self) -> Theme:
        """Return the ground that most see: a light one, unless they chose otherwise."""
        return Theme.LIGHT

    def is_quiet(self, account: Account, now: datetime) -> bool:
        """Tell whether an account is not to be disturbed, as Slack told of late."""
        return self._undisturbed.covers(account, now)

    async def send(self, letter: Letter) -> Posted:
        """Post a message into the person's conversation with the app, then its picture, for which nothing waits."""
        channel = letter.channel or await self.channel(letter.account)
        shown = self._shown(letter)
        try:
            answer = await self._line.call(
                lambda client: client.chat_postMessage(channel=channel, unfurl_links=False, unfurl_media=False, **shown)
            )
        except NoScopeError as error:
            raise RefusedError(error.reason, account_unreachable=True) from None
        self._changed(letter.account)
        posted = Posted(channel=answer["channel"], message_id=answer["ts"])
        if letter.message.image is not None and not self._pictures.in_words(letter):
            await self._illustrate(letter, posted)
        return posted

    async def _illustrate(self, letter: Letter, posted: Posted) -> None:
        """Bring the picture of a message that was posted; what is not sure from here on is found out by `find`."""
        try:
            await self._pictures.bring(letter, posted)
            if self._pictures.in_words(letter):
                await self._tell(letter, posted)
        except DeliveryError as error:
            raise MaybeSentError(error.reason) from None

    async def edit(self, letter: Letter, posted: Posted) -> None:
        """Put a newer face in a message's place, with its picture; one that is gone counts as done."""
        if await self._update(letter, posted):
            await self._complete(letter, posted, None)

    async def _complete(self, letter: Letter, posted: Posted, since: datetime | None) -> None:
        """See that a message has its picture, or words for it."""
        if letter.message.image is not None:
            was_told = self._pictures.in_words(letter) and since is None  # such an edit has just told it
            await self._pictures.complete(letter, posted, since, SETTLE)
            if self._pictures.in_words(letter) and not was_told:
                await self._tell(letter, posted)

    async def _tell(self, letter: Letter, posted: Posted) -> None:
        """Put words in the place of a picture; where Slack refuses that, the message stays as it is."""
        with suppress(RefusedError):
            await self._update(letter, posted)

    async def _update(self, letter: Letter, posted: Posted) -> bool:
        """Show a message as it is wanted; False when it is gone."""
        shown = self._shown(letter)
        try:
            await self._line.call(
                lambda client: client.chat_update(channel=posted.channel, ts=posted.message_id, **shown)
            )
        except SlackRefusedError as error:
            if error.code not in _GONE:
                raise
            return False
        except NoScopeError as error:
            raise RefusedError(error.reason, account_unreachable=True) from None
        self._changed(letter.account)
        return True

    async def find(self, letter: Letter, since: datetime) -> Posted | None:
        """Look for a message's identity in the conversation's history; a picture that is missing is brought."""
        channel = letter.channel or await self.channel(letter.account)
        wanted = identity(letter)
        cursor: str | None = None
        oldest = f"{(since - _SKEW).timestamp():.6f}"
        for _ in range(_PAGES):
            answer = await self._history(channel, oldest, cursor)
            for message in answer.get("messages", ()):
                if wanted in render.identities(message):
                    posted = Posted(channel=channel, message_id=message["ts"])
                    await self._complete(letter, posted, since)
                    return posted
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
            in_words=self._pictures.in_words(letter),
        )


def _next(answer: Mapping[str, Any]) -> str | None:
    """Return the cursor of the page after this one, if there is one."""
    return (answer.get("response_metadata") or {}).get("next_cursor") or None
