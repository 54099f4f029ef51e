"""What was not asked because the bot was away is offered once: with what is said next, or by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.engine import Engine
from bot.errors import NotNowError
from bot.features import FEATURES
from bot.ports import Letter, Posted, Store
from tests.features.harness import START, Conversation, Paper, Shown, started


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody who answered what was asked up to 10:10 on a Monday."""
    me = await started(sqlite_store, plan=START.replace("block:10:00", "block:18:30"))
    await worked(me)
    return me


async def worked(me: Conversation) -> None:
    await me.at("2026-11-23 10:10")
    await me.say("9-10:30 calling leads - to book 3 demos")
    me.shown.clear()


async def away_until(me: Conversation, local: str) -> None:
    """Let time pass without a process, and begin again."""
    me.clock.time = me._moment(local)  # noqa: SLF001 - the clock of this conversation
    me.engine = Engine(me.store, me.clock, FEATURES, [me.paper])
    await me.engine.recover()
    await me.engine.settle()


def told(me: Conversation) -> list[tuple[str, str]]:
    """Return when and in which words the bot said that it was away."""
    lines = [(one.at, line) for one in me.shown if one.kind == "message" for line in one.text.splitlines()]
    return [(at, line) for at, line in lines if line.startswith("I was away")]


async def test_the_question_that_is_in_time_tells_of_what_was_missed(me: Conversation) -> None:
    await away_until(me, "2026-11-23 13:05")
    assert me.last.text.splitlines()[:3] == [
        "What are you doing, and why? 13:00–13:30",
        "Last: calling leads — book 3 demos",
        "I was away from 10:30 to 13:05. 5 slots open, if you like.",
    ]
    await me.press("Fill in")
    assert "From: 10:30\nTo: 13:00" in me.last.text


async def test_the_next_question_tells_it_where_the_last_one_came_too_late(me: Conversation) -> None:
    await away_until(me, "2026-11-23 13:15")
    assert me.shown == []
    await me.at("2026-11-23 13:30")
    assert told(me) == [("Mon 13:30", "I was away from 10:30 to 13:15. 6 slots open, if you like.")]


async def test_it_is_told_once(me: Conversation) -> None:
    await away_until(me, "2026-11-23 13:15")
    await me.at("2026-11-27 23:00")
    assert len(told(me)) == 1


async def test_it_is_told_once_also_where_the_clock_was_ahead_meanwhile(me: Conversation) -> None:
    await away_until(me, "2026-11-24 13:15")
    me.clock.time -= timedelta(days=1)
    await me.say("settings set cadence:60")
    for hour in (14, 15, 16):
        await me.at(f"2026-11-23 {hour}:10")
        await me.say("same")
    assert [one.at for one in me.shown if one.kind == "message"][1:] == ["Mon 14:00", "Mon 15:00", "Mon 16:00"]
    assert told(me) == []
    await me.at("2026-11-24 13:10")
    await me.say("9-14 calling leads - to book 3 demos")
    for hour in (14, 15, 16):
        await me.at(f"2026-11-24 {hour}:10")
        await me.say("same")
    assert [at for at, _ in told(me)] == ["Tue 14:00"]


async def test_the_day_s_end_tells_it_where_no_question_comes_any_more(me: Conversation) -> None:
    await away_until(me, "2026-11-23 16:45")
    await me.at("2026-11-24 09:30")
    assert told(me) == [("Mon 17:00", "I was away from 10:30 to 16:45. 13 slots open, if you like.")]
    assert next(one for one in me.shown if one.at == "Mon 17:00").text.startswith("Done. 3 of 16 slots. Quiet until")


async def test_after_the_day_s_end_it_is_told_by_itself(me: Conversation) -> None:
    await away_until(me, "2026-11-23 17:40")
    assert me.shown == [
        Shown(
            at="Mon 17:40",
            kind="message",
            text="I was away from 10:30 to 17:40.\n13 slots open, if you like.",
            buttons=("Fill in",),
        )
    ]
    await me.at("2026-11-24 09:30")
    assert len(told(me)) == 1


async def test_at_night_it_waits_for_the_first_question_of_the_morning(me: Conversation) -> None:
    await away_until(me, "2026-11-24 03:00")
    assert me.shown == []
    await me.at("2026-11-24 10:00")
    assert told(me) == [("Tue 09:00", "I was away from Mon 23 Nov 10:30 to 03:00. 13 slots open, if you like.")]


async def test_a_rhythm_that_asks_no_more_for_an_hour_is_told_by_itself(sqlite_store: Store) -> None:
    me = await started(
        sqlite_store, plan=START.replace("cadence:30", "cadence:60").replace("block:10:00", "block:18:30")
    )
    await me.at("2026-11-23 09:05")
    await me.say("9-10 calling leads - to book 3 demos")
    await me.command("settings set", cadence="90")
    me.shown.clear()
    await away_until(me, "2026-11-23 10:45")
    assert told(me) == [("Mon 10:45", "I was away from 10:30 to 10:45.")]


async def test_what_was_written_meanwhile_is_not_missed(me: Conversation) -> None:
    me.clock.time = me._moment("2026-11-23 13:15")  # noqa: SLF001 - the clock of this conversation
    me.engine = Engine(me.store, me.clock, FEATURES, [me.paper])
    await me.say("10:30-13:30 workshop - Acme")
    await me.at("2026-11-23 13:30")
    assert told(me) == []


async def test_a_pause_and_a_night_are_no_outage(me: Conversation) -> None:
    await me.say("pause until 12:00")
    await me.at("2026-11-23 12:00")
    await me.say("pause until tue")
    await away_until(me, "2026-11-24 08:30")
    await me.at("2026-11-24 09:00")
    assert told(me) == []


async def test_whoever_did_not_answer_is_not_told_for_it(me: Conversation) -> None:
    await away_until(me, "2026-11-23 17:40")
    await me.at("2026-11-24 10:30")
    assert [one.at for one in me.shown if "What are you doing" in one.text] == ["Tue 09:00", "Tue 09:30", "Tue 10:30"]


@dataclass(slots=True)
class Cut(Paper):
    """A messenger whose platform cannot be reached for a while."""

    is_cut: bool = True

    async def send(self, letter: Letter) -> Posted:
        if self.is_cut:
            raise NotNowError("cut", retry_after=timedelta(minutes=1))
        return await Paper.send(self, letter)  # a dataclass with slots has no zero-argument super


async def test_where_only_the_way_to_the_platform_was_cut_it_is_told_as_one(me: Conversation) -> None:
    cut = Cut(me.clock, me.shown, me.paper.faces)
    me.engine = Engine(me.store, me.clock, FEATURES, [cut])
    await me.at("2026-11-23 12:20")
    assert me.shown == []
    cut.is_cut = False
    await me.at("2026-11-23 13:00")
    assert told(me) == [("Mon 12:30", "I was away from 10:30 to 12:11. 4 slots open, if you like.")]
