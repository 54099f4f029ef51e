"""The person's own sales process, and what was done for its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, union_all

from bot.domain.people import Who
from bot.domain.process import Counts, Did, Step
from bot.domain.slots import Span
from storage.history import History
from storage.statements import Statements
from storage.tables import asks, conversations, dids, owned, steps


class Process:
    """The steps of the sales process, and what was done for them by hand; see `bot.ports.Process`."""

    def __init__(self, run: Statements, history: History) -> None:
        """Work in a transaction."""
        self._run = run
        self._history = history

    async def steps(self, who: Who) -> tuple[Step, ...]:
        """Return every step there ever was, in the order of the line."""
        wanted = select(steps).where(*owned(steps, who)).order_by(steps.c.position, steps.c.id)
        return tuple(_step(row) for row in await self._run.execute(wanted))

    async def put_step(self, who: Who, step: Step) -> Step:
        """Store a step, new (id 0) or changed, and return it with its id."""
        values = {
            "position": step.position,
            "name": step.name,
            "action": step.action,
            "weekly": step.weekly,
            "counts": step.counts,
            "drawn_at": step.drawn_at,
            "retired_at": step.retired_at,
        }
        if not step.id:
            return replace(step, id=await self._history.insert(steps, who, values))
        await self._history.update(steps, who, {"id": step.id}, values)
        return step

    async def add_did(self, who: Who, did: Did) -> Did:
        """Store what was done for a step and return it with its id."""
        values = {"step_id": did.step, "done_at": did.at, "times": did.count}
        return replace(did, id=await self._history.insert(dids, who, values))

    async def dids(self, who: Who, span: Span) -> tuple[Did, ...]:
        """Return what was done in `span` and told by hand, in order."""
        wanted = select(dids).where(*owned(dids, who), dids.c.done_at >= span.start, dids.c.done_at < span.end)
        return tuple(
            Did(id=row.id, step=row.step_id, at=row.done_at, count=row.times)
            for row in await self._run.execute(wanted.order_by(dids.c.done_at, dids.c.id))
        )

    async def first_contacts(self, who: Who) -> Mapping[int, datetime]:
        """Return when each prospect was first talked to or asked, practice apart."""
        talked = select(conversations.c.prospect_id, conversations.c.held_at.label("at"))
        asked = select(asks.c.prospect_id, asks.c.asked_at.label("at"))
        real = talked.where(*owned(conversations, who), conversations.c.practice.is_(False))
        every = union_all(real, asked.where(*owned(asks, who))).subquery()
        first = func.min(every.c.at, type_=every.c.at.type).label("first")
        found = await self._run.execute(select(every.c.prospect_id, first).group_by(every.c.prospect_id))
        return {row.prospect_id: row.first for row in found}


def _step(row: Row[*tuple[Any, ...]]) -> Step:
    return Step(
        id=row.id,
        position=row.position,
        name=row.name,
        action=row.action,
        weekly=row.weekly,
        counts=None if row.counts is None else Counts(row.counts),
        drawn_at=row.drawn_at,
        retired_at=row.retired_at,
    )
