"""When somebody does not work: lunch, days off, and the public holidays of their country."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.domain.holidays import holiday_on
from bot.domain.slots import DAY, Hours, read_clock

FURTHEST_OFF = timedelta(days=366)  # within the time in which the next prompt is looked for
MOST_OFF = 100
_HALF_DAY = 12
_LONGEST_LUNCH = 4 * 60


@dataclass(frozen=True, slots=True, order=True)
class DayRange:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a range that runs backwards."""
        if self.last < self.first:
            raise ValueError("a range of days ends on the day it begins or later")

    def __contains__(self, day: date) -> bool:
        """Tell whether a day is one of these."""
        return self.first <= day <= self.last


def _joined(ranges: Iterable[DayRange]) -> tuple[DayRange, ...]:
    """Return the same days in order, in as few ranges as it takes."""
    joined: list[DayRange] = []
    for each in sorted(ranges):
        if joined and each.first <= joined[-1].last + DAY:
            joined[-1] = DayRange(joined[-1].first, max(joined[-1].last, each.last))
        else:
            joined.append(each)
    return tuple(joined)


def _without(ranges: Iterable[DayRange], taken: DayRange) -> tuple[DayRange, ...]:
    """Return the ranges without the days of `taken`."""
    left: list[DayRange] = []
    for each in ranges:
        if each.first < taken.first:
            left.append(DayRange(each.first, min(each.last, taken.first - DAY)))
        if each.last > taken.last:
            left.append(DayRange(max(each.first, taken.last + DAY), each.last))
    return _joined(left)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysOff:
    """The days on which somebody does not work: their own, and the public holidays of `country`, where they chose one.

    `worked` are days on which they work although it is a holiday. Both are in order and don't touch one another.
    """

    country: str = ""
    own: tuple[DayRange, ...] = ()
    worked: tuple[DayRange, ...] = ()

    def __contains__(self, day: object) -> bool:
        """Tell whether a day is off."""
        return isinstance(day, date) and (self.is_own(day) or bool(self.holiday(day)))

    def is_own(self, day: date) -> bool:
        """Tell whether a day is one that the person took off."""
        return any(day in each for each in self.own)

    def holiday(self, day: date) -> str:
        """Return the name of the holiday that a day is off for; empty where it is none, or is worked."""
        if not self.country or any(day in each for each in self.worked):
            return ""
        return holiday_on(self.country, day)

    def taking(self, ranges: Iterable[DayRange]) -> DaysOff:
        """Return these days off and those of `ranges`, too."""
        own, worked = self.own, self.worked
        for each in ranges:
            own, worked = _joined((*own, each)), _without(worked, each)
        return replace(self, own=own, worked=worked)

    def instead(self, ranges: Iterable[DayRange], today: date) -> DaysOff:
        """Return these days off with `ranges` in the place of what is not over `today`."""
        return replace(self, own=_without(self.own, DayRange(today, date.max))).taking(ranges)

    def working(self, days: DayRange) -> DaysOff:
        """Return these days off without `days`: whoever works then does so on a holiday as well."""
        own = _without(self.own, days)
        holidays = [day for day in _each(days) if self.holiday(day)]
        return replace(self, own=own, worked=_joined((*self.worked, *(DayRange(day, day) for day in holidays))))

    def coming(self, today: date) -> tuple[DayRange, ...]:
        """Return the person's own days off that are not over."""
        return tuple(each for each in self.own if each.last >= today)


NO_DAYS_OFF = DaysOff()


def _each(days: DayRange) -> Iterable[date]:
    return (days.first + DAY * number for number in range((days.last - days.first).days + 1))


# --- lunch ------------------------------------------------------------------------------------------------------------


def read_lunch(text: str, hours: Hours) -> Hours | None:
    """Return the lunch in `text` (`12:30-13:30`, `1-2`) in the reading that lies inside `hours`, or None."""
    ends = [read_clock(end) for end in re.split(r"\s*(?:-|–|—|\bto\b)\s*", text.strip())]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:  # noqa: PLR2004 - a start and an end
        return None
    readings = [_lunch(start, end) for start in _halves(ends[0]) for end in _halves(ends[1])]
    return next((lunch for lunch in readings if lunch and _leaves_work(lunch, hours)), None)


def _halves(clock: time) -> tuple[time, ...]:
    """Return the times of day that a clock time can mean: the one it says, and that of the afternoon."""
    return (clock, clock.replace(hour=clock.hour + _HALF_DAY)) if clock.hour < _HALF_DAY else (clock,)


def _lunch(start: time, end: time) -> Hours | None:
    try:
        lunch = Hours(start=start, end=end)
    except ValueError:
        return None
    return lunch if lunch.last - lunch.first <= _LONGEST_LUNCH else None


def _leaves_work(lunch: Hours, hours: Hours) -> bool:
    return hours.first <= lunch.first and lunch.last <= hours.last and lunch != hours
