"""What a command is, and how words are read by one.

Specifications stand with their features; parser, help and every platform's registration come from them alone. Reading
never fails: what could be placed is in `arguments`, what could not in `left`, and the feature opens its form with both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from bot.grammar.amounts import read_an_hour
from bot.grammar.booking import names_time
from bot.grammar.dates import read_day


class ArgumentKind(StrEnum):
    """What an argument takes when it stands without its name.

    A word takes one word or something quoted; a text only something quoted, or everything when it is last; a search the
    words up to the first that the next argument takes, or that begins a day where that is next; a name every word there
    is, but for an amount at the end where that is next; an amount as many words as make one, without its name only
    behind a name, and with it the thousands that follow (`worth:1 200`); a when as many words as make a day to come, a
    moment as many as make a day and a time, with a length where one is said.
    """

    WORD = "word"
    TEXT = "text"
    INT = "int"
    CHOICE = "choice"
    TOGGLE = "toggle"
    SEARCH = "search"
    NAME = "name"
    AMOUNT = "amount"
    WHEN = "when"
    MOMENT = "moment"
    REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument: its name is the same on every platform. `source` names who answers a search."""

    name: str
    kind: ArgumentKind
    summary: str
    choices: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One command: `path` is one or two words. `is_default` makes the group's first word alone mean it.

    Where it `is_named`, the words behind an argument's name are that argument: `country fr lunch 12-13`. One that
    `takes_table` is given the tabs between its cells; to all others they are spaces.
    """

    path: str
    summary: str
    arguments: tuple[Argument, ...] = ()
    is_default: bool = False
    is_named: bool = False
    takes_table: bool = False
    examples: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """Return the path with its arguments, as `help` shows it."""
        return " ".join([self.path, *(f"[{argument.name}]" for argument in self.arguments)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A command with what was understood of its arguments, all as text; choices by their full word."""

    path: str
    arguments: Mapping[str, str]
    left: str = ""

    def get(self, name: str) -> str:
        """Return an argument, or an empty string."""
        return self.arguments.get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Words that are no command, and the path that comes closest, if any does."""

    words: str
    closest: str | None


class Catalogue:
    """Every command there is, by path."""

    def __init__(self, specs: Iterable[Spec]) -> None:
        """Index the specifications; two with the same path, or two defaults of a group, are a mistake."""
        self.specs = tuple(specs)
        self._by_path: dict[str, Spec] = {}
        for spec in self.specs:
            for path in self._paths(spec):
                if path in self._by_path:
                    raise ValueError(f"two commands are called {path!r}")
                self._by_path[path] = spec

    @staticmethod
    def _paths(spec: Spec) -> tuple[str, ...]:
        group, _, rest = spec.path.partition(" ")
        return (spec.path, group) if spec.is_default and rest else (spec.path,)

    @property
    def paths(self) -> frozenset[str]:
        """Return every path that can be typed, groups with a default included."""
        return frozenset(self._by_path)

    def find(self, words: str) -> tuple[Spec, str] | None:
        """Return the command that `words` begin with, the longest path first, and what follows."""
        first, rest = _split(words)
        second, tail = _split(rest)
        for path, following in ((f"{first} {second}", tail), (first, rest)):
            spec = self._by_path.get(path.casefold())
            if spec is not None:
                return spec, following.strip()
        return None

    def read(self, words: str, given: Mapping[str, str], today: date) -> Call | Unknown:
        """Read `words` as a command with its arguments; `given` are arguments a platform already took apart."""
        found = self.find(words)
        if found is None:
            return Unknown(words=words, closest=self._closest(words))
        spec, following = found
        following = following if spec.takes_table else _TABS.sub(" ", following)
        arguments, left = _read_arguments(spec, following, today)
        known = {argument.name: argument for argument in spec.arguments}
        taken = {name: _settled(known[name], value) for name, value in given.items() if name in known}
        arguments.update({name: value for name, value in taken.items() if value})
        return Call(path=spec.path, arguments=arguments, left=left)

    def _closest(self, words: str) -> str | None:
        wanted = " ".join(words.casefold().split()[:2])
        return next(iter(get_close_matches(wanted, sorted(self._by_path), n=1)), None)


def _split(words: str) -> tuple[str, str]:
    """Return the first word and the rest, which may go over several lines."""
    parts = words.split(None, 1)
    return (parts[0] if parts else "", parts[1] if len(parts) > 1 else "")


# --- reading arguments ------------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"""(?:(?P<key>[A-Za-z_]+)[:=])?(?:"(?P<straight>[^"]*)"|[“„](?P<curly>[^”“]*)[”“]|(?P<word>\S+))|(?P<bare>\S+)"""
)
_TABS = re.compile(r" *\t[ \t]*")
_DAY_WORDS_MOST = 4
_MOMENT_WORDS_MOST = 9
_THOUSANDS = re.compile(r"\d{3}")
_BEFORE_DAY = {"until", "on", "by", "back", "till"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    text: str
    start: int
    quoted: bool


def _read_arguments(spec: Spec, text: str, today: date) -> tuple[dict[str, str], str]:
    """Return the arguments that `text` gives, and what could not be placed."""
    names = {argument.name: argument for argument in spec.arguments}
    values: dict[str, str] = {}
    loose: list[_Token] = []
    rest = next((argument for argument in spec.arguments if argument.kind is ArgumentKind.REST), None)
    head, dash, tail = text.partition(" - ") if rest and len(spec.arguments) > 1 else (text, "", "")
    amount = ""  # the argument to which three digits that follow belong
    for found in _TOKEN.finditer(head):
        key = (found["key"] or "").casefold()
        quoted = found["straight"] is not None or found["curly"] is not None
        word = next((part for part in (found["straight"], found["curly"], found["word"]) if part is not None), found[0])
        if amount and not key and _THOUSANDS.fullmatch(found[0]):
            values[amount] += f" {word}"
            continue
        amount = key if key in names and names[key].kind is ArgumentKind.AMOUNT and not quoted else ""
        if key in names:
            values[key] = _settled(names[key], word)
        else:
            whole = f"{found['key']}{found[0][len(found['key'])]}{word}" if found["key"] else word
            loose.append(_Token(text=whole, start=found.start(), quoted=quoted))
    if spec.is_named:
        loose = _take_named(names, loose, values)
    left = _place(spec, loose, values, head, today)
    if rest and rest.name not in values and (remains := f"{left} {tail}".strip() if dash else left):
        values[rest.name], left = remains, ""
    elif dash:
        left = f"{left} - {tail}".strip(" -")
    return values, left


def _take_named(names: Mapping[str, Argument], loose: list[_Token], values: dict[str, str]) -> list[_Token]:
    """Give each argument the words between its name and the next one; return those before the first name."""
    starts = [place for place, token in enumerate(loose) if not token.quoted and token.text.casefold() in names]
    if not starts:
        return loose
    for start, stop in zip(starts, [*starts[1:], len(loose)], strict=True):
        argument = names[loose[start].text.casefold()]
        if words := " ".join(token.text for token in loose[start + 1 : stop]):
            values[argument.name] = _settled(argument, words)
    return loose[: starts[0]]


def _place(spec: Spec, loose: list[_Token], values: dict[str, str], head: str, today: date) -> str:
    """Give the words without a name to the arguments in their order; return what is left over."""
    alone = {argument.kind for argument in spec.arguments} >= {ArgumentKind.NAME, ArgumentKind.AMOUNT}
    placed = (argument for argument in spec.arguments if alone or argument.kind is not ArgumentKind.AMOUNT)
    waiting = [argument for argument in placed if argument.name not in values]
    for position, argument in enumerate(waiting):
        if not loose:
            break
        if argument.kind is ArgumentKind.REST:
            return head[loose[0].start :].strip()
        later = waiting[position + 1 :]
        taken = _taken(argument, later, loose, today)
        if taken:
            value = " ".join(token.text for token in loose[:taken])
            values[argument.name] = _settled(argument, value)
            del loose[:taken]
    return head[loose[0].start :].strip() if loose else ""


def _taken(argument: Argument, later: Sequence[Argument], loose: Sequence[_Token], today: date) -> int:
    """Return how many of the loose words belong to `argument`."""
    match argument.kind:
        case ArgumentKind.WORD:
            return 1
        case ArgumentKind.INT:
            return int(loose[0].text.isdecimal())
        case ArgumentKind.CHOICE:
            words = 2 if len(loose) > 1 and _choice(argument, f"{loose[0].text} {loose[1].text}") else 1
            return words if _choice(argument, " ".join(token.text for token in loose[:words])) else 0
        case ArgumentKind.TOGGLE:
            return int(loose[0].text.casefold() in {argument.name, *_YES})
        case ArgumentKind.TEXT:
            return 1 if loose[0].quoted else (0 if later else len(loose))
        case ArgumentKind.SEARCH:
            return _search_words(later, loose, today)
        case ArgumentKind.WHEN:
            return _day_words(loose, today)
        case ArgumentKind.MOMENT:
            return _moment_words(loose, today)
        case ArgumentKind.NAME | ArgumentKind.AMOUNT | ArgumentKind.REST:
            return _many_words(argument, later, loose)


def _search_words(later: Sequence[Argument], loose: Sequence[_Token], today: date) -> int:
    if loose[0].quoted:
        return 1
    if not later:
        return len(loose)
    if later[0].kind is ArgumentKind.MOMENT:
        ends = (n for n in range(1, len(loose)) if _moment_words(loose[n:], today) or _day_words(loose[n:], today))
        return next(ends, len(loose))
    if later[0].kind is ArgumentKind.WHEN:
        days = (number for number in range(1, len(loose)) if _day_words(loose[number:], today))
        return next(days, len(loose))
    for number, token in enumerate(loose[1:], start=1):
        if later[0].kind is ArgumentKind.CHOICE and _choice(later[0], token.text):
            return number
    return 1


def _many_words(argument: Argument, later: Sequence[Argument], loose: Sequence[_Token]) -> int:
    if argument.kind is ArgumentKind.AMOUNT:
        return next((number for number in range(len(loose), 0, -1) if _is_amount(loose[:number])), 0)
    if later and later[0].kind is ArgumentKind.AMOUNT:
        return next((number for number in range(1, len(loose)) if _is_amount(loose[number:])), len(loose))
    return len(loose)


def _is_amount(loose: Sequence[_Token]) -> bool:
    return read_an_hour(" ".join(token.text for token in loose)) is not None


def _day_words(loose: Sequence[_Token], today: date) -> int:
    skipped = int(loose[0].text.casefold() in _BEFORE_DAY)
    for number in range(min(len(loose), _DAY_WORDS_MOST + skipped), skipped, -1):
        if read_day(" ".join(token.text for token in loose[skipped:number]), today) is not None:
            return number
    return 0


def _moment_words(loose: Sequence[_Token], today: date) -> int:
    for number in range(min(len(loose), _MOMENT_WORDS_MOST), 0, -1):
        if names_time(" ".join(token.text for token in loose[:number]), today):
            return number
    return 0


_YES = {"yes", "y", "true", "on", "1"}


def _choice(argument: Argument, text: str) -> str | None:
    """Return the choice that `text` names: the word itself, or the only one that begins with it."""
    wanted = text.strip().casefold().replace("-", " ")
    if not wanted:
        return None
    if wanted in argument.choices:
        return wanted
    near = [choice for choice in argument.choices if choice.startswith(wanted)]
    return near[0] if len(near) == 1 else None


def _settled(argument: Argument, value: str) -> str:
    match argument.kind:
        case ArgumentKind.CHOICE:
            return _choice(argument, value) or value
        case ArgumentKind.TOGGLE:
            return "yes" if value.casefold() in {argument.name, *_YES} else ""
        case ArgumentKind.WHEN:
            first, _, rest = value.partition(" ")
            return rest if first.casefold() in _BEFORE_DAY and rest else value
        case _:
            return value.strip()
