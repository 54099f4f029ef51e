"""`whatfor run` killed around sends and acknowledgements, whatever the person does: nothing twice, nothing lost."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.slots import Span
from storage import open_store
from tests.adapters.slack.doomed import FATES, PATIENCE, Doomed, doomed
from tests.adapters.slack.person import all_text
from tests.adapters.slack.small_slack import Json
from tests.adapters.waiting import until

FIRST = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)
# Working hours and days without an end, so that every half hour has its question.
START = "start zone:UTC hours:0-23:30 days:mon-sun cadence:30 block:23:00 goal:3"
HALF_HOUR = timedelta(minutes=30)
STUCK = 60.0
TAPS = ("v1:checkin.same:", "v1:checkin.pair:", "v1:checkin.break:")
RECENT = 8


@pytest.mark.timeout(120)
async def test_some_kills_around_sends_and_acknowledgements(quick_url: str) -> None:
    await survives(scratch(quick_url), 6, seed=0)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_many_kills_around_sends_and_acknowledgements(quick_url: str, seed: int) -> None:
    met = await survives(scratch(quick_url), 100, seed)
    assert met >= {*FATES, "delivered", "acknowledged"}


def scratch(url: str) -> Path:
    """Make a directory beside a database."""
    directory = Path(url.removeprefix("sqlite:///")).parent / "run"
    directory.mkdir(mode=0o700)
    return directory


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
        await self.world.ida.say(f"{what} - to live")
        return what

    async def taps(self, slot: datetime, _: str) -> str:
        """Press one of the answers of the question, until it is acknowledged or gone."""
        question = await self._question(slot)
        buttons = [each for block in question["blocks"] for each in block.get("elements", ())]
        offered = [each for each in buttons if each.get("action_id", "").startswith(TAPS)]
        label = self.chance.choice(offered)["text"]["text"]
        while is_open(question) and await self.world.ida.press(question, label) is None:
            await self._sees_an_error()
        said = {"Same as before": self.last, "On a break": "break"}
        return said.get(label) or str(label).partition(" — ")[0]

    async def fills_in(self, slot: datetime, what: str) -> str:
        """Open the form of the question and send it in, each until it is acknowledged."""
        slack, ida = self.world.slack, self.world.ida
        question, before = await self._question(slot), len(slack.views)
        await ida.press(question, "Write it…")
        while len(slack.views) == before:
            await self._sees_an_error()
            await ida.press(question, "Write it…")
        answers = {"what": what, "why:_the_result_you_hope_for": "to live"}
        while (answer := await ida.submit(slack.views[-1], **answers)) is None:
            await self._sees_an_error()
        assert answer == {}, answer
        return what

    async def _sees_an_error(self) -> None:
        """Take a breath, as whoever sees that something did not work."""
        await asyncio.sleep(0.05)
        await self.world.slack.is_connected()

    async def _question(self, slot: datetime) -> Json:
        await until(lambda: any(map(is_open, about(self.world, slot))), lambda: told(self.world, slot), PATIENCE)
        return next(filter(is_open, about(self.world, slot)))


def is_open(message: Json) -> bool:
    """Tell whether a question can be answered."""
    return "What are you doing" in all_text(message)


def about(world: Doomed, slot: datetime) -> list[Json]:
    """Return the latest messages about the stretch that begins then."""
    begins = f"<!date^{slot.timestamp():.0f}^{{time}}|{slot:%H:%M}>–"
    return [each for each in world.ida.shown[-RECENT:] if begins in all_text(each)]


def told(world: Doomed, slot: datetime) -> str:
    """Say what is missing."""
    return f"{slot:%H:%M} at {world.now():%H:%M:%S}, in {list(map(all_text, world.ida.shown[-RECENT:]))}"


async def survives(directory: Path, kills: int, seed: int) -> set[str]:
    """Ask and answer, killed in the middle each time; count what Ida saw and what her diary has."""
    chance = random.Random(seed)  # noqa: S311 - it decides when, nothing else
    async with doomed(directory, FIRST) as world:
        await world.ida.say(START)
        await world.ida.sees("Started.")
        await world.ida.say("warming up - to begin")
        await world.ida.sees("✓")
        ida, slot = Working(world, chance), FIRST.replace(hour=8, minute=0)
        number = 0
        while world.kills < kills:
            number += 1
            await one_round(ida, slot, number)
            slot += HALF_HOUR
            if f"{slot:%H:%M}" == "23:00":  # the nudge asks then, and later the day is over
                slot += 2 * HALF_HOUR
        await asyncio.sleep(0.2)
        seen_once(world)
    assert world.slack.broken_rules == []
    assert world.slack.late_acks == []
    await has_all(directory, ida.expected)
    return set(world.fates)


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
            faces = list(map(all_text, about(world, slot)))
            return any("✓" in face and ida.expected[slot] in face for face in faces)

        await until(answered, lambda: told(world, slot), PATIENCE)
        assert world.moved - moved <= STUCK, f"stuck in round {number}: {told(world, slot)}"
    seen_once(world)
    assert len(about(world, slot)) == 1, told(world, slot)


def seen_once(world: Doomed) -> None:
    """See that no message is there twice; short lines without an identity are no questions and no answers."""
    names = [each["blocks"][0].get("block_id", "") for each in world.ida.shown if each["blocks"]]
    ours = [name for name in names if name.startswith("m")]
    assert len(ours) == len(set(ours)), f"shown twice: {list(map(all_text, world.ida.shown[-RECENT:]))}"


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
