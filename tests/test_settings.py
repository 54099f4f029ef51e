"""Settings as an operator writes them."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.settings import WebAddress, read_settings

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


@pytest.mark.parametrize(
    ("variables", "read"),
    [
        ({}, None),
        ({"WHATFOR_WEB_HOST": "0.0.0.0"}, None),  # noqa: S104 - so an operator may wish
        ({"WHATFOR_WEB_PORT": "8080"}, WebAddress(port=8080)),
        (
            {"WHATFOR_WEB_PORT": "65535", "WHATFOR_WEB_HOST": "::1", "WHATFOR_WEB_URL": "https://a.example/b/"},
            WebAddress(port=65535, host="::1", url="https://a.example/b"),
        ),
    ],
)
def test_the_web_door_is_opened_where_a_port_is_set(variables: dict[str, str], read: WebAddress | None) -> None:
    assert read_settings(variables).web == read


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"WHATFOR_WEB_PORT": "0"}, "WHATFOR_WEB_PORT is"),
        ({"WHATFOR_WEB_PORT": "65536"}, "WHATFOR_WEB_PORT is"),
        ({"WHATFOR_WEB_PORT": "http"}, "WHATFOR_WEB_PORT is"),
        ({"WHATFOR_WEB_PORT": "٣"}, "WHATFOR_WEB_PORT is"),
        ({"WHATFOR_WEB_URL": "https://a.example"}, "WHATFOR_WEB_PORT is missing"),
        ({"WHATFOR_WEB_PORT": "80", "WHATFOR_WEB_URL": "a.example"}, "WHATFOR_WEB_URL is"),
        ({"WHATFOR_WEB_PORT": "80", "WHATFOR_WEB_URL": "https://a.example/?b"}, "WHATFOR_WEB_URL is"),
    ],
)
def test_what_is_wrong_with_the_web_door_is_named(variables: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=f"^{named}"):
        read_settings(variables)
