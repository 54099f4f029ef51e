"""The private links that calendars read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from bot.domain.people import Who
from storage.rows import upsert
from storage.statements import Statements
from storage.tables import feeds, owned


class Feeds:
    """The private links that calendars read; see `bot.ports.Feeds`."""

    def __init__(self, run: Statements) -> None:
        """Work in a transaction."""
        self._run = run

    async def put(self, who: Who, digest: str, now: datetime) -> None:
        """Let a secret with this digest show the person's calendar from now on, in the place of the one before."""
        await upsert(self._run, feeds, who, {"digest": digest, "made_at": now})

    async def since(self, who: Who) -> datetime | None:
        """Return when the person's link was made; None without one."""
        made = await self._run.execute(select(feeds.c.made_at).where(*owned(feeds, who)))
        moment: datetime | None = made.scalar_one_or_none()
        return moment

    async def end(self, who: Who) -> bool:
        """End the person's link; False when there is none."""
        return (await self._run.execute(delete(feeds).where(*owned(feeds, who)))).rowcount > 0

    async def of(self, digest: str) -> Who | None:
        """Return whose calendar a secret with this digest shows."""
        found = await self._run.execute(select(feeds.c.tenant_id, feeds.c.person_id).where(feeds.c.digest == digest))
        row = found.first()
        return None if row is None else Who(row.tenant_id, row.person_id)
