"""The rules of good manners, with all their numbers: how long something is offered, and when to ask less."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

PROMPT_LATE_AFTER = timedelta(minutes=10)
UNDO_WITHIN = timedelta(hours=24)
EDIT_WITHIN = timedelta(hours=24)
WHY_AWAITED_FOR = timedelta(minutes=10)
CORRECTION_WITHIN = timedelta(minutes=15)
ANSWERED_BY_WORDS_FOR = timedelta(hours=12)
ANSWERED_AT_WORK_FOR = timedelta(minutes=15)
GAP_REACHES_BACK = timedelta(minutes=60)
NOTED_AFTER = timedelta(hours=2)
QUIET_FOR = timedelta(hours=1)
NUDGED_PEOPLE = 3
WHY_ASKED_ABOUT_FROM = timedelta(hours=2)
AWAY_TOLD_WITHIN = timedelta(hours=1)
AWAY_TOLD_FOR = timedelta(hours=72)
REMINDED_BEFORE = timedelta(minutes=15)
ASKED_AFTER = timedelta(minutes=5)
ASKED_AFTER_FOR = timedelta(hours=3)
TOLD_OF_FOR = timedelta(days=60)
LIGHTER_OFFERED_AFTER = timedelta(days=14)

MISSES_TO_ASK_LESS = 2
ASKED_LESS = timedelta(hours=1)
MISSES_TO_STOP = 4
MOST_UNANSWERED = 6
SILENT_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """What the bot said of its own accord and nobody took up.

    `today` counts today's messages without an answer. The rest is about the questions since the person last did
    anything: `in_a_row` counts today's, `asked_at` is when the last of them was asked, `asked_whether_there` tells
    whether one of them was "Still there?", `days` counts the days before today that had any, `this_week` tells whether
    this week had one.
    """

    today: int = 0
    in_a_row: int = 0
    asked_at: datetime | None = None
    asked_whether_there: bool = False
    days: int = 0
    this_week: bool = False


class Manner(Enum):
    """How to ask."""

    ASK = auto()
    STILL_THERE = auto()
    ONE_LINE = auto()


def manner(ignored: Ignored, at: datetime) -> Manner | str:
    """Return how to ask at a moment, or why not to: less and less of somebody who does not answer."""
    if ignored.days >= SILENT_DAYS and not ignored.this_week:
        return Manner.ONE_LINE
    if why := resting(ignored):
        return why
    if ignored.in_a_row < MISSES_TO_ASK_LESS or ignored.asked_at is None:
        return Manner.ASK
    if at - ignored.asked_at < ASKED_LESS:
        return "asked less, as nobody answered"
    return Manner.ASK if ignored.in_a_row < MISSES_TO_STOP else Manner.STILL_THERE


def resting(ignored: Ignored) -> str:
    """Return why nothing is said for now to somebody who does not answer, or an empty string."""
    if ignored.days >= SILENT_DAYS:
        return "quiet until somebody is back"
    if ignored.asked_whether_there:
        return "quiet for today, as nobody answered"
    return "enough is unanswered today" if ignored.today >= MOST_UNANSWERED else ""
