from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.people import Account
from bot.errors import StoreError
from bot.ports import Known, Store
from storage import database, open_store
from tests.storage.given import MINUTE, NOW, account, enrolled, entry, message, planned, said

A_MOMENT = 0.05


async def is_known(store: Store, who: Account) -> bool:
    async with store.begin() as tx:
        return await tx.people.known(who) is not None


async def test_a_transaction_that_ends_is_kept_and_one_that_fails_is_not(store: Store) -> None:
    ann, ben = account(), account()
    async with store.begin() as tx:
        await tx.people.enrol(ann, "UTC", NOW)

    async def fail() -> None:
        async with store.begin() as tx:
            await tx.people.enrol(ben, "UTC", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert [await is_known(store, who) for who in (ann, ben)] == [True, False]


async def test_one_person_is_held_by_one_transaction_at_a_time(store: Store) -> None:
    ann = await enrolled(store)
    order: list[str] = []

    async def hold(name: str) -> None:
        async with store.begin() as tx:
            person = await tx.people.get(ann.who)
            order.append(f"{name} has {person.plan.goal}")
            await asyncio.sleep(0.01)
            await tx.diary.add(ann.who, entry())
            order.append(f"{name} goes")

    await asyncio.gather(*(hold(name) for name in "abc"))
    assert order == [
        f"{name} {does}" for name in sorted("abc", key=lambda n: order.index(f"{n} goes")) for does in ("has 3", "goes")
    ]


async def test_transactions_on_sqlite_come_in_the_order_of_asking(sqlite_store: Store) -> None:
    order: list[int] = []

    async def ask(number: int) -> None:
        for _ in range(3):
            async with sqlite_store.begin() as tx:
                order.append(number)
                await tx.people.known(account())

    await asyncio.gather(*(ask(number) for number in range(4)))
    assert order == [0, 1, 2, 3] * 3


async def test_a_transaction_inside_a_transaction_is_refused_where_it_would_wait_for_ever(sqlite_store: Store) -> None:
    async with sqlite_store.begin():
        with pytest.raises(RuntimeError, match="wait for itself"):
            async with sqlite_store.begin():
                pass
    async with sqlite_store.begin() as tx:
        assert await tx.records.people() == ()


@pytest.mark.parametrize("after", range(0, 60, 4))
async def test_a_cancelled_transaction_leaves_nothing_behind_and_nothing_locked(store: Store, after: int) -> None:
    await cancelled(store, after)


async def test_a_store_in_memory_survives_whoever_is_cancelled() -> None:
    store = await open_store("sqlite://")
    for after in range(60):
        await cancelled(store, after)
    await store.close()


async def cancelled(store: Store, after: int) -> None:
    """Cancel a transaction after so many turns of the event loop, wherever it is by then."""
    ann = await enrolled(store)
    finished = False

    async def work() -> None:
        nonlocal finished
        async with store.begin() as tx:
            await tx.people.get(ann.who)
            for number in range(3):
                await tx.diary.add(ann.who, entry(30 * number))
        finished = True

    task = asyncio.create_task(work())
    for _ in range(after):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(5), store.begin() as tx:
        await tx.people.get(ann.who)
        kept = len((await tx.records.everything(ann.who))["entries"])
    assert kept in ((3,) if finished else (0, 3))


async def test_a_closed_store_refuses_and_may_be_closed_again(store: Store) -> None:
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        async with store.begin():
            pass


async def test_closing_waits_for_the_transaction_under_way(sqlite_store: Store, sqlite_url: str) -> None:
    ann, begun = account(), asyncio.Event()

    async def work() -> None:
        async with sqlite_store.begin() as tx:
            begun.set()
            await asyncio.sleep(A_MOMENT)
            await tx.people.enrol(ann, "UTC", NOW)

    task = asyncio.create_task(work())
    await begun.wait()
    await sqlite_store.close()
    await task
    reopened = await open_store(sqlite_url)
    assert await is_known(reopened, ann)
    await reopened.close()


async def test_closing_does_not_wait_for_ever(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", timedelta(seconds=A_MOMENT))
    async with sqlite_store.begin() as tx:
        await asyncio.create_task(sqlite_store.close())
        assert await tx.records.people() == ()


async def write_a_canary_everywhere(store: Store, ann: Known, canary: str) -> None:
    async with store.begin() as tx:
        await tx.inbox.store(said(canary, canary, by=ann.account), NOW)
        await tx.changes.begin(ann.who, canary, NOW)
        stored = await tx.diary.add(ann.who, entry(0, canary, canary))
        await tx.diary.remove(ann.who, stored.id)
        await tx.outbox.plan(ann.who, key=canary, kind="reply", slot=canary, due_at=NOW, wanted=message(canary))
        await tx.outbox.claim(["slack"], NOW, NOW + MINUTE)
        await tx.records.everything(ann.who)


async def test_no_words_get_into_the_log_even_when_everything_is_logged(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ann = await enrolled(store)
    await write_a_canary_everywhere(store, ann, "Kanarienvogel")
    assert "Kanarienvogel" not in caplog.text


async def test_no_words_get_into_an_error(store: Store) -> None:
    ann, nobody = await enrolled(store), account()
    with pytest.raises(IntegrityError) as caught:
        await planned(store, replace(ann, account=nobody), "k", wanted=message("Kanarienvogel"))
    assert "Kanarienvogel" not in str(caught.value)
