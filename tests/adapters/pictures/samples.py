"""Pictures of an empty, a thin, a normal and a full week, of weeks and of a process, as docs/pictures has them.

Written anew with: python -m tests.adapters.pictures.samples docs/pictures
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from adapters.pictures.painter import PngPainter
from bot.domain.diary import Entry, Kind, Label
from bot.domain.people import Person, Plan, Stage, Who
from bot.domain.pictures import Theme
from bot.domain.rest import DayRange, DaysOff
from bot.domain.slots import DAY, DAYS_IN_WEEK, SLOT, Days, Hours, Span, at_local, week_span
from bot.domain.strip import StripRows, strip
from bot.domain.trend import WeekPoint
from bot.features.pictures import funnel_image, strip_image, trend_image
from bot.ui import Image

MONDAY = date(2026, 11, 9)
PLAN = Plan(zone="Europe/Paris", off=DaysOff(country="FR"))
LATE = Plan(
    zone="America/New_York",
    hours=Hours(start=time(7), end=time(22, 30)),
    days=Days.of(range(7)),
    off=DaysOff(own=(DayRange(MONDAY + 6 * DAY, MONDAY + 6 * DAY),)),
)
KINDS = {
    "S": Kind.SELLING,
    "L": Kind.LEADS,
    "P": Kind.PAID,
    "B": Kind.BUILDING,
    "A": Kind.ADMIN,
    "-": Kind.BREAK,
    "?": None,
}

THIN = ("....SS..........", "", "", "...PP...........", "................", "", "")
NORMAL = (
    "LASSPPPP--PP.AAB",
    "L.SS.PPP--PPPPP.",
    "",
    "ASSSPPPP--..PPBB",
    "LLSPPPPP--AA::::",
    "",
    "",
)
FULL = (
    "BBLLSSSPPPPP--PPPPPPAABBB--PPPL",
    "BBBLLSSSSSPPP--PPPPAAAA--PPPPPP",
    "LLPPSSPPPPPP---PPPPPPAAA-BBBBBB",
    "PPPPSSSSPPPP--PPPPSSPPPA--PPPPP",
    "BBLLSSSPPP?P--PPPPPPAAA---PPPLL",
    "LLSS--BBBBBB--PPPP-............",
    "",
)


def entries(days: tuple[str, ...], plan: Plan) -> Iterator[Entry]:
    """Yield what was noted: a sign for each half hour from the beginning of work on."""
    for number, signs in enumerate(days):
        begin = at_local(MONDAY + number * DAY, plan.hours.start, plan.tz)
        for place, sign in enumerate(signs):
            if sign in KINDS:
                span = Span(begin + place * SLOT, begin + (place + 1) * SLOT)
                yield Entry(span=span, what="w", kind=KINDS[sign], recorded_at=span.start, label=Label.LIVE)


def week(days: tuple[str, ...], plan: Plan = PLAN, now: datetime | None = None) -> Image:
    """Return the picture of a week."""
    begun = at_local(MONDAY, time(), plan.tz) - DAY
    person = Person(who=Who(1, 1), plan=plan, stage=Stage.STARTED, started_at=begun)
    seen = now or week_span(MONDAY, plan.tz).end
    made = tuple(entries(days, plan))
    return strip_image(strip(StripRows(monday=MONDAY, plan=plan, started_at=begun, now=seen, entries=made)), person)


def weeks() -> Image:
    """Return the picture of eight weeks, of two of which too little was noted."""
    numbers = (
        (0.04, 0, 1),
        (0.11, 1, 0),
        (None, 0, 0),
        (0.08, 2, 1),
        (0.19, 3, 2),
        (0.22, 4, 5),
        (None, 1, 0),
        (0.17, 2, 3),
    )
    first = MONDAY - 7 * DAYS_IN_WEEK * DAY
    return trend_image(
        WeekPoint(
            monday=first + number * DAYS_IN_WEEK * DAY,
            share=share,
            conversations=talks,
            asks=asks,
            goal=3,
            is_over=number < len(numbers) - 1,
        )
        for number, (share, talks, asks) in enumerate(numbers)
    )


def process() -> Image:
    """Return the picture of a process, one step of it in letters that the font lacks, one without a plan."""
    steps = (
        ("Messages to people I know", 17, 20),
        ("Conversations about what they need, at length and in person", 6, 5),
        ("見積もり", 3, 4),
        ("Asks for introductions", 2, None),
        ("Yes", 0, 1),
    )
    return funnel_image("process", "Your process in week 46", steps)


def samples() -> dict[str, Image]:
    """Return every picture, by the name of its file."""
    friday = at_local(MONDAY + 4 * DAY, time(15), PLAN.tz)
    return {
        "week-empty": week(("",) * 7),
        "week-thin": week(THIN),
        "week-normal": week(NORMAL, now=friday),
        "week-full": week(FULL, LATE),
        "weeks": weeks(),
        "process": process(),
    }


def write(directory: Path) -> None:
    """Write each picture in each theme."""
    directory.mkdir(parents=True, exist_ok=True)
    painter = PngPainter()
    for name, image in samples().items():
        for theme in Theme:
            (directory / f"{name}-{theme}.png").write_bytes(painter.paint(image.chart, theme))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
