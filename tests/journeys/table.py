"""Writes `docs/three-doors.md`: what the same script comes to on each door, and why anything differs."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.ui import shorten
from storage import open_store
from tests.journeys.playing import in_the_terminal, on_discord, on_slack
from tests.journeys.saying import (
    DISCORD,
    DOORS,
    OPENS,
    OWN,
    PLACED,
    SLACK,
    TERMINAL,
    Own,
    Parts,
    Played,
    Said,
    as_said_by,
)

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "three-doors.md"
_SHM = Path("/dev/shm")  # noqa: S108 - the platforms' three seconds are real here, as in the doors' own tests
MEMORY = _SHM if _SHM.is_dir() else None
_ROOM = 70
_HEAD = """# One morning on three doors

The same script, [morning.script](morning.script), played in the terminal, on Slack and on Discord. A test plays it on
all three through the platforms' own clients, compares every word, button, menu and form, and keeps this page in step.
*The same* means what the terminal's column says, of which only the first words, the buttons and a form's inputs
stand here.
"""


def lines_of(script: Path) -> list[str]:
    """Return the lines of a script."""
    return script.read_text(encoding="utf-8").splitlines()


async def played(lines: Sequence[str]) -> list[Played]:
    """Play a script on every door at once; return what each said."""
    with TemporaryDirectory(dir=MEMORY) as directory:
        empty = Path(directory) / "empty.db"
        await (await open_store(f"sqlite:///{empty}")).close()
        doors = (in_the_terminal, on_slack, on_discord)
        urls = [f"sqlite:///{shutil.copy(empty, empty.with_stem(play.__name__))}" for play in doors]
        return await asyncio.gather(*(play(lines, url) for play, url in zip(doors, urls, strict=True)))


def page(lines: Sequence[str], played: Sequence[Played]) -> str:
    """Return the page for people."""
    by_door = {each.door: each for each in played}
    rows = [["you", *DOORS], ["---"] * (1 + len(DOORS)), *_rows(lines, by_door)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    own = "\n".join(f"| {each.door} | {each.name} | {each.reason} |" for each in OWN)
    placed = "\n".join(f"| {what} | {where} |" for what, where in PLACED)
    return (
        f"{_HEAD}\n{table}\n\n## What differs, and why\n\n| door | what | why |\n| --- | --- | --- |\n{own}\n"
        f"| {DISCORD} | who says hello says their zone as well | Discord tells nobody's time zone |\n\n"
        f"The same in another place, or in other signs:\n\n| what | where |\n| --- | --- |\n{placed}\n"
    )


def _rows(lines: Sequence[str], by_door: dict[str, Played]) -> Iterator[list[str]]:
    did: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#") or not (line.strip() or did):
            continue
        did.append(line.strip())
        said = by_door[TERMINAL].said.get(number, [])
        if said:
            yield [_did(did), "<br>".join(map(_short, said)), *(_same(by_door, door, number) for door in DOORS[1:])]
            did = []


def _did(lines: Sequence[str]) -> str:
    return " ⏎ ".join(_cell(line) if line else "" for line in lines)


def _same(by_door: dict[str, Played], door: str, number: int) -> str:
    """Say that a door says the same, and what of it is its own; and what was said besides."""
    took: dict[Own, None] = {}
    for each in by_door[SLACK].said[number]:
        took |= dict.fromkeys(as_said_by(door, each.parts)[1])
    did, before = by_door[door].beside.get(number, ((), []))
    settled = by_door[door].said[number][-1].parts
    besides = [_short(Said(each.at, each.how, _but(each.parts, settled))) for each in before]
    told = f"{'<br>'.join(besides)}<br>you: {_did(did)}<br>" if did else ""
    return told + ": ".join(["the same, but", ", ".join(own.name for own in took)] if took else ["the same"])


def _but(parts: Parts, settled: Parts) -> Parts:
    """Return the parts that are not as they came to be."""
    return tuple(part for part in parts if part not in settled)


def _short(said: Said) -> str:
    words = [shorten(each, _ROOM) for each in _of(said.parts, "title", "heading", "text")[:1]]
    words += _of(said.parts, "buttons")
    menu = ["menu"] if _of(said.parts, "menu") else []
    inputs = [", ".join(_of(said.parts, "asks"))] if said.how == OPENS else []
    return f"{said.at[4:]} {said.how} {_cell(' · '.join([*words, *menu, *inputs]))}"


def _of(parts: Parts, *what: str) -> list[str]:
    return [part.words for part in parts if part.what in what]


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("[", "\\[").replace("~", "\\~")


if __name__ == "__main__":
    script = lines_of(DOCS / "morning.script")
    sys.stdout.write(page(script, asyncio.run(played(script))))
