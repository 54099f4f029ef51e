"""What the tests of the features share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.inline import sqlite_inline


@pytest.fixture
def always_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask somebody who never answers as often as anybody: for tests about something else than manners."""
    for number in ("MISSES_TO_ASK_LESS", "MOST_UNANSWERED", "SILENT_DAYS"):
        monkeypatch.setattr(f"bot.domain.manners.{number}", 10_000)


@pytest.fixture(scope="module", autouse=True)
def _inline() -> Iterator[None]:
    with sqlite_inline():
        yield
