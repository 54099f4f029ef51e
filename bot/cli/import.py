"""`whatfor import`: a list of people out of a file, shown before it counts."""  # noqa: N999 - the command is called so

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.clock import SystemClock
from adapters.terminal.ink import inert
from bot.cli.person import add_account, found
from bot.cli.place import add_database
from bot.domain.sheet import Sheet, read_sheet
from bot.errors import WhatforError
from bot.features.prospects.importing import imported, new_rows, preview, take_over
from bot.plain import lines
from bot.ui import Message

_LARGEST = 10_000_000
_NO_MOMENTS = ZoneInfo("UTC")  # no moment stands in what is said here


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file, the database, the person, and whether to ask first."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, or cells parted by tabs or semicolons")
    add_database(parser)
    add_account(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask first")


async def run(parsed: argparse.Namespace) -> int:
    """Say who is new, ask, and put them on the list; 1 when the answer is no, or nobody is in the file."""
    sheet = read_sheet(_text(parsed.file))
    now = SystemClock().now()
    async with found(parsed.db, parsed.account) as person:
        async with person.store.begin() as tx:
            new = await new_rows(tx, person.who, sheet)
        _say(preview(sheet, new), now)
        if not new:
            return _nobody(sheet)
        if not parsed.yes and not _agreed(len(new)):
            print("Nothing was imported.")
            return 1
        async with person.store.begin() as tx:
            await tx.people.get(person.who)  # held: somebody may have been added meanwhile, who is left out
            new = await new_rows(tx, person.who, sheet)
            await take_over(tx, person.who, new, at=now, now=now)
        _say(imported(new), now)
    return 0


def _text(file: Path) -> str:
    """Read a file as spreadsheets write them: UTF-8, else as Windows in western Europe does. Raises WhatforError."""
    try:
        with file.open("rb") as opened:
            written = opened.read(_LARGEST + 1)
    except OSError as error:
        raise WhatforError(f"{file} can't be read: {error.strerror}.") from error
    if len(written) > _LARGEST or b"\0" in written:
        raise WhatforError(f"{file} is no list of people. Save the sheet as CSV (UTF-8), and name that file.")
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError:
        return written.decode("cp1252", errors="replace")


def _nobody(sheet: Sheet) -> int:
    print("Nothing to import.")
    return 0 if sheet.rows else 1


def _agreed(number: int) -> bool:
    try:
        answer = input(f"Import {number}? [y/N] ")
    except EOFError:
        print()
        return False
    return answer.strip().casefold() in {"y", "yes"}


def _say(message: Message, now: datetime) -> None:
    print(inert(lines(message, _NO_MOMENTS, now)))
