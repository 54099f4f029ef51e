"""What undo reverses: the rows of one gesture as they were before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.people import Who
from bot.ports import Change
from storage.history import History, key_of, row_of
from storage.rows import Holds, upsert
from storage.statements import Statements
from storage.tables import UNDOABLE, change_rows, changes, metadata, owned

_PARENTS_FIRST = tuple(table for table in metadata.sorted_tables if table in UNDOABLE)


class Changes:
    """What undo reverses; see `bot.ports.Changes`."""

    def __init__(self, run: Statements, holds: Holds, history: History) -> None:
        """Work in a transaction."""
        self._run = run
        self._holds = holds
        self._history = history

    async def begin(self, who: Who, label: str, now: datetime, key: str = "") -> int:
        """Start a change and return its id: whatever undoable is written in this transaction from here on is of it."""
        await self._holds.person(who)
        values = {"label": label, "made_at": now, "key": key, "undone": False}
        added = insert(changes).values(tenant_id=who.tenant, person_id=who.person, **values)
        change_id: int = (await self._run.execute(added.returning(changes.c.id))).scalar_one()
        self._history.begin(who, change_id)
        return change_id

    async def latest(self, who: Who, since: datetime) -> Change | None:
        """Return the newest change since then that was not undone."""
        newest = _standing(who, changes.c.made_at >= since).order_by(changes.c.id.desc()).limit(1)
        return _change((await self._run.execute(newest)).first())

    async def get(self, who: Who, change_id: int) -> Change | None:
        """Return a change that was not undone."""
        return _change((await self._run.execute(_standing(who, changes.c.id == change_id))).first())

    async def undo(self, who: Who, change_id: int) -> bool:
        """Put every row of the change back as it was, and mark the change undone.

        False, and nothing is done, when it is undone already, when a newer change touched one of its rows since, or
        when something that was added later depends on a row that would go.
        """
        await self._holds.person(who)
        if await self.get(who, change_id) is None or await self._overtaken(who, change_id):
            return False
        try:
            async with self._run.savepoint():
                await self._put_back(who, change_id)
                done = update(changes).where(*owned(changes, who), changes.c.id == change_id)
                await self._run.execute(done.values(undone=True))
        except IntegrityError:
            return False
        return True

    async def purge(self, before: datetime, limit: int) -> int:
        """Delete up to `limit` of the changes made before then, the oldest first; return how many."""
        oldest = select(changes.c.id, changes.c.made_at).order_by(changes.c.id).limit(limit)
        gone = [row.id for row in await self._run.execute(oldest) if row.made_at < before]
        await self._run.execute(delete(change_rows).where(change_rows.c.change_id.in_(gone)))
        await self._run.execute(delete(changes).where(changes.c.id.in_(gone)))
        return len(gone)

    async def _overtaken(self, who: Who, change_id: int) -> bool:
        newer = change_rows.alias("newer")
        touched = exists().where(
            *owned(change_rows, who),
            change_rows.c.change_id == change_id,
            newer.c.tenant_id == who.tenant,
            newer.c.person_id == who.person,
            newer.c.table_name == change_rows.c.table_name,
            newer.c.row_key == change_rows.c.row_key,
            newer.c.change_id > change_id,
            changes.c.id == newer.c.change_id,
            changes.c.undone.is_(False),
        )
        return bool((await self._run.execute(select(touched))).scalar())

    async def _put_back(self, who: Who, change_id: int) -> None:
        """Restore what was there, what others refer to first; then take out what was added, in the opposite order."""
        noted = select(change_rows).where(*owned(change_rows, who), change_rows.c.change_id == change_id)
        rows = (await self._run.execute(noted)).all()
        for table in _PARENTS_FIRST:
            for row in rows:
                if row.table_name == table.name and row.before is not None:
                    await upsert(self._run, table, who, row_of(table, row.before))
        for table in reversed(_PARENTS_FIRST):
            for row in rows:
                if row.table_name == table.name and row.before is None:
                    added = (table.c[name] == value for name, value in key_of(table, row.row_key).items())
                    await self._run.execute(delete(table).where(*owned(table, who), *added))


def _standing(who: Who, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(changes).where(*owned(changes, who), changes.c.undone.is_(False), *conditions)


def _change(row: Row[*tuple[Any, ...]] | None) -> Change | None:
    if row is None:
        return None
    return Change(id=row.id, label=row.label, made_at=row.made_at, key=row.key)
