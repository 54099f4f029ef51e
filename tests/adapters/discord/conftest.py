"""A Discord of one's own for each test."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.adapters.discord.desk import Desk
from tests.adapters.discord.office import Office, office

_MEMORY = Path("/dev/shm")  # noqa: S108 - Discord's three seconds are real here, and a busy disk must not use them up


@pytest.fixture
def quick_url(sqlite_template: Path) -> Iterator[str]:
    """Give the URL of an empty database, in memory where there is such a place."""
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as directory:
        path = Path(directory) / "whatfor.db"
        shutil.copy(sqlite_template, path)
        yield f"sqlite:///{path}"


@pytest.fixture
async def at_work() -> AsyncIterator[Office]:
    """Open an office; rules that a test breaks on purpose are taken from the list by it."""
    async with office() as opened:
        yield opened


@pytest.fixture
def desk(at_work: Office, quick_url: str, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Put a bot into the office, behind a proxy that leads nowhere: what stays on this machine must not go there."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    return Desk(at_work, quick_url)
