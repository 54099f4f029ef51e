"""What a picture is of, as plain data with all its words: a week's slots, numbers over the weeks, a process.

It is stored with the message that shows it, a few hundred characters, and painted only when that is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.slots import DAYS_IN_WEEK

_HOURS_IN_DAY = 24
_CELLS_IN_HOUR = 2
_MOST_WEEKS = 12
_MOST_STEPS = 8
_WHOLE = 100


class Theme(StrEnum):
    """The ground that a picture is shown on."""

    LIGHT = "light"
    DARK = "dark"


class Cell(StrEnum):
    """What is shown of one half hour, as one sign; the letters are also drawn, so that colour alone says nothing."""

    SELLING = "S"
    LEADS = "L"
    PAID = "P"
    BUILDING = "B"
    ADMIN = "A"
    UNSAID = "?"  # recorded, of no kind
    BREAK = "-"
    GAP = "."
    TO_COME = ":"
    NOTHING = " "


DONE = frozenset((Cell.SELLING, Cell.LEADS, Cell.PAID, Cell.BUILDING, Cell.ADMIN, Cell.UNSAID, Cell.BREAK))


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """One day: its name, a cell for each half hour of the hours shown, and a note where there is nothing to show."""

    label: str
    cells: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a kind of cell means, and how much of it there is."""

    cell: Cell
    label: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekStrip:
    """A week as rows of half hours: the days, from which full hour on (local to the person), what each cell means."""

    title: str
    first_hour: int
    days: tuple[DayRow, ...]
    legend: tuple[Named, ...]
    footnote: str = ""

    def __post_init__(self) -> None:
        """Refuse days of different lengths, signs that mean nothing, and hours that no day has."""
        lengths = {len(day.cells) for day in self.days if day.cells}
        if len(self.days) != DAYS_IN_WEEK or len(lengths) > 1:
            raise ValueError("a week has seven days, each with the same half hours")
        if not 0 <= self.first_hour < _HOURS_IN_DAY or self.hours > _HOURS_IN_DAY - self.first_hour:
            raise ValueError("the hours shown lie in one day")
        if not {sign for day in self.days for sign in day.cells} <= set(Cell):
            raise ValueError("a cell is one of those there are")

    @property
    def hours(self) -> int:
        """Return how many hours of each day are shown."""
        return max(len(day.cells) for day in self.days) // _CELLS_IN_HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekBar:
    """The numbers of one week; `share` is in percent, None where too little is recorded to say."""

    label: str
    share: int | None
    conversations: int
    asks: int
    goal: int

    def __post_init__(self) -> None:
        """Refuse what can't be counted."""
        if min(self.conversations, self.asks, self.goal) < 0 or not 0 <= (self.share or 0) <= _WHOLE:
            raise ValueError("numbers of a week are counted from 0 on, a share up to 100")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekBars:
    """Numbers over the weeks, one under the other: the selling share, then conversations and asks against the goal."""

    title: str
    share: str
    conversations: str
    asks: str
    goal: str
    gap: str
    weeks: tuple[WeekBar, ...]
    footnote: str = ""

    def __post_init__(self) -> None:
        """Refuse more weeks than a phone has room for, or none."""
        if not 1 <= len(self.weeks) <= _MOST_WEEKS:
            raise ValueError(f"a picture shows 1 to {_MOST_WEEKS} weeks")


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStep:
    """One step of a process: how often it was done, and how often that was planned, if it was."""

    name: str
    done: int
    planned: int | None = None

    def __post_init__(self) -> None:
        """Refuse what can't be counted."""
        if self.done < 0 or (self.planned or 0) < 0:
            raise ValueError("a step is counted from 0 on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """A process from its first step to its last, with counts.

    `step` is what a step is called whose name can't be drawn; counts are said `12 of 20 planned`.
    """

    title: str
    steps: tuple[FunnelStep, ...]
    step: str
    of: str
    planned: str

    def __post_init__(self) -> None:
        """Refuse more steps than a phone has room for, or none."""
        if not 1 <= len(self.steps) <= _MOST_STEPS:
            raise ValueError(f"a picture shows 1 to {_MOST_STEPS} steps")


Chart: TypeAlias = WeekStrip | WeekBars | Funnel
