"""Amounts as people type them, and what an hour of somebody's own is worth: no currency, hundredths inside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

HUNDRED = 100
MOST = 100_000 * HUNDRED  # an hour; whatever is more was meant as something else
HOUR = timedelta(hours=1)
ENOUGH_DAYS_TO_DERIVE = 28
ENOUGH_TIME_TO_DERIVE = timedelta(hours=20)

_ROUNDED_TO_TENS_FROM = 100
_CODE = r"(?:[A-Z]{3}|eur|usd|gbp|chf|[Ee]uros?|[Dd]ollars?|[Pp]ounds?|[Ff]rancs?)"
_A_CODE = re.compile(rf"^{_CODE}\s*(?=[\d.,])|(?<=\d)\s*{_CODE}$")
_AN_HOUR = re.compile(r"\s*(?:/|\bper\b|\ban?\b)\s*(?:h|hr|hour)\.?$", re.IGNORECASE)
_WHOLE = re.compile(r"[0-9]{1,9}")
_GROUPED = re.compile(r"([1-9][0-9]{0,2})((?:([.,'’])[0-9]{3})(?:\3[0-9]{3})*)")
_PARTED = re.compile(r"(.+)([.,])([0-9]{1,2})")
_SEPARATORS = re.compile(r"[.,'’]")


def read_amount(text: str) -> int | None:
    """Return the amount in `text` (`35`, `35.50`, `35,50`, `€35`, `35 EUR/h`, `1,200`) in hundredths, or None."""
    said = _AN_HOUR.sub("", unicodedata.normalize("NFKC", text).strip())
    said = _A_CODE.sub("", _without_signs(said)).strip()
    whole, cents = said, "0"
    if not _GROUPED.fullmatch(said) and (parted := _PARTED.fullmatch(said)):
        whole, cents = parted[1], parted[3].ljust(2, "0")
        if parted[2] in whole:
            return None
    number = _whole(whole)
    amount = None if number is None else number * HUNDRED + int(cents)
    return amount if amount is not None and amount <= MOST else None


def _whole(text: str) -> int | None:
    """Read a number with or without separators between its thousands."""
    if not _WHOLE.fullmatch(text) and not _GROUPED.fullmatch(text):
        return None
    digits = _SEPARATORS.sub("", text)
    return int(digits) if _WHOLE.fullmatch(digits) else None


def _without_signs(text: str) -> str:
    """Take off the currency signs on both sides."""
    while text and unicodedata.category(text[0]) == "Sc":
        text = text[1:].lstrip()
    while text and unicodedata.category(text[-1]) == "Sc":
        text = text[:-1].rstrip()
    return text


def amount_words(hundredths: int) -> str:
    """Say an amount as it can be typed again: `80`, `35.50`."""
    whole, cents = divmod(hundredths, HUNDRED)
    return f"{whole}.{cents:02}" if cents else str(whole)


def about_words(hundredths: int) -> str:
    """Say an amount that is no more exact than the hours it comes from: `about 270`."""
    whole = round(hundredths / HUNDRED)
    return f"about {round(whole, -1) if whole >= _ROUNDED_TO_TENS_FROM else whole}"


def money_for(time: timedelta, an_hour: int) -> int:
    """Return what so much time comes to at so much an hour, in hundredths."""
    return round(time / HOUR * an_hour)


# --- one's own hour ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """How long somebody worked, breaks left out, in so many days."""

    time: timedelta
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHour:
    """What an hour of somebody's own is worth, in hundredths; `earned` in whole units and `worked` where it is derived.

    A value that was stated is derived from nothing.
    """

    value: int
    earned: int = 0
    worked: Worked | None = None


def hourly_value(stated: int | None, revenue: int | None, hours: Worked) -> OwnHour | None:
    """Return what an hour is worth: as `stated` (hundredths), else `revenue` (whole units) by the `hours` of its days.

    It is derived only from four weeks or more, twenty hours or more, and some revenue; to a whole unit.
    """
    if stated is not None:
        return OwnHour(value=stated)
    is_enough = hours.days >= ENOUGH_DAYS_TO_DERIVE and hours.time >= ENOUGH_TIME_TO_DERIVE
    if not revenue or revenue < 0 or not is_enough:
        return None
    value = round(revenue / (hours.time / HOUR)) * HUNDRED
    return OwnHour(value=value, earned=revenue, worked=hours) if value else None
