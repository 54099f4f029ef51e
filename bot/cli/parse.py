"""`whatfor parse`: what the bot understands of a reply, as one JSON object, for whoever wonders and for bug reports."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.clock import SystemClock
from bot.cli.zone import machine_zone, zone_argument
from bot.commands import Catalogue
from bot.domain.slots import Hours, read_hours
from bot.features import FEATURES
from bot.grammar.reply import (
    Context,
    Entries,
    Help,
    Nothing,
    Pause,
    Reply,
    Run,
    Said,
    Same,
    Skip,
    Substitute,
    Undo,
    Why,
)
from bot.grammar.understand import understand

INTENTS: dict[type[Reply], str] = {
    Entries: "entry",
    Same: "same",
    Skip: "skip",
    Undo: "undo",
    Why: "why",
    Substitute: "substitute",
    Pause: "pause",
    Run: "command",
    Help: "help",
    Nothing: "text",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the reply, and what it is understood against."""
    parser.add_argument("text", metavar="TEXT", help="what the person writes")
    parser.add_argument("--now", type=_moment, metavar="ISO", help="when: 2026-11-25T14:35 (default: now)")
    parser.add_argument("--zone", type=zone_argument, help="the time zone, like Europe/Paris (default: this machine's)")
    parser.add_argument("--lunch", type=_lunch, help="when the person has theirs, like 12:30-13:30")
    parser.add_argument("--awaiting", choices=["why"], help="what was just asked for")
    parser.add_argument(
        "--since", type=float, default=None, metavar="MINUTES", help="how long ago the last entry was written"
    )


def _lunch(text: str) -> Hours:
    lunch = read_hours(text)
    if lunch is None:
        raise argparse.ArgumentTypeError(f'"{text}" was not understood. Write it like 12:30-13:30.')
    return lunch


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is no moment. Write it like 2026-11-25T14:35.') from None


async def run(parsed: argparse.Namespace) -> int:
    """Print what is understood."""
    tz = ZoneInfo(parsed.zone or machine_zone(os.environ))
    now = parsed.now or SystemClock().now()
    now = now.replace(tzinfo=tz) if now.tzinfo is None else now.astimezone(tz)
    catalogue = Catalogue(spec for feature in FEATURES for spec, _ in feature.commands)
    context = Context(
        now=now,
        tz=tz,
        paths=catalogue.paths,
        why_awaited=parsed.awaiting == "why",
        lunch=parsed.lunch,
        last_entry_at=None if parsed.since is None else now - timedelta(minutes=parsed.since),
    )
    print(json.dumps(told(understand(parsed.text, context), tz), ensure_ascii=False))
    return 0


def told(meaning: Reply, tz: ZoneInfo) -> dict[str, object]:
    """Return a meaning as plain data: intent, entries, flags, and whatever else the meaning holds."""
    entries = meaning.entries if isinstance(meaning, Entries) else ()
    flags = meaning.flags if isinstance(meaning, Entries) else frozenset()
    plain: dict[str, object] = {
        "intent": INTENTS[type(meaning)],
        "entries": [_entry(said, tz) for said in entries],
        "flags": sorted(flags),
    }
    if isinstance(meaning, Entries):
        plain["rests"] = meaning.rests
        plain["command"] = meaning.command
        plain["plain"] = _entry(meaning.plain, tz) if meaning.plain else None
        return plain
    rest = asdict(meaning)
    return plain | {name: _iso(value, tz) if isinstance(value, datetime) else value for name, value in rest.items()}


def _entry(said: Said, tz: ZoneInfo) -> dict[str, object]:
    return {
        "what": said.what,
        "why": said.why,
        "start": _iso(said.start, tz),
        "end": _iso(said.end, tz),
        "break": said.is_break,
        "tags": list(said.tags),
    }


def _iso(moment: datetime | None, tz: ZoneInfo) -> str | None:
    return moment.astimezone(tz).isoformat() if moment else None
