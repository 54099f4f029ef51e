"""When words without a prefix are a command, and when they only come close to one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.grammar.language import Language, alternatives

TAKES_TEXT = ("log", "pause", "asked")
_ARGUMENT = re.compile(r"(?P<key>[A-Za-z_]{1,20})[:=](?!//)(?:[\"“”„][^\"“”„\n]*[\"“”]|[^\s\"“”„]\S*)(?:\s|$)")
_SHORTEST_WITH_TYPO = 4


def read_prefixed(text: str) -> str | None:
    """Return what follows the `!` or `/` of a command, or None."""
    return text[1:] if text[:1] in {"!", "/"} and text[1:2].isalpha() else None


def read_bare(text: str, paths: frozenset[str], language: Language) -> str | None:
    """Return the command that `text` is without a prefix, its path in lower case, or None.

    It is one as the whole message, with a path of two words before anything else, or with nothing but `key:value`
    behind its path; `log`, `pause` and `asked` take whatever follows, `help` the path of a command.
    """
    for count in range(_longest(paths), 0, -1):
        path, rest = _split(text, count)
        if path not in paths:
            continue
        if not rest:
            return path
        explains = path == "help" and " ".join(rest.split()).casefold() in paths
        if count > 1 or path in TAKES_TEXT or explains or _only_arguments(rest, language):
            return f"{path} {rest}"
    return None


def near_command(text: str, paths: frozenset[str]) -> str | None:
    """Return the command that `text` comes close to: it begins with one's first word, or is one typo away from one."""
    one_off = _closest(text.casefold(), paths)
    if one_off:
        return one_off
    first, rest = _split(text, 1)
    first = first.rstrip(",:")
    if first in {path.split(" ", 1)[0] for path in paths}:
        return f"{first} {rest}".rstrip()
    for count in range(_longest(paths), 1, -1):
        path, rest = _split(text, count)
        if rest and (meant := _closest(path, {each for each in paths if each.count(" ") == count - 1})):
            return f"{meant} {rest}"
    return None


def _longest(paths: Iterable[str]) -> int:
    return max((path.count(" ") + 1 for path in paths), default=0)


def _split(text: str, count: int) -> tuple[str, str]:
    """Return the first `count` words in lower case, and the rest."""
    words = text.split(None, count)
    return " ".join(words[:count]).casefold(), words[count] if len(words) > count else ""


def _only_arguments(text: str, language: Language) -> bool:
    """Tell whether `text` is made of `key:value` alone; `what:` and `why:` belong to an entry."""
    names = re.compile(alternatives((*language.what_names, *language.why_names)), re.IGNORECASE)
    position = 0
    while position < len(text):
        found = _ARGUMENT.match(text, position)
        if not found or names.fullmatch(found["key"]):
            return False
        position = found.end()
    return True


def _closest(text: str, paths: Iterable[str]) -> str | None:
    """Return the first path, in order, that is one typo away from `text`."""
    return next((path for path in sorted(paths) if _is_one_typo(text, path)), None)


def _is_one_typo(text: str, path: str) -> bool:
    """Tell whether one letter too many, too few, wrong or swapped with its neighbour lies between the two."""
    if min(len(text), len(path)) < _SHORTEST_WITH_TYPO or abs(len(text) - len(path)) > 1 or text == path:
        return False
    at = next((i for i, (one, other) in enumerate(zip(text, path, strict=False)) if one != other), len(path))
    tail, wanted = text[at:], path[at:]
    swapped = tail[:2] == wanted[1::-1] and tail[2:] == wanted[2:]
    return tail[1:] == wanted[1:] or tail[1:] == wanted or tail == wanted[1:] or swapped
