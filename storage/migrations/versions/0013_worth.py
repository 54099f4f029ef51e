"""What a yes is worth, in whole units of the person's own money, where they said it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Take the step."""
    op.add_column("conversations", sa.Column("worth", sa.Integer()))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("conversations", "worth")
