"""What goes wrong on the way to Discord: nothing is shown twice, nothing is lost, and what can't go on says why."""

from __future__ import annotations

import asyncio
import logging
import threading
from datetime import timedelta

import pytest
from discord.gateway import KeepAliveHandler

from adapters.discord.connection import Patience, pause_before
from bot.errors import WhatforError
from tests.adapters.discord.desk import START, Desk, asked, begin
from tests.adapters.discord.person import all_text
from tests.adapters.discord.world import BOT_TOKEN
from tests.adapters.waiting import until


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.ASK_AGAIN_AFTER", timedelta(0))
    monkeypatch.setattr("bot.delivery.CALL_TIMEOUT", timedelta(seconds=2.5))


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.ASK_AGAIN_AFTER", timedelta(0))
    monkeypatch.setattr("bot.delivery.CALL_TIMEOUT", timedelta(seconds=0.5))


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "fault",
    ["lost after", "lost before", "reset after", "reset before", "500", "500 after", "503", "limited"],
)
async def test_a_post_that_fails_on_the_way_is_shown_once(desk: Desk, fault: str) -> None:
    await is_shown_once(desk, fault)


@pytest.mark.usefixtures("hasty")
async def test_a_post_that_is_never_answered_is_shown_once(desk: Desk) -> None:
    await is_shown_once(desk, "hangs after")


async def is_shown_once(desk: Desk, fault: str) -> None:
    ida, discord = desk.ida, desk.discord
    async with desk.bot():
        await begin(ida)
        discord.faults["create_message"].append(fault)
        await ida.say("status")
        await ida.sees("Zone")
        await ida.say("research - know the market")
        await ida.sees("research")
    assert len(ida.showing("Zone")) == 1
    assert discord.trouble.early_calls == []


@pytest.mark.usefixtures("hasty")
async def test_a_post_that_arrived_long_ago_is_found_by_its_identity_or_its_words(desk: Desk) -> None:
    ida, discord, clock = desk.ida, desk.discord, desk.clock
    async with desk.bot():
        await begin(ida)
    for words, shown in (("settings", "Your settings."), ("help", "Just reply.")):
        async with desk.bot():
            discord.faults["create_message"].append("hangs after")
            await ida.say(words)
            await ida.sees(shown)
        clock.moved += timedelta(minutes=10)  # the nonce is forgotten
        async with desk.bot() as engine:
            await engine.settle()
            await ida.say("status")
            await ida.sees("Zone")
        assert len(ida.showing(shown)) == 1


@pytest.mark.usefixtures("impatient")
async def test_an_edit_whose_answer_is_lost_and_one_of_a_message_that_is_gone_are_done(desk: Desk) -> None:
    ida, discord = desk.ida, desk.discord
    async with desk.bot():
        await begin(ida)
        desk.clock.move_to(8)
        question = await asked(ida, "09:00")
        discord.faults["update_message"].append("lost after")
        await ida.press(question, "On a break")
        await until(lambda: "break" in ida.shown[-1]["content"], lambda: "an answer")
        desk.clock.move_to(8, 30)
        question = await asked(ida, "09:30")
        discord.messages[ida.channel].remove(question)
        await ida.press(question, "On a break")
        await ida.say("status")
        await ida.sees("Zone")
        assert len(ida.showing("Zone")) == 1


@pytest.mark.parametrize(
    ("faults", "arrives"), [(["30046 300"] * 2, True), (["30046 untold"], False), (["30046"], False)]
)
async def test_an_old_question_that_may_not_be_changed_is_answered_and_the_next_one_comes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, faults: list[str], *, arrives: bool
) -> None:
    monkeypatch.setattr("adapters.discord.messenger._AT_ONCE", 0.3)
    monkeypatch.setattr("bot.delivery.ASK_AGAIN_AFTER", timedelta(0))
    ida, discord = desk.ida, desk.discord
    async with desk.bot():
        await begin(ida)
        desk.clock.move_to(8)
        question = await asked(ida, "09:00")
        desk.clock.move_to(9, 40)  # two hours of silence, then back
        discord.faults["update_message"].extend(faults)
        await ida.press(question, "On a break")
        await ida.say("status")
        await ida.sees("Zone")
        assert not discord.faults["update_message"]
        assert ("break" in question["content"]) is arrives
        await ida.say("today")
        assert "break" in all_text(await ida.sees("Mon 23 Nov"))
        desk.clock.move_to(10)
        await ida.sees("Your hour for talking to prospects")


@pytest.mark.parametrize("code", ["50007", "50278", "50001", "10003"])
async def test_somebody_who_cannot_be_written_to_is_left_alone_until_they_come_back(desk: Desk, code: str) -> None:
    ida, discord, clock = desk.ida, desk.discord, desk.clock
    async with desk.bot() as engine:
        await begin(ida)
        clock.move_to(8)
        discord.faults["create_message"].append(code)
        await until(lambda: not discord.faults["create_message"], lambda: "a refused post")
        before = discord.calls.count("create_message")
        clock.move_to(8, 30)
        await engine.settle()
        assert discord.calls.count("create_message") == before
        await ida.say("status")
        await ida.sees("Zone")


async def test_a_refused_token_ends_the_door_with_the_remedy(desk: Desk) -> None:
    with pytest.raises(WhatforError, match=r"Discord refuses DISCORD_TOKEN\. .*Reset Token"):
        async with desk.bot(token="old"):  # noqa: S106 - no token at all
            pass


@pytest.mark.parametrize("where", ["rest", "gateway"])
async def test_a_token_refused_while_it_runs_ends_the_door_and_keeps_what_was_to_be_said(
    desk: Desk, where: str
) -> None:
    ida, discord = desk.ida, desk.discord
    async with desk.bot():
        await begin(ida)
        if where == "rest":
            discord.faults["create_message"].append("0")
            await ida.say("status")
        else:
            await discord.gateway.close(4004)
            await ida.say("status", unheard=True)
        await until(lambda: desk.ended is not None, lambda: "the door's end")
        assert "DISCORD_TOKEN" in str(desk.ended)
        before = len(discord.calls)
        await asyncio.sleep(0.3)
        assert len(discord.calls) == before
    desk.clock.move_to(8)  # what waits is tried again ten minutes later
    desk.clock.move_to(8, 15)
    async with desk.bot():
        await ida.sees("Zone")
    assert len(ida.showing("Zone")) == 1


async def test_a_deaf_gateway_is_replaced(desk: Desk) -> None:
    gateway = desk.discord.gateway
    async with desk.bot(Patience(look=0.05, deaf=0.4, gone=30)):
        before = gateway.connections
        await until(lambda: gateway.connections > before, lambda: "another connection")
        await desk.ida.say(START)
        await desk.ida.sees("Started.")
    beating = [each for each in threading.enumerate() if isinstance(each, KeepAliveHandler)]
    assert all(each._stop_ev.is_set() for each in beating)  # noqa: SLF001 - the thread itself ends a while later


async def test_a_gateway_that_cannot_be_reached_again_ends_the_door(desk: Desk) -> None:
    gateway = desk.discord.gateway
    async with desk.bot(Patience(look=0.05, deaf=0.3, gone=1.5)):
        gateway.open = False
        gateway.cut()
        await until(lambda: desk.ended is not None, lambda: "the door's end")
    assert "Discord has been silent for minutes" in str(desk.ended)


async def test_a_session_that_is_ended_is_begun_again(desk: Desk) -> None:
    async with desk.bot():
        await begin(desk.ida)
        await desk.discord.gateway.invalidate()
        await desk.ida.say("research - know the market")
        await desk.ida.sees("research")
    assert desk.discord.gateway.identifies == 2


def test_a_day_of_crashes_begins_few_sessions() -> None:
    total, moment, begun = 1_000, 0.0, 0
    while moment < 86_400:
        moment += pause_before(total=total, remaining=total - begun, reset_after=86_400 - moment) + 5
        begun += moment < 86_400
    assert 100 < begun <= 200
    assert pause_before(total=total, remaining=total - 49, reset_after=86_400) == 0
    assert pause_before(total=total, remaining=0, reset_after=60) == 60


async def test_a_bot_that_was_started_too_often_waits(desk: Desk) -> None:
    gateway = desk.discord.gateway
    gateway.identified.extend([desk.clock.now().timestamp()] * 300)
    running = asyncio.create_task(_start(desk))
    await until(lambda: "get_bot_gateway" in desk.discord.calls, lambda: "a look at the budget")
    await asyncio.sleep(0.3)
    assert gateway.identifies == 0
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def _start(desk: Desk) -> None:
    async with desk.bot():
        pass


async def test_whatever_is_not_for_the_bot_does_nothing(desk: Desk) -> None:
    discord, ida = desk.discord, desk.ida
    async with desk.bot():
        said = await ida.say("hello")
        await ida.sees("could technically read")
        before = discord.calls.count("create_message")
        for strange in (
            {**said, "id": discord.world.snowflake(), "author": {**said["author"], "bot": True}},
            {**said, "id": discord.world.snowflake(), "type": 6},
            {**said, "id": discord.world.snowflake(), "webhook_id": "1"},
        ):
            await discord.gateway.dispatch("MESSAGE_CREATE", strange)
        await discord.gateway.dispatch("MESSAGE_UPDATE", said)
        await discord.gateway.dispatch("SOMETHING_NEW", {})
        await asyncio.sleep(0.2)
        assert discord.calls.count("create_message") == before
        foreign = await ida.sees("could technically read")
        foreign["components"][0]["components"][0]["custom_id"] = "somebody:else"
        await ida.press(foreign, "Start")
        await ida.sees("belongs to an older message")


async def test_a_button_that_asks_for_a_yes_counts_only_after_it(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot():
        await begin(ida)
        echo = await ida.sees("✓")
        undo = next(each for each in echo["components"][0]["components"] if each["label"] == "Undo")
        undo["custom_id"] = undo["custom_id"].replace("v1:", "q1:", 1)
        await ida.press(echo, "Undo")
        await ida.press(await ida.sees("Sure?"), "No")
        await ida.sees("Left as it was.")
        await ida.press(echo, "Undo")
        await ida.press(await ida.sees("Sure?"), "Yes")
        await ida.sees("Undone")


async def test_a_form_that_is_too_late_waits_in_the_direct_messages(desk: Desk) -> None:
    ida, discord = desk.ida, desk.discord
    async with desk.bot():
        await begin(ida)
        discord.faults["create_interaction_response"].append("10062")
        await ida.command("call log")
        await ida.press(await ida.sees("the form could not be opened in time"), "Open form")
        await ida.sees_form("Log a conversation")
    discord.late_answers.clear()


async def test_no_log_at_any_level_has_a_word_or_a_token(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    ida, discord = desk.ida, desk.discord
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "aiosqlite")  # as `whatfor run` has it
    async with desk.bot():
        await begin(ida)
        discord.faults["create_message"].extend(["500", "limited"])
        discord.faults["create_interaction_response"].append("10062")
        await ida.command("call log")
        discord.gateway.cut()
        await ida.say("canary - to sing", unheard=True)
        await ida.sees("canary")
    discord.late_answers.clear()  # the form's
    assert "calling leads" not in caplog.text
    assert "canary" not in caplog.text
    assert BOT_TOKEN not in caplog.text
    assert all(each.token not in caplog.text for each in discord.interactions.made)
