"""Which moments a typed time means: every reading of it is tried, and the likeliest that fits is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.domain.slots import DAY, SLOT, Hours, Span, at_local, in_reach
from bot.grammar.lengths import LONGEST
from bot.grammar.phrases import Ago, At, Mark, Phrase, Range, Since, Until

LONGEST_GUESS = timedelta(hours=8)
MAY_END_IN = timedelta(minutes=10)
NIGHT_ENDS = time(6)
EVENING_BEGINS = time(17)
GUESSED_HOURS = (time(6), time(23))
LIKELY_HOURS = (time(7), time(19))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The stretch that a time means, in UTC, and how far it can be relied on."""

    span: Span
    guess: bool = False
    future: bool = False
    rests: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something was typed: to the minute, in UTC, with the local date and time of where it was typed.

    `lunch` is when the person has theirs, where they set it.
    """

    now: datetime
    tz: ZoneInfo
    today: date
    clock: time
    lunch: Hours | None = None

    @staticmethod
    def of(now: datetime, tz: ZoneInfo, lunch: Hours | None = None) -> Moment:
        """Return the moment `now` in `tz`."""
        minute = now.astimezone(UTC).replace(second=0, microsecond=0)
        local = minute.astimezone(tz)
        return Moment(now=minute, tz=tz, today=local.date(), clock=local.time(), lunch=lunch)


def settle(phrase: Phrase, day: date | None, length: timedelta | None, typed: Moment) -> Meant | None:
    """Return the stretch that `phrase` means on `day` (None when none was named), or None when no reading fits.

    `length` is one that was typed beside an `At`. A bare phrase without a day only means what has been.
    """
    if day is not None and not in_reach(day):
        return None
    phrase = _at_lunch(phrase, typed.lunch) if typed.lunch else phrase
    try:
        match phrase:
            case Range(first=first, last=last):
                return _best(_readings(first, last, day, typed), phrase, day, typed)
            case Since(first=first):
                return _best(_readings(first, Mark(moment=typed.now), day, typed), phrase, day, typed)
            case Until(last=last):
                return _to_come(_readings(Mark(moment=typed.now), last, None, typed), day, typed)
            case At(first=first):
                return _best(_at(first, day, length, typed), phrase, day, typed, guess=length is None)
            case Ago(length=ago):
                return Meant(span=Span(typed.now - ago, typed.now)) if day in {None, typed.today} else None
            case _:
                assert_never(phrase)
    except OverflowError:  # before the first or after the last day of the calendar
        return None


def _at_lunch(phrase: Phrase, lunch: Hours) -> Phrase:
    """Return a phrase that names lunch with its times: what begins there begins behind it, and ends before it."""
    if isinstance(phrase, Range | Since) and phrase.first.lunch:
        phrase = replace(phrase, first=replace(phrase.first, times=(lunch.end,)))
    if isinstance(phrase, Range | Until) and phrase.last.lunch:
        phrase = replace(phrase, last=replace(phrase.last, times=(lunch.start,)))
    return phrase


def _readings(first: Mark, last: Mark, day: date | None, typed: Moment) -> list[Span]:
    """Return every stretch that two ends can mean; an end before its start on the clock is the next day's."""
    longest = LONGEST_GUESS if _is_guess(first, last) else LONGEST
    starts = _moments(first, _days(last, day, typed), typed.tz)
    ends = {start: _moments(last, _from(start, typed.tz), typed.tz) for start in starts}
    stretches = ((start, end) for start in starts for end in ends[start] if timedelta() < end - start <= longest)
    spans = [Span(*both) for both in stretches if _fits(first, last, both, typed.tz)]
    if day is not None or first.moment is not None:
        return spans
    return [span for span in spans if _may_be_meant(span, typed, over_midnight=last.moment is None)]


def _at(first: Mark, day: date | None, length: timedelta | None, typed: Moment) -> list[Span]:
    """Return the stretches that begin at a time; without a length they last a slot, though not into what comes."""
    spans = []
    for start in _moments(first, _days(None, day, typed), typed.tz):
        end = start + (length or SLOT)
        span = Span(start, min(end, typed.now) if length is None and start < typed.now else end)
        if first.sure or _within(GUESSED_HOURS, typed.tz, start):
            spans.append(span)
    if day is not None or first.moment is not None:
        return spans
    return [span for span in spans if _may_be_meant(span, typed, over_midnight=False)]


def _days(last: Mark | None, day: date | None, typed: Moment) -> Sequence[date]:
    """Return the days on which a stretch may begin."""
    if day is not None:
        return (day,)
    today = last.moment.astimezone(typed.tz).date() if last and last.moment else typed.today
    return (today - DAY, today)


def _moments(mark: Mark, days: Iterable[date], tz: ZoneInfo) -> tuple[datetime, ...]:
    if mark.moment is not None:
        return (mark.moment,)
    return tuple(at_local(day, at, tz) for day in days for at in mark.times)


def _from(start: datetime, tz: ZoneInfo) -> tuple[date, date]:
    """Return the local days on which a stretch that begins at `start` may end."""
    day = start.astimezone(tz).date()
    return day, day + DAY


def _is_guess(first: Mark, last: Mark) -> bool:
    """Tell whether a half of the day has to be guessed and neither end gives it away."""
    clocks = [mark for mark in (first, last) if mark.moment is None]
    return bool(clocks) and not any(mark.sure for mark in clocks)


def _fits(first: Mark, last: Mark, both: tuple[datetime, datetime], tz: ZoneInfo) -> bool:
    """Tell whether a guess stays in the hours that guesses lie in; what is sure always fits."""
    if not _is_guess(first, last):
        return True
    guessed = [moment for mark, moment in zip((first, last), both, strict=True) if mark.moment is None]
    return _within(GUESSED_HOURS, tz, *guessed)


def _within(hours: tuple[time, time], tz: ZoneInfo, *moments: datetime) -> bool:
    """Tell whether all moments lie in these hours of one local day."""
    local = [moment.astimezone(tz) for moment in moments]
    return len({moment.date() for moment in local}) == 1 and all(
        hours[0] <= moment.time() <= hours[1] for moment in local
    )


def _may_be_meant(span: Span, typed: Moment, *, over_midnight: bool) -> bool:
    """Tell whether a stretch without a day can be this one: today's, over midnight into today, or last evening's."""
    start, end = span.start.astimezone(typed.tz), span.end.astimezone(typed.tz)
    last_evening = typed.clock < NIGHT_ENDS and start.time() >= EVENING_BEGINS
    return start.date() >= typed.today or (over_midnight and end.date() >= typed.today) or last_evening


def _to_come(spans: list[Span], day: date | None, typed: Moment) -> Meant | None:
    if not spans or day not in {None, typed.today}:
        return None
    return Meant(span=min(spans, key=lambda span: span.length), rests=True)


def _best(
    spans: list[Span], phrase: Range | Since | At, day: date | None, typed: Moment, *, guess: bool = False
) -> Meant | None:
    """Choose among readings: eight hours at most before more, and what has been before what comes.

    Then the likely hours of another day, or what ended most recently; of what comes, the first.
    """
    spans = [span for span in spans if span.length <= LONGEST_GUESS] or spans
    past = [span for span in spans if span.end <= typed.now + MAY_END_IN]
    if not spans or (not past and phrase.bare and day is None):
        return None
    near = past or spans
    if day not in {None, typed.today}:
        near = [span for span in near if _within(LIKELY_HOURS, typed.tz, span.start, span.end)] or near
    if past and day in {None, typed.today}:
        span = min(near, key=lambda each: (-each.end.timestamp(), each.length))
    else:
        span = min(near, key=lambda each: (each.length, each.start))
    doubtful = guess or len(set(near)) > 1 or (phrase.bare and not isinstance(phrase, Since))
    return Meant(span=span, guess=doubtful, future=not past)
