"""What every repository of a transaction shares: how it writes, and whom it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, Table, and_, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.people import Who
from storage.statements import Statements
from storage.tables import owned, people

OWNERS = ("tenant_id", "person_id")


def inserting(run: Statements, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an insert that can say what happens when a row exists, which each database has for itself."""
    return sqlite.insert(table) if run.is_sqlite else postgresql.insert(table)


async def upsert(run: Statements, table: Table, who: Who, values: Mapping[str, Any]) -> None:
    """Add a person's row, or give the one with the same identity these values."""
    owner = {name: number for name, number in zip(OWNERS, (who.tenant, who.person), strict=True) if name in table.c}
    keys = {column.name for column in table.primary_key} | set(OWNERS)
    statement = inserting(run, table).values(**owner, **values)
    changed = {name: statement.excluded[name] for name in values if name not in keys}
    await run.execute(
        statement.on_conflict_do_update(
            index_elements=list(table.primary_key), set_=changed, where=and_(*owned(table, who))
        )
    )


class Holds:
    """Whom a transaction holds.

    On PostgreSQL, whoever changes a person's things locks the person before any other row of theirs: then no two wait
    for one another. SQLite has one transaction at a time.
    """

    def __init__(self, run: Statements) -> None:
        """Hold nobody yet."""
        self._run = run
        self._held: set[Who] = set()
        self.locking = not run.is_sqlite

    def add(self, who: Who) -> None:
        """Note that a person was locked by a statement of its own."""
        self._held.add(who)

    async def person(self, who: Who) -> None:
        """Lock a person, unless they are held already or don't exist."""
        if self.locking and who not in self._held:
            wanted = select(people.c.tenant_id, people.c.id)
            await self.found(wanted.where(people.c.tenant_id == who.tenant, people.c.id == who.person))

    async def found(self, wanted: Select[int, int]) -> Who | None:
        """Lock the person whose tenant and number `wanted` selects, and return who it is; None when it is nobody."""
        row = (await self._run.execute(wanted.with_for_update(of=people, key_share=True))).first()
        if row is None:
            return None
        who = Who(row.tenant_id, row.id)
        self._held.add(who)
        return who
