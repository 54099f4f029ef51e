"""How the tables of these tests are read: a reply at a moment, written on one line.

`Wed 10:00–11:30: invoices — taxes #tag [guess]` is an entry; `open` stands for no time, `— ?` for a why to be asked.
What follows in braces is the command the words come close to, after `or` the same words without their guessed time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.slots import Hours
from bot.grammar.reply import Context, Entries, Flag, Pause, Reply, Run, Said, Substitute, Why
from bot.grammar.understand import understand

PARIS = ZoneInfo("Europe/Paris")
PATHS = frozenset(
    {"start", "home", "log", "today", "asked", "followups", "link", "pause", "resume", "status", "undo", "help"}
    | {
        "diary",
        "diary show",
        "diary search",
        "call",
        "call log",
        "call list",
        "call notes",
        "prospect",
        "prospect list",
    }
    | {"steps", "steps show", "goal", "goal set", "report", "report week", "report day", "share", "share list"}
)


def at(moment: str, zone: str = "Europe/Paris") -> datetime:
    """Return a local moment, `2026-11-25 14:35`, or a time on that Wednesday."""
    return datetime.fromisoformat(moment if "-" in moment else f"2026-11-25 {moment}").replace(tzinfo=ZoneInfo(zone))


def replied(
    text: str,
    moment: str = "14:35",
    zone: str = "Europe/Paris",
    *,
    now: datetime | None = None,
    paths: frozenset[str] = PATHS,
    why_awaited: bool = False,
    last_entry_at: datetime | None = None,
    lunch: Hours | None = None,
) -> Reply:
    """Understand `text`, with the commands of the tests known."""
    context = Context(
        now=now or at(moment, zone),
        tz=ZoneInfo(zone),
        paths=paths,
        why_awaited=why_awaited,
        last_entry_at=last_entry_at,
        lunch=lunch,
    )
    return understand(text, context)


def written(reply: Reply) -> str:
    """Write a reply on one line."""
    match reply:
        case Entries():
            entries = "; ".join(_entry(said, reply.flags) for said in reply.entries)
            marks = sorted(str(flag) for flag in reply.flags - {Flag.ASK_WHY})
            marks += ["rests"] if reply.rests else []
            command = f" {{{reply.command}}}" if reply.command else ""
            plain = f" or {_words(reply.plain)}" if reply.plain else ""
            return entries + (f" [{', '.join(marks)}]" if marks else "") + command + plain
        case Why():
            return f"why {reply.why}"
        case Run():
            return f"run {reply.words}"
        case Substitute():
            return f"{reply.old} -> {reply.new}"
        case Pause():
            return f"pause until {reply.until:%a %d %b %H:%M}" if reply.until else "pause"
        case _:
            return type(reply).__name__.lower()


def _entry(said: Said, flags: Iterable[Flag]) -> str:
    when = f"{said.start:%a %H:%M}–{said.end:%H:%M}" if said.start and said.end else "open"
    asked = " — ?" if said.why is None and Flag.ASK_WHY in flags and not said.is_break else ""
    tags = "".join(f" #{tag}" for tag in said.tags)
    return f"{when}: {_words(said)}{asked}{tags}{' (break)' if said.is_break else ''}"


def _words(said: Said) -> str:
    return said.what if said.why is None else f"{said.what} — {said.why}"


def table(*rows: tuple[str, ...]) -> pytest.MarkDecorator:
    """Run a test for each row: when (left out: 14:35), what is typed, what is understood; named by what is typed."""
    full = [row if len(row) > 2 else ("14:35", *row) for row in rows]
    return pytest.mark.parametrize(
        ("moment", "text", "understood"),
        [pytest.param(*row, id=row[1] if row[0] == "14:35" else f"{row[0]} {row[1]}") for row in full],
    )
