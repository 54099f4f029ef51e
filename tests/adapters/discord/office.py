"""A small Discord with one person, on a clock that a test can move, where the real library finds it."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from discord.gateway import KeepAliveHandler

from tests.adapters.discord.person import Person
from tests.adapters.discord.small_discord import SmallDiscord
from tests.adapters.waiting import MovableClock


@dataclass
class Office:
    """A small Discord with one person."""

    discord: SmallDiscord
    clock: MovableClock
    ida: Person


@asynccontextmanager
async def office(clock: MovableClock | None = None) -> AsyncIterator[Office]:
    """Open an office; at its end, what was refused or late is an error."""
    clock = clock or MovableClock()
    discord = SmallDiscord(now=lambda: clock.now().timestamp())
    await discord.start()
    try:
        with discord.found_by_discord_py():
            yield Office(discord, clock, Person(discord))
    finally:
        await discord.stop()
        beating = [each for each in threading.enumerate() if isinstance(each, KeepAliveHandler)]
        for each in beating:  # or it would speak to a loop that is closed, in the middle of another test
            each.stop()
    assert not discord.broken_rules, discord.broken_rules
    assert not discord.late_answers, discord.late_answers
