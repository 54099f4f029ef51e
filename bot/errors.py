"""The few errors that cross a room's border, named for what the receiver can do about them."""

from __future__ import annotations

import traceback
from datetime import timedelta
from pathlib import Path

GONE = "the message is not there any more"  # the reason why one can't be changed, now or later


class WhatforError(Exception):
    """Something a person or an operator can read: the message says what to do instead."""


class SettingsError(WhatforError):
    """The settings can't be used; the message names every one and how to get it."""


class StoreError(WhatforError):
    """The database can't be opened or brought up to date; the message names the remedy."""


class ScreenError(ValueError):
    """A screen is larger than the tightest platform allows, or contradicts itself."""


class DeliveryError(Exception):
    """A messenger could not do what it was asked; its subclasses say what is known about it."""

    def __init__(self, reason: str) -> None:
        """Keep the reason, which may be shown to the person and never holds their words."""
        super().__init__(reason)
        self.reason = reason


class NotNowError(DeliveryError):
    """Nothing was sent and it may be tried again after a while (a rate limit, say)."""

    def __init__(self, reason: str, retry_after: timedelta) -> None:
        """Keep the wait that the platform asked for."""
        super().__init__(reason)
        self.retry_after = retry_after


class MaybeSentError(DeliveryError):
    """The answer was lost: the message may or may not have arrived, so ask before sending again."""


class CannotTellError(DeliveryError):
    """The platform can't be asked whether a message arrived."""


class RefusedError(DeliveryError):
    """The platform will never accept this message, or anything else for this account."""

    def __init__(self, reason: str, *, account_unreachable: bool) -> None:
        """Say whether the account can't be reached at all or only this message was refused."""
        super().__init__(reason)
        self.account_unreachable = account_unreachable


def fault(error: BaseException) -> str:
    """Name an unexpected error and where it happened, without its message, which may hold somebody's words."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return f"{type(error).__name__} at " + " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
