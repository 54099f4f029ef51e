from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.domain.people import Person, Plan, Stage, Who
from bot.domain.rest import DayRange, DaysOff
from bot.domain.slots import Cadence, Days, Hours, WeekTime
from bot.ports import Known, Store
from tests.storage.given import NOW, account, enrolled


async def test_nobody_is_known_who_did_not_enrol(store: Store) -> None:
    async with store.begin() as tx:
        assert await tx.people.known(account()) is None


async def test_an_enrolled_account_has_a_person_with_the_usual_plan(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        assert await tx.people.known(ann.account) == ann
        assert ann == Known(account=ann.account, who=ann.who, seen_at=NOW)
        assert await tx.people.get(ann.who) == Person(who=ann.who, plan=Plan(zone="Europe/Berlin"))


async def test_a_workspace_is_a_tenant_and_every_account_in_it_a_person(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store)
    cleo = await enrolled(store, account(workspace="T2"))
    assert ann.who.tenant == ben.who.tenant != cleo.who.tenant
    assert len({ann.who.person, ben.who.person, cleo.who.person}) == 3


async def test_enrolling_twice_is_enrolling_once(store: Store) -> None:
    ann = await enrolled(store)
    assert await enrolled(store, ann.account) == ann


async def test_a_saved_person_comes_back_as_saved(store: Store) -> None:
    ann = await enrolled(store)
    plan = Plan(
        zone="Asia/Kathmandu",
        hours=Hours(start=time(22, 30), end=time(0)),
        days=Days((1, 6)),
        cadence=Cadence.HOUR,
        block=time(7, 15),
        report=WeekTime(weekday=6, at=time(23, 59)),
        goal=12,
        goal_asks=5,
        goal_share=30,
        improves=False,
        lunch=Hours(start=time(23), end=time(0)),
        off=DaysOff(
            country="DE-BY",
            own=(DayRange(date(2026, 12, 24), date(2027, 1, 2)), DayRange(date(2027, 2, 12), date(2027, 2, 12))),
            worked=(DayRange(date(2026, 12, 8), date(2026, 12, 8)),),
        ),
    )
    person = Person(who=ann.who, plan=plan, stage=Stage.STARTED, started_at=NOW, paused_until=NOW + timedelta(days=1))
    async with store.begin() as tx:
        await tx.people.save(person)
    async with store.begin() as tx:
        assert await tx.people.get(ann.who) == person
        await tx.people.save(replace(person, paused_until=None))
        assert await tx.people.get(ann.who) == replace(person, paused_until=None)


async def test_accounts_are_noted_as_seen_and_as_unreachable(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        await tx.people.unreachable(ann.account, "blocked")
        assert await tx.people.accounts(ann.who) == (replace(ann, unreachable="blocked"),)
        later = NOW + timedelta(hours=1)
        await tx.people.seen(ann.account, later, "D1")
        await tx.people.seen(ann.account, later, None)
        await tx.people.seen(ann.account, NOW, None)  # what was done before is taken in late
        assert await tx.people.accounts(ann.who) == (replace(ann, seen_at=later, channel="D1"),)


async def test_an_erased_person_cannot_be_had(store: Store) -> None:
    async with store.begin() as tx:
        with pytest.raises(LookupError, match="no person 7 of tenant 3"):
            await tx.people.get(Who(3, 7))


async def test_of_many_first_gestures_at_once_one_enrols(store: Store) -> None:
    who = account(workspace="a new one")
    known = await asyncio.gather(*(enrolled(store, who) for _ in range(8)))
    assert set(known) == {known[0]}
    async with store.begin() as tx:
        assert await tx.records.people() == (known[0],)


async def test_the_zone_that_a_platform_tells_of_an_account_is_noted_with_the_question_about_it(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store)
    async with store.begin() as tx:
        await tx.people.place(ann.account, "Europe/Lisbon", "reply:1:zone")
    async with store.begin() as tx:
        placed = replace(ann, zone="Europe/Lisbon", zone_question="reply:1:zone")
        assert await tx.people.accounts(ann.who) == (placed,)
        assert await tx.people.known(ben.account) == ben
        assert (await tx.people.get(ann.who)).plan.zone == "Europe/Berlin"
        await tx.people.place(ann.account, "Europe/Lisbon", None)
        assert await tx.people.known(ann.account) == replace(placed, zone_question=None)
