"""Several stores over one database, as several processes have them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from bot.ports import Store
from storage import open_store


@asynccontextmanager
async def opened(url: str, how_many: int) -> AsyncIterator[list[Store]]:
    async with AsyncExitStack() as stack:
        stores = []
        for _ in range(how_many):
            stores.append(await open_store(url))
            stack.push_async_callback(stores[-1].close)
        yield stores


@pytest.fixture
async def workers(database_url: str) -> AsyncIterator[list[Store]]:
    async with opened(database_url, 4) as stores:
        yield stores


@pytest.fixture
async def postgres_workers(postgres_url: str) -> AsyncIterator[list[Store]]:
    async with opened(postgres_url, 2) as stores:
        yield stores
