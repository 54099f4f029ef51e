"""What is kept of whole weeks: earlier targets, rests, pauses, work on the business."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from bot.domain.building import Built
from bot.domain.goals import Earlier
from bot.domain.people import Who
from bot.domain.slots import Span
from storage.history import History
from storage.statements import Statements
from storage.tables import built, owned, pauses, rests, targets


class Weeks:
    """What is kept of whole weeks; see `bot.ports.Weeks`."""

    def __init__(self, run: Statements, history: History) -> None:
        """Work in a transaction."""
        self._run = run
        self._history = history

    async def earlier(self, who: Who) -> tuple[Earlier, ...]:
        """Return the targets that held before others, in order."""
        wanted = select(targets).where(*owned(targets, who)).order_by(targets.c.until, targets.c.metric)
        rows = await self._run.execute(wanted)
        return tuple(Earlier(metric=row.metric, until=row.until, target=row.target) for row in rows)

    async def keep_earlier(self, who: Who, earlier: Earlier) -> None:
        """Keep a target that another took the place of, unless one is kept of that week already."""
        known = {(one.metric, one.until) for one in await self.earlier(who)}
        if (earlier.metric, earlier.until) not in known:
            key = {"metric": str(earlier.metric), "until": earlier.until}
            await self._history.upsert(targets, who, key, {"target": earlier.target})

    async def rests(self, who: Who) -> frozenset[date]:
        """Return the Mondays of the weeks that were said to rest."""
        return frozenset((await self._run.execute(select(rests.c.monday).where(*owned(rests, who)))).scalars())

    async def rest(self, who: Who, monday: date, now: datetime) -> None:
        """Let the week that begins then rest."""
        await self._history.upsert(rests, who, {"monday": monday}, {"said_at": now})

    async def count(self, who: Who, monday: date) -> None:
        """Let a week that was said to rest count again."""
        await self._history.delete(rests, who, {"monday": monday})

    async def pauses(self, who: Who, span: Span) -> tuple[Span, ...]:
        """Return the pauses that overlap `span`, in order."""
        overlapping = (*owned(pauses, who), pauses.c.ends_at > span.start, pauses.c.starts_at < span.end)
        rows = await self._run.execute(select(pauses).where(*overlapping).order_by(pauses.c.starts_at, pauses.c.id))
        return tuple(Span(row.starts_at, row.ends_at) for row in rows)

    async def pause(self, who: Who, span: Span) -> None:
        """Note a pause, in the place of whatever reaches into it."""
        await self.end_pauses(who, span.start)
        await self._history.insert(pauses, who, {"starts_at": span.start, "ends_at": span.end})

    async def end_pauses(self, who: Who, at: datetime) -> None:
        """Note that every pause ends at a moment, if it had not before."""
        for row in (await self._run.execute(select(pauses).where(*owned(pauses, who), pauses.c.ends_at > at))).all():
            if row.starts_at < at:
                await self._history.update(pauses, who, {"id": row.id}, {"ends_at": at})
            else:
                await self._history.delete(pauses, who, {"id": row.id})

    async def built(self, who: Who, monday: date) -> Built | None:
        """Return what was said of the work on the business in the week that begins then."""
        wanted = select(built).where(*owned(built, who), built.c.monday == monday)
        row = (await self._run.execute(wanted)).first()
        return None if row is None else Built(monday=row.monday, will=row.will, did=row.did)

    async def put_built(self, who: Who, built_: Built) -> None:
        """Store what was said of it, in the place of what was said before."""
        values = {"will": built_.will, "did": built_.did}
        await self._history.upsert(built, who, {"monday": built_.monday}, values)
