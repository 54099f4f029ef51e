"""Everything that can be shown, as lines of text for people: pure, and it has an answer for everything.

A line starts with the local time, what belongs to it is indented below. Colour only repeats what words say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from adapters.terminal.ink import (
    BOLD,
    CARE,
    DANGER,
    DIM,
    GOOD,
    KEY,
    TITLE,
    URL,
    Line,
    Run,
    inert,
    one_line,
    paint,
    together,
    width_of,
    wrap,
)
from adapters.terminal.questions import question
from adapters.terminal.shown import (
    Aside,
    ConfirmShown,
    ErrorsShown,
    FormShown,
    Question,
    Said,
    Shown,
    ToastShown,
    Told,
)
from bot import plain
from bot.domain.people import Account
from bot.ui import B, Button, Cmd, Fact, Link, Lit, Menu, Message, Name, Rich, RichSpan, Style, Tone, When

INDENT = 7
MIN_WIDTH = 24
MAX_LABELS = 24

_TONES = {Tone.NEUTRAL: "", Tone.GOOD: GOOD, Tone.CARE: CARE}
_STYLES = {Style.DEFAULT: "", Style.PRIMARY: BOLD, Style.DANGER: DANGER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a screen is written on: its width in columns, whether it has colour, and who reads it.

    `names` says whether more than one account is about, so that each line must say whose it is. `picture` is the path
    under which a message's picture was kept.
    """

    width: int
    colour: bool
    tz: ZoneInfo
    names: bool = False
    picture: str = ""


def screen(item: Shown, page: Page) -> tuple[str, ...]:
    """Write one thing as lines."""
    match item:
        case Told():
            return _told(item, page)
        case FormShown(at=at, account=account, form=form):
            title = [Run(one_line(form.title), TITLE)]
            rest = [[Run(inert(form.intro))]] if form.intro else []
            ways = [Run(f"[{one_line(form.submit)}] sends it as it stands · [Cancel] leaves it", DIM)]
            return _timed(at, account, [title, *rest, ways], page)
        case Question(asked=asked, value=value):
            return _indented(question(asked, value), page)
        case ErrorsShown(form=form, by_key=by_key):
            labels = {each.key: each.label for each in form.inputs} if form else {}
            named = [(labels.get(key, ""), text) for key, text in by_key.items()]
            wrong = [f"{one_line(label)}: {inert(text)}" if label else inert(text) for label, text in named]
            return _indented([[Run(text, CARE)] for text in wrong], page)
        case ConfirmShown(at=at, account=account, confirm=confirm):
            answers = Run(f"  [{one_line(confirm.yes)}] or [{one_line(confirm.no)}]  y/N", KEY, glued=True)
            return _timed(at, account, [[Run(inert(confirm.text)), answers]], page)
        case ToastShown(at=at, account=account, text=text):
            return _timed(at, account, [[Run(inert(text))]], page)
        case Said(account=account, text=text):
            who = f"{one_line(account.user)} > " if page.names else "> "
            return _painted([(Run(who + one_line(text), KEY),)], page)
        case Aside(text=text):
            return _painted(wrap([Run(inert(text), DIM)], max(page.width, MIN_WIDTH)), page)
        case _:
            assert_never(item)


def day(at: datetime, page: Page) -> str:
    """Write the line that stands above the first thing of a local day."""
    local = at.astimezone(page.tz)
    return paint([Run(f"{local:%A} {local.day} {local:%B %Y}", BOLD)], colour=page.colour)


# --- messages ---------------------------------------------------------------------------------------------------------


def _told(item: Told, page: Page) -> tuple[str, ...]:
    message, tone = item.letter.message, _TONES[item.letter.message.tone]
    said = _runs(message.text, page.tz, item.at, tone)
    blocks = [[Run(one_line(message.title), TITLE)], said] if message.title else [said]
    lines = _timed(item.at, item.account, blocks, page)
    return (*lines, *_below(message, item.at, page))


def _below(message: Message, at: datetime, page: Page) -> tuple[str, ...]:
    """Write what stands under a message's text: sections, buttons, menu, picture, footer."""
    lines: list[Line] = []
    width = _room(page)
    numbered = {id(button): number for number, button in enumerate(message.all_buttons, 1)}
    for section in message.sections:
        text = _runs(section.text, page.tz, at)
        if section.button:
            text += [Run("  ")] if text else []
            text.append(_button(section.button, numbered[id(section.button)]))
        if text:
            lines.extend(wrap(text, width))
        lines.extend(_facts(section.fields, at, width, page))
    if message.buttons:
        lines.extend(wrap(_spaced(_button(each, numbered[id(each)]) for each in message.buttons), width))
    if message.menu:
        lines.extend(wrap(_menu(message.menu), width))
    if message.image:
        shown_at = [Run("Picture: "), Run(one_line(page.picture), URL, solid=True)] if page.picture else []
        blocks = [shown_at, [Run(inert(message.image.alt))]]
        lines.extend(line for block in blocks if block for line in wrap(block, width))
    if message.footer:
        lines.extend(wrap(_runs(message.footer, page.tz, at, DIM), width))
    return _painted(((Run(" " * INDENT), *line) for line in lines), page)


def _button(button: Button, number: int) -> Run:
    label = one_line(button.label)
    return Run(
        f"[{number} {label}]",
        together(_STYLES[button.style], KEY if button.style is not Style.DANGER else ""),
        glued=True,
    )


def _spaced(runs: Iterable[Run]) -> list[Run]:
    spaced: list[Run] = []
    for run in runs:
        spaced += [Run("  "), run] if spaced else [run]
    return spaced


def _menu(menu: Menu) -> list[Run]:
    runs = [Run("Menu: ", DIM)]
    for number, option in enumerate(menu.options):
        runs += [Run(" "), Run("·", DIM), Run(" ")] if number else []
        runs.append(Run(one_line(option.label), KEY, glued=True))
    return runs


def _facts(facts: Sequence[Fact], at: datetime, width: int, page: Page) -> list[Line]:
    """Write facts in two columns; a label too wide for its column stands on a line of its own."""
    labels = [one_line(fact.label) for fact in facts]
    most = min(MAX_LABELS, width // 2)
    column = max((width_of(label) for label in labels if width_of(label) <= most), default=0)
    lines: list[Line] = []
    for label, fact in zip(labels, facts, strict=True):
        value = wrap(_runs(fact.value, page.tz, at), max(width - column - 2, 1))
        if width_of(label) > column:
            lines.extend(wrap([Run(label, DIM)], width))
            label = ""  # noqa: PLW2901 - it has been written
        for number, line in enumerate(value):
            left = label if number == 0 else ""
            lines.append((Run(left, DIM), Run(" " * (column - width_of(left) + 2)), *line))
    return lines


def _runs(text: Rich, tz: ZoneInfo, now: datetime, look: str = "") -> list[Run]:
    return [run for span in text for run in _span(span, tz, now, look)]


def _span(span: RichSpan, tz: ZoneInfo, now: datetime, look: str) -> tuple[Run, ...]:
    match span:
        case str(words) | Lit(text=words):
            return (Run(inert(words), look),)
        case B(text=Lit(text=words)) | B(text=str(words)):
            return (Run(inert(words), together(BOLD, look)),)
        case Cmd(path=words):
            return (Run(f"`{inert(words)}`", KEY),)
        case Link(text=words, url=url):
            return (Run(f"{inert(words)} (", look), Run(one_line(url), URL, solid=True), Run(")", look))
        case Name(account=account):
            return (Run(one_line(account.user), together(BOLD, look)),)
        case When(at=at, style=style):
            return (Run(plain.moment(at, style, tz, now), look),)
        case _:
            raise TypeError(f"{type(span).__name__} is no part of a text")


# --- lines ------------------------------------------------------------------------------------------------------------


def _timed(at: datetime, account: Account, blocks: Sequence[Sequence[Run]], page: Page) -> tuple[str, ...]:
    """Write blocks under one another, the first after the local time and, where it matters, the name."""
    local = at.astimezone(page.tz)
    head = Run(f"{local:%H:%M}  ", DIM)
    first, *rest = blocks
    named = [Run(f"to {one_line(account.user)}: ", BOLD), *first] if page.names else first
    lines = [line for block in (named, *rest) for line in wrap(block, _room(page))]
    return _painted(((Run(" " * INDENT) if number else head, *line) for number, line in enumerate(lines)), page)


def _indented(blocks: Iterable[Sequence[Run]], page: Page) -> tuple[str, ...]:
    lines = (line for block in blocks for line in wrap(block, _room(page)))
    return _painted(((Run(" " * INDENT), *line) for line in lines), page)


def _painted(lines: Iterable[Line], page: Page) -> tuple[str, ...]:
    return tuple(paint(line, colour=page.colour) for line in lines)


def _room(page: Page) -> int:
    return max(page.width, MIN_WIDTH) - INDENT
