"""Days and moments as people type them: gone by for an entry, to come for a follow-up or a pause. Strict: else None."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.domain.slots import DAY, DAYS_IN_WEEK, Hours, at_local, in_reach, read_weekday, week_start
from bot.grammar.language import ENGLISH, Language, alternatives
from bot.grammar.lengths import read_length
from bot.grammar.phrases import read_mark
from bot.grammar.times import GUESSED_HOURS, LIKELY_HOURS

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS_IN_YEAR = 12
_LEAP_YEARS_APART = 8
_LONGEST_DAY = 60
_LONGEST_PAUSE = timedelta(days=366)
_NUMBERS = {"a": 1, "an": 1, "one": 1}

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)? ([a-z]{3,9})\.?(?:,? ([0-9]{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:,? ([0-9]{4}))?")
_DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\.(?: ?([0-9]{4}))?")
_AFTER = re.compile(r"(?:in (a|an|one|[0-9]{1,3}) |\+([0-9]{1,3}) ?)(d|days?|w|weeks?|months?)")
_AGO = re.compile(r"(a|an|one|[0-9]{1,3}) (days?|weeks?) ago")
_DAYS_LONG = re.compile(r"(a|one|[0-9]{1,3}) ?(d|days?|w|weeks?)")
_DAY_AND_CLOCK = re.compile(r"(.+?),? (?:at )?([0-9]{1,2}(?:[:.h][0-9]{2})?(?: ?[ap]\.?m\.?)?|noon|midday)")
_NOON_WORDS = {"noon": "12pm", "midday": "12pm", "midnight": "0:00", "lunch": "12pm"}


# --- days gone by -----------------------------------------------------------------------------------------------------


@cache
def _day_word(language: Language) -> re.Pattern[str]:
    names = alternatives((language.today, language.yesterday))
    return re.compile(rf"(?:{names}|[a-z]{{3,9}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?=[,:]?\s)", re.IGNORECASE)


def take_day(text: str, today: date, language: Language) -> tuple[date, str] | None:
    """Return the day that an entry begins with and the word for it; a weekday is the last one, today included."""
    found = _day_word(language).match(text)
    if not found:
        return None
    word = found[0].casefold()
    if word == language.today:
        return today, word
    if _ISO.fullmatch(word):
        named = _iso(word)
        return (named, word) if named else None
    try:
        if word == language.yesterday:
            return today - DAY, word
        weekday = read_weekday(word)
        return None if weekday is None else (today - DAY * ((today.weekday() - weekday) % DAYS_IN_WEEK), word)
    except OverflowError:  # before the first day of the calendar
        return None


def read_past_day(text: str, today: date) -> date | None:
    """Return the day gone by, today included, that `text` is: `yesterday`, `tue`, `12 nov`, `3 days ago` …, or None.

    A weekday is the latest one, today included, after `last` one before today; a date without a year the latest such.
    """
    words = _few(text)
    try:
        return _named_past(words, today) or _ago(words, today) or _date(words, today, past=True)
    except OverflowError:  # before the first day of the calendar
        return None


def _named_past(words: str, today: date) -> date | None:
    names = {"today": today, "yesterday": today - DAY, "the day before yesterday": today - 2 * DAY}
    weekday = read_weekday(words.removeprefix("last "))
    if words in names or weekday is None:
        return names.get(words)
    back = (today.weekday() - weekday) % DAYS_IN_WEEK
    return today - DAY * (back or (DAYS_IN_WEEK if words.startswith("last ") else 0))


def _ago(words: str, today: date) -> date | None:
    found = _AGO.fullmatch(words)
    day = today - DAY * _number(found[1]) * (DAYS_IN_WEEK if found[2].startswith("w") else 1) if found else None
    return day if day is None or in_reach(day) else None


# --- days to come -----------------------------------------------------------------------------------------------------


def read_day(text: str, today: date) -> date | None:
    """Return the day to come, today included, that `text` is: `tomorrow`, `fri`, `1 dec`, `in 2 weeks` …, or None.

    A weekday is the next one after today, after `next` the one in next week; a date without a year the next such.
    """
    words = _few(text)
    try:
        return _named_day(words, today) or _after(words, today) or _date(words, today)
    except OverflowError:  # after the last day of the calendar
        return None


def _few(text: str) -> str:
    """Return `text` in lower case with single spaces; nothing where it is longer than any day."""
    return " ".join(text.casefold().split()) if len(text) <= _LONGEST_DAY else ""


def _named_day(words: str, today: date) -> date | None:
    next_monday = week_start(today) + timedelta(days=DAYS_IN_WEEK)
    month_ends = today.replace(day=monthrange(today.year, today.month)[1])
    names = {"today": today, "tomorrow": today + DAY, "next week": next_monday}
    names |= {"end of month": month_ends, "end of the month": month_ends}
    weekday = read_weekday(words.removeprefix("next "))
    if words in names or weekday is None:
        return names.get(words)
    if words.startswith("next "):
        return next_monday + timedelta(days=weekday)
    return today + timedelta(days=(weekday - today.weekday() - 1) % DAYS_IN_WEEK + 1)


def _after(words: str, today: date) -> date | None:
    """Read `in 3 days`, `in a month`, `+7d`; a month later is the same day, or the last of a shorter month."""
    found = _AFTER.fullmatch(words)
    if not found:
        return None
    count, unit = _number(found[1] or found[2]), found[3]
    if not unit.startswith("m"):
        return today + timedelta(days=count * (DAYS_IN_WEEK if unit.startswith("w") else 1))
    years, month = divmod(today.month - 1 + count, _MONTHS_IN_YEAR)
    if today.year + years > date.max.year:
        return None
    last = monthrange(today.year + years, month + 1)[1]
    return date(today.year + years, month + 1, min(today.day, last))


def _number(text: str) -> int:
    return _NUMBERS.get(text) or int(text)


def _date(words: str, today: date, *, past: bool = False) -> date | None:
    """Read a date: one to come, today included, or one gone by."""
    if _ISO.fullmatch(words):
        named = _iso(words)
        return named if named and _lies(named, today, past=past) else None
    if found := _DAY_FIRST.fullmatch(words):
        return _nearest(found[1], _month(found[2]), found[3], today, past=past)
    if found := _MONTH_FIRST.fullmatch(words):
        return _nearest(found[2], _month(found[1]), found[3], today, past=past)
    if found := _DOTTED.fullmatch(words):
        return _nearest(found[1], int(found[2]), found[3], today, past=past)
    return None


def _lies(day: date, today: date, *, past: bool) -> bool:
    return in_reach(day) and (day <= today if past else day >= today)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _month(word: str) -> int:
    """Return the number of the month that `word` abbreviates, or 0."""
    return next((number for number, name in enumerate(_MONTHS, start=1) if name.startswith(word)), 0)


def _nearest(day: str, month: int, year: str | None, today: date, *, past: bool) -> date | None:
    """Return this day in its year, or without one in the nearest year in which it is still to come, or gone by."""
    step = -1 if past else 1
    years = (int(year),) if year else range(today.year, today.year + step * (_LEAP_YEARS_APART + 1), step)
    for each in years:
        try:
            named = date(each, month, int(day))
        except ValueError:  # the 29th of February of most years, or no day at all
            continue
        if _lies(named, today, past=past):
            return named
    return None


# --- until when -------------------------------------------------------------------------------------------------------


def read_until(
    text: str, now: datetime, tz: ZoneInfo, language: Language = ENGLISH, lunch: Hours | None = None
) -> datetime | None:
    """Return the moment to come, in `tz`, until which `text` asks for quiet, or None.

    `1h`, `for 3 days`, `until 14:30` (the next one), `today` and `tomorrow` (until that day is over), `until tomorrow`
    and `until fri` (until that day begins), a day with a clock time, or a date. `until lunch` is until it begins.
    """
    words = _few(text)
    lead, _, rest = words.partition(" ")
    if lunch is not None:
        rest, words = (f"{lunch.start:%I:%M%p}" if part in language.lunch else part for part in (rest, words))
    led = lead in language.until or lead in language.lasting
    try:
        moment = _until(rest if led else words, now, tz, over=lead not in language.until, language=language)
    except OverflowError:  # after the last day of the calendar
        return None
    return moment.astimezone(tz) if moment and moment > now else None


def _until(words: str, now: datetime, tz: ZoneInfo, *, over: bool, language: Language) -> datetime | None:
    today = now.astimezone(tz).date()
    if length := read_length(words, language, _LONGEST_PAUSE):
        return now.astimezone(UTC) + length
    if found := _DAYS_LONG.fullmatch(words):
        return now.astimezone(UTC) + DAY * _number(found[1]) * (DAYS_IN_WEEK if found[2].startswith("w") else 1)
    if mark := read_mark(_NOON_WORDS.get(words, words)):
        moments = [at_local(day, at, tz) for day in (today, today + DAY) for at in mark.times]
        fit = [moment for moment in moments if mark.sure or _in(GUESSED_HOURS, moment, tz)]
        return min((moment for moment in fit if moment > now), default=None)
    if words == "today":
        return at_local(today + DAY, time(), tz)
    if day := read_day(words, today):
        return at_local(day + DAY if over and words == "tomorrow" else day, time(), tz)
    return _day_and_clock(words, today, tz)


def _day_and_clock(words: str, today: date, tz: ZoneInfo) -> datetime | None:
    """Read `fri 14:00`, `tomorrow at 9`."""
    found = _DAY_AND_CLOCK.fullmatch(words)
    day = read_day(found[1], today) if found else None
    mark = read_mark(_NOON_WORDS.get(found[2], found[2])) if found else None
    if day is None or mark is None:
        return None
    moments = [at_local(day, at, tz) for at in mark.times]
    return next((moment for moment in moments if _in(LIKELY_HOURS, moment, tz)), moments[0])


def _in(hours: tuple[time, time], moment: datetime, tz: ZoneInfo) -> bool:
    return hours[0] <= moment.astimezone(tz).time() <= hours[1]
