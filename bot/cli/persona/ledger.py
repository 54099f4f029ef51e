"""What the persona did, in a book of her own: what the bot says of her week can be held against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.diary import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A stretch of time she accounted for, and when she said so. `kind` is None where she never said one."""

    start: datetime
    end: datetime
    what: str
    kind: Kind | None
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Talked:
    """A conversation she logged."""

    name: str
    outcome: str
    asked: bool


@dataclass(slots=True)
class Ledger:
    """Her book. `asked` has the starts of the half hours she was asked about, `skipped` of those she passed over."""

    noted: list[Noted] = field(default_factory=list)
    talks: list[Talked] = field(default_factory=list)
    asked: set[datetime] = field(default_factory=set)
    skipped: set[datetime] = field(default_factory=set)
