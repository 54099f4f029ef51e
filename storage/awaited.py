"""What is being awaited from a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from bot.domain.people import Who
from bot.ports import Waiting
from storage.rows import upsert
from storage.statements import Statements
from storage.tables import awaited, owned


class Awaited:
    """What is being awaited, one thing at a time; see `bot.ports.Awaited`."""

    def __init__(self, run: Statements) -> None:
        """Work in a transaction."""
        self._run = run

    async def expect(self, who: Who, what: Waiting, ref: int, until: datetime) -> None:
        """Await an answer about the row `ref`, until then; it takes the place of what was awaited before."""
        await upsert(self._run, awaited, who, {"what": what, "ref": ref, "until_at": until})

    async def expected(self, who: Who, what: Waiting, now: datetime) -> int | None:
        """Return the row that an answer would be about, if one is still awaited."""
        wanted = select(awaited.c.ref).where(*owned(awaited, who), awaited.c.what == what, awaited.c.until_at > now)
        return (await self._run.execute(wanted)).scalar_one_or_none()

    async def forget(self, who: Who) -> None:
        """Await nothing any more."""
        await self._run.execute(delete(awaited).where(*owned(awaited, who)))
