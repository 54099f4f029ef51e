"""However many prompts are open, the process keeps nothing for them."""

from __future__ import annotations

import gc
from collections import Counter

from tests.adapters.discord.crowd import enrol
from tests.adapters.discord.desk import Desk, asked
from tests.adapters.discord.person import Person
from tests.adapters.waiting import MORNING, until

DUE = MORNING.replace(hour=9, minute=0)


def kept() -> Counter[str]:
    """Count the objects of the bot and of Discord's library that are alive."""
    gc.collect()
    kinds = Counter(f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects())
    return Counter({kind: count for kind, count in kinds.items() if kind.startswith(("discord.", "adapters.", "bot."))})


async def test_nothing_is_kept_for_an_open_prompt_and_every_press_after_a_restart_is_answered(desk: Desk) -> None:
    people = [Person(desk.discord, str(200_000_000_000_000_000 + each), f"p{each}") for each in range(60)]
    desk.discord.trouble.pace["create_message"] = (5, 5.0)  # Discord tells of one limit for each conversation
    async with desk.bot() as engine:
        desk.clock.move_to(9)
        for some in (people[:20], people[20:]):
            before = kept()
            await enrol(desk.url, some, DUE)
            await engine.settle()
            assert all(each.showing("What are you doing, and why?") for each in some)
            await until(lambda: not kept()["adapters.discord.homes._Changes"], lambda: "nobody's home to look after")
        # At any moment something may be under way; what is kept for the forty stays.
        await until(lambda: not kept() - before, lambda: str(kept() - before))

    async with desk.bot():
        for each in people[::20]:
            await each.press(await asked(each, "09:00"), "On a break")
            await each.sees("break")
