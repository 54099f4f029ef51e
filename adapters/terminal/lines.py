"""Where lines come from when nobody sits at a keyboard: a file, a pipe, a list."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncGenerator, Iterable
from pathlib import Path
from typing import TextIO

from adapters.terminal.script import MisstepError

_LONGEST_LINE = 1 << 24


async def lines_of(lines: Iterable[str]) -> AsyncGenerator[str, None]:
    """Yield lines that are there already."""
    for line in lines:
        yield line.rstrip("\r\n")


async def lines_of_file(path: Path) -> AsyncGenerator[str, None]:
    """Yield the lines of a file. Raises MisstepError when it can't be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # noqa: ASYNC240 - a script is short and nothing else is going on yet
    except OSError as error:
        raise MisstepError(f"{path} can't be read: {error.strerror}. Check the path and its permissions.") from error
    except UnicodeDecodeError as error:
        raise MisstepError(f"{path} is not text in UTF-8. Save it as UTF-8 and try again.") from error
    for line in io.StringIO(text):
        yield line.rstrip("\r\n")


async def lines_of_stream(stream: TextIO) -> AsyncGenerator[str, None]:
    """Yield the lines of a pipe as they arrive, while everything else goes on; of any other stream at once."""
    try:
        copy = os.dup(stream.fileno())
    except OSError:
        for line in stream:
            yield line.rstrip("\r\n")
        return
    reader = asyncio.StreamReader(limit=_LONGEST_LINE)
    file = os.fdopen(copy, "rb", buffering=0)
    try:
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), file
        )
    except ValueError:  # a file: its lines are all there
        with file:
            for raw in file:
                yield _decoded(raw)
        return
    try:
        while raw := await reader.readline():
            yield _decoded(raw)
    finally:
        os.set_blocking(stream.fileno(), True)
        transport.close()


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").rstrip("\r\n")
