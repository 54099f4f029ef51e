"""The messages of a small Discord: posted, changed, taken away and listed, as its API does them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.discord import strict
from tests.adapters.discord.gateway import Gateway
from tests.adapters.discord.objects import APP, BOT, BOT_USER, Json
from tests.adapters.discord.world import DEFAULT, EPHEMERAL, LOADING, REPLY, RefusedError, World

NONCES_LIVE = 5 * 60.0  # "in the past few minutes", for all that one author writes
OPENINGS, OPENINGS_IN = 10, 10 * 60.0
UPLOAD_LIMIT = 10 * 1024 * 1024
_KEPT_FLAGS = 1 << 2 | 1 << 6 | 1 << 12 | 1 << 15  # what a bot may set: no embeds, ephemeral, silent, new components
Files = Mapping[int, tuple[str, str, bytes]]  # by their number: name, type, content


@dataclass
class Mailbox:
    """Every message, the people's and the bot's. `unbidden`: DMs may be opened with people who never began."""

    world: World
    gateway: Gateway
    unbidden: bool = False
    openings: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._nonces: dict[str, tuple[float, Json]] = {}
        self._numbers = itertools.count(1)

    # --- direct messages ----------------------------------------------------------------------------------------------

    def open_dm(self, user: str) -> Json:
        """Return the DM with a person, opened when there is none."""
        if user not in self.world.people:
            raise RefusedError(10013)
        if not self.world.has_dm(user):
            if user not in self.world.begun and not self.unbidden:
                raise self.world.refuse("a DM is opened with somebody who began", 40003)
            now = self.world.now()
            self.openings = [each for each in self.openings if each > now - OPENINGS_IN]
            if len(self.openings) >= OPENINGS:
                raise RefusedError(40003)
            self.openings.append(now)
        return self.world.channels[self.world.dm(user)]

    def check_access(self, channel: str) -> None:
        """Refuse a channel where the bot may not write."""
        if not self.world.is_dm(channel):
            if channel not in self.world.writable:
                raise RefusedError(50001)
            return
        user = self.world.channels[channel]["recipients"][0]["id"]
        if user in self.world.away:
            raise RefusedError(50278)
        if user in self.world.closed:
            raise RefusedError(50007)

    # --- what the bot writes ------------------------------------------------------------------------------------------

    async def post(self, channel: str, given: Json, files: Files) -> Json:
        """Post the bot's message, or return the one that had the nonce."""
        self.check_access(channel)
        nonce = str(given.get("nonce") or "")
        if given.get("enforce_nonce") and nonce:
            made_at, first = self._nonces.get(nonce, (float("-inf"), {}))
            if self.world.now() - made_at < NONCES_LIVE:
                return first
        posted = self.written(channel, given, files)
        if nonce:
            posted["nonce"] = given["nonce"]
        if given.get("message_reference"):
            self._refer(posted, given["message_reference"])
        if given.get("enforce_nonce") and nonce:
            self._nonces[nonce] = (self.world.now(), posted)
        await self.keep(posted)
        return posted

    def _refer(self, posted: Json, reference: Json) -> None:
        original = next(
            (each for each in self.world.messages[posted["channel_id"]] if each["id"] == str(reference["message_id"])),
            None,
        )
        if original is None and reference.get("fail_if_not_exists", True):
            raise RefusedError(50035, "Unknown message")
        if original is not None:
            posted |= {
                "type": REPLY,
                "message_reference": {"type": 0, "channel_id": posted["channel_id"], "message_id": original["id"]},
                "referenced_message": original,
            }

    def written(self, channel: str, given: Json, files: Files) -> Json:
        """Return a new message of the bot, checked."""
        self._check(given, files)
        content = (given.get("content") or "").strip()
        if not (content or given.get("embeds") or given.get("components") or files or given.get("sticker_ids")):
            raise self.world.refuse("a message says something", 50006)
        return self.message(
            channel,
            BOT_USER,
            content=content,
            embeds=[_trimmed(each) for each in given.get("embeds") or ()],
            components=self._numbered(given.get("components") or ()),
            attachments=self._attached([], given, files),
            flags=(given.get("flags") or 0) & _KEPT_FLAGS,
        )

    async def change(self, message: Json, given: Json, files: Files) -> Json:
        """Change a message of the bot."""
        if message["author"]["id"] != BOT:
            raise RefusedError(50005)
        flags = message["flags"] if given.get("flags") is None else given["flags"]
        self._check({**given, "flags": flags}, files)
        changed = dict(message)
        if "content" in given:
            changed["content"] = (given["content"] or "").strip()
        if "embeds" in given:
            changed["embeds"] = [_trimmed(each) for each in given["embeds"] or ()]
        if "components" in given:
            changed["components"] = self._numbered(given["components"] or ())
        changed["attachments"] = self._attached(message["attachments"], given, files)
        changed["flags"] = (flags & _KEPT_FLAGS) | (message["flags"] & EPHEMERAL)
        if not any(changed[part] for part in ("content", "embeds", "components", "attachments")):
            raise self.world.refuse("a message says something", 50006)
        changed["edited_timestamp"] = self.world.stamp()
        message.update(changed)
        await self.tell("MESSAGE_UPDATE", message)
        return message

    async def remove(self, message: Json) -> None:
        """Delete a message of the bot."""
        if message["author"]["id"] != BOT:
            raise RefusedError(50013)
        self.world.messages[message["channel_id"]].remove(message)
        await self.tell("MESSAGE_DELETE", message)

    def _check(self, given: Json, files: Files) -> None:
        self.world.check(lambda: strict.message(given))
        if any(len(content) > UPLOAD_LIMIT for _, _, content in files.values()):
            raise self.world.refuse("a file is at most 10 MiB", 40005)

    def _attached(self, before: list[Json], given: Json, files: Files) -> list[Json]:
        """Return the attachments: the list names all that are to be there."""
        if "attachments" not in given:
            return [*before, *(self._attachment(file, {}) for file in files.values())]
        kept = {each["id"]: each for each in before}
        attached = []
        for each in given["attachments"] or ():
            if str(each["id"]) in kept:
                attached.append({**kept[str(each["id"])], **_described(each)})
            elif int(each["id"]) in files:
                attached.append(self._attachment(files[int(each["id"])], each))
            else:
                raise self.world.refuse(f"an attachment is a file of this request or of this message: {each['id']}")
        return attached

    def _attachment(self, file: tuple[str, str, bytes], described: Json) -> Json:
        name, kind, content = file
        made = {
            "id": self.world.snowflake(),
            "filename": described.get("filename") or name,
            "size": len(content),
            "content_type": kind,
            **_described(described),
        }
        self.world.files[made["id"]] = content
        address = f"https://cdn.invalid/{made['id']}/{made['filename']}"
        return {**made, "url": address, "proxy_url": address}

    def _numbered(self, components: Iterable[Any]) -> list[Json]:
        """Return components as they come back: each with its number in the message."""
        numbers = itertools.count(1)

        def numbered(part: Json) -> Json:
            made = {**part, "id": part.get("id") or next(numbers)}
            if "components" in made:
                made["components"] = [numbered(each) for each in made["components"]]
            return made

        return [numbered(each) for each in components]

    # --- what there is ------------------------------------------------------------------------------------------------

    def message(self, channel: str, author: Json, **parts: Any) -> Json:  # noqa: ANN401 - parts of JSON
        """Return a new message with these parts."""
        return {
            "type": DEFAULT,
            "id": self.world.snowflake(),
            "channel_id": channel,
            "author": author,
            "content": "",
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "attachments": [],
            "embeds": [],
            "components": [],
            "timestamp": self.world.stamp(),
            "edited_timestamp": None,
            "flags": 0,
            "pinned": False,
            "tts": False,
            **parts,
        }

    async def keep(self, message: Json) -> None:
        """Put a new message where it belongs, and tell of it."""
        self.world.messages[message["channel_id"]].append(message)
        self.world.channels[message["channel_id"]]["last_message_id"] = message["id"]
        await self.tell("MESSAGE_CREATE", message)

    async def tell(self, event: str, message: Json) -> None:
        """Tell the bot of what it hears: what happens in its direct messages."""
        if self.world.is_dm(message["channel_id"]):
            told = {"channel_type": 1, **message}
            if event == "MESSAGE_DELETE":
                told = {"id": message["id"], "channel_id": message["channel_id"]}
            await self.gateway.dispatch(event, told)

    def listed(self, channel: str, asked: Mapping[str, str]) -> list[Json]:
        """Return messages of a channel, the newest first."""
        if not self.world.is_dm(channel) and channel not in self.world.writable:
            raise RefusedError(50001)
        if len(asked.keys() & {"after", "before", "around"}) > 1:
            raise self.world.refuse("one of after, before and around")
        limit = int(asked.get("limit", 50))
        if not 1 <= limit <= 100:
            raise self.world.refuse("1 to 100 messages are listed")
        lasting = [each for each in self.world.messages[channel] if not each["flags"] & EPHEMERAL]
        if "after" in asked:
            found = [each for each in lasting if int(each["id"]) > int(asked["after"])][:limit]
        else:
            before = int(asked.get("before", 1 << 63))
            found = [each for each in lasting if int(each["id"]) < before][-limit:]
        return found[::-1]

    def loading(self, channel: str, flags: int) -> Json:
        """Return the message that stands there until a deferred answer comes."""
        return self.message(channel, BOT_USER, flags=flags | LOADING, application_id=APP, webhook_id=APP)


def _described(given: Json) -> Json:
    return {"description": given["description"]} if given.get("description") else {}


def _trimmed(embed: Json) -> Json:
    """Return an embed as Discord keeps it."""

    def trimmed(part: Any) -> Any:  # noqa: ANN401 - a part of JSON
        if isinstance(part, dict):
            return {name: trimmed(value) for name, value in part.items()}
        if isinstance(part, list):
            return [trimmed(each) for each in part]
        return part.strip() if isinstance(part, str) else part

    return {**trimmed(embed), "type": "rich"}
