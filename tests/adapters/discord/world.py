"""What a small Discord knows: its people, channels and settings, and its objects as they are documented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.adapters.discord.objects import (
    BOT,
    BOT_USER,
    CHANNEL,
    DM,
    ERRORS,
    GENERAL,
    GUILD,
    SERVER,
    TEXT_CHANNEL,
    Json,
)

BOT_TOKEN = "small.discord.token"  # noqa: S105 - the stand-in's own
INTENTS = 1 << 0 | 1 << 12  # guilds, direct messages
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15  # members, presences, message content
ANSWER_WITHIN = 3.0
TOKEN_LIVES = 15 * 60.0
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15
DEFAULT, CHAT_INPUT_COMMAND, REPLY, CONTEXT_MENU_COMMAND = 0, 20, 19, 23
_EPOCH = 1_420_070_400_000  # the first second of 2015, in milliseconds


class RefusedError(Exception):
    """An error as Discord answers it: its code, and the rule that was broken."""

    def __init__(self, code: int, rule: str = "") -> None:
        super().__init__(code, rule)
        self.code, self.rule = code, rule

    @property
    def status(self) -> int:
        return ERRORS[self.code][0]

    @property
    def body(self) -> Json:
        body: Json = {"message": ERRORS[self.code][1], "code": self.code}
        if self.code == 50035:
            body["errors"] = {"data": {"_errors": [{"code": "BASE_TYPE_INVALID", "message": self.rule}]}}
        return body


@dataclass
class World:
    """The state of a small Discord. `now` gives its time, in seconds.

    `slowness` stretches the three seconds of an answer: a machine that runs many tests at once is not what is judged.
    """

    now: Callable[[], float]
    slowness: float = 4.0
    token: str = BOT_TOKEN
    people: dict[str, Json] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)  # who wrote to the bot or used it: with them it may open a DM
    closed: set[str] = field(default_factory=set)  # who takes no DMs
    away: set[str] = field(default_factory=set)  # who shares no server with the bot any more
    channels: dict[str, Json] = field(default_factory=dict)
    messages: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))  # the oldest first
    files: dict[str, bytes] = field(default_factory=dict)  # by the attachment's id
    commands: list[Json] = field(default_factory=list)
    writable: set[str] = field(default_factory=set)  # the channels of the server where the bot may write
    broken_rules: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._last_id = 0
        self._dms: dict[str, str] = {}
        self.channels[GENERAL] = {**CHANNEL, "id": GENERAL, "guild_id": GUILD, "name": "general"}

    def snowflake(self) -> str:
        """Return a new id: the time, and unique."""
        self._last_id = max(self._last_id + 1, (int(self.now() * 1_000) - _EPOCH) << 22)
        return str(self._last_id)

    def stamp(self) -> str:
        """Return the time as Discord writes it."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat(timespec="microseconds")

    def refuse(self, rule: str, code: int = 50035) -> RefusedError:
        """Note a rule that the bot broke; return the answer."""
        self.broken_rules.append(rule)
        return RefusedError(code, rule)

    def check(self, check: Callable[[], None]) -> None:
        """Refuse what is not valid."""
        try:
            check()
        except (KeyError, TypeError, ValueError) as error:
            raise self.refuse(str(error)) from None

    # --- people and channels ------------------------------------------------------------------------------------------

    def add_person(self, user: str, name: str) -> None:
        self.people[user] = {
            "id": user,
            "username": name,
            "global_name": name.title(),
            "discriminator": "0",
            "avatar": None,
            "public_flags": 0,
        }

    def dm(self, user: str) -> str:
        """Return the channel of a person's DM with the bot, made when there is none."""
        if user not in self._dms:
            made: Json = {"id": self.snowflake(), "type": DM, "last_message_id": None, "flags": 0}
            self.channels[made["id"]] = {**made, "recipients": [self.people[user]]}
            self._dms[user] = made["id"]
        return self._dms[user]

    def has_dm(self, user: str) -> bool:
        """Tell whether a person has a DM with the bot."""
        return user in self._dms

    def channel(self, channel: str) -> Json:
        """Return a channel that the bot knows, or refuse."""
        if channel not in self.channels:
            raise RefusedError(10003)
        return self.channels[channel]

    def is_dm(self, channel: str) -> bool:
        return bool(self.channel(channel)["type"] == DM)

    def found(self, channel: str, message: str) -> Json:
        """Return a message, or refuse."""
        for each in self.messages[channel]:
            if each["id"] == message:
                return each
        raise RefusedError(10008)

    def member(self, user: str) -> Json:
        """Return a person as a member of the server."""
        return {
            "user": self.people.get(user, BOT_USER),
            "nick": None,
            "avatar": None,
            "banner": None,
            "roles": [],
            "joined_at": "2026-01-05T09:00:00.000000+00:00",
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "permissions": "2248473465835073",
            "communication_disabled_until": None,
        }

    def guild(self) -> Json:
        """Return the server as it is told when the bot connects."""
        channels = [
            {name: value for name, value in each.items() if name != "guild_id"}
            for each in self.channels.values()
            if each["type"] == TEXT_CHANNEL
        ]
        members = [self.member(BOT)]
        return {**SERVER, "member_count": 1 + len(self.people), "channels": channels, "members": members}
