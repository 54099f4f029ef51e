"""`whatfor report`: a week's report of one person as files, its text and its pictures, light and dark."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path

from adapters.clock import SystemClock
from adapters.pictures.painter import PngPainter
from bot.cli.files import write_new
from bot.cli.person import add_account, found
from bot.cli.place import add_database
from bot.domain.people import Person
from bot.domain.pictures import Theme
from bot.domain.slots import week_start
from bot.domain.week import read_week, week_name
from bot.errors import WhatforError
from bot.features.pictures import process_image, week_image, weeks_image
from bot.features.report import week_report
from bot.features.steps import week_of
from bot.plain import lines
from bot.ports import Transaction
from bot.ui import Image

TEXT = "report.txt"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the database, the person, the week, and where to write."""
    add_database(parser)
    add_account(parser)
    parser.add_argument(
        "--week", default="this", metavar="WEEK", help="this, last, or one like 2026-W47 (default: this)"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("whatfor-report"), metavar="DIR", help="a new directory (default: %(default)s)"
    )


async def run(parsed: argparse.Namespace) -> int:
    """Write the report as it is now, print its text, and say where the files are."""
    now = SystemClock().now()
    async with found(parsed.db, parsed.account) as one, one.store.begin() as tx:
        person = await tx.people.get(one.who)
        monday = _monday(parsed.week, now.astimezone(person.plan.tz).date())
        text = lines(await week_report(tx, person, monday, now), person.plan.tz, now)
        pictures = await _pictures(tx, person, monday, now)
    painter = PngPainter()
    painted = {
        f"{name}-{theme}.png": painter.paint(image.chart, theme) for name, image in pictures.items() for theme in Theme
    }
    write_new(parsed.out, {TEXT: f"{text}\n".encode("utf-8", "replace"), **painted})
    print(f"{text}\n\nThis is in {parsed.out.absolute()}:")
    for name in (TEXT, *painted):
        print(f"  {name}")
    return 0


def _monday(text: str, today: date) -> date:
    monday = read_week(text, today)
    if monday is None:
        raise WhatforError(f'"{text}" is no week. Write this, last, or one like {week_name(week_start(today))}.')
    if monday > today:
        raise WhatforError(f"{week_name(monday)} has not begun.")
    return monday


async def _pictures(tx: Transaction, person: Person, monday: date, now: datetime) -> dict[str, Image]:
    """Return the week, also an empty one, the weeks up to it where there are some to compare, and the process drawn."""
    every = {
        "week": await week_image(tx, person, monday, now, is_empty_shown=True),
        "weeks": await weeks_image(tx, person, monday, now),
        "process": process_image(await week_of(tx, person, monday, now), monday),
    }
    return {name: image for name, image in every.items() if image is not None}
