"""Looking at a database without touching it: nothing is created, brought up to date or repaired."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Text, func, inspect, make_url, select, type_coerce
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StoreError
from storage.postgres import postgres_engine
from storage.tables import accounts, entries, inbox, metadata, outbox, people

_MIGRATIONS = Path(__file__).parent / "migrations"
_MOMENTS = (entries.c.recorded_at, inbox.c.received_at, outbox.c.started_at)


class Layout(StrEnum):
    """How the tables stand against the ones this version writes."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    STRANGE = "strange"


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """Who is known on a platform: how many, how many wrote and when last, and whom it can't reach, by the reason."""

    known: int
    wrote: int
    wrote_at: datetime | None
    unreachable: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What was found. `newest` is the latest moment at which anything was stored.

    Only CURRENT has it, and `people`, and the `callers` by platform.
    """

    layout: Layout
    sound: bool = True
    writable: bool = True
    people: int = 0
    newest: datetime | None = None
    callers: Mapping[str, Callers] = field(default_factory=dict)


async def examine(url: str) -> Checkup:
    """Look at the database at `url`, a path or a URL, which must exist. Raises StoreError when it can't be read."""
    engine = _reading(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_look)
    except (SQLAlchemyError, OSError, TypeError, ValueError) as error:
        reason = str(getattr(error, "orig", error)) or type(error).__name__
        raise StoreError(f"it can't be read ({reason}). See that it is the one you mean, or name another.") from error
    finally:
        await engine.dispose()


def _reading(url: str) -> AsyncEngine:
    parsed = make_url(url) if "://" in url else URL.create("sqlite", database=url)
    if not parsed.drivername.startswith("sqlite"):
        return postgres_engine(parsed)
    path = Path(str(parsed.database)).expanduser().absolute()
    # A log beside the file means that somebody has it open; without one, reading must not make one.
    how = {"mode": "ro"} if Path(f"{path}-wal").exists() else {"mode": "ro", "immutable": "1"}
    where = URL.create("sqlite+aiosqlite", database=f"file:{quote(str(path))}", query={**how, "uri": "true"})
    return create_async_engine(where, hide_parameters=True)


def _look(connection: Connection) -> Checkup:
    layout = _layout(connection)
    sound, writable = _state(connection)
    if layout is not Layout.CURRENT or not sound:
        return Checkup(layout=layout, sound=sound, writable=writable)
    counted = connection.execute(select(func.count()).select_from(people)).scalar_one()
    moments = [connection.execute(select(func.max(column))).scalar_one() for column in _MOMENTS]
    newest = max((moment for moment in moments if moment is not None), default=None)
    return Checkup(
        layout=layout,
        sound=sound,
        writable=writable,
        people=counted,
        newest=newest,
        callers=_callers(connection),
    )


def _callers(connection: Connection) -> dict[str, Callers]:
    known = connection.execute(select(accounts)).all()
    wrote = _wrote(connection)
    found: dict[str, Callers] = {}
    for platform in {row.platform for row in known}:
        here = [row for row in known if row.platform == platform]
        reasons = sorted({row.unreachable for row in here} - {None})
        moments = [wrote[account] for row in here if (account := (platform, row.workspace, row.user_id)) in wrote]
        found[platform] = Callers(
            known=len(here),
            wrote=len(moments),
            wrote_at=max(moments, default=None),
            unreachable={
                reason: tuple(sorted(row.user_id for row in here if row.unreachable == reason)) for reason in reasons
            },
        )
    return found


def _wrote(connection: Connection) -> dict[tuple[str, str, str], datetime]:
    """Return when each account wrote last: as its events say, or what it noted by messages, for events are purged."""
    who = (accounts.c.platform, accounts.c.workspace, accounts.c.user_id)
    # In the JSON of an event a person's own quotation marks are escaped, so these are none of theirs.
    said = select(inbox.c.platform, inbox.c.workspace, inbox.c.user_id, func.max(inbox.c.made_at)).where(
        type_coerce(inbox.c.event, Text).like('%"is":"text"%')
    )
    noted = select(*who, func.max(entries.c.source_at)).join_from(
        accounts,
        entries,
        (entries.c.tenant_id == accounts.c.tenant_id) & (entries.c.person_id == accounts.c.person_id),
    )
    found: dict[tuple[str, str, str], datetime] = {}
    for wanted in (
        said.group_by(inbox.c.platform, inbox.c.workspace, inbox.c.user_id),
        noted.where(entries.c.source_at.is_not(None)).group_by(*who),
    ):
        for *account, moment in connection.execute(wanted):
            key = (account[0], account[1], account[2])
            found[key] = max(moment, found.get(key, moment))
    return found


def _layout(connection: Connection) -> Layout:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    present = set(MigrationContext.configure(connection).get_current_heads())
    if present:
        if not present <= known:
            return Layout.NEWER
        return Layout.CURRENT if present == set(scripts.get_heads()) else Layout.OLDER
    return Layout.STRANGE if set(inspect(connection).get_table_names()) & metadata.tables.keys() else Layout.EMPTY


def _state(connection: Connection) -> tuple[bool, bool]:
    """Tell whether the database is sound, and whether it can be written to."""
    if connection.dialect.name == "postgresql":
        return True, connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "off"
    database = connection.exec_driver_sql("PRAGMA database_list").first()
    file = Path(database[2]) if database else Path()
    sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() == "ok"
    return sound, all(os.access(place, os.W_OK) for place in (file, file.parent))
