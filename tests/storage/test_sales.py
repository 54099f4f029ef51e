from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.people import Who
from bot.domain.sales import Ask, Conversation, Outcome, Promise, Prospect, Reflection, Role, Status, Story
from bot.domain.slots import Span
from bot.ports import Store
from tests.storage.given import MINUTE, NOW, enrolled

TODAY = NOW.date()
DAY = timedelta(days=1)


def conversation(prospect: int, at: int = 0, **more: object) -> Conversation:
    return replace(Conversation(prospect=prospect, at=NOW + at * MINUTE, outcome=Outcome.THINKING), **more)  # type: ignore[arg-type]  # names are Conversation's


async def prospect(store: Store, who: Who, name: str, **more: object) -> Prospect:
    async with store.begin() as tx:
        return await tx.sales.put_prospect(who, replace(Prospect(name=name, added_at=NOW), **more))  # type: ignore[arg-type]  # names are Prospect's


async def test_a_prospect_comes_back_as_stored_and_as_changed(store: Store) -> None:
    ann = await enrolled(store)
    dana = await prospect(store, ann.who, "Dana Ö.", last_contact_at=NOW, asked_at=NOW + MINUTE, next_on=TODAY)
    async with store.begin() as tx:
        assert await tx.sales.prospect(ann.who, dana.id) == dana
        changed = await tx.sales.put_prospect(ann.who, replace(dana, name="Dan", status=Status.YES, next_on=None))
        assert changed == replace(dana, name="Dan", status=Status.YES, next_on=None)
        assert await tx.sales.prospects(ann.who) == (changed,)
        assert await tx.sales.prospect_named(ann.who, "Dana Ö.") is None


async def test_a_promise_comes_back_as_stored_and_is_gone_when_it_is_taken_away(store: Store) -> None:
    ann = await enrolled(store)
    promise = Promise(about="Ö – \n the offer", made_at=NOW, key="followup:1")
    dana = await prospect(store, ann.who, "Dana", next_on=TODAY, promise=promise)
    async with store.begin() as tx:
        assert await tx.sales.prospect(ann.who, dana.id) == dana
        change = await tx.changes.begin(ann.who, "a promise", NOW)
        gone = await tx.sales.put_prospect(ann.who, replace(dana, promise=None))
        assert await tx.sales.prospect(ann.who, dana.id) == gone
        assert await tx.changes.undo(ann.who, change)
        assert await tx.sales.prospect(ann.who, dana.id) == dana


async def test_prospects_are_listed_by_name_and_found_whatever_case_marks_and_spaces(store: Store) -> None:
    ann = await enrolled(store)
    zoe, anna, emile = [await prospect(store, ann.who, name) for name in ("Zoë", "anna  LEE", "Émile")]
    async with store.begin() as tx:
        assert await tx.sales.prospects(ann.who) == (anna, zoe, emile)
        for spelling in ("Anna Lee", "anna-lee", " ANNA LEE! "):
            assert await tx.sales.prospect_named(ann.who, spelling) == anna
        assert await tx.sales.prospect_named(ann.who, "Anne Lee") is None


async def test_of_two_prospects_of_one_name_the_first_is_found(store: Store) -> None:
    ann = await enrolled(store)
    first, second = await prospect(store, ann.who, "Dana"), await prospect(store, ann.who, "dana")
    async with store.begin() as tx:
        assert await tx.sales.prospect_named(ann.who, "Dana") == first
        assert await tx.sales.prospects(ann.who) == (first, second)


async def test_a_name_may_be_longer_than_an_index_takes(store: Store) -> None:
    ann = await enrolled(store)
    long = await prospect(store, ann.who, "ü" * 9_000)
    async with store.begin() as tx:
        assert await tx.sales.prospect_named(ann.who, "ü" * 9_000) == long


async def test_a_conversation_comes_back_as_stored_and_as_changed(store: Store) -> None:
    ann = await enrolled(store)
    dana = await prospect(store, ann.who, "Dana")
    full = conversation(
        dana.id,
        outcome=Outcome.CHECK_BACK,
        back_on=TODAY + DAY,
        offer="a month",
        notes="short",
        practice=True,
        story=Story(now="here", wanted="there", obstacle="that", result="this"),
        reflection=Reflection(well="calm", better="listen", one_thing="ask"),
        worth=1_000_000_000,
        key="reply:1",
    )
    async with store.begin() as tx:
        stored = await tx.sales.put_conversation(ann.who, full)
        assert stored == replace(full, id=stored.id)
        assert await tx.sales.conversation(ann.who, stored.id) == stored
        bare = await tx.sales.put_conversation(ann.who, replace(conversation(dana.id), id=stored.id))
        assert await tx.sales.conversation(ann.who, stored.id) == bare


async def test_conversations_are_found_by_time_by_prospect_and_by_their_one_thing(store: Store) -> None:
    ann = await enrolled(store)
    dana, erik = await prospect(store, ann.who, "Dana"), await prospect(store, ann.who, "Erik")
    async with store.begin() as tx:
        assert await tx.sales.latest_one_thing(ann.who, NOW + 60 * MINUTE) is None
        second, first, third = [
            await tx.sales.put_conversation(ann.who, each)
            for each in (
                conversation(dana.id, 30, reflection=Reflection(one_thing="ask")),
                conversation(erik.id, 0, reflection=Reflection(one_thing="listen")),
                conversation(dana.id, 60),
            )
        ]
        assert await tx.sales.conversations(ann.who, Span(NOW, NOW + 60 * MINUTE)) == (first, second)
        assert await tx.sales.conversations_with(ann.who, dana.id) == (third, second)
        assert await tx.sales.latest_one_thing(ann.who, NOW + 60 * MINUTE) == second
        assert await tx.sales.latest_one_thing(ann.who, NOW + 30 * MINUTE) == first, "up to a moment, and not at it"
        assert await tx.sales.latest_one_thing(ann.who, NOW + 60 * MINUTE, but=second.id) == first


async def test_what_is_known_of_a_prospect_comes_back_as_stored(store: Store) -> None:
    ann = await enrolled(store)
    known = {"role": Role.INTRODUCER, "notes": "Ö\n two", "introduced_by": "Ina", "status": Status.LET_GO}
    ina = await prospect(store, ann.who, "Ina", let_go_at=NOW, **known)
    async with store.begin() as tx:
        assert await tx.sales.prospects(ann.who) == (ina,)


async def test_asks_are_found_by_time_and_by_prospect_and_moved_when_two_prospects_become_one(store: Store) -> None:
    ann = await enrolled(store)
    dana, erik = await prospect(store, ann.who, "Dana"), await prospect(store, ann.who, "Erik")
    async with store.begin() as tx:
        told = [Ask(prospect=one.id, at=NOW + at * MINUTE, back_on=TODAY) for one, at in ((dana, 60), (erik, 0))]
        second, first = [await tx.sales.put_ask(ann.who, one) for one in told]
        assert await tx.sales.asks(ann.who, Span(NOW, NOW + 60 * MINUTE)) == (first,)
        assert await tx.sales.asks_of(ann.who, dana.id) == (second,)
    async with store.begin() as tx:
        change = await tx.changes.begin(ann.who, "two into one", NOW)
        await tx.sales.put_ask(ann.who, replace(first, prospect=dana.id))
        await tx.sales.remove_prospect(ann.who, erik.id)
        assert await tx.sales.prospects(ann.who) == (dana,)
        assert await tx.sales.asks_of(ann.who, dana.id) == (replace(first, prospect=dana.id), second)
    async with store.begin() as tx:
        assert await tx.changes.undo(ann.who, change)
        assert await tx.sales.prospects(ann.who) == (dana, erik)
        assert await tx.sales.asks_of(ann.who, erik.id) == (first,)


async def test_follow_ups_that_are_due_come_the_oldest_first(store: Store) -> None:
    ann = await enrolled(store)
    today = await prospect(store, ann.who, "today", next_on=TODAY)
    before = await prospect(store, ann.who, "before", next_on=TODAY - DAY)
    await prospect(store, ann.who, "tomorrow", next_on=TODAY + DAY)
    await prospect(store, ann.who, "never")
    async with store.begin() as tx:
        assert await tx.sales.due_follow_ups(ann.who, TODAY) == (before, today)
