"""Accounts remember the time zone that their platform told last, and the message that asks whether to follow it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ADDED = ("zone", "zone_question")


def upgrade() -> None:
    """Take the step."""
    for name in _ADDED:
        op.add_column("accounts", sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    for name in reversed(_ADDED):
        op.drop_column("accounts", name)
