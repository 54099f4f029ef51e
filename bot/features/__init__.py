"""The table of contents: everything the bot does, in the order in which `help` shows it."""

from __future__ import annotations

from bot.feature import Feature
from bot.features import (
    asks,
    checkin,
    conversations,
    corrections,
    dayend,
    diary,
    followups,
    hard,
    help,  # noqa: A004 - the feature is called what it is
    home,
    lighter,
    outreach,
    pause,
    prospects,
    report,
    settings,
    start,
    status,
    today,
    travel,
    undo,
)

FEATURES: tuple[Feature, ...] = (
    start.FEATURE,
    home.FEATURE,
    checkin.FEATURE,
    diary.FEATURE,
    corrections.FEATURE,
    today.FEATURE,
    undo.FEATURE,
    outreach.FEATURE,
    conversations.FEATURE,
    followups.FEATURE,
    prospects.FEATURE,
    asks.FEATURE,
    hard.FEATURE,
    report.FEATURE,
    dayend.FEATURE,
    lighter.FEATURE,
    pause.FEATURE,
    settings.FEATURE,
    travel.FEATURE,
    status.FEATURE,
    help.FEATURE,
)
