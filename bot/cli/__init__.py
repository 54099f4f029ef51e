"""The command line: one file a command."""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
from collections.abc import Sequence
from importlib import import_module, metadata

from bot.errors import WhatforError

COMMANDS = {
    "demo": "A working week of one person in under a minute: no account, nothing sent",
    "chat": "The whole conversation in this terminal, live or from a script",
    "run": "Start every platform whose tokens are set",
    "doctor": "What is set up, what is wrong, and what to do",
    "parse": "What the bot understands of a reply",
    "schedule": "Every moment at which the bot would speak",
    "manifest": "What a platform is told of the app, to be pasted where it is made",
    "report": "A week's report of a person: its text, and its pictures to look at",
    "import": "People out of a CSV file, shown before they are put on the list",
    "export": "Everything held for a person, as JSON and CSV, and the appointments for a calendar",
    "forget": "Delete everything held for a person",
    "db": "Bring the database up to date",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 fine, 1 it could not be done, 2 it was called wrongly."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without a sign for ✓ is no reason to stop
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = next((word for word in words if word in COMMANDS), None)
    parser = argparse.ArgumentParser(
        prog="whatfor", description="What are you doing, and why? An accountability bot for people who work alone."
    )
    parser.add_argument("--version", action="version", version=f"whatfor {metadata.version('whatfor')}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command, summary in COMMANDS.items():
        its_parser = commands.add_parser(command, help=summary, description=f"{summary}.")
        if command == name:
            import_module(f"bot.cli.{command}").add_arguments(its_parser)
    parsed = parser.parse_args(words)
    if parsed.command is None:
        parser.print_help()
        return 2
    try:
        return int(asyncio.run(import_module(f"bot.cli.{parsed.command}").run(parsed)))
    except WhatforError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
