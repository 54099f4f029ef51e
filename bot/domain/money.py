"""What an hour is worth, somebody's own or somebody else's: no currency, hundredths inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

HUNDRED = 100
HOUR = timedelta(hours=1)
ENOUGH_DAYS_TO_DERIVE = 28
ENOUGH_TIME_TO_DERIVE = timedelta(hours=20)

_ROUNDED_TO_TENS_FROM = 100


def price_words(hundredths: int) -> str:
    """Say an amount as it can be typed again: `80`, `35.50`."""
    whole, cents = divmod(hundredths, HUNDRED)
    return f"{whole}.{cents:02}" if cents else str(whole)


def about_words(hundredths: int) -> str:
    """Say an amount that is no more exact than the hours it comes from: `about 2,160`."""
    whole = round(hundredths / HUNDRED)
    return f"about {round(whole, -1) if whole >= _ROUNDED_TO_TENS_FROM else whole:,}"


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
