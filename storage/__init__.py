"""Where everything is kept: SQLite for one's own machine, PostgreSQL for a hosted instance. All SQL is in here."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StoreError
from bot.ports import Store
from storage.database import Database
from storage.newest import is_newest
from storage.postgres import postgres_engine
from storage.sqlite import sqlite_engine

__all__ = ["open_store"]

_TALKATIVE = ("aiosqlite", "sqlalchemy.engine")  # at DEBUG they log statements with their values: people's words
_EXAMPLES = "sqlite:///whatfor.db or postgresql://user:password@host/database"


async def open_store(url: str) -> Store:
    """Open the database at `url`, bring it up to date, and return the store in it.

    A URL is `sqlite:///path` (a path alone will do, and `sqlite://` keeps everything in memory) or
    `postgresql://user:password@host/database`; a driver in it (`sqlite+aiosqlite`) is accepted. Raises StoreError,
    which names the remedy and never the password.
    """
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    engine, where = _engine(url)
    try:
        await _bring_up_to_date(engine)
    except StoreError:
        await engine.dispose()
        raise
    except (DBAPIError, OSError, TypeError, ValueError) as error:
        await engine.dispose()
        raise StoreError(f"The database {where} can't be opened: {_reason(error)}") from error
    except BaseException:
        await engine.dispose()
        raise
    return Database(engine)


def _engine(url: str) -> tuple[AsyncEngine, str]:
    """Return an engine, and how its database is called in an error."""
    if "://" not in url:
        return sqlite_engine(Path(url)), url
    try:
        return _engine_at(make_url(url))
    except (ArgumentError, ValueError):
        raise StoreError(f"The URL of the database can't be read. Write it like {_EXAMPLES}") from None


def _engine_at(url: URL) -> tuple[AsyncEngine, str]:
    match url.drivername:
        case "sqlite" | "sqlite+aiosqlite":
            in_memory = url.database in {None, "", ":memory:"}
            return sqlite_engine(None if in_memory else Path(str(url.database))), str(url.database)
        case "postgres" | "postgresql" | "postgresql+asyncpg":
            return postgres_engine(url), _called(url)
        case other:
            raise StoreError(f"{other} is no database that Whatfor knows. Write the URL like {_EXAMPLES}")


def _called(url: URL) -> str:
    host = url.host or url.query.get("host", "localhost")
    return f"{url.database or url.username} on {host}:{url.port or 5432}"


async def _bring_up_to_date(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            encoding = (await connection.exec_driver_sql("SHOW server_encoding")).scalar_one()
            if encoding != "UTF8":
                raise StoreError(f"The database is encoded in {encoding}. Make one with: createdb --encoding UTF8")
        await connection.run_sync(_migrate)


def _migrate(connection: Connection) -> None:
    if not is_newest(connection):
        from storage.migrating import migrate  # noqa: PLC0415 - a start with nothing to migrate needs no Alembic

        migrate(connection)


def _reason(error: Exception) -> str:
    """Say what is wrong and what to do, without anything that was handed to the driver."""
    reason = str(error.orig if isinstance(error, DBAPIError) else error)
    remedies = {
        "not a database": "the file is something else. Name another file.",
        "malformed": "the file is damaged. Restore a backup.",
        "readonly": "it can only be read. See to its permissions, or name another file.",
        "unable to open": "see to the permissions of the file and its directory, or name another file.",
        "locked": "another process has it. Stop that one first.",
        "disk is full": "the disk is full. Make room.",
        "password authentication failed": "the user or the password is wrong.",
        "does not exist": f"{reason}. Create it first.",
    }
    known = next((remedy for sign, remedy in remedies.items() if sign in reason), None)
    return known or f"{reason or type(error).__name__}. See that it runs and that its URL is right."
