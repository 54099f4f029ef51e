"""The pictures that go with a report: what is drawn, and the words that say the same for who does not see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import Enum, auto
from itertools import groupby

from bot.domain.diary import Kind
from bot.domain.people import Person
from bot.domain.pictures import Cell, DayRow, Funnel, FunnelStep, Named, WeekBar, WeekBars, WeekStrip
from bot.domain.process import StepWeek
from bot.domain.slots import DAY_NAMES, SLOT, week_span
from bot.domain.strip import CELLS, Strip, StripDay, StripRows, strip
from bot.domain.trend import TrendRows, WeekPoint, trend, trend_span
from bot.domain.week import week_name
from bot.features.week import week_title
from bot.ports import Transaction
from bot.ui import MAX_ALT, Image, shorten
from bot.wording import KINDS, length_words, number_words, share_words

_LEAST_WEEKS = 2  # one alone shows nothing that its number does not say
_IN_HOUR = 2
_OPEN = "open"
_TOO_LITTLE = "too little recorded"


# --- a week -----------------------------------------------------------------------------------------------------------


async def week_image(
    tx: Transaction, person: Person, monday: date, now: datetime, *, is_empty_shown: bool = False
) -> Image | None:
    """Return a week as half hours.

    None for one of which nothing is noted: its words say so in a line, and a picture of gaps would be a reproach.
    """
    plan = person.plan
    entries = await tx.diary.between(person.who, week_span(monday, plan.tz))
    laid = strip(StripRows(monday=monday, plan=plan, started_at=person.started_at, now=now, entries=entries))
    return strip_image(laid, person) if laid.recorded or is_empty_shown else None


def strip_image(laid: Strip, person: Person) -> Image:
    """Return the picture of a week that was laid out."""
    monday = laid.days[0].date
    title = week_title(monday)
    drawn = WeekStrip(
        title=title,
        first_hour=laid.first_hour,
        days=tuple(
            DayRow(
                label=_day_name(day.date),
                cells="" if day.is_blank else "".join(day.cells),
                note=_note(day, person) if day.is_blank else "",
            )
            for day in laid.days
        ),
        legend=_legend(laid),
        footnote=f"Half hours, {_place(person)} time",
    )
    alt = next(said for detail in _Detail if len(said := _strip_words(laid, person, detail)) <= MAX_ALT)
    return Image(name=f"{week_name(monday)}.png", chart=drawn, alt=alt, title=title)


class _Detail(Enum):
    """How much is said of each day; the last always fits."""

    TIMES = auto()
    LENGTHS = auto()
    LITTLE = auto()


def _place(person: Person) -> str:
    return person.plan.zone.rsplit("/", 1)[-1].replace("_", " ")


def _day_name(day: date) -> str:
    return f"{DAY_NAMES[day.weekday()].capitalize()} {day.day}"


def _note(day: StripDay, person: Person) -> str:
    """Say why nothing is shown of a day."""
    if day.is_before:
        return "before the start"
    off = person.plan.off
    is_holiday = day.date.weekday() in person.plan.days and day.date in off and not off.is_own(day.date)
    return off.holiday(day.date) if is_holiday else "off"


def _legend(laid: Strip) -> tuple[Named, ...]:
    """Say what each kind of cell means, and how long it took as the report counts it."""
    kinds = tuple(
        Named(cell=cell, label=_kind_name(kind), amount=length_words(laid.time[kind]))
        for kind, cell in CELLS.items()
        if kind in laid.time
    )
    gaps = (Named(cell=Cell.GAP, label=_OPEN, amount=number_words(laid.gaps, "slot", "slots")),)
    is_on = any(Cell.TO_COME in day.cells for day in laid.days)
    return (*kinds, *(gaps if laid.gaps else ()), *((Named(cell=Cell.TO_COME, label="to come", amount=""),) * is_on))


def _kind_name(kind: Kind | None) -> str:
    return KINDS[kind] if kind else "kind not said"


def _strip_words(laid: Strip, person: Person, detail: _Detail) -> str:
    """Say a week day by day, days that are alike together."""
    said = ((_day_name(day.date), _day_words(laid, day, person, detail)) for day in laid.days)
    lines = [
        f"{', '.join(name for name, _ in alike)}: {words}." for words, alike in groupby(said, key=lambda each: each[1])
    ]
    return "\n".join((f"In half hours, {_place(person)} time.", *lines))


def _day_words(laid: Strip, day: StripDay, person: Person, detail: _Detail) -> str:
    """Say one day: how long each kind took, when selling and gaps were, as far as there is room."""
    if day.is_blank:
        return _note(day, person)
    kinds = [(kind, day.time[kind]) for kind in CELLS if kind in day.time]
    parts = [f"{length_words(spent)} {_kind_name(kind)}" for kind, spent in kinds]
    if detail is _Detail.LITTLE and kinds:
        sold = f", {parts[0]}" if kinds[0][0] is Kind.SELLING else ""
        parts = [f"{length_words(sum(day.time.values(), timedelta()))} recorded{sold}"]
    if detail is _Detail.TIMES and (sold := _ranges(laid, day, Cell.SELLING)):
        parts[0] += f" ({sold})"
    if gaps := day.cells.count(Cell.GAP):
        is_short = detail is not _Detail.TIMES
        parts.append(f"{_OPEN} {f'for {length_words(gaps * SLOT)}' if is_short else _ranges(laid, day, Cell.GAP)}")
    if Cell.TO_COME in day.cells:
        parts.append("more to come")
    return ", ".join(parts)


def _ranges(laid: Strip, day: StripDay, wanted: Cell) -> str:
    """Say when a day was filled with one kind of cell: `10:00–11:30 and 14:00–14:30`."""
    runs: list[str] = []
    place = laid.first_hour * _IN_HOUR
    for cell, run in groupby(day.cells):
        end = place + len(tuple(run))
        if cell is wanted:
            runs.append(f"{_clock(place)}–{_clock(end)}")
        place = end
    return " and ".join(runs)


def _clock(place: int) -> str:
    return f"{place // _IN_HOUR}:{place % _IN_HOUR * 30:02}"


# --- the weeks --------------------------------------------------------------------------------------------------------


async def weeks_image(tx: Transaction, person: Person, last: date, now: datetime) -> Image | None:
    """Return the weeks up to the one that begins on `last`; None where too few of them hold anything."""
    who, plan, span = person.who, person.plan, trend_span(person.plan, last)
    points = trend(
        TrendRows(
            monday=last,
            plan=plan,
            started_at=person.started_at,
            now=now,
            entries=await tx.diary.between(who, span),
            conversations=await tx.sales.conversations(who, span),
            asks=await tx.sales.asks(who, span),
        )
    )
    told = [point for point in points if point.share is not None or point.conversations or point.asks]
    return trend_image(points) if len(told) >= _LEAST_WEEKS else None


def trend_image(points: Iterable[WeekPoint]) -> Image:
    """Return the picture of weeks that were counted."""
    weeks = tuple(points)
    names = [f"{point.monday.day} {point.monday:%b}" for point in weeks]
    goals = sorted({point.goal for point in weeks})
    goal = str(goals[0]) if len(goals) == 1 else f"{goals[0]} to {goals[-1]}"
    so_far = "" if weeks[-1].is_over else f"{names[-1]} is not over yet."
    drawn = WeekBars(
        title="Week by week",
        share="Selling share",
        conversations="conversations",
        asks="asks",
        goal=f"goal: {goal} conversations",
        gap=_TOO_LITTLE,
        weeks=tuple(
            WeekBar(
                label=name,
                share=None if point.share is None else round(point.share * 100),
                conversations=point.conversations,
                asks=point.asks,
                goal=point.goal,
            )
            for name, point in zip(names, weeks, strict=True)
        ),
        footnote=f"Weeks by their Monday.{f' {so_far}' if so_far else ''}",
    )
    parts = (
        ("Selling share", (_TOO_LITTLE if one.share is None else share_words(one.share) for one in weeks)),
        (f"Conversations, goal {goal}", (str(one.conversations) for one in weeks)),
        ("Asks", (str(one.asks) for one in weeks)),
    )
    lines = [f"{what}: {_listed(names, numbers)}." for what, numbers in parts]
    return Image(
        name=f"weeks-to-{week_name(weeks[-1].monday)}.png",
        chart=drawn,
        alt="\n".join((*lines, *((so_far,) if so_far else ()))),
        title="Week by week",
    )


def _listed(names: Iterable[str], numbers: Iterable[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in zip(names, numbers, strict=True))


# --- the process ------------------------------------------------------------------------------------------------------

_STEP_NAMED = 80


def process_image(week: Sequence[StepWeek], monday: date) -> Image | None:
    """Return a person's sales process with what was done of it in a week; nothing where none is drawn."""
    steps = [(one.step.name, one.done, one.step.weekly) for one in week]
    return funnel_image("process", f"Your process in week {monday.isocalendar().week}", steps) if steps else None


def funnel_image(name: str, title: str, steps: Iterable[tuple[str, int, int | None]]) -> Image:
    """Return a process, each step with how often it was done and how often that was planned, if it was."""
    given = tuple(steps)
    drawn = Funnel(
        title=title,
        steps=tuple(FunnelStep(name=step, done=done, planned=planned) for step, done, planned in given),
        step="Step",
        of="of",
        planned="planned",
    )
    lines = (
        f"{shorten(step, _STEP_NAMED)}: {done}{'' if planned is None else f' of {planned} planned'}."
        for step, done, planned in given
    )
    return Image(name=f"{name}.png", chart=drawn, alt="\n".join(lines), title=title)
