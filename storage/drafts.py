"""What was typed into a form that could not be accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from bot.domain.people import Who
from storage.rows import upsert
from storage.statements import Statements
from storage.tables import drafts, owned


class Drafts:
    """The newest values of each form and context; see `bot.ports.Drafts`."""

    def __init__(self, run: Statements) -> None:
        """Work in a transaction."""
        self._run = run

    async def keep(self, who: Who, form: str, context: str, values: Mapping[str, str], now: datetime) -> None:
        """Keep the newest values of this form and context."""
        draft = {"form": form, "context": context, "filled": dict(values), "kept_at": now}
        await upsert(self._run, drafts, who, draft)

    async def kept(self, who: Who, form: str, context: str) -> Mapping[str, str] | None:
        """Return them."""
        wanted = select(drafts.c.filled).where(*_is(who, form, context))
        filled: Mapping[str, str] | None = (await self._run.execute(wanted)).scalar_one_or_none()
        return filled

    async def drop(self, who: Who, form: str, context: str) -> None:
        """Forget them."""
        await self._run.execute(delete(drafts).where(*_is(who, form, context)))

    async def purge(self, before: datetime) -> int:
        """Delete what was kept before then; return how many."""
        return (await self._run.execute(delete(drafts).where(drafts.c.kept_at < before))).rowcount


def _is(who: Who, form: str, context: str) -> tuple[ColumnElement[bool], ...]:
    return (*owned(drafts, who), drafts.c.form == form, drafts.c.context == context)
