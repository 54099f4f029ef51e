"""SQLite: a file that only its owner can read, written in one order, with nothing left of what was deleted."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StoreError

_OLDEST = (3, 35)  # the first that returns the rows it writes
_MOUNTS = Path("/proc/mounts")
_NETWORK = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "beegfs",
    "ncpfs",
    "9p",
    "davfs",
)
_NETWORK_IN_USER_SPACE = ("sshfs", "glusterfs", "s3fs", "rclone", "davfs", "goofys", "gcsfuse", "cephfs")
_PRAGMAS = (
    "busy_timeout = 10000",  # milliseconds to wait for another process, a backup say
    "journal_mode = WAL",  # whoever reads doesn't wait for whoever writes
    "synchronous = FULL",  # what was committed survives a power cut
    "foreign_keys = ON",
    "secure_delete = ON",  # what is deleted is overwritten
)


def sqlite_engine(path: Path | None) -> AsyncEngine:
    """Return an engine for the database in a file, which is made if it doesn't exist; None keeps it in memory.

    Raises StoreError when the file can't be there or can't be used.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old for Whatfor. Install a newer Python.")
    if path is not None:
        path = _full(path)
        _prepare(path)
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path) if path else ":memory:"),
        hide_parameters=True,  # they are people's words
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
    )
    event.listen(engine.sync_engine, "connect", _configure)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _configure(connection: Any, _: object) -> None:  # noqa: ANN401 - SQLAlchemy's shape of a driver's connection
    connection.isolation_level = None  # the driver begins no transactions of its own accord
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute("PRAGMA journal_mode")
    mode = cursor.fetchone()[0]
    cursor.close()
    if mode not in {"wal", "memory"}:
        raise StoreError(f"SQLite can't keep its log beside the database (mode {mode}). Name a file on a local disk.")


def _begin_immediate(connection: Connection) -> None:
    """Take the writer's place at once: whoever begins by reading may find it taken when they want to write."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _full(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError:
        raise StoreError(f"{path} begins at a home directory, and there is none. Name the file in full.") from None


def _in_home(directory: Path) -> bool:
    """Tell whether a directory is the user's own: there, whatever lies above it may be made, too."""
    with suppress(RuntimeError):
        return directory.is_relative_to(Path.home())
    return False


def _prepare(path: Path) -> None:
    """Make the file, and the directory it lies in, for their owner only; refuse where a database can't be."""
    directory = path.parent
    try:
        if not directory.exists():
            directory.mkdir(mode=0o700, parents=_in_home(directory))
        if network := network_file_system(directory.resolve(), _mounts()):
            raise StoreError(
                f"{directory} is on a network file system ({network}), on which SQLite loses data. "
                "Name a file on a local disk, or use PostgreSQL."
            )
        _refuse_strangers(path)
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            with suppress(FileNotFoundError):
                file.chmod(0o600)
    except FileNotFoundError:
        raise StoreError(f"There is no directory {directory.parent}. Make it, or name another file.") from None
    except NotADirectoryError:
        raise StoreError(f"{directory} is a file, not a directory. Name another file.") from None
    except OSError as error:
        raise StoreError(
            f"{path} can't be used: {error.strerror}. See to its permissions, or name another file."
        ) from error
    if path.is_dir():
        raise StoreError(f"{path} is a directory. Name a file in it.")
    if not os.access(path, os.R_OK | os.W_OK):
        raise StoreError(f"{path} can't be read and written. See to its owner and permissions, or name another file.")


def _refuse_strangers(path: Path) -> None:
    """Refuse a file that is something else, before its permissions are touched. Raises StoreError.

    SQLite itself looks: a file that this process opens and closes by other means loses the locks that another store of
    the same process has on it.
    """
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True)) as connection:
            connection.execute("PRAGMA schema_version")
    except sqlite3.OperationalError:
        return  # it can't be opened or is locked, which is said when it is opened for good
    except sqlite3.DatabaseError:
        raise StoreError(f"{path} is no database. Name another file.") from None


def _mounts() -> str:
    with suppress(OSError):
        return _MOUNTS.read_text(encoding="utf-8", errors="replace")
    return ""


def network_file_system(directory: Path, mounts: str) -> str | None:
    """Return the kind of network file system a directory is on, by lines as in /proc/mounts; None if it is on none."""
    nearest, kind = Path(), ""
    for line in mounts.splitlines():
        _, point, this_kind, *_ = [*line.split(), "", "", ""]
        mounted = Path(point.replace("\\040", " "))
        if directory.is_relative_to(mounted) and len(mounted.parts) >= len(nearest.parts):
            nearest, kind = mounted, this_kind
    is_network = kind in _NETWORK or kind.removeprefix("fuse.") in _NETWORK_IN_USER_SPACE
    return kind if is_network else None
