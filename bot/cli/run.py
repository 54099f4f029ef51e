"""`whatfor run`: every platform whose tokens are set, until it is stopped."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.cli.logs import start_logging
from bot.settings import environment, read_settings
from bot.wiring import DOORS, run_doors

THREE_WAYS = """\
No platform's token is set, so there is nobody to talk to. Three ways to go on:

  1. Try it here, with no account:    whatfor demo     a week in under a minute
                                      whatfor chat     the real conversation, in this terminal

  2. Slack:    set SLACK_BOT_TOKEN (xoxb-…) and SLACK_APP_TOKEN (xapp-…)

  3. Discord:  set DISCORD_TOKEN

Set them in the environment or in a file .env in this directory; .env.example has every setting with one sentence each.
`whatfor doctor` says what is set up and what is missing."""


def add_arguments(_: argparse.ArgumentParser) -> None:
    """Take no options: everything is a setting."""


async def run(_: argparse.Namespace) -> int:
    """Run until stopped; 1 when there is no token, or every door failed."""
    settings = read_settings(environment(os.environ, Path.cwd()))
    start_logging(settings.log_level)
    if not any(plan.is_set(settings) for plan in DOORS):
        print(THREE_WAYS)
        return 1
    doors = asyncio.ensure_future(run_doors(settings, DOORS, lambda line: print(line, file=sys.stderr, flush=True)))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, doors.cancel)
    try:
        return 0 if await doors else 1
    except asyncio.CancelledError:
        return 0
