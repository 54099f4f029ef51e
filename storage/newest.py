"""Whether a database has the newest layout, told without Alembic: it takes long to import, and is seldom needed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

_STEPS = Path(__file__).parent / "migrations" / "versions"


def is_newest(connection: Connection) -> bool:
    """Tell whether a database is at the last step that this version knows."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    present = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return present == [newest_step()]


def newest_step() -> str:
    """Return the last step: the files are named for their steps, in their order."""
    return max(path.name.partition("_")[0] for path in _STEPS.glob("[0-9]*.py"))
