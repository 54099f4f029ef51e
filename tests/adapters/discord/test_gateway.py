"""The small Discord's gateway: what was missed is told again, and it goes wrong when told to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import discord
import pytest

from tests.adapters.discord.bare import Bare, connected
from tests.adapters.discord.gateway import Gateway
from tests.adapters.discord.office import Office
from tests.adapters.waiting import until

Breaks = Callable[[Gateway], Awaitable[None]]


async def _cut(gateway: Gateway) -> None:
    gateway.cut()


async def _close(gateway: Gateway) -> None:
    await gateway.close(4000)


async def _reconnect(gateway: Gateway) -> None:
    await gateway.ask_for_reconnect()


async def _invalidate(gateway: Gateway) -> None:
    await gateway.invalidate(resumable=True)


@pytest.mark.parametrize("breaks", [_cut, _close, _reconnect, _invalidate])
async def test_what_is_said_while_the_connection_is_cut_is_heard_after_it(at_work: Office, breaks: Breaks) -> None:
    gateway = at_work.discord.gateway
    async with connected(Bare(), at_work) as client:
        await at_work.ida.say("before")
        await until(lambda: client.heard == ["before"], lambda: str(client.heard))
        await breaks(gateway)
        await at_work.ida.say("while", unheard=True)
        await until(lambda: gateway.resumes == 1, lambda: f"resumed, {gateway}")
        await at_work.ida.say("after")
        await until(lambda: client.heard == ["before", "while", "after"], lambda: str(client.heard))
    assert gateway.identifies == 1


async def _not_replayed(gateway: Gateway) -> None:
    gateway.replays = False
    gateway.cut()


async def _ended(gateway: Gateway) -> None:
    await gateway.invalidate()


@pytest.mark.parametrize("breaks", [_not_replayed, _ended])
async def test_a_session_that_ended_begins_anew(
    at_work: Office, monkeypatch: pytest.MonkeyPatch, breaks: Breaks
) -> None:
    async def at_once(*_: object, **__: object) -> None: ...

    monkeypatch.setattr(discord.Client, "before_identify_hook", at_once)
    gateway = at_work.discord.gateway
    async with connected(Bare(), at_work) as client:
        await breaks(gateway)
        await at_work.ida.say("missed", unheard=True)
        await until(lambda: gateway.identifies == 2, lambda: "identified again")
        await at_work.ida.say("heard")
        await until(lambda: client.heard == ["heard"], lambda: str(client.heard))


async def test_a_lost_event_is_lost_and_a_doubled_one_comes_twice(at_work: Office) -> None:
    gateway = at_work.discord.gateway
    async with connected(Bare(), at_work) as client:
        gateway.loses_events = True
        await at_work.ida.say("lost")
        gateway.loses_events, gateway.double = False, True
        await at_work.ida.say("twice")
        await until(lambda: client.heard == ["twice", "twice"], lambda: str(client.heard))


async def test_one_that_no_longer_acknowledges_is_left(at_work: Office) -> None:
    gateway = at_work.discord.gateway
    gateway.heartbeat, gateway.answers_heartbeats = 0.05, False
    client = Bare(heartbeat_timeout=0.3)
    async with connected(client, at_work):
        await until(lambda: gateway.resumes >= 1, lambda: "connected again")
        gateway.answers_heartbeats = True
        await at_work.ida.say("alive")
        await until(lambda: client.heard == ["alive"], lambda: str(client.heard))


async def test_a_heartbeat_comes_when_it_is_asked_for(at_work: Office) -> None:
    gateway = at_work.discord.gateway
    async with connected(Bare(), at_work):
        before = gateway.heartbeats
        await gateway.ask_for_heartbeat()
        await until(lambda: gateway.heartbeats == before + 1, lambda: str(gateway.heartbeats))


async def test_privileged_intents_and_a_wrong_token_are_refused(at_work: Office) -> None:
    intents = discord.Intents(guilds=True, dm_messages=True, message_content=True)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with connected(Bare(intents), at_work):
            raise AssertionError("never")
    assert at_work.discord.broken_rules == [f"privileged intents: {intents.value}"]
    at_work.discord.broken_rules.clear()
    at_work.discord.world.token += "?"
    with pytest.raises(discord.LoginFailure):
        async with connected(Bare(), at_work):
            raise AssertionError("never")


async def test_intents_are_those_that_are_needed(at_work: Office) -> None:
    async with connected(Bare(discord.Intents(guilds=True, dm_messages=True, dm_typing=True)), at_work):
        pass
    assert len(at_work.discord.broken_rules) == 1
    at_work.discord.broken_rules.clear()


async def test_more_than_a_days_identifies_reset_the_token(at_work: Office) -> None:
    at_work.discord.gateway.budget = 2
    for _ in range(2):
        async with connected(Bare(), at_work):
            pass
    with pytest.raises(discord.ConnectionClosed):
        async with connected(Bare(), at_work):
            raise AssertionError("never")
    assert at_work.discord.broken_rules == ["more than a day's IDENTIFYs: the token is reset"]
    at_work.discord.broken_rules.clear()


async def test_the_day_of_the_budget_moves(at_work: Office) -> None:
    at_work.discord.gateway.budget = 1
    async with connected(Bare(), at_work):
        pass
    at_work.clock.moved += timedelta(hours=25)
    async with connected(Bare(), at_work):
        pass
    assert at_work.discord.gateway.identifies == 2


async def test_the_library_takes_all_it_is_told_without_a_warning(
    at_work: Office, caplog: pytest.LogCaptureFixture
) -> None:
    async def answer(interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content="Done.", view=None)

    with caplog.at_level(logging.INFO, "discord"):
        client = Bare(answers=answer)
        caplog.clear()  # that it has no voice is none of this
        async with connected(client, at_work):
            await at_work.discord.add_channel("sales")
            await asyncio.wait_for(client.wait_until_ready(), 5)
            (server,) = client.guilds
            assert {each.name for each in server.channels} == {"general", "sales"}
            await at_work.ida.say("hello")
            view = discord.ui.View()
            view.add_item(discord.ui.Button(label="Go", custom_id="v1:go"))
            channel = await (await client.fetch_user(int(at_work.ida.user))).create_dm()
            await channel.send("Go?", view=view)
            await at_work.ida.press(await at_work.ida.sees("Go?"), "Go")
            await at_work.ida.sees("Done.")
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING] == []
