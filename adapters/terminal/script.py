"""What a line means: in any conversation, and in a script, where a line may also be a step of the script's own. Pure.

Only a script sets the clock, lets somebody else speak and stops the process. A line of an open form is the form's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias, assert_never
from zoneinfo import ZoneInfo

from adapters.terminal.ink import one_line
from bot.domain.slots import DAY, at_local, read_clock
from bot.errors import WhatforError


class MisstepError(WhatforError):
    """A line that can't be carried out. The message says why, and what to write instead."""


# --- what is said, in a script and in a live chat alike ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the bot."""

    text: str


@dataclass(frozen=True, slots=True)
class Amend:
    """The person's last message, changed to this."""

    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """Words in the thread of the newest prompt."""

    text: str


@dataclass(frozen=True, slots=True)
class Push:
    """A button or a menu's option, by what stands between the brackets."""

    name: str


Spoken: TypeAlias = Say | Amend | Thread | Push


def listen(line: str) -> Spoken | None:
    """Return what a line means; None for an empty one. Raises MisstepError for a mark without words."""
    stripped = line.strip()
    mark, _, words = line.lstrip().partition(" ")
    if not stripped:
        return None
    if mark in {">", "~", "^"} and not words.strip():
        raise MisstepError(f'Nothing stands after "{mark}". Write the words on the same line.')
    match mark:
        case ">":
            return Say(words)
        case "~":
            return Amend(words.strip())
        case "^":
            return Thread(words.strip())
        case _:
            pass
    if stripped.startswith("[") and stripped.endswith("]") and stripped[1:-1].strip():
        return Push(stripped[1:-1].strip())
    return Say(stripped)


# --- steps of a script ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDay:
    """A local day and time: `@ 2026-11-23 09:00`."""

    day: date
    at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTime:
    """The next such local time: `@ 14:30`."""

    at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A while from now: `@ +30m`. Days keep the local time, hours and minutes are counted."""

    days: int
    elapsed: timedelta


@dataclass(frozen=True, slots=True)
class SetClock:
    """Let the time come, and everything that is due on the way."""

    to: OnDay | NextTime | Later


@dataclass(frozen=True, slots=True)
class SpeakAs:
    """Let the following lines come from another account."""

    name: str


@dataclass(frozen=True, slots=True)
class Down:
    """Stop the process, let time pass, start it again."""

    for_: Later


@dataclass(frozen=True, slots=True)
class Speak:
    """A line of the conversation itself."""

    line: str


Step: TypeAlias = SetClock | SpeakAs | Down | Speak

# --- reading a step ---------------------------------------------------------------------------------------------------

_WHILE = re.compile(r"(?:(\d{1,4})d)?\s*(?:(\d{1,4})h)?\s*(?:(\d{1,5})m)?", re.ASCII | re.IGNORECASE)
_DAY_AND_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]+(\S.*)", re.ASCII)
_NAME = re.compile(r"\w[\w.-]{0,31}")


def read_step(line: str, *, in_form: bool = False) -> Step | None:
    """Return the step that a line is; None for an empty line or a comment. Raises MisstepError.

    In an open form a line is an answer, whatever it looks like, save one that lets somebody else speak.
    """
    stripped = line.strip()
    if in_form:
        found = _AS.fullmatch(stripped)
        return SpeakAs(found[1]) if found and _NAME.fullmatch(found[1]) else Speak(line)
    if not stripped or stripped.startswith("#"):
        return None
    for pattern, make in _KINDS:
        if found := pattern.fullmatch(stripped):
            return make(found[1])
    return Speak(line)


def _set_clock(text: str) -> Step:
    if text.startswith("+") and (later := _read_while(text[1:])):
        return SetClock(later)
    if (at := read_clock(text)) is not None:
        return SetClock(NextTime(at=at))
    if (found := _DAY_AND_TIME.fullmatch(text)) and (at := read_clock(found[2])) is not None:
        try:
            return SetClock(OnDay(day=date.fromisoformat(found[1]), at=at))
        except ValueError:
            pass
    raise MisstepError(
        f'"@ {one_line(text)}" is no time. Write "@ 2026-11-23 09:00", "@ 14:30", "@ +30m", "@ +2h" or "@ +1d", '
        f'or "> @ {one_line(text)}" to say it.'
    )


def _speak_as(text: str) -> Step:
    if _NAME.fullmatch(text):
        return SpeakAs(text)
    raise MisstepError(f'"as" takes one name, like "as coach". To say it, write "> as {one_line(text)}".')


def _down(text: str) -> Step:
    if later := _read_while(text):
        return Down(later)
    raise MisstepError(f'"down" takes a while, like "down 40m". To say it, write "> down {one_line(text)}".')


def _read_while(text: str) -> Later | None:
    found = _WHILE.fullmatch(text.strip())
    if not found or not any(found.groups()):
        return None
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return Later(days=days, elapsed=timedelta(hours=hours, minutes=minutes))


_AS = re.compile(r"as\s+(\S.*)")
_KINDS: tuple[tuple[re.Pattern[str], Callable[[str], Step]], ...] = (
    (re.compile(r"@(?:\s+(.*))?"), lambda text: _set_clock(text or "")),
    (re.compile(r"as(?:\s+(.*))?"), lambda text: _speak_as(text or "")),
    (re.compile(r"down(?:\s+(\d.*))?"), lambda text: _down(text or "")),
)

# --- the clock --------------------------------------------------------------------------------------------------------


NO_CLOCK = 'No time is set yet. Begin with a line like "@ 2026-11-23 09:00", or give --start.'


def resolve(to: OnDay | NextTime | Later, now: datetime | None, zone: str) -> datetime:
    """Return the moment that is meant, in UTC; `now` is None when no time was set. Raises MisstepError."""
    tz = ZoneInfo(zone)
    try:
        moment = _moment(to, now, tz)
    except OverflowError as error:
        raise MisstepError("That is too far away. Write a time nearer to the clock.") from error
    if now is not None and moment < now:
        raise MisstepError(
            f"That is before the clock, which stands at {now.astimezone(tz):%Y-%m-%d %H:%M} and never goes back. "
            "Write a later time."
        )
    return moment


def _moment(to: OnDay | NextTime | Later, now: datetime | None, tz: ZoneInfo) -> datetime:
    if isinstance(to, OnDay):
        return at_local(to.day, to.at, tz)
    if now is None:
        raise MisstepError(NO_CLOCK)
    local = now.astimezone(tz)
    match to:
        case NextTime(at=at):
            today = at_local(local.date(), at, tz)
            return today if today > now else at_local(local.date() + DAY, at, tz)
        case Later(days=0, elapsed=elapsed):
            return now + elapsed
        case Later(days=days, elapsed=elapsed):
            day = at_local(local.date() + days * DAY, local.time(), tz)
            return day.replace(second=now.second, microsecond=now.microsecond) + elapsed
        case _:
            assert_never(to)
