"""One interaction's answer: Discord waits three seconds for the first, and a quarter of an hour for the rest."""

from __future__ import annotations

import asyncio
import logging
from enum import IntEnum
from typing import Any

from discord.http import Route

from adapters.discord.decode import Call
from adapters.discord.line import Line
from adapters.discord.render import EPHEMERAL
from adapters.discord.words import Json
from bot.errors import DeliveryError

_WITHIN = 2.0

log = logging.getLogger(__name__)


class Answer(IntEnum):
    """What a first answer is."""

    SAY = 4
    PUT_OFF = 5
    PUT_OFF_CHANGE = 6
    CHANGE = 7
    SUGGEST = 8
    OPEN = 9


class Answering:
    """Answers one interaction, whether or not its answer was put off; what can't be said any more is logged."""

    def __init__(self, line: Line, app: str, call: Call) -> None:
        """Say nothing yet."""
        self._line = line
        self._app = app
        self._call = call
        self._first: Answer | None = None

    async def put_off(self) -> None:
        """Take a quarter of an hour: no form can be opened any more. A message stays as it is meanwhile."""
        if self._call.on_message:
            await self._answer(Answer.PUT_OFF_CHANGE)
        else:
            await self._answer(Answer.PUT_OFF, {"flags": EPHEMERAL})

    async def settle(self) -> None:
        """Leave the message as it is, and say nothing."""
        if self._first is None:
            await self._answer(Answer.PUT_OFF_CHANGE)

    async def say(self, shown: Json) -> None:
        """Show a message beside whatever is there."""
        if self._first is None:
            await self._answer(Answer.SAY, shown)
        elif self._first is Answer.PUT_OFF:
            await self._change_first(shown)
        else:
            await self._follow_up(shown)

    async def change(self, shown: Json) -> None:
        """Put something in the place of the message it began at."""
        if self._first is None:
            await self._answer(Answer.CHANGE, shown)
        else:
            await self._change_first(shown)

    async def open(self, modal: Json) -> bool:
        """Open a form; False when it is too late for that."""
        return self._first is None and await self._answer(Answer.OPEN, modal)

    async def suggest(self, choices: list[Json]) -> None:
        """Offer choices for what is being typed."""
        await self._answer(Answer.SUGGEST, {"choices": choices})

    async def _answer(self, kind: Answer, data: Json | None = None) -> bool:
        self._first = kind
        body = {"type": int(kind), **({"data": data} if data is not None else {})}
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=self._call.key,
            webhook_token=self._call.token,
        )
        return await self._do(route, body)

    async def _follow_up(self, shown: Json) -> None:
        await self._do(self._route("POST", ""), shown)

    async def _change_first(self, shown: Json) -> None:
        body = {name: value for name, value in shown.items() if name != "flags"}
        await self._do(self._route("PATCH", "/messages/@original"), body)

    def _route(self, method: str, rest: str) -> Route:
        path = "/webhooks/{webhook_id}/{webhook_token}" + rest
        return Route(method, path, webhook_id=self._app, webhook_token=self._call.token)

    async def _do(self, route: Route, body: dict[str, Any]) -> bool:
        try:
            async with asyncio.timeout(_WITHIN):
                await self._line.call(route, paced=False, json=body)
        except (DeliveryError, TimeoutError) as error:
            log.warning("an answer was not taken: %s", error)
            return False
        return True
