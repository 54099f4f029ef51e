from __future__ import annotations

from bot.ports import Store, Waiting
from tests.storage.given import MINUTE, NOW, enrolled


async def test_an_answer_is_awaited_until_its_time_is_over(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        assert await tx.awaited.expected(ann.who, Waiting.WHY, NOW) is None
        await tx.awaited.expect(ann.who, Waiting.WHY, 7, NOW + MINUTE)
    async with store.begin() as tx:
        assert await tx.awaited.expected(ann.who, Waiting.WHY, NOW) == 7
        assert await tx.awaited.expected(ann.who, Waiting.WHY, NOW + MINUTE) is None


async def test_one_thing_is_awaited_at_a_time_and_can_be_forgotten(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        await tx.awaited.expect(ann.who, Waiting.WHY, 7, NOW + MINUTE)
        await tx.awaited.expect(ann.who, Waiting.WHY, 8, NOW + 2 * MINUTE)
        assert await tx.awaited.expected(ann.who, Waiting.WHY, NOW + MINUTE) == 8
        await tx.awaited.forget(ann.who)
        assert await tx.awaited.expected(ann.who, Waiting.WHY, NOW) is None


async def test_the_newest_draft_of_a_form_and_context_is_kept_until_it_is_dropped(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        assert await tx.drafts.kept(ann.who, "call.log", "12") is None
        await tx.drafts.keep(ann.who, "call.log", "12", {"name": "Da"}, NOW)
        await tx.drafts.keep(ann.who, "call.log", "12", {"name": "Dana", "notes": "é\n"}, NOW + MINUTE)
        await tx.drafts.keep(ann.who, "call.log", "", {}, NOW)
    async with store.begin() as tx:
        assert await tx.drafts.kept(ann.who, "call.log", "12") == {"name": "Dana", "notes": "é\n"}
        assert await tx.drafts.kept(ann.who, "call.log", "") == {}
        await tx.drafts.drop(ann.who, "call.log", "12")
        assert await tx.drafts.kept(ann.who, "call.log", "12") is None
        assert await tx.drafts.kept(ann.who, "call.log", "") == {}


async def test_drafts_of_long_ago_are_purged(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        await tx.drafts.keep(ann.who, "call.log", "old", {"name": "Dana"}, NOW)
        await tx.drafts.keep(ann.who, "call.log", "new", {"name": "Dana"}, NOW + MINUTE)
        assert await tx.drafts.purge(NOW + MINUTE) == 1
        assert await tx.drafts.kept(ann.who, "call.log", "old") is None
        assert await tx.drafts.kept(ann.who, "call.log", "new") is not None
