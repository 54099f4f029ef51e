"""What is deleted with time, and what stays."""

from __future__ import annotations

from bot.ports import Store
from tests.features.harness import Conversation, started


async def rows(me: Conversation, *tables: str) -> list[int]:
    async with me.store.begin() as tx:
        every = await tx.records.everything(await me.who(tx))
    return [len(every[table]) for table in tables]


async def test_after_a_season_only_the_diary_and_the_people_are_left(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.at("2026-11-23 09:00")
    await me.say("calling leads - to book demos")
    await me.say("call log Dana thinking until tue")
    await me.say("pause until 1 jul 2027")
    kept = await rows(me, "entries", "prospects", "conversations")
    for date in ("2026-11-25 07:00", "2026-12-30 09:00"):
        await me.at(date)
        await me.engine.tidy()
    assert await rows(me, "changes", "change_rows") == [0, 0]
    assert (await rows(me, "outbox"))[0] == 5
    await me.at("2027-03-30 09:00")
    await me.engine.tidy()
    assert await rows(me, "outbox") == [0]
    assert await rows(me, "entries", "prospects", "conversations") == kept


async def test_a_day_later_everything_can_still_be_undone(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.at("2026-11-23 09:00")
    await me.say("calling leads - to book demos")
    await me.at("2026-11-24 08:59")
    await me.engine.tidy()
    await me.say("undo")
    assert await rows(me, "entries") == [0]
