"""Nobody reaches what is somebody else's, whatever numbers they name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.building import Built
from bot.domain.diary import Kind, Prompt
from bot.domain.goals import Earlier
from bot.domain.handover import Task
from bot.domain.people import Who
from bot.domain.sales import Ask, Conversation, Outcome, Prospect
from bot.domain.sharing import Grant, Level, Look
from bot.domain.slots import Span
from bot.ports import Known, State, Store, Transaction, Waiting
from tests.storage.given import LEASE, NOW, SLOT, account, enrolled, entry, everything, message, planned, take

DAY = Span(NOW - 48 * SLOT, NOW + 48 * SLOT)


@pytest.fixture
async def ann(store: Store) -> Known:
    """Somebody with something of everything."""
    known = await enrolled(store)
    who = known.who
    async with store.begin() as tx:
        stored = await tx.diary.add(who, entry(source="17.1"))
        await tx.diary.learn(who, "calls", Kind.SELLING)
        await tx.diary.put_prompt(who, Prompt(span=Span(NOW, NOW + SLOT), key="prompt:9"))
        prospect = await tx.sales.put_prospect(who, Prospect(name="Dana", added_at=NOW, next_on=NOW.date()))
        await tx.sales.put_conversation(who, Conversation(prospect=prospect.id, at=NOW, outcome=Outcome.NO))
        await tx.sales.put_ask(who, Ask(prospect=prospect.id, at=NOW, back_on=NOW.date()))
        grant = Grant(owner=who, label="Sam", level=Level.WORDS, code_digest="d", made_at=NOW, viewer=who)
        grant = await tx.sharing.put(grant)
        await tx.sharing.note_look(grant, Look(grant=grant.id, at=NOW, what="2026-W48"))
        await tx.handovers.put(who, Task(text="mail"))
        await tx.weeks.keep_earlier(who, Earlier(metric="asks", until=NOW.date(), target=3))
        await tx.weeks.rest(who, NOW.date(), NOW)
        await tx.weeks.pause(who, Span(NOW, NOW + SLOT))
        await tx.weeks.put_built(who, Built(monday=NOW.date(), will="prices"))
        await tx.awaited.expect(who, Waiting.WHY, stored.id, NOW + SLOT)
        await tx.drafts.keep(who, "call.log", "", {"name": "Dana"}, NOW)
        await tx.agenda.set(who, "prompt", NOW)
    await planned(store, known, "k")
    return known


async def strangers(store: Store, ann: Known) -> list[Who]:
    """Return those who might try: a colleague, somebody elsewhere, and numbers that don't belong together."""
    ben, cleo = await enrolled(store), await enrolled(store, account(workspace="T2"))
    return [ben.who, cleo.who, Who(cleo.who.tenant, ann.who.person), Who(ann.who.tenant, 999)]


async def found_by(tx: Transaction, who: Who) -> list[object]:
    return [
        await tx.people.accounts(who) if who.person == 999 else (),
        await tx.diary.get(who, 1),
        await tx.diary.between(who, DAY),
        await tx.diary.latest(who),
        await tx.diary.from_source(who, "17.1"),
        await tx.diary.pairs(who, DAY.start),
        await tx.diary.done(who, DAY.start, 9),
        await tx.diary.learned(who, 9),
        await tx.diary.whys(who, 9),
        await tx.diary.kind_of(who, "calls"),
        await tx.diary.open_prompt(who),
        await tx.diary.prompt(who, NOW),
        await tx.diary.prompt_by_key(who, "prompt:9"),
        await tx.diary.prompts(who, DAY),
        await tx.sales.prospects(who),
        await tx.sales.prospect(who, 1),
        await tx.sales.prospect_named(who, "Dana"),
        await tx.sales.conversation(who, 1),
        await tx.sales.conversations(who, DAY),
        await tx.sales.conversations_with(who, 1),
        await tx.sales.latest_one_thing(who, NOW),
        await tx.sales.asks(who, DAY),
        await tx.sales.asks_of(who, 1),
        await tx.sales.due_follow_ups(who, NOW.date()),
        await tx.sharing.given(who),
        await tx.sharing.received(who),
        await tx.sharing.looks(who, 9),
        await tx.sharing.hold(who, 1),
        await tx.handovers.tasks(who),
        await tx.weeks.earlier(who),
        await tx.weeks.rests(who) or None,
        await tx.weeks.pauses(who, DAY),
        await tx.weeks.built(who, NOW.date()),
        await tx.awaited.expected(who, Waiting.WHY, NOW),
        await tx.drafts.kept(who, "call.log", ""),
        await tx.agenda.next_due(who, "prompt"),
        await tx.outbox.by_key(who, "k"),
        await tx.outbox.last_of(who, ["reply"]),
        await tx.outbox.spoken(who, ["reply"], NOW - 2 * SLOT),
    ]


async def test_nobody_finds_anything_of_somebody_else(store: Store, ann: Known) -> None:
    for who in await strangers(store, ann):
        async with store.begin() as tx:
            assert [each for each in await found_by(tx, who) if each not in (None, ())] == []


async def test_nobody_changes_anything_of_somebody_else(store: Store, ann: Known) -> None:
    before = await everything(store, ann.who)
    for who in await strangers(store, ann):
        async with store.begin() as tx:
            await tx.diary.save(who, replace(entry(what="forged"), id=1))
            await tx.diary.remove(who, 1)
            await tx.sales.put_prospect(who, Prospect(name="forged", added_at=NOW, id=1))
            await tx.sales.put_conversation(who, Conversation(prospect=1, at=NOW, outcome=Outcome.YES, id=1))
            await tx.sales.put_ask(who, Ask(prospect=1, at=NOW, back_on=NOW.date(), id=1))
            await tx.handovers.put(who, Task(text="forged", id=1))
            await tx.sales.remove_prospect(who, 1)
            await tx.weeks.count(who, NOW.date())
            await tx.weeks.end_pauses(who, NOW)
            await tx.awaited.forget(who)
            await tx.drafts.drop(who, "call.log", "")
            await tx.agenda.set(who, "prompt", None)
            assert not await tx.outbox.replace(who, "k", message("forged"))
    assert await everything(store, ann.who) == before


async def test_nobody_can_talk_to_somebody_elses_prospect_or_send_through_their_account(
    store: Store, ann: Known
) -> None:
    ben = await enrolled(store)
    with pytest.raises(IntegrityError):
        async with store.begin() as tx:
            await tx.sales.put_conversation(ben.who, Conversation(prospect=1, at=NOW, outcome=Outcome.NO))
    with pytest.raises(IntegrityError):
        async with store.begin() as tx:
            await tx.sales.put_ask(ben.who, Ask(prospect=1, at=NOW, back_on=NOW.date()))
    with pytest.raises(IntegrityError):
        async with store.begin() as tx:
            await tx.outbox.plan(ben.who, key="x", kind="reply", slot="x", due_at=NOW, account=ann.account)


async def test_a_claim_in_another_name_changes_nothing(store: Store, ann: Known) -> None:
    envelope = await take(store)
    before = await everything(store, ann.who)
    for who in await strangers(store, ann):
        async with store.begin() as tx:
            forged = replace(envelope, who=who)
            await tx.outbox.put(replace(forged, state=State.SKIPPED))
            await tx.outbox.requeue(forged)
    assert await everything(store, ann.who) == before
    assert (await take(store, NOW + LEASE)).id == envelope.id


async def test_the_same_user_id_in_another_workspace_is_another_person(store: Store, ann: Known) -> None:
    other = await enrolled(store, account(workspace="T2", user=ann.account.user))
    elsewhere = await enrolled(store, account("discord", "T1", ann.account.user))
    assert len({known.who.tenant for known in (ann, other, elsewhere)}) == 3
