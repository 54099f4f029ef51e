"""Pictures: files that follow their words into the thread of them, each once, whatever is lost on the way."""

from __future__ import annotations

import logging
import re
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2s
from pathlib import PurePath

from adapters.slack.line import Line, NoScopeError
from adapters.slack.words import clean
from bot.errors import CannotTellError, DeliveryError, NotNowError, RefusedError
from bot.ports import Clock, Letter, Posted
from bot.ui import Image

_TRIES = 3
_PAGE = 200
_REMEMBERED = 1_000
_SUFFIX = re.compile(r"\.[a-z0-9]{1,4}")

log = logging.getLogger(__name__)


class Pictures:
    """Uploads the pictures of messages, and remembers which of them have to be told in words."""

    def __init__(self, line: Line, clock: Clock) -> None:
        """Upload nothing yet."""
        self._line = line
        self._clock = clock
        self._born = clock.now()
        self._may_upload = True
        self._told: set[str] = set()
        self._there: OrderedDict[str, None] = OrderedDict()
        self._tries: dict[str, int] = {}
        self._shared_at: dict[str, datetime] = {}

    def in_words(self, letter: Letter) -> bool:
        """Tell whether words have to stand for a letter's picture."""
        image = letter.message.image
        return image is not None and (not self._may_upload or file_name(letter, image) in self._told)

    async def bring(self, letter: Letter, posted: Posted) -> None:
        """Upload the picture of a message that was posted this moment. Raises DeliveryError when it may be there."""
        image = letter.message.image
        if image is not None and not self.in_words(letter):
            await self._try(letter, posted, image)

    async def complete(self, letter: Letter, posted: Posted, since: datetime | None, settle: timedelta) -> None:
        """Upload a picture that is missing, and take away those of older faces. Raises DeliveryError when in doubt.

        `since` is when the sending began, where that is known; `settle` how long an upload may take to come to light.
        """
        image = letter.message.image
        if image is None or self.in_words(letter):
            return
        name = file_name(letter, image)
        if name in self._there:
            return
        try:
            there = await self._under(letter, posted)
        except (CannotTellError, RefusedError) as error:
            self._tell(name, error)
            return
        if name not in there:
            self._wait(name, since, settle)
            await self._try(letter, posted, image)
        if not self.in_words(letter):
            self._note(name)
            await self._take_away({other: file for other, file in there.items() if other != name})

    async def _under(self, letter: Letter, posted: Posted) -> dict[str, str]:
        """Return the files of a message's faces that stand under it, by name."""
        answer = await self._line.call(
            lambda client: client.conversations_replies(channel=posted.channel, ts=posted.message_id, limit=_PAGE)
        )
        files: list[Mapping[str, str]] = [
            file for reply in answer.get("messages") or () for file in reply.get("files") or ()
        ]
        prefix = f"{identity(letter)}-"
        return {file["name"]: file["id"] for file in files if str(file.get("name") or "").startswith(prefix)}

    def _wait(self, name: str, since: datetime | None, settle: timedelta) -> None:
        """Raise NotNowError while an upload that was begun, by this process or the one before it, may come to light."""
        before = self._born if since is None or since <= self._born else None
        begun = self._shared_at.get(name, before)
        now = self._clock.now()
        if begun is not None and now < begun + settle:
            raise NotNowError("its picture may still arrive", max(begun + settle - now, timedelta(seconds=1)))

    async def _try(self, letter: Letter, posted: Posted, image: Image) -> None:
        name = file_name(letter, image)
        self._tries[name] = self._tries.get(name, 0) + 1
        if self._tries[name] > _TRIES:
            self._tell(name, CannotTellError("it was tried often enough"))
            return
        try:
            await self._upload(name, image, posted)
        except (CannotTellError, RefusedError) as error:
            self._may_upload = self._may_upload and not isinstance(error, NoScopeError)
            self._tell(name, error)
            return
        self._note(name)

    async def _upload(self, name: str, image: Image, posted: Posted) -> None:
        place = await self._line.call(
            lambda client: client.files_getUploadURLExternal(
                filename=name, length=len(image.data), alt_txt=clean(image.alt)
            )
        )
        await self._line.upload(place["upload_url"], image.data)
        self._shared_at[name] = self._clock.now()
        await self._line.call(
            lambda client: client.files_completeUploadExternal(
                files=[{"id": place["file_id"], "title": clean(image.title) or name}],
                channel_id=posted.channel,
                thread_ts=posted.message_id,
            )
        )

    async def _take_away(self, files: Mapping[str, str]) -> None:
        for name, file in files.items():
            self._there.pop(name, None)
            try:
                await self._line.call(lambda client, file=file: client.files_delete(file=file))  # type: ignore[misc]  # bound at once
            except DeliveryError as error:
                log.info("an older picture stays: %s", error.reason)

    def _tell(self, name: str, error: DeliveryError) -> None:
        log.warning("a picture is told in words: %s", error.reason)
        self._told.add(name)
        self._forget(name)

    def _note(self, name: str) -> None:
        """Remember that a picture is there: it may come to light later."""
        self._there[name] = None
        if len(self._there) > _REMEMBERED:
            self._there.popitem(last=False)
        self._forget(name)

    def _forget(self, name: str) -> None:
        self._tries.pop(name, None)
        self._shared_at.pop(name, None)


def identity(letter: Letter) -> str:
    """Return the name under which a message can be found again."""
    return f"m{letter.id}"


def file_name(letter: Letter, image: Image) -> str:
    """Return the name under which a picture can be found again: its message's, and one that tells it from others."""
    suffix = PurePath(image.name).suffix.lower()
    told = blake2s(image.data + image.alt.encode(errors="replace"), digest_size=6).hexdigest()
    return f"{identity(letter)}-{told}{suffix if _SUFFIX.fullmatch(suffix) else '.png'}"
