"""A Slack of one's own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.office import Office, office


@pytest.fixture
async def at_work(quick_url: str) -> AsyncIterator[Office]:
    """Open an office."""
    async with office(quick_url) as opened:
        yield opened
