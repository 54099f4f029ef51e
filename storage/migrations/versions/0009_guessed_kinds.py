"""An entry remembers that its kind was guessed, so that it is asked about until somebody says it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Take the step."""
    op.add_column("entries", sa.Column("kind_guessed", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("entries", "kind_guessed")
