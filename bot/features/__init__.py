"""The table of contents: everything the bot does, in the order in which `help` shows it."""

from __future__ import annotations

from bot.feature import Feature
from bot.features import (
    checkin,
    conversations,
    corrections,
    diary,
    help,  # noqa: A004 - the feature is called what it is
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
    checkin.FEATURE,
    diary.FEATURE,
    corrections.FEATURE,
    today.FEATURE,
    undo.FEATURE,
    outreach.FEATURE,
    conversations.FEATURE,
    report.FEATURE,
    pause.FEATURE,
    settings.FEATURE,
    travel.FEATURE,
    status.FEATURE,
    help.FEATURE,
)
