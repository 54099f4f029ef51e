"""The one error of this door."""

from __future__ import annotations

from bot.errors import WhatforError


class MisstepError(WhatforError):
    """A line that can't be carried out. The message says why, and what to write instead."""
