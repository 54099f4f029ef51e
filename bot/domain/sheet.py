"""A list of people out of a spreadsheet: CSV with any usual separator, read row by row, with what is wrong by line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.sales import MAX_NAME, Role, name_key

MOST_ROWS = 500
_SEPARATORS = ",;\t|"
_QUOTE = '"'
_LONGEST_RECORD = 40


class Column(StrEnum):
    """What a column can hold; everything else in a file is left out."""

    NAME = "name"
    FIRST = "first name"
    LAST = "last name"
    NOTES = "notes"
    INTRODUCER = "introduced by"
    ROLE = "role"


_HEADINGS: dict[Column, frozenset[str]] = {
    Column.NAME: frozenset({"name", "full name", "person", "contact", "contact name", "who", "prospect", "client"}),
    Column.FIRST: frozenset({"first name", "first", "given name", "firstname", "forename"}),
    Column.LAST: frozenset({"last name", "last", "surname", "family name", "lastname"}),
    Column.NOTES: frozenset({"notes", "note", "about", "might buy", "interest", "interested in", "comment"}),
    Column.INTRODUCER: frozenset({"introduced by", "introducer", "referred by", "referrer", "via", "through"}),
    Column.ROLE: frozenset({"role", "type", "kind"}),
}
_WITHOUT_HEADINGS = (Column.NAME, Column.NOTES, Column.INTRODUCER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person as a line of the file tells of them."""

    line: int
    name: str
    notes: str = ""
    introduced_by: str = ""
    role: Role = Role.PROSPECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A line that can't be read, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a file says: each person once, the lines that can't be read, and the headings that mean nothing here."""

    rows: tuple[Row, ...] = ()
    unread: tuple[Unread, ...] = ()
    unused: tuple[str, ...] = ()


def read_sheet(text: str) -> Sheet:
    """Read a list of people; whatever the text is, every line is a person, said to be unreadable, or empty.

    The first line may name the columns, in any order; without that they are name, notes, introduced by.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    separator = _separator(next((line for line in lines if line.strip()), ""))
    rows: list[Row] = []
    unread: list[Unread] = []
    columns: tuple[Column | None, ...] | None = None
    unused: tuple[str, ...] = ()
    for number, cells in _records(lines, separator):
        if isinstance(cells, str):
            unread.append(Unread(line=number, why=cells))
        elif columns is None and (headed := _headings(cells)):
            columns, unused = headed, tuple(cell for cell, one in zip(cells, headed, strict=True) if cell and not one)
        else:
            columns = columns or _WITHOUT_HEADINGS
            read = _row(number, dict(zip(columns, cells, strict=False)))
            if isinstance(read, Row):
                rows.append(read)
            else:
                unread.append(read)
    known: dict[str, Row] = {}
    for row in rows:
        known.setdefault(name_key(row.name), row)
    kept = tuple(known.values())
    unread += [Unread(line=row.line, why=f"only {MOST_ROWS} people at a time") for row in kept[MOST_ROWS:]]
    return Sheet(rows=kept[:MOST_ROWS], unread=tuple(sorted(unread, key=lambda one: one.line)), unused=unused)


def _separator(line: str) -> str:
    return max(_SEPARATORS, key=lambda each: (line.count(each), -_SEPARATORS.index(each)))


def _records(lines: Sequence[str], separator: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the cells of each record with the number of its first line, or what is wrong with that line.

    A cell in quotes may go over several lines; a quote that is never closed spoils its own line only.
    """
    at = 0
    while at < len(lines):
        end = at + 1
        if _is_open(lines[at], separator):
            end = next(
                (each for each in range(at + 2, at + _LONGEST_RECORD) if _closes(lines[at:each])), len(lines) + 1
            )
        if end > len(lines):
            yield at + 1, "a quote is opened and never closed"
            at += 1
            continue
        try:
            cells = next(csv.reader(["\n".join(lines[at:end])], delimiter=separator, skipinitialspace=True), [])
        except csv.Error:
            yield at + 1, "it is no line of a table"
        else:
            tidy = [_tidy(cell) for cell in cells]
            if any(tidy):
                yield at + 1, tidy
        at = end


def _is_open(line: str, separator: str) -> bool:
    """Tell whether a cell of this line is in quotes that the line does not close."""
    begins = any(cell.lstrip().startswith(_QUOTE) for cell in line.split(separator))
    return begins and line.count(_QUOTE) % 2 == 1


def _closes(lines: Sequence[str]) -> bool:
    return sum(line.count(_QUOTE) for line in lines) % 2 == 0


def _tidy(cell: str) -> str:
    """Return a cell without what is invisible and blank around it, its lines kept apart."""
    lines = (" ".join(line.replace("\0", "").split()) for line in cell.split("\n"))
    return "\n".join(line for line in lines if line)


def _headings(cells: Sequence[str]) -> tuple[Column | None, ...] | None:
    """Return what each column holds, if the line names columns of which one is a name."""
    found: list[Column | None] = []
    for cell in cells:
        named = next((column for column, words in _HEADINGS.items() if name_key(cell.replace("_", " ")) in words), None)
        found.append(None if named in found else named)
    return tuple(found) if Column.NAME in found or Column.FIRST in found else None


def _row(line: int, cells: dict[Column | None, str]) -> Row | Unread:
    parts = (cells.get(column, "") for column in (Column.NAME, Column.FIRST, Column.LAST))
    whole, first, last = (" ".join(part.split()) for part in parts)
    name = whole or f"{first} {last}".strip()
    if not name_key(name):
        return Unread(line=line, why="there is no name")
    if len(name) > MAX_NAME:
        return Unread(line=line, why=f"a name has up to {MAX_NAME} characters, and this one {len(name)}")
    said = cells.get(Column.ROLE, "").casefold()
    return Row(
        line=line,
        name=name,
        notes=cells.get(Column.NOTES, ""),
        introduced_by=" ".join(cells.get(Column.INTRODUCER, "").split()),
        role=Role.INTRODUCER if said.startswith("introduc") else Role.PROSPECT,
    )
