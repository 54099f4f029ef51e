"""Statements are compiled once in a process that runs tests, as in one that runs the bot: it has one store, they have
one for each test, and to compile the same statements for each of them took a sixth of their time.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

# By the name of the dialect: one that has seen its database, and what was compiled for it.
_known: dict[str, tuple[Dialect, dict[Any, Any]]] = {}


def compiled_once(patch: pytest.MonkeyPatch) -> None:
    """Let every store use what was compiled for another one of its kind."""
    for kind in ("sqlite", "postgres"):
        patch.setattr(f"storage.{kind}.create_async_engine", _engine)


def _engine(*args: Any, **options: Any) -> AsyncEngine:  # noqa: ANN401 - the library's
    made = create_async_engine(*args, **options)
    engine = made.sync_engine
    if engine.dialect.name not in _known:
        fresh = engine.dialect

        def connected(_: object, __: object) -> None:
            _known.setdefault(fresh.name, (fresh, {}))

        event.listen(engine, "connect", connected)
        return made
    engine.dialect, compiled = _known[engine.dialect.name]
    engine.update_execution_options(compiled_cache=compiled)
    return made
