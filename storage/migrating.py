"""Bringing a database to the newest layout of its tables."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from bot.errors import StoreError
from storage.tables import metadata

_HERE = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 0x57_68_61_74  # the number of PostgreSQL's lock under which processes migrate one after the other


def migrate(connection: Connection) -> None:
    """Take every step that is missing.

    Raises StoreError for a database that a newer version wrote, or that belongs to another program.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})
    steps = configuration(connection)
    scripts = ScriptDirectory.from_config(steps)
    present = MigrationContext.configure(connection).get_current_heads()
    _refuse_strangers(connection, scripts, present)
    if set(present) != set(scripts.get_heads()):
        command.upgrade(steps, "head")


def configuration(connection: Connection) -> Config:
    """Return what Alembic's commands need to work on this connection."""
    steps = Config()
    steps.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    steps.attributes["connection"] = connection
    return steps


def _refuse_strangers(connection: Connection, scripts: ScriptDirectory, present: tuple[str, ...]) -> None:
    for each in present:
        try:
            scripts.get_revision(each)
        except CommandError:
            raise StoreError(
                f"The database was written by a newer version of Whatfor (its tables are at step {each}). "
                "Install that version again, or restore the backup from before it."
            ) from None
    tables = set(inspect(connection).get_table_names())
    if not present and tables & metadata.tables.keys():
        raise StoreError(
            "The database holds tables of another program under names that Whatfor uses. Name a database of its own."
        )
