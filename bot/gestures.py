"""What a person does, and what the bot answers: events and effects, in plain data.

`Reply`, `Replace` and `Tell` are intents: stored with the transaction that decided them and delivered afterwards, so
that a crash loses none. `Open`, `Errors` and `Toast` are answered at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from bot.domain.people import Account, Who
from bot.ui import Form, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words sent in a direct message, or a newer version of words sent before when `edited_at` is set.

    `message_id` is the platform's id of the person's message; `reply_to` of the bot's message it answers in a thread.
    """

    text: str
    message_id: str
    reply_to: str | None = None
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button was pressed, and confirmed where it asks for that. `source` is the platform's id of its message.

    What a platform offers for anybody's message is a press too: `quote` holds the words of that message then.
    """

    action: str
    value: str = ""
    source: str | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Options of a menu were picked. `value` is the menu's own, `chosen` the options'."""

    action: str
    chosen: tuple[str, ...]
    value: str = ""
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """A form was sent in. An input left empty is an empty string."""

    form: str
    values: Mapping[str, str]
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command by its words (`call log Dana yes`), with any arguments that the platform already took apart."""

    words: str
    arguments: Mapping[str, str] = field(default_factory=dict)


Gesture: TypeAlias = Text | Press | Pick | Submit | Command


class Surface(StrEnum):
    """Where a gesture was made."""

    DM = "dm"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One gesture of one account.

    `keys` are the identities the platform gives it: an event that shares any key with an earlier one of the same
    platform and workspace is the same event. `at` is when the person did it, as the platform says. `channel` is
    where direct messages to this account go, when the event reveals it. `zone` likewise, an IANA name. `can_open` tells
    whether a form can be opened in answer; where it can't be, `Open` becomes a message with a button that can.
    """

    keys: tuple[str, ...]
    account: Account
    gesture: Gesture
    at: datetime
    surface: Surface = Surface.DM
    channel: str | None = None
    zone: str | None = None
    can_open: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to the account that made the gesture. By its `kind` the newest of its sort is found again."""

    message: Message
    kind: str = "reply"


@dataclass(frozen=True, slots=True)
class Replace:
    """A new face for the person's message with this key; nothing happens when there is none."""

    key: str
    message: Message


@dataclass(frozen=True, slots=True)
class Tell:
    """A message to somebody else."""

    who: Who
    message: Message


@dataclass(frozen=True, slots=True)
class Open:
    """A form, at once."""

    form: Form


@dataclass(frozen=True, slots=True)
class Errors:
    """What is wrong with a form's answers, by input key: the form stays open with what was typed."""

    by_key: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Toast:
    """A short line for this person alone, gone soon after."""

    text: str


Effect: TypeAlias = Reply | Replace | Tell | Open | Errors | Toast
Effects: TypeAlias = tuple[Effect, ...]
Answer: TypeAlias = Open | Errors | Toast | None
