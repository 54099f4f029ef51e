"""The line to Discord's REST API: the library's own, and each refusal told by what can be done about it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.request import getproxies

from aiohttp import ClientConnectorError, ClientError
from discord import Client, DiscordServerError, HTTPException, Intents, LoginFailure
from discord.http import HTTPClient, Route
from yarl import URL

from adapters.discord.pace import Pace
from bot.errors import DeliveryError, MaybeSentError, NotNowError, RefusedError

API_URL = "https://discord.com/api/v10"
_A_SECOND = 45  # of the fifty requests that Discord allows
_SOON = timedelta(seconds=5)
_LIMITED = timedelta(minutes=1)
_OVER = timedelta(minutes=10)
_UNAUTHORISED = 401
_TOO_MANY = 429

_UNKNOWN_CHANNEL, _UNKNOWN_PERSON = 10_003, 10_013
_NO_ACCESS, _CLOSED, _NOTHING_SHARED = 50_001, 50_007, 50_278
_TOO_FAST = 40_003
_ACCOUNTS = {_UNKNOWN_CHANNEL, _UNKNOWN_PERSON, _NO_ACCESS, _CLOSED, _NOTHING_SHARED, _TOO_FAST}
_WAYS = {
    _CLOSED: (
        "Discord does not let me write to you. Open the menu of a server that we share, Privacy Settings, and switch "
        "on Direct Messages; if you have blocked me, unblock me. Then use this command again."
    ),
    _NOTHING_SHARED: (
        "Discord does not let me write to you, for we share no server. Open my profile, press Add App and add me to a "
        "server of yours, or join one that I am in. Then use this command again."
    ),
    _TOO_FAST: "I may not open so many conversations at once. Write me a direct message, or use this command later.",
}
_ANY_WAY = "Discord does not let me write to you. Write me a direct message first, then use this command again."


class UntoldLimitError(NotNowError):
    """Discord said "too many" and not for how long."""


class DiscordRefusedError(RefusedError):
    """Discord said no; `code` is its number for why."""

    def __init__(self, code: int, status: int) -> None:
        """Keep Discord's number."""
        super().__init__(f"Discord refused it ({code or status})", account_unreachable=code in _ACCOUNTS)
        self.code = code

    @property
    def way(self) -> str:
        """Return what the person can do about it."""
        return _WAYS.get(self.code, _ANY_WAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced:
    """Who the app is."""

    app: str
    user: str


class Line:
    """Discord's REST API with one token. `over` is set when Discord has refused it for good: `remedy` says what to do.

    The library keeps to the limits of each route and asks again where Discord had a fault of its own; a post carries
    its nonce, so that it is one all the same.
    """

    def __init__(self, *, token: str, api_url: str = API_URL) -> None:
        """Call nobody yet; the first call logs in. The library keeps the address for the whole process."""
        Route.BASE = api_url.rstrip("/")
        logging.getLogger("discord").setLevel(logging.CRITICAL + 1)  # at DEBUG it logs tokens and everybody's words
        self.token = token
        self.over = asyncio.Event()
        self.remedy = ""
        self._api_url = URL(api_url)
        self._client: Client | None = None
        self._logging_in = asyncio.Lock()
        self._pace = Pace(_A_SECOND)

    @property
    def proxy(self) -> str | None:
        """Return the proxy through which Discord is reached, if there is one: never to this machine itself."""
        is_local = self._api_url.host in {"127.0.0.1", "::1", "localhost"}
        return None if is_local else getproxies().get(self._api_url.scheme)

    async def call(self, route: Route, *, paced: bool = True, **given: Any) -> Any:  # noqa: ANN401 - JSON, whatever it is
        """Make one call and return what Discord answered. Raises DeliveryError: what is known about it."""
        if self.over.is_set():
            raise NotNowError("the bot is not connected to Discord", _OVER)
        try:
            client = await self._logged_in()
            if paced:
                await self._pace.turn()
            try:
                return await client.http.request(route, **given)
            finally:
                _let_go(client.http)
        except LoginFailure:
            raise self._refused() from None
        except HTTPException as error:
            raise self._told(error) from None
        except KeyError:  # the library looks for how long it is to wait
            raise UntoldLimitError("Discord's rate limit", _LIMITED) from None
        except ClientConnectorError:
            raise NotNowError("Discord can't be reached", _SOON) from None
        except (ClientError, OSError, TimeoutError) as error:
            raise MaybeSentError(f"the answer was lost ({type(error).__name__})") from None

    async def introduce(self) -> Introduced:
        """Ask Discord who the app is. Raises DeliveryError."""
        answer = await self.call(Route("GET", "/applications/@me"))
        return Introduced(app=str(answer["id"]), user=str((answer.get("bot") or {}).get("id") or ""))

    async def close(self) -> None:
        """End the session; nothing is sent any more."""
        self.over.set()
        if self._client is not None:
            await self._client.close()

    def refuse(self) -> None:
        """Note that Discord refused the token."""
        self.remedy = (
            "Discord refuses DISCORD_TOKEN. On your application's page, Bot, press Reset Token, set the token it "
            "shows, and start again."
        )
        self.over.set()

    async def _logged_in(self) -> Client:
        async with self._logging_in:
            if self._client is None:
                client = Client(intents=Intents.none(), max_messages=None, proxy=self.proxy)
                try:
                    await client.login(self.token)
                except BaseException:
                    await client.http.close()
                    raise
                self._client = client
        return self._client

    def _refused(self) -> NotNowError:
        self.refuse()
        return NotNowError("Discord refuses the bot's token", _OVER)

    def _told(self, error: HTTPException) -> DeliveryError:
        """Return what Discord's refusal means for whoever called."""
        if error.status == _UNAUTHORISED:
            return self._refused()
        if error.status == _TOO_MANY and not error.code:
            return NotNowError("Discord's rate limit", _wait(error.response.headers))
        if isinstance(error, DiscordServerError):
            return MaybeSentError(f"Discord had a fault of its own ({error.status})")
        return DiscordRefusedError(error.code, error.status)


def _let_go(http: HTTPClient) -> None:
    """Let go of the limits that are not used up: the library keeps one for each conversation, for minutes or for ever.

    Of a limit it has not heard of it lets one request through, and so much is left of these.
    """
    limits = http._buckets  # noqa: SLF001 - the library has no setting for it, and looks through all for each new one
    for key in [key for key, limit in limits.items() if limit.remaining > 0 and not limit.outgoing]:
        del limits[key]


def _wait(headers: Mapping[str, str]) -> timedelta:
    """Return how long Discord asks to wait."""
    asked = headers.get("Retry-After", "")
    return timedelta(seconds=int(asked)) if asked.isascii() and asked.isdecimal() else _LIMITED
