from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.migrating import configuration, migrate
from storage.newest import is_newest, newest_step
from storage.postgres import postgres_engine
from storage.sqlite import sqlite_engine
from storage.tables import metadata

OF_ALEMBIC = {"alembic_version"}


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """Give the URL of an empty database of each kind in turn."""
    url: str = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("empty_postgres_url")
    return url


@pytest.fixture
async def engine(empty_url: str) -> AsyncIterator[AsyncEngine]:
    made = sqlite_engine(None) if empty_url == "sqlite://" else postgres_engine(make_url(empty_url))
    yield made
    await made.dispose()


SQLITE = "SELECT tbl_name, type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
POSTGRES = (
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    """,
    """
    SELECT table_name, column_name, data_type, is_nullable, coalesce(column_default, '')
    FROM information_schema.columns WHERE table_schema = 'public'
    """,
)


def layout(connection: Connection) -> list[tuple[str, ...]]:
    """Return every table, column, constraint and index as the database itself describes it."""
    if connection.dialect.name == "postgresql":
        return sorted(tuple(row) for asked in POSTGRES for row in connection.execute(text(asked)))
    described = (tuple(row) for row in connection.execute(text(SQLITE)))
    # SQLite keeps the words that made a table; the order of its columns and constraints does not matter. A column that
    # was added later stands on the line of the one before.
    return sorted((*where, *sorted(re.split(r",? *\n\s*|, (?=\w+ [A-Z])", sql))) for *where, sql in described)


def difference(connection: Connection) -> list[object]:
    """Return what Alembic would do to get from the database to the tables of the code."""
    steps: list[object] = compare_metadata(MigrationContext.configure(connection), metadata)
    return steps


def without_alembics(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [row for row in rows if not OF_ALEMBIC & set(row)]


async def test_the_steps_make_exactly_the_tables_that_the_code_uses(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
        assert await connection.run_sync(difference) == []
        migrated = without_alembics(await connection.run_sync(layout))
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
        assert migrated == without_alembics(await connection.run_sync(layout))


def down(connection: Connection, revision: str) -> None:
    command.downgrade(configuration(connection), revision)


async def test_every_step_goes_up_down_and_up_again(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
        before = await connection.run_sync(layout)
        steps = await connection.run_sync(configuration)
        for revision in ScriptDirectory.from_config(steps).walk_revisions():
            await connection.run_sync(down, str(revision.down_revision or "base"))
        assert without_alembics(await connection.run_sync(layout)) == []
        await connection.run_sync(migrate)
        assert await connection.run_sync(layout) == before


async def test_the_newest_step_is_known_by_the_names_of_the_files(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        steps = ScriptDirectory.from_config(await connection.run_sync(configuration))
        assert steps.get_heads() == [newest_step()]
        assert not await connection.run_sync(is_newest)
        await connection.run_sync(migrate)
        assert await connection.run_sync(is_newest)
        await connection.run_sync(down, "-1")
        assert not await connection.run_sync(is_newest)


async def test_a_step_that_fails_leaves_nothing_half_done(engine: AsyncEngine) -> None:
    async def fail() -> None:
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with engine.begin() as connection:
        assert engine.dialect.name == "sqlite" or await connection.run_sync(layout) == []
        await connection.run_sync(migrate)
