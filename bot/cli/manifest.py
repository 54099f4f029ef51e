"""`whatfor manifest slack`: what Slack is told of the app, as JSON to be pasted."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from adapters.slack.manifest import command_set, manifest, read_command
from adapters.slack.render import COMMAND
from bot.errors import SettingsError
from bot.settings import environment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the platform, and the name of the command."""
    parser.add_argument("platform", choices=["slack"], help="the platform it is for")
    parser.add_argument(
        "--command",
        dest="root",
        type=_command,
        metavar="NAME",
        help=f"the command's name (default: WHATFOR_SLACK_COMMAND, else {COMMAND})",
    )


def _command(text: str) -> str:
    try:
        return read_command(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


async def run(parsed: argparse.Namespace) -> int:
    """Print the manifest."""
    written = environment(os.environ, Path.cwd()).get("WHATFOR_SLACK_COMMAND", "")
    told = manifest(parsed.root or command_set(written))
    print(json.dumps(told, indent=2, ensure_ascii=False))
    return 0
