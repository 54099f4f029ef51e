"""A week in numbers, each recountable from what is stored: time, coverage, conversations, follow-ups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.appointments import NOTHING_SCHEDULED, Scheduled
from bot.domain.block import NO_DAYS, KeptDays
from bot.domain.diary import Coverage, Entry, Kind, Label, Prompt, PromptState, filled_by, time_by_kind, within
from bot.domain.prospects import asks_made
from bot.domain.sales import Ask, Conversation, Kept, Prospect, Tally, tally
from bot.domain.slots import DAY, DAYS_IN_WEEK, SLOT, Span, Window, in_reach, week_start
from bot.domain.whys import WhyTime, time_by_why

ENOUGH_FOR_A_SHARE = 4 * SLOT
_WEEK = timedelta(days=DAYS_IN_WEEK)
_UTC = ZoneInfo("UTC")

# --- which week -------------------------------------------------------------------------------------------------------

_WEEK_NAME = re.compile(r"(?:(\d{4})-?)?w?(\d{1,2})", re.IGNORECASE)


def week_name(monday: date) -> str:
    """Return the ISO name of the week that begins on `monday`: `2026-W47`."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"


def read_week(text: str, today: date) -> date | None:
    """Return the Monday of the week in `text` (`2026-W47`, `W47`, `last`, `this`), or None.

    A week without its year is the latest one of that number that has begun, of this year or the last.
    """
    this = week_start(today)
    words = text.strip().casefold().removesuffix("week").strip()
    if words in {"", "this"}:
        return this
    if words == "last":
        return this - _WEEK
    found = _WEEK_NAME.fullmatch(words)
    if not found:
        return None
    years = [int(found[1])] if found[1] else [today.year + 1, today.year, today.year - 1]
    mondays = [monday for year in years if (monday := _iso_monday(year, int(found[2])))]
    return next((monday for monday in mondays if found[1] or monday <= today), None)


def _iso_monday(year: int, week: int) -> date | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return monday if in_reach(monday) else None


def reported_week(day: date) -> date:
    """Return the Monday of the week that a report on `day` is about: from Thursday on its own, before that the last."""
    return week_start(day - 3 * DAY)


def slots_so_far(window: Window, span: Span, since: datetime | None, now: datetime) -> tuple[Span, ...]:
    """Return the working slots in `span` that have begun at `now` and were not over when the person started."""
    slots = (Span(start, start + SLOT) for start in window.slots(span))
    return tuple(slot for slot in slots if slot.start < now and (since is None or slot.end > since))


# --- what is counted --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRows:
    """What is stored about one week, and what it is held against: `goal` conversations, and the other goals, 0 if none.

    `slots` are the working slots so far, and `asks` those told by themselves, on days of the `zone`. `before` are the
    conversations of the week before, None when nothing is known of that week. `one_thing` is the one that waits to be
    done at the end of the week. `booked` is what is scheduled for the week after it, `closes` the last day of today's
    week on which there is time to book, `block` on how many days the outreach block was kept.
    """

    monday: date
    today: date
    span: Span
    goal: int
    goal_asks: int = 0
    goal_share: int = 0
    slots: tuple[Span, ...] = ()
    entries: tuple[Entry, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    asks: tuple[Ask, ...] = ()
    zone: ZoneInfo = _UTC
    before: tuple[Conversation, ...] | None = None
    prospects: tuple[Prospect, ...] = ()
    one_thing: str = ""
    booked: Scheduled = NOTHING_SCHEDULED
    block: KeptDays = NO_DAYS
    closes: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What became of the working slots so far: each is in exactly one of these.

    `skipped` and `unanswered` were asked about; `unasked` were not, for a pause or an outage, and nothing was noted.
    """

    live: int = 0
    same_day: int = 0
    reconstructed: int = 0
    skipped: int = 0
    unanswered: int = 0
    unasked: int = 0
    selling: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFigures:
    """The numbers of one week.

    `time` is what was recorded, by kind, and `whys` by why, the longest first; `share` is the part of it that was
    selling: None where too little is recorded to say. `overdue` and `due` are follow-ups up to the end of the next
    week, the oldest first.
    """

    monday: date
    today: date
    goal: int
    goal_asks: int
    goal_share: int
    coverage: Coverage
    slots: Slots
    time: Mapping[Kind | None, timedelta]
    whys: tuple[WhyTime, ...]
    recorded: timedelta
    selling: timedelta
    share: float | None
    talks: Tally
    asks: int
    before: int | None
    overdue: tuple[Prospect, ...]
    due: tuple[Prospect, ...]
    one_thing: str
    kept: Mapping[Kept, int]
    booked: Scheduled
    block: KeptDays
    closes: date | None

    @property
    def due_until(self) -> date:
        """Return the last day of the next week."""
        return self.monday + 2 * _WEEK - DAY

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was recorded."""
        return not self.recorded and not self.talks.total and not self.asks


def figures(rows: WeekRows) -> WeekFigures:
    """Count the week."""
    inside = within(rows.span, rows.entries)
    time = time_by_kind(inside)
    recorded = sum(time.values(), timedelta())
    selling = time.get(Kind.SELLING, timedelta())
    promised = sorted(
        (one for one in rows.prospects if one.next_on), key=lambda one: (one.next_on or rows.today, one.name)
    )
    until = rows.monday + 2 * _WEEK - DAY
    concerned = rows.today <= until  # what was promised in an older week is not known any more
    filled = [filled_by(slot, rows.entries) for slot in rows.slots]
    return WeekFigures(
        monday=rows.monday,
        today=rows.today,
        goal=rows.goal,
        goal_asks=rows.goal_asks,
        goal_share=rows.goal_share,
        coverage=Coverage(filled=sum(one is not None for one in filled), slots=len(filled)),
        slots=_slots(rows.slots, filled, rows.prompts),
        time=time,
        whys=time_by_why(inside),
        recorded=recorded,
        selling=selling,
        share=selling / recorded if recorded >= ENOUGH_FOR_A_SHARE else None,
        talks=tally(rows.conversations),
        asks=asks_made(rows.conversations, rows.asks, rows.zone),
        before=len(rows.before) if rows.before is not None else None,
        overdue=tuple(one for one in promised if concerned and one.next_on and one.next_on < rows.today),
        due=tuple(one for one in promised if one.next_on and rows.today <= one.next_on <= until),
        one_thing=rows.one_thing,
        kept={each: number for each in Kept if (number := sum(one.kept is each for one in rows.conversations))},
        booked=rows.booked,
        block=rows.block,
        closes=rows.closes,
    )


def _slots(slots: Sequence[Span], filled: Sequence[Entry | None], prompts: Sequence[Prompt]) -> Slots:
    labels = Counter(entry.label for entry in filled if entry is not None)
    gaps = Counter(_asked(slot, prompts) for slot, entry in zip(slots, filled, strict=True) if entry is None)
    return Slots(
        live=labels[Label.LIVE],
        same_day=labels[Label.SAME_DAY],
        reconstructed=labels[Label.RECONSTRUCTED],
        skipped=gaps[PromptState.SKIPPED],
        unanswered=gaps.total() - gaps[PromptState.SKIPPED] - gaps[None],
        unasked=gaps[None],
        selling=sum(entry is not None and entry.kind is Kind.SELLING for entry in filled),
    )


def _asked(slot: Span, prompts: Sequence[Prompt]) -> PromptState | None:
    """Return what became of the question about a slot; None when nobody asked."""
    return next((prompt.state for prompt in prompts if prompt.span.overlap(slot)), None)
