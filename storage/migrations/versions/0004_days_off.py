"""When somebody does not work: their lunch, their days off, and the country whose public holidays they keep."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TIMES = ("lunch_start", "lunch_end")
_WORDS = ("country", "days_off", "holidays_worked")


def upgrade() -> None:
    """Take the step."""
    for name in _TIMES:
        op.add_column("people", sa.Column(name, sa.Time()))
    for name in _WORDS:
        op.add_column("people", sa.Column(name, sa.Text()))


def downgrade() -> None:
    """Take it back."""
    for name in (*reversed(_WORDS), *reversed(_TIMES)):
        op.drop_column("people", name)
