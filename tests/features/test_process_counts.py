"""Every count of the process in a week, counted again from nothing but the stored rows."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.appointments import Fate
from bot.domain.process import Counts, Step
from bot.domain.slots import week_start
from bot.features.steps import week_of
from bot.ports import Store
from storage import open_store
from tests.features.harness import started

_users = itertools.count()


@pytest.fixture(scope="module", autouse=True)
def _inline() -> None:
    """Keep SQLite's thread: a database in memory is its own."""


class World:
    """One store for all examples."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.store = self.runner.run(open_store("sqlite://"))

    def close(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


LINES = (
    "prospect add {who}",
    "asked {who}",
    "call log {who} no",
    "call log {who} yes",
    'call log {who} no offer:"a course"',
    "call log {who} no practice:yes",
    "call log {who} no date:yesterday",
    "call book {who} {day} 18:00",
    "call move {who} {day} 19:00",
    "call cancel {who}",
    "steps did alone",
    "steps did alone 3",
    "undo",
)
HISTORIES = st.lists(
    st.tuples(
        st.integers(0, 20),  # hours that pass
        st.sampled_from(LINES),
        st.sampled_from(("Ada", "Ben", "Cleo")),
        st.sampled_from(("fri", "2 dec", "9 dec")),
    ),
    max_size=8,
)
DRAWN = tuple(
    Step(position=place, name=str(each or "alone"), action="do it", weekly=3, counts=each)
    for place, each in enumerate((None, *Counts), start=1)
)


async def lived(store: Store, zone: str, history: list[tuple[int, str, str, str]]) -> None:
    """Live through a history in a zone, and count each of its weeks again from the exported rows."""
    me = await started(
        store,
        user=f"user {next(_users)}",
        plan=f"start zone:{zone} hours:9-10 days:mon-fri cadence:60 block:9:00 goal:3",
    )
    me.zone = ZoneInfo(zone)
    async with store.begin() as tx:
        for step in DRAWN:
            await tx.process.put_step(await me.who(tx), replace(step, drawn_at=me.clock.now()))
    for hours, words, who, day in history:
        me.clock.time += timedelta(hours=hours)
        await me.say(words.format(who=who, day=day))
    async with store.begin() as tx:
        person = await tx.people.get(await me.who(tx))
        rows = await tx.records.everything(person.who)
        monday = week_start(me.clock.now().astimezone(me.zone).date())
        for number in range(2):
            week = await week_of(tx, person, monday - number * timedelta(days=7), me.clock.now())
            told = {one.step.counts: one.done for one in week}
            assert not week or told == recounted(rows, monday - number * timedelta(days=7), me.zone)


def recounted(rows: object, monday: date, zone: ZoneInfo) -> dict[Counts | None, int]:
    """Count a week from nothing but exported rows, in another way than the program does."""
    table: dict[str, list[dict[str, str]]] = {name: list(some) for name, some in rows.items()}  # type: ignore[attr-defined]  # rows by table

    def day(moment: str) -> date:
        return datetime.fromisoformat(moment).astimezone(zone).date()

    def inside(moment: str | None) -> bool:
        return moment is not None and monday <= day(moment) < monday + timedelta(days=7)

    talks = [one for one in table["conversations"] if inside(one["held_at"])]
    real = [one for one in talks if not one["practice"]]
    offers = [one for one in real if one["offer"]]
    asked_days = {(one["prospect_id"], day(one["asked_at"])) for one in table["asks"] if inside(one["asked_at"])}
    contacts = [(one["prospect_id"], day(one["held_at"])) for one in table["conversations"] if not one["practice"]]
    contacts += [(one["prospect_id"], day(one["asked_at"])) for one in table["asks"]]
    again = {
        (who, on)
        for who, on in contacts
        if monday <= on < monday + timedelta(days=7) and any(other == who and then < on for other, then in contacts)
    }
    gone = {Fate.MOVED.value, Fate.CANCELLED.value}
    hand = next(one["id"] for one in table["steps"] if one["name"] == "alone")
    return {
        None: sum(int(one["times"]) for one in table["dids"] if one["step_id"] == hand and inside(one["done_at"])),
        Counts.PROSPECT: sum(inside(one["added_at"]) for one in table["prospects"]),
        Counts.ASK: len(offers) + len(asked_days - {(one["prospect_id"], day(one["held_at"])) for one in offers}),
        Counts.CONVERSATION: len(talks),
        Counts.BOOKING: sum(inside(one["booked_at"]) and one["fate"] not in gone for one in table["appointments"]),
        Counts.FOLLOW_UP: len(again),
        Counts.YES: sum(one["outcome"] == "yes" for one in real),
    }


ZONES = st.sampled_from(("Europe/Paris", "Pacific/Auckland", "America/Los_Angeles"))


@settings(max_examples=6, deadline=None)
@given(zone=ZONES, history=HISTORIES)
def test_every_count_of_a_week_is_what_the_stored_rows_say(
    world: World, zone: str, history: list[tuple[int, str, str, str]]
) -> None:
    world.runner.run(lived(world.store, zone, history))


@pytest.mark.slow  # the test above is the short version
@settings(max_examples=400, deadline=None)
@given(zone=ZONES, history=HISTORIES)
def test_every_count_of_many_weeks_is_what_the_stored_rows_say(
    world: World, zone: str, history: list[tuple[int, str, str, str]]
) -> None:
    world.runner.run(lived(world.store, zone, history))
