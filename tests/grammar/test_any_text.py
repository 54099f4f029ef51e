"""Whatever anybody types, whenever and wherever, it is understood as something that can be kept."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.slots import Span
from bot.grammar.dates import read_day, read_until
from bot.grammar.language import ENGLISH
from bot.grammar.reply import Context, Entries, Flag, Reply, Said, Substitute, Why
from bot.grammar.understand import understand
from tests.grammar.reading import PARIS, PATHS, at

any_time = settings(deadline=None)  # the first example also makes the patterns
ZONES = (
    *("Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC"),
    *("America/St_Johns", "Pacific/Chatham", "Africa/Casablanca", "Antarctica/Troll", "Asia/Tehran"),
)
CLOCKS = st.sampled_from(
    [
        *("9", "10:30", "2pm", "12", "12am", "23:30", "00:30", "noon", "midnight", "now", "lunch", "2h", "02:15", "24"),
        *("<t:1795606200>", "<t:999999999999>", "<!date^1795606200^{time}|x>", "\u0669:\u0663\u0660", "?", "99:99"),
    ]
)
PIECES = st.one_of(
    CLOCKS,
    st.builds("{}-{}".format, CLOCKS, CLOCKS),
    st.builds("from {} to {}".format, CLOCKS, CLOCKS),
    st.builds("{} {}".format, st.sampled_from(["at", "since", "until", "@", "last", "for", ","]), CLOCKS),
    st.sampled_from(
        [
            *("yesterday", "fri", "sat", "2026-11-24", "9999-12-31", "0001-01-01", "1h30", "half an hour", "(45m)"),
            *("-", "—", "->", ";", "|", "\n", ":", "*", "#tag", "!", "/", "s/a/b", "fix:", "no,", "actually"),
            *("because", "so", "i", "since", "it", "to", "what:", "why:", "in order to", "so that", "pause", "same"),
            *("call", "call log", "report", "break", "lunch", "&amp;", "&lt;", "<", ">", '"', "key:value", "today"),
        ]
    ),
    st.text(max_size=6),
    st.text(st.characters(), max_size=3),
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=8).map("".join))


@st.composite
def contexts(draw: st.DrawFn) -> Context:
    """Draw a moment somewhere, near changes of clocks more often than they are."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    anywhere = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - the zone follows
    changes = st.sampled_from([datetime(2026, 3, 29, 1), datetime(2026, 10, 25, 0, 30), datetime(2026, 11, 1, 6)])  # noqa: DTZ001 - as above
    near = st.builds(lambda moment, minutes: moment + timedelta(minutes=minutes), changes, st.integers(-90, 180))
    now = draw(st.one_of(anywhere, near)).replace(tzinfo=UTC)
    last = draw(st.one_of(st.none(), st.integers(-60, 600).map(lambda minutes: now - timedelta(minutes=minutes))))
    paths = draw(st.sampled_from([frozenset(), PATHS]))
    return Context(now=now, tz=zone, paths=paths, why_awaited=draw(st.booleans()), last_entry_at=last)


def said_in(reply: Reply) -> list[Said]:
    """Return every entry that a reply holds."""
    return [*reply.entries, *([reply.plain] if reply.plain else [])] if isinstance(reply, Entries) else []


@any_time
@given(TEXTS, contexts())
def test_every_text_means_something(text: str, context: Context) -> None:
    assert isinstance(understand(text, context), get_args(Reply))


@any_time
@given(TEXTS, contexts())
def test_an_entry_has_both_ends_or_none_and_they_are_aware_in_order_and_not_far_apart(
    text: str, context: Context
) -> None:
    for said in said_in(understand(text, context)):
        assert (said.start is None) == (said.end is None)
        if said.start is None or said.end is None:
            continue
        span = Span(said.start, said.end)  # refuses naive and backward ends
        assert said.end.astimezone(UTC) - said.start.astimezone(UTC) <= timedelta(hours=16)
        assert {span.start.tzinfo, span.end.tzinfo} in ({context.tz}, {UTC})


@any_time
@given(TEXTS, contexts())
def test_words_have_no_control_characters_and_no_blank_edges(text: str, context: Context) -> None:
    reply = understand(text, context)
    words = [word for said in said_in(reply) for word in (said.what, said.why or "-", *said.tags)]
    words += [reply.why] if isinstance(reply, Why) else []
    words += [reply.old, reply.new] if isinstance(reply, Substitute) else []

    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for word in words for character in word)
    if not isinstance(reply, Substitute):
        assert all(word == word.strip() for word in words)


@any_time
@given(TEXTS, contexts())
def test_flags_agree_with_the_entries(text: str, context: Context) -> None:
    reply = understand(text, context)
    if not isinstance(reply, Entries):
        return
    flags, (first, *more) = reply.flags, reply.entries
    if Flag.FIX not in flags:
        assert all(said.what for said in reply.entries)
        assert (Flag.ASK_WHY in flags) == any(said.why is None and not said.is_break for said in reply.entries)
    if Flag.GUESS in flags and not more:
        assert reply.plain is not None
        assert reply.plain.start is reply.plain.end is None
    else:
        assert reply.plain is None
    assert Flag.ASK_TIME not in flags or first.start is None
    assert Flag.FUTURE not in flags or any(said.end and said.end > context.now for said in reply.entries)


@any_time
@given(TEXTS, contexts())
def test_what_is_not_marked_as_to_come_is_not_to_come(text: str, context: Context) -> None:
    reply = understand(text, context)
    if isinstance(reply, Entries) and not reply.rests and Flag.FUTURE not in reply.flags:
        assert all(not said.end or said.end <= context.now + timedelta(minutes=10) for said in reply.entries)


LETTERS = st.characters(categories=["Ll", "Lo", "So"])
MEANINGFUL = {
    word
    for words in (ENGLISH.what_droppings, ENGLISH.why_droppings, ENGLISH.why_names, ENGLISH.connectors)
    for word in words
} | {*ENGLISH.meant, *ENGLISH.fix, ENGLISH.today, ENGLISH.yesterday, "so", "since", "a", "an", "one", "half"}
WORDS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda word: word not in MEANINGFUL)
PHRASES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@any_time
@given(PHRASES, PHRASES, st.sampled_from(["-", "–", "—", "->", "=>", "//", "|"]))
def test_plain_words_around_a_separator_are_what_and_why(what: str, why: str, separator: str) -> None:
    assume(what[:3] not in {"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
    reply = understand(f"{what} {separator} {why}", Context(now=at("14:35"), tz=PARIS))

    is_break = what in ENGLISH.breaks
    assert reply == Entries(entries=(Said(what=what, why=why, is_break=is_break),))


@any_time
@given(TEXTS)
def test_days_and_pauses_are_read_from_any_text(text: str) -> None:
    now = at("14:35")
    day, until = read_day(text, now.date()), read_until(text, now, PARIS)

    assert day is None or day >= now.date()
    assert until is None or until > now
