"""`whatfor forget`: delete everything held for a person."""

from __future__ import annotations

import argparse
from collections.abc import Container, Mapping
from contextlib import suppress
from pathlib import Path

from bot.cli.person import add_account, found
from bot.cli.place import add_database

_WORDS = {
    "entries": ("entry of the diary", "entries of the diary"),
    "conversations": ("conversation", "conversations"),
    "prospects": ("prospect", "prospects"),
    "inbox": ("message or tap as it came in", "messages and taps as they came in"),
    "outbox": ("message of the bot's", "messages of the bot's"),
    "accounts": ("account", "accounts"),
}
_KEPT = (
    "What was said in the chat stays in the chat: Slack, Discord or your terminal keep their own messages. "
    "So do backups of the database, and what was exported."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the database, the person, and whether to ask first."""
    add_database(parser)
    add_account(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask first")


async def run(parsed: argparse.Namespace) -> int:
    """Say what there is, ask, and delete it; 1 when the answer is no."""
    async with found(parsed.db, parsed.account) as person:
        async with person.store.begin() as tx:
            held = await tx.records.everything(person.who)
        print(f"Held for {person.name}: {counted({name: len(rows) for name, rows in held.items()})}.")
        if not parsed.yes and not _agreed():
            print("Nothing was deleted.")
            return 1
        async with person.store.begin() as tx:
            erased = await tx.records.erase(person.who)
            is_last = not await tx.records.people()
        _remove_pictures(person.place.pictures, None if is_last else {str(row["id"]) for row in held.get("outbox", ())})
    print(f"Deleted: {counted(erased)}. {_KEPT}")
    return 0


def counted(rows: Mapping[str, int]) -> str:
    """Say how many of what: `62 entries of the diary, 3 conversations, 240 other rows`."""
    named = [
        f"{rows[name]} {one if rows[name] == 1 else many}" for name, (one, many) in _WORDS.items() if rows.get(name)
    ]
    others = sum(number for name, number in rows.items() if name not in _WORDS)
    return ", ".join([*named, *([f"{others} other {'row' if others == 1 else 'rows'}"] if others else [])]) or "nothing"


def _remove_pictures(directory: Path, messages: Container[str] | None) -> None:
    """Delete the pictures that the terminal was shown with these messages; all of them where nobody is left."""
    for file in directory.glob("m*-*"):
        if messages is None or file.name.removeprefix("m").partition("-")[0] in messages:
            file.unlink(missing_ok=True)
    with suppress(OSError):  # not there, or other people's are
        directory.rmdir()


def _agreed() -> bool:
    try:
        answer = input("Delete all of it? This can't be undone, and an export is the way to keep a copy. [y/N] ")
    except EOFError:
        print()
        return False
    return answer.strip().casefold() in {"y", "yes"}
