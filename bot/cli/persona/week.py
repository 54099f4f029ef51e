"""The texts of the demo's week, read from `week.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.diary import Kind
from bot.domain.slots import SLOT
from bot.ui import MAX_BUTTON, shorten

_FILE = Path(__file__).with_name("week.toml")
_OPENS, _CLOSES = time(9), time(17)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something she does, and the results she may hope for; without a kind she leaves that question alone."""

    what: str
    whys: tuple[str, ...]
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Doing:
    """What she is at, and what for this time."""

    activity: Activity
    why: str

    @property
    def words(self) -> str:
        """Return both as a button has them."""
        return shorten(f"{self.activity.what} — {self.why}" if self.why else self.activity.what, MAX_BUTTON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A conversation as she logs it: the form's answers by key, and those of the forms after it."""

    answers: Mapping[str, str]
    story: Mapping[str, str]
    reflection: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One half hour: its local start, and what she does in it."""

    start: datetime
    activity: str

    @property
    def end(self) -> datetime:
        """Return where it ends."""
        return self.start + SLOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What Mia's week is made of. `days` begin on a Monday; each names, by local time, what she turns to then."""

    name: str
    zone: str
    monday: date
    start: str
    report: str
    activities: Mapping[str, Activity]
    days: tuple[Mapping[time, str], ...]
    talks: Mapping[str, Talk]

    def slots(self, day: int) -> Iterator[Slot]:
        """Yield the working half hours of a day, from Monday = 0."""
        start = datetime.combine(self.monday + timedelta(days=day), _OPENS, ZoneInfo(self.zone))
        activity = ""
        while start.time() < _CLOSES:
            activity = self.days[day].get(start.time(), activity)
            yield Slot(start=start, activity=activity)
            start += SLOT


def read_week() -> Week:
    """Read the file."""
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Week(
        name=read["name"],
        zone=read["zone"],
        monday=read["monday"],
        start=read["start"],
        report=read["report"],
        activities={
            name: Activity(what=one["what"], whys=tuple(one["whys"]), kind=Kind(one["kind"]) if "kind" in one else None)
            for name, one in read["activities"].items()
        },
        days=tuple({time.fromisoformat(at): name for at, name in day.items()} for day in read["days"]),
        talks={
            name: Talk(
                answers={key: value for key, value in one.items() if isinstance(value, str)},
                story=one.get("story", {}),
                reflection=one.get("reflection", {}),
            )
            for name, one in read["talks"].items()
        },
    )
