"""Screens: what a person sees, in plain data.

A feature says once what it wants a person to see; renderers turn it into a platform's payload. The limits are the
tighter of Slack's and Discord's and are checked when a screen is built, so a screen that exists can be shown anywhere.
Whatever a person typed stands in `Lit`, or in a field documented as plain, and is never interpreted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from wcwidth import iter_graphemes

from bot.domain.people import Account
from bot.domain.pictures import Chart
from bot.errors import ScreenError

MAX_BODY = 3_500
MAX_SECTIONS = 10
MAX_FIELDS = 10
MAX_BUTTONS = 5
MAX_OPTIONS = 25
MAX_INPUTS = 5
MAX_TITLE = 24
MAX_LABEL = 45
MAX_HINT = 100
MAX_OPTION = 75
MAX_INPUT_TEXT = 3_000
MAX_BUTTON = 30
MAX_ID = 100
MAX_ALT = 1_000

_NAME = re.compile(r"[a-z][a-z0-9_.]*")


def shorten(text: str, limit: int) -> str:
    """Cut `text` to at most `limit` characters on a grapheme boundary, ending in "…" when something was cut."""
    if len(text) <= limit:
        return text
    kept = ""
    for grapheme in iter_graphemes(text):
        if len(kept) + len(grapheme) > limit - 1:
            break
        kept += grapheme
    return kept.rstrip() + "…"


def fitting(text: str) -> str:
    """Return a stored text as an input can hold it."""
    return shorten(text, MAX_INPUT_TEXT)


def unless_cut(typed: str, stored: str) -> str:
    """Return what was typed; the whole stored text where the form held it shortened and it was left as it was."""
    return stored if typed.strip() == fitting(stored).strip() else typed.strip()


# --- text -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lit:
    """Text that a person typed: always shown as it is, never a mention, a link or a format."""

    text: str


@dataclass(frozen=True, slots=True)
class B:
    """Bold words."""

    text: str | Lit


class WhenStyle(StrEnum):
    """How a moment is written."""

    TIME = "time"
    DATE = "date"
    DATETIME = "datetime"
    AGO = "ago"


@dataclass(frozen=True, slots=True)
class When:
    """An aware moment, written in the reader's zone."""

    at: datetime
    style: WhenStyle = WhenStyle.TIME

    def __post_init__(self) -> None:
        """Refuse a moment without a zone."""
        _require(holds=self.at.tzinfo is not None, otherwise="a moment needs its zone")


@dataclass(frozen=True, slots=True)
class Cmd:
    """A command as the reader types it on their platform, by its path and arguments: `call log`."""

    path: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words. One that is shown `once` is a secret: it is not kept once it has arrived."""

    text: str
    url: str
    once: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody's name, as their platform shows it."""

    account: Account


RichSpan: TypeAlias = str | Lit | B | When | Cmd | Link | Name
Rich: TypeAlias = tuple[RichSpan, ...]


def room(text: Rich) -> int:
    """Return how many characters `text` takes at the most on any platform before escaping."""
    return sum(_room(span) for span in text)


_WHEN_ROOM = 24
_NAME_ROOM = 32


def _room(span: RichSpan) -> int:
    match span:
        case str():
            return len(span)
        case Lit(text=inner) | B(text=Lit(text=inner)) | B(text=str(inner)) | Cmd(path=inner) | Link(text=inner):
            return len(inner)
        case When():
            return _WHEN_ROOM
        case _:
            return _NAME_ROOM


# --- what can be pressed ----------------------------------------------------------------------------------------------


class Style(StrEnum):
    """How much a button stands out."""

    DEFAULT = "default"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """What is asked before a press counts."""

    text: str
    yes: str = "Yes"
    no: str = "No"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press. `label` is plain and may hold a person's words; `value` is ASCII and part of the id."""

    action: str
    label: str
    value: str = ""
    style: Style = Style.DEFAULT
    opens_form: bool = False
    confirm: Confirm | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        """Refuse what no platform could show."""
        _identity(self.action, self.value)
        _sized("a button's label", self.label, MAX_BUTTON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice. `label` is plain and may hold a person's words; `value` comes back when it is chosen."""

    label: str
    value: str

    def __post_init__(self) -> None:
        """Refuse what no platform could show."""
        _sized("an option's label", self.label, MAX_OPTION)
        _sized("an option's value", self.value, MAX_OPTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A list to pick one from, at once."""

    action: str
    placeholder: str
    options: tuple[Option, ...]
    value: str = ""

    def __post_init__(self) -> None:
        """Refuse what no platform could show."""
        _identity(self.action, self.value)
        _sized("a menu's placeholder", self.placeholder, MAX_HINT)
        _options(self.options, MAX_OPTIONS)


# --- messages ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A short label with what it says: one of a section's fields."""

    label: str
    value: Rich


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A paragraph, a few facts, and at most one button that belongs to them."""

    text: Rich = ()
    fields: tuple[Fact, ...] = ()
    button: Button | None = None

    def __post_init__(self) -> None:
        """Refuse what no platform could show."""
        _require(holds=bool(self.text or self.fields), otherwise="a section says nothing")
        _require(holds=len(self.fields) <= MAX_FIELDS, otherwise=f"a section has more than {MAX_FIELDS} fields")


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """What a picture shows, with the words that say the same; it is painted on its way to whoever sees it."""

    name: str
    chart: Chart
    alt: str
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse a picture without words."""
        _sized("an image's alt text", self.alt, MAX_ALT)


class Tone(StrEnum):
    """How a message is meant, for platforms with colours."""

    NEUTRAL = "neutral"
    GOOD = "good"
    CARE = "care"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message.

    `text` is read first: it is the push text, the screen reader's line and the terminal's. `key` is a stable identity,
    unique for the person, by which the message can be replaced later. `private` keeps it from others in a channel;
    `silent` sends it without a sound.
    """

    text: Rich
    title: str = ""
    sections: tuple[Section, ...] = ()
    buttons: tuple[Button, ...] = ()
    menu: Menu | None = None
    image: Image | None = None
    footer: Rich = ()
    tone: Tone = Tone.NEUTRAL
    private: bool = False
    silent: bool = False
    key: str = ""

    def __post_init__(self) -> None:
        """Refuse what no platform could show."""
        _require(holds=room(self.text) > 0, otherwise="a message says nothing")
        _require(holds=len(self.title) <= MAX_OPTION * 2, otherwise="a message's title is too long")
        _require(holds=len(self.sections) <= MAX_SECTIONS, otherwise=f"a message has more than {MAX_SECTIONS} sections")
        _require(holds=len(self.all_buttons) <= MAX_BUTTONS * 3, otherwise="a message has too many buttons")
        _require(holds=len(self.buttons) <= MAX_BUTTONS, otherwise=f"a message has more than {MAX_BUTTONS} buttons")
        body = (
            room(self.text)
            + room(self.footer)
            + sum(
                room(section.text) + sum(len(fact.label) + room(fact.value) for fact in section.fields)
                for section in self.sections
            )
        )
        _require(holds=body <= MAX_BODY, otherwise=f"a message has {body} characters, {MAX_BODY} fit")
        ids = [(button.action, button.value) for button in self.all_buttons]
        _require(holds=len(ids) == len(set(ids)), otherwise="two buttons of a message are the same")

    @property
    def all_buttons(self) -> tuple[Button, ...]:
        """Return every button in the order in which it is shown: the sections' first."""
        return (*(section.button for section in self.sections if section.button), *self.buttons)


def spent(message: Message) -> Message:
    """Return a message as it is kept once it has arrived: without the links that are shown once."""

    def kept(text: Rich) -> Rich:
        return tuple(f"{span.text} (shown once)" if isinstance(span, Link) and span.once else span for span in text)

    sections = tuple(replace(section, text=kept(section.text)) for section in message.sections)
    return replace(message, text=kept(message.text), sections=sections, footer=kept(message.footer))


# --- forms ------------------------------------------------------------------------------------------------------------


class InputKind(StrEnum):
    """What an input takes."""

    SHORT = "short"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"
    MULTI = "multi"
    TOGGLE = "toggle"
    SEARCH = "search"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing to fill in. `value` is the default, plain: several chosen options joined by commas, a toggle's `yes`.

    A date is written `YYYY-MM-DD`, a time `HH:MM`. `source` names who answers a search.
    """

    key: str
    label: str
    kind: InputKind = InputKind.SHORT
    required: bool = False
    value: str = ""
    options: tuple[Option, ...] = ()
    hint: str = ""
    placeholder: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse what no platform could show."""
        _require(holds=bool(_NAME.fullmatch(self.key)), otherwise=f"{self.key!r} is no input key")
        _sized("an input's label", self.label, MAX_LABEL)
        _sized("an input's hint", self.hint, MAX_HINT, empty=True)
        _sized("an input's placeholder", self.placeholder, MAX_HINT, empty=True)
        _sized("an input's value", self.value, MAX_INPUT_TEXT, empty=True)
        match self.kind:
            case InputKind.CHOICE:
                _options(self.options, MAX_OPTIONS)
            case InputKind.MULTI:
                _options(self.options, MAX_OPTIONS)
            case InputKind.SEARCH:
                _require(holds=bool(self.source), otherwise="a search needs its source")
            case _:
                _require(holds=not self.options, otherwise=f"a {self.kind} input takes no options")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A few things to fill in together. `context` is ASCII, comes back with the answers, and is not shown."""

    id: str
    title: str
    inputs: tuple[Input, ...]
    submit: str = "Save"
    intro: str = ""
    context: str = ""

    def __post_init__(self) -> None:
        """Refuse what no platform could show."""
        _identity(self.id, self.context)
        _sized("a form's title", self.title, MAX_TITLE)
        _sized("a form's submit", self.submit, MAX_TITLE)
        shown = len(self.inputs) + bool(self.intro)
        _require(holds=1 <= shown <= MAX_INPUTS, otherwise=f"a form asks {shown} things, 1 to {MAX_INPUTS} fit")
        keys = [each.key for each in self.inputs]
        _require(holds=len(keys) == len(set(keys)), otherwise="two inputs of a form have the same key")


# --- checks -----------------------------------------------------------------------------------------------------------


def _require(*, holds: bool, otherwise: str) -> None:
    if not holds:
        raise ScreenError(otherwise)


def _sized(name: str, text: str, limit: int, *, empty: bool = False) -> None:
    _require(holds=empty or bool(text.strip()), otherwise=f"{name} is empty")
    _require(holds=len(text) <= limit, otherwise=f"{name} has {len(text)} characters, {limit} fit")


def _identity(action: str, value: str) -> None:
    _require(holds=bool(_NAME.fullmatch(action)), otherwise=f"{action!r} is no action")
    _require(holds=value.isascii(), otherwise="the value of an id is ASCII")
    _require(holds=len(f"v1:{action}:{value}") <= MAX_ID, otherwise=f"the id of {action} is too long")


def _options(options: tuple[Option, ...], limit: int) -> None:
    _require(holds=1 <= len(options) <= limit, otherwise=f"{len(options)} options, 1 to {limit} fit")
    values = [option.value for option in options]
    _require(holds=len(values) == len(set(values)), otherwise="two options have the same value")
