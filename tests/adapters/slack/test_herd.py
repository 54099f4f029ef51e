"""Everybody's question falls due while everybody writes: Slack waits for nobody, and each sees everything once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.agenda import Calendar, tick
from bot.domain.people import Account, Stage
from bot.domain.slots import SLOT
from bot.features import FEATURES
from bot.ports import Store
from storage import open_store
from tests.adapters.slack.office import Office
from tests.adapters.slack.person import Person, all_text
from tests.adapters.slack.small_slack import TEAM
from tests.adapters.waiting import MORNING, until

DUE = MORNING.replace(hour=9, minute=0)


async def enrol(store: Store, number: int) -> None:
    """Add people who have started, all due at nine."""
    calendar = Calendar(FEATURES)
    async with store.begin() as tx:
        for each in range(number):
            known = await tx.people.enrol(Account("slack", TEAM, f"U{each}"), "UTC", MORNING)
            person = replace(await tx.people.get(known.who), stage=Stage.STARTED, started_at=MORNING)
            await tx.people.save(person)
            await calendar.set(tx, person, DUE - SLOT)


async def test_planning_for_everybody_leaves_others_their_turn(sqlite_store: Store) -> None:
    await enrol(sqlite_store, 100)
    planning = asyncio.create_task(tick(sqlite_store, Calendar(FEATURES), ["slack"], DUE))
    await asyncio.sleep(0)
    async with sqlite_store.begin():
        assert not planning.done(), "who asks second has the second turn"
    assert await planning == 100


async def test_a_small_herd_is_served(at_work: Office) -> None:
    await is_served(at_work, 25, pause=0.02)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
async def test_a_herd_is_served_within_the_three_seconds_that_slack_waits(at_work: Office) -> None:
    at_work.slack.slowness = 1.0
    await is_served(at_work, 500, pause=0.2)


async def is_served(at_work: Office, number: int, pause: float) -> None:
    """Let everybody be asked and write at once; the office sees to what was acknowledged too late."""
    slack = at_work.slack
    people = [Person(slack, f"U{each}") for each in range(number)]
    store = await open_store(at_work.url)
    await enrol(store, number)
    await store.close()
    async with at_work.bot():
        at_work.clock.move_to(9)
        writing = []
        for each in people:
            writing.append(asyncio.create_task(each.say("research - know the market")))
            await asyncio.sleep(pause)
        await asyncio.gather(*writing)
        await until(
            lambda: all(each.showing("research") for each in people),
            lambda: f"{sum(not each.showing('research') for each in people)} answers",
            patience=600,
        )
    for each in people:
        about = [one for one in each.shown if f"<!date^{DUE.timestamp():.0f}^" in all_text(one)]
        assert len(about) == len(each.showing("research")) == 1
