"""Tasks to hand over, and what an hour of the person's own is worth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OWNER = ("tenant_id", "person_id")


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "tasks",
        sa.Column("id", _NUMBER, nullable=False),
        *(sa.Column(name, _NUMBER, nullable=False) for name in _OWNER),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("text", "standing")),
        sa.Column("price", sa.Integer()),
        sa.Column("done_on", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sa.ForeignKeyConstraint(_OWNER, ["people.tenant_id", "people.id"], name="fk_tasks_people"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tasks_tenant_id_person_id", "tasks", list(_OWNER))
    op.add_column("people", sa.Column("value", sa.Integer()))
    op.add_column("people", sa.Column("value_asked_on", sa.Date()))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("people", "value_asked_on")
    op.drop_column("people", "value")
    op.drop_index("ix_tasks_tenant_id_person_id", "tasks")
    op.drop_table("tasks")
