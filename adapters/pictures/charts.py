"""Which picture is drawn by whom."""

from __future__ import annotations

from typing import assert_never

from adapters.pictures.canvas import Canvas
from adapters.pictures.funnel import draw_funnel
from adapters.pictures.looks import LOOKS
from adapters.pictures.week import draw_week
from adapters.pictures.weeks import draw_weeks
from bot.domain.pictures import Chart, Funnel, Theme, WeekBars, WeekStrip


def painted(chart: Chart, theme: Theme) -> bytes:
    """Return a chart as a PNG."""
    return _drawn(chart, theme).png()


def _drawn(chart: Chart, theme: Theme) -> Canvas:
    looks = LOOKS[theme]
    match chart:
        case WeekStrip():
            return draw_week(chart, looks)
        case WeekBars():
            return draw_weeks(chart, looks)
        case Funnel():
            return draw_funnel(chart, looks)
        case _:
            assert_never(chart)
