"""`whatfor run` on a clock that is moved from outside, so that a test has half hours in seconds.

The file named by WHATFOR_TEST_CLOCK holds how many seconds this machine's time is to be moved by.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.clock import SystemClock
from bot import delivery
from bot.cli import main

_MOVED = Path(os.environ["WHATFOR_TEST_CLOCK"])


def moved(_: SystemClock) -> datetime:
    """Return the time of this machine's clock, moved."""
    return datetime.now(UTC) + timedelta(seconds=float(_MOVED.read_text()))  # noqa: TID251 - a clock for tests


if __name__ == "__main__":
    SystemClock.now = moved  # type: ignore[assignment,method-assign]  # the one change to the clock of the program
    delivery.ASK_AGAIN_AFTER = timedelta(seconds=0.2)
    delivery.LEASE = timedelta(seconds=1)
    delivery.CALL_TIMEOUT = timedelta(seconds=0.9)
    sys.exit(main(["run"]))
