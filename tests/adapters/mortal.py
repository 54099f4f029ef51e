"""A nursery of `whatfor run`: for each line that it reads it begins a life, a process of its own that can be killed.

Everything is imported once, the door that it is told among it, and each life is a fork of that, since importing takes
longer than all the rest. Its clock is moved from outside: the file named by WHATFOR_TEST_CLOCK holds by how many
seconds.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import bot.cli.run
import bot.wiring  # noqa: F401 - imported once for every life
from adapters import ticker
from adapters.clock import SystemClock
from bot.cli import main

_MOVED = Path(os.environ["WHATFOR_TEST_CLOCK"])


def moved(_: SystemClock) -> datetime:
    """Return the time of this machine's clock, moved."""
    return datetime.now(UTC) + timedelta(seconds=float(_MOVED.read_text()))  # noqa: TID251 - a clock for tests


def live() -> None:
    """Live until killed."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os._exit(main(["run"]))


def tell(line: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    import_module(f"adapters.{sys.argv[1]}.app")
    SystemClock.now = moved  # type: ignore[assignment,method-assign]  # the one change to the clock of the program
    ticker.TICK = timedelta(seconds=0.08)  # two seconds where the time passes 25 times as fast
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            live()
        tell(str(child))
        os.waitpid(child, 0)
        tell("gone")
