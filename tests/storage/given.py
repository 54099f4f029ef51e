"""What the tests of the store begin with: a moment, somebody, a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.domain.diary import Entry, Label
from bot.domain.people import Account, Who
from bot.domain.slots import Span
from bot.gestures import Event, Text
from bot.ports import Envelope, Known, Posted, State, Store, Transaction
from bot.ui import Message

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SLOT = timedelta(minutes=30)
LEASE = timedelta(seconds=45)
SLACK = ["slack"]
_users = count(1)


def account(platform: str = "slack", workspace: str = "T1", user: str = "") -> Account:
    return Account(platform, workspace, user or f"U{next(_users)}")


async def enrolled(store: Store, who: Account | None = None) -> Known:
    async with store.begin() as tx:
        return await tx.people.enrol(who or account(), "Europe/Berlin", NOW)


def entry(minutes: int = 0, what: str = "calls", why: str = "sales", **more: Any) -> Entry:  # noqa: ANN401 - Entry's
    span = Span(NOW + minutes * MINUTE, NOW + minutes * MINUTE + SLOT)
    return Entry(span=span, what=what, why=why, **{"recorded_at": span.end, "label": Label.LIVE, **more})


def said(text: str, *keys: str, by: Account, at: datetime = NOW) -> Event:
    return Event(keys=keys, account=by, gesture=Text(text=text, message_id=text), at=at)


def message(text: str) -> Message:
    return Message(text=(text,))


async def planned(store: Store, known: Known, key: str, **more: Any) -> None:  # noqa: ANN401 - Outbox.plan's
    """Plan a reply with the key as its text."""
    async with store.begin() as tx:
        options = {"kind": "reply", "slot": key, "due_at": NOW, "account": known.account, "wanted": message(key)}
        assert await tx.outbox.plan(known.who, key=key, **{**options, **more})


async def claimed(store: Store, now: datetime = NOW, platforms: Sequence[str] = SLACK) -> Envelope | None:
    async with store.begin() as tx:
        return await tx.outbox.claim(platforms, now, now + LEASE)


async def take(store: Store, now: datetime = NOW) -> Envelope:
    """Claim what must be there."""
    envelope = await claimed(store, now)
    assert envelope is not None
    return envelope


async def sent(store: Store, envelope: Envelope) -> None:
    """Go the whole way from a claim to `sent`, as delivery does."""
    async with store.begin() as tx:
        await tx.outbox.put(replace(envelope, state=State.SENDING, started_at=NOW), release=False)
    async with store.begin() as tx:
        held = await tx.outbox.held(envelope.id, envelope.attempt)
        assert held is not None
        posted = Posted(channel="D1", message_id=f"m{held.id}")
        await tx.outbox.put(replace(held, state=State.SENT, shown=envelope.version, posted=posted))


async def by_key(store: Store, who: Who, key: str) -> Envelope:
    async with store.begin() as tx:
        envelope = await tx.outbox.by_key(who, key)
    assert envelope is not None
    return envelope


async def everything(store: Store, who: Who) -> Mapping[str, Sequence[Mapping[str, object]]]:
    async with store.begin() as tx:
        return await tx.records.everything(who)


async def what_undo_restores(tx: Transaction, who: Who) -> dict[str, Sequence[Mapping[str, object]]]:
    """Return every row of a person's that a change may touch."""
    tables = (
        "people",
        "entries",
        "prompts",
        "kinds",
        "verdicts",
        "prospects",
        "conversations",
        "appointments",
        "asks",
        "steps",
        "dids",
        "tasks",
        "targets",
        "rests",
        "pauses",
        "built",
    )
    rows = await tx.records.everything(who)
    return {table: rows[table] for table in tables}
