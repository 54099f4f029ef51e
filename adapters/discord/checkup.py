"""Whether Discord takes the token, and how the application is set up: asked, and nothing changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from discord.http import Route

from adapters.discord.connection import pause_before
from adapters.discord.line import Line
from bot.errors import DeliveryError, WhatforError

_SERVERS, _PEOPLE = "0", "1"
_CODE = re.compile(r"\((\d+)\)")
_AGAIN = "Once they write to it or use one of its commands, they are written to again."
_WRITE = (
    "They share a server with it, and in that server's menu, Privacy Settings, switch on Direct Messages; then they "
    "use /start there, and choose this bot's."
)
_REMEDIES = {
    10_003: f"Their conversation with it is not there any more. {_AGAIN}",
    10_013: "Their account is not there any more: whatfor forget deletes what is kept of them.",
    40_003: f"It has opened many conversations of late, and Discord allows it no more for now. {_AGAIN}",
    50_001: f"Their conversation with it is closed to it. {_AGAIN}",
    50_007: (
        "They take no direct messages from it. They open the menu of a server that they share with it, Privacy "
        f"Settings, and switch on Direct Messages, or unblock it. {_AGAIN}"
    ),
    50_278: (
        "They share no server with it any more. Add it to one of theirs with the link on your application's page, "
        f"Installation, Install Link, or invite them to one that it is in. {_AGAIN}"
    ),
}


def remedy(reason: str = "") -> str:
    """Say what to do about somebody who can't be reached for a reason; without one, when nobody writes."""
    if not reason:
        return _WRITE
    code = _CODE.search(reason)
    return _REMEDIES.get(int(code[1]), _AGAIN) if code else _AGAIN


async def examine(*, token: str, api_url: str) -> str:
    """Return how the application stands with Discord. Raises WhatforError with the remedy."""
    line = Line(token=token, api_url=api_url)
    try:
        application = await line.call(Route("GET", "/applications/@me"))
        gateway = await line.call(Route("GET", "/gateway/bot"))
    except DeliveryError as error:
        raise WhatforError(line.remedy or f"{error.reason}. See to this machine's network and try again.") from None
    finally:
        await line.close()
    problems = list(_problems(application, gateway["session_start_limit"]))
    if problems:
        raise WhatforError(" ".join(problems))
    return f"the token is good, and {application['name']} can be added to servers and to people's own apps."


def _problems(application: Mapping[str, Any], limit: Mapping[str, int]) -> Iterator[str]:
    places = application.get("integration_types_config") or {}
    missing = [name for key, name in ((_SERVERS, "Guild Install"), (_PEOPLE, "User Install")) if key not in places]
    if missing:
        yield (
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} switched off, so the commands don't show "
            "everywhere. On your application's page, Installation, Installation Contexts, switch both on."
        )
    if application.get("interactions_endpoint_url"):
        yield (
            "What people press goes to another address, not to this bot. On your application's page, General "
            "Information, empty Interactions Endpoint URL."
        )
    if pause_before(total=limit["total"], remaining=limit["remaining"], reset_after=limit["reset_after"] / 1_000):
        begun = limit["total"] - limit["remaining"]
        yield (
            f"The bot has begun {begun} sessions today, so the next ones have to wait. See in its log why it is "
            "started again and again."
        )
