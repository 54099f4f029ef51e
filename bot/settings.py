"""Every setting, from the environment and a `.env` file; what is wrong is said all at once, with how to get it."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values
from platformdirs import user_data_path

from bot.errors import SettingsError

SLACK_API_URL = "https://slack.com/api/"
DISCORD_API_URL = "https://discord.com/api/v10"
DISCORD_GATEWAY_URL = "wss://gateway.discord.gg/"
WEB_HOST = "127.0.0.1"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_LAST_PORT = 65535
_WEB_URL = re.compile(r"https?://[^\s?#]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackTokens:
    """The two tokens of a Slack app in Socket Mode, where its API is, and the name of its one command, where it is set.

    Which names Slack takes, its door knows.
    """

    bot: str
    app: str
    api_url: str = SLACK_API_URL
    command: str = ""

    def __repr__(self) -> str:
        """Keep the tokens out of every log and error."""
        return "SlackTokens(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordToken:
    """The token of a Discord bot, and where Discord's API and its gateway are."""

    bot: str
    api_url: str = DISCORD_API_URL
    gateway_url: str = DISCORD_GATEWAY_URL

    def __repr__(self) -> str:
        """Keep the token out of every log and error."""
        return "DiscordToken(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """Where the web door listens, and how it is reached from outside, without a slash at the end, where that is set."""

    port: int
    host: str = WEB_HOST
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator decides. `operator` is the name that people are told before their first yes."""

    database_url: str
    slack: SlackTokens | None = None
    discord: DiscordToken | None = None
    web: WebAddress | None = None
    operator: str = ""
    log_level: int = logging.INFO


def default_database() -> str:
    """Return the address of the database when none is set: a file in the person's own data directory."""
    return f"sqlite:///{user_data_path('whatfor') / 'whatfor.db'}"


def environment(process: Mapping[str, str], directory: Path) -> dict[str, str]:
    """Return the variables of the process over those of a `.env` file in `directory`. Raises SettingsError."""
    file = directory / ".env"
    try:
        written = {name: value for name, value in dotenv_values(file).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise SettingsError(f"{file} can't be read: {reason}. Mend it, or take it away.") from None
    return {name: value.strip() for name, value in {**written, **process}.items()}


def read_settings(variables: Mapping[str, str]) -> Settings:
    """Read the settings. Raises SettingsError naming everything that is wrong or missing."""
    problems: list[str] = []
    slack = _slack(variables, problems)
    discord = _discord(variables, problems)
    web = _web(variables, problems)
    level = variables.get("LOG_LEVEL", "").upper() or "INFO"
    if level not in LEVELS:
        problems.append(f"LOG_LEVEL is one of {', '.join(LEVELS)}.")
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(
        database_url=variables.get("DATABASE_URL", "") or default_database(),
        slack=slack,
        discord=discord,
        web=web,
        operator=variables.get("WHATFOR_OPERATOR", ""),
        log_level=logging.getLevelNamesMapping()[level],
    )


def _slack(variables: Mapping[str, str], problems: list[str]) -> SlackTokens | None:
    bot, app = variables.get("SLACK_BOT_TOKEN", ""), variables.get("SLACK_APP_TOKEN", "")
    if not bot and not app:
        return None
    wanted = (
        ("SLACK_BOT_TOKEN", bot, "xoxb-", "your app's page, OAuth & Permissions, Bot User OAuth Token"),
        (
            "SLACK_APP_TOKEN",
            app,
            "xapp-",
            "your app's page, Basic Information, App-Level Tokens, scope connections:write",
        ),
    )
    for name, value, prefix, where in wanted:
        if not value:
            problems.append(f"{name} is missing: Slack needs both tokens. Get it from {where}.")
        elif not value.startswith(prefix):
            problems.append(f"{name} begins with {prefix}, this one does not. Get it from {where}.")
    url, command = _slack_api_url(variables, problems), variables.get("WHATFOR_SLACK_COMMAND", "")
    return SlackTokens(bot=bot, app=app, api_url=url, command=command)


def _slack_api_url(variables: Mapping[str, str], problems: list[str]) -> str:
    """Return the address of Slack's API, completed: Slack's library wants it to end in /api/."""
    url = variables.get("SLACK_API_URL", "") or SLACK_API_URL
    if not url.startswith(("https://", "http://")):
        problems.append("SLACK_API_URL is an address like https://slack.com/api/; leave it out for Slack's own.")
    url = url.rstrip("/")
    return f"{url}/" if url.endswith("/api") else f"{url}/api/"


def _discord(variables: Mapping[str, str], problems: list[str]) -> DiscordToken | None:
    token = variables.get("DISCORD_TOKEN", "")
    if not token:
        return None
    api_url = variables.get("DISCORD_API_URL", "") or DISCORD_API_URL
    if not api_url.startswith(("https://", "http://")):
        problems.append(f"DISCORD_API_URL is an address like {DISCORD_API_URL}; leave it out for Discord's own.")
    gateway_url = variables.get("DISCORD_GATEWAY_URL", "") or DISCORD_GATEWAY_URL
    if not gateway_url.startswith(("wss://", "ws://")):
        problems.append(
            f"DISCORD_GATEWAY_URL is an address like {DISCORD_GATEWAY_URL}; leave it out for Discord's own."
        )
    return DiscordToken(bot=token, api_url=api_url, gateway_url=gateway_url)


def _web(variables: Mapping[str, str], problems: list[str]) -> WebAddress | None:
    port, url = variables.get("WHATFOR_WEB_PORT", ""), variables.get("WHATFOR_WEB_URL", "")
    if url and not port:
        problems.append("WHATFOR_WEB_PORT is missing: WHATFOR_WEB_URL leads to it. Set both, or neither.")
    if url and not _WEB_URL.fullmatch(url):
        problems.append("WHATFOR_WEB_URL is an address like https://whatfor.example.org, with no question mark in it.")
    if not port:
        return None
    if not _PORT.fullmatch(port) or int(port) > _LAST_PORT:
        problems.append(f"WHATFOR_WEB_PORT is a number from 1 to {_LAST_PORT}, 8080 say.")
        return None
    return WebAddress(port=int(port), host=variables.get("WHATFOR_WEB_HOST", "") or WEB_HOST, url=url.rstrip("/"))
