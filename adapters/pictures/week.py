"""A week as rows of half hours: what each was by colour and letter, where nothing is noted left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from adapters.pictures.canvas import Canvas, Text, cut, width_of
from adapters.pictures.looks import LARGE, MARGIN, NORMAL, SMALL, WIDTH, Looks
from bot.domain.pictures import Cell, DayRow, Named, WeekStrip

_LABELS = 146  # the room for the days' names
_HEAD = 106
_HOURS = 50
_ROW, _BLANK_ROW = 78, 56
_APART = 4
_LEGEND_ROW = 62
_SWATCH = 44
_COLUMNS = 2
_FOOT = 62
_HOUR_STEPS = (1, 2, 3, 4, 6)
_HOUR_ROOM = 60


def draw_week(week: WeekStrip, looks: Looks) -> Canvas:
    """Draw a week: the title, the hours, a row for each day, and what the cells mean."""
    body = sum(_height(day) for day in week.days)
    legend = -(-len(week.legend) // _COLUMNS) * _LEGEND_ROW
    canvas = Canvas(WIDTH, _HEAD + _HOURS + body + 26 + legend + _FOOT + 14, looks.ground)
    canvas.text((MARGIN, _HEAD / 2 + 6), week.title, Text(LARGE, looks.ink, looks.ground))
    slot = (WIDTH - 2 * MARGIN - _LABELS) / max(week.hours * 2, 1)
    top: float = _HEAD + _HOURS
    _hours(canvas, looks, week, slot, (top, top + body))
    for day in week.days:
        _day(canvas, looks, day, top, slot)
        top += _height(day)
    _legend(canvas, looks, week.legend, top + 26)
    canvas.text((MARGIN, top + 26 + legend + _FOOT / 2), week.footnote, Text(SMALL, looks.soft, looks.ground))
    return canvas


def _height(day: DayRow) -> int:
    return _ROW if day.cells else _BLANK_ROW


def _hours(canvas: Canvas, looks: Looks, week: WeekStrip, slot: float, ends: tuple[float, float]) -> None:
    """Name the hours, as many as there is room for, each with a line through the days."""
    step = next((each for each in _HOUR_STEPS if each * 2 * slot >= _HOUR_ROOM), _HOUR_STEPS[-1])
    look = Text(SMALL, looks.soft, looks.ground)
    for hour in range(week.first_hour, week.first_hour + week.hours + 1):
        if hour % step:
            continue
        x = MARGIN + _LABELS + (hour - week.first_hour) * 2 * slot
        canvas.box((x - 1, ends[0] - 10, x + 1, ends[1]), looks.line)
        half = width_of(str(hour), SMALL) / 2
        canvas.text((min(x, WIDTH - 8 - half), ends[0] - _HOURS / 2 - 8), str(hour), look, "mm")


def _day(canvas: Canvas, looks: Looks, day: DayRow, top: float, slot: float) -> None:
    height = _height(day)
    middle = top + height / 2
    canvas.text((MARGIN, middle), day.label, Text(NORMAL, looks.ink if day.cells else looks.soft, looks.ground))
    left: float = MARGIN + _LABELS
    if not day.cells:
        room = WIDTH - MARGIN - left
        canvas.box((left - 2, top - _APART, WIDTH, top + height + _APART), looks.ground)
        canvas.text((left + 10, middle), cut(day.note, SMALL, room), Text(SMALL, looks.soft, looks.ground))
        return
    for cell, number, run in _runs(day.cells):
        box = (left + number * slot, top + _APART, left + (number + run) * slot - _APART, top + height - _APART)
        _run(canvas, looks, cell, box, slot)


def _runs(cells: Sequence[str]) -> Iterator[tuple[Cell, int, int]]:
    """Yield what each run of cells is, where it begins, and how long it is."""
    at = 0
    for cell, run in groupby(cells):
        length = len(tuple(run))
        yield Cell(cell), at, length
        at += length


def _run(canvas: Canvas, looks: Looks, cell: Cell, box: tuple[float, float, float, float], slot: float) -> None:
    """Draw half hours that were alike: filled with a letter, or open."""
    left, top, right, bottom = box
    if cell in looks.cells:
        fill, ink = looks.cells[cell]
        canvas.box(box, fill)
        if cell.isalnum() or cell is Cell.UNSAID:
            size = min(SMALL, max(18, round(slot * 0.9)))
            canvas.text(((left + right) / 2, (top + bottom) / 2), cell.value, Text(size, ink, fill), "mm")
    elif cell is Cell.GAP:
        canvas.frame(box, looks.open, 2)
    elif cell is Cell.TO_COME:
        middle = (top + bottom) / 2
        canvas.dashes((left + 4, middle - 2, right, middle + 2), looks.open, 8)


def _legend(canvas: Canvas, looks: Looks, legend: Sequence[Named], top: float) -> None:
    """Say what each cell means, in columns read downwards."""
    rows = -(-len(legend) // _COLUMNS)
    wide = (WIDTH - 2 * MARGIN) / _COLUMNS
    for number, named in enumerate(legend):
        column, row = divmod(number, rows)
        left, middle = MARGIN + column * wide, top + row * _LEGEND_ROW + _LEGEND_ROW / 2
        box = (left, middle - _SWATCH / 2, left + _SWATCH, middle + _SWATCH / 2)
        _run(canvas, looks, named.cell, box, _SWATCH)
        at = left + _SWATCH + 18
        canvas.text((at, middle), named.label, Text(SMALL, looks.ink, looks.ground))
        at += width_of(named.label, SMALL) + 14
        canvas.text((at, middle), named.amount, Text(SMALL, looks.soft, looks.ground))
