"""Carries messages to Discord, each under an identity by which it is found again when the answer was lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import blake2s
from mimetypes import guess_type
from typing import Any
from zoneinfo import ZoneInfo

from discord.http import Route

from adapters.discord import render
from adapters.discord.decode import PLATFORM, key_at, moment
from adapters.discord.line import DiscordRefusedError, Line, UntoldLimitError
from adapters.discord.words import Json
from bot.domain.people import Account
from bot.domain.pictures import Theme
from bot.errors import GONE, CannotTellError, MaybeSentError, NotNowError, RefusedError
from bot.ports import Clock, Letter, Posted

# How far Discord's clock and this machine's may be apart: far where a message has its identity, little where its words
# have to do, for the same words may have been said a moment before.
_SKEW = timedelta(minutes=5)
_LITTLE_SKEW = timedelta(seconds=5)
_PAGE = 100
_PAGES = 20
_SOON = timedelta(seconds=5)
_MESSAGES = "/channels/{channel_id}/messages"
_GONE = {10_003, 10_008}  # no such channel, no such message
_TOO_OFTEN = 30_046  # too many edits, of late, of messages that are older than an hour
_OLD = timedelta(hours=1)  # from then on Discord lets a message be changed only now and then
_AT_ONCE = 3.0


class DiscordMessenger:
    """Carries letters to direct messages in Discord (`bot.ports.Messenger`).

    `mentions` says how each command is written so that a tap begins it; `changed` is called with an account whenever
    it was shown something, or could not be.
    """

    def __init__(self, *, line: Line, clock: Clock, changed: Callable[[Account], None]) -> None:
        self.mentions: Mapping[str, str] = {}
        self._line = line
        self._clock = clock
        self._changed = changed
        self._channels: dict[Account, str] = {}
        self._watched: dict[Account, list[asyncio.Future[str]]] = {}

    @property
    def platform(self) -> str:
        """Return the platform's name."""
        return PLATFORM

    @property
    def theme(self) -> Theme:
        """Return the ground that most see: a dark one, unless they chose otherwise."""
        return Theme.DARK

    def is_quiet(self, account: Account, now: datetime) -> bool:  # noqa: ARG002 - Discord tells nobody's hours
        """Tell that questions are wanted: who does not want to be disturbed, Discord disturbs not."""
        return False

    async def send(self, letter: Letter) -> Posted:
        """Post a message into the person's conversation with the bot, under a nonce: the same twice is one."""
        try:
            posted = await self._post(letter)
        except DiscordRefusedError as error:
            self._tell(letter.account, error.way if error.account_unreachable else "")
            raise
        self._tell(letter.account, "")
        return posted

    async def edit(self, letter: Letter, posted: Posted) -> None:
        """Put a newer face in a message's place; one that is gone is refused for that reason.

        One that is old may have to wait, and does so in the queue: the library would wait with everybody behind it.
        Where Discord does not say how long, the message stays as it is, and the next face has its own chance.
        """
        is_old = moment(posted.message_id) < self._clock.now() - _OLD
        try:
            async with asyncio.timeout(_AT_ONCE if is_old else None):
                await self._change(letter, posted, self._shown(letter))
        except TimeoutError:
            raise MaybeSentError("an old message could not be changed at once") from None
        except UntoldLimitError:
            if not is_old:
                raise
        except DiscordRefusedError as error:
            if error.code in _GONE:
                self._tell(letter.account, "")
                raise RefusedError(GONE, account_unreachable=False) from None
            if error.code != _TOO_OFTEN:
                self._tell(letter.account, error.way if error.account_unreachable else "")
                raise
        self._tell(letter.account, "")

    async def find(self, letter: Letter, since: datetime) -> Posted | None:
        """Look for a message's identity, or for its very words, in the conversation.

        One that is still on its way is not there yet; its nonce keeps the next from being a second.
        """
        channel = letter.channel or await self.channel(letter.account)
        words = self._shown(letter)["content"].strip()
        async for message in self._since(channel, since - _SKEW):
            identity = render.identity_of(message)
            is_recent = identity is None and moment(message["id"]) >= since - _LITTLE_SKEW
            if identity == letter.id or (is_recent and message["content"] == words and _is_bots(message)):
                return Posted(channel=channel, message_id=message["id"])
        return None

    async def channel(self, account: Account) -> str:
        """Return where direct messages to an account go. Raises NotNowError or RefusedError."""
        if account not in self._channels:
            try:
                answer = await self._line.call(
                    Route("POST", "/users/@me/channels"), json={"recipient_id": account.user}
                )
            except MaybeSentError as error:
                raise NotNowError(error.reason, _SOON) from None
            self._channels[account] = str(answer["id"])
        return self._channels[account]

    def missed(self, channel: str, since: datetime) -> AsyncIterator[Mapping[str, Any]]:
        """Yield what was written in a conversation since then, the oldest first, page by page. Raises DeliveryError.

        Raises CannotTellError where there is more than is read in one go.
        """
        return self._since(channel, since)

    @contextmanager
    def watched(self, account: Account) -> Iterator[asyncio.Future[str]]:
        """Give what will say how the next message to an account fares: nothing, or what the person can do about it."""
        outcome: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._watched.setdefault(account, []).append(outcome)
        try:
            yield outcome
        finally:
            self._watched[account].remove(outcome)
            if not self._watched[account]:
                del self._watched[account]

    def _tell(self, account: Account, way: str) -> None:
        """Say how a message to an account fared."""
        self._changed(account)
        for outcome in self._watched.get(account, ()):
            if not outcome.done():
                outcome.set_result(way)

    # --- the calls ----------------------------------------------------------------------------------------------------

    async def _post(self, letter: Letter) -> Posted:
        channel = letter.channel or await self.channel(letter.account)
        shown = self._shown(letter)
        body = {**shown, "nonce": nonce(letter, channel), "enforce_nonce": True}
        answer = await self._line.call(Route("POST", _MESSAGES, channel_id=channel), **_carried(body, letter))
        posted = Posted(channel=channel, message_id=str(answer["id"]))
        if letter.version > 1 and _face(answer) != _face(shown):  # an earlier one had arrived
            await self._change(letter, posted, shown)
        return posted

    async def _change(self, letter: Letter, posted: Posted, shown: Json) -> None:
        route = Route("PATCH", f"{_MESSAGES}/{{message_id}}", channel_id=posted.channel, message_id=posted.message_id)
        body = {name: value for name, value in shown.items() if name != "flags"}
        await self._line.call(route, **_carried(body, letter))

    async def _since(self, channel: str, since: datetime) -> AsyncIterator[Mapping[str, Any]]:
        """Yield the messages of a conversation, the oldest first. Raises CannotTellError where they are too many."""
        after = max(0, key_at(since) - 1)
        for _ in range(_PAGES):
            found = await self._line.call(
                Route("GET", _MESSAGES, channel_id=channel), params={"after": str(after), "limit": str(_PAGE)}
            )
            for message in sorted(found, key=lambda each: int(each["id"])):
                yield message
                after = int(message["id"])
            if len(found) < _PAGE:
                return
        raise CannotTellError("there is too much history to look through")

    def _shown(self, letter: Letter) -> Json:
        return render.message(
            letter.message,
            identity=letter.id,
            zone=ZoneInfo(letter.zone),
            now=self._clock.now(),
            mentions=self.mentions,
            in_words=letter.picture is None,
        )


def nonce(letter: Letter, channel: str) -> str:
    """Return what makes a message one, however often it is posted within some minutes: Discord knows it by author."""
    whole = f"{letter.account.workspace}:{channel}:{letter.id}"
    return blake2s(whole.encode(), digest_size=12).hexdigest()


def _carried(body: Json, letter: Letter) -> dict[str, Any]:
    """Return what a request carries: JSON, and the picture beside it."""
    if letter.message.image is None or letter.picture is None:
        return {"json": body}
    name = body["attachments"][0]["filename"]
    kind = guess_type(name)[0] or "application/octet-stream"
    return {
        "form": [
            {"name": "payload_json", "value": json.dumps(body), "content_type": "application/json"},
            {"name": "files[0]", "value": letter.picture, "filename": name, "content_type": kind},
        ]
    }


def _face(message: Mapping[str, Any]) -> tuple[str, list[str]]:
    rows = message.get("components") or ()
    return message["content"].strip(), [part.get("custom_id") or "" for row in rows for part in row["components"]]


def _is_bots(message: Mapping[str, Any]) -> bool:
    return bool(message["author"].get("bot"))
