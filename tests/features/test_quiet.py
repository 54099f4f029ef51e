"""Pause, resume, status, undo and help."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.features import FEATURES
from bot.ports import Store
from tests.features.harness import Conversation, started


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00."""
    return await started(sqlite_store)


@pytest.mark.parametrize(
    ("words", "until", "first"),
    [
        ("pause 2h", "10:00", "Mon 10:00"),
        ("pause until 14:30", "14:30", "Mon 14:30"),
        ("pause", "Tue 24 Nov 00:00", "Tue 09:00"),
        ("quiet for an hour", "09:00", "Mon 09:00"),
        ("pause tomorrow", "Wed 25 Nov 00:00", "Wed 09:00"),
        ("pause until fri", "Fri 27 Nov 00:00", "Fri 09:00"),
    ],
)
async def test_a_pause_says_until_when_and_keeps_it(me: Conversation, words: str, until: str, first: str) -> None:
    await me.say(words)
    assert me.last.text == f"Quiet until {until}. Nothing is asked until then; what you write is still noted."
    assert me.last.buttons == ("Resume now", "Undo")
    me.shown.clear()
    await me.at("2026-11-27 09:00")
    assert me.shown[0].at == first


async def test_an_end_that_is_not_understood_is_asked_for(me: Conversation) -> None:
    await me.say("!pause until the cows come home")
    assert me.last.text == (
        "I did not understand until when: until the cows come home. "
        "Try `pause 2h`, `pause until 14:30`, `pause until fri` or `pause tomorrow`."
    )


async def test_a_pause_ends_early_by_a_word_or_a_tap(me: Conversation) -> None:
    await me.say("pause tomorrow")
    await me.press("Resume now")
    assert me.last.text == "Back. The next question comes at 09:00 (Europe/Paris)."
    await me.say("resume")
    assert me.last.text == "You are not on a pause. The next question comes at 09:00 (Europe/Paris)."
    await me.at("2026-11-23 09:00")
    assert me.last.text.startswith("What are you doing, and why? 09:00–09:30")


async def test_what_is_written_during_a_pause_is_noted(me: Conversation) -> None:
    await me.say("pause tomorrow")
    await me.say("8-8:30 mail - clear it")
    assert me.last.text.splitlines()[0] == "✓ 08:00–08:30 mail — clear it"


async def test_status_tells_what_comes_and_what_went_wrong(me: Conversation) -> None:
    await me.at("2026-11-23 09:00")
    await me.say("status")
    assert me.last.text == (
        "The next question comes at 09:30 (Europe/Paris).\n"
        "Zone         Europe/Paris\n"
        "Next nudge   Mon 23 Nov 10:00\n"
        "Next report  Fri 27 Nov 16:00\n"
        "Last one     Mon 23 Nov 09:00, sent\n"
        "Open         the question from 09:00"
    )
    me.clock.time = me.clock.time.replace(hour=12)
    await me.engine.settle()
    await me.say("status")
    assert "not sent: " in me.last.text


async def test_there_is_nothing_to_undo_at_first_and_after_a_day(me: Conversation) -> None:
    await me.say("undo")
    assert me.last.text == "There is nothing to undo from the last 24 hours."
    await me.say("mail - clear it")
    await me.at("2026-11-24 08:01")
    await me.say("undo")
    assert me.last.text == "There is nothing to undo from the last 24 hours."


async def test_changes_are_undone_from_the_newest_back(me: Conversation) -> None:
    await me.say("first - x")
    await me.say("fix: second - y")
    await me.say("undo")
    await me.say("undo")
    assert [one.text.splitlines()[0] for one in me.shown[-2:]] == [
        "Undone: 08:00–08:30 first.",
        "Undone: 08:00–08:30 first. What are you doing, and why? 08:00–08:30",
    ]


async def test_help_has_a_line_for_every_first_word_and_explains_each_command(me: Conversation) -> None:
    await me.say("hi")
    specs = [spec for feature in FEATURES for spec, _ in feature.commands]
    words = Counter(spec.path.split()[0] for spec in specs)
    for spec in specs:
        word, _, second = spec.path.partition(" ")
        line = next(line for line in me.last.text.splitlines() if line.startswith((f"`{word}`", f"`help {word}`")))
        assert line == f"`{spec.path}`  {spec.summary}" if words[word] == 1 else second in line.split()[2:]
    for spec in specs:
        await me.say(f"!help {spec.path}")
        assert me.last.text.startswith(f"`{spec.usage}`  {spec.summary}")
        assert all(f"{argument.name}: " in me.last.text for argument in spec.arguments)
        assert all(f"`{example}`" in me.last.text for example in spec.examples)


async def test_help_with_the_first_word_of_several_commands_lists_them(me: Conversation) -> None:
    specs = [spec for feature in FEATURES for spec, _ in feature.commands]
    words = Counter(spec.path.split()[0] for spec in specs)
    for group in (word for word, number in words.items() if number > 1):
        await me.say(f"help {group}")
        assert me.last.text.splitlines()[0] == f"Commands that begin with {group}:"
        theirs = [spec for spec in specs if spec.path.split()[0] == group]
        assert all(f"`{spec.path}`  {spec.summary}" in me.last.text for spec in theirs)
    await me.say("!help nonsense")
    assert "Commands\n`start`" in me.last.text
