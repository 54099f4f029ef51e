"""What `whatfor doctor` says of Slack, asked of a small Slack at the wire."""

from __future__ import annotations

from adapters.slack.checkup import examine
from bot.errors import WhatforError
from tests.adapters.slack.office import Office
from tests.adapters.slack.small_slack import APP_TOKEN, BOT_TOKEN, TEAM


async def asked(at_work: Office, bot: str = BOT_TOKEN, app: str = APP_TOKEN) -> str:
    try:
        return await examine(bot_token=bot, app_token=app, api_url=at_work.slack.url)
    except WhatforError as error:
        return f"✗ {error}"


async def test_tokens_that_are_good_are_said_so(at_work: Office) -> None:
    assert await asked(at_work) == f"both tokens are good, and the app may do what it needs in the workspace {TEAM}."


async def test_a_token_that_slack_refuses_comes_with_its_remedy(at_work: Office) -> None:
    assert (await asked(at_work, bot="xoxb-old")).startswith("✗ Slack refuses SLACK_BOT_TOKEN (invalid_auth). On your")
    assert (await asked(at_work, app="xapp-old")).startswith("✗ Slack refuses SLACK_APP_TOKEN (invalid_auth). On your")


async def test_a_missing_scope_is_named_with_what_it_is_for(at_work: Office) -> None:
    at_work.slack.scopes = "chat:write,commands,im:write,users:read"
    assert (await asked(at_work)).startswith(
        "✗ The app lacks im:history: without im:history it can't read answers, nor tell whether a message arrived."
    )


async def test_no_network_is_said_so(at_work: Office) -> None:
    await at_work.slack.stop()
    assert (await asked(at_work)).startswith("✗ Slack can't be reached. See to this machine's network")
