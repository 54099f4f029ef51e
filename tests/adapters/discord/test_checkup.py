"""What `whatfor doctor` says of Discord, asked of a small Discord at the wire."""

from __future__ import annotations

import pytest

from adapters.discord.checkup import examine, remedy
from adapters.discord.line import DiscordRefusedError
from bot.errors import WhatforError
from tests.adapters.discord import rest
from tests.adapters.discord.desk import Desk
from tests.adapters.discord.objects import APPLICATION
from tests.adapters.discord.world import BOT_TOKEN


async def asked(desk: Desk, token: str = BOT_TOKEN) -> str:
    try:
        return await examine(token=token, api_url=desk.discord.api_url)
    except WhatforError as error:
        return f"✗ {error}"


async def test_a_token_that_is_good_is_said_so(desk: Desk) -> None:
    assert await asked(desk) == "the token is good, and whatfor can be added to servers and to people's own apps."
    assert desk.discord.gateway.identifies == 0


async def test_a_token_that_discord_refuses_comes_with_its_remedy(desk: Desk) -> None:
    assert (await asked(desk, "old")).startswith("✗ Discord refuses DISCORD_TOKEN. On your application's page, Bot,")


async def test_what_is_switched_off_is_named_with_where_it_is_switched_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = {"integration_types_config": {"0": {}}, "interactions_endpoint_url": "https://example.org/discord"}
    monkeypatch.setattr(rest, "APPLICATION", {**APPLICATION, **changed})
    said = await asked(desk)
    assert said.startswith("✗ User Install is switched off, so the commands don't show everywhere.")
    assert "empty Interactions Endpoint URL" in said


async def test_a_bot_that_is_started_again_and_again_is_told(desk: Desk) -> None:
    desk.discord.gateway.identified.extend([desk.clock.now().timestamp()] * 60)
    assert (await asked(desk)).startswith("✗ The bot has begun 60 sessions today")


async def test_no_network_is_said_so(desk: Desk) -> None:
    await desk.discord.stop()
    assert (await asked(desk)).startswith("✗ Discord can't be reached. See to this machine's network")


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (10_003, "is not there any more. Once they write to it"),
        (10_013, "whatfor forget"),
        (40_003, "Discord allows it no more for now. Once they write to it"),
        (50_001, "is closed to it. Once they write to it"),
        (50_007, "Privacy Settings, and switch on Direct Messages, or unblock it. Once they write to it"),
        (50_278, "Installation, Install Link, or invite them"),
        (99_999, "Once they write to it or use one of its commands, they are written to again."),
    ],
)
def test_somebody_who_cannot_be_reached_comes_with_what_to_do(code: int, what: str) -> None:
    error = DiscordRefusedError(code, 403)
    assert error.account_unreachable is (code != 99_999)
    assert what in remedy(error.reason)
    assert remedy() not in remedy(error.reason)


def test_where_nobody_writes_they_are_told_where_they_can() -> None:
    assert "switch on Direct Messages" in remedy()
    assert remedy("no answer in time").startswith("Once they write")
