"""Tasks to hand over, and handed over."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from bot.domain.handover import Standing, Task
from bot.domain.people import Who
from storage.history import History
from storage.statements import Statements
from storage.tables import owned, tasks


class Handovers:
    """Tasks to hand over; see `bot.ports.Handovers`."""

    def __init__(self, run: Statements, history: History) -> None:
        """Work in a transaction."""
        self._run = run
        self._history = history

    async def put(self, who: Who, task: Task) -> Task:
        """Store a task, new (id 0) or changed, and return it with its id."""
        values = {
            "text": task.text,
            "standing": task.standing,
            "price": task.price,
            "done_on": task.done_on,
        }
        if not task.id:
            return replace(task, id=await self._history.insert(tasks, who, values))
        await self._history.update(tasks, who, {"id": task.id}, values)
        return task

    async def tasks(self, who: Who) -> tuple[Task, ...]:
        """Return every task that something was said of, the first one first."""
        found = await self._run.execute(select(tasks).where(*owned(tasks, who)).order_by(tasks.c.id))
        return tuple(
            Task(id=row.id, text=row.text, standing=Standing(row.standing), price=row.price, done_on=row.done_on)
            for row in found
        )
