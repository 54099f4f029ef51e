"""A process as a funnel: one bar a step, as long as it was done, over a frame as long as it was planned."""

from __future__ import annotations

import unicodedata

from adapters.pictures.canvas import Canvas, Text, cut, is_writable, width_of
from adapters.pictures.looks import LARGE, MARGIN, NORMAL, WIDTH, Looks
from bot.domain.pictures import Funnel

_HEAD = 106
_STEP = 122
_BAR = 60


def draw_funnel(funnel: Funnel, looks: Looks) -> Canvas:
    """Draw the steps, each with its name and counts above its bar."""
    canvas = Canvas(WIDTH, _HEAD + len(funnel.steps) * _STEP + 14, looks.ground)
    canvas.text((MARGIN, _HEAD / 2 + 6), funnel.title, Text(LARGE, looks.ink, looks.ground))
    most = max(1, *(max(step.done, step.planned or 0) for step in funnel.steps))
    room = WIDTH - 2 * MARGIN
    for number, step in enumerate(funnel.steps):
        top = _HEAD + number * _STEP
        counts = str(step.done) if step.planned is None else f"{step.done} {funnel.of} {step.planned} {funnel.planned}"
        wide = width_of(counts, NORMAL)
        name = _name(step.name, f"{funnel.step} {number + 1}", room - wide - 40)
        canvas.text((MARGIN, top + 22), name, Text(NORMAL, looks.ink, looks.ground))
        canvas.text((WIDTH - MARGIN - wide, top + 22), counts, Text(NORMAL, looks.soft, looks.ground))
        bar = top + 48
        if step.planned:
            canvas.frame((MARGIN, bar, MARGIN + room * step.planned / most, bar + _BAR), looks.open, 3)
        if step.done:
            canvas.box((MARGIN, bar, MARGIN + max(8, room * step.done / most), bar + _BAR), looks.strong)
        if step.planned and step.done > step.planned:
            at = MARGIN + room * step.planned / most
            canvas.box((at - 3, bar - 4, at + 3, bar + _BAR + 4), looks.goal)
        if not step.done and not step.planned:
            canvas.box((MARGIN, bar, MARGIN + 4, bar + _BAR), looks.open)
    return canvas


def _name(words: str, otherwise: str, room: float) -> str:
    """Return a step's name, shortened; its number where the font lacks a letter of it."""
    name = " ".join(unicodedata.normalize("NFC", words).split())
    return cut(name if name and is_writable(name) else otherwise, NORMAL, room)
