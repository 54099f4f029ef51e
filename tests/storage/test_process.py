from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.people import Who
from bot.domain.process import DEFAULT, Counts, Did, Step
from bot.domain.sales import Ask, Conversation, Outcome, Prospect
from bot.domain.slots import Span
from bot.ports import Known, Store, Transaction
from tests.storage.given import NOW, SLOT, enrolled

DAY = timedelta(days=1)
ALWAYS = Span(NOW - 9 * DAY, NOW + 9 * DAY)


@pytest.fixture
async def ann(store: Store) -> Known:
    return await enrolled(store)


async def drawn(tx: Transaction, who: Who) -> list[Step]:
    return [await tx.process.put_step(who, replace(one, drawn_at=NOW)) for one in DEFAULT]


async def test_steps_come_back_as_stored_and_as_changed_in_the_order_of_the_line(store: Store, ann: Known) -> None:
    async with store.begin() as tx:
        line = await drawn(tx, ann.who)
        assert await tx.process.steps(ann.who) == tuple(line)
        changed = replace(
            line[0], position=7, name="Meet", action="go out", weekly=1, counts=Counts.BOOKING, retired_at=NOW + SLOT
        )
        assert await tx.process.put_step(ann.who, changed) == changed
        assert await tx.process.steps(ann.who) == (*line[1:], changed)


async def test_what_was_done_is_found_by_its_time(store: Store, ann: Known) -> None:
    async with store.begin() as tx:
        step = (await drawn(tx, ann.who))[1]
        late, early = [
            await tx.process.add_did(ann.who, Did(step=step.id, at=NOW + slots * SLOT, count=slots)) for slots in (3, 1)
        ]
        assert await tx.process.dids(ann.who, ALWAYS) == (early, late)
        assert await tx.process.dids(ann.who, Span(NOW + SLOT, NOW + 3 * SLOT)) == (early,)


async def test_the_first_contact_with_each_prospect_is_the_first_ask_or_conversation_practice_apart(
    store: Store, ann: Known
) -> None:
    async with store.begin() as tx:
        dana, erik, fay, gus = [
            (await tx.sales.put_prospect(ann.who, Prospect(name=name, added_at=NOW))).id
            for name in ("Dana", "Erik", "Fay", "Gus")
        ]
        for day in (3, 1):
            await tx.sales.put_conversation(
                ann.who, Conversation(prospect=dana, at=NOW + day * DAY, outcome=Outcome.NO)
            )
        await tx.sales.put_ask(ann.who, Ask(prospect=dana, at=NOW + 2 * DAY, back_on=NOW.date()))
        await tx.sales.put_ask(ann.who, Ask(prospect=erik, at=NOW, back_on=NOW.date()))
        practice = Conversation(prospect=fay, at=NOW, outcome=Outcome.YES, practice=True)
        await tx.sales.put_conversation(ann.who, practice)
        assert await tx.process.first_contacts(ann.who) == {dana: NOW + DAY, erik: NOW}
        assert gus
    ben = await enrolled(store)
    async with store.begin() as tx:
        assert await tx.process.first_contacts(ben.who) == {}


async def test_undo_takes_back_the_drawing_and_what_was_done_with_it(store: Store, ann: Known) -> None:
    async with store.begin() as tx:
        change = await tx.changes.begin(ann.who, "the process", NOW)
        step = (await drawn(tx, ann.who))[0]
        await tx.process.add_did(ann.who, Did(step=step.id, at=NOW))
    async with store.begin() as tx:
        assert await tx.changes.undo(ann.who, change)
        assert await tx.process.steps(ann.who) == ()
        assert await tx.process.dids(ann.who, ALWAYS) == ()


async def test_a_drawing_is_not_taken_back_from_under_what_was_done_since(store: Store, ann: Known) -> None:
    async with store.begin() as tx:
        change = await tx.changes.begin(ann.who, "the process", NOW)
        line = await drawn(tx, ann.who)
    async with store.begin() as tx:
        did = await tx.process.add_did(ann.who, Did(step=line[0].id, at=NOW))
    async with store.begin() as tx:
        assert not await tx.changes.undo(ann.who, change)
        assert await tx.process.steps(ann.who) == tuple(line)
        assert await tx.process.dids(ann.who, ALWAYS) == (did,)


async def test_nobody_reaches_a_step_of_somebody_else(store: Store, ann: Known) -> None:
    async with store.begin() as tx:
        line = await drawn(tx, ann.who)
        await tx.process.add_did(ann.who, Did(step=line[0].id, at=NOW))
    for who in ((await enrolled(store)).who, Who(ann.who.tenant, 999)):
        async with store.begin() as tx:
            assert await tx.process.steps(who) == ()
            assert await tx.process.dids(who, ALWAYS) == ()
            await tx.process.put_step(who, replace(line[0], name="forged"))
        with pytest.raises(IntegrityError):
            async with store.begin() as tx:
                await tx.process.add_did(who, Did(step=line[0].id, at=NOW))
    async with store.begin() as tx:
        assert await tx.process.steps(ann.who) == tuple(line)
