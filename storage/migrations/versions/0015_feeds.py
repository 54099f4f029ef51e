"""The private links that calendars read, of which only a digest is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OWNER = ("tenant_id", "person_id")


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "feeds",
        *(sa.Column(name, _NUMBER, nullable=False) for name in _OWNER),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(*_OWNER, name="pk_feeds"),
        sa.ForeignKeyConstraint(_OWNER, ["people.tenant_id", "people.id"], name="fk_feeds_people"),
        sa.UniqueConstraint("digest", name="uq_feeds_digest"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("feeds")
