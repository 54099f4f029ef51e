"""Whether Discord takes the token, and how the application is set up: asked, and nothing changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from discord.http import Route

from adapters.discord.connection import pause_before
from adapters.discord.line import Line
from bot.errors import DeliveryError, WhatforError

_SERVERS, _PEOPLE = "0", "1"


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
