"""When each moment of each person is next due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select

from bot.domain.people import Who
from bot.ports import Due
from storage.rows import Holds, upsert
from storage.statements import Statements
from storage.tables import accounts, due, owned, people


class Agenda:
    """What is due next, and when; see `bot.ports.Agenda`."""

    def __init__(self, run: Statements, holds: Holds) -> None:
        """Work in a transaction."""
        self._run = run
        self._holds = holds

    async def set(self, who: Who, kind: str, due_at: datetime | None) -> None:
        """Set when a kind of moment is next due; None for never."""
        await self._holds.person(who)
        if due_at is None:
            await self._run.execute(delete(due).where(*owned(due, who), due.c.kind == kind))
        else:
            await upsert(self._run, due, who, {"kind": kind, "due_at": due_at})

    async def due(self, platforms: Sequence[str], now: datetime, limit: int) -> tuple[Due, ...]:
        """Return what is due at `now` or before for people with an account on `platforms`, the earliest first.

        The rows and their persons are held until the transaction ends; what another worker holds is left out.
        """
        wanted = (
            select(due.c.tenant_id, due.c.person_id, due.c.kind, due.c.due_at)
            .join(people, people.c.id == due.c.person_id)
            .where(due.c.due_at <= now, _reachable(platforms))
            .order_by(due.c.due_at, due.c.tenant_id, due.c.person_id, due.c.kind)
            .limit(limit)
            .with_for_update(of=[due, people], key_share=True, skip_locked=True)
        )
        found = tuple(
            Due(who=Who(row.tenant_id, row.person_id), kind=row.kind, due_at=row.due_at)
            for row in await self._run.execute(wanted)
        )
        for one in found:
            self._holds.add(one.who)
        return found

    async def next_due(self, who: Who, kind: str) -> datetime | None:
        """Return when a kind of moment is next due for a person."""
        wanted = select(due.c.due_at).where(*owned(due, who), due.c.kind == kind)
        return (await self._run.execute(wanted)).scalar_one_or_none()

    async def soonest(self, platforms: Sequence[str]) -> datetime | None:
        """Return the earliest due moment of anybody with an account on `platforms`."""
        wanted = select(due.c.due_at).where(_reachable(platforms)).order_by(due.c.due_at).limit(1)
        return (await self._run.execute(wanted)).scalar_one_or_none()


def _reachable(platforms: Sequence[str]) -> ColumnElement[bool]:
    return exists().where(
        accounts.c.tenant_id == due.c.tenant_id,
        accounts.c.person_id == due.c.person_id,
        accounts.c.platform.in_(platforms),
    )
