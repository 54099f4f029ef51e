"""What could be handed over: tasks with the time they take, ranked by the money freed in a month, and whether it fell.

A task is about every entry that holds all of its words, as `bot.domain.kinds` tells words. Selling and breaks are never
handed over: neither what was noted so, nor what is learned so now, whatever it was noted as.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeAlias

from bot.domain.diary import Entry, Kind, activity_of
from bot.domain.kinds import likely_kind, words_of
from bot.domain.money import money_for
from bot.domain.slots import DAY, DAYS_IN_WEEK
from bot.domain.stretch import MONTH, TOLD_AFTER, Stretch

LOOKED_AT = 28 * DAY
FOUR_WEEKS = 28 * DAY
NEVER = frozenset({Kind.SELLING, Kind.BREAK})
EVIDENCE = timedelta(hours=2)
ENTRIES_ASKED_FROM = 3
_BACK_FROM = timedelta(hours=1)
_ASKED_OF = frozenset({Kind.PAID, Kind.LEADS, Kind.BUILDING})

Wording: TypeAlias = frozenset[str]
Learned: TypeAlias = Sequence[tuple[str, Kind]]


class Standing(StrEnum):
    """Why a task is known: it was admin, or added by hand, or its person said whether they are great at it."""

    ADMIN = "admin"
    ADDED = "added"
    NOT_GREAT = "not great"
    GREAT = "great"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task that something was said of; `price` is an hour of it elsewhere, in hundredths.

    `id` is 0 until it is stored. It was handed over on the local day `done_on`.
    """

    text: str
    standing: Standing = Standing.ADDED
    price: int | None = None
    done_on: date | None = None
    id: int = 0

    def is_done(self, day: date) -> bool:
        """Tell whether it was handed over by then."""
        return self.done_on is not None and self.done_on <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The entries about one task: in which wording, how long they took together, and how many they are."""

    text: str
    words: Wording
    time: timedelta = timedelta()
    entries: int = 0


# --- which entries are about what -------------------------------------------------------------------------------------


def wording_of(text: str) -> Wording:
    """Return the words of a task or an entry: those that tell it from others, or all where none do."""
    activity = activity_of(text)
    return words_of(activity) or frozenset({activity})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is never handed over: the wordings of selling and breaks, and what is likely one by what was `learned`.

    `others` are the wordings learned as something else.
    """

    never: frozenset[Wording]
    others: frozenset[Wording]
    learned: Learned

    @staticmethod
    def by(entries: Iterable[Entry], learned: Learned) -> Kept:
        """Return what is kept by what was learned, and for what was not by how it was noted."""
        never = {wording_of(activity) for activity, kind in learned if kind in NEVER}
        others = {wording_of(activity) for activity, kind in learned if kind not in NEVER}
        noted = {wording_of(one.what) for one in entries if one.kind in NEVER}
        return Kept(never=frozenset(never | (noted - others)), others=frozenset(others), learned=learned)

    def __contains__(self, text: str) -> bool:
        """Tell whether a task, or what an entry says, is one of these."""
        words = wording_of(text)
        if words in self.never or words in self.others:
            return words in self.never
        return likely_kind(activity_of(text), self.learned) in NEVER


def _owner(entry: Entry, known: Mapping[Task, Wording]) -> Task | None:
    """Return the task that an entry is about: the one with the most of its words, of several the first one known.

    What became a task as admin is about entries of that kind alone.
    """
    words = wording_of(entry.what)
    may = (task for task in known if entry.kind is Kind.ADMIN or task.standing is not Standing.ADMIN)
    return max((task for task in may if known[task] <= words), key=lambda task: len(known[task]), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What some entries are about, each counted once, and nothing that is never handed over.

    `stated` has a group for each task that may be handed over, by its id; `admin` and `others` are what else was found,
    the longest first, where a kind is said.
    """

    stated: Mapping[int, Group]
    admin: tuple[Group, ...]
    others: tuple[Group, ...]


def survey(entries: Iterable[Entry], tasks: Sequence[Task], kept: Kept) -> Survey:
    """Tell what the entries are about."""
    handed = [one for one in entries if one.kind not in NEVER]
    kept_texts = {text for text in {one.what for one in handed} if text in kept}
    known = {task: wording_of(task.text) for task in sorted(tasks, key=lambda task: task.id) if task.text not in kept}
    own: dict[int, list[Entry]] = {task.id: [] for task in known}
    rest: list[Entry] = []
    for entry in handed:
        if entry.what not in kept_texts:
            owner = _owner(entry, known)
            (own[owner.id] if owner else rest).append(entry)
    return Survey(
        stated={task.id: _group(task.text, words, own[task.id]) for task, words in known.items()},
        admin=_grouped([one for one in rest if one.kind is Kind.ADMIN]),
        others=_grouped([one for one in rest if one.kind in _ASKED_OF]),
    )


def _group(text: str, words: Wording, entries: Sequence[Entry]) -> Group:
    time = sum((one.span.length for one in entries), timedelta())
    return Group(text=text, words=words, time=time, entries=len(entries))


def _grouped(entries: Sequence[Entry]) -> tuple[Group, ...]:
    """Group entries by the fewest words that they share: `invoices` takes in `invoices for Acme`."""
    noted: dict[Wording, list[Entry]] = {}
    for entry in entries:
        noted.setdefault(wording_of(entry.what), []).append(entry)
    time = {words: sum((one.span.length for one in there), timedelta()) for words, there in noted.items()}
    heads = [words for words in noted if not any(other < words for other in noted)]
    members: dict[Wording, list[Entry]] = {head: [] for head in heads}
    for words, there in noted.items():
        about = (head for head in heads if head <= words)
        members[max(about, key=lambda head: (len(head), time[head], sorted(head)))] += there
    groups = (_group(_usual(noted[head]), head, there) for head, there in members.items())
    return tuple(sorted(groups, key=lambda group: (-group.time, group.text)))


def _usual(entries: Sequence[Entry]) -> str:
    """Return the wording used most often, of several the one used last."""
    used = Counter(one.what for one in entries)
    return max(entries, key=lambda one: (used[one.what], one.span.start, one.id)).what


def asked_of(found: Survey) -> Group | None:
    """Return what to ask about whether its person is great at it: the longest that is worth asking, if any is."""
    known = {group.words for group in (*found.admin, *found.stated.values())}
    worth = (one for one in found.others if one.time >= EVIDENCE and one.entries >= ENTRIES_ASKED_FROM)
    return next((group for group in worth if group.words not in known), None)


# --- which first ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A task that could be handed over, with what is known of it.

    `monthly` is the time it takes in a month, where that can be told. `freed` is the money that handing it over frees
    in a month, or in the time that is known; None where the value of the own hour or the price is not known.
    """

    group: Group
    task: Task | None
    monthly: timedelta | None
    freed: int | None
    is_better_kept: bool

    @property
    def price(self) -> int | None:
        """Return what an hour of it costs elsewhere, in hundredths, where that was said."""
        return self.task.price if self.task else None


def ranking(
    found: Survey, tasks: Iterable[Task], value: int | None, stretch: Stretch, today: date
) -> tuple[Candidate, ...]:
    """Return what could be handed over: by the money freed, then by time where that is not known, then what costs more.

    A task known from the diary alone is there while the diary holds it.
    """
    open_ = (task for task in tasks if task.id in found.stated and task.standing is not Standing.GREAT)
    stated = [(found.stated[task.id], task) for task in open_ if not task.is_done(today)]
    there = [(group, task) for group, task in stated if group.entries or task.standing is Standing.ADDED]
    every = [_candidate(group, task, value, stretch) for group, task in there]
    every += [_candidate(group, None, value, stretch) for group in found.admin]
    return tuple(sorted(every, key=_rank))


def _candidate(group: Group, task: Task | None, value: int | None, stretch: Stretch) -> Candidate:
    monthly = stretch.monthly(group.time)
    gained = value - task.price if task and task.price is not None and value is not None else None
    return Candidate(
        group=group,
        task=task,
        monthly=monthly,
        freed=money_for(group.time if monthly is None else monthly, gained) if gained is not None else None,
        is_better_kept=gained is not None and gained <= 0,
    )


def _rank(one: Candidate) -> tuple[int, int, timedelta, str]:
    is_freeing = one.freed is not None and one.freed > 0
    return (
        0 if is_freeing else 2 if one.is_better_kept else 1,
        -(one.freed or 0) if is_freeing else 0,
        -one.group.time,
        one.group.text,
    )


# --- whether the hours fall -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A task that was handed over: its time a month in the four weeks before, and in the `days` since.

    Those are four weeks at the most. Either is None where it can't be told.
    """

    task: Task
    done_on: date
    before: timedelta | None
    since: timedelta | None
    days: int

    @property
    def told_from(self) -> date:
        """Return the first day on which there is something to say."""
        return self.done_on + TOLD_AFTER


def days_before(done_on: date) -> tuple[date, date]:
    """Return the first and the last of the days that stand for how it was: four weeks, the day itself included."""
    return done_on - LOOKED_AT + DAY, done_on


def days_since(done_on: date, today: date) -> tuple[date, date] | None:
    """Return the first and the last of the days that show how it is now: all since, four weeks at the most."""
    first = max(done_on, today - LOOKED_AT) + DAY
    return (first, today) if first <= today else None


def is_back(watch: Watch, week: timedelta, week_before: timedelta, monday: date) -> bool:
    """Tell whether a task came back in the week that begins on `monday`: half of what it was, and not the week before.

    Two weeks after it was handed over at the earliest, and from an hour on.
    """
    if watch.before is None or monday < watch.told_from:
        return False
    half = max(watch.before * (DAYS_IN_WEEK * DAY / MONTH) / 2, _BACK_FROM)
    return week_before < half <= week
