"""How values are kept in columns, so that SQLite and PostgreSQL hold, order and return the same."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

Implementation: TypeAlias = TypeEngine[Any] | type[TypeEngine[Any]]

ID = BigInteger().with_variant(Integer(), "sqlite")
REPLACEMENT = "\ufffd"
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_UNKEEPABLE_IN_JSON = re.compile("\\\\u0000|[\ud800-\udfff]")


def keepable(text: str) -> str:
    """Return `text` as both databases can hold it: NUL and lone surrogates become U+FFFD."""
    return _UNKEEPABLE.sub(REPLACEMENT, text)


def digest(text: str) -> str:
    """Return what stands for words of any length in an index, which has room for some 2,700 bytes."""
    return hashlib.sha256(keepable(text).encode()).hexdigest()


class Words(TypeDecorator[str]):
    """Text of any length; what a database can't hold is replaced on the way in, also when it is looked for."""

    impl: Implementation = Text
    cache_ok: bool | None = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        """Replace what can't be kept."""
        return None if value is None else keepable(value)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware on the way in, aware and in UTC on the way out."""

    impl: Implementation = DateTime(timezone=True)
    cache_ok: bool | None = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a moment to UTC; SQLite, which knows no zones, keeps it without one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """Give the moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """Plain data as JSON text, in which both databases find exactly what was put in."""

    impl: Implementation = Text
    cache_ok: bool | None = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        """Write the data down, without what can't be kept."""
        if value is None:
            return None
        text = _written(value)
        return _written(_keepable_data(value)) if _UNKEEPABLE_IN_JSON.search(text) else text

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - it is any data
        """Read the data back."""
        return None if value is None else json.loads(value)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _keepable_data(value: object) -> object:
    match value:
        case str():
            return keepable(value)
        case dict():
            return {_keepable_data(key): _keepable_data(each) for key, each in value.items()}
        case list() | tuple():
            return [_keepable_data(each) for each in value]
        case _:
            return value
