"""Who may look at whose weeks, and every look."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_OWNER = ("tenant_id", "person_id")
_PERSON = ["people.tenant_id", "people.id"]
_INDEXES = {
    "ix_grants_tenant_id_viewer_id": ("grants", ["tenant_id", "viewer_id"]),
    "ix_grants_tenant_id_code_digest": ("grants", ["tenant_id", "code_digest"]),
    "ix_looks_tenant_id_person_id_grant_id": ("looks", [*_OWNER, "grant_id"]),
}


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "grants",
        *(sa.Column(name, _NUMBER, nullable=False) for name in ("id", *_OWNER)),
        sa.Column("viewer_id", _NUMBER),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("label", "level")),
        sa.Column("names", sa.Boolean(), nullable=False),
        sa.Column("code_digest", sa.Text(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        *(sa.Column(name, _MOMENT) for name in ("until_at", "accepted_at", "ended_at")),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
        sa.ForeignKeyConstraint(_OWNER, _PERSON, name="fk_grants_people"),
        sa.ForeignKeyConstraint(("tenant_id", "viewer_id"), _PERSON, name="fk_grants_viewers"),
        sa.UniqueConstraint(*_OWNER, "id", name="uq_grants_tenant_id_person_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "looks",
        *(sa.Column(name, _NUMBER, nullable=False) for name in ("id", *_OWNER, "grant_id")),
        sa.Column("looked_at", _MOMENT, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_looks"),
        sa.ForeignKeyConstraint(_OWNER, _PERSON, name="fk_looks_people"),
        sa.ForeignKeyConstraint(
            (*_OWNER, "grant_id"), ["grants.tenant_id", "grants.person_id", "grants.id"], name="fk_looks_grants"
        ),
        sqlite_autoincrement=True,
    )
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Take it back."""
    for name, (table, _) in reversed(_INDEXES.items()):
        op.drop_index(name, table)
    op.drop_table("looks")
    op.drop_table("grants")
