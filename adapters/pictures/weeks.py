"""Numbers over the weeks as columns: the selling share above, conversations and asks against the goal below."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.pictures.canvas import Canvas, Text, width_of
from adapters.pictures.looks import LARGE, MARGIN, NORMAL, SMALL, WIDTH, Looks
from bot.domain.pictures import WeekBar, WeekBars

_HEAD = 106
_CAPTION = 64
_SHARE, _COUNTS = 270, 300  # how high the columns' rooms are
_VALUE = 46  # room for a number above a column
_NAMES = 62
_BETWEEN = 34
_FOOT = 58
_SWATCH = 34
_LEAST_SHARE = 20  # percent: below that the columns do not fill their room
_LEAST_COUNT = 4


def draw_weeks(weeks: WeekBars, looks: Looks) -> Canvas:
    """Draw the weeks: two rooms of columns, one under the other, with the weeks' names below each."""
    height = _HEAD + 2 * (_CAPTION + _VALUE + _NAMES) + _SHARE + _COUNTS + _BETWEEN
    canvas = Canvas(WIDTH, height + (_FOOT if weeks.footnote else 20), looks.ground)
    canvas.text((MARGIN, _HEAD / 2 + 6), weeks.title, Text(LARGE, looks.ink, looks.ground))
    top: float = _HEAD
    canvas.text((MARGIN, top + _CAPTION / 2), weeks.share, Text(NORMAL, looks.ink, looks.ground))
    if any(week.share is None for week in weeks.weeks):
        gap = f"? {weeks.gap}"
        canvas.text((WIDTH - MARGIN, top + _CAPTION / 2), gap, Text(SMALL, looks.soft, looks.ground), "rm")
    top += _CAPTION + _VALUE
    _shares(canvas, looks, weeks, top)
    _names(canvas, looks, weeks, top + _SHARE)
    top += _SHARE + _NAMES + _BETWEEN
    _key(canvas, looks, weeks, top + _CAPTION / 2)
    top += _CAPTION + _VALUE
    _counts(canvas, looks, weeks, top)
    _names(canvas, looks, weeks, top + _COUNTS)
    if weeks.footnote:
        canvas.text((MARGIN, height + _FOOT / 2 - 8), weeks.footnote, Text(SMALL, looks.soft, looks.ground))
    return canvas


def _columns(weeks: WeekBars) -> Iterator[tuple[WeekBar, float, float]]:
    """Yield each week with the left edge and the width of its column's room."""
    wide = (WIDTH - 2 * MARGIN) / len(weeks.weeks)
    for number, week in enumerate(weeks.weeks):
        yield week, MARGIN + number * wide, wide


def _names(canvas: Canvas, looks: Looks, weeks: WeekBars, top: float) -> None:
    canvas.box((MARGIN, top, WIDTH - MARGIN, top + 2), looks.open)
    size = min(SMALL, *(_fitting(week.label, wide - 10) for week, _, wide in _columns(weeks)))
    for week, left, wide in _columns(weeks):
        canvas.text((left + wide / 2, top + _NAMES / 2), week.label, Text(size, looks.soft, looks.ground), "mm")


def _fitting(words: str, room: float) -> int:
    return next((size for size in range(SMALL, 18, -1) if width_of(words, size) <= room), 18)


def _shares(canvas: Canvas, looks: Looks, weeks: WeekBars, top: float) -> None:
    """Draw the shares; a week of which too little is noted is an open place with a question mark."""
    most = max(_LEAST_SHARE, *(week.share or 0 for week in weeks.weeks))
    for week, left, wide in _columns(weeks):
        thick = min(wide * 0.62, 120)
        begin, middle, bottom = left + (wide - thick) / 2, left + wide / 2, top + _SHARE
        if week.share is None:
            canvas.frame((begin, bottom - 90, begin + thick, bottom), looks.open, 2)
            canvas.text((middle, bottom - 45), "?", Text(NORMAL, looks.soft, looks.ground), "mm")
            continue
        high = bottom - _SHARE * week.share / most
        canvas.box((begin, high, begin + thick, bottom), looks.strong)
        canvas.text((middle, high - _VALUE / 2), f"{week.share} %", Text(SMALL, looks.ink, looks.ground), "mm")


def _counts(canvas: Canvas, looks: Looks, weeks: WeekBars, top: float) -> None:
    """Draw conversations beside asks, and the goal as a line across the week."""
    most = max(_LEAST_COUNT, *(max(week.conversations, week.asks, week.goal) for week in weeks.weeks))
    bottom = top + _COUNTS
    for week, left, wide in _columns(weeks):
        thick = min(wide * 0.36, 80)
        middle = left + wide / 2
        level = bottom - _COUNTS * week.goal / most
        canvas.box((left + 4, level - 2, left + wide - 4, level + 2), looks.goal)
        for begin, number, colour in (
            (middle - thick - 2, week.conversations, looks.strong),
            (middle + 2, week.asks, looks.second),
        ):
            high = bottom - _COUNTS * number / most
            canvas.box((begin, high - _VALUE + 6, begin + thick, high), looks.ground)  # no line through a number
            canvas.box((begin, high, begin + thick, bottom), colour)
            if high <= level:
                canvas.box((begin, level - 2, begin + thick, level + 2), looks.goal)
            canvas.text((begin + thick / 2, high - _VALUE / 2), str(number), Text(SMALL, looks.ink, looks.ground), "mm")


def _key(canvas: Canvas, looks: Looks, weeks: WeekBars, middle: float) -> None:
    """Say which column is which, and what the line is."""
    at: float = MARGIN
    for words, colour in ((weeks.conversations, looks.strong), (weeks.asks, looks.second)):
        canvas.box((at, middle - _SWATCH / 2, at + _SWATCH, middle + _SWATCH / 2), colour)
        at += _SWATCH + 16
        canvas.text((at, middle), words, Text(NORMAL, looks.ink, looks.ground))
        at += width_of(words, NORMAL) + 44
    canvas.box((at, middle - 2, at + _SWATCH + 14, middle + 2), looks.goal)
    canvas.text((at + _SWATCH + 30, middle), weeks.goal, Text(NORMAL, looks.ink, looks.ground))
