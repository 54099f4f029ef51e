from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import make_url, text

from bot.domain.people import Who
from bot.domain.sharing import Grant, Level, Look, code_digest
from bot.ports import Known, Store
from storage.postgres import postgres_engine
from tests.storage.given import NOW, SLOT, account, enrolled, everything, message


@pytest.fixture
async def ann(store: Store) -> Known:
    return await enrolled(store)


@pytest.fixture
async def ben(store: Store, ann: Known) -> Known:
    """Return a colleague of Ann's."""
    known = await enrolled(store)
    assert known.who.tenant == ann.who.tenant
    return known


def granted(who: Who, **more: object) -> Grant:
    made = Grant(owner=who, label="Sam", level=Level.COUNTS, code_digest=code_digest("ABC"), made_at=NOW)
    return replace(made, **more)  # type: ignore[arg-type]  # names are Grant's


async def test_a_grant_comes_back_as_stored_and_as_changed(store: Store, ann: Known, ben: Known) -> None:
    async with store.begin() as tx:
        first = await tx.sharing.put(granted(ann.who, until=NOW + SLOT, names=True))
        second = await tx.sharing.put(granted(ann.who, level=Level.WORDS))
        assert await tx.sharing.given(ann.who) == (second, first)
        accepted = await tx.sharing.put(replace(first, viewer=ben.who, accepted_at=NOW, ended_at=NOW + SLOT))
        assert await tx.sharing.given(ann.who) == (second, accepted)
        assert await tx.sharing.received(ben.who) == (accepted,)
        assert await tx.sharing.hold(ben.who, first.id) == accepted


async def test_an_invitation_is_found_by_its_code_in_its_tenant_alone(store: Store, ann: Known, ben: Known) -> None:
    elsewhere = await enrolled(store, account(workspace="T2"))
    async with store.begin() as tx:
        made = await tx.sharing.put(granted(ann.who))
        assert await tx.sharing.invitation(ben.who, code_digest("abc")) == made
        assert await tx.sharing.invitation(ben.who, code_digest("abd")) is None
        assert await tx.sharing.invitation(elsewhere.who, code_digest("abc")) is None


async def test_only_the_viewer_holds_what_they_may_look_at(store: Store, ann: Known, ben: Known) -> None:
    elsewhere = await enrolled(store, account(workspace="T2"))
    async with store.begin() as tx:
        made = await tx.sharing.put(granted(ann.who, viewer=ben.who, accepted_at=NOW))
        others = (ann.who, elsewhere.who, Who(elsewhere.who.tenant, ben.who.person))
        assert [await tx.sharing.hold(who, made.id) for who in others] == [None, None, None]
        assert [await tx.sharing.received(who) for who in others] == [(), (), ()]


async def test_looks_are_kept_with_the_grant_the_latest_first(store: Store, ann: Known, ben: Known) -> None:
    async with store.begin() as tx:
        made = await tx.sharing.put(granted(ann.who, viewer=ben.who, accepted_at=NOW))
        noted = [Look(grant=made.id, at=NOW + number * SLOT, what=f"{number}") for number in range(3)]
        for look in noted:
            await tx.sharing.note_look(made, look)
        assert await tx.sharing.looks(ann.who, 2) == (noted[2], noted[1])
        assert await tx.sharing.looks(ben.who, 9) == ()


async def test_whoever_is_forgotten_takes_along_what_they_granted_and_what_others_showed_them(
    store: Store, ann: Known, ben: Known
) -> None:
    async with store.begin() as tx:
        mine = await tx.sharing.put(granted(ann.who, viewer=ben.who, accepted_at=NOW))
        await tx.sharing.note_look(mine, Look(grant=mine.id, at=NOW, what="1"))
        theirs = await tx.sharing.put(granted(ben.who, viewer=ann.who, accepted_at=NOW))
    async with store.begin() as tx:
        erased = await tx.records.erase(ann.who)
        assert (erased["grants"], erased["looks"]) == (1, 1)
        assert await tx.sharing.given(ben.who) == (replace(theirs, viewer=None),)
        assert await tx.sharing.received(ben.who) == ()
    assert (await everything(store, ann.who))["grants"] == []


async def test_whoever_is_forgotten_while_somebody_looks_is_forgotten_with_that_look(
    postgres_workers: list[Store], postgres_url: str
) -> None:
    one, two = postgres_workers
    ann, ben = await enrolled(one), await enrolled(one)
    async with one.begin() as tx:
        made = await tx.sharing.put(granted(ann.who, viewer=ben.who, accepted_at=NOW))
    async with asyncio.TaskGroup() as tasks, one.begin() as tx:
        await tx.people.get(ben.who)
        assert await tx.sharing.hold(ben.who, made.id) == made
        forgotten = tasks.create_task(_forget(two, ann.who))
        await somebody_waits(postgres_url)
        await tx.sharing.note_look(made, Look(grant=made.id, at=NOW, what="1"))
    assert (await forgotten)["looks"] == 1


async def test_two_who_show_each_other_their_weeks_may_be_forgotten_at_once(postgres_workers: list[Store]) -> None:
    one, two = postgres_workers
    for _ in range(5):
        ann, ben = await enrolled(one), await enrolled(one)
        async with one.begin() as tx:
            await tx.sharing.put(granted(ann.who, viewer=ben.who, accepted_at=NOW))
            await tx.sharing.put(granted(ben.who, viewer=ann.who, accepted_at=NOW))
        await asyncio.gather(_forget(one, ann.who), _forget(two, ben.who))


async def test_an_invitation_is_accepted_or_revoked_and_neither_waits_for_the_other_for_good(
    postgres_workers: list[Store], postgres_url: str
) -> None:
    one, two = postgres_workers
    ann, ben = await enrolled(one), await enrolled(one)
    async with one.begin() as tx:
        made = await tx.sharing.put(granted(ann.who))

    async def revoke() -> None:
        async with two.begin() as tx:
            await tx.people.get(ann.who)
            await tx.sharing.put(replace(made, ended_at=NOW))

    async with asyncio.TaskGroup() as tasks, one.begin() as tx:
        await tx.people.get(ben.who)
        assert await tx.sharing.invitation(ben.who, made.code_digest) == made
        tasks.create_task(revoke())
        await somebody_waits(postgres_url)
        await tx.sharing.put(replace(made, viewer=ben.who, accepted_at=NOW))
        await tx.outbox.plan(ann.who, key="told", kind="tell", slot="told", due_at=NOW, wanted=message("yes"))
    async with one.begin() as tx:
        assert [grant.ended_at for grant in await tx.sharing.given(ann.who)] == [NOW]


async def somebody_waits(url: str) -> None:
    """Wait until a transaction waits for what another holds."""
    engine = postgres_engine(make_url(url))
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with engine.connect() as connection:
        while not (await connection.execute(waiting)).scalar_one():
            await connection.rollback()
            await asyncio.sleep(0.01)
    await engine.dispose()


async def _forget(store: Store, who: Who) -> Mapping[str, int]:
    async with store.begin() as tx:
        return await tx.records.erase(who)
