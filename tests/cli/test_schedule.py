"""`whatfor schedule` against an oracle that knows the words of the rules only, and walks UTC by quarter hours."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.cli import main
from bot.cli.schedule import moments
from bot.domain.people import Plan
from bot.domain.rest import DayRange, DaysOff
from bot.domain.slots import Cadence, Days, Hours, WeekTime

QUARTER = timedelta(minutes=15)  # every offset there is from 2026 on is a multiple of it, and so is every change's time
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)
UNUSUAL = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham", "UTC")


class Offsets:
    """How far a zone is from UTC, by the quarter hours at which that changes."""

    def __init__(self, zone: str) -> None:
        tz = ZoneInfo(zone)
        self.since: list[datetime] = []
        self.offsets: list[timedelta] = []
        moment = datetime(2025, 12, 25, tzinfo=UTC)
        while moment < datetime(2031, 1, 10, tzinfo=UTC):
            day_later = self._at(moment + DAY, tz)
            step = QUARTER if not self.offsets or day_later != self.offsets[-1] else DAY
            offset = self._at(moment, tz)
            if not self.offsets or offset != self.offsets[-1]:
                self.since.append(moment)
                self.offsets.append(offset)
            moment += step

    @staticmethod
    def _at(moment: datetime, tz: ZoneInfo) -> timedelta:
        offset = moment.astimezone(tz).utcoffset()
        assert offset is not None
        return offset

    def local(self, moment: datetime) -> datetime:
        """Return the local wall clock."""
        return (moment + self.offsets[bisect_right(self.since, moment) - 1]).replace(tzinfo=None)


def oracle(plan: Plan, offsets: Offsets, first: date, last: date) -> Iterator[tuple[datetime, str]]:
    """Yield what a person with a clock on the wall and a calendar would expect."""
    moment = datetime.combine(first, time(), tzinfo=UTC) - DAY
    seen: set[tuple[str, date]] = set()
    while moment < datetime.combine(last, time(), tzinfo=UTC) + 3 * DAY:
        local = offsets.local(moment)
        minutes = local.hour * 60 + local.minute
        is_worked = local.weekday() in plan.days and not is_off(plan.off, local.date())
        is_wanted = first <= local.date() <= last and is_worked and local.minute in {0, 30}
        is_inside = plan.hours.first <= minutes < plan.hours.last
        begun = plan.hours.first
        if plan.lunch is not None:  # the hours are counted anew after lunch
            is_inside = is_inside and not plan.lunch.first <= minutes < plan.lunch.last
            begun = plan.lunch.last if minutes >= plan.lunch.last else begun
        if is_wanted and is_inside and (minutes - begun) % plan.cadence == 0:
            yield moment, "prompt"
        for kind, at, wanted in (
            ("nudge", plan.block, is_worked),
            ("report", plan.report.at, local.weekday() == plan.report.weekday),
        ):
            # The first quarter at or after the time: the time itself, or what follows where a clock change skips it.
            if wanted and first <= local.date() <= last and local.time() >= at and (kind, local.date()) not in seen:
                seen.add((kind, local.date()))
                yield moment, kind
        moment += QUARTER


def is_off(off: DaysOff, day: date) -> bool:
    """Tell whether a day is off, as a calendar on the wall in France says."""
    assert off.country in {"", "FR"}
    is_own = any(each.first <= day <= each.last for each in off.own)
    return is_own or (bool(off.country) and day in french_holidays(day.year))


@cache
def french_holidays(year: int) -> frozenset[date]:
    """Return the eleven holidays of all of France; three go by Easter, here by the rule of Meeus."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    left = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * left) // 451
    month, day = divmod(h + left - 7 * m + 114, 31)
    easter = date(year, month, day + 1)
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    return frozenset({*(date(year, *each) for each in fixed), *(easter + days * DAY for days in (1, 39, 50))})


def distinct_histories() -> list[str]:
    """Return one zone for each history of offsets that the years have."""
    by_history: dict[tuple[object, ...], str] = {}
    for zone in sorted(available_timezones() - {"Factory", "localtime"}):
        offsets = Offsets(zone)
        by_history.setdefault((*offsets.since[1:], *offsets.offsets), zone)
    return sorted(by_history.values())


def check(zone: str, first: date, last: date) -> None:
    plans = (
        Plan(zone=zone),
        Plan(
            zone=zone,
            hours=Hours(start=time(0), end=time(4, 30)),
            days=Days.of([5, 6]),
            block=time(2, 30),
            report=WeekTime(weekday=6, at=time(2, 30)),
        ),
        Plan(
            zone=zone,
            hours=Hours(start=time(0), end=time(5)),
            days=Days.of(range(7)),
            cadence=Cadence.HOUR,
            block=time(2),
            lunch=Hours(start=time(1, 30), end=time(2, 30)),
            off=DaysOff(country="FR", own=(DayRange(date(2026, 10, 23), date(2026, 10, 24)),)),
        ),
    )
    for plan in plans:
        assert sorted(moments(plan, first, last)) == sorted(oracle(plan, Offsets(zone), first, last))


@pytest.mark.parametrize("zone", UNUSUAL)
def test_every_moment_of_a_year_is_the_one_a_clock_on_the_wall_would_give(zone: str) -> None:
    check(zone, date(2026, 3, 1), date(2026, 11, 30))


@pytest.mark.slow
def test_every_moment_of_five_years_is_right_in_every_history_of_offsets_there_is() -> None:
    zones = distinct_histories()
    assert len(zones) > 50
    for zone in zones:
        check(zone, FIRST, LAST)


def test_it_prints_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--zone", "paris", "--from", "2026-11-27", "--to", "2026-11-27", "--hours", "15-17", "--nudge", "15:30"]
    assert main(["schedule", *words]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"at": "2026-11-27T14:00:00Z", "local": "2026-11-27T15:00+01:00", "kind": "prompt"},
        {"at": "2026-11-27T14:30:00Z", "local": "2026-11-27T15:30+01:00", "kind": "prompt"},
        {"at": "2026-11-27T14:30:00Z", "local": "2026-11-27T15:30+01:00", "kind": "nudge"},
        {"at": "2026-11-27T15:00:00Z", "local": "2026-11-27T16:00+01:00", "kind": "prompt"},
        {"at": "2026-11-27T15:00:00Z", "local": "2026-11-27T16:00+01:00", "kind": "report"},
        {"at": "2026-11-27T15:30:00Z", "local": "2026-11-27T16:30+01:00", "kind": "prompt"},
    ]


def test_it_is_silent_at_lunch_on_days_off_and_on_the_holidays_of_a_country(
    capsys: pytest.CaptureFixture[str],
) -> None:
    days = ["--zone", "paris", "--from", "2026-11-09", "--to", "2026-11-13", "--hours", "11-14", "--nudge", "11:00"]
    rest = ["--lunch", "12-1", "--country", "fr", "--off", "2026-11-09", "--off", "2026-11-12..2026-11-13"]
    assert main(["schedule", *days, *rest]) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["local"][8:16], one["kind"]) for one in said] == [
        ("10T11:00", "prompt"),
        ("10T11:00", "nudge"),
        ("10T11:30", "prompt"),
        ("10T13:00", "prompt"),
        ("10T13:30", "prompt"),
        ("13T16:00", "report"),
    ]


def test_a_lunch_outside_the_hours_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", "--from", "2026-11-27", "--to", "2026-11-27", "--lunch", "19-20"]) == 2
    assert capsys.readouterr().err == '"19-20" is no part of the hours. Write it like 12:30-13:30.\n'


@pytest.mark.parametrize(
    ("option", "value", "instead"),
    [
        ("--country", "Atlantis", "Write it like fr or de-by."),
        ("--off", "2026-11-27..2026-11-26", "ends before it begins"),
        ("--off", "friday", "Write it like 2026-11-23."),
        ("--zone", "Atlantis", "Write it like Europe/Paris."),
        ("--from", "monday", "Write it like 2026-11-23."),
        ("--hours", "nine", "Write it like 9-17."),
        ("--nudge", "10:10", "Write it like 10:00."),
        ("--report", "never", "Write it like fri 16:00."),
    ],
)
def test_what_it_does_not_understand_it_says_with_an_example(
    option: str, value: str, instead: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["schedule", "--from", "2026-11-27", "--to", "2026-11-27", option, value])
    assert left.value.code == 2
    assert f'"{value}"' in (told := capsys.readouterr().err)
    assert instead in told
