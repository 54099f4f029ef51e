"""The pictures are those that were looked at, for every kind of eye and every letter, and cost nothing until drawn."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from adapters.pictures.canvas import cut, is_writable, spelt, width_of
from adapters.pictures.looks import LOOKS, WIDTH, Colour
from adapters.pictures.painter import PngPainter
from bot.domain.pictures import Cell, Chart, DayRow, Funnel, FunnelStep, Named, Theme, WeekBar, WeekBars, WeekStrip
from bot.ui import MAX_ALT
from tests.adapters.pictures.samples import samples

KEPT = Path(__file__).parent.parent.parent.parent / "docs" / "pictures"
SAMPLES = samples()
LARGEST = 40_000  # bytes
SEEN = 24  # of 255: less is a matter of how letters are smoothed


def painted(chart: Chart, theme: Theme = Theme.LIGHT) -> Image.Image:
    data = PngPainter().paint(chart, theme)
    assert len(data) < LARGEST
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    return image.convert("RGB")


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_picture_is_the_one_that_was_looked_at(name: str, theme: Theme) -> None:
    """Written anew with: python -m tests.adapters.pictures.samples docs/pictures"""
    kept = Image.open(KEPT / f"{name}-{theme}.png").convert("RGB")
    drawn = painted(SAMPLES[name].chart, theme)
    assert drawn.size == kept.size
    apart = ImageChops.difference(drawn, kept).convert("L").point(lambda strength: 255 * (strength > SEEN))
    assert apart.histogram()[255] <= 0.005 * drawn.width * drawn.height


def test_there_is_no_other_picture_among_them() -> None:
    assert {file.name for file in KEPT.iterdir()} == {f"{name}-{theme}.png" for name in SAMPLES for theme in Theme}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_is_drawn_as_the_same_bytes_and_its_words_fit(name: str) -> None:
    image = SAMPLES[name]
    assert PngPainter().paint(image.chart, Theme.DARK) == PngPainter().paint(image.chart, Theme.DARK)
    assert len(image.alt) <= MAX_ALT


# --- every kind of eye ------------------------------------------------------------------------------------------------


def light(colour: Colour) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    dim, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", Theme)
def test_words_stand_out_from_what_is_under_them(theme: Theme) -> None:
    looks = LOOKS[theme]
    for ink in (looks.ink, looks.soft):
        assert contrast(ink, looks.ground) >= 4.5
    for fill, ink in looks.cells.values():
        assert contrast(fill, ink) >= 4.0
    for line in (looks.strong, looks.open, looks.goal):
        assert contrast(line, looks.ground) >= 2.8


def seen_without(cone: str) -> Callable[[Colour], tuple[float, ...]]:
    """Return how an eye sees that lacks a kind of cone (Viénot, Brettel and Mollon 1999), in linear light."""
    rows = {
        "red": ((0.1120, 0.8853, -0.0005), (0.1127, 0.8897, -0.0001), (0.0045, 0.0001, 1.0019)),
        "green": ((0.2920, 0.7054, -0.0003), (0.2934, 0.7089, 0.0000), (-0.0210, 0.0256, 1.0019)),
    }[cone]

    def seen(colour: Colour) -> tuple[float, ...]:
        linear = [(part / 255) ** 2.2 for part in colour]
        return tuple(
            max(0.0, sum(weight * part for weight, part in zip(row, linear, strict=True))) ** (1 / 2.2) * 255
            for row in rows
        )

    return seen


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("cone", ["red", "green"])
def test_whoever_lacks_a_kind_of_cone_tells_the_kinds_apart(cone: str, theme: Theme) -> None:
    seen = seen_without(cone)
    fills = {cell: seen(fill) for cell, (fill, _) in LOOKS[theme].cells.items()}
    for one, other in combinations(fills, 2):
        apart = sum((a - b) ** 2 for a, b in zip(fills[one], fills[other], strict=True)) ** 0.5
        has_letters = one is not Cell.BREAK and other is not Cell.BREAK
        assert apart >= (20 if has_letters else 30), (one, other)


# --- letters ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "drawn", "is_whole"),
    [
        ("Week 48 · 23–29 Nov", "Week 48 · 23-29 Nov", True),
        ("Gespräche", "Gesprache", True),
        ("見積もり", "", False),
        ("call 📞", "call ", False),
    ],
)
def test_what_the_font_lacks_is_drawn_plainer_or_not_at_all(words: str, drawn: str, *, is_whole: bool) -> None:
    assert spelt(words) == drawn
    assert is_writable(words) is is_whole


@settings(deadline=None)
@given(words=st.text(max_size=40), room=st.integers(60, 400))
def test_words_are_cut_to_their_room(words: str, room: int) -> None:
    assert width_of(cut(words, 36, room), 36) <= room


# --- anything there can be --------------------------------------------------------------------------------------------


numbers = st.integers(0, 120)
titles = st.text(max_size=30)
funnels = st.builds(
    Funnel,
    title=titles,
    steps=st.lists(
        st.builds(FunnelStep, name=titles, done=numbers, planned=st.none() | numbers), min_size=1, max_size=8
    ).map(tuple),
    step=st.just("Step"),
    of=st.just("of"),
    planned=st.just("planned"),
)
bars = st.builds(
    WeekBars,
    title=titles,
    share=titles,
    conversations=st.just("conversations"),
    asks=st.just("asks"),
    goal=st.just("goal: 3"),
    gap=titles,
    weeks=st.lists(
        st.builds(
            WeekBar,
            label=titles,
            share=st.none() | st.integers(0, 100),
            conversations=numbers,
            asks=numbers,
            goal=numbers,
        ),
        min_size=1,
        max_size=12,
    ).map(tuple),
)


@st.composite
def strips(draw: st.DrawFn) -> WeekStrip:
    first = draw(st.integers(0, 23))
    cells = 2 * draw(st.integers(1, 24 - first))
    signs = st.text("".join(Cell), min_size=cells, max_size=cells) | st.just("")
    days = [DayRow(label="Wed 28", cells=draw(signs), note=draw(titles)) for _ in range(7)]
    legend = [
        Named(cell=cell, label="lead generation", amount="12.25 h") for cell in draw(st.sets(st.sampled_from(Cell)))
    ]
    return WeekStrip(title=draw(titles), first_hour=first, days=tuple(days), legend=tuple(legend))


@settings(deadline=None)  # the first picture brings the library with it
@given(chart=funnels | bars | strips(), theme=st.sampled_from(Theme))
def test_whatever_the_numbers_are_there_is_a_picture_as_wide_as_a_phone(chart: Chart, theme: Theme) -> None:
    image = Image.open(io.BytesIO(PngPainter().paint(chart, theme)))
    assert image.width == WIDTH
    assert image.height <= 1.5 * WIDTH


def test_a_week_without_an_hour_is_none() -> None:
    days = tuple(DayRow(label="Mon 1", note="off") for _ in range(7))
    assert painted(WeekStrip(title="Week 1", first_hour=9, days=days, legend=())).width == WIDTH


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: week_of("SS", "S"),
        lambda: week_of("SX"),
        lambda: week_of("S" * 40),
        lambda: FunnelStep(name="x", done=-1),
        lambda: WeekBar(label="x", share=101, conversations=0, asks=0, goal=0),
    ],
    ids=["days that differ", "a sign of nothing", "a day too long", "less than none", "more than all"],
)
def test_what_can_not_be_is_no_picture(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        wrong()


def week_of(*cells: str) -> WeekStrip:
    days = [DayRow(label="x", cells=each) for each in (*cells, *[""] * (7 - len(cells)))]
    return WeekStrip(title="x", first_hour=9, days=tuple(days), legend=())


# --- what it costs ----------------------------------------------------------------------------------------------------


def test_the_library_is_imported_with_the_first_picture() -> None:
    told = "import sys, adapters.pictures.painter as painter; painter.PngPainter(); assert 'PIL' not in sys.modules"
    subprocess.run([sys.executable, "-c", told], check=True, timeout=50)  # noqa: S603 - our own words
