"""Work on the business: what somebody means to improve in a week, what they did, and when each is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.people import Person, Plan
from bot.domain.slots import DAY, DAYS_IN_WEEK, Window, week_start
from bot.domain.week import reported_week

ASKED_FROM = timedelta(days=DAYS_IN_WEEK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The week that begins on `monday`: what one meant to improve in it, and what one did; each may be empty."""

    monday: date
    will: str = ""
    did: str = ""


def may_be_asked(person: Person, now: datetime) -> bool:
    """Tell whether somebody is asked at all: not in their first week, nor when they switched it off."""
    since = person.started_at
    return person.plan.improves and since is not None and now - since >= ASKED_FROM


def is_time_to_plan(window: Window, day: date) -> bool:
    """Tell whether a day is one on which to plan the week: not its last working day, unless that is the only one."""
    days = _worked(window, week_start(day))
    return day in days and (day == days[0] or day != days[-1])


def is_last_day(window: Window, day: date) -> bool:
    """Tell whether a day is the last working day of its week."""
    return _worked(window, week_start(day))[-1:] == (day,)


def report_asks(plan: Plan, day: date) -> bool:
    """Tell whether the report asks what was done in the week of a day: it does when it comes in that week."""
    reported = week_start(day) + plan.report.weekday * DAY
    return reported_week(reported) == week_start(day)


def _worked(window: Window, monday: date) -> tuple[date, ...]:
    days = (monday + number * DAY for number in range(DAYS_IN_WEEK))
    return tuple(day for day in days if window.works_on(day))
