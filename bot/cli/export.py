"""`whatfor export`: everything held for a person, as one JSON file, a CSV file for each table, and a calendar."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

from adapters.clock import SystemClock
from bot.cli.files import write_new
from bot.cli.person import add_account, found
from bot.cli.place import add_database
from bot.datebook import EVER, datebook

EVERYTHING = "whatfor.json"
CALENDAR = "whatfor.ics"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the database, the person, and where to write."""
    add_database(parser)
    add_account(parser)
    parser.add_argument(
        "--out", type=Path, default=Path("whatfor-export"), metavar="DIR", help="a new directory (default: %(default)s)"
    )


async def run(parsed: argparse.Namespace) -> int:
    """Write the files, readable for their owner only, and say what is in them."""
    async with found(parsed.db, parsed.account) as person, person.store.begin() as tx:
        tables = await tx.records.everything(person.who)
        events = datebook(
            await tx.sales.prospects(person.who), await tx.appointments.between(person.who, EVER), SystemClock().now()
        )
    filled = {name: rows for name, rows in tables.items() if rows}
    written = {EVERYTHING: _json(person.name, filled)} | {f"{name}.csv": _csv(rows) for name, rows in filled.items()}
    written |= {CALENDAR: events} if events else {}
    write_new(parsed.out, {name: text.encode("utf-8", "replace") for name, text in written.items()})
    print(f"Everything held for {person.name} is in {parsed.out.absolute()}:")
    print(f"  {EVERYTHING}  all of it, in one file")
    if events:
        print(f"  {CALENDAR}  appointments and follow-ups, for a calendar")
    for name, rows in filled.items():
        print(f"  {name}.csv  {len(rows)} {'row' if len(rows) == 1 else 'rows'}")
    print("In the CSV files, a cell that a spreadsheet could take for a formula begins with an apostrophe.")
    return 0


def _json(name: str, tables: Mapping[str, Sequence[Mapping[str, object]]]) -> str:
    document = {"whatfor": metadata.version("whatfor"), "account": name, "tables": tables}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _csv(rows: Sequence[Mapping[str, object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def cell(value: object) -> str:
    """Write a value as a cell that no spreadsheet takes for a formula; nested data as JSON, nothing as nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case str():
            text = value
        case _:
            text = json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) else text
