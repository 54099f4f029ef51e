"""What the tests of every door need."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adapters import ticker
from bot.ui import Form, Message
from storage import open_store
from tests.adapters.catalogue import visited
from tests.inline import sqlite_inline


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep everything on this machine, whatever proxy it has, and look often for what is due."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setattr(ticker, "TICK", timedelta(seconds=0.1))


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Message], list[Form]]:
    """Give every message and form that the features show on a way through all of them."""

    path = tmp_path_factory.mktemp("shown") / "whatfor.db"

    async def visit() -> tuple[list[Message], list[Form]]:
        store = await open_store(f"sqlite:///{path}")
        try:
            return await visited(store)
        finally:
            await store.close()

    with sqlite_inline():
        return asyncio.run(visit())
