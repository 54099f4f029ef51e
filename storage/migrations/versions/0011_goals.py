"""Goals of asks and selling share, targets that held before, rest weeks, pauses that were, work on the business."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_OWNER = ("tenant_id", "person_id")
_OF_PEOPLE = (("improve", sa.Boolean()), ("goal_asks", sa.Integer()), ("goal_share", sa.Integer()))


def _owned(name: str, *columns: sa.Column[Any], key: tuple[str, ...]) -> None:
    op.create_table(
        name,
        *(sa.Column(each, _NUMBER, nullable=False) for each in _OWNER),
        *columns,
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(_OWNER, ["people.tenant_id", "people.id"], name=f"fk_{name}_people"),
        sqlite_autoincrement="id" in key,
    )


def upgrade() -> None:
    """Take the step."""
    _owned(
        "targets",
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        key=(*_OWNER, "metric", "until"),
    )
    _owned(
        "rests",
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("said_at", _MOMENT, nullable=False),
        key=(*_OWNER, "monday"),
    )
    _owned(
        "pauses",
        sa.Column("id", _NUMBER, nullable=False),
        *(sa.Column(name, _MOMENT, nullable=False) for name in ("starts_at", "ends_at")),
        key=("id",),
    )
    op.create_index("ix_pauses_tenant_id_person_id_ends_at", "pauses", [*_OWNER, "ends_at"])
    _owned(
        "built",
        sa.Column("monday", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("will", "did")),
        key=(*_OWNER, "monday"),
    )
    for name, kind in _OF_PEOPLE:
        op.add_column("people", sa.Column(name, kind))


def downgrade() -> None:
    """Take it back."""
    for name, _ in reversed(_OF_PEOPLE):
        op.drop_column("people", name)
    for name in ("built", "pauses", "rests", "targets"):
        op.drop_table(name)
