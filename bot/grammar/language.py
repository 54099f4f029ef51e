"""The words of a language that have a meaning in a reply. Separators and dashes need no translation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language's words, all in lower case; an apostrophe stands for the typographic one too."""

    # a whole message
    help: frozenset[str]
    same: frozenset[str]
    skip: frozenset[str]
    undo: frozenset[str]
    pause: frozenset[str]

    # in front of an entry that corrects the last one, and of a why alone
    fix: tuple[str, ...]
    meant: tuple[str, ...]
    actually: tuple[str, ...]
    why_names: tuple[str, ...]
    what_names: tuple[str, ...]

    # between what and why; those of the second kind only before one of the words beside them
    connectors: tuple[str, ...]
    connectors_before: tuple[tuple[str, tuple[str, ...]], ...]
    weak: str
    weak_not_after: frozenset[str]
    weak_not_before: frozenset[str]

    # in front of what or why, and worth nothing there
    why_droppings: tuple[str, ...]
    what_droppings: tuple[str, ...]

    breaks: frozenset[str]

    # times
    range_leads: tuple[str, ...]
    between: tuple[str, ...]
    links: tuple[str, ...]
    both: str
    until: tuple[str, ...]
    at: tuple[str, ...]
    since: tuple[str, ...]
    last: tuple[str, ...]
    of: tuple[str, ...]
    lasting: tuple[str, ...]
    noon: tuple[str, ...]
    midnight: tuple[str, ...]
    now: tuple[str, ...]
    lunch: tuple[str, ...]

    # lengths: units, and whole phrases in minutes; `one_hour` only after `last`
    hours: tuple[str, ...]
    minutes: tuple[str, ...]
    lengths: tuple[tuple[str, int], ...]
    one_hour: tuple[str, ...]

    # days gone by; `verbs` are short weekdays that are words as well, and name a day only before a time
    today: str
    yesterday: str
    verbs: frozenset[str]


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of `words`, the longest first, without groups."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace("'", "['’]").replace(r"\ ", " ") for word in ordered) + ")"


_PRONOUNS = ("i", "you", "he", "she", "it", "we", "they", "this", "that")

# After "to", these begin somebody or something, not a purpose.
_TO_SOMEBODY = (
    "a an the my your his her its our their this that these those some any all both each every another "
    "me you him us them myself yourself themselves everyone everybody someone somebody anyone people folks "
    "client clients customer customers prospect prospects leads buyers users partners suppliers colleagues "
    "staff management support accounting sales marketing friends family boss mom mum dad"
)
# Before "to", these need it for themselves. A noun that may have a purpose ("calls to book demos") is none of them.
_NEEDS_ITS_TO = (
    # what one does to somebody, or where one goes
    "talk talking talked speak speaking spoke chat chatting reply replying replied respond responding responded "
    "answering answered listen listening listened write writing wrote written emailing emailed send sending sent "
    "mailing mailed call calling called presenting presented pitch pitching pitched explaining explained "
    "introducing introduced intro selling sold offering offered delivering delivered handing handed giving gave "
    "showing showed reporting reported go going went gone coming came driving drove walked travelling traveling "
    "flying moving moved switching switched migrating migrated returning returned getting got invite inviting "
    "invited reaching reached follow-up thanks "
    # verbs and adjectives that need it
    "try trying tried want wants wanted wanting need needs needed needing have has had having plan plans planning "
    "planned hope hoping hoped decide deciding decided learn learning learned start starting started continue "
    "continuing continued forget forgot remember remembering agree agreeing agreed commit committing committed "
    "prefer able ready due used supposed about like likely happy glad easy hard "
    # and what reaches as far as something
    "next close closer up back over according similar related compared attached linked access subscribe "
    "subscribing subscribed upgrade upgrading add adding added attend attending stick sticking from reaction "
    "how what where when which who whether as not only respect regard regards addition order"
)

ENGLISH = Language(
    help=frozenset({"help", "?", "commands", "hi", "hello", "hey"}),
    same=frozenset({"same", "same as last", "same as before", "ditto", "still on it", "+1", '"', "“", "”", "„", "="}),
    skip=frozenset({"skip", "pass", "n/a", "not now", "nothing", "-", "–", "—"}),
    undo=frozenset({"undo", "oops", "scratch that", "delete that"}),
    pause=frozenset({"stop", "pause", "mute", "snooze", "quiet", "dnd"}),
    fix=("fix", "edit", "correct"),
    meant=("i meant", "no,"),
    actually=("actually",),
    why_names=("why", "reason"),
    what_names=("what",),
    connectors=("because of", "because", "b/c", "cuz", "so that", "so as to", "in order to"),
    connectors_before=(("so", ("i", "we")), ("since", _PRONOUNS)),
    weak="to",
    weak_not_after=frozenset(_NEEDS_ITS_TO.split()),
    weak_not_before=frozenset(_TO_SOMEBODY.split()),
    why_droppings=("to", "because of", "because", "for", "so that", "so as to", "in order to"),
    what_droppings=("i'm", "im", "i am", "i was", "we're", "we are", "we were", "doing:", "just"),
    breaks=frozenset(
        {"break", "a break", "on a break", "on break", "taking a break", "lunch", "lunch break", "at lunch"}
        | {"having lunch", "coffee", "coffee break"}
    ),
    range_leads=("from", "between"),
    between=("between",),
    links=("to", "till", "til", "until"),
    both="and",
    until=("until", "till", "til"),
    at=("at",),
    since=("since",),
    last=("last", "past", "the last", "the past", "for the last", "for the past"),
    of=("of",),
    lasting=("for",),
    noon=("noon", "midday"),
    midnight=("midnight",),
    now=("now",),
    lunch=("lunch",),
    hours=("hours", "hour", "hrs", "hr", "h"),
    minutes=("minutes", "minute", "mins", "min"),
    lengths=(
        ("half an hour", 30),
        ("half hour", 30),
        ("a half hour", 30),
        ("an hour", 60),
        ("one hour", 60),
        ("an hour and a half", 90),
        ("a quarter of an hour", 15),
    ),
    one_hour=("hour",),
    today="today",
    yesterday="yesterday",
    verbs=frozenset({"sat", "sun"}),
)
