"""The sales process, step by step; what was done for the steps by hand; when an appointment was booked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_OWNER = ("tenant_id", "person_id")


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "steps",
        *(sa.Column(name, _NUMBER, nullable=False) for name in ("id", *_OWNER)),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "action")),
        sa.Column("weekly", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text()),
        *(sa.Column(name, _MOMENT) for name in ("drawn_at", "retired_at")),
        sa.PrimaryKeyConstraint("id", name="pk_steps"),
        sa.ForeignKeyConstraint(_OWNER, ["people.tenant_id", "people.id"], name="fk_steps_people"),
        sa.UniqueConstraint(*_OWNER, "id", name="uq_steps_tenant_id_person_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "dids",
        *(sa.Column(name, _NUMBER, nullable=False) for name in ("id", *_OWNER, "step_id")),
        sa.Column("done_at", _MOMENT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dids"),
        sa.ForeignKeyConstraint(_OWNER, ["people.tenant_id", "people.id"], name="fk_dids_people"),
        sa.ForeignKeyConstraint(
            (*_OWNER, "step_id"), ["steps.tenant_id", "steps.person_id", "steps.id"], name="fk_dids_steps"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_dids_tenant_id_person_id_done_at", "dids", [*_OWNER, "done_at"])
    op.add_column("appointments", sa.Column("booked_at", _MOMENT))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("appointments", "booked_at")
    op.drop_table("dids")
    op.drop_table("steps")
