"""What Slack is told of the app: what it is called, where it shows, and the little it may do.

No channel is read and nobody's address. There is no assistant's or agent's view either: with one, each direct message
would become a thread.
"""

from __future__ import annotations

import re

from adapters.slack.render import COMMAND
from adapters.slack.status import EVENT
from adapters.slack.words import Json
from bot.errors import SettingsError

SCOPES = ("chat:write", "commands", "files:write", "im:history", "im:write", "users:read")
OPTIONAL_SCOPES = ("dnd:read",)
EVENTS = ("app_home_opened", "app_uninstalled", "message.im", "tokens_revoked", EVENT)

_NAME = re.compile(r"/[a-z0-9][a-z0-9_-]{0,30}")
# Slack's own: one of them makes it refuse the whole manifest.
_TAKEN = re.compile(
    r"/(?:archive|away|call|collapse|dm|dnd|expand|feed|invite|join|kick|leave|me|msg|mute|open|pro|remind|remove|rename|"
    r"search|shortcuts|shrug|star|status|topic|unarchive|who)"
)


def manifest(command: str = COMMAND) -> Json:
    """Return the app's manifest, of schema version 2, for Socket Mode; `command` is the name of its one command."""
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Whatfor",
            "description": "Asks what you are doing, and why, and shows you once a week where the time went.",
            "background_color": "#1f3a4d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Whatfor", "always_online": True},
            "shortcuts": _shortcuts(),
            "slash_commands": [
                {
                    "command": read_command(command),
                    "description": "What are you doing, and why?",
                    "usage_hint": "today · call log · report week · pause 2h · help",
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def _shortcuts() -> list[Json]:
    return [
        {
            "name": "Log a conversation",
            "type": "global",
            "callback_id": "v1:call.log:",
            "description": "With whom, how it ended, and what comes next",
        },
        {
            "name": "Log what I am doing",
            "type": "global",
            "callback_id": "v1:log:",
            "description": "What you are doing, and why, with its times",
        },
        {
            "name": "Add as follow-up",
            "type": "message",
            "callback_id": "v1:followup.add:",
            "description": "With whom, on which day, and this message as the notes",
        },
    ]


def read_command(text: str) -> str:
    """Return the name of a command as Slack writes it, with its slash. Raises SettingsError for one it refuses."""
    name = f"/{text.strip().removeprefix('/')}"
    if not _NAME.fullmatch(name):
        raise SettingsError("A command's name has up to 31 small letters, digits, - and _, like /whatfor.")
    if _TAKEN.fullmatch(name):
        raise SettingsError(f"{name} is Slack's own command. Choose another name, like {COMMAND}.")
    return name


def command_set(written: str) -> str:
    """Return the name that WHATFOR_SLACK_COMMAND gives the command, where it gives one. Raises SettingsError."""
    try:
        return read_command(written or COMMAND)
    except SettingsError as error:
        raise SettingsError(f"WHATFOR_SLACK_COMMAND: {error}") from None
