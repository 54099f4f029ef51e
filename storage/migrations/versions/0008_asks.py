"""Who is on the list and why; asks told by themselves; the day on which somebody said that it was enough selling."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OWNER = ("tenant_id", "person_id")
_INDEXES = {f"ix_asks_tenant_id_person_id_{last}": (*_OWNER, last) for last in ("asked_at", "prospect_id")}
_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "role": sa.Text(),
    "notes": sa.Text(),
    "introduced_by": sa.Text(),
    "let_go_at": sa.DateTime(timezone=True),
}


def upgrade() -> None:
    """Take the step."""
    for name, kind in _COLUMNS.items():
        op.add_column("prospects", sa.Column(name, kind))
    op.add_column("people", sa.Column("enough_on", sa.Date()))
    op.create_table(
        "asks",
        sa.Column("id", _NUMBER, nullable=False),
        *(sa.Column(name, _NUMBER, nullable=False) for name in (*_OWNER, "prospect_id")),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_asks"),
        sa.ForeignKeyConstraint(_OWNER, ["people.tenant_id", "people.id"], name="fk_asks_people"),
        sa.ForeignKeyConstraint(
            (*_OWNER, "prospect_id"),
            ["prospects.tenant_id", "prospects.person_id", "prospects.id"],
            name="fk_asks_prospects",
        ),
        sqlite_autoincrement=True,
    )
    for name, columns in _INDEXES.items():
        op.create_index(name, "asks", list(columns))


def downgrade() -> None:
    """Take it back."""
    for name in _INDEXES:
        op.drop_index(name, "asks")
    op.drop_table("asks")
    op.drop_column("people", "enough_on")
    for name in reversed(_COLUMNS):
        op.drop_column("prospects", name)
