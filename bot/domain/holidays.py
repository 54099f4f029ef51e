"""Public holidays by country and region: the one file that knows the library, and imports it when somebody needs it.

A country is known by its ISO code, a region of it with its own code behind: `FR`, `DE-BY`, `US-CA`.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType, ModuleType

_NEAR = 3
_YEARS_KEPT = 2048
_LANGUAGE = "en_US"
_NOT_A_LETTER = re.compile(r"[\W_]+")
# What people call a country that the library calls something else; the rest of its names are found in the library.
_ALSO = {
    "america": "US",
    "britain": "GB",
    "czech republic": "CZ",
    "deutschland": "DE",
    "espana": "ES",
    "england": "GB-ENG",
    "great britain": "GB",
    "holland": "NL",
    "italia": "IT",
    "northern ireland": "GB-NIR",
    "osterreich": "AT",
    "schweiz": "CH",
    "scotland": "GB-SCT",
    "suisse": "CH",
    "turkiye": "TR",
    "wales": "GB-WLS",
}


def _library() -> ModuleType:
    import holidays  # noqa: PLC0415 - a twentieth of a second, for those only who chose a country

    return holidays


@lru_cache(maxsize=_YEARS_KEPT)
def _year(country: str, year: int) -> Mapping[date, str]:
    """Return the public holidays of a year; none of a country that the library does not know any more."""
    code, _, region = country.partition("-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # some lunar calendars are known for a few years only
        try:
            found = _library().country_holidays(code, subdiv=region or None, years=year, language=_LANGUAGE)
        except NotImplementedError:
            return MappingProxyType({})
    return MappingProxyType(dict(found))


def holiday_on(country: str, day: date) -> str:
    """Return what a day is called that is a public holiday in `country`, or an empty string."""
    return _year(country, day.year).get(day, "")


# --- what people type -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """Return the codes by every name a country goes by."""
    names: dict[str, str] = {}
    for country in _library().registry.COUNTRIES.values():
        code = country[1]
        names |= {_plain(name): code for name in (_spaced(country[0]), *country)}
    return names | _ALSO


@lru_cache(maxsize=256)
def _regions(code: str) -> Mapping[str, str]:
    """Return the codes of a country's regions by every name they go by."""
    country = _library().country_holidays(code)
    called: Mapping[str, list[str]] = country.get_subdivision_aliases()
    return {_plain(name): region for region in country.subdivisions for name in (region, *called.get(region, ()))}


def _spaced(name: str) -> str:
    """Return the name of a class in words: `United States`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return words.replace(" And ", " and ").replace(" Of ", " of ")


def _plain(text: str) -> str:
    """Return a name as names are compared: without case, accents and marks."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_A_LETTER.sub(" ", "".join(each for each in letters if not unicodedata.combining(each))).strip()


def read_country(text: str) -> str | None:
    """Return the country in `text`, or its region (`fr`, `France`, `de-by`, `Germany, Bayern`, `scotland`), or None."""
    code, region = _parts(text)
    if not code or not region:
        return code
    found = _regions(code).get(region)
    return f"{code}-{found}" if found else None


def _parts(text: str) -> tuple[str | None, str]:
    """Return the country that `text` begins with, and what stands behind it; the longest name wins."""
    words = _plain(text).removeprefix("the ").split()
    for count in range(len(words), 0, -1):
        code = _names().get(" ".join(words[:count]))
        if code:
            return code, " ".join(words[count:])
    return None, ""


def near_countries(text: str) -> tuple[str, ...]:
    """Return what may be meant by a name that is none, as it can be typed: countries, or the regions of one."""
    code, _ = _parts(text)
    if code:
        return tuple(f"{code}-{region}".casefold() for region in dict.fromkeys(_regions(code).values()))
    wanted = _plain(text)
    begun = [name for name in _names() if wanted and len(name) > len(wanted) > 1 and name.startswith(wanted)]
    codes = [_names()[name] for name in sorted(begun, key=len) or get_close_matches(wanted, _names(), n=_NEAR)]
    return tuple(country_name(code) for code in dict.fromkeys(codes))[:_NEAR]


def country_name(country: str) -> str:
    """Return what a country is called, with its region if there is one: `France`, `Germany, Bayern`."""
    code, _, region = country.partition("-")
    name = next((_spaced(one[0]) for one in _library().registry.COUNTRIES.values() if one[1] == code), code)
    if not region:
        return name
    called: list[str] = _library().country_holidays(code).get_subdivision_aliases().get(region, [])
    return f"{name}, {called[0] if called else region}"


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    lines = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {zone: code for code, _, zone, *_ in rows}


def country_of(zone: str) -> str:
    """Return the country that a zone lies in, as far as its name tells; else an empty string. It is a guess."""
    return _zones().get(zone, "")
