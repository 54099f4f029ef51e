"""The time diary: entries over the slots, what each was for, and how much of the day they account for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.slots import Span

LIVE_FOR = timedelta(minutes=15)


class Kind(StrEnum):
    """What an activity is to the business.

    Only selling, contact with a specific prospect, generates income directly.
    """

    SELLING = "selling"
    LEADS = "leads"
    PAID = "paid"
    BUILDING = "building"
    ADMIN = "admin"
    BREAK = "break"


class Label(StrEnum):
    """How much an entry can be trusted: written as it happened, on the same day, or later from memory."""

    LIVE = "live"
    SAME_DAY = "same day"
    RECONSTRUCTED = "reconstructed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody did in a stretch of time, and why: the result they hoped for.

    `id` is 0 until it is stored. `tags` are those it was typed with, without their signs. A kind that is `guessed` is
    that of similar activities: nobody said it. `source` is the platform's id of the message it came from, `source_at`
    when that was typed or last edited; `key` the key of the bot's message that shows it.
    """

    span: Span
    what: str
    why: str = ""
    tags: tuple[str, ...] = ()
    kind: Kind | None = None
    guessed: bool = False
    recorded_at: datetime
    label: Label
    source: str | None = None
    source_at: datetime | None = None
    key: str = ""
    id: int = 0


class PromptState(StrEnum):
    """What became of a prompt."""

    OPEN = "open"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The question about one stretch of time, and the key of the message that asks it."""

    span: Span
    key: str
    state: PromptState = PromptState.OPEN


@dataclass(frozen=True, slots=True)
class Pair:
    """A what with its why, as offered again on a button."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Done:
    """A pair, and when it was begun."""

    pair: Pair
    start: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """How a new entry fits among the ones there: what is trimmed, what goes, what is split off behind it."""

    changed: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    added: tuple[Entry, ...]


def lay(span: Span, existing: Iterable[Entry]) -> Laid:
    """Return what must give way so that `span` is free: the newest entry wins wherever two overlap."""
    changed: list[Entry] = []
    removed: list[Entry] = []
    added: list[Entry] = []
    for entry in existing:
        if not entry.span.overlap(span):
            continue
        before = entry.span.start < span.start
        after = entry.span.end > span.end
        if before:
            changed.append(replace(entry, span=Span(entry.span.start, span.start)))
        if after:
            rest = replace(entry, span=Span(span.end, entry.span.end))
            if before:
                added.append(replace(rest, id=0))
            else:
                changed.append(rest)
        if not before and not after:
            removed.append(entry)
    return Laid(changed=tuple(changed), removed=tuple(removed), added=tuple(added))


def label_for(span: Span, recorded_at: datetime, *, same_day: bool) -> Label:
    """Return how an entry for `span` that is recorded now can be trusted."""
    if recorded_at <= span.end + LIVE_FOR:
        return Label.LIVE
    return Label.SAME_DAY if same_day else Label.RECONSTRUCTED


_NOT_WORDS = re.compile(r"[^\w]+")
_SIGNS = re.compile(r"[\W_]+")


def activity_of(what: str) -> str:
    """Return the activity that `what` names, the same for wordings that differ only in case, marks and spaces."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", what).casefold()).strip() or what.strip()


def folded(text: str) -> str:
    """Return the words of `text`, the same for wordings that differ only in case, marks, spaces and diacritics."""
    if text.isascii():
        return _SIGNS.sub(" ", text.casefold()).strip()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _SIGNS.sub(" ", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip()


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for in the diary: entries whose what, why and tags together hold all the words.

    A word is found where one begins with it; in a script that is written without spaces, anywhere. Where there are none
    but `signs` alone, those are looked for as they stand.
    """

    words: tuple[str, ...]
    signs: str = ""

    @staticmethod
    def of(text: str) -> Query:
        """Return what `text` looks for."""
        words = tuple(folded(text).split())
        return Query(words, signs="" if words else text.strip().casefold())

    def finds(self, entry: Entry) -> bool:
        """Tell whether an entry is one of those looked for."""
        said = " ".join((entry.what, entry.why, *(f"#{tag}" for tag in entry.tags)))
        if not self.words:
            return self.signs in said.casefold()
        there = f" {folded(said)}"
        return all(f" {word}" in there or (_is_unspaced(word) and word in there) for word in self.words)


def _is_unspaced(word: str) -> bool:
    """Tell whether a word is of a script without case, most of which are written without spaces."""
    return any(unicodedata.category(sign) == "Lo" for sign in word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many of the working slots so far an entry accounts for."""

    filled: int
    slots: int

    @property
    def share(self) -> float:
        """Return the covered part, 0 to 1; 0 when there was nothing to cover."""
        return self.filled / self.slots if self.slots else 0.0


def filled_by(slot: Span, entries: Iterable[Entry]) -> Entry | None:
    """Return the entry that takes the greater part of `slot` (at least half of it), or None."""
    best = max(entries, key=lambda entry: entry.span.overlap(slot), default=None)
    return best if best is not None and best.span.overlap(slot) * 2 >= slot.length else None


def accounted(stretch: Span, spans: Iterable[Span]) -> bool:
    """Tell whether `spans` together, wherever they overlap counted once, take at least half of `stretch`."""
    taken, reached = timedelta(), stretch.start
    for span in sorted(spans):
        start, end = max(span.start, reached), min(span.end, stretch.end)
        if start < end:
            taken, reached = taken + (end - start), end
    return taken * 2 >= stretch.length


def coverage(slots: Sequence[Span], entries: Sequence[Entry]) -> Coverage:
    """Count which of `slots` the `entries` account for."""
    return Coverage(filled=sum(filled_by(slot, entries) is not None for slot in slots), slots=len(slots))


def within(span: Span, entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries, each as far as it lies in `span`."""
    return [
        replace(entry, span=Span(max(entry.span.start, span.start), min(entry.span.end, span.end)))
        for entry in entries
        if entry.span.overlap(span)
    ]


def time_by_kind(entries: Iterable[Entry]) -> dict[Kind | None, timedelta]:
    """Sum how long each kind took, the longest first; None stands for entries whose kind is not known."""
    total: dict[Kind | None, timedelta] = {}
    for entry in entries:
        total[entry.kind] = total.get(entry.kind, timedelta()) + entry.span.length
    return dict(sorted(total.items(), key=lambda item: -item[1]))
