"""Run the steps on the connection that `storage.migrating` hands over; Alembic reads this file."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
