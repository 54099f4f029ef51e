"""The commands as somebody at a shell runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.cli import main

REPOSITORY = Path(__file__).parent.parent.parent
SETTINGS = (
    "DATABASE_URL",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_API_URL",
    "WHATFOR_SLACK_COMMAND",
    "DISCORD_TOKEN",
    "DISCORD_API_URL",
    "DISCORD_GATEWAY_URL",
    "WHATFOR_WEB_PORT",
    "WHATFOR_WEB_HOST",
    "WHATFOR_WEB_URL",
    "WHATFOR_OPERATOR",
    "LOG_LEVEL",
    "NO_COLOR",
)
START = "start zone:Europe/Paris hours:9-17 days:mon-fri cadence:30 block:10:00 goal:3"


def command(*words: str) -> list[str]:
    """Return the command line of a process that runs `whatfor` with these words."""
    return [sys.executable, "-m", "bot", *words]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables for a process, which finds the program wherever it starts."""
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), **(more or {})}


def whatfor(*words: str, stdin: str = "", more: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run `whatfor` in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own program
        command(*words),
        input=stdin,
        env=environment(more),
        capture_output=True,
        encoding="utf-8",
        timeout=50,
        check=False,
    )


def play(file: Path, *lines: str, start: str = "2026-11-23 08:50", as_json: bool = False) -> int:
    """Play a script into a database; return the exit status."""
    script = file.with_suffix(".script")
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = ["chat", "--script", str(script), "--db", str(file), "--start", start, "--zone", "Europe/Paris"]
    return main([*words, *(["--json"] if as_json else [])])


def mode(file: Path) -> int:
    """Return the permissions of a file."""
    return file.stat().st_mode & 0o777
