"""`log`: an entry as a command, with words or by the form."""

from __future__ import annotations

import pytest

from bot.gestures import Open
from bot.ports import Store
from tests.features.harness import Conversation, started


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026, and let the question about 09:30 come; it is 09:40."""
    me = await started(sqlite_store)
    await me.at("2026-11-23 09:40")
    return me


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        ("log calling leads - to book 3 demos", "✓ 09:30–10:00 calling leads — book 3 demos"),
        ("Log 8-8:30 mail because clear it", "✓ 08:00–08:30 mail — clear it"),
        ("!log break", "✓ 09:30–10:00 break"),
        ("log what: mail why: clear it", "✓ 09:30–10:00 mail — clear it"),
        ("log entry:“mail - clear it”", "✓ 09:30–10:00 mail — clear it"),
        ("log since 9 mail - clear it", "✓ 09:00–09:40 mail — clear it"),
    ],
)
async def test_with_words_it_is_an_entry_by_the_grammar(me: Conversation, typed: str, noted: str) -> None:
    assert await me.say(typed) is None
    assert me.last.text.splitlines()[0].startswith(noted)


@pytest.mark.parametrize(
    ("typed", "what", "times"),
    [
        ("log", "", "From: 09:30\nTo: 10:00"),
        ("log same", "same", "From: 09:30\nTo: 10:00"),
        ("log because taxes", "because taxes", "From: 09:30\nTo: 10:00"),
        ("log fix: mail - x", "fix: mail - x", "From: 09:30\nTo: 10:00"),
        ("log 15:00-16:00 demo - Acme", "demo", "From: 15:00\nTo: 16:00"),
    ],
)
async def test_bare_or_not_clear_it_opens_the_form(me: Conversation, typed: str, what: str, times: str) -> None:
    assert isinstance(await me.say(typed), Open)
    assert f"What: {what}\n" in me.last.text
    assert times in me.last.text
    await me.submit({"what": "mail", "why": "clear it", "start": "09:30", "end": "10:00"})
    assert me.last.text.startswith("✓ 09:30–10:00 mail — clear it")


async def test_the_shortcut_opens_the_same_form(me: Conversation) -> None:
    await me.press_raw("log")
    shortcut = me.last.text
    await me.say("log")
    assert me.last.text == shortcut


async def test_with_no_question_open_it_is_about_what_came_since_the_last_entry(sqlite_store: Store) -> None:
    me = await started(sqlite_store, at="2026-11-23 19:10")
    await me.say("skip")
    await me.say("log 18-18:50 mail - clear it")
    await me.say("log")
    assert "From: 18:50\nTo: 19:10" in me.last.text
