"""`whatfor doctor`: what is set up, what is wrong, and what to do. It looks, and changes nothing."""

from __future__ import annotations

import argparse
import os
import stat
import zoneinfo
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from adapters.clock import SystemClock
from bot.cli.place import Place, add_database, read_place
from bot.cli.zone import machine_zone
from bot.errors import SettingsError, StoreError, WhatforError
from bot.settings import Settings, default_database, environment, read_settings
from bot.wiring import DOORS, WEB, DoorPlan
from storage.checkup import Checkup, Layout, examine

TOKENS = {"Slack": ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"), "Discord": ("DISCORD_TOKEN",)}
_AHEAD = timedelta(minutes=2)
_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Mark(StrEnum):
    """How a thing stands."""

    FINE = "✓"
    WRONG = "✗"
    NEITHER = "–"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: how a thing stands, what it is, and what is to be said of it."""

    mark: Mark
    thing: str
    words: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the database."""
    add_database(parser)


async def run(parsed: argparse.Namespace) -> int:
    """Print a line for each thing; 1 when anything is wrong."""
    now = SystemClock().now()
    stored, found = await _database_and_clock(parsed.db, now)
    findings = [*_settings(), *stored, _zones(), *await _doors(found), *_web()]
    width = max(len(finding.thing) for finding in findings)
    for finding in findings:
        print(f"{finding.mark} {finding.thing:<{width}}  {finding.words}")
    wrong = sum(finding.mark is Mark.WRONG for finding in findings)
    if wrong:
        print(f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong. Each line says what to do.")
    return 1 if wrong else 0


# --- settings ---------------------------------------------------------------------------------------------------------


def _variables() -> Mapping[str, str]:
    return environment(os.environ, Path.cwd())


def _read() -> Settings | str:
    try:
        return read_settings(_variables())
    except SettingsError as error:
        return str(error)


def _settings() -> Iterator[Finding]:
    file, settings = Path.cwd() / ".env", _read()
    if isinstance(settings, str):
        yield from (Finding(Mark.WRONG, "Settings", problem) for problem in settings.splitlines())
        return
    where = f"from the environment and {file}" if file.exists() else f"from the environment; no .env in {file.parent}"
    yield Finding(Mark.FINE, "Settings", where)


# --- the database and the clock ---------------------------------------------------------------------------------------


async def _database_and_clock(db: str | None, now: datetime) -> tuple[list[Finding], Checkup | None]:
    found: Checkup | None = None
    try:
        place = read_place(db or _database_url())
        finding, found = await _database(place)
    except StoreError as error:
        finding = Finding(Mark.WRONG, "Database", str(error))
    return [finding, _clock(now, found.newest if found else None)], found


def _database_url() -> str:
    with suppress(SettingsError):
        return _variables().get("DATABASE_URL", "") or default_database()
    return default_database()


async def _database(place: Place) -> tuple[Finding, Checkup | None]:
    if place.file is not None and (problem := _no_file(place.file)) is not None:
        return problem, None
    try:
        found = await examine(place.url)
    except StoreError as error:
        return Finding(Mark.WRONG, "Database", f"{place.name}: {error}"), None
    mark, words = _judged(found, place)
    return Finding(mark, "Database", f"{place.name}: {words}"), found


def _no_file(file: Path) -> Finding | None:
    """Say why there is no database to look into; None when there is one."""
    if file.is_dir():
        return Finding(Mark.WRONG, "Database", f"{file} is a directory. Name a file in it.")
    if file.exists() and not os.access(file, os.R_OK):
        return Finding(Mark.WRONG, "Database", f"{file} can't be read. See to its owner and permissions.")
    if file.exists():
        return None
    above = next(parent for parent in file.parents if parent.exists())
    if not above.is_dir() or not os.access(above, os.W_OK):
        return Finding(Mark.WRONG, "Database", f"{file} can't be made: {above} can't be written to. Name another file.")
    return Finding(Mark.NEITHER, "Database", f"{file} is not there yet; the first start makes it.")


def _judged(found: Checkup, place: Place) -> tuple[Mark, str]:
    if not found.sound:
        return Mark.WRONG, "damaged. Restore a backup."
    if not found.writable:
        return Mark.WRONG, "it can only be read. See to the permissions of the file and its directory."
    if place.file is not None and place.file.stat().st_mode & _FOR_OTHERS:
        return Mark.WRONG, f"others on this machine can open it. Close it: chmod 600 '{place.file}'"
    match found.layout:
        case Layout.CURRENT:
            people = f"{found.people} {'person' if found.people == 1 else 'people'}"
            return Mark.FINE, f"up to date, {people}{', for you only' if place.file else ''}."
        case Layout.EMPTY:
            return Mark.NEITHER, "empty; the first start fills it."
        case Layout.OLDER:
            return Mark.NEITHER, "from an older version; the next start brings it up to date, or: whatfor db upgrade"
        case Layout.NEWER:
            return (
                Mark.WRONG,
                "from a newer version of Whatfor. Install that one, or restore the backup from before it.",
            )
        case Layout.STRANGE:
            return Mark.WRONG, "it holds tables of another program. Name a database of its own."


def _moment_words(moment: datetime) -> str:
    """Say a moment in this machine's zone."""
    with suppress(ZoneInfoNotFoundError):
        moment = moment.astimezone(ZoneInfo(machine_zone(os.environ)))
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}"


def _clock(now: datetime, newest: datetime | None) -> Finding:
    zone = machine_zone(os.environ)
    with suppress(ZoneInfoNotFoundError):
        now = now.astimezone(ZoneInfo(zone))
    shown = f"{now:%a} {now.day} {now:%b %Y %H:%M} ({zone})"
    if newest is not None and newest > now + _AHEAD:
        later = newest.astimezone(now.tzinfo)
        return Finding(
            Mark.WRONG,
            "Clock",
            f"{shown}, but the database holds something of {later:%a} {later.day} {later:%b %Y %H:%M}. "
            "Set this machine's clock, or see whether it is the database you mean.",
        )
    return Finding(Mark.FINE, "Clock", shown)


def _zones() -> Finding:
    known = len(available_timezones())
    with suppress(metadata.PackageNotFoundError, ZoneInfoNotFoundError):
        ZoneInfo("Europe/Paris")
        system = next((path for path in zoneinfo.TZPATH if Path(path).is_dir()), "")
        package = f"the package tzdata {metadata.version('tzdata')}"
        return Finding(Mark.FINE, "Zones", f"{known} known, from {f'{system} and ' if system else ''}{package}")
    return Finding(Mark.WRONG, "Zones", "there are no time zones on this machine. Install them: pip install tzdata")


# --- the doors --------------------------------------------------------------------------------------------------------


async def _doors(found: Checkup | None) -> list[Finding]:
    try:
        variables, settings = _variables(), _read()
    except SettingsError:
        return []
    findings: list[Finding] = []
    for plan in DOORS:
        findings.append(await _door(plan, variables, settings))
        if found is not None and findings[-1].mark is not Mark.NEITHER:
            findings += _people(plan, found)
    return findings


def _web() -> Iterator[Finding]:
    """Say whether calendars can be read from outside; the port itself may be the running bot's, so it is left alone."""
    with suppress(SettingsError):
        web = read_settings(_variables()).web
        if web is None:
            words = "no port; set WHATFOR_WEB_PORT and WHATFOR_WEB_URL to give people a link for their calendars."
            yield Finding(Mark.NEITHER, WEB, words)
        elif not web.url:
            words = f"port {web.port} of {web.host}; set WHATFOR_WEB_URL to give people a link for their calendars."
            yield Finding(Mark.NEITHER, WEB, words)
        else:
            yield Finding(Mark.FINE, WEB, f"port {web.port} of {web.host}, reached as {web.url}.")


def _people(plan: DoorPlan, found: Checkup) -> Iterator[Finding]:
    """Say who has written to a door, and who can't be reached: whether people can write, no platform tells."""
    callers = found.callers.get(plan.name.lower())
    if callers is None or callers.wrote_at is None:
        nobody = f"none of the {callers.known} who use it" if callers else "nobody"
        if remedy := plan.remedy(""):
            words = f"{nobody} has written to it in {plan.name} yet. If they can't: {remedy}"
            yield Finding(Mark.NEITHER, "People", words)
    else:
        wrote = f"{callers.wrote} {'person has' if callers.wrote == 1 else 'people have'} written to it in {plan.name}"
        yield Finding(Mark.FINE, "People", f"{wrote}, last on {_moment_words(callers.wrote_at)}.")
    for reason, users in callers.unreachable.items() if callers else ():
        words = f"{', '.join(users)} can't be reached in {plan.name}: {reason}. {plan.remedy(reason)}"
        yield Finding(Mark.WRONG, "People", words.rstrip())


async def _door(plan: DoorPlan, variables: Mapping[str, str], settings: Settings | str) -> Finding:
    names = TOKENS.get(plan.name, ())
    if not any(variables.get(name) for name in names):
        wanted = f"; set {' and '.join(names)} to use it" if names else ""
        return Finding(Mark.NEITHER, plan.name, f"no token{wanted}.")
    if isinstance(settings, str):
        return Finding(Mark.NEITHER, plan.name, "waits for the settings above.")
    try:
        plan.make(settings)
        words = await plan.examine(settings) if plan.examine else "its tokens are set."
    except WhatforError as error:
        return Finding(Mark.WRONG, plan.name, str(error))
    return Finding(Mark.FINE, plan.name, words)
