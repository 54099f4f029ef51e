"""SQLite in the thread of the test: what is said does not depend on its own, and every hop between the two costs time.

The tests of the store, of delivery and of the doors keep the thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiosqlite
import pytest


@contextmanager
def sqlite_inline() -> Iterator[None]:
    async def connect(self: aiosqlite.Connection) -> aiosqlite.Connection:
        self._connection = self._connector()
        return self

    async def execute(_: aiosqlite.Connection, work: Callable[..., object], *args: Any, **named: Any) -> object:  # noqa: ANN401 - the library's
        return work(*args, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aiosqlite.Connection, "_connect", connect)
        patch.setattr(aiosqlite.Connection, "_execute", execute)
        yield
