"""The store over one database: transactions that end properly, whatever happens to whoever opened them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction

from bot.errors import StoreError
from storage.statements import Statements, to_the_end
from storage.transaction import Transaction

PATIENCE = timedelta(seconds=5)


class Database:
    """A store; see `bot.ports.Store`.

    SQLite has one connection, and whoever wants a transaction gets it in the order of asking. On PostgreSQL as many run
    at once as the pool has connections.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        """Keep everything in the database of `engine`, which is open and up to date."""
        self._engine = engine
        self._one_writer = engine.dialect.name == "sqlite"
        self._turn = asyncio.Lock()
        self._turn_of: asyncio.Task[object] | None = None
        self._closed = False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        """Open a transaction: committed at the end of the block, rolled back when it is left by an exception.

        Once the end of the block is reached, a cancellation waits for the commit. Raises StoreError when the store is
        closed.
        """
        if not self._one_writer:
            async with self._transaction() as transaction:
                yield transaction
            return
        if self._turn_of is asyncio.current_task() and self._turn.locked():
            raise RuntimeError("a transaction inside a transaction would wait for itself")
        async with self._turn:
            self._turn_of = asyncio.current_task()
            async with self._transaction() as transaction:
                yield transaction

    async def close(self) -> None:
        """Let go of the database. May be called again.

        On SQLite, the transaction under way is given a few seconds to end; whoever waits for theirs is refused.
        """
        self._closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE.total_seconds()), self._turn:
                pass
        await self._engine.dispose()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        self._refuse_when_closed()
        async with self._engine.connect() as connection:
            begun = AsyncTransaction(connection)
            transaction = Transaction(Statements(connection))
            try:
                _ = await to_the_end(begun.start())
                yield transaction
            except BaseException:
                if begun.sync_transaction is not None:
                    await to_the_end(begun.rollback())
                raise
            else:
                await to_the_end(begun.commit())
                if transaction.has_forgotten and self._one_writer:
                    await to_the_end(_leave_nothing(connection, rewrites=transaction.records.has_erased))
            finally:
                if self._closed:  # then nobody else will close this connection
                    await connection.invalidate()

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise StoreError("The store is closed; open it again.")


async def _leave_nothing(connection: AsyncConnection, *, rewrites: bool) -> None:
    """Empty SQLite's write-ahead log, in which deleted words would stand until it is overwritten.

    What is deleted is overwritten in its place. A row that was moved inside a page before leaves a copy that nothing
    points to: only a file that is written anew is without it, which is for when somebody is forgotten.
    """
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None  # noqa: S101 - it was just used
    if rewrites:
        await driver.execute("VACUUM")
    await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
