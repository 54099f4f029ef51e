"""A hundred thousand messages, pieced together from what the grammar knows and from noise: nothing is lost.

The seed of a message that breaks a promise stands in the failure.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.cli.parse import told
from bot.grammar.clean import clean
from bot.grammar.language import ENGLISH
from bot.grammar.reply import Context, Entries, Flag, Pause, Reply, Run, Said, Substitute, Why
from bot.grammar.understand import understand
from tests.grammar.reading import PATHS

CLOCKS = (
    *(
        "9",
        "10:30",
        "2pm",
        "12am",
        "7 a.m.",
        "23:30",
        "0:30",
        "14h",
        "14h15",
        "8.45",
        "noon",
        "midnight",
        "now",
        "lunch",
    ),
    *("24:00", "25:00", "?", "<t:1795606200>", "<t:1795606200:R>", "<!date^1795606200^{time}|x>", "999", "13pm"),
)
LENGTHS = ("2h", "1.5h", "1h30", "1h 30m", "45 min", "half an hour", "an hour", "90 minutes", "0h", "17h", "2,5 hours")
DASHES = ("-", " - ", "–", " – ", "—", " -- ", "−", " to ", " till ", " until ", " and ", "‑", "---")
DAYS = ("today", "yesterday", "mon", "Tuesday", "sat", "2026-11-24", "2026-02-30", "9999-12-31", "friday,")
SEPARATORS = (
    " - ",
    " – ",
    "—",
    "->",
    " => ",
    "→",
    " // ",
    " | ",
    "; ",
    "\n",
    " because ",
    " so that ",
    " in order to ",
)
OTHERS = (
    " b/c ",
    " cuz ",
    " so i ",
    " since we ",
    " to ",
    " because of ",
    " -",
    "- ",
    ":",
    ", ",
    "; to ",
    " - because ",
)
HEADS = (
    "fix: ",
    "edit ",
    "no, ",
    "i meant ",
    "*",
    "actually ",
    "s/a/",
    "why: ",
    "reason ",
    "what: ",
    "because ",
    "!",
    "/",
)
LEADS = ("", "", "", "I'm ", "we're ", "just ", "to ", "#tag ", "#a #b ", "- ", "• ", "doing: ", "@", "at ", "since ")
PHRASES = (
    *("calling leads", "mail", "invoices for Acme", "2-3 demos", "1-1 with Sam", "9-5 grind", "talking to the client"),
    *("lunch", "break", "call log Dana", "report", "pause for 2h", "quiet", "same", "+1", "n/a", "https://a.co/b-c;d"),
    *(
        "<@U1|dana - d> chat",
        "R&amp;D",
        "a &lt; b",
        "שיחות",
        "電話",
        "📞 leads",
        "e\u0301tude",
        "\u202eabc\u202c",
        "what: x",
    ),
    *("in Paris–London", "x > y", "(draft)", '"quoted"', "naïve—café", "why: not", "report week", "key:value", "to-do"),
)
NOISE = "abz019 .,:;-–—/|<>&#@!?*()'\"\n\t\u200b\u200f\ufeff\x00\ud83d😀İſßπ\u0663\uff11\u2028\u0301"
ZONES = [
    ZoneInfo(name) for name in ("Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")
]


def message(random: Random) -> str:
    """Piece a message together: in the order of the grammar, in any order, or out of noise."""
    some = random.choice

    def maybe(pieces: Iterable[str], part: float) -> str:
        return some(list(pieces)) + " " if random.random() < part else ""

    def entry() -> str:
        stretch = some(["", "from ", "between ", "@", "at "]) + some(CLOCKS) + some(DASHES) + some(CLOCKS)
        since = some(["since ", "until ", "last ", "past ", "at ", "@"]) + some((*CLOCKS, *LENGTHS))
        when = maybe(DAYS, 0.3) + maybe((stretch, since, some(LENGTHS), some(LENGTHS) + " of", stretch + ":"), 0.6)
        what = some(LEADS) + some(PHRASES)
        why = some((*SEPARATORS, *OTHERS)) + some(PHRASES) if random.random() < 0.7 else ""
        length = some([" for ", ", ", " ("]) + some(LENGTHS) + some(["", ")", "."]) if random.random() < 0.2 else ""
        return when + what + why + length

    pieces = (*CLOCKS, *LENGTHS, *DASHES, *DAYS, *SEPARATORS, *OTHERS, *HEADS, *PHRASES)
    match random.randrange(10):
        case 0:
            return "".join(random.choices(NOISE, k=random.randrange(30)))
        case 1 | 2:
            return some(["", " "]).join(random.choices(pieces, k=random.randrange(1, 9)))
        case 3:
            return "\n".join(entry() for _ in range(random.randrange(2, 5)))
        case 4:
            text = entry()
            at = random.randrange(len(text) + 1)
            return text[:at] + some(NOISE) + text[at:]
        case _:
            return maybe(HEADS, 0.15) + entry()


def context(random: Random) -> Context:
    """Choose a moment, often near a change of clocks, and what was asked for before."""
    year = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(525_600))
    changes = [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)]
    near = random.choice(changes) + timedelta(minutes=random.randrange(-120, 240))
    now = near if random.random() < 0.2 else year
    last = None if random.random() < 0.5 else now - timedelta(minutes=random.randrange(30))
    awaited = random.random() < 0.2
    return Context(now=now, tz=random.choice(ZONES), paths=PATHS, why_awaited=awaited, last_entry_at=last)


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# Words that may go without a trace: they said when it was, what was meant, or nothing.
MEANING = (
    frozenset(
        word
        for field in dataclasses.fields(ENGLISH)
        for each in (getattr(ENGLISH, field.name),)
        for phrase in ((each,) if isinstance(each, str) else each)
        for text in ((phrase,) if isinstance(phrase, str) else (phrase[0],))
        if isinstance(text, str)
        for word in re.findall(r"\w+", text)
    )
    | {"a", "m", "am", "pm", "p", "h", "s", "g", "i"}
    | {day[:size] for day in WEEKDAYS for size in range(3, 10)}
)
TOKEN = re.compile(r"<(?:t:|!date)[^<>\n]*>")
WORD = re.compile(r"\w+")


def words(*texts: str | None) -> Counter[str]:
    """Count the words of texts, whatever their case."""
    return Counter(word for text in texts if text for word in WORD.findall(clean(text).casefold()))


def said_in(reply: Reply) -> Iterable[Said]:
    return reply.entries if isinstance(reply, Entries) else ()


def kept(reply: Reply) -> Counter[str]:
    """Count the words that a reply holds."""
    match reply:
        case Entries():
            return words(*(part for said in reply.entries for part in (said.what, said.why, *said.tags)))
        case Why():
            return words(reply.why)
        case Run():
            return words(reply.words)
        case Substitute():
            return words(reply.old, reply.new)
        case _:
            return Counter()


def lost(text: str, reply: Reply) -> list[str]:
    """Return the words that went without a trace and without a meaning of their own."""
    if not isinstance(reply, Entries | Why | Run | Substitute):
        return []
    moments = words(*TOKEN.findall(clean(text)))
    gone = words(text) - kept(reply) - moments
    return [word for word in gone if word not in MEANING and not re.search(r"\d", word)]


def check(text: str, given: Context) -> None:
    """Understand a message and hold the result against what is promised of every message."""
    reply = understand(text, given)
    for said in said_in(reply):
        assert said.what or Flag.FIX in said_flags(reply)
        if said.start is None or said.end is None:
            assert said.start is said.end is None
            continue
        start, end = said.start.astimezone(UTC), said.end.astimezone(UTC)
        assert timedelta() < end - start <= timedelta(hours=16)
        to_come = end > given.now + timedelta(minutes=10)
        assert not to_come or Flag.FUTURE in said_flags(reply) or rests(reply)
    assert not isinstance(reply, Pause) or reply.until is None or reply.until > given.now
    assert lost(text, reply) == []
    assert not kept(reply) - words(text), "words that nobody typed"
    round_trip(reply, given)


def said_flags(reply: Reply) -> frozenset[Flag]:
    return reply.flags if isinstance(reply, Entries) else frozenset()


def rests(reply: Reply) -> bool:
    return isinstance(reply, Entries) and reply.rests


def round_trip(reply: Reply, given: Context) -> None:
    """Hold what `whatfor parse` prints against what it was printed from."""
    read = json.loads(json.dumps(told(reply, given.tz), ensure_ascii=False))
    back = [
        Said(
            what=one["what"],
            why=one["why"],
            start=datetime.fromisoformat(one["start"]).astimezone(UTC) if one["start"] else None,
            end=datetime.fromisoformat(one["end"]).astimezone(UTC) if one["end"] else None,
            is_break=one["break"],
            tags=tuple(one["tags"]),
        )
        for one in read["entries"]
    ]
    assert back == [
        dataclasses.replace(
            said,
            start=said.start.astimezone(UTC) if said.start else None,
            end=said.end.astimezone(UTC) if said.end else None,
            day=None,
        )
        for said in said_in(reply)
    ]
    assert set(read["flags"]) == set(map(str, said_flags(reply)))


def run(seeds: Iterable[int]) -> None:
    """Check one message for each seed."""
    for seed in seeds:
        random = Random(seed)  # noqa: S311 - noise, no secrets
        text, given = message(random), context(random)
        try:
            check(text, given)
        except Exception as failure:
            failure.add_note(f"seed {seed}: {text!r} at {given}")
            raise


def test_a_thousand_messages_are_understood_and_no_word_is_lost() -> None:
    run(range(1_000))


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_a_hundred_thousand_messages_are_understood_and_no_word_is_lost() -> None:
    run(range(1_000, 101_000))
