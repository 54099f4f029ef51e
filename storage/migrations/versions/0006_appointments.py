"""Appointments; how long the outreach block is and how much it takes, the time for leads, reflection, what was kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_OWNER = ("tenant_id", "person_id")
_PROSPECT = (*_OWNER, "prospect_id")
_OF_PEOPLE = (("block_minutes", sa.Integer()), ("capacity", sa.Integer()), ("leadtime", sa.Time()))


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "appointments",
        sa.Column("id", _NUMBER, nullable=False),
        *(sa.Column(name, _NUMBER, nullable=False) for name in _PROSPECT),
        *(sa.Column(name, _MOMENT, nullable=False) for name in ("starts_at", "ends_at")),
        sa.Column("practice", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("fate", "key")),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
        sa.ForeignKeyConstraint(_OWNER, ["people.tenant_id", "people.id"], name="fk_appointments_people"),
        sa.ForeignKeyConstraint(
            _PROSPECT,
            ["prospects.tenant_id", "prospects.person_id", "prospects.id"],
            name="fk_appointments_prospects",
        ),
        sqlite_autoincrement=True,
    )
    for last in ("starts_at", "fate"):
        op.create_index(f"ix_appointments_tenant_id_person_id_{last}", "appointments", [*_OWNER, last])
    for name, kind in (*_OF_PEOPLE, ("reflect", sa.Boolean())):
        op.add_column("people", sa.Column(name, kind))
    op.add_column("conversations", sa.Column("kept", sa.Text()))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("conversations", "kept")
    for name in ("reflect", *(name for name, _ in reversed(_OF_PEOPLE))):
        op.drop_column("people", name)
    op.drop_table("appointments")
