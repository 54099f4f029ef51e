from __future__ import annotations

from datetime import date, timedelta

from bot.domain.building import Built
from bot.domain.goals import Earlier
from bot.domain.slots import Span
from bot.ports import Store
from tests.storage.given import NOW, SLOT, enrolled, what_undo_restores

MONDAY = date(2026, 11, 2)
DAY = timedelta(days=1)
ALWAYS = Span(NOW - 99 * DAY, NOW + 99 * DAY)


async def test_the_first_target_replaced_in_a_week_is_the_one_kept(store: Store) -> None:
    ann = await enrolled(store)
    three = Earlier(metric="asks", until=MONDAY, target=3)
    async with store.begin() as tx:
        await tx.weeks.keep_earlier(ann.who, three)
        await tx.weeks.keep_earlier(ann.who, Earlier(metric="asks", until=MONDAY, target=5))
        none = Earlier(metric="step:7", until=MONDAY, target=0)
        await tx.weeks.keep_earlier(ann.who, none)
        assert await tx.weeks.earlier(ann.who) == (three, none)


async def test_a_pause_ends_where_the_next_begins_or_where_it_was_ended(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        await tx.weeks.pause(ann.who, Span(NOW, NOW + 9 * DAY))
        await tx.weeks.pause(ann.who, Span(NOW + DAY, NOW + 3 * DAY))
        both = (Span(NOW, NOW + DAY), Span(NOW + DAY, NOW + 3 * DAY))
        assert await tx.weeks.pauses(ann.who, ALWAYS) == both
        assert await tx.weeks.pauses(ann.who, Span(NOW - DAY, NOW)) == ()
        await tx.weeks.end_pauses(ann.who, NOW + 2 * DAY)
        await tx.weeks.end_pauses(ann.who, NOW + 5 * DAY)
        assert await tx.weeks.pauses(ann.who, ALWAYS) == (both[0], Span(NOW + DAY, NOW + 2 * DAY))
        await tx.weeks.end_pauses(ann.who, NOW)
        assert await tx.weeks.pauses(ann.who, ALWAYS) == ()


async def test_what_is_kept_of_weeks_is_kept_once_and_comes_back_with_undo(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        await tx.weeks.pause(ann.who, Span(NOW, NOW + DAY))
        await tx.weeks.rest(ann.who, MONDAY, NOW)
        await tx.weeks.put_built(ann.who, Built(monday=MONDAY, will="prices"))
        before = await what_undo_restores(tx, ann.who)
    async with store.begin() as tx:
        change = await tx.changes.begin(ann.who, "everything", NOW)
        await tx.weeks.rest(ann.who, MONDAY + 7 * DAY, NOW)
        await tx.weeks.rest(ann.who, MONDAY, NOW + SLOT)
        assert await tx.weeks.rests(ann.who) == {MONDAY, MONDAY + 7 * DAY}
        await tx.weeks.count(ann.who, MONDAY)
        assert await tx.weeks.rests(ann.who) == {MONDAY + 7 * DAY}
        await tx.weeks.put_built(ann.who, Built(monday=MONDAY, will="prices", did="a page"))
        assert await tx.weeks.built(ann.who, MONDAY) == Built(monday=MONDAY, will="prices", did="a page")
        await tx.weeks.keep_earlier(ann.who, Earlier(metric="asks", until=MONDAY, target=3))
        await tx.weeks.pause(ann.who, Span(NOW + SLOT, NOW + 2 * DAY))
    async with store.begin() as tx:
        assert await tx.changes.undo(ann.who, change)
        assert await what_undo_restores(tx, ann.who) == before
