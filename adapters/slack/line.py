"""The line to Slack's Web API: one session for every call, and each refusal told by what can be done about it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, DummyCookieJar
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

from bot.errors import CannotTellError, DeliveryError, MaybeSentError, NotNowError, RefusedError

# What Slack's library logs holds addresses with tickets, and at DEBUG everybody's words.
quiet = logging.getLogger(f"{__name__}.library")
quiet.setLevel(logging.CRITICAL + 1)

API_URL = "https://slack.com/api/"
_TIMEOUT = ClientTimeout(total=15)
_SOON = timedelta(seconds=5)
_LIMITED = timedelta(seconds=30)
_OVER = timedelta(minutes=10)
_FINE, _TOO_MANY = 200, 429

_TOKENS = {
    "account_inactive",
    "invalid_auth",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "token_expired",
    "token_revoked",
}
_ACCOUNTS = {
    "cannot_dm_bot",
    "channel_not_found",
    "ekm_access_denied",
    "is_archived",
    "messages_tab_disabled",
    "missing_scope",
    "no_permission",
    "not_in_channel",
    "team_access_not_granted",
    "user_disabled",
    "user_not_found",
    "user_not_visible",
    "users_not_found",
}
_LATER = {"message_limit_exceeded", "rate_limited", "ratelimited"}
_DOUBTFUL = {"", "fatal_error", "internal_error", "request_timeout", "service_unavailable"}


class NoScopeError(CannotTellError):
    """The app may not do this: a permission is missing."""


class SlackRefusedError(RefusedError):
    """Slack said no; `code` is its word for why."""

    def __init__(self, code: str, *, account_unreachable: bool) -> None:
        """Keep Slack's word."""
        super().__init__(f"Slack refused it ({code})", account_unreachable=account_unreachable)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced:
    """Who the app is in its workspace, and what it may do."""

    team: str
    user: str
    bot: str
    scopes: frozenset[str]


class Line:
    """Slack's Web API with one token. `over` is set when Slack has refused a token for good: `remedy` says what to do.

    Nothing is repeated here: a post whose answer was lost may have arrived.
    """

    def __init__(self, *, bot_token: str, app_token: str, api_url: str = API_URL) -> None:
        """Call nobody yet; the session is opened by the first call."""
        self.api_url = api_url
        self.app_token = app_token
        self.over = asyncio.Event()
        self.remedy = ""
        self._bot_token = bot_token
        self._session: ClientSession | None = None

    def client(self, kind: type[AsyncWebClient] = AsyncWebClient, *, with_token: bool = True) -> AsyncWebClient:
        """Return a client of Slack's library on the one session; loopback is never sent through a proxy."""
        if self._session is None or self._session.closed:
            self._session = ClientSession(timeout=_TIMEOUT, cookie_jar=DummyCookieJar())
        token = self._bot_token if with_token else None
        client = kind(token=token, base_url=self.api_url, session=self._session, retry_handlers=[], logger=quiet)
        if self.is_local:
            client.proxy = None
        return client

    @property
    def is_local(self) -> bool:
        """Tell whether the API is on this machine."""
        return _is_local(self.api_url)

    async def call(
        self, request: Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]], *, app_token: bool = False
    ) -> Mapping[str, Any]:
        """Make one call and return what Slack answered. Raises DeliveryError: what is known about it."""
        return (await self._answer(request, app_token=app_token)).data  # type: ignore[return-value]  # bytes come from one method we never call

    async def upload(self, url: str, data: bytes) -> None:
        """Send a file's bytes to the address that Slack gave for them. Raises DeliveryError."""
        client = self.client()
        proxy = None if _is_local(url) else client.proxy
        try:
            assert client.session is not None  # noqa: S101 - it was made with one
            async with client.session.post(url, data=data, proxy=proxy) as answer:
                status, headers = answer.status, answer.headers
        except ClientConnectorError:
            raise NotNowError("Slack can't be reached", _SOON) from None
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            raise MaybeSentError(f"the answer was lost ({type(error).__name__})") from None
        if status == _TOO_MANY:
            raise NotNowError("Slack's rate limit", _wait(headers))
        if status != _FINE:
            raise MaybeSentError(f"Slack did not take a file ({status})")

    async def introduce(self) -> Introduced:
        """Ask Slack who the app is. Raises DeliveryError."""
        answer = await self._answer(lambda client: client.auth_test())
        scopes = answer.headers.get("x-oauth-scopes", "")
        return Introduced(
            team=answer["team_id"],
            user=answer["user_id"],
            bot=answer.get("bot_id") or "",
            scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
        )

    async def close(self) -> None:
        """End the session; nothing is sent any more."""
        self.over.set()
        if self._session is not None:
            await self._session.close()

    def refuse(self, code: str, *, app_token: bool = False) -> bool:
        """Note that Slack refused a token, if that is what `code` says."""
        if code not in _TOKENS and not (app_token and code == "missing_scope"):
            return False
        self.remedy = remedy(code, app_token=app_token)
        self.over.set()
        return True

    async def _answer(
        self, request: Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]], *, app_token: bool = False
    ) -> AsyncSlackResponse:
        if self.over.is_set():
            raise NotNowError("the bot is not connected to Slack", _OVER)
        try:
            return await request(self.client())
        except SlackApiError as error:
            raise self._told(error, app_token=app_token) from None
        except ClientConnectorError:
            raise NotNowError("Slack can't be reached", _SOON) from None
        except (ClientError, SlackClientError, OSError, TimeoutError, ValueError) as error:
            raise MaybeSentError(f"the answer was lost ({type(error).__name__})") from None

    def _told(self, error: SlackApiError, *, app_token: bool) -> DeliveryError:
        """Return what Slack's refusal means for whoever called."""
        response = error.response
        if not isinstance(response, AsyncSlackResponse):
            return MaybeSentError("the answer could not be read")
        code = str(response.get("error") or "") if isinstance(response.data, dict) else ""
        if response.status_code == _TOO_MANY or code in _LATER:
            return NotNowError("Slack's rate limit", _wait(response.headers))
        if self.refuse(code, app_token=app_token):
            return NotNowError("Slack refuses the bot's token", _OVER)
        if code in _DOUBTFUL:
            return MaybeSentError(f"Slack had a fault of its own ({code or response.status_code})")
        if code == "missing_scope":
            return NoScopeError("the app lacks a permission")
        unreachable = code in _ACCOUNTS or code.startswith("restricted_action")
        return SlackRefusedError(code, account_unreachable=unreachable)


def remedy(code: str, *, app_token: bool = False) -> str:
    """Say what to do about a token that Slack refuses."""
    if app_token:
        return (
            f"Slack refuses SLACK_APP_TOKEN ({code}). On your app's page, Basic Information, App-Level Tokens, "
            "make one with the scope connections:write, set it, and start again."
        )
    return (
        f"Slack refuses SLACK_BOT_TOKEN ({code}). On your app's page, Install App, install it to the workspace again, "
        "set the Bot User OAuth Token it shows, and start again."
    )


def _is_local(url: str) -> bool:
    return URL(url).host in {"127.0.0.1", "::1", "localhost"}


def _wait(headers: Mapping[str, str]) -> timedelta:
    """Return how long Slack asks to wait."""
    asked = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return timedelta(seconds=int(asked)) if asked.isascii() and asked.isdecimal() else _LIMITED
