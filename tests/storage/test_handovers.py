from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.handover import Standing, Task
from bot.ports import Store
from tests.storage.given import NOW, enrolled


async def test_a_task_comes_back_as_stored_and_as_changed_in_the_order_in_which_they_were_told(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        mail = await tx.handovers.put(ann.who, Task(text="mail", standing=Standing.ADMIN))
        books = await tx.handovers.put(ann.who, Task(text="bookkeeping", price=3550))
        changed = replace(mail, text="mails", standing=Standing.NOT_GREAT, price=1, done_on=date(2026, 11, 2))
        assert await tx.handovers.put(ann.who, changed) == changed
    async with store.begin() as tx:
        assert await tx.handovers.tasks(ann.who) == (changed, books)


async def test_undo_takes_a_task_back_and_restores_one_that_was_handed_over(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        mail = await tx.handovers.put(ann.who, Task(text="mail"))
    async with store.begin() as tx:
        change = await tx.changes.begin(ann.who, "mail handed over", NOW)
        await tx.handovers.put(ann.who, replace(mail, done_on=NOW.date()))
        await tx.handovers.put(ann.who, Task(text="bookkeeping"))
    async with store.begin() as tx:
        assert await tx.changes.undo(ann.who, change)
        assert await tx.handovers.tasks(ann.who) == (mail,)


async def test_what_an_hour_is_worth_and_when_that_was_asked_are_kept(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        person = await tx.people.get(ann.who)
        assert (person.plan.value, person.value_asked_on) == (None, None)
        person = replace(person, plan=replace(person.plan, value=8050), value_asked_on=NOW.date())
        await tx.people.save(person)
    async with store.begin() as tx:
        assert await tx.people.get(ann.who) == person
