"""What this terminal has shown, on disk: the answer to "did it arrive?" after a crash. It holds numbers, no words."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import TracebackType
from typing import Self

_LINE = re.compile(rb"(\d{1,18}) (\d{1,18})")
_MODE = 0o600


class Journal:
    """A file of lines `id version`, in the order in which the faces of messages were shown; only ever added to.

    It belongs to one database: the ids are that database's, so whoever deletes the one deletes the other.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file. Raises OSError."""
        self._shown: dict[int, int] = {}
        self._places: dict[int, int] = {}
        self._count = 0
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, _MODE)
        path.chmod(_MODE)
        self._read(path)
        self._earlier = self._count

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def version(self, message: int) -> int | None:
        """Return the newest face that was shown of a message; None when none was."""
        return self._shown.get(message)

    def place(self, message: int) -> int:
        """Return how late a message was last shown, in comparison with others; 0 for never."""
        return self._places.get(message, 0)

    def is_earlier(self, message: int) -> bool:
        """Tell whether a message was last shown before this journal was opened."""
        return 0 < self.place(message) <= self._earlier

    def note(self, message: int, version: int) -> None:
        """Write down that a face was shown; it is on the disk when this returns. Raises OSError."""
        self._keep(message, version)
        os.write(self._file, b"%d %d\n" % (message, version))
        os.fsync(self._file)

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _keep(self, message: int, version: int) -> None:
        self._shown[message] = max(version, self._shown.get(message, version))
        self._count += 1
        self._places[message] = self._count

    def _read(self, path: Path) -> None:
        """Read what is there, and mend a last line that a crash tore: what can be understood of it is true."""
        *whole, torn = path.read_bytes().split(b"\n")
        for line in (*whole, torn):
            if found := _LINE.fullmatch(line):
                self._keep(int(found[1]), int(found[2]))
        if _LINE.fullmatch(torn):
            os.write(self._file, b"\n")
        elif torn:
            os.ftruncate(self._file, sum(len(line) + 1 for line in whole))
