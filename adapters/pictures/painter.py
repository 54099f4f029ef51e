"""Paints what is to be drawn (`bot.ports.Painter`). The library is imported with the first picture, never before."""

from __future__ import annotations

from threading import Lock

from bot.domain.pictures import Chart, Theme


class PngPainter:
    """Makes PNGs, the same for the same chart; one at a time, for letters are shared."""

    def __init__(self) -> None:
        self._lock = Lock()

    def paint(self, chart: Chart, theme: Theme) -> bytes:
        """Return the picture of a chart on the ground of a theme."""
        with self._lock:
            from adapters.pictures.charts import painted  # noqa: PLC0415 - whoever sees no picture waits for no library

            return painted(chart, theme)
