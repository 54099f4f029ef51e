"""`whatfor db upgrade`: bring the database up to date, which every start does too."""

from __future__ import annotations

import argparse

from bot.cli.place import add_database, place_of
from storage import open_store
from storage.checkup import Layout, examine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and the database."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    upgrade = actions.add_parser(
        "upgrade", help="make the database where there is none, and bring its tables up to date"
    )
    add_database(upgrade)


async def run(parsed: argparse.Namespace) -> int:
    """Bring the database up to date and say what that changed."""
    place = place_of(parsed.db)
    place.prepare()
    before = Layout.EMPTY if place.is_missing else (await examine(place.url)).layout
    await (await open_store(place.url)).close()
    match before:
        case Layout.EMPTY:
            print(f"Made: {place.name}")
        case Layout.CURRENT:
            print(f"Up to date already: {place.name}")
        case _:
            print(f"Brought up to date: {place.name}")
    return 0
