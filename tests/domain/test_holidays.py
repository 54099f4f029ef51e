"""Public holidays: which country is meant, and which days they are."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from holidays.registry import COUNTRIES

from bot.domain.holidays import country_name, country_of, holiday_on, near_countries, read_country


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("fr", "FR"),
        ("France", "FR"),
        ("FRA", "FR"),
        ("uk", "GB"),
        ("the united states", "US"),
        ("USA", "US"),
        ("de-by", "DE-BY"),
        ("de_by", "DE-BY"),
        ("Germany, Bayern", "DE-BY"),
        ("Germany BY", "DE-BY"),
        ("us-ca", "US-CA"),
        ("United States, New York", "US-NY"),
        ("Scotland", "GB-SCT"),
        ("ÖSTERREICH", "AT"),
        ("no", "NO"),
        ("de-xx", None),
        ("Atlantis", None),
        ("united", None),
        ("", None),
        ("-", None),
    ],
)
def test_a_country_is_known_by_its_code_and_its_name_a_region_with_its_country(text: str, country: str | None) -> None:
    assert read_country(text) == country


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("germny", ("Germany", "Guernsey")),
        ("united", ("United States", "United Kingdom", "United Arab Emirates")),
        ("gb-york", ("gb-eng", "gb-nir", "gb-sct", "gb-wls")),
        ("qqqqqq", ()),
        ("", ()),
    ],
)
def test_what_may_be_meant_by_no_country_is_offered(text: str, near: tuple[str, ...]) -> None:
    assert near_countries(text) == near


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("FR", date(2026, 11, 11), "Armistice Day"),
        ("FR", date(2026, 11, 12), ""),
        ("US", date(2026, 11, 26), "Thanksgiving Day"),
        ("US", date(2021, 12, 31), "New Year's Day (observed)"),
        ("DE", date(2026, 1, 6), ""),
        ("DE-BY", date(2026, 1, 6), "Epiphany"),
        ("GB-SCT", date(2026, 11, 30), "Saint Andrew's Day"),
        ("IN", date(2040, 1, 26), "Republic Day"),  # some of its calendars are known for a few years only
        ("SU", date(2026, 11, 7), ""),  # a country that the library does not know any more
    ],
)
def test_a_holiday_is_told_by_its_english_name(country: str, day: date, name: str) -> None:
    assert holiday_on(country, day) == name


@pytest.mark.parametrize(
    ("zone", "country"), [("Europe/Paris", "FR"), ("America/Los_Angeles", "US"), ("Asia/Kathmandu", "NP"), ("UTC", "")]
)
def test_a_zone_gives_a_guess_of_its_country(zone: str, country: str) -> None:
    assert country_of(zone) == country


def test_every_country_is_read_by_what_it_is_called_and_has_its_days() -> None:
    for names in COUNTRIES.values():
        code = names[1]
        assert read_country(code) == read_country(country_name(code)) == read_country(names[2]) == code
        for year in range(2026, 2036):
            holiday_on(code, date(year, 1, 1))


def test_nobody_waits_for_the_library_who_does_not_need_it() -> None:
    code = "import sys, bot.features, bot.cli.parse, bot.cli.schedule; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own words
