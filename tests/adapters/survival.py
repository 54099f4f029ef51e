"""Ida answers every question of a bot that is killed in the middle: in the end nothing is there twice, nothing lost."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.slots import Span
from storage import open_store
from tests.adapters.doomed import PATIENCE, Doomed, Json, Place, doomed
from tests.adapters.waiting import until

FIRST = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)
# Working hours and days without an end, so that every half hour has its question.
START = "start zone:UTC hours:0-23:30 days:mon-sun cadence:30 block:23:00 goal:3"
HALF_HOUR = timedelta(minutes=30)
STUCK = 60.0
TAPS = ("v1:checkin.same:", "v1:checkin.pair:", "v1:checkin.break:")
RECENT = 8


async def survives(opening: Callable[[Callable[[], float]], Place], directory: Path, kills: int, seed: int) -> set[str]:
    """Ask and answer, killed in the middle each time; count what Ida saw and what her diary has.

    The bot lives in a directory of its own. Return what it was killed at.
    """
    chance = random.Random(seed)  # noqa: S311 - it decides when, nothing else
    world = Doomed(opening, directory)
    ida = Working(world, chance)
    async with doomed(world, FIRST):
        await begin(world.place)
        slot = FIRST.replace(hour=8, minute=0)
        number = 0
        while world.kills < kills:
            number += 1
            await one_round(ida, slot, number)
            slot += HALF_HOUR
            if f"{slot:%H:%M}" == "23:00":  # the nudge asks then, and later the day is over
                slot += 2 * HALF_HOUR
        await asyncio.sleep(0.2)
        seen_once(world.place)
    assert not world.place.wrongs, world.place.wrongs
    await has_all(directory, ida.expected)
    return set(world.fates)


async def begin(place: Place) -> None:
    """Begin, and answer the question that is there to try."""
    await place.say(START)
    await place.sees("Started.")
    await place.say("warming up - to begin")
    await place.sees("✓")


async def one_round(ida: Working, slot: datetime, number: int) -> None:
    """Let a question fall due and be answered, with a death in between."""
    world = ida.world
    dying = asyncio.create_task(world.is_struck(ida.chance, 7 if number % 3 == 2 else 4))
    world.move_to(slot + timedelta(seconds=2))
    answering = asyncio.create_task(ida.answers(slot, number))
    async with world.quickly():
        await asyncio.wait([dying, answering], return_when=asyncio.FIRST_COMPLETED)
        if answering.done():
            await asyncio.wait([dying], timeout=ida.chance.uniform(0, 0.2))
        dying.cancel()
        await world.die()
        await world.live()
        moved = world.moved
        await answering

        def answered() -> bool:
            faces = [world.place.text(each) for each in ida.about(slot)]
            return any("✓" in face and ida.expected[slot] in face for face in faces)

        await until(answered, lambda: ida.told(slot), PATIENCE)
        assert world.moved - moved <= STUCK, f"stuck in round {number}: {ida.told(slot)}"
        await until(lambda: not world.late, lambda: "what was on its way", PATIENCE)
    seen_once(world.place)
    assert len(ida.about(slot)) == 1, ida.told(slot)


def seen_once(place: Place) -> None:
    """See that no message is there twice; short lines without an identity are no questions and no answers."""
    ours = list(filter(None, map(place.identity, place.shown)))
    assert ours
    assert len(ours) == len(set(ours)), f"shown twice: {list(map(place.text, place.shown[-RECENT:]))}"


async def has_all(directory: Path, expected: dict[datetime, str]) -> None:
    """See that the diary has one entry for each question, and what was answered."""
    store = await open_store(f"sqlite:///{directory}/whatfor.db")
    try:
        async with store.begin() as tx:
            [known] = await tx.records.people()
            entries = await tx.diary.between(known.who, Span(min(expected), max(expected) + HALF_HOUR))
    finally:
        await store.close()
    assert [(entry.span.start, entry.what) for entry in entries] == sorted(expected.items())


@dataclass
class Working:
    """Ida, who answers every question, and what her diary has to have in the end."""

    world: Doomed
    chance: random.Random
    expected: dict[datetime, str] = field(default_factory=dict)
    last: str = "warming up"

    async def answers(self, slot: datetime, number: int) -> None:
        """Answer the question of a slot in one of the ways there are."""
        # Every way has its turn, and the order is another for each seed.
        ways: tuple[Callable[[datetime, str], Awaitable[str]], ...] = (self.writes, self.taps, self.fills_in)
        way = ways[number % 3] if number > 3 else self.chance.choice(ways)
        self.last = self.expected[slot] = await way(slot, f"task{number}x")

    async def writes(self, _: datetime, what: str) -> str:
        """Write a moment later, whether anybody listens or not."""
        await asyncio.sleep(self.chance.uniform(0, 0.4))
        await self.world.place.say(f"{what} - to live")
        return what

    async def taps(self, slot: datetime, _: str) -> str:
        """Press one of the answers of the question, until it is acknowledged or gone."""
        place, question = self.world.place, await self._question(slot)
        labels = [label for does, label in place.offered(question) if does.startswith(TAPS)]
        label = self.chance.choice(labels)
        while self._is_open(question) and not await place.press(question, label):
            await self._sees_an_error()
        said = {"Same as before": self.last, "On a break": "break"}
        return said.get(label) or label.partition(" — ")[0]

    async def fills_in(self, slot: datetime, what: str) -> str:
        """Open the form of the question and send it in, each until it is acknowledged."""
        place, question = self.world.place, await self._question(slot)
        while (submits := await place.opens(question, "Write it…")) is None:
            await self._sees_an_error()
        while not await submits(what=what, **{"why:_the_result_you_hope_for": "to live"}):
            await self._sees_an_error()
        return what

    async def _sees_an_error(self) -> None:
        """Take a breath, as whoever sees that something did not work."""
        await asyncio.sleep(0.05)
        await self.world.place.is_connected()

    # --- what she sees ------------------------------------------------------------------------------------------------

    def about(self, slot: datetime) -> list[Json]:
        """Return the latest messages about the stretch that begins then."""
        place = self.world.place
        return [each for each in place.shown[-RECENT:] if place.begins(slot) in place.text(each)]

    def told(self, slot: datetime) -> str:
        """Say what is missing."""
        recent = list(map(self.world.place.text, self.world.place.shown[-RECENT:]))
        return f"{slot:%H:%M} at {self.world.now():%H:%M:%S}, in {recent}"

    def _is_open(self, message: Json) -> bool:
        """Tell whether a question can be answered."""
        return "What are you doing" in self.world.place.text(message)

    async def _question(self, slot: datetime) -> Json:
        await until(lambda: any(map(self._is_open, self.about(slot))), lambda: self.told(slot), PATIENCE)
        return next(filter(self._is_open, self.about(slot)))
