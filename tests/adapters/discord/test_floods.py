"""Somebody floods the bot: everybody else is served meanwhile, and of the flood nothing is lost or done twice."""

from __future__ import annotations

import asyncio
import re
from collections import Counter

import pytest

from adapters.discord import floods
from tests.adapters.discord.desk import Desk, begin
from tests.adapters.discord.person import Person, all_text
from tests.adapters.waiting import until

MALLORY = "100000000000000666"


@pytest.fixture
def few_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "_MOST_WAITING", 5)


@pytest.mark.usefixtures("few_wait")
async def test_a_flood_is_taken_in_piece_by_piece_and_leaves_others_their_turn(desk: Desk) -> None:
    await is_flooded(desk, 25)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
async def test_a_flood_of_thousands_is_taken_in_piece_by_piece(desk: Desk) -> None:
    await is_flooded(desk, 3_000)


async def is_flooded(desk: Desk, number: int) -> None:
    """Let Mallory write as fast as the wire takes it, and Ida once; then count."""
    ida, discord, mallory = desk.ida, desk.discord, Person(desk.discord, MALLORY, "mallory")
    async with desk.bot():
        await begin(ida)
        await begin(mallory)
        for each in range(number):
            await mallory.say(f"!flood{each}x", unheard=True)
        await ida.say("research - know the market")
        await ida.sees("research — know the market")
        assert len(answers(mallory)) < number, "Ida did not wait for Mallory's turn to be over"
        await until(lambda: len(answers(mallory)) == number, lambda: str(len(answers(mallory))), patience=number)
        await asyncio.sleep(0.3)
    assert "list_messages" in discord.calls, "most was left out until there was room"
    assert answers(mallory) == dict.fromkeys((f"flood{each}x" for each in range(number)), 1)
    assert len(ida.showing("research")) == 1


@pytest.mark.usefixtures("few_wait")
async def test_what_was_changed_in_a_flood_is_changed_and_in_the_order_it_was_typed(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot():
        await begin(ida)
        said = await ida.say("mail - clear it")
        await ida.sees("mail — clear it")
        for each in range(15):
            await ida.say(f"!flood{each}x")
        await ida.edit(said, "post - clear it")
        await ida.sees("post — clear it")
        await ida.sees("flood14x")
    found = re.findall(r"flood\d+x", " ".join(map(all_text, ida.shown)))
    assert found == [f"flood{each}x" for each in range(15)]


@pytest.mark.usefixtures("few_wait")
async def test_buttons_pressed_without_end_leave_others_their_turn(desk: Desk) -> None:
    ida, mallory = desk.ida, Person(desk.discord, MALLORY, "mallory")
    async with desk.bot():
        await begin(ida)
        await begin(mallory)
        question = await mallory.sees("✓")
        pressing = [asyncio.create_task(mallory.press(question, "Undo")) for _ in range(20)]
        await ida.say("research - know the market")
        await ida.sees("research — know the market")
        await until(
            lambda: any(task.done() and task.result().answered is not None for task in pressing), lambda: "an answer"
        )
        for task in pressing:
            task.cancel()
        await asyncio.gather(*pressing, return_exceptions=True)
    assert len(mallory.showing("Undone")) <= 1


def answers(person: Person) -> Counter[str]:
    """Count the answers to each of a flood's messages."""
    return Counter(word for each in person.shown for word in re.findall(r"flood\d+x", all_text(each)))
