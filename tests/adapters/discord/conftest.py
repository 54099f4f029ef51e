"""A Discord of one's own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.discord.desk import Desk
from tests.adapters.discord.office import Office, office


@pytest.fixture
async def at_work() -> AsyncIterator[Office]:
    """Open an office; rules that a test breaks on purpose are taken from the list by it."""
    async with office() as opened:
        yield opened


@pytest.fixture
def desk(at_work: Office, sqlite_url: str) -> Desk:
    """Put a bot into the office."""
    return Desk(at_work, sqlite_url)
