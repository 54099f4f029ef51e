"""A week in half hours: what each was, where nothing is noted, and which days were off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.diary import Entry, Kind, filled_by, time_by_kind, within
from bot.domain.people import Plan
from bot.domain.pictures import DONE, Cell
from bot.domain.slots import DAY, DAYS_IN_WEEK, SLOT, Span, day_span, floor_slot, week_span
from bot.domain.week import slots_so_far

_HALF_HOUR = 30
_IN_HOUR = 2
_HOURS = 24

CELLS: dict[Kind | None, Cell] = {
    Kind.SELLING: Cell.SELLING,
    Kind.LEADS: Cell.LEADS,
    Kind.PAID: Cell.PAID,
    Kind.BUILDING: Cell.BUILDING,
    Kind.ADMIN: Cell.ADMIN,
    Kind.BREAK: Cell.BREAK,
    None: Cell.UNSAID,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StripRows:
    """What is stored about the week that begins on `monday`, seen at `now`."""

    monday: date
    plan: Plan
    started_at: datetime | None
    now: datetime
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StripDay:
    """One local day: a cell for each half hour that is shown, from the strip's `first_hour` on, and its recorded time.

    `is_off` says that it was no working day, `is_before` that the person began later, or on it.
    """

    date: date
    cells: tuple[Cell, ...]
    time: Mapping[Kind | None, timedelta]
    is_off: bool
    is_before: bool

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing is shown of it."""
        return all(cell is Cell.NOTHING for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A week's days, Monday first, all of the same hours: those in which anybody worked or was to."""

    first_hour: int
    days: tuple[StripDay, ...]
    time: Mapping[Kind | None, timedelta]

    @property
    def gaps(self) -> int:
        """Return of how many working half hours nothing is noted."""
        return sum(cell is Cell.GAP for day in self.days for cell in day.cells)

    @property
    def recorded(self) -> int:
        """Return of how many half hours something is noted."""
        return sum(cell in DONE for day in self.days for cell in day.cells)


def strip(rows: StripRows) -> Strip:
    """Lay out the week: what was noted wins over what is to come, and that over what is open."""
    tz, span = rows.plan.tz, week_span(rows.monday, rows.plan.tz)
    begun = rows.started_at
    noted = _noted(span, rows)
    worked = {start: Cell.TO_COME for start in rows.plan.window.slots(span) if begun is None or start + SLOT > begun}
    worked |= {slot.start: Cell.GAP for slot in slots_so_far(rows.plan.window, span, begun, rows.now)}
    cells: dict[tuple[date, int], Cell] = {}
    for start in sorted(worked.keys() | noted):
        entry = filled_by(Span(start, start + SLOT), noted.get(start, ()))
        cell = CELLS[entry.kind] if entry else worked.get(start, Cell.NOTHING)
        local = start.astimezone(tz)
        place = (local.date(), local.hour * _IN_HOUR + local.minute // _HALF_HOUR)
        if place not in cells or cell in DONE:  # an hour that comes twice is shown once
            cells[place] = cell
    first, last = _hours(cells, rows.plan)
    days = [rows.monday + number * DAY for number in range(DAYS_IN_WEEK)]
    return Strip(
        first_hour=first,
        days=tuple(
            StripDay(
                date=day,
                cells=tuple(
                    cells.get((day, place), Cell.NOTHING) for place in range(first * _IN_HOUR, last * _IN_HOUR)
                ),
                time=time_by_kind(within(day_span(day, tz), rows.entries)),
                is_off=not rows.plan.window.works_on(day),
                is_before=begun is not None and day <= begun.astimezone(tz).date(),
            )
            for day in days
        ),
        time=time_by_kind(within(span, rows.entries)),
    )


def _noted(span: Span, rows: StripRows) -> dict[datetime, list[Entry]]:
    """Return the half hours of the week of which anything is noted, each with its entries."""
    noted: dict[datetime, list[Entry]] = {}
    for entry in rows.entries:
        start = floor_slot(max(entry.span.start, span.start), rows.plan.tz)
        while start < min(entry.span.end, span.end):
            noted.setdefault(start, []).append(entry)
            start += SLOT
    return noted


def _hours(cells: dict[tuple[date, int], Cell], plan: Plan) -> tuple[int, int]:
    """Return the first full hour of which anything is shown, and the one after the last; at least the plan's."""
    places = [place for (_, place), cell in cells.items() if cell is not Cell.NOTHING]
    begin, end = plan.hours.first // _HALF_HOUR, -(-plan.hours.last // _HALF_HOUR)
    first = min([*places, begin]) // _IN_HOUR
    last = -(-max([*(place + 1 for place in places), end]) // _IN_HOUR)
    return first, min(last, _HOURS)
