from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.ports import State, Store
from bot.ui import Link, Message
from tests.storage.given import NOW, enrolled, planned, take

LATER = NOW + timedelta(hours=1)


async def test_a_digest_shows_whose_calendar_it_is_until_it_is_replaced_or_ended(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store)
    async with store.begin() as tx:
        assert (await tx.feeds.since(ann.who), await tx.feeds.of("a"), await tx.feeds.end(ann.who)) == (
            None,
            None,
            False,
        )
        await tx.feeds.put(ann.who, "a", NOW)
        await tx.feeds.put(ben.who, "b", NOW)
    async with store.begin() as tx:
        assert (await tx.feeds.of("a"), await tx.feeds.of("b")) == (ann.who, ben.who)
        await tx.feeds.put(ann.who, "c", LATER)
    async with store.begin() as tx:
        assert (await tx.feeds.of("a"), await tx.feeds.of("c"), await tx.feeds.since(ann.who)) == (None, ann.who, LATER)
        assert await tx.feeds.end(ann.who)
    async with store.begin() as tx:
        assert (await tx.feeds.of("c"), await tx.feeds.of("b")) == (None, ben.who)


async def test_whoever_is_forgotten_has_no_link(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        await tx.feeds.put(ann.who, "a", NOW)
    async with store.begin() as tx:
        assert (await tx.records.erase(ann.who))["feeds"] == 1
    async with store.begin() as tx:
        assert await tx.feeds.of("a") is None


ONCE = Message(text=("Here: ", Link("it", "https://a.b/secret", once=True)))
KEPT = Message(text=("Here: ", "it (shown once)"))


@pytest.mark.parametrize(
    ("state", "shown", "retry_at", "kept"),
    [
        (State.SENT, 1, None, KEPT),
        (State.SENT, 0, None, ONCE),  # it will be shown once more
        (State.SKIPPED, 0, None, KEPT),
        (State.UNKNOWN, 0, None, KEPT),
        (State.UNKNOWN, 0, LATER, ONCE),
        (State.PLANNED, 0, LATER, ONCE),
    ],
)
async def test_a_link_that_is_shown_once_is_not_kept_once_it_arrived(
    sqlite_store: Store, state: State, shown: int, retry_at: datetime | None, kept: Message
) -> None:
    ann = await enrolled(sqlite_store)
    await planned(sqlite_store, ann, "m", wanted=ONCE)
    envelope = replace(await take(sqlite_store), state=state, shown=shown)
    async with sqlite_store.begin() as tx:
        await tx.outbox.put(envelope, retry_at=retry_at)
    async with sqlite_store.begin() as tx:
        found = await tx.outbox.by_key(ann.who, "m")
    assert found is not None
    assert found.wanted == kept
