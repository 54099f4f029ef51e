"""Prospects, the conversations with them, and what follows: the method's log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import SequenceMatcher
from enum import StrEnum
from types import MappingProxyType

from bot.domain.diary import activity_of

MAX_NAME = 60


class Outcome(StrEnum):
    """How a conversation ended."""

    YES = "yes"
    NO = "no"
    THINKING = "thinking"
    CHECK_BACK = "check back"


class Status(StrEnum):
    """What a prospect is: a MAYBE until they said yes or no, or were let go."""

    MAYBE = "maybe"
    YES = "yes"
    NO = "no"
    LET_GO = "let go"


class Role(StrEnum):
    """Why somebody is on the list: they might buy, or they could introduce somebody who does."""

    PROSPECT = "prospect"
    INTRODUCER = "introducer"


STATUS_AFTER = {
    Outcome.YES: Status.YES,
    Outcome.NO: Status.NO,
    Outcome.THINKING: Status.MAYBE,
    Outcome.CHECK_BACK: Status.MAYBE,
}

NEEDS_DAY = frozenset({Outcome.THINKING, Outcome.CHECK_BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A follow-up that was set by itself, not by a conversation: what about, when, and the key of its message."""

    about: str = ""
    made_at: datetime
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """A person who might buy. `next_on` is the day of the follow-up that is promised, if one is, `promise` its own.

    `notes` say what they might buy, `introduced_by` names who made them known, and `let_go_at` is when a MAYBE was let
    go, until they are talked to again. `jotted` is what was noted during a conversation that is not logged yet, one
    line each.
    """

    name: str
    role: Role = Role.PROSPECT
    notes: str = ""
    introduced_by: str = ""
    status: Status = Status.MAYBE
    added_at: datetime
    last_contact_at: datetime | None = None
    asked_at: datetime | None = None
    next_on: date | None = None
    promise: Promise | None = None
    jotted: str = ""
    let_go_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """An ask that was told by itself, not with a conversation; `back_on` is when to come back if nothing is heard."""

    prospect: int
    at: datetime
    back_on: date
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The person in it: where they are, where they want to be, what is in the way, the outcome they want."""

    now: str = ""
    wanted: str = ""
    obstacle: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """What one learned: what went well, what could be better (one line each), and the one thing to do differently."""

    well: str = ""
    better: str = ""
    one_thing: str = ""


class Kept(StrEnum):
    """What became, in a conversation, of the one thing that one wanted to do differently in it."""

    KEPT = "kept"
    NOT_KEPT = "not kept"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A sales conversation, real or practice. An `offer` that was made is an ask.

    `jotted` is what was noted while it was held, `notes` what was written afterwards. `worth` is what a yes brings, in
    whole units of the person's own money; None while it was not said.
    `kept` is about the one thing that the conversation before it left, None while nothing was said of that.
    """

    prospect: int
    at: datetime
    outcome: Outcome
    back_on: date | None = None
    offer: str = ""
    notes: str = ""
    jotted: str = ""
    practice: bool = False
    story: Story = Story()
    reflection: Reflection = Reflection()
    kept: Kept | None = None
    worth: int | None = None
    key: str = ""
    id: int = 0

    @property
    def is_sale(self) -> bool:
        """Tell whether somebody said yes in it; in practice nobody does."""
        return self.outcome is Outcome.YES and not self.practice

    @property
    def is_ask(self) -> bool:
        """Tell whether an opportunity to buy was extended in it; practice has nobody who could take it."""
        return bool(self.offer.strip()) and not self.practice

    @property
    def all_notes(self) -> str:
        """Return what was noted during it and afterwards, in this order."""
        return added_line(self.jotted, self.notes)


def waiting_one_thing(conversations: Iterable[Conversation]) -> str:
    """Return the one thing that the latest of them left and none of them since did, or changed; nothing without one.

    One that was not kept waits for the next conversation. What becomes of it is said before a new one is left.
    """
    waiting = ""
    for one in sorted(conversations, key=lambda each: (each.at, each.id)):
        if one.kept in {Kept.KEPT, Kept.CHANGED}:
            waiting = ""
        waiting = one.reflection.one_thing or waiting
    return waiting


def added_line(lines: str, more: str) -> str:
    """Return lines with more of them below."""
    return "\n".join(part for part in (lines, more) if part)


def name_key(name: str) -> str:
    """Return what makes two spellings the same name: case, marks and spaces don't count."""
    return activity_of(name)


# --- who is who -------------------------------------------------------------------------------------------------------

_CLOSE = 0.7
_UNLIKE = 4


def matching(prospects: Iterable[Prospect], words: str) -> tuple[Prospect, ...]:
    """Return the prospects that `words` may mean, the likeliest first.

    A name that begins with them, then one with a word that does, then one that contains them, then one that is close.
    """
    wanted = name_key(words)
    ranked = [(_unlikeness(name_key(one.name), wanted), one.name, one) for one in prospects]
    return tuple(one for unlikeness, _, one in sorted(ranked, key=lambda each: each[:2]) if unlikeness < _UNLIKE)


def _unlikeness(name: str, wanted: str) -> float:
    """Return 0 for a name that begins with the wanted words, up to `_UNLIKE` for one that is nothing like them."""
    if name.startswith(wanted):
        return 0
    if f" {wanted}" in f" {name}":
        return 1
    if wanted in name:
        return 2
    close = max(SequenceMatcher(None, part, wanted).ratio() for part in (name, *name.split()))
    return _UNLIKE - close if close >= _CLOSE else _UNLIKE


# --- what follows from a conversation ---------------------------------------------------------------------------------


def settled(prospect: Prospect, conversations: Iterable[Conversation], asks: Iterable[Ask] = ()) -> Prospect:
    """Return the prospect as their conversations, and the asks told by themselves, leave them.

    The latest of them decides the next day, the latest conversation the status; a yes or a no closes what was promised,
    and whoever is asked after a no is a MAYBE again. What was set by itself, a follow-up or a letting go, stands until
    the next contact. Practice settles nothing.
    """
    real = sorted((one for one in conversations if not one.practice), key=lambda one: (one.at, one.id))
    last = real[-1] if real else None
    ask = max(asks, key=lambda one: (one.at, one.id), default=None)
    newest = ask if ask is not None and (last is None or ask.at > last.at) else None
    contact = newest.at if newest else last.at if last else None
    promise = prospect.promise if prospect.promise and _stands(prospect.promise.made_at, contact) else None
    let_go_at = prospect.let_go_at if prospect.let_go_at and _stands(prospect.let_go_at, contact) else None
    asked = [one.at for one in real if one.is_ask] + ([ask.at] if ask else [])
    return replace(
        prospect,
        status=Status.LET_GO if let_go_at else _status_after(last, newest),
        last_contact_at=contact,
        asked_at=max(asked, default=None),
        next_on=prospect.next_on if promise else None if let_go_at else _back_on(last, newest),
        promise=promise,
        let_go_at=let_go_at,
    )


def _stands(since: datetime, contact: datetime | None) -> bool:
    """Tell whether what was set by itself at `since` stands: there was no contact after it."""
    return contact is None or since > contact


def _status_after(last: Conversation | None, ask: Ask | None) -> Status:
    status = STATUS_AFTER[last.outcome] if last is not None else Status.MAYBE
    return Status.MAYBE if ask is not None and status is Status.NO else status


def _back_on(last: Conversation | None, ask: Ask | None) -> date | None:
    if ask is not None:
        return ask.back_on
    return last.back_on if last is not None and last.outcome in NEEDS_DAY else None


# --- counting ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many conversations there were, practice apart, and how the real ones ended."""

    real: int = 0
    practice: int = 0
    outcomes: Mapping[Outcome, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def total(self) -> int:
        """Return what counts towards the weekly goal: practice does too."""
        return self.real + self.practice


def tally(conversations: Iterable[Conversation]) -> Tally:
    """Count conversations; outcomes stand in the order yes, no, thinking, check back, those that occurred."""
    every = tuple(conversations)
    real = [one for one in every if not one.practice]
    ended = Counter(one.outcome for one in real)
    return Tally(
        real=len(real),
        practice=len(every) - len(real),
        outcomes={outcome: ended[outcome] for outcome in Outcome if ended[outcome]},
    )


# --- whom to talk to --------------------------------------------------------------------------------------------------


class Reason(StrEnum):
    """Why somebody is named in the daily nudge."""

    DUE = "due"
    NEVER_ASKED = "never asked"
    MAYBE = "maybe"
    INTRODUCER = "introducer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody to talk to today, and why."""

    prospect: Prospect
    reason: Reason


def candidates(prospects: Sequence[Prospect], today: date) -> tuple[Candidate, ...]:
    """Return whom to talk to on `today`, in order.

    First the follow-ups that are due, the longest waiting first; then MAYBEs who were never asked, by age; then MAYBEs
    by how long ago the last contact was; then those who could introduce somebody, likewise. Whoever was promised a
    later day is left in peace until then.
    """
    due = [one for one in prospects if one.next_on is not None and one.next_on <= today]
    waiting = [one for one in prospects if one.next_on is None and one.status is Status.MAYBE]
    free = [one for one in waiting if one.role is Role.PROSPECT]
    introducers = [one for one in waiting if one.role is Role.INTRODUCER]
    ranked = (
        (Reason.DUE, sorted(due, key=lambda one: (one.next_on or today, one.name))),
        (
            Reason.NEVER_ASKED,
            sorted((one for one in free if one.asked_at is None), key=lambda one: (one.added_at, one.name)),
        ),
        (Reason.MAYBE, sorted((one for one in free if one.asked_at), key=lambda one: (_last_heard(one), one.name))),
        (Reason.INTRODUCER, sorted(introducers, key=lambda one: (_last_heard(one), one.name))),
    )
    return tuple(Candidate(prospect=one, reason=reason) for reason, some in ranked for one in some)


def _last_heard(prospect: Prospect) -> datetime:
    return prospect.last_contact_at or prospect.added_at
