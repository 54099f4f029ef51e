"""Every table. Whatever holds anything of a person names the tenant and the person, and both must exist.

The one exception is the inbox, which takes events of accounts that nobody has met yet: it names the account.
A new table needs a migration; a new table with a `person_id` is exported and erased without further ado.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    FromClause,
    Index,
    Integer,
    MetaData,
    Table,
    Time,
    UniqueConstraint,
    false,
)
from sqlalchemy.sql.schema import SchemaItem

from bot.domain.people import Who
from storage.columns import ID, Json, UtcDateTime, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", ID, primary_key=True)


def _owner(*, key: bool = False) -> tuple[SchemaItem, ...]:
    """Return the columns that say whose a row is; `key` when they are part of what identifies it."""
    return (
        Column("tenant_id", ID, primary_key=key, nullable=False),
        Column("person_id", ID, primary_key=key, nullable=False),
        ForeignKeyConstraint(["tenant_id", "person_id"], ["people.tenant_id", "people.id"]),
    )


def _words(name: str, *, key: bool = False, optional: bool = False) -> Column[str]:
    return Column(name, Words, primary_key=key, nullable=optional)


def _moment(name: str, *, key: bool = False, optional: bool = False) -> Column[object]:
    return Column(name, UtcDateTime, primary_key=key, nullable=optional)


# --- people -----------------------------------------------------------------------------------------------------------

tenants = Table(
    "tenants",
    metadata,
    _id(),
    _words("platform"),
    _words("workspace"),
    UniqueConstraint("platform", "workspace"),
    sqlite_autoincrement=True,  # a number that was somebody's is never somebody else's
)

people = Table(
    "people",
    metadata,
    _id(),
    Column("tenant_id", ID, ForeignKey("tenants.id"), nullable=False),
    _words("zone"),
    Column("hours_start", Time, nullable=False),
    Column("hours_end", Time, nullable=False),
    _words("days"),
    Column("cadence", Integer, nullable=False),
    Column("block_at", Time, nullable=False),
    Column("block_minutes", Integer),
    Column("capacity", Integer),
    Column("leadtime", Time),
    Column("reflect", Boolean),
    Column("improve", Boolean),
    Column("report_weekday", Integer, nullable=False),
    Column("report_at", Time, nullable=False),
    Column("goal", Integer, nullable=False),
    Column("goal_asks", Integer),
    Column("goal_share", Integer),
    Column("lunch_start", Time),
    Column("lunch_end", Time),
    _words("country", optional=True),
    _words("days_off", optional=True),
    _words("holidays_worked", optional=True),
    _words("stage"),
    _moment("started_at", optional=True),
    _moment("paused_until", optional=True),
    Column("enough_on", Date),
    Column("value", Integer),
    Column("value_asked_on", Date),
    UniqueConstraint("tenant_id", "id"),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    _words("platform", key=True),
    _words("workspace", key=True),
    _words("user_id", key=True),
    *_owner(),
    _words("channel", optional=True),
    _words("unreachable", optional=True),
    _moment("seen_at", optional=True),
    _words("zone", optional=True),
    _words("zone_question", optional=True),
    UniqueConstraint("tenant_id", "person_id", "platform", "workspace", "user_id"),
)

# --- the diary --------------------------------------------------------------------------------------------------------

entries = Table(
    "entries",
    metadata,
    _id(),
    *_owner(),
    _moment("starts_at"),
    _moment("ends_at"),
    _words("what"),
    _words("why"),
    _words("tags", optional=True),  # none were kept at first
    _words("kind", optional=True),
    Column("kind_guessed", Boolean, nullable=False, server_default=false()),
    _moment("recorded_at"),
    _words("label"),
    _words("source", optional=True),
    _moment("source_at", optional=True),
    _words("key"),
    Index(None, "tenant_id", "person_id", "ends_at"),
    Index(None, "tenant_id", "person_id", "recorded_at"),
    Index(None, "tenant_id", "person_id", "source"),
    sqlite_autoincrement=True,
)

prompts = Table(
    "prompts",
    metadata,
    *_owner(key=True),
    _moment("starts_at", key=True),
    _moment("ends_at"),
    _words("key"),
    _words("state"),
    Index(None, "tenant_id", "person_id", "key"),
)

kinds = Table(
    "kinds",
    metadata,
    *_owner(key=True),
    _words("activity_digest", key=True),
    _words("activity"),
    _words("kind"),
)

verdicts = Table(
    "verdicts",
    metadata,
    *_owner(key=True),
    Column("monday", Date, primary_key=True),
    _words("why"),
    _words("brought"),
    _moment("given_at"),
)

# --- sales ------------------------------------------------------------------------------------------------------------

prospects = Table(
    "prospects",
    metadata,
    _id(),
    *_owner(),
    _words("name"),
    _words("name_digest"),
    _words("status"),
    _moment("added_at"),
    _moment("last_contact_at", optional=True),
    _moment("asked_at", optional=True),
    Column("next_on", Date),
    _words("promise_about", optional=True),
    _moment("promised_at", optional=True),
    _words("promise_key", optional=True),
    _words("jotted", optional=True),
    _words("role", optional=True),
    _words("notes", optional=True),
    _words("introduced_by", optional=True),
    _moment("let_go_at", optional=True),
    UniqueConstraint("tenant_id", "person_id", "id"),
    Index(None, "tenant_id", "person_id", "name_digest"),
    Index(None, "tenant_id", "person_id", "next_on"),
    sqlite_autoincrement=True,
)

conversations = Table(
    "conversations",
    metadata,
    _id(),
    *_owner(),
    Column("prospect_id", ID, nullable=False),
    _moment("held_at"),
    _words("outcome"),
    Column("back_on", Date),
    _words("offer"),
    _words("notes"),
    _words("jotted", optional=True),
    Column("practice", Boolean, nullable=False),
    _words("story_now"),
    _words("story_wanted"),
    _words("story_obstacle"),
    _words("story_result"),
    _words("went_well"),
    _words("could_be_better"),
    _words("one_thing"),
    _words("kept", optional=True),
    Column("worth", Integer),
    _words("key"),
    ForeignKeyConstraint(
        ["tenant_id", "person_id", "prospect_id"],
        ["prospects.tenant_id", "prospects.person_id", "prospects.id"],
    ),
    Index(None, "tenant_id", "person_id", "held_at"),
    Index(None, "tenant_id", "person_id", "prospect_id"),
    sqlite_autoincrement=True,
)

appointments = Table(
    "appointments",
    metadata,
    _id(),
    *_owner(),
    Column("prospect_id", ID, nullable=False),
    _moment("starts_at"),
    _moment("ends_at"),
    Column("practice", Boolean, nullable=False),
    _words("fate"),
    _words("key"),
    _moment("booked_at", optional=True),  # it was not kept at first
    ForeignKeyConstraint(
        ["tenant_id", "person_id", "prospect_id"],
        ["prospects.tenant_id", "prospects.person_id", "prospects.id"],
    ),
    Index(None, "tenant_id", "person_id", "starts_at"),
    Index(None, "tenant_id", "person_id", "fate"),
    sqlite_autoincrement=True,
)

asks = Table(
    "asks",
    metadata,
    _id(),
    *_owner(),
    Column("prospect_id", ID, nullable=False),
    _moment("asked_at"),
    Column("back_on", Date, nullable=False),
    ForeignKeyConstraint(
        ["tenant_id", "person_id", "prospect_id"],
        ["prospects.tenant_id", "prospects.person_id", "prospects.id"],
    ),
    Index(None, "tenant_id", "person_id", "asked_at"),
    Index(None, "tenant_id", "person_id", "prospect_id"),
    sqlite_autoincrement=True,
)

# --- who may look -----------------------------------------------------------------------------------------------------

# The owner is whose weeks are shown; the viewer, once they accepted, is somebody of the same tenant.
grants = Table(
    "grants",
    metadata,
    _id(),
    *_owner(),
    Column("viewer_id", ID),
    _words("label"),
    _words("level"),
    Column("names", Boolean, nullable=False),
    _words("code_digest"),
    _moment("made_at"),
    _moment("until_at", optional=True),
    _moment("accepted_at", optional=True),
    _moment("ended_at", optional=True),
    ForeignKeyConstraint(["tenant_id", "viewer_id"], ["people.tenant_id", "people.id"], name="fk_grants_viewers"),
    UniqueConstraint("tenant_id", "person_id", "id"),
    Index(None, "tenant_id", "viewer_id"),
    Index(None, "tenant_id", "code_digest"),
    sqlite_autoincrement=True,
)

looks = Table(
    "looks",
    metadata,
    _id(),
    *_owner(),
    Column("grant_id", ID, nullable=False),
    _moment("looked_at"),
    _words("what"),
    ForeignKeyConstraint(
        ["tenant_id", "person_id", "grant_id"],
        ["grants.tenant_id", "grants.person_id", "grants.id"],
    ),
    Index(None, "tenant_id", "person_id", "grant_id"),
    sqlite_autoincrement=True,
)

feeds = Table(
    "feeds",
    metadata,
    *_owner(key=True),
    _words("digest"),
    _moment("made_at"),
    UniqueConstraint("digest"),
)

# --- the sales process ------------------------------------------------------------------------------------------------

steps = Table(
    "steps",
    metadata,
    _id(),
    *_owner(),
    Column("position", Integer, nullable=False),
    _words("name"),
    _words("action"),
    Column("weekly", Integer, nullable=False),
    _words("counts", optional=True),
    _moment("drawn_at", optional=True),
    _moment("retired_at", optional=True),
    UniqueConstraint("tenant_id", "person_id", "id"),
    sqlite_autoincrement=True,
)

dids = Table(
    "dids",
    metadata,
    _id(),
    *_owner(),
    Column("step_id", ID, nullable=False),
    _moment("done_at"),
    Column("times", Integer, nullable=False),
    ForeignKeyConstraint(
        ["tenant_id", "person_id", "step_id"],
        ["steps.tenant_id", "steps.person_id", "steps.id"],
    ),
    Index(None, "tenant_id", "person_id", "done_at"),
    sqlite_autoincrement=True,
)

# --- what could be handed over ----------------------------------------------------------------------------------------

tasks = Table(
    "tasks",
    metadata,
    _id(),
    *_owner(),
    _words("text"),
    _words("standing"),
    Column("price", Integer),
    Column("done_on", Date),
    Index(None, "tenant_id", "person_id"),
    sqlite_autoincrement=True,
)

# --- whole weeks ------------------------------------------------------------------------------------------------------

targets = Table(
    "targets",
    metadata,
    *_owner(key=True),
    _words("metric", key=True),
    Column("until", Date, primary_key=True),
    Column("target", Integer, nullable=False),
)

rests = Table(
    "rests",
    metadata,
    *_owner(key=True),
    Column("monday", Date, primary_key=True),
    _moment("said_at"),
)

pauses = Table(
    "pauses",
    metadata,
    _id(),
    *_owner(),
    _moment("starts_at"),
    _moment("ends_at"),
    Index(None, "tenant_id", "person_id", "ends_at"),
    sqlite_autoincrement=True,
)

built = Table(
    "built",
    metadata,
    *_owner(key=True),
    Column("monday", Date, primary_key=True),
    _words("will"),
    _words("did"),
)

# --- undo, and what is being waited for -------------------------------------------------------------------------------

changes = Table(
    "changes",
    metadata,
    _id(),
    *_owner(),
    _words("label"),
    _moment("made_at"),
    _words("key"),
    Column("undone", Boolean, nullable=False),
    Index(None, "tenant_id", "person_id", "made_at"),
    sqlite_autoincrement=True,
)

change_rows = Table(
    "change_rows",
    metadata,
    _id(),
    *_owner(),
    Column("change_id", ID, ForeignKey("changes.id"), nullable=False),
    _words("table_name"),
    Column("row_key", Json, nullable=False),
    Column("before", Json),
    UniqueConstraint("change_id", "table_name", "row_key"),
    Index(None, "tenant_id", "person_id", "table_name", "row_key"),
    sqlite_autoincrement=True,
)

awaited = Table(
    "awaited",
    metadata,
    *_owner(key=True),
    _words("what"),
    Column("ref", ID, nullable=False),
    _moment("until_at"),
)

drafts = Table(
    "drafts",
    metadata,
    *_owner(key=True),
    _words("form", key=True),
    _words("context", key=True),
    Column("filled", Json, nullable=False),
    _moment("kept_at"),
)

# --- events in --------------------------------------------------------------------------------------------------------

inbox = Table(
    "inbox",
    metadata,
    _id(),
    _words("platform"),
    _words("workspace"),
    _words("user_id"),
    Column("event", Json, nullable=False),
    _moment("made_at"),
    _moment("received_at"),
    _words("state"),
    Column("answer", Json),
    _words("reference"),
    _moment("finished_at", optional=True),
    Index(None, "platform", "workspace", "user_id"),
    Index(None, "finished_at"),
    sqlite_autoincrement=True,
)
Index(
    "ix_inbox_unfinished",
    inbox.c.platform,
    inbox.c.made_at,
    inbox.c.id,
    sqlite_where=inbox.c.finished_at.is_(None),
    postgresql_where=inbox.c.finished_at.is_(None),
)

inbox_keys = Table(
    "inbox_keys",
    metadata,
    _words("platform", key=True),
    _words("workspace", key=True),
    _words("key", key=True),
    Column("inbox_id", ID, ForeignKey("inbox.id"), nullable=False, index=True),
)

# --- messages out -----------------------------------------------------------------------------------------------------

# `ready_at` is set exactly while something is left to do with a row: the end of the lease, else of the wait before the
# next try, else when the message was due. The indexes of the sender hold such rows only, so its work costs what is
# unfinished, not what was ever sent.
outbox = Table(
    "outbox",
    metadata,
    _id(),
    *_owner(),
    _words("key"),
    _words("kind"),
    _words("slot"),
    _moment("due_at"),
    _moment("late_after", optional=True),
    _words("platform", optional=True),
    _words("workspace", optional=True),
    _words("user_id", optional=True),
    Column("wanted", Json),
    Column("version", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    _words("state"),
    _words("reason"),
    Column("attempt", Integer, nullable=False),
    Column("turn", ID, nullable=False),
    _moment("started_at", optional=True),
    _words("channel", optional=True),
    _words("message_id", optional=True),
    _moment("ready_at", optional=True),
    _moment("retry_at", optional=True),
    _moment("leased_until", optional=True),
    ForeignKeyConstraint(
        ["tenant_id", "person_id", "platform", "workspace", "user_id"],
        [accounts.c[name] for name in ("tenant_id", "person_id", "platform", "workspace", "user_id")],
    ),
    UniqueConstraint("tenant_id", "person_id", "key"),
    UniqueConstraint("tenant_id", "person_id", "kind", "slot"),
    Index(None, "tenant_id", "person_id", "kind", "id"),
    Index(None, "tenant_id", "person_id", "turn"),
    Index(None, "platform", "workspace", "user_id", "message_id"),
    Index(None, "platform", "workspace", "user_id", "started_at"),
    sqlite_autoincrement=True,
)
Index(
    "ix_outbox_ready",
    outbox.c.ready_at,
    outbox.c.id,
    sqlite_where=outbox.c.ready_at.is_not(None),
    postgresql_where=outbox.c.ready_at.is_not(None),
)
Index(
    "ix_outbox_queue",
    outbox.c.tenant_id,
    outbox.c.person_id,
    outbox.c.turn,
    sqlite_where=outbox.c.ready_at.is_not(None),
    postgresql_where=outbox.c.ready_at.is_not(None),
)

# --- what comes next --------------------------------------------------------------------------------------------------

due = Table(
    "due",
    metadata,
    *_owner(key=True),
    _words("kind", key=True),
    _moment("due_at"),
    Index(None, "due_at", "tenant_id", "person_id", "kind"),
)

UNDOABLE = (
    *(people, entries, prompts, kinds, verdicts, prospects, conversations, appointments, asks),
    *(steps, dids, tasks, targets, rests, pauses, built),
)


def owned(table: FromClause, who: Who) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the two conditions that keep a statement to one person's rows."""
    person = table.c.id if table is people else table.c.person_id
    return table.c.tenant_id == who.tenant, person == who.person
