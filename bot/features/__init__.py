"""The table of contents: everything the bot does, in the order in which `help` shows it."""

from __future__ import annotations

from bot.feature import Feature
from bot.features import (
    appointments,
    checkin,
    conversations,
    corrections,
    dayend,
    diary,
    followups,
    help,  # noqa: A004 - the feature is called what it is
    home,
    leadtime,
    lighter,
    outreach,
    pause,
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
    leadtime.FEATURE,
    conversations.FEATURE,
    appointments.FEATURE,
    followups.FEATURE,
    report.FEATURE,
    dayend.FEATURE,
    lighter.FEATURE,
    pause.FEATURE,
    settings.FEATURE,
    travel.FEATURE,
    status.FEATURE,
    help.FEATURE,
)
