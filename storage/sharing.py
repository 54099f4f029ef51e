"""Who may look at whose weeks, and every look."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, or_, select, update

from bot.domain.people import Who
from bot.domain.sharing import Grant, Level, Look
from storage.rows import Holds
from storage.statements import Statements
from storage.tables import grants, looks, owned


class Sharing:
    """Who may look at whose weeks; see `bot.ports.Sharing`."""

    def __init__(self, run: Statements, holds: Holds) -> None:
        """Work in a transaction."""
        self._run = run
        self._holds = holds

    async def put(self, grant: Grant) -> Grant:
        """Store a grant, new (id 0) or changed, and return it with its id."""
        values = {
            "viewer_id": grant.viewer.person if grant.viewer else None,
            "label": grant.label,
            "level": grant.level,
            "names": grant.names,
            "code_digest": grant.code_digest,
            "made_at": grant.made_at,
            "until_at": grant.until,
            "accepted_at": grant.accepted_at,
            "ended_at": grant.ended_at,
        }
        if grant.id:
            await self._run.execute(
                update(grants).where(*owned(grants, grant.owner), grants.c.id == grant.id).values(**values)
            )
            return grant
        added = insert(grants).values(tenant_id=grant.owner.tenant, person_id=grant.owner.person, **values)
        return replace(grant, id=(await self._run.execute(added.returning(grants.c.id))).scalar_one())

    async def given(self, who: Who) -> tuple[Grant, ...]:
        """Return what a person granted, whatever became of it, the latest first."""
        return await self._found(*owned(grants, who))

    async def received(self, who: Who) -> tuple[Grant, ...]:
        """Return what was granted to a person who accepted it, whatever became of it, the latest first."""
        return await self._found(*_seen_by(who))

    async def invitation(self, who: Who, code_digest: str) -> Grant | None:
        """Return the grant of this person's tenant that a code is for, and hold it, its owner first: they are told."""
        which = (grants.c.tenant_id == who.tenant, grants.c.code_digest == code_digest)
        for found in await self._found(*which):
            await self._holds.person(found.owner)
        return await self._held(*which)

    async def hold(self, who: Who, grant_id: int) -> Grant | None:
        """Return a grant that this person received as it is now; nobody changes it before this transaction ends."""
        return await self._held(*_seen_by(who), grants.c.id == grant_id)

    async def note_look(self, grant: Grant, look: Look) -> None:
        """Note a look at what a grant shows."""
        owner = {"tenant_id": grant.owner.tenant, "person_id": grant.owner.person}
        await self._run.execute(insert(looks).values(**owner, grant_id=look.grant, looked_at=look.at, what=look.what))

    async def looks(self, who: Who, limit: int, grant_id: int | None = None) -> tuple[Look, ...]:
        """Return the latest looks at what a person granted, by one grant or by any, the latest first."""
        which = () if grant_id is None else (looks.c.grant_id == grant_id,)
        latest = select(looks).where(*owned(looks, who), *which).order_by(looks.c.looked_at.desc(), looks.c.id.desc())
        rows = await self._run.execute(latest.limit(limit))
        return tuple(Look(grant=row.grant_id, at=row.looked_at, what=row.what) for row in rows)

    async def _found(self, *conditions: ColumnElement[bool]) -> tuple[Grant, ...]:
        rows = await self._run.execute(select(grants).where(*conditions).order_by(grants.c.id.desc()))
        return tuple(_grant(row) for row in rows)

    async def _held(self, *conditions: ColumnElement[bool]) -> Grant | None:
        row = (await self._run.execute(select(grants).where(*conditions).with_for_update(key_share=True))).first()
        return None if row is None else _grant(row)


async def hold_all(run: Statements, who: Who) -> None:
    """Hold what a person granted and what was granted to them, the latest first, as whoever looks at several does."""
    theirs = or_(grants.c.person_id == who.person, grants.c.viewer_id == who.person)
    every = select(grants.c.id).where(grants.c.tenant_id == who.tenant, theirs).order_by(grants.c.id.desc())
    await run.execute(every.with_for_update())


def _seen_by(who: Who) -> tuple[ColumnElement[bool], ...]:
    return (grants.c.tenant_id == who.tenant, grants.c.viewer_id == who.person)


def _grant(row: Row[*tuple[Any, ...]]) -> Grant:
    return Grant(
        id=row.id,
        owner=Who(row.tenant_id, row.person_id),
        label=row.label,
        level=Level(row.level),
        names=row.names,
        code_digest=row.code_digest,
        made_at=row.made_at,
        until=row.until_at,
        viewer=None if row.viewer_id is None else Who(row.tenant_id, row.viewer_id),
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
    )
