"""The numbers of good manners, all in one place."""

from __future__ import annotations

from datetime import timedelta

PROMPT_LATE_AFTER = timedelta(minutes=10)
UNDO_WITHIN = timedelta(hours=24)
EDIT_WITHIN = timedelta(hours=24)
WHY_AWAITED_FOR = timedelta(minutes=10)
CORRECTION_WITHIN = timedelta(minutes=15)
ANSWERED_BY_WORDS_FOR = timedelta(hours=12)
GAP_REACHES_BACK = timedelta(minutes=60)
QUIET_FOR = timedelta(hours=1)
NUDGED_PEOPLE = 3
