"""What goes wrong on the way to Slack: nothing is shown twice, nothing is lost, and what can't go on says why."""

from __future__ import annotations

import asyncio
import logging
import random
from datetime import timedelta

import pytest

from adapters.slack import messenger, missed
from adapters.slack.connection import Patience
from bot.errors import WhatforError
from tests.adapters.slack.office import START, Office, begin
from tests.adapters.slack.small_slack import APP_TOKEN, BOT_TOKEN, CUTS, SmallSlack
from tests.adapters.waiting import until


@pytest.mark.parametrize("fault", ["lost after", "lost before", "internal_error", "unavailable", "limited"])
async def test_a_post_that_fails_on_the_way_is_shown_once(
    at_work: Office, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.ASK_AGAIN_AFTER", messenger.SETTLE * 0)
    monkeypatch.setattr(messenger, "SETTLE", messenger.SETTLE / 100)
    ida, slack = at_work.ida, at_work.slack
    async with at_work.bot():
        await begin(ida)
        slack.faults["chat.postMessage"].append(fault)
        await ida.say("status")
        await ida.sees("Zone")
        await ida.say("research - know the market")
        await ida.sees("research")
    assert len(ida.showing("Zone")) == 1


async def test_an_edit_whose_answer_is_lost_and_one_of_a_message_that_is_gone_are_done(
    at_work: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.ASK_AGAIN_AFTER", messenger.SETTLE * 0)
    ida, slack = at_work.ida, at_work.slack
    async with at_work.bot():
        await begin(ida)
        at_work.clock.move_to(8)
        question = await ida.asked("09:00")
        slack.faults["chat.update"].append("lost after")
        await ida.press(question, "On a break")
        await until(lambda: not ida.showing("|09:00>–<!date^1795422600^{time}|09:30> What"), lambda: "an answer")
        at_work.clock.move_to(8, 30)
        question = await ida.asked("09:30")
        slack.messages[ida.channel].remove(question)
        await ida.press(question, "On a break")
        await ida.say("status")
        await ida.sees("Zone")


@pytest.mark.parametrize("code", ["channel_not_found", "messages_tab_disabled", "restricted_action_read_only_channel"])
async def test_somebody_who_cannot_be_written_to_is_left_alone_until_they_come_back(at_work: Office, code: str) -> None:
    ida, slack, clock = at_work.ida, at_work.slack, at_work.clock
    async with at_work.bot() as engine:
        await begin(ida)
        clock.move_to(8)
        slack.faults["chat.postMessage"].append(code)
        await until(lambda: not slack.faults["chat.postMessage"], lambda: "a refused post")
        clock.move_to(8, 30)
        await engine.settle()
        assert slack.calls.count("chat.postMessage") <= 5
        await ida.say("status")
        await ida.sees("Zone")


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_refused_token_ends_the_door_with_the_remedy(at_work: Office, code: str) -> None:
    at_work.slack.faults["auth.test"].append(code)
    with pytest.raises(WhatforError, match=rf"Slack refuses SLACK_BOT_TOKEN \({code}\)\. .*install it"):
        async with at_work.bot():
            pass


async def test_a_refused_app_token_ends_the_door_with_the_remedy(at_work: Office) -> None:
    at_work.slack.faults["apps.connections.open"].append("invalid_auth")
    with pytest.raises(WhatforError, match="Slack refuses SLACK_APP_TOKEN"):
        async with at_work.bot():
            pass


async def test_a_token_revoked_while_it_runs_ends_the_door_and_keeps_what_was_to_be_said(at_work: Office) -> None:
    ida, slack = at_work.ida, at_work.slack
    async with at_work.bot():
        await begin(ida)
        slack.faults["chat.postMessage"].append("token_revoked")
        await ida.say("status")
        await until(lambda: at_work.ended is not None, lambda: "the door's end")
        assert "SLACK_BOT_TOKEN" in str(at_work.ended)
        before = len(slack.calls)
        await asyncio.sleep(0.3)
        assert len(slack.calls) == before
    at_work.clock.move_to(8)  # what waits is tried again ten minutes later
    at_work.clock.move_to(8, 15)
    async with at_work.bot():
        await ida.sees("Zone")
    assert len(ida.showing("Zone")) == 1


async def test_a_deaf_socket_is_replaced(at_work: Office) -> None:
    slack = at_work.slack
    async with at_work.bot(Patience(ping=60, look=0.05, deaf=0.4, gone=30)):
        slack.answers_pings = False
        before = slack.connections
        await until(lambda: slack.connections > before, lambda: "another connection")
        await at_work.ida.say(START)
        await at_work.ida.sees("Started.")


async def test_a_socket_that_cannot_be_replaced_ends_the_door(at_work: Office) -> None:
    slack = at_work.slack
    async with at_work.bot(Patience(ping=0.1, look=0.05, deaf=0.3, gone=1.0)):
        slack.faults["apps.connections.open"].extend(["internal_error"] * 1_000)
        await slack.cut()
        await until(lambda: at_work.ended is not None, lambda: "the door's end")
    assert "Slack has been silent for minutes" in str(at_work.ended)


async def test_a_socket_that_is_cut_is_opened_again(at_work: Office) -> None:
    ida, slack = at_work.ida, at_work.slack
    async with at_work.bot():
        await begin(ida)
        for number in range(3):
            await slack.cut()
            await ida.say(f"task {number} - to test")
            await ida.sees(f"task {number}")
            assert len(ida.showing(f"task {number}")) == 1


async def test_after_some_cuts_of_every_kind_the_bot_hears_again(
    at_work: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await is_cut(at_work, 2 * len(CUTS), monkeypatch)


@pytest.mark.slow
@pytest.mark.timeout(3_000)
async def test_after_many_cuts_of_every_kind_the_bot_hears_again(
    at_work: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await is_cut(at_work, 500, monkeypatch)


async def connects(slack: SmallSlack, before: int) -> None:
    """Wait for another connection than there were before."""
    await until(lambda: slack.connections > before, lambda: "another connection")
    await slack.is_connected()


async def is_cut(at_work: Office, cuts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut the connection again and again; whatever is written, delivered or not, is answered once."""
    monkeypatch.setattr(missed, "_PACE", 0.01)
    chance = random.Random(1)  # noqa: S311 - it decides what happens, nothing else
    ida, slack = at_work.ida, at_work.slack
    async with at_work.bot(Patience(ping=0.2, look=0.05, deaf=2, gone=30)):
        await begin(ida)
        for number in range(cuts):
            how = CUTS[number % len(CUTS)]
            before = slack.connections
            await slack.break_off(how)
            await ida.say(f"!cut{number}x", unheard=how == "silent" or (how != "garbage" and chance.random() < 0.5))
            await ida.sees(f"cut{number}x")
            if how != "garbage":
                await connects(slack, before)
            at_work.clock.moved += timedelta(minutes=3)  # what was written long ago is not read again
        for number in range(cuts):
            assert len(ida.showing(f"cut{number}x")) == 1, number


async def test_socket_mode_that_was_switched_off_ends_the_door_with_the_remedy(at_work: Office) -> None:
    slack = at_work.slack
    async with at_work.bot(Patience(ping=0.1, look=0.05, deaf=0.3, gone=1.0)):
        slack.faults["apps.connections.open"].extend(["not_allowed"] * 1_000)
        await slack.break_off("link_disabled")
        await until(lambda: at_work.ended is not None, lambda: "the door's end")
    assert "Socket Mode was switched off" in str(at_work.ended)


async def test_whatever_is_not_for_the_bot_is_acknowledged_and_does_nothing(at_work: Office) -> None:
    slack = at_work.slack
    strange = [
        ("events_api", slack.event({"type": "reaction_added", "user": "U0IDA"})),
        ("events_api", slack.event({"type": "message", "channel_type": "channel", "user": "U0IDA", "ts": "1.0"})),
        ("events_api", slack.event({"type": "message", "channel_type": "im", "bot_id": "B1", "user": "U1", "ts": "1"})),
        ("events_api", slack.event({"type": "message", "channel_type": "im", "subtype": "message_deleted"})),
        ("interactive", {"type": "block_actions", "user": {"id": "U0IDA"}, "actions": [{"action_id": "x"}]}),
        ("interactive", {"type": "view_closed", "user": {"id": "U0IDA"}, "view": {"callback_id": "v1:a:b"}}),
        ("interactive", {"type": "message_action", "user": {"id": "U0IDA"}, "callback_id": "x", "trigger_id": "1"}),
        ("interactive", {"type": "something_new"}),
        ("slash_commands", {"command": "/whatfor"}),
    ]
    async with at_work.bot():
        for kind, payload in strange:
            assert await slack.deliver(kind, payload) == {}
        await at_work.ida.open_home("messages")
    assert not {"chat.postMessage", "users.info", "views.publish"} & set(slack.calls)


async def test_no_log_at_any_level_has_a_word_or_a_token(at_work: Office, caplog: pytest.LogCaptureFixture) -> None:
    ida, slack = at_work.ida, at_work.slack
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "aiosqlite")  # as `whatfor run` has it
    async with at_work.bot():
        await begin(ida)
        slack.faults["chat.postMessage"].extend(["internal_error", "limited"])
        slack.faults["views.open"].append("expired_trigger_id")
        await ida.command("call log")
        await slack.cut()
        await ida.say("canary - to sing")
        await until(lambda: not slack.faults["views.open"], lambda: "a form")
    assert "calling leads" not in caplog.text
    assert "canary" not in caplog.text
    assert BOT_TOKEN not in caplog.text
    assert APP_TOKEN not in caplog.text
    assert "ticket" not in caplog.text
