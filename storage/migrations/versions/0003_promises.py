"""A follow-up that was set by itself: what it is about, when it was set, and the message that shows it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_COLUMNS = ("promise_about", "promised_at", "promise_key")


def upgrade() -> None:
    """Take the step."""
    about, made_at, key = _COLUMNS
    op.add_column("prospects", sa.Column(about, sa.Text()))
    op.add_column("prospects", sa.Column(made_at, sa.DateTime(timezone=True)))
    op.add_column("prospects", sa.Column(key, sa.Text()))


def downgrade() -> None:
    """Take it back."""
    for name in reversed(_COLUMNS):
        op.drop_column("prospects", name)
