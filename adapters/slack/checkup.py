"""Whether Slack takes the tokens, and what the app may do with them: asked, and nothing changed."""

from __future__ import annotations

import re

from adapters.slack.line import Line
from bot.errors import DeliveryError, WhatforError

NEEDED = ("chat:write", "commands", "im:history", "im:write", "users:read")
WITHOUT = {
    "chat:write": "it can't say anything",
    "commands": "its slash command does nothing",
    "im:history": "it can't read answers, nor tell whether a message arrived",
    "im:write": "it can't write to anybody first",
    "users:read": "it doesn't know anybody's time zone",
}
OPTIONAL = {
    "dnd:read": "it asks during do-not-disturb, too",
    "files:write": "it tells pictures in words",
}
_WRITE = (
    "On your app's page, App Home, switch on Messages Tab and “Allow users to send Slash commands and messages from "
    "the messages tab”, then reload Slack."
)
_GONE = {"user_disabled", "user_not_found", "users_not_found"}
_CLOSED = {"cannot_dm_bot", "messages_tab_disabled"}
_CODE = re.compile(r"\(([a-z_]+)\)")


def remedy(reason: str = "") -> str:
    """Say what to do about somebody who can't be reached for a reason; without one, when nobody writes."""
    found = _CODE.search(reason)
    code = found[1] if found else ""
    if not reason or code in _CLOSED or code.startswith("restricted_action"):
        return _WRITE
    if code in _GONE:
        return "They are not in the workspace any more: whatfor forget deletes what is kept of them."
    if "permission" in reason:
        return "On your app's page, paste the present manifest under App Manifest, then install it again."
    return "Once they write to the app, press a button or type its command, they are written to again."


async def examine(*, bot_token: str, app_token: str, api_url: str) -> str:
    """Return how the app stands with Slack. Raises WhatforError with the remedy."""
    line = Line(bot_token=bot_token, app_token=app_token, api_url=api_url)
    try:
        me = await line.introduce()
        await line.call(lambda client: client.apps_connections_open(app_token=app_token), app_token=True)
    except DeliveryError as error:
        raise WhatforError(line.remedy or f"{error.reason}. See to this machine's network and try again.") from None
    finally:
        await line.close()
    missing = [scope for scope in NEEDED if scope not in me.scopes] if me.scopes else []
    if missing:
        without = "; ".join(f"without {scope} {WITHOUT[scope]}" for scope in missing)
        raise WhatforError(
            f"The app lacks {', '.join(missing)}: {without}. On your app's page, OAuth & Permissions, "
            "Bot Token Scopes, add them, then install it to the workspace again."
        )
    lacks = [scope for scope in OPTIONAL if scope not in me.scopes] if me.scopes else []
    notes = "".join(f" Without {scope} {OPTIONAL[scope]}." for scope in lacks)
    return f"both tokens are good, and the app may do what it needs in the workspace {me.team}.{notes}"
