"""The two kinds of rule about imports that import-linter lacks; `pyproject.toml` writes the rules themselves.

`arrows` is a table: each line names a room of the house and the rooms it may import. `outside` is an
allow-list of what comes from elsewhere. Both refuse what nobody listed, so a room or a library that comes
later is a decision.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ANYTHING = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A module with all below it, and the modules (with all below them) that it may import; `*` is any."""

    name: str
    may_import: tuple[str, ...]

    def admits(self, module: str) -> bool:
        """Whether this room may import `module`."""
        return ANYTHING in self.may_import or _within(self.may_import, module)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """An import that a contract forbids, and where it stands."""

    importer: str
    imported: str
    lines: tuple[int, ...]

    def __str__(self) -> str:
        """Say it as one line of a report."""
        where = ", ".join(str(line) for line in self.lines)
        return f"{self.importer} may not import {self.imported} (line {where})"


class RoomField(fields.Field[Room]):
    """A line of the table: `room -> room room …`; nothing after the arrow means no other room."""

    def parse(self, raw_data: str | list[str]) -> Room:
        """Read one line."""
        name, arrow, may_import = str(raw_data).partition("->")
        if not name.strip() or not arrow:
            raise fields.ValidationError(f"expected 'room -> rooms that it may import', got {raw_data!r}")
        return Room(name=name.strip(), may_import=tuple(may_import.split()))


class Arrows(Contract):
    """Each room imports, of the house, itself and what its line names.

    A module belongs to the longest line that holds it, so `bot.cli` may have more than `bot`; one without a
    line belongs to the next package above that has one. A module above all lines is not looked at.
    """

    rooms = fields.ListField(subfield=RoomField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - import-linter's
        """Find the imports between rooms that no line names."""
        rooms = cast("list[Room]", self.rooms)
        house = self.session_options["root_packages"]
        room_of = cache(lambda module: _room_of(module, rooms))  # each module is met many times
        offences = []
        for importer, imported in _direct_imports(graph):
            room = room_of(importer)
            if room is None or room == room_of(imported):
                continue
            if _within(house, imported) and not room.admits(imported):
                offences.append(_offence(graph, importer, imported))
        return _verdict(offences)

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print the imports, and what to do."""
        _print(check, "A new room gets a line in pyproject.toml; a new arrow is a decision (CONTRIBUTING.md).")


class Outside(Contract):
    """Some rooms import, from outside the house, the named libraries and most of the standard library."""

    modules = fields.ListField(subfield=fields.StringField())
    without = fields.ListField(subfield=fields.StringField(), default=[])
    libraries = fields.ListField(subfield=fields.StringField())
    never = fields.ListField(subfield=fields.StringField(), default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - import-linter's
        """Find the imports from outside that are not on the list."""
        modules = cast("list[str]", self.modules)
        without = cast("list[str]", self.without)
        libraries = cast("list[str]", self.libraries)
        never = cast("list[str]", self.never)
        listed = (sys.stdlib_module_names - set(never)) | set(libraries) | set(self.session_options["root_packages"])
        return _verdict(
            _offence(graph, importer, imported)
            for importer, imported in _direct_imports(graph)
            if _within(modules, importer)
            and not _within(without, importer)
            and imported.partition(".")[0] not in listed
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print the imports, and what to do."""
        _print(check, "A library here is a decision (CONTRIBUTING.md): then it gets its line in pyproject.toml.")


def _within(packages: Iterable[str], module: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def _room_of(module: str, rooms: Iterable[Room]) -> Room | None:
    holding = (room for room in rooms if _within((room.name,), module))
    return max(holding, key=lambda room: len(room.name), default=None)


def _direct_imports(graph: ImportGraph) -> Iterable[tuple[str, str]]:
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            yield importer, imported


def _offence(graph: ImportGraph, importer: str, imported: str) -> Offence:
    details = graph.get_import_details(importer=importer, imported=imported)
    return Offence(importer=importer, imported=imported, lines=tuple(one["line_number"] for one in details))


def _verdict(offences: Iterable[Offence]) -> ContractCheck:
    found = tuple(offences)
    return ContractCheck(kept=not found, metadata={"offences": found})


def _print(check: ContractCheck, advice: str) -> None:
    for offence in check.metadata["offences"]:
        output.print_error(str(offence), bold=False)
    output.new_line()
    output.print(advice)
    output.new_line()
