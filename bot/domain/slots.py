"""Half-hour slots, and when the bot is next to speak.

A slot is a UTC instant: zones change their distance from UTC, but in none does the :00/:30 phase change before 2038, so
the grid of slots in a zone never shifts. Only the window, the day and the week are local, and only these functions know
the zone. A local time that a clock change skips happens at the first valid minute after; one that it repeats, once.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

SLOT = timedelta(minutes=30)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
DAYS_IN_WEEK = 7
_HALF_HOUR = 30
_LOOK_AHEAD = timedelta(days=800)  # days off reach a year ahead, and a diary day may fall on a holiday
_FIRST_YEAR, _LAST_YEAR = 1900, 2900
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Cadence(IntEnum):
    """How often to ask, as minutes between two prompts; the last two are rules of their own.

    `TWICE_A_DAY` is at the beginning and in the middle of the working day; `ONE_DAY_A_WEEK` every half hour of one day,
    the one in the middle of the working week.
    """

    HALF_HOUR = 30
    HOUR = 60
    HOUR_AND_A_HALF = 90
    TWICE_A_DAY = 720
    ONE_DAY_A_WEEK = 10_080


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The daily window: `start` up to, not including, `end`, both on a half hour; an `end` of 00:00 is midnight."""

    start: time
    end: time

    def __post_init__(self) -> None:
        """Refuse a window that is empty, runs backwards or is off the half hour."""
        if _minutes(self.start) % _HALF_HOUR or _minutes(self.end) % _HALF_HOUR:
            raise ValueError("working hours begin and end on a half hour")
        if self.first >= self.last:
            raise ValueError("working hours end after they begin")

    @property
    def first(self) -> int:
        """Return the first minute of the day inside the window."""
        return _minutes(self.start)

    @property
    def last(self) -> int:
        """Return the first minute of the day after the window."""
        return _minutes(self.end) or 24 * 60

    def __contains__(self, local: time) -> bool:
        """Tell whether a local time lies in the window."""
        return self.first <= _minutes(local) < self.last


@dataclass(frozen=True, slots=True)
class Days:
    """The working days, as weekday numbers from Monday = 0, ascending."""

    numbers: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse an empty week, a number outside 0–6, or disorder."""
        if not self.numbers or tuple(sorted({n for n in self.numbers if 0 <= n < DAYS_IN_WEEK})) != self.numbers:
            raise ValueError("working days are weekdays from Monday = 0, in order")

    @staticmethod
    def of(numbers: Iterable[int]) -> Days:
        """Return the days with these numbers, in order."""
        return Days(tuple(sorted(set(numbers))))

    def __contains__(self, weekday: int) -> bool:
        """Tell whether a weekday number is a working day."""
        return weekday in self.numbers


def in_reach(day: date) -> bool:
    """Tell whether a day lies far enough from both ends of the calendar to be counted with."""
    return _FIRST_YEAR <= day.year < _LAST_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekTime:
    """One local time in each week: a weekday from Monday = 0, and a time of day."""

    weekday: int
    at: time


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time from `start` up to `end`, both aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse naive or backward stretches."""
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a span needs aware ends")
        if self.end <= self.start:
            raise ValueError("a span ends after it begins")

    @property
    def length(self) -> timedelta:
        """Return how long it is."""
        return self.end - self.start

    def overlap(self, other: Span) -> timedelta:
        """Return for how long both last together."""
        return max(min(self.end, other.end) - max(self.start, other.start), timedelta())


def _minutes(local: time) -> int:
    return local.hour * 60 + local.minute


def floor_slot(moment: datetime, tz: ZoneInfo) -> datetime:
    """Return the start, in UTC, of the slot that `moment` lies in."""
    local = moment.astimezone(tz)
    past = timedelta(minutes=local.minute % _HALF_HOUR, seconds=local.second, microseconds=local.microsecond)
    return moment.astimezone(UTC) - past


def at_local(day: date, at: time, tz: ZoneInfo) -> datetime:
    """Return the UTC moment of a local time.

    One that a clock change skips is the first valid minute after; one that it repeats is the first of the two.
    """
    wanted = datetime.combine(day, at)
    moment = wanted.replace(tzinfo=tz).astimezone(UTC)
    if moment.astimezone(tz).replace(tzinfo=None) == wanted:
        return moment
    early, late = wanted.replace(tzinfo=tz, fold=1).astimezone(UTC), moment
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        if middle.astimezone(tz).replace(tzinfo=None) < wanted:
            early = middle
        else:
            late = middle
    return late.replace(second=0, microsecond=0)


def day_span(day: date, tz: ZoneInfo) -> Span:
    """Return the local day as a stretch of UTC."""
    return Span(at_local(day, time(), tz), at_local(day + DAY, time(), tz))


def week_start(day: date) -> date:
    """Return the Monday of the ISO week that `day` lies in."""
    return day - timedelta(days=day.weekday())


def week_span(monday: date, tz: ZoneInfo) -> Span:
    """Return the local week that begins on `monday` as a stretch of UTC."""
    return Span(at_local(monday, time(), tz), at_local(monday + timedelta(days=DAYS_IN_WEEK), time(), tz))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When somebody works: the daily hours but for lunch, on the working days of a zone that are not off."""

    tz: ZoneInfo
    hours: Hours
    days: Days
    lunch: Hours | None = None
    off: Container[date] = ()

    def __contains__(self, moment: datetime) -> bool:
        """Tell whether `moment` is working time."""
        local = moment.astimezone(self.tz)
        return self._is_worked(local.time()) and self.works_on(local.date())

    def works_on(self, day: date) -> bool:
        """Tell whether a local day is a working day."""
        return day.weekday() in self.days and day not in self.off

    def _is_worked(self, local: time) -> bool:
        return local in self.hours and (self.lunch is None or local not in self.lunch)

    def slots(self, span: Span) -> Iterator[datetime]:
        """Yield the starts, in UTC, of the working slots that begin in `span`, in order."""
        start = floor_slot(span.start, self.tz)
        if start < span.start:
            start += SLOT
        while start < span.end:
            local = start.astimezone(self.tz)
            if not self.works_on(local.date()):
                start = max(start + SLOT, at_local(local.date() + DAY, time(), self.tz))
                continue
            if self._is_worked(local.time()):
                yield start
            start += SLOT

    def next_prompt(self, after: datetime, cadence: Cadence) -> datetime | None:
        """Return the first moment later than `after` at which a prompt is due, in UTC; None if none is in sight."""
        start = floor_slot(after, self.tz) + SLOT
        coming = self.slots(Span(start, start + _LOOK_AHEAD))
        return next((slot for slot in coming if self._asks_at(slot.astimezone(self.tz), cadence)), None)

    def _asks_at(self, local: datetime, cadence: Cadence) -> bool:
        """Tell whether a working slot that begins then is one to ask about; hours are counted anew after lunch."""
        minute = _minutes(local.time())
        match cadence:
            case Cadence.ONE_DAY_A_WEEK:
                return local.weekday() == self.days.numbers[len(self.days.numbers) // 2]
            case Cadence.TWICE_A_DAY:
                worked = self._worked_minutes()
                return minute in {worked[0], worked[len(worked) // 2]}
            case _:
                is_after_lunch = self.lunch is not None and self.hours.first < self.lunch.last <= minute
                since = self.lunch.last if self.lunch and is_after_lunch else self.hours.first
                return (minute - since) % cadence == 0

    def _worked_minutes(self) -> list[int]:
        """Return the minutes of the day at which its working slots begin."""
        lunch = range(self.lunch.first, self.lunch.last) if self.lunch else range(0)
        return [each for each in range(self.hours.first, self.hours.last, _HALF_HOUR) if each not in lunch]

    def prompted(self, start: datetime, cadence: Cadence) -> Span:
        """Return the stretch that the prompt due at `start` asks about, inside the window.

        It is one cadence long, and a half hour where that would be a day or more.
        """
        length = timedelta(minutes=cadence) if cadence <= Cadence.HOUR_AND_A_HALF else SLOT
        end = start + SLOT
        while end < start + length and end in self:
            end += SLOT
        return Span(start, end)

    def next_daily(self, after: datetime, at: time) -> datetime:
        """Return the first moment later than `after` that is `at` on a working day, in UTC."""
        return next_daily(after, at, self.days, self.tz, self.off)


def next_daily(after: datetime, at: time, days: Days, tz: ZoneInfo, off: Container[date] = ()) -> datetime:
    """Return the first moment later than `after` that is `at` on one of the local `days` that is not `off`, in UTC."""
    day = after.astimezone(tz).date() - DAY
    while True:
        if day.weekday() in days and day not in off and (moment := at_local(day, at, tz)) > after:
            return moment
        day += DAY


def next_weekly(after: datetime, week_time: WeekTime, tz: ZoneInfo) -> datetime:
    """Return the first moment later than `after` that is the local `week_time`, in UTC."""
    return next_daily(after, week_time.at, Days.of([week_time.weekday]), tz)


# --- what people type -------------------------------------------------------------------------------------------------

_FEWEST_LETTERS = 3
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_HALF_DAY = 12


def read_clock(text: str) -> time | None:
    """Return the time of day in `text` (`9`, `9:30`, `9.30`, `2pm`, `17h00`), or None."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= _HALF_DAY:
        return None
    if half:
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "pm" else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a day's hours, an hour's minutes


def read_hours(text: str) -> Hours | None:
    """Return the daily window in `text` (`9-17`, `9:30-18:00`, `9am to 5pm`), or None."""
    ends = re.split(r"\s*(?:-|–|—|\bto\b)\s*", text.strip())
    if len(ends) != 2:  # noqa: PLR2004 - a start and an end
        return None
    start, end = read_clock(ends[0]), read_clock(ends[1])
    if start is None or end is None:
        return None
    try:
        return Hours(start=start, end=end)
    except ValueError:
        return None


def read_weekday(text: str) -> int | None:
    """Return the weekday number in `text` (`fri`, `Friday`; at least three letters), or None."""
    word = text.strip().casefold()
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return next((n for n, name in enumerate(names) if len(word) >= _FEWEST_LETTERS and name.startswith(word)), None)


_DAY_WORDS = {
    "daily": range(7),
    "every day": range(7),
    "weekdays": range(5),
    "weekend": (5, 6),
}


def read_days(text: str) -> Days | None:
    """Return the working days in `text` (`mon-fri`, `mon,wed,fri`, `sun to thu`, `daily`), or None."""
    if text.strip().casefold() in _DAY_WORDS:
        return Days.of(_DAY_WORDS[text.strip().casefold()])
    numbers: list[int] = []
    for part in re.split(r"\s*(?:,|\band\b|&)\s*|\s+(?!to\b|-|–)(?<!to )(?<!- )", text.strip()):
        ends = [read_weekday(end) for end in re.split(r"\s*(?:-|–|—|\bto\b)\s*", part)]
        if len(ends) == 1 and ends[0] is not None:
            numbers.append(ends[0])
        elif len(ends) == 2 and ends[0] is not None and ends[1] is not None:  # noqa: PLR2004 - a range
            numbers.extend((ends[0] + step) % DAYS_IN_WEEK for step in range((ends[1] - ends[0]) % DAYS_IN_WEEK + 1))
        else:
            return None
    return Days.of(numbers)


def read_week_time(text: str) -> WeekTime | None:
    """Return the weekly time in `text` (`fri 16:00`, `Monday 9am`), or None."""
    weekday, _, clock = text.strip().partition(" ")
    number, at = read_weekday(weekday), read_clock(clock)
    return None if number is None or at is None else WeekTime(weekday=number, at=at)


def write_hours(hours: Hours) -> str:
    """Write a window as short as it can be read: `9–17`, `9:30–18`."""
    return "–".join(f"{hour}:{minute:02}" if minute else str(hour) for hour, minute in _ends(hours))


def _ends(hours: Hours) -> tuple[tuple[int, int], tuple[int, int]]:
    return divmod(hours.first, 60), divmod(hours.last, 60)


def write_days(days: Days) -> str:
    """Write working days as short as they can be read: `Mon–Fri`, `Mon, Wed, Fri`."""
    numbers = days.numbers
    names = [DAY_NAMES[n].capitalize() for n in numbers]
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:  # noqa: PLR2004 - a run worth a dash
        return f"{names[0]}–{names[-1]}"
    return ", ".join(names)
