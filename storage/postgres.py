"""PostgreSQL: for a hosted instance with several workers."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StoreError

_CONNECTIONS = 10
_SECONDS_TO_CONNECT = 10


def postgres_engine(url: URL) -> AsyncEngine:
    """Return an engine for a PostgreSQL database by its URL, in which libpq's parameters are understood.

    Raises StoreError when the driver is not installed.
    """
    if find_spec("asyncpg") is None:
        raise StoreError("PostgreSQL needs its driver: pip install 'whatfor[postgres]'")
    query = dict(url.query)
    query.pop("channel_binding", None)  # asyncpg has no such setting
    settings = {"application_name": str(query.pop("application_name", "whatfor")), "jit": "off"}
    options: dict[str, Any] = {
        "server_settings": settings,
        "timeout": float(str(query.pop("connect_timeout", _SECONDS_TO_CONNECT))),
    }
    if mode := query.pop("sslmode", None):
        options["ssl"] = mode
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg", query=query),
        hide_parameters=True,  # they are people's words
        pool_pre_ping=True,
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        connect_args=options,
    )
