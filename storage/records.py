"""Everything held for a person, for taking out and for forgetting.

Both walk every table that has a `person_id`, so that a table added later is never forgotten. The inbox, which knows
accounts only, is looked through by the person's accounts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, exists, select, tuple_, update

from bot.domain.people import Who
from bot.ports import Known
from storage.history import plain_row
from storage.inbox import forget_events
from storage.people import known_of
from storage.rows import Holds
from storage.sharing import hold_all
from storage.statements import Statements
from storage.tables import accounts, grants, inbox, inbox_keys, metadata, owned, people, tenants

PERSONAL = tuple(table for table in metadata.sorted_tables if table is people or "person_id" in table.c)


class Records:
    """Everything held for a person; see `bot.ports.Records`. `has_erased` tells whether this transaction did."""

    def __init__(self, run: Statements, holds: Holds) -> None:
        """Work in a transaction."""
        self._run = run
        self._holds = holds
        self.has_erased = False

    async def everything(self, who: Who) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Return every row of the person's, by table, as plain values: text, numbers, truth, and moments as ISO 8601.

        What was stored as a screen or an event is nested data.
        """
        theirs = {table: select(table).where(*owned(table, who)) for table in PERSONAL}
        theirs[inbox] = select(inbox).where(_events_of(who))
        theirs[inbox_keys] = select(inbox_keys).where(inbox_keys.c.inbox_id.in_(_event_ids(who)))
        return {
            table.name: [plain_row(row) for row in await self._run.execute(wanted.order_by(*table.primary_key))]
            for table, wanted in theirs.items()
        }

    async def erase(self, who: Who) -> Mapping[str, int]:
        """Delete every row of the person's, events included; return how many by table.

        A tenant in which nobody is left goes, too.
        """
        self.has_erased = True
        await self._holds.person(who)
        await hold_all(self._run, who)
        keys = select(inbox_keys.c.key).where(inbox_keys.c.inbox_id.in_(_event_ids(who)))
        erased = {inbox_keys.name: len((await self._run.execute(keys)).all())}
        erased[inbox.name] = await forget_events(self._run, _events_of(who))
        shown = update(grants).where(grants.c.tenant_id == who.tenant, grants.c.viewer_id == who.person)
        await self._run.execute(shown.values(viewer_id=None))  # nobody is left to whom others show their weeks
        for table in reversed(PERSONAL):
            erased[table.name] = await self._delete(table, *owned(table, who))
        tenant = select(tenants.c.id).where(tenants.c.id == who.tenant).with_for_update()
        await self._run.execute(tenant)  # held, so that nobody enrols in it while it is looked at
        empty = ~exists().where(people.c.tenant_id == tenants.c.id)
        erased[tenants.name] = await self._delete(tenants, tenants.c.id == who.tenant, empty)
        return erased

    async def people(self) -> tuple[Known, ...]:
        """Return every account there is, in order."""
        known = [known_of(row) for row in await self._run.execute(select(accounts))]
        return tuple(sorted(known, key=lambda each: each.account))

    async def _delete(self, table: Table, *which: ColumnElement[bool]) -> int:
        return (await self._run.execute(delete(table).where(*which))).rowcount


def _events_of(who: Who) -> ColumnElement[bool]:
    theirs = select(accounts.c.platform, accounts.c.workspace, accounts.c.user_id).where(*owned(accounts, who))
    return tuple_(inbox.c.platform, inbox.c.workspace, inbox.c.user_id).in_(theirs)


def _event_ids(who: Who) -> Any:  # noqa: ANN401 - a subquery
    return select(inbox.c.id).where(_events_of(who))
