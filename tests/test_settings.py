"""Settings as an operator writes them."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.settings import read_settings

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", "https://slack.com/api/"),
        ("https://slack.com/api/", "https://slack.com/api/"),
        ("https://slack.com/api", "https://slack.com/api/"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/"),
        ("https://proxy.example/slack/", "https://proxy.example/slack/api/"),
    ],
)
def test_the_address_of_slack_is_completed(written: str, read: str) -> None:
    slack = read_settings({**TOKENS, "SLACK_API_URL": written}).slack
    assert slack is not None
    assert slack.api_url == read


def test_discord_is_where_it_is_unless_something_else_is_said() -> None:
    discord = read_settings({"DISCORD_TOKEN": "secret"}).discord
    assert discord is not None
    assert (discord.api_url, discord.gateway_url) == ("https://discord.com/api/v10", "wss://gateway.discord.gg/")
    assert "secret" not in repr(discord)
    own = read_settings(
        {"DISCORD_TOKEN": "x", "DISCORD_API_URL": "http://a/b", "DISCORD_GATEWAY_URL": "ws://a/c"}
    ).discord
    assert own is not None
    assert (own.api_url, own.gateway_url) == ("http://a/b", "ws://a/c")
    with pytest.raises(SettingsError, match=r"(?s)DISCORD_API_URL is .*DISCORD_GATEWAY_URL is "):
        read_settings({"DISCORD_TOKEN": "x", "DISCORD_API_URL": "a", "DISCORD_GATEWAY_URL": "https://a"})


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({"SLACK_BOT_TOKEN": "x", "SLACK_API_URL": "slack.com"})
    lines = str(refused.value).splitlines()
    assert [line.split()[0] for line in lines] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL"]
