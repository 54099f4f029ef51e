"""The REST API of a small Discord: who may ask, what is asked, how fast, and what goes wrong when told to."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from tests.adapters.discord import strict
from tests.adapters.discord.described import described
from tests.adapters.discord.gateway import Gateway
from tests.adapters.discord.interactions import Interactions
from tests.adapters.discord.mailbox import Files, Mailbox
from tests.adapters.discord.objects import APP, APPLICATION, BOT, BOT_USER, GUILD, Json
from tests.adapters.discord.trouble import Trouble, as_json
from tests.adapters.discord.world import RefusedError, World

# By their names in Discord's description; those with a star need no token.
_ROUTES = {
    "get_my_user": "GET /users/@me",
    "list_my_guilds": "GET /users/@me/guilds",
    "create_dm": "POST /users/@me/channels",
    "get_user": "GET /users/{user}",
    "get_my_application": "GET /applications/@me",
    "get_my_oauth2_application": "GET /oauth2/applications/@me",
    "get_gateway": "GET /gateway",
    "get_bot_gateway": "GET /gateway/bot",
    "get_channel": "GET /channels/{channel}",
    "list_messages": "GET /channels/{channel}/messages",
    "create_message": "POST /channels/{channel}/messages",
    "get_message": "GET /channels/{channel}/messages/{message}",
    "update_message": "PATCH /channels/{channel}/messages/{message}",
    "delete_message": "DELETE /channels/{channel}/messages/{message}",
    "trigger_typing_indicator": "POST /channels/{channel}/typing",
    "list_application_commands": "GET /applications/{app}/commands",
    "bulk_set_application_commands": "PUT /applications/{app}/commands",
    "create_interaction_response": "*POST /interactions/{key}/{token}/callback",
    "execute_webhook": "*POST /webhooks/{app}/{token}",
    "get_webhook_message": "*GET /webhooks/{app}/{token}/messages/{message}",
    "update_webhook_message": "*PATCH /webhooks/{app}/{token}/messages/{message}",
    "delete_webhook_message": "*DELETE /webhooks/{app}/{token}/messages/{message}",
}
VERSION = "/api/v10"
_FILE = re.compile(r"files\[(\d+)\]")


@dataclass
class Asked:
    """One request, read."""

    match: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    files: Files


@dataclass
class Rest:
    """The API: every request is checked, done unless its trouble is to go wrong, and answered."""

    world: World
    gateway: Gateway
    mailbox: Mailbox
    interactions: Interactions
    trouble: Trouble
    calls: list[str] = field(default_factory=list)
    called_at: list[float] = field(default_factory=list)  # by the loop's time
    invalid_requests: int = 0
    syncs: int = 0
    on_call: Callable[[str], Awaitable[None]] | None = None

    def routes(self) -> list[web.RouteDef]:
        """Return what aiohttp is to serve."""
        found = []
        for name, route in _ROUTES.items():
            method, path = route.lstrip("*").split()
            found.append(web.route(method, VERSION + path, self._serving(name, needs_token=not route.startswith("*"))))
        return [*found, web.route("*", "/{any:.*}", self._unknown)]

    # --- every request ------------------------------------------------------------------------------------------------

    def _serving(self, name: str, *, needs_token: bool) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            self.calls.append(name)
            self.called_at.append(asyncio.get_running_loop().time())
            try:
                asked = await _read(request)  # before anything waits: whoever asks may die meanwhile
            except ConnectionError:
                return web.Response(status=400)
            if self.on_call is not None:
                await self.on_call(name)
            fault = self.trouble.next_for(name)
            if fault == "10062":
                self.interactions.give_up(request.match_info.get("token", ""))
            answer = await self.trouble.before(name, request, fault)
            if answer is None:
                answer = await self._answer(name, request, asked, needs_token=needs_token)
                if fault.endswith("after"):
                    self.interactions.unsure.add(request.match_info.get("key", ""))
                answer = await self.trouble.after(request, fault) or answer
            if answer.status in {401, 403, 429}:
                self.invalid_requests += 1
            return answer

        return serve

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        self.world.broken_rules.append(f"no {request.method} {request.path}")
        return as_json({"message": "404: Not Found", "code": 0}, 404)

    async def _answer(self, name: str, request: web.Request, asked: Asked, *, needs_token: bool) -> web.StreamResponse:
        try:
            if needs_token:
                self._check_token(request)
            self._described(request, asked.body)
            handler: Callable[[Asked], Awaitable[Any]] = getattr(self, "_" + name)
            said = await handler(asked)
        except RefusedError as error:
            return as_json(error.body, error.status, self.trouble.headers(name, request))
        except Exception as error:  # noqa: BLE001 - what this Discord doesn't understand must not pass for its own 500
            self.world.broken_rules.append(f"{name} is not understood: {error!r}")
            return as_json(RefusedError(50035, repr(error)).body, 400)
        if said is None:
            return web.Response(status=204, headers=self.trouble.headers(name, request))
        return as_json(said, 200, self.trouble.headers(name, request))

    def _check_token(self, request: web.Request) -> None:
        if not self.world.token or request.headers.get("Authorization") != f"Bot {self.world.token}":
            raise RefusedError(0)

    def _described(self, request: web.Request, body: object) -> None:
        description = described()
        if description is not None:
            path = request.path.removeprefix(VERSION)
            if rule := description.broken(request.method, path, request.query, body):
                raise self.world.refuse(rule)

    # --- who and where ------------------------------------------------------------------------------------------------

    async def _get_my_user(self, _: Asked) -> Json:
        return {**BOT_USER, "verified": True, "mfa_enabled": False, "email": None, "flags": 0, "locale": "en-US"}

    async def _list_my_guilds(self, _: Asked) -> list[Json]:
        return [{"id": GUILD, "name": "Small", "icon": None, "owner": False, "permissions": "0", "features": []}]

    async def _get_user(self, asked: Asked) -> Json:
        user = asked.match["user"]
        if user == BOT:
            return BOT_USER
        if user not in self.world.people:
            raise RefusedError(10013)
        return self.world.people[user]

    async def _get_my_application(self, _: Asked) -> Json:
        return APPLICATION

    async def _get_my_oauth2_application(self, _: Asked) -> Json:
        return APPLICATION

    async def _get_gateway(self, _: Asked) -> Json:
        return {"url": self.gateway.url}

    async def _get_bot_gateway(self, _: Asked) -> Json:
        left = max(0, self.gateway.budget - len(self.gateway.identified))
        limit = {"total": self.gateway.budget, "remaining": left, "reset_after": 14_400_000, "max_concurrency": 1}
        return {"url": self.gateway.url, "shards": 1, "session_start_limit": limit}

    async def _create_dm(self, asked: Asked) -> Json:
        return self.mailbox.open_dm(str(asked.body["recipient_id"]))

    async def _get_channel(self, asked: Asked) -> Json:
        return self.world.channel(asked.match["channel"])

    async def _trigger_typing_indicator(self, asked: Asked) -> None:
        self.mailbox.check_access(asked.match["channel"])

    # --- messages -----------------------------------------------------------------------------------------------------

    async def _list_messages(self, asked: Asked) -> list[Json]:
        return self.mailbox.listed(asked.match["channel"], asked.query)

    async def _create_message(self, asked: Asked) -> Json:
        return await self.mailbox.post(asked.match["channel"], asked.body, asked.files)

    async def _get_message(self, asked: Asked) -> Json:
        return self._message(asked)

    async def _update_message(self, asked: Asked) -> Json:
        self.mailbox.check_access(asked.match["channel"])
        return await self.mailbox.change(self._message(asked), asked.body, asked.files)

    async def _delete_message(self, asked: Asked) -> None:
        await self.mailbox.remove(self._message(asked))

    def _message(self, asked: Asked) -> Json:
        self.world.channel(asked.match["channel"])
        found = self.world.found(asked.match["channel"], asked.match["message"])
        if found["flags"] & 1 << 6:
            raise RefusedError(10008)
        return found

    # --- commands -----------------------------------------------------------------------------------------------------

    async def _list_application_commands(self, asked: Asked) -> list[Json]:
        self._own(asked)
        return self.world.commands

    async def _bulk_set_application_commands(self, asked: Asked) -> list[Json]:
        self._own(asked)
        self.world.check(lambda: strict.commands(asked.body))
        self.syncs += 1
        had = {(each["type"], each["name"]): each["id"] for each in self.world.commands}
        self.world.commands = [
            {
                "default_member_permissions": None,
                "nsfw": False,
                "contexts": None,
                "integration_types": [0],
                "description": "",
                **each,
                "type": each.get("type") or 1,
                "id": had.get((each.get("type") or 1, each["name"])) or self.world.snowflake(),
                "application_id": APP,
                "version": self.world.snowflake(),
            }
            for each in asked.body
        ]
        return self.world.commands

    def _own(self, asked: Asked) -> None:
        if asked.match["app"] != APP:
            raise RefusedError(50001)

    # --- interactions -------------------------------------------------------------------------------------------------

    async def _create_interaction_response(self, asked: Asked) -> Json | None:
        told = await self.interactions.respond(asked.match["key"], asked.match["token"], asked.body, asked.files)
        return told if asked.query.get("with_response", "").lower() in {"1", "true"} else None

    async def _execute_webhook(self, asked: Asked) -> Json:
        made = self.interactions.by_token(asked.match["app"], asked.match["token"])
        return await self.interactions.follow_up(made, asked.body, asked.files)

    async def _get_webhook_message(self, asked: Asked) -> Json:
        return self._answered(asked)

    async def _update_webhook_message(self, asked: Asked) -> Json:
        return await self.interactions.change(self._answered(asked), asked.body, asked.files)

    async def _delete_webhook_message(self, asked: Asked) -> None:
        await self.mailbox.remove(self._answered(asked))

    def _answered(self, asked: Asked) -> Json:
        made = self.interactions.by_token(asked.match["app"], asked.match["token"])
        return self.interactions.message_of(made, asked.match["message"])


async def _read(request: web.Request) -> Asked:
    files: dict[int, tuple[str, str, bytes]] = {}
    body: Any = None
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            if part.name == "payload_json":
                body = json.loads(await part.text())
            elif fits := _FILE.fullmatch(part.name or ""):
                kind = part.headers.get("Content-Type", "application/octet-stream")
                files[int(fits[1])] = (part.filename or "file", kind, bytes(await part.read()))
    elif request.can_read_body:
        body = json.loads(await request.text() or "null")
    return Asked(request.match_info, request.query, body, files)
