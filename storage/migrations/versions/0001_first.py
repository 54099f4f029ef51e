"""The first layout: people, their diary and sales, undo, events in, messages out, and what is due."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_OWNER = ("tenant_id", "person_id")
_ACCOUNT = ("platform", "workspace", "user_id")


def upgrade() -> None:
    """Take the step."""
    _people()
    _diary()
    _sales()
    _undo_and_waiting()
    _events_in()
    _messages_out()
    _what_comes_next()


def downgrade() -> None:
    """Take it back."""
    for name in (
        "due",
        "outbox",
        "inbox_keys",
        "inbox",
        "drafts",
        "awaited",
        "change_rows",
        "changes",
        "conversations",
        "prospects",
        "kinds",
        "prompts",
        "entries",
        "accounts",
        "people",
        "tenants",
    ):
        op.drop_table(name)


# --- words for columns and constraints --------------------------------------------------------------------------------


def _number(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, _NUMBER, nullable=optional)


def _words(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _moment(name: str, *, optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _MOMENT, nullable=optional)


def _owner() -> tuple[sa.Column[int], sa.Column[int]]:
    return _number("tenant_id"), _number("person_id")


def _refers(table: str, columns: tuple[str, ...], to: str, there: tuple[str, ...]) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, [f"{to}.{name}" for name in there], name=f"fk_{table}_{to}")


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name="_".join(("uq", table, *columns)))


def _table(name: str, *items: sa.schema.SchemaItem, key: tuple[str, ...] = ("id",), owned: bool = True) -> None:
    """Make a table with its primary key and, when its rows are somebody's, the reference to the person."""
    owner = (_refers(name, _OWNER, "people", ("tenant_id", "id")),) if owned else ()
    numbered = key == ("id",)
    op.create_table(
        name,
        *([sa.Column("id", _NUMBER, nullable=False)] if numbered else []),
        *items,
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
        *owner,
        sqlite_autoincrement=numbered,
    )


def _index(table: str, *columns: str) -> None:
    op.create_index("_".join(("ix", table, *columns)), table, columns)


def _partial_index(name: str, table: str, columns: tuple[str, ...], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


# --- the tables -------------------------------------------------------------------------------------------------------


def _people() -> None:
    _table("tenants", _words("platform"), _words("workspace"), _once("tenants", "platform", "workspace"), owned=False)
    _table(
        "people",
        _number("tenant_id"),
        _words("zone"),
        sa.Column("hours_start", sa.Time(), nullable=False),
        sa.Column("hours_end", sa.Time(), nullable=False),
        _words("days"),
        sa.Column("cadence", sa.Integer(), nullable=False),
        sa.Column("block_at", sa.Time(), nullable=False),
        sa.Column("report_weekday", sa.Integer(), nullable=False),
        sa.Column("report_at", sa.Time(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        _words("stage"),
        _moment("started_at", optional=True),
        _moment("paused_until", optional=True),
        _refers("people", ("tenant_id",), "tenants", ("id",)),
        _once("people", "tenant_id", "id"),
        owned=False,
    )
    _table(
        "accounts",
        *(_words(name) for name in _ACCOUNT),
        *_owner(),
        _words("channel", optional=True),
        _words("unreachable", optional=True),
        _moment("seen_at", optional=True),
        _once("accounts", *_OWNER, *_ACCOUNT),
        key=_ACCOUNT,
    )


def _diary() -> None:
    _table(
        "entries",
        *_owner(),
        _moment("starts_at"),
        _moment("ends_at"),
        _words("what"),
        _words("why"),
        _words("kind", optional=True),
        _moment("recorded_at"),
        _words("label"),
        _words("source", optional=True),
        _moment("source_at", optional=True),
        _words("key"),
    )
    for last in ("ends_at", "recorded_at", "source"):
        _index("entries", *_OWNER, last)
    _table(
        "prompts",
        *_owner(),
        _moment("starts_at"),
        _moment("ends_at"),
        _words("key"),
        _words("state"),
        key=(*_OWNER, "starts_at"),
    )
    _index("prompts", *_OWNER, "key")
    _table(
        "kinds",
        *_owner(),
        _words("activity_digest"),
        _words("activity"),
        _words("kind"),
        key=(*_OWNER, "activity_digest"),
    )


def _sales() -> None:
    _table(
        "prospects",
        *_owner(),
        _words("name"),
        _words("name_digest"),
        _words("status"),
        _moment("added_at"),
        _moment("last_contact_at", optional=True),
        _moment("asked_at", optional=True),
        sa.Column("next_on", sa.Date()),
        _once("prospects", *_OWNER, "id"),
    )
    for last in ("name_digest", "next_on"):
        _index("prospects", *_OWNER, last)
    _table(
        "conversations",
        *_owner(),
        _number("prospect_id"),
        _moment("held_at"),
        _words("outcome"),
        sa.Column("back_on", sa.Date()),
        _words("offer"),
        _words("notes"),
        sa.Column("practice", sa.Boolean(), nullable=False),
        *(_words(f"story_{part}") for part in ("now", "wanted", "obstacle", "result")),
        *(_words(name) for name in ("went_well", "could_be_better", "one_thing", "key")),
        _refers("conversations", (*_OWNER, "prospect_id"), "prospects", (*_OWNER, "id")),
    )
    for last in ("held_at", "prospect_id"):
        _index("conversations", *_OWNER, last)


def _undo_and_waiting() -> None:
    _table(
        "changes",
        *_owner(),
        _words("label"),
        _moment("made_at"),
        _words("key"),
        sa.Column("undone", sa.Boolean(), nullable=False),
    )
    _index("changes", *_OWNER, "made_at")
    _table(
        "change_rows",
        *_owner(),
        _number("change_id"),
        _words("table_name"),
        _words("row_key"),
        _words("before", optional=True),
        _refers("change_rows", ("change_id",), "changes", ("id",)),
        _once("change_rows", "change_id", "table_name", "row_key"),
    )
    _index("change_rows", *_OWNER, "table_name", "row_key")
    _table("awaited", *_owner(), _words("what"), _number("ref"), _moment("until_at"), key=_OWNER)
    _table(
        "drafts",
        *_owner(),
        _words("form"),
        _words("context"),
        _words("filled"),
        _moment("kept_at"),
        key=(*_OWNER, "form", "context"),
    )


def _events_in() -> None:
    _table(
        "inbox",
        *(_words(name) for name in _ACCOUNT),
        _words("event"),
        _moment("made_at"),
        _moment("received_at"),
        _words("state"),
        _words("answer", optional=True),
        _words("reference"),
        _moment("finished_at", optional=True),
        owned=False,
    )
    _index("inbox", *_ACCOUNT)
    _index("inbox", "finished_at")
    _partial_index("ix_inbox_unfinished", "inbox", ("platform", "made_at", "id"), "finished_at IS NULL")
    _table(
        "inbox_keys",
        _words("platform"),
        _words("workspace"),
        _words("key"),
        _number("inbox_id"),
        _refers("inbox_keys", ("inbox_id",), "inbox", ("id",)),
        key=("platform", "workspace", "key"),
        owned=False,
    )
    _index("inbox_keys", "inbox_id")


def _messages_out() -> None:
    _table(
        "outbox",
        *_owner(),
        _words("key"),
        _words("kind"),
        _words("slot"),
        _moment("due_at"),
        _moment("late_after", optional=True),
        *(_words(name, optional=True) for name in _ACCOUNT),
        _words("wanted", optional=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        _words("state"),
        _words("reason"),
        sa.Column("attempt", sa.Integer(), nullable=False),
        _number("turn"),
        _moment("started_at", optional=True),
        _words("channel", optional=True),
        _words("message_id", optional=True),
        _moment("ready_at", optional=True),
        _moment("retry_at", optional=True),
        _moment("leased_until", optional=True),
        _refers("outbox", (*_OWNER, *_ACCOUNT), "accounts", (*_OWNER, *_ACCOUNT)),
        _once("outbox", *_OWNER, "key"),
        _once("outbox", *_OWNER, "kind", "slot"),
    )
    _index("outbox", *_OWNER, "kind", "id")
    _index("outbox", *_OWNER, "turn")
    _index("outbox", *_ACCOUNT, "message_id")
    _index("outbox", *_ACCOUNT, "started_at")
    _partial_index("ix_outbox_ready", "outbox", ("ready_at", "id"), "ready_at IS NOT NULL")
    _partial_index("ix_outbox_queue", "outbox", (*_OWNER, "turn"), "ready_at IS NOT NULL")


def _what_comes_next() -> None:
    _table("due", *_owner(), _words("kind"), _moment("due_at"), key=(*_OWNER, "kind"))
    _index("due", "due_at", *_OWNER, "kind")
