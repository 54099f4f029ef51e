"""What is noted while one speaks: first on the prospect, then on the conversation that was logged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_TABLES = ("prospects", "conversations")


def upgrade() -> None:
    """Take the step."""
    for table in _TABLES:
        op.add_column(table, sa.Column("jotted", sa.Text()))


def downgrade() -> None:
    """Take it back."""
    for table in reversed(_TABLES):
        op.drop_column(table, "jotted")
