"""The diary searched: all the words, however they are written, the newest first, a page at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.diary import Entry, Label, Query, folded
from bot.domain.slots import SLOT, Span
from bot.gestures import Toast
from bot.ports import Store
from tests.features.harness import Conversation, Shown, started

NINE = datetime(2026, 11, 2, 8, tzinfo=UTC)


def entry(what: str, why: str = "", *tags: str, days: int = 0) -> Entry:
    span = Span(NINE + timedelta(days=days), NINE + timedelta(days=days) + SLOT)
    return Entry(span=span, what=what, why=why, tags=tags, recorded_at=span.end, label=Label.LIVE)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Café  Ünïted!", "cafe united"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("\ufb01nance", "finance"),
        ("e\u0301tude", "etude"),
        ("\u0130stanbul", "istanbul"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("σίσυφος", "σισυφοσ"),
        ("100 %", "100"),
    ],
)
def test_case_marks_and_diacritics_do_not_count(text: str, plain: str) -> None:
    assert folded(text) == plain


@pytest.mark.parametrize(
    ("query", "what", "why", "tags"),
    [
        ("acme", "offer for ACME", "", ()),
        ("Acme  offer", "offer", "Acme says yes", ()),
        ("#acme", "offer", "", ("acme",)),
        ("demo", "demos", "", ()),
        ("cafe", "Café with Zoë", "", ()),
        ("ZOË", "cafe with zoe", "", ()),
        ("会议", "开会议", "", ()),
        ("%", "gave 10 % off", "", ()),
        ("_", "snake_case", "", ()),
        ("--", "a -- b", "", ()),
        ("50%", "50 percent of it", "", ()),
    ],
)
def test_an_entry_is_found(query: str, what: str, why: str, tags: tuple[str, ...]) -> None:
    assert Query.of(query).finds(entry(what, why, *tags))


@pytest.mark.parametrize(
    ("query", "what"),
    [("acme", "pacmen"), ("acme beta", "acme"), ("%", "anything"), ("_", "anything"), ("a%e", "acme"), ("\\", "acme")],
)
def test_an_entry_that_lacks_a_word_is_not_found(query: str, what: str) -> None:
    assert not Query.of(query).finds(entry(what))


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody whose diary holds thirteen calls with Acme, on thirteen days, and other things."""
    me = await started(sqlite_store)
    async with me.store.begin() as tx:
        who = await me.who(tx)
        for day in range(13):
            await tx.diary.add(who, entry(f"call {day} with Acme", "book a demo", days=day))
        await tx.diary.add(who, entry("mail - Äcme", "clear it", "inbox", days=20))
    me.shown.clear()
    return me


async def test_what_is_found_is_listed_the_newest_first_with_how_long_it_took(me: Conversation) -> None:
    await me.say("diary search call acme 1")
    assert me.last.text == (
        "“call acme 1”: 4 entries, 2 h.\n"
        "Sat 14 Nov 09:00–09:30 call 12 with Acme — book a demo · live\n"
        "Fri 13 Nov 09:00–09:30 call 11 with Acme — book a demo · live\n"
        "Thu 12 Nov 09:00–09:30 call 10 with Acme — book a demo · live\n"
        "Tue 3 Nov 09:00–09:30 call 1 with Acme — book a demo · live"
    )
    assert me.last.buttons == ()


async def test_earlier_ones_are_a_press_away_in_the_same_place(me: Conversation) -> None:
    await me.say("diary search acme")
    seen = [me.last]
    for label in ("Earlier", "Later"):
        await me.press(label)
        seen.append(me.last)
    assert [(one.kind, one.text.splitlines()[0], len(one.text.splitlines()), one.buttons) for one in seen] == [
        ("message", "“acme”: 14 entries, 7 h. 1–10:", 11, ("Earlier",)),
        ("replace", "“acme”: 14 entries, 7 h. 11–14:", 5, ("Later",)),
        ("replace", "“acme”: 14 entries, 7 h. 1–10:", 11, ("Earlier",)),
    ]
    assert seen[0].text.splitlines()[1] == "Sun 22 Nov 09:00–09:30 #inbox mail - Äcme — clear it · live"


async def test_an_entry_that_was_found_can_be_edited(me: Conversation) -> None:
    await me.say("diary search 12 acme")
    await me.pick("Sat 14 Nov 09:00–09:30 call 12 with Acme")
    assert "What: call 12 with Acme" in me.last.text
    await me.submit({"why": "book two demos"})
    assert me.last.text.splitlines()[-1].startswith("✓ Sat 14 Nov 09:00–09:30 call 12 with Acme — book two demos")


async def test_without_words_a_form_asks_for_them(me: Conversation) -> None:
    await me.say("diary search")
    await me.submit({"query": "  "})
    assert me.last.text == "query: What do you look for? A word of what you did, or why."
    await me.submit({"query": "inbox"})
    assert me.last.text.splitlines()[0] == "“inbox”: 1 entry, 30 min."


async def test_nothing_found_is_said_in_the_words_that_were_looked_for(me: Conversation) -> None:
    await me.say("diary search <!here> %")
    assert me.last == Shown(at="Mon 08:00", kind="message", text="No entry holds “<!here> %”.")


@pytest.mark.parametrize("value", ["", "x.y", "1.reply:9999", "-1.x", "1"])
async def test_a_page_that_nobody_was_offered_is_gone(me: Conversation, value: str) -> None:
    assert await me.press_raw("diary.page", value) == Toast("That search is gone. Search once more.")
