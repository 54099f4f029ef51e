"""Where things appear: for people, for programs, and for whoever wants to know afterwards."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from adapters.terminal.json_lines import json_line
from adapters.terminal.render import Page, day, screen
from adapters.terminal.shown import (
    Aside,
    ConfirmShown,
    ErrorsShown,
    FormShown,
    Question,
    Said,
    Shown,
    Told,
    Window,
)
from bot.domain.people import Account
from bot.ports import Letter

PLAIN_WIDTH = 100
WIDEST = 120
_STRANGE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80


class PeopleWindow:
    """Writes for people: screens with times, a line above each new day, and what they typed in between.

    Without an `out` it is standard output as it is at each moment, so that a prompt may take its place. `echoes` is off
    where what is typed stays on the screen by itself.
    """

    def __init__(
        self,
        *,
        zone: ZoneInfo,
        out: TextIO | None = None,
        colour: bool = False,
        width: Callable[[], int] = lambda: PLAIN_WIDTH,
        pictures_in: Path | None = None,
        echoes: bool = True,
    ) -> None:
        self._paper = _Paper(out)
        self._zones = _Zones(zone)
        self._colour = colour
        self._width = width
        self._pictures_in = pictures_in
        self._echoes = echoes
        self._names: set[Account] = set()
        self._day: date | None = None
        self._before: Shown | None = None

    def show(self, item: Shown) -> str:
        """Write one thing and return its words."""
        page = self._page(item)
        lines = screen(item, page)
        above = self._above(item, page)
        self._before = item
        if isinstance(item, Said) and not self._echoes:
            return ""
        self._paper.write("".join(f"{line}\n" for line in (*above, *lines)))
        return "\n".join(lines)

    def _page(self, item: Shown) -> Page:
        if not isinstance(item, Aside):
            self._names.add(item.account)
        picture = _kept(item.letter, self._pictures_in) if isinstance(item, Told) else ""
        return Page(
            width=self._width(),
            colour=self._colour,
            tz=self._zones.of(item),
            names=len(self._names) > 1,
            picture=picture,
        )

    def _above(self, item: Shown, page: Page) -> tuple[str, ...]:
        """Return the empty line and the line of a new day that belong above an item."""
        gap = () if self._before is None or _belongs(item, self._before) else ("",)
        if isinstance(item, Said | Aside | Question | ErrorsShown):
            return gap
        today = item.at.astimezone(page.tz).date()
        if self._day is not None and today <= self._day:
            return gap
        self._day = today
        return (*(() if self._before is None else ("",)), day(item.at, page), "")


def _belongs(item: Shown, before: Shown) -> bool:
    """Tell whether an item stands directly below the one before it: an answer below what was said, a form together."""
    if isinstance(item, Said):
        typed_into = FormShown | Question | ErrorsShown | ConfirmShown | Said
        return isinstance(before, typed_into) and before.account == item.account
    if isinstance(item, Question | ErrorsShown):
        return True
    return isinstance(before, Said)


class JsonWindow:
    """Writes for programs: one JSON object a line for everything the bot says."""

    def __init__(self, *, zone: ZoneInfo, out: TextIO | None = None, pictures_in: Path | None = None) -> None:
        self._paper = _Paper(out)
        self._zones = _Zones(zone)
        self._pictures_in = pictures_in

    def show(self, item: Shown) -> str:
        """Write one thing and return its line."""
        picture = _kept(item.letter, self._pictures_in) if isinstance(item, Told) else ""
        line = json_line(item, self._zones.of(item), picture)
        if line:
            self._paper.write(f"{line}\n")
        return line


class Recorder:
    """Remembers everything that another window shows."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.shown: list[Shown] = []

    def show(self, item: Shown) -> str:
        """Show one thing in the other window, and remember it."""
        words = self._window.show(item)
        self.shown.append(item)
        return words


class _Zones:
    """Each reader's zone, learned from the letters to them."""

    def __init__(self, usual: ZoneInfo) -> None:
        self._usual = usual
        self._known: dict[Account, ZoneInfo] = {}

    def of(self, item: Shown) -> ZoneInfo:
        if isinstance(item, Told):
            self._known[item.account] = ZoneInfo(item.letter.zone)
        return self._usual if isinstance(item, Aside) else self._known.get(item.account, self._usual)


class _Paper:
    """A stream that takes every character, in its own encoding or as a question mark, and holds none back."""

    def __init__(self, out: TextIO | None) -> None:
        self._given = out

    def write(self, text: str) -> None:
        out = self._given or sys.stdout
        encoding = getattr(out, "encoding", None) or "utf-8"
        out.write(text.encode(encoding, "replace").decode(encoding))
        out.flush()


def _kept(letter: Letter, directory: Path | None) -> str:
    """Write a message's picture into `directory`, readable for its owner only, and return its path; "" without one."""
    image = letter.message.image
    if image is None or letter.picture is None or directory is None:
        return ""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = _STRANGE.sub("-", image.name).strip(".-")[-_LONGEST_NAME:] or "picture"
    path = directory / f"m{letter.id}-{letter.version}-{name}"
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as target:
        target.write(letter.picture)
    return str(path)


def open_window(
    *,
    zone: str,
    as_json: bool,
    environ: Mapping[str, str],
    out: TextIO | None = None,
    pictures_in: Path | None = None,
    echoes: bool = True,
) -> PeopleWindow | JsonWindow:
    """Return the window for a stream (standard output when none is given): JSON, or words, in colour on a terminal."""
    tz = ZoneInfo(zone)
    if as_json:
        return JsonWindow(zone=tz, out=out, pictures_in=pictures_in)
    is_terminal = (out or sys.stdout).isatty()
    colour = is_terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return PeopleWindow(
        zone=tz,
        out=out,
        colour=colour,
        width=_terminal_width if is_terminal else lambda: PLAIN_WIDTH,
        pictures_in=pictures_in,
        echoes=echoes,
    )


def _terminal_width() -> int:
    return min(shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns, WIDEST)
