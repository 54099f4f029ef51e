from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from bot.cli.zone import machine_zone, zone_argument


@pytest.mark.parametrize(
    ("tz", "link", "named", "zone"),
    [
        ("Asia/Tokyo", "Europe/Paris", "", "Asia/Tokyo"),
        (":Asia/Tokyo", "", "", "Asia/Tokyo"),
        ("/usr/share/zoneinfo/posix/Asia/Tokyo", "", "", "Asia/Tokyo"),
        ("", "Europe/Paris", "Asia/Tokyo", "Europe/Paris"),
        ("nowhere", "Europe/Paris", "", "Europe/Paris"),
        ("", "", "America/Argentina/Ushuaia\n", "America/Argentina/Ushuaia"),
        ("", "Etc/UTC", "", "UTC"),
        ("CET-1CEST", "", "", "UTC"),
        ("", "", "", "UTC"),
    ],
)
def test_the_machines_zone_is_found_without_a_clock(tmp_path: Path, tz: str, link: str, named: str, zone: str) -> None:
    localtime, timezone = tmp_path / "localtime", tmp_path / "timezone"
    if link:
        target = tmp_path / "zoneinfo" / link
        target.parent.mkdir(parents=True)
        target.touch()
        localtime.symlink_to(target)
    if named:
        timezone.write_text(named, encoding="ascii")

    assert machine_zone({"TZ": tz}, localtime, timezone) == zone


@pytest.mark.parametrize(
    ("text", "zone"), [("Europe/Paris", "Europe/Paris"), ("paris", "Europe/Paris"), ("UTC", "UTC")]
)
def test_a_zone_is_given_by_its_name_or_its_city(text: str, zone: str) -> None:
    assert zone_argument(text) == zone


@pytest.mark.parametrize(
    ("text", "advice"), [("nowhere", "Europe/Paris"), ("/etc/passwd", "Europe/Paris"), ("", "no time zone")]
)
def test_a_zone_that_is_none_is_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=advice):
        zone_argument(text)
