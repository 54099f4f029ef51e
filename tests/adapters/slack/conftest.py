"""A Slack of one's own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.office import Office, office


@pytest.fixture
async def at_work(sqlite_url: str) -> AsyncIterator[Office]:
    """Open an office."""
    async with office(sqlite_url) as opened:
        yield opened
