"""People, their accounts, and the working week they chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.appointments import Appointment, keeps_quiet
from bot.domain.rest import NO_DAYS_OFF, DaysOff
from bot.domain.slots import INSTANT, Cadence, Days, Hours, WeekTime, Window

DEFAULT_HOURS = Hours(start=time(9), end=time(17))
DEFAULT_DAYS = Days.of(range(5))
DEFAULT_BLOCK = time(10)
DEFAULT_BLOCK_LENGTH = timedelta(hours=1)
DEFAULT_CAPACITY = 2
DEFAULT_REPORT = WeekTime(weekday=4, at=time(16))
DEFAULT_GOAL = 3
MAX_GOAL = 99
MAX_CAPACITY = 20

_HALF_DAY = 12 * 60
_ABOUT = 7  # minutes that a clock may be wrong: zones lie a quarter of an hour apart at the least


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """One user of one workspace of one platform, by the ids that platform gives."""

    platform: str
    workspace: str
    user: str


@dataclass(frozen=True, slots=True, order=True)
class Who:
    """The person a row belongs to, within their tenant; every question to the store names one."""

    tenant: int
    person: int


class Stage(StrEnum):
    """How far a person has come: nobody is messaged unasked who did not say yes."""

    NEW = "new"
    STARTED = "started"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The working week a person chose: when to ask, when to nudge, when to report, when to rest, and the weekly goal.

    `zone` is an IANA name; every other time is local to it. `goal` is conversations scheduled a week, `goal_asks` asks,
    `goal_share` the percent of the time that selling is to take; 0 is no such goal. `block` is when the daily time for
    prospects begins, `capacity` how many appointments it takes; `leadtime` is when the one for bringing leads does, if
    there is one. Whoever `reflects` is asked what they learned from a conversation, and whoever `improves` what they
    mean to improve in a week and what they did. `value` is what an hour of their own is worth, in hundredths, where
    they said so.
    """

    zone: str
    hours: Hours = DEFAULT_HOURS
    days: Days = DEFAULT_DAYS
    cadence: Cadence = Cadence.HALF_HOUR
    block: time = DEFAULT_BLOCK
    block_length: timedelta = DEFAULT_BLOCK_LENGTH
    capacity: int = DEFAULT_CAPACITY
    leadtime: time | None = None
    reflects: bool = True
    improves: bool = True
    report: WeekTime = DEFAULT_REPORT
    goal: int = DEFAULT_GOAL
    value: int | None = None
    goal_asks: int = 0
    goal_share: int = 0
    lunch: Hours | None = None
    off: DaysOff = NO_DAYS_OFF

    @property
    def tz(self) -> ZoneInfo:
        """Return the zone itself."""
        return ZoneInfo(self.zone)

    @property
    def window(self) -> Window:
        """Return when the person works."""
        return Window(tz=self.tz, hours=self.hours, days=self.days, lunch=self.lunch, off=self.off)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody the bot knows, with their plan, what is booked, and whether it may speak to them now.

    `booked` are the appointments of which nothing was said yet, in order; `enough_on` is the day on which they said
    last that it was enough selling for that day; `value_asked_on` on which they were asked what their hour is worth.
    """

    who: Who
    plan: Plan
    stage: Stage = Stage.NEW
    started_at: datetime | None = None
    paused_until: datetime | None = None
    booked: tuple[Appointment, ...] = ()
    enough_on: date | None = None
    value_asked_on: date | None = None

    def may_be_asked(self, now: datetime) -> bool:
        """Tell whether the person said yes and is not on a pause at `now`."""
        return self.stage is Stage.STARTED and (self.paused_until is None or self.paused_until <= now)

    def next_prompt(self, now: datetime) -> datetime | None:
        """Return when the next prompt comes after `now`, after a pause, outside what is booked; None without one."""
        after = max(now, self.paused_until - INSTANT) if self.paused_until else now
        following = self.plan.window.next_prompt(after, self.plan.cadence)
        while following is not None and self.is_booked(following):
            following = self.plan.window.next_prompt(following, self.plan.cadence)
        return following

    def is_booked(self, start: datetime) -> bool:
        """Tell whether the prompt due at `start` would come in the middle of an appointment."""
        return keeps_quiet(start, self.plan.window.prompted(start, self.plan.cadence), self.booked)


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    names = {name for name in available_timezones() if "/" in name or name == "UTC"}
    names -= {name for name in names if name.startswith(("Etc/", "posix/", "right/", "SystemV/"))}
    return {name.casefold(): name for name in sorted(names)}


# One for each time of day there is anywhere, those first in which most people live.
_WELL_KNOWN = (
    "Europe/Paris",
    "Europe/London",
    "Europe/Athens",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Europe/Berlin",
    "Africa/Lagos",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/Sao_Paulo",
    "America/Halifax",
    "America/St_Johns",
    "America/Bogota",
    "America/Mexico_City",
    "America/Anchorage",
    "Pacific/Honolulu",
)  # fmt: skip - a table, packed


def known_zone(name: str | None) -> str | None:
    """Return the zone of this name, where there is one: what a platform calls a zone is not always known here."""
    try:
        return ZoneInfo(name).key if name else None
    except (KeyError, ValueError, OSError):  # no zone, no name at all, or a directory of zones
        return None


def find_zones(text: str, limit: int = 5) -> tuple[str, ...]:
    """Return the IANA zones that `text` may mean, the likeliest first: a name, a city, or a part of one.

    One result means it is clear. Nothing is guessed from abbreviations, which mean different zones to different people.
    """
    wanted = text.strip().casefold().replace(" ", "_")
    zones = _zones()
    if not wanted:
        return ()
    if wanted in zones:
        return (zones[wanted],)
    by_city = [name for key, name in zones.items() if key.rsplit("/", 1)[-1] == wanted]
    if by_city:
        return tuple(by_city[:limit])
    return tuple(name for key, name in zones.items() if wanted in key)[:limit]


def zones_at(clock: time, now: datetime, limit: int = 5) -> tuple[str, ...]:
    """Return well-known zones in which it is that time of day at `now`, to a quarter of an hour."""
    return tuple(name for name in _WELL_KNOWN if _is_about(clock, now.astimezone(ZoneInfo(name))))[:limit]


def _is_about(clock: time, local: datetime) -> bool:
    apart = (clock.hour - local.hour) * 60 + clock.minute - local.minute
    return abs((apart + _HALF_DAY) % (2 * _HALF_DAY) - _HALF_DAY) <= _ABOUT
