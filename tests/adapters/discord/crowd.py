"""Many people in one Discord, each in a conversation with the bot, whose questions fall due at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.agenda import Calendar
from bot.domain.people import Account, Stage
from bot.domain.slots import SLOT
from bot.features import FEATURES
from storage import open_store
from tests.adapters.discord.objects import APP
from tests.adapters.discord.person import Person


async def enrol(url: str, people: Iterable[Person], due: datetime) -> None:
    """Add people who have started, all due then."""
    store, calendar = await open_store(url), Calendar(FEATURES)
    async with store.begin() as tx:
        for each in people:
            account = Account("discord", APP, each.user)
            known = await tx.people.enrol(account, "UTC", due)
            await tx.people.seen(account, due, each.channel)
            person = replace(await tx.people.get(known.who), stage=Stage.STARTED, started_at=due)
            await tx.people.save(person)
            await calendar.set(tx, person, due - SLOT)
    await store.close()
