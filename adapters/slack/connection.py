"""The socket on which Slack delivers: kept open by Slack's own library, and watched, for it can go deaf."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.line import Line, quiet
from bot.errors import WhatforError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long each silence lasts, in seconds, before something is done about it."""

    ping: float = 10.0
    look: float = 5.0
    deaf: float = 75.0
    gone: float = 255.0  # three minutes after the first attempt to connect again


_LINK_DISABLED = '"link_disabled"'
_SILENT = (
    "Slack has been silent for minutes, and connecting again did not help. See to this machine's network and to "
    "https://slack-status.com, then start again."
)
_SWITCHED_OFF = (
    "Socket Mode was switched off for the app, and Slack takes no connection since. Switch it on again on your app's "
    "page, Socket Mode, then start again."
)


class _OpeningClient(AsyncWebClient):
    """Opens sockets, and tells the line when Slack refuses the token for it."""

    line: Line

    async def apps_connections_open(self, *, app_token: str, **more: Any) -> AsyncSlackResponse:  # noqa: ANN401 - the library's
        """Ask for the address of a socket."""
        try:
            return await super().apps_connections_open(app_token=app_token, **more)
        except SlackApiError as error:
            if isinstance(error.response, AsyncSlackResponse):
                self.line.refuse(str(error.response.get("error")), app_token=True)
            raise


class Socket:
    """One connection at a time. `greeted` is called whenever Slack has said hello on a new one."""

    def __init__(
        self, *, app: AsyncApp, line: Line, greeted: Callable[[], None], patience: Patience | None = None
    ) -> None:
        """Connect nothing yet."""
        self._app = app
        self._line = line
        self._greeted = greeted
        self._patience = patience or Patience()
        self._heard_at = 0.0
        self._switched_off = False
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def keep(self) -> None:
        """Stay connected until cancelled. Raises WhatforError when Slack could not be reached for minutes."""
        loop, wait = asyncio.get_running_loop(), self._patience
        self._heard_at = tried_at = loop.time()
        pong: float | None = None
        try:
            await self._connect()
            while True:
                await asyncio.sleep(wait.look)
                latest = self._handler.client.last_ping_pong_time if self._handler else None
                if None not in {pong, latest} and pong != latest:
                    self._heard_at = loop.time()
                pong = latest
                silent = loop.time() - self._heard_at
                if silent > wait.gone:
                    raise WhatforError(_SWITCHED_OFF if self._switched_off else _SILENT)
                if silent > wait.deaf and loop.time() - tried_at > wait.deaf:
                    log.warning("no frame from Slack for %d seconds: connecting anew", silent)
                    tried_at = loop.time()
                    await self._connect()
        finally:
            await self._drop()

    async def _connect(self) -> None:
        """Replace the connection; the library goes on trying for itself when it fails."""
        await self._drop()
        client = self._line.client(_OpeningClient)
        assert isinstance(client, _OpeningClient)  # noqa: S101 - it was asked for
        client.line = self._line
        handler = AsyncSocketModeHandler(
            self._app,
            self._line.app_token,
            logger=quiet,
            web_client=client,
            ping_interval=self._patience.ping,
        )
        if self._line.is_local:
            handler.client.proxy = None
        handler.client.message_listeners.append(self._hear)
        handler.client.on_message_listeners.append(self._see)
        self._handler = handler
        self._connecting = asyncio.create_task(handler.client.connect())  # type: ignore[no-untyped-call]  # the library's

    async def _hear(self, _client: object, frame: dict[str, Any], _raw: str | None = None) -> None:
        self._heard_at = asyncio.get_running_loop().time()
        if frame.get("type") == "hello":
            self._switched_off = False
            self._greeted()

    async def _see(self, message: WSMessage) -> None:
        """Look for what the library keeps to itself: why Slack ends a connection."""
        if _LINK_DISABLED in message.data and '"envelope_id"' not in message.data:
            self._switched_off = True

    async def _drop(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        if self._handler is not None:
            closing: Awaitable[None] = self._handler.client.close()  # type: ignore[no-untyped-call]  # the library's
            await asyncio.gather(_quietly(closing), return_exceptions=True)
        self._handler = self._connecting = None


async def _quietly(closing: Awaitable[Any]) -> None:
    async with asyncio.timeout(5):
        await closing
