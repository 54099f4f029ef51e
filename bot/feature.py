"""What a feature is: one value with its commands, its handlers and its moments, listed in `bot.features.FEATURES`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, TypeAlias

from bot.commands import Call, Catalogue, Spec
from bot.domain.people import Account, Person, Who
from bot.gestures import Effects, Pick, Press, Submit, Text
from bot.ports import Draw, Transaction
from bot.ui import Message, Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One event being handled: whose it is, the transaction it happens in, and the one reading of the clock.

    `at` is when the person did it, which is earlier than `now` for what was written while the bot was away; `key` is
    the key of the first message it is answered with, unless that has its own; `draw` is where codes come from;
    `operator` names who runs the bot, and `address` is where its web door is reached from outside, if it has one.
    """

    tx: Transaction
    person: Person
    account: Account
    now: datetime
    at: datetime
    key: str
    catalogue: Catalogue
    draw: Draw
    operator: str = ""
    address: str = ""

    @property
    def who(self) -> Who:
        """Return whose data this is about."""
        return self.person.who


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One moment whose time has come, inside the transaction that starts the sending. `key` is its message's."""

    tx: Transaction
    person: Person
    due_at: datetime
    now: datetime
    key: str

    @property
    def who(self) -> Who:
        """Return whose data this is about."""
        return self.person.who


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something the bot says of its own accord, at times that its rule gives.

    `next_due` is pure: the first such moment later than the one given, or None. `slot` names the occasion, so that it
    happens once: the UTC instant, the local date, the ISO week. `unwanted` is asked inside the transaction that starts
    the sending and returns the reason to stay silent, or an empty string. `before` returns what must be shown first
    (tidying an old message, say); while it returns anything the moment waits its turn behind that. `screen` makes the
    message and notes what its being sent means. Later than `late_after` the moment is not sent, nor while its person
    is not to be disturbed; None: late is good, and so is any hour. `missed` is told of each that came too late, in the
    transaction that gives it up.
    """

    kind: str
    late_after: timedelta | None
    next_due: Callable[[Person, datetime], datetime | None]
    slot: Callable[[Person, datetime], str]
    unwanted: Callable[[Occasion], Awaitable[str]]
    screen: Callable[[Occasion], Awaitable[Message]]
    before: Callable[[Occasion], Awaitable[Effects]]
    missed: Callable[[Occasion], Awaitable[None]] | None = None


async def nothing_before(_: Occasion) -> Effects:
    """Tidy nothing."""
    return ()


_LONGEST_ID = 15


def row_id(value: str) -> int | None:
    """Return the id of a row that a button or a form names, or None: it may come from anybody."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= _LONGEST_ID else None


CommandHandler: TypeAlias = Callable[[Turn, Call], Awaitable[Effects]]
PressHandler: TypeAlias = Callable[[Turn, Press], Awaitable[Effects]]
PickHandler: TypeAlias = Callable[[Turn, Pick], Awaitable[Effects]]
FormHandler: TypeAlias = Callable[[Turn, Submit], Awaitable[Effects]]
TextHandler: TypeAlias = Callable[[Turn, Text], Awaitable[Effects]]
ReplyHandler: TypeAlias = Callable[[Turn, Any, Text], Awaitable[Effects]]
Suggester: TypeAlias = Callable[[Transaction, Who, str], Awaitable[tuple[Option, ...]]]

PAGE = "page"  # the kind of a message that shows the bot's page, as a command does where there is no better place
_NONE: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing the bot does.

    `replies` handles meanings of free text by their class, `edited` a message that was changed after it was sent,
    `welcome` whatever somebody does who has not started, but for what belongs to a feature that is there
    `before_start`, `page` the bot's page for whoever looks at it, of which nothing is stored, and `moved` what to say
    to somebody who has started and whose platform tells another zone than before. Exactly one feature has `welcome`,
    one `edited` and one `page`, and one at the most `moved`.
    """

    name: str
    commands: tuple[tuple[Spec, CommandHandler], ...] = ()
    presses: Mapping[str, PressHandler] = field(default_factory=lambda: _NONE)
    picks: Mapping[str, PickHandler] = field(default_factory=lambda: _NONE)
    forms: Mapping[str, FormHandler] = field(default_factory=lambda: _NONE)
    replies: Mapping[type, ReplyHandler] = field(default_factory=lambda: _NONE)
    sources: Mapping[str, Suggester] = field(default_factory=lambda: _NONE)
    moments: tuple[Moment, ...] = ()
    edited: TextHandler | None = None
    welcome: Callable[[Turn], Awaitable[Effects]] | None = None
    page: Callable[[Turn], Awaitable[Message]] | None = None
    moved: Callable[[Turn, str], Awaitable[Effects]] | None = None
    before_start: bool = False
