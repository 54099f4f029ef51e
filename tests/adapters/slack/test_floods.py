"""Somebody floods the bot: everybody else is served meanwhile, and of the flood nothing is lost or done twice."""

from __future__ import annotations

import asyncio
import re
from collections import Counter

import pytest

from adapters.slack import missed
from tests.adapters.slack.office import Office, begin
from tests.adapters.slack.person import Person, all_text


async def test_a_flood_is_taken_in_piece_by_piece_and_leaves_others_their_turn(
    at_work: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await is_flooded(at_work, 120, monkeypatch)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
async def test_a_flood_of_thousands_is_taken_in_piece_by_piece(
    at_work: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await is_flooded(at_work, 3_000, monkeypatch)


async def is_flooded(at_work: Office, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Mallory write as fast as the wire takes it, and Ida once; then count."""
    monkeypatch.setattr(missed, "_PACE", 0.1)
    ida, slack, mallory = at_work.ida, at_work.slack, Person(at_work.slack, "U0MALLORY")
    async with at_work.bot():
        await begin(ida)
        await begin(mallory)
        before = slack.acks
        for each in range(number):
            said = await mallory.say(f"!flood{each}x", unheard=True)
            await slack.deliver_unwatched("events_api", slack.event(said))
        await ida.say("research - know the market")
        await ida.sees("research — know the market")
        assert len(answers(mallory)) < number, "Ida did not wait for Mallory's turn to be over"
        for _ in range(number):
            if len(answers(mallory)) == number:
                break
            await asyncio.sleep(0.3)
        await asyncio.sleep(0.3)
    assert slack.acks - before < number / 2, "most was left out until there was room"
    assert answers(mallory) == dict.fromkeys((f"flood{each}x" for each in range(number)), 1)
    assert len(ida.showing("research")) == 1


def answers(person: Person) -> Counter[str]:
    """Count the answers to each of a flood's messages."""
    return Counter(word for each in person.shown for word in re.findall(r"flood\d+x", all_text(each)))
