from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.gestures import Answer, Errors, Event, Open, Toast
from bot.ports import InboxState, Received, Store
from bot.ui import Form, Input
from tests.storage.given import MINUTE, NOW, account, enrolled, said

ANN = account()


async def stored(store: Store, event: Event) -> Received:
    async with store.begin() as tx:
        return await tx.inbox.store(event, NOW)


async def test_an_event_is_stored_once_and_any_of_its_keys_finds_it(store: Store) -> None:
    event = said("hello", "event:1", "message:17.1", by=ANN)
    new = await stored(store, event)
    assert new == Received(id=new.id, event=event, state=InboxState.RECEIVED, is_new=True)
    for keys in (("event:1",), ("message:17.1", "event:2"), ("event:2",)):
        assert await stored(store, replace(event, keys=keys)) == replace(new, is_new=False)


async def test_a_key_belongs_to_its_platform_and_workspace(store: Store) -> None:
    events = [
        said("hello", "event:1", by=account(platform, workspace))
        for platform in ("slack", "discord")
        for workspace in ("T1", "T2")
    ]
    assert [(await stored(store, event)).is_new for event in (*events, *events)] == [True] * 4 + [False] * 4


async def test_a_key_may_be_longer_than_an_index_takes(store: Store) -> None:
    event = said("hello", "k" * 9_000, by=ANN)
    assert [(await stored(store, event)).is_new for _ in range(2)] == [True, False]


async def test_of_the_same_event_stored_by_many_at_once_one_is_new(store: Store) -> None:
    first, second = said("hello", "a", "b", by=ANN), said("hello", "c", "b", by=ANN)
    received = await asyncio.gather(*(stored(store, event) for event in (first, second) * 6))
    assert len({each.id for each in received}) == 1
    assert sum(each.is_new for each in received) == 1
    assert {(await stored(store, said("hello", key, by=ANN))).id for key in "abc"} == {received[0].id}


@pytest.mark.parametrize(
    "answer",
    [
        None,
        Toast("kept"),
        Errors({"name": "who?"}),
        Open(Form(id="call.log", title="Log a call", inputs=(Input(key="name", label="Who"),))),
    ],
)
async def test_a_finished_event_keeps_its_answer(store: Store, answer: Answer) -> None:
    new = await stored(store, said("hello", "event:1", by=ANN))
    async with store.begin() as tx:
        await tx.inbox.finish(new.id, InboxState.DONE, answer, NOW)
        finished = replace(new, state=InboxState.DONE, answer=answer, is_new=False)
        assert await tx.inbox.hold(new.id) == finished
        assert await tx.inbox.store(new.event, NOW) == finished
        assert await tx.inbox.answer(ANN, new.id) == answer
        assert await tx.inbox.answer(account("discord"), new.id) is None
        assert await tx.inbox.answer(ANN, new.id + 1) is None


async def test_a_form_is_found_as_its_account_was_shown_it_last(store: Store) -> None:
    def form(title: str, context: str = "7") -> Form:
        return Form(id="call.log", title=title, inputs=(Input(key="name", label="Who"),), context=context)

    answers = (Open(form("First")), Open(form("Last")), Open(form("Other", "8")), Toast("later"), None)
    for number, answer in enumerate(answers):
        new = await stored(store, said("hello", f"event:{number}", by=ANN))
        async with store.begin() as tx:
            await tx.inbox.finish(new.id, InboxState.DONE, answer, NOW)
    async with store.begin() as tx:
        assert await tx.inbox.opened(ANN, "call.log", "7") == form("Last")
        assert await tx.inbox.opened(ANN, "call.log", "8") == form("Other", "8")
        assert await tx.inbox.opened(ANN, "call.log", "9") is None
        assert await tx.inbox.opened(ANN, "call", "7") is None
        assert await tx.inbox.opened(account("discord"), "call.log", "7") is None


async def test_what_is_unfinished_comes_in_the_order_in_which_it_was_typed(store: Store) -> None:
    later = await stored(store, said("later", "1", by=ANN, at=NOW + MINUTE))
    first = await stored(store, said("first", "2", by=ANN))
    second = await stored(store, said("second", "3", by=ANN))
    done = await stored(store, said("done", "4", by=ANN))
    await stored(store, said("elsewhere", "5", by=account("discord")))
    async with store.begin() as tx:
        await tx.inbox.finish(done.id, InboxState.FAILED, None, NOW, "abc123")
        expected = tuple(replace(each, is_new=False) for each in (first, second, later))
        assert await tx.inbox.unfinished("slack") == expected


async def test_what_was_dealt_with_long_ago_is_purged_with_its_keys(store: Store) -> None:
    old = await stored(store, said("old", "1", "2", by=ANN))
    new = await stored(store, said("new", "3", by=ANN))
    waiting = await stored(store, said("waiting", "4", by=ANN))
    async with store.begin() as tx:
        await tx.inbox.finish(old.id, InboxState.DONE, None, NOW)
        await tx.inbox.finish(new.id, InboxState.DONE, None, NOW + MINUTE)
        assert await tx.inbox.purge(NOW + MINUTE) == 1
        with pytest.raises(LookupError, match=f"no event {old.id}"):
            await tx.inbox.hold(old.id)
        assert await tx.inbox.unfinished("slack") == (replace(waiting, is_new=False),)
    assert [(await stored(store, said("again", key, by=ANN))).is_new for key in "1234"] == [True, True, False, False]


async def test_whoever_holds_an_event_has_it_alone(store: Store) -> None:
    ann = await enrolled(store)
    new = await stored(store, said("hello", "1", by=ann.account))
    order: list[str] = []

    async def handle(name: str) -> None:
        async with store.begin() as tx:
            held = await tx.inbox.hold(new.id)
            if held.state is InboxState.RECEIVED:
                order.append(name)
                await asyncio.sleep(0.02)
                await tx.inbox.finish(new.id, InboxState.DONE, None, NOW)

    await asyncio.gather(*(handle(name) for name in "abc"))
    assert len(order) == 1
