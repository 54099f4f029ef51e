"""What `whatfor doctor` says of Slack, asked of a small Slack at the wire."""

from __future__ import annotations

import pytest

from adapters.slack.checkup import examine, remedy
from bot.errors import WhatforError
from tests.adapters.slack.office import Office
from tests.adapters.slack.small_slack import APP_TOKEN, BOT_TOKEN, SCOPES, TEAM

FINE = f"both tokens are good, and the app may do what it needs in the workspace {TEAM}."


async def asked(at_work: Office, bot: str = BOT_TOKEN, app: str = APP_TOKEN) -> str:
    try:
        return await examine(bot_token=bot, app_token=app, api_url=at_work.slack.url)
    except WhatforError as error:
        return f"✗ {error}"


async def test_tokens_that_are_good_are_said_so(at_work: Office) -> None:
    at_work.slack.scopes = f"{SCOPES},dnd:read"
    assert await asked(at_work) == FINE


async def test_what_does_not_work_without_a_scope_that_is_a_choice_is_noted(at_work: Office) -> None:
    assert await asked(at_work) == f"{FINE} Without dnd:read it asks during do-not-disturb, too."
    at_work.slack.scopes = SCOPES.replace(",files:write", "")
    assert (await asked(at_work)).endswith(" Without files:write it tells pictures in words.")
    at_work.slack.scopes = ""
    assert await asked(at_work) == FINE


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "On your app's page, App Home, switch on Messages Tab"),
        ("Slack refused it (messages_tab_disabled)", "On your app's page, App Home, switch on Messages Tab"),
        ("Slack refused it (restricted_action_read_only_channel)", "On your app's page, App Home"),
        ("Slack refused it (user_disabled)", "They are not in the workspace any more: whatfor forget"),
        ("the app lacks a permission", "On your app's page, paste the present manifest"),
        ("Slack refused it (channel_not_found)", "Once they write to the app"),
        ("no account can be reached", "Once they write to the app"),
    ],
)
def test_every_reason_why_somebody_cannot_be_reached_has_its_remedy(reason: str, words: str) -> None:
    assert remedy(reason).startswith(words)


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
