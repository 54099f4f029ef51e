"""Where the database lies: `--db` where it is given, else as the settings say; and what lies beside it."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from hashlib import blake2s
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StoreError
from bot.settings import Settings, environment, read_settings

_SQLITE = b"SQLite format 3\0"
_LOCAL = ("DATABASE_URL", "WHATFOR_OPERATOR", "LOG_LEVEL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One database. `url` may hold a password, `name` never does; `file` is None for PostgreSQL."""

    url: str
    name: str
    file: Path | None

    def __repr__(self) -> str:
        """Keep the password out of every log and error."""
        return f"Place({self.name})"

    @property
    def is_missing(self) -> bool:
        """Tell whether it is a file that is not there yet."""
        return self.file is not None and not self.file.exists()

    def refuse_strangers(self) -> None:
        """Raise StoreError when the file is no database, before its permissions are set or anything is made by it."""
        try:
            if self.file is None or not self.file.is_file() or self.file.stat().st_size == 0:
                return
            with self.file.open("rb") as file:
                begins = file.read(len(_SQLITE))
        except OSError as error:
            raise StoreError(f"{self.name} can't be read: {error.strerror}. See to its permissions.") from error
        if begins != _SQLITE:
            raise StoreError(f"{self.name} is no database. Name another file.")

    @property
    def journal(self) -> Path:
        """Return the file that says what the terminal has shown of this database."""
        if self.file is not None:
            return self.file.with_name(f"{self.file.name}.terminal")
        return user_data_path("whatfor") / f"{blake2s(self.name.encode(), digest_size=6).hexdigest()}.terminal"

    @property
    def pictures(self) -> Path:
        """Return the directory for pictures that the terminal was shown."""
        return self.journal.with_suffix(".pictures")

    def prepare(self) -> None:
        """Make the directories, and drop the journal of a database that is gone: the next one counts from 1 again."""
        self.refuse_strangers()
        try:
            for directory in {self.journal.parent, *([self.file.parent] if self.file else [])}:
                directory.mkdir(mode=0o700, parents=directory.is_relative_to(Path.home()), exist_ok=True)
            if self.is_missing:
                self.journal.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                f"{self.name} can't be used: {error.strerror}. See to its directory, or name another file."
            ) from error


def add_database(
    parser: argparse.ArgumentParser, otherwise: str = "as DATABASE_URL says, else in your own data directory"
) -> None:
    """Offer `--db`."""
    parser.add_argument("--db", metavar="PATH", help=f"the database: a file or a URL (default: {otherwise})")


def settings_here() -> Settings:
    """Read the settings that matter without a platform: what is wrong with a token stops nobody from their own data."""
    variables = environment(os.environ, Path.cwd())
    return read_settings({name: variables[name] for name in _LOCAL if name in variables})


def place_of(db: str | None) -> Place:
    """Return the database that `--db` or the settings name. Raises StoreError for a URL that can't be read."""
    return read_place(db or settings_here().database_url)


def read_place(text: str) -> Place:
    """Read a path or a URL. Raises StoreError."""
    if "://" not in text:
        file = Path(text).expanduser().absolute()
        return Place(url=str(file), name=str(file), file=file)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise StoreError(
            "The URL of the database can't be read. Write it like sqlite:///whatfor.db or postgresql://user:password@host/database"
        ) from None
    if not url.drivername.startswith("sqlite"):
        return Place(url=text, name=url.set(query={}).render_as_string(hide_password=True), file=None)
    if url.database in {None, "", ":memory:"}:
        raise StoreError("That database would be in memory only, and gone afterwards. Name a file.")
    return read_place(str(url.database))
