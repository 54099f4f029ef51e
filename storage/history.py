"""Writing what can be undone: each row of a change is noted once, as it was before.

The repositories whose writes are undoable write through `History` only, so none can forget to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, TypeAlias

from sqlalchemy import Column, Date, Row, Table, Time, delete, insert, select, update

from bot.domain.people import Who
from storage.columns import UtcDateTime
from storage.rows import OWNERS, upsert
from storage.statements import Statements
from storage.tables import change_rows, owned

Values: TypeAlias = Mapping[str, Any]


def identity(table: Table) -> tuple[Column[Any], ...]:
    """Return the columns that tell one person's rows of a table apart."""
    return tuple(column for column in table.primary_key if column.name not in OWNERS)


class History:
    """Writes undoable rows and, while a change is under way for their person, notes how they were."""

    def __init__(self, run: Statements) -> None:
        """Note nothing until a change begins."""
        self._run = run
        self._changes: dict[Who, int] = {}
        self._noted: set[tuple[int, str, str]] = set()

    def begin(self, who: Who, change_id: int) -> None:
        """Let whatever is written for a person from here on belong to this change."""
        self._changes[who] = change_id

    async def insert(self, table: Table, who: Who, values: Values) -> int:
        """Add a row that the database numbers; return its number."""
        statement = insert(table).values(tenant_id=who.tenant, person_id=who.person, **values)
        number: int = (await self._run.execute(statement.returning(table.c.id))).scalar_one()
        await self._note(table, who, {"id": number}, None)
        return number

    async def update(self, table: Table, who: Who, key: Values, values: Values) -> None:
        """Change a person's row; nothing happens when it isn't there or isn't theirs."""
        if await self._before(table, who, key):
            await self._run.execute(update(table).where(*_row(table, who, key)).values(**values))

    async def upsert(self, table: Table, who: Who, key: Values, values: Values) -> None:
        """Add a person's row, or change it when it is there."""
        await self._before(table, who, key, missing=True)
        await upsert(self._run, table, who, {**key, **values})

    async def delete(self, table: Table, who: Who, key: Values) -> None:
        """Take a person's row out."""
        if await self._before(table, who, key):
            await self._run.execute(delete(table).where(*_row(table, who, key)))

    async def _before(self, table: Table, who: Who, key: Values, *, missing: bool = False) -> bool:
        """Note a row as it is; False when there is nothing to note and nothing to write."""
        if who not in self._changes:
            return True
        row = (await self._run.execute(select(table).where(*_row(table, who, key)))).first()
        if row is None and not missing:
            return False
        await self._note(table, who, key, None if row is None else plain_row(row))
        return True

    async def _note(self, table: Table, who: Who, key: Values, before: Values | None) -> None:
        change_id = self._changes.get(who)
        row_key = [_plain(key[column.name]) for column in identity(table)]
        if change_id is None or (change_id, table.name, str(row_key)) in self._noted:
            return
        self._noted.add((change_id, table.name, str(row_key)))
        await self._run.execute(
            insert(change_rows).values(
                tenant_id=who.tenant,
                person_id=who.person,
                change_id=change_id,
                table_name=table.name,
                row_key=row_key,
                before=before,
            )
        )


def _row(table: Table, who: Who, key: Values) -> tuple[Any, ...]:
    return (*owned(table, who), *(table.c[name] == value for name, value in key.items()))


# --- rows as plain data -----------------------------------------------------------------------------------------------


def plain_row(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """Return a row as data for JSON, without its owner."""
    return {name: _plain(value) for name, value in row._mapping.items() if name not in OWNERS}  # noqa: SLF001 - public


def row_of(table: Table, plain: Values) -> dict[str, Any]:
    """Return the values of a row that was written as plain data; columns that are gone since are left out."""
    return {name: _value(table.c[name], value) for name, value in plain.items() if name in table.c}


def key_of(table: Table, plain: list[Any]) -> dict[str, Any]:
    """Return the identity of a row that was written as plain data."""
    return {column.name: _value(column, value) for column, value in zip(identity(table), plain, strict=True)}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date | time) else value


def _value(column: Column[Any], plain: Any) -> Any:  # noqa: ANN401 - a column's value
    readers: tuple[tuple[type, Callable[[str], Any]], ...] = (
        (UtcDateTime, datetime.fromisoformat),
        (Date, date.fromisoformat),
        (Time, time.fromisoformat),
    )
    reader = next((read for kind, read in readers if isinstance(column.type, kind)), None)
    return plain if reader is None or plain is None else reader(plain)
