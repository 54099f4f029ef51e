"""Something small to draw, and a painter that needs no time for it."""

from __future__ import annotations

from bot.domain.pictures import Chart, Funnel, FunnelStep, Theme


def chart(done: int = 1) -> Funnel:
    """Return a process of one step."""
    return Funnel(title="Week 48", steps=(FunnelStep(name="asks", done=done),), step="Step", of="of", planned="planned")


def drawn(shown: Chart, theme: Theme = Theme.LIGHT) -> bytes:
    """Return what the small painter makes of it: different for what is different."""
    return f"\x89PNG {theme} {shown}".encode()


class SmallPainter:
    """Paints at once (`bot.ports.Painter`); `fails` makes it break."""

    def __init__(self, *, fails: bool = False) -> None:
        self._fails = fails

    def paint(self, shown: Chart, theme: Theme) -> bytes:
        if self._fails:
            raise ZeroDivisionError
        return drawn(shown, theme)
