"""Running statements in a transaction, to their end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Executable, text
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")


class Statements:
    """What every repository of a transaction runs its statements on."""

    def __init__(self, connection: AsyncConnection) -> None:
        """Run them on a connection whose transaction has begun."""
        self._connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"

    async def execute(self, statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        """Run a statement, with these values for what it leaves open.

        SQLite's connection would be lost, and could go on holding its lock, if a task were cancelled in the middle of a
        statement; so there the statement, which waits for nobody, is waited for.
        """
        run = self._connection.execute(statement, values)
        return await (to_the_end(run) if self.is_sqlite else run)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo what is done in the block when it is left by an exception, and go on with the transaction."""
        await self.execute(text("SAVEPOINT attempt"))
        try:
            yield
        except BaseException:
            await self.execute(text("ROLLBACK TO SAVEPOINT attempt"))
            raise
        await self.execute(text("RELEASE SAVEPOINT attempt"))


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Wait until `work` is done even if this task is cancelled meanwhile; then let the cancellation through."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        raise
