"""Screens, events and answers as plain data for a JSON column, and back, exactly.

Members of a union carry the name of what they are under `is`. What has its default value is left out, so that a stored
message stays small and one stored by an older version can still be read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeAlias

from cattrs import Converter

from bot.domain.pictures import Chart, Funnel, WeekBars, WeekStrip
from bot.gestures import (
    Answer,
    Command,
    Effect,
    Errors,
    Event,
    Gesture,
    Open,
    Pick,
    Press,
    Replace,
    Reply,
    Submit,
    Tell,
    Text,
    Toast,
)
from bot.ui import B, Cmd, Link, Lit, Message, Name, RichSpan, When

Plain: TypeAlias = dict[str, Any]

_NAMES: dict[type, str] = {
    Text: "text",
    Press: "press",
    Pick: "pick",
    Submit: "submit",
    Command: "command",
    Reply: "reply",
    Replace: "replace",
    Tell: "tell",
    Open: "open",
    Errors: "errors",
    Toast: "toast",
    Lit: "lit",
    B: "bold",
    When: "when",
    Cmd: "command",
    Link: "link",
    Name: "name",
    WeekStrip: "week",
    WeekBars: "weeks",
    Funnel: "funnel",
}
_TAG = "is"
_EFFECT: Any = Effect  # to the type checker, a union is no type to read something as


def plain_message(message: Message | None) -> Plain | None:
    """Write a message, or none, as plain data."""
    return None if message is None else _converter().unstructure(message)


def message_of(plain: Plain | None) -> Message | None:
    """Read a message, or none."""
    return None if plain is None else _converter().structure(plain, Message)


def plain_event(event: Event) -> Plain:
    """Write an event as plain data."""
    written: Plain = _converter().unstructure(event)
    return written


def event_of(plain: Plain) -> Event:
    """Read an event."""
    return _converter().structure(plain, Event)


def plain_answer(answer: Answer) -> Plain | None:
    """Write an answer, or none, as plain data."""
    return None if answer is None else _converter().unstructure(answer, unstructure_as=_EFFECT)


def answer_of(plain: Plain | None) -> Answer:
    """Read an answer, or none."""
    answer: Answer = None if plain is None else _converter().structure(plain, _EFFECT)
    return answer


@lru_cache(maxsize=1)
def _converter() -> Converter:
    converter = Converter(omit_if_default=True)
    converter.register_unstructure_hook(datetime, lambda moment: moment.astimezone(UTC).isoformat())
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    for union in (str | Lit, RichSpan, Chart, Gesture, Effect):  # what stands inside another comes before it
        _register(converter, union)
    return converter


def _register(converter: Converter, union: Any) -> None:  # noqa: ANN401 - a union is no type to the type checker
    """Teach the members of a union apart: text as it is, the rest by name."""
    members: dict[str, type] = {_NAMES[member]: member for member in union.__args__ if member is not str}
    write: dict[type, Callable[[Any], Plain]] = {
        member: converter.get_unstructure_hook(member) for member in members.values()
    }
    read = {name: converter.get_structure_hook(member) for name, member in members.items()}

    def written(value: object) -> str | Plain:
        if isinstance(value, str):
            return value
        return {_TAG: _NAMES[type(value)], **write[type(value)](value)}

    def restored(plain: str | Plain, _: object) -> object:
        return plain if isinstance(plain, str) else read[plain[_TAG]](plain, members[plain[_TAG]])

    converter.register_unstructure_hook(union, written)
    converter.register_structure_hook(union, restored)
