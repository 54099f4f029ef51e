"""What the tests of every door need."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from adapters import ticker
from bot.ui import Form, Message
from storage import open_store
from tests.adapters.catalogue import visited

_MEMORY = Path("/dev/shm")  # noqa: S108 - a platform's three seconds are real here, and a busy disk must not use them up


@pytest.fixture
def quick_url(sqlite_template: Path) -> Iterator[str]:
    """Give the URL of an empty database, in memory where there is such a place."""
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as directory:
        path = Path(directory) / "whatfor.db"
        shutil.copy(sqlite_template, path)
        yield f"sqlite:///{path}"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep everything on this machine, whatever proxy it has, and look often for what is due."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setattr(ticker, "TICK", timedelta(seconds=0.1))


@pytest.fixture(scope="session")
def shown() -> tuple[list[Message], list[Form]]:
    """Give every message and form that the features show on a way through all of them."""

    async def visit() -> tuple[list[Message], list[Form]]:
        store = await open_store("sqlite://")
        try:
            return await visited(store)
        finally:
            await store.close()

    return asyncio.run(visit())
