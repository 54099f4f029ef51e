"""Where the log goes, and what never goes into it."""

from __future__ import annotations

import logging

# At DEBUG it writes every statement with its values, which are people's words.
_WORDY = ("aiosqlite",)


def start_logging(level: int, *, with_times: bool = True) -> None:
    """Write the log from `level` on to standard error, without anybody's words at any level."""
    times = "%(asctime)s " if with_times else ""
    logging.basicConfig(level=level, format=f"{times}%(levelname)s %(name)s: %(message)s")
    for name in _WORDY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
