"""Pictures: files that follow their words into the thread of them, each once, whatever is lost on the way."""

from __future__ import annotations

import logging
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2s
from pathlib import PurePath

from adapters.slack.line import Line, NoScopeError
from adapters.slack.words import clean
from bot.errors import CannotTellError, DeliveryError, NotNowError, RefusedError
from bot.ports import Clock, Letter, Posted

_TRIES = 3
_PAGE = 200
_REMEMBERED = 1_000
_SUFFIX = re.compile(r"\.[a-z0-9]{1,4}")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A picture as Slack keeps it, under the name by which it can be found again."""

    name: str
    title: str
    alt: str
    data: bytes


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
        file = _file(letter)
        is_untold = file is not None and self._may_upload and file.name not in self._told
        return letter.message.image is not None and not is_untold

    async def bring(self, letter: Letter, posted: Posted) -> None:
        """Upload the picture of a message that was posted this moment. Raises DeliveryError when it may be there."""
        file = _file(letter)
        if file is not None and not self.in_words(letter):
            await self._try(file, posted)

    async def complete(self, letter: Letter, posted: Posted, since: datetime | None, settle: timedelta) -> None:
        """Upload a picture that is missing, and take away those of older faces. Raises DeliveryError when in doubt.

        `since` is when the sending began, where that is known; `settle` how long an upload may take to come to light.
        """
        file = _file(letter)
        if file is None or self.in_words(letter):
            return
        name = file.name
        if name in self._there:
            return
        try:
            there = await self._under(letter, posted)
        except (CannotTellError, RefusedError) as error:
            self._tell(name, error)
            return
        if name not in there:
            self._wait(name, since, settle)
            await self._try(file, posted)
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

    async def _try(self, file: _File, posted: Posted) -> None:
        name = file.name
        self._tries[name] = self._tries.get(name, 0) + 1
        if self._tries[name] > _TRIES:
            self._tell(name, CannotTellError("it was tried often enough"))
            return
        try:
            await self._upload(file, posted)
        except (CannotTellError, RefusedError) as error:
            self._may_upload = self._may_upload and not isinstance(error, NoScopeError)
            self._tell(name, error)
            return
        self._note(name)

    async def _upload(self, file: _File, posted: Posted) -> None:
        place = await self._line.call(
            lambda client: client.files_getUploadURLExternal(
                filename=file.name, length=len(file.data), alt_txt=clean(file.alt).replace("\n", " ")
            )
        )
        await self._line.upload(place["upload_url"], file.data)
        self._shared_at[file.name] = self._clock.now()
        await self._line.call(
            lambda client: client.files_completeUploadExternal(
                files=[{"id": place["file_id"], "title": clean(file.title) or file.name}],
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


def _file(letter: Letter) -> _File | None:
    """Return the file that a letter's picture becomes, if it has one; its name tells it from other faces' files."""
    image, picture = letter.message.image, letter.picture
    if image is None or picture is None:
        return None
    suffix = PurePath(image.name).suffix.lower()
    told = blake2s(picture + image.alt.encode(errors="replace"), digest_size=6).hexdigest()
    name = f"{identity(letter)}-{told}{suffix if _SUFFIX.fullmatch(suffix) else '.png'}"
    return _File(name=name, title=image.title, alt=image.alt, data=picture)
