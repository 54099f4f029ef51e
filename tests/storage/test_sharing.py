from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.people import Who
from bot.domain.sharing import Grant, Level, Look, code_digest
from bot.ports import Known, Store
from tests.storage.given import NOW, SLOT, account, enrolled, everything


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
