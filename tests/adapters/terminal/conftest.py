"""What the tests of the terminal share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.inline import sqlite_inline


@pytest.fixture(scope="module", autouse=True)
def _inline() -> Iterator[None]:
    with sqlite_inline():
        yield
