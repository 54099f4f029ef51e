"""The table of contents: everything the bot does, in the order in which `help` shows it."""

from __future__ import annotations

from bot.feature import Feature
from bot.features import (
    appointments,
    away,
    checkin,
    conversations,
    corrections,
    dayend,
    daysoff,
    diary,
    followups,
    help,  # noqa: A004 - the feature is called what it is
    home,
    lighter,
    outreach,
    pause,
    report,
    search,
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
    search.FEATURE,
    undo.FEATURE,
    outreach.FEATURE,
    conversations.FEATURE,
    appointments.FEATURE,
    followups.FEATURE,
    report.FEATURE,
    dayend.FEATURE,
    away.FEATURE,
    lighter.FEATURE,
    pause.FEATURE,
    daysoff.FEATURE,
    settings.FEATURE,
    travel.FEATURE,
    status.FEATURE,
    help.FEATURE,
)
