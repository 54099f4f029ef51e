"""The time zone of this machine, found without reading a clock."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.people import find_zones

UNKNOWN = "UTC"
_LOCALTIME = Path("/etc/localtime")
_TIMEZONE = Path("/etc/timezone")
_UTC_NAMES = {"Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"}


def machine_zone(environ: Mapping[str, str], localtime: Path = _LOCALTIME, timezone: Path = _TIMEZONE) -> str:
    """Return the machine's IANA zone: from TZ, from where the system's zone file points to, or its name; else UTC."""
    for name in _names(environ, localtime, timezone):
        if name in _UTC_NAMES:
            return UNKNOWN
        if name in available_timezones():
            return name
    return UNKNOWN


def _names(environ: Mapping[str, str], localtime: Path, timezone: Path) -> Iterator[str]:
    if given := environ.get("TZ", "").strip().removeprefix(":"):
        yield _below_zoneinfo(given)
    with suppress(OSError, RuntimeError):
        yield _below_zoneinfo(str(localtime.resolve()))
    with suppress(OSError, UnicodeDecodeError):
        yield timezone.read_text(encoding="ascii").strip()


def _below_zoneinfo(path: str) -> str:
    """Return the zone that a path to a zone file names; a name stays as it is."""
    name = path.rpartition("zoneinfo/")[2]
    return name.removeprefix("posix/").removeprefix("right/")


def zone_argument(text: str) -> str:
    """Read `--zone`: an IANA name or a city. Raises ArgumentTypeError."""
    with suppress(KeyError, ValueError, OSError):
        return ZoneInfo(text).key
    found = find_zones(text)
    if len(found) == 1:
        return found[0]
    hint = f"Which one: {', '.join(found)}?" if found else "Write it like Europe/Paris."
    raise argparse.ArgumentTypeError(f'"{text}" is no time zone. {hint}')
