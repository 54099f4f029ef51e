"""Days and ranges of days as people type them: `24 dec-2 jan`, `24-31 dec`, `fri`, `next week`. Strict: else None."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.domain.rest import DayRange
from bot.domain.slots import DAY, DAYS_IN_WEEK, week_start
from bot.grammar.body import DASHES
from bot.grammar.dates import read_day

_LONGEST = 500
_SUNDAY = timedelta(days=DAYS_IN_WEEK - 1)
_BETWEEN = re.compile(r"[,;](?! ?[0-9]{4}\b)|\band\b|&")
_TO = re.compile(rf" ?(?:[{DASHES}]{{1,2}}|\b(?:to|till|until|through)\b) ?")
_LEAD = re.compile(r"^(?:from|on) ")
_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? (?=[0-9]{1,2}\b)")
_NUMBER = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?")
_MONTH = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th|\.)? ?(.+)|([a-z]{3,9}\.?) [0-9]{1,2}(?:st|nd|rd|th)?")


def read_ranges(text: str, today: date) -> tuple[DayRange, ...] | None:
    """Return the days in `text`, one or several with commas between; None unless all of it is understood.

    A day without a year is the next such, `yesterday` and `today` included; the end of a range the next after its
    start.
    """
    words = " ".join(text.casefold().split())
    if len(words) > _LONGEST:
        return None
    parts = [part.strip() for part in _BETWEEN.split(words) if part.strip()]
    found = [_range(_WEEKDAY.sub("", _LEAD.sub("", part)), today) for part in parts]
    ranges = tuple(each for each in found if each is not None)
    return ranges if ranges and len(ranges) == len(found) else None


def _range(words: str, today: date) -> DayRange | None:
    monday = week_start(today)
    weeks = {"this week": (today, monday), "next week": (monday + _SUNDAY + DAY, monday + _SUNDAY + DAY)}
    if words in weeks:
        first, begins = weeks[words]
        return DayRange(first, begins + _SUNDAY)
    if day := _day(words, today):
        return DayRange(day, day)
    for found in _TO.finditer(words):
        ends = _ends(words[: found.start()], words[found.end() :], today)
        if ends and ends[0] <= ends[1]:
            return DayRange(*ends)
    return None


def _day(words: str, today: date) -> date | None:
    return today - DAY if words == "yesterday" else read_day(words, today)


def _ends(first: str, last: str, today: date) -> tuple[date, date] | None:
    """Read both ends of a range; a number alone is of the month that the other end names."""
    if number := _NUMBER.fullmatch(first):  # 24-31 dec
        month = _MONTH.fullmatch(last)
        first = f"{number[1]} {month[1]}" if month and month[1] else first
    elif number := _NUMBER.fullmatch(last):  # dec 24-31
        month = _MONTH.fullmatch(first)
        last = f"{month[2]} {number[1]}" if month and month[2] else last
    if first.startswith("next "):  # next mon-next fri: of the same week
        last = last.removeprefix("next ")
    start = _day(first, today)
    end = read_day(last, start) if start else None
    return (start, end) if start and end else None
