"""`whatfor schedule`: every moment at which the bot would speak, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import TypeVar

from bot.cli.zone import machine_zone, zone_argument
from bot.domain.holidays import read_country
from bot.domain.people import DEFAULT_BLOCK, DEFAULT_DAYS, DEFAULT_HOURS, DEFAULT_REPORT, Person, Plan, Stage, Who
from bot.domain.rest import DayRange, DaysOff, read_lunch
from bot.domain.slots import DAY, INSTANT, at_local, read_clock, read_days, read_hours, read_week_time
from bot.feature import Moment
from bot.features import FEATURES
from bot.features.plan import CADENCE_NAMES

KINDS = {"checkin": "prompt", "outreach": "nudge", "report": "report"}
T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the zone, the days, and the plan."""
    parser.add_argument("--zone", type=zone_argument, help="the time zone, like Europe/Paris (default: this machine's)")
    parser.add_argument("--from", dest="first", required=True, type=_day, metavar="DATE", help="the first local day")
    parser.add_argument("--to", dest="last", required=True, type=_day, metavar="DATE", help="the last local day")
    parser.add_argument(
        "--hours", type=_reader(read_hours, "9-17"), default=DEFAULT_HOURS, help="working hours, like 9-17"
    )
    parser.add_argument(
        "--days", type=_reader(read_days, "mon-fri"), default=DEFAULT_DAYS, help="working days, like mon-fri"
    )
    parser.add_argument("--lunch", help="a part of the hours in which no question begins, like 12:30-13:30")
    parser.add_argument(
        "--country", type=_reader(read_country, "fr or de-by"), help="whose holidays are off, like de-by"
    )
    parser.add_argument(
        "--off", type=_range, action="append", default=[], metavar="DATE[..DATE]", help="days off; may be given again"
    )
    parser.add_argument("--cadence", choices=tuple(CADENCE_NAMES), default="30", help="how often to ask")
    parser.add_argument(
        "--nudge", type=_reader(_half_hour, "10:00"), default=DEFAULT_BLOCK, help="the outreach block, like 10:00"
    )
    parser.add_argument(
        "--report", type=_reader(read_week_time, "fri 16:00"), default=DEFAULT_REPORT, help='like "fri 16:00"'
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is no day. Write it like 2026-11-23.') from None


def _range(text: str) -> DayRange:
    first, _, last = text.partition("..")
    try:
        return DayRange(_day(first), _day(last or first))
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" ends before it begins.') from None


def _half_hour(text: str) -> time | None:
    at = read_clock(text)
    return at if at is not None and at.minute in {0, 30} else None


def _reader(read: Callable[[str], T | None], example: str) -> Callable[[str], T]:
    def reading(text: str) -> T:
        value = read(text)
        if value is None:
            raise argparse.ArgumentTypeError(f'"{text}" was not understood. Write it like {example}.')
        return value

    return reading


async def run(parsed: argparse.Namespace) -> int:
    """Print the moments of the days, both ends included."""
    lunch = read_lunch(parsed.lunch, parsed.hours) if parsed.lunch else None
    if parsed.lunch and lunch is None:
        print(f'"{parsed.lunch}" is no part of the hours. Write it like 12:30-13:30.', file=sys.stderr)
        return 2
    plan = Plan(
        zone=parsed.zone or machine_zone(os.environ),
        hours=parsed.hours,
        days=parsed.days,
        lunch=lunch,
        off=DaysOff(country=parsed.country or "").taking(parsed.off),
        cadence=CADENCE_NAMES[parsed.cadence],
        block=parsed.nudge,
        report=parsed.report,
    )
    for at, kind in moments(plan, parsed.first, parsed.last):
        local = at.astimezone(plan.tz).isoformat(timespec="minutes")
        print(json.dumps({"at": at.isoformat().replace("+00:00", "Z"), "local": local, "kind": kind}))
    return 0


def moments(plan: Plan, first: date, last: date) -> Iterator[tuple[datetime, str]]:
    """Yield when the bot would speak on the local days `first` to `last`, in order, by its real rules.

    Where a nudge and a prompt fall together both are listed; the nudge is sent in the prompt's place.
    """
    begin, end = at_local(first, time(), plan.tz), at_local(last + DAY, time(), plan.tz)
    person = Person(who=Who(0, 0), plan=plan, stage=Stage.STARTED, started_at=begin)
    speaking = [moment for feature in FEATURES for moment in feature.moments if moment.kind in KINDS]
    coming = {moment.kind: (moment, moment.next_due(person, begin - INSTANT)) for moment in speaking}
    while due := [(at, list(KINDS).index(kind), kind) for kind, (_, at) in coming.items() if at and at < end]:
        at, _, kind = min(due)
        yield at.astimezone(UTC), KINDS[kind]
        moment: Moment = coming[kind][0]
        coming[kind] = (moment, moment.next_due(person, at))
