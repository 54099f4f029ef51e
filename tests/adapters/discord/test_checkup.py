"""What `whatfor doctor` says of Discord, asked of a small Discord at the wire."""

from __future__ import annotations

import pytest

from adapters.discord.checkup import examine
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
