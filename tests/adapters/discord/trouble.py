"""What goes wrong with requests to a small Discord: when told to, and when they come too fast."""

from __future__ import annotations

import asyncio
import json
import math
import socket
import struct
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from tests.adapters.discord.world import RefusedError, World

EVERYTHING = "everything"  # the pace of all requests together
_EXEMPT = ("create_interaction_response", "execute_webhook", "get_webhook", "update_webhook", "delete_webhook")


@dataclass
class Trouble:
    """`faults` go wrong request by request, by name; `pace` limits a route to so many in so many seconds.

    A fault is `lost before` or `lost after` (the connection ends without an answer), `reset before` or `reset after`,
    `hangs before` or `hangs after`, a status (`500`, `502`, `503`; `500 after` when it was done all the same),
    `limited`, `limited everywhere`, `banned`, `401`, or a code of Discord's, such as `50007`; one that limits says when
    it may be tried again, `30046 300`, or not, `30046 untold`.
    A request that comes before it may is noted in `early_calls`.
    """

    world: World
    retry_after: float = 0.3
    faults: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    pace: dict[str, tuple[int, float]] = field(default_factory=dict)
    early_calls: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._not_before: dict[str, float] = {}
        self._windows: dict[str, tuple[float, int]] = {}
        self._over = asyncio.Event()

    def let_go(self) -> None:
        """Let go of the requests that hang."""
        self._over.set()

    def next_for(self, name: str) -> str:
        """Return what is to go wrong with the next request of this name."""
        return self.faults[name].popleft() if self.faults[name] else ""

    # --- when told to -------------------------------------------------------------------------------------------------

    async def before(self, name: str, request: web.Request, fault: str) -> web.StreamResponse | None:
        """Return what is answered in place of doing it, if anything."""
        match fault.split():
            case ["lost" | "reset" | "hangs", "before"]:
                return await self._end(request, fault)
            case ["limited", *everywhere]:
                return self._limited(EVERYTHING if everywhere else _bucket(name, request))
            case ["banned"]:
                return web.Response(status=429, text="<html>banned</html>", content_type="text/html")
            case [("500" | "502" | "503") as status]:
                return _busy(status)
            case ["401"]:
                return as_json(RefusedError(0).body, 401)
            case [code]:
                refused = RefusedError(int(code), "told to")
                return as_json(refused.body, refused.status)
            case [code, wait] if wait != "after":
                refused = RefusedError(int(code), "told to")
                told = {} if wait == "untold" else {"retry_after": float(wait)}
                return as_json({**refused.body, **told}, refused.status, {"Via": "1.1 small"})
            case _:
                return self._too_fast(name, request)

    async def after(self, request: web.Request, fault: str) -> web.StreamResponse | None:
        """Return what is answered although it was done, if anything."""
        match fault.split():
            case ["lost" | "reset" | "hangs", "after"]:
                return await self._end(request, fault)
            case [status, "after"]:
                return _busy(status)
            case _:
                return None

    async def _end(self, request: web.Request, fault: str) -> web.StreamResponse:
        if fault.startswith("hangs"):
            await self._over.wait()
        transport = request.transport
        if transport is not None:
            if fault.startswith("reset"):
                linger = struct.pack("ii", 1, 0)
                transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            transport.abort()
        raise web.HTTPServiceUnavailable

    # --- when they come too fast --------------------------------------------------------------------------------------

    def _limited(self, key: str) -> web.StreamResponse:
        everywhere = key == EVERYTHING
        now = asyncio.get_running_loop().time()
        wait = max(self._not_before.get(key, 0.0) - now, self.retry_after)
        self._not_before[key] = now + wait
        headers = {
            "Retry-After": str(math.ceil(wait)),
            "Via": "1.1 small",
            "X-RateLimit-Scope": "global" if everywhere else "user",
        }
        if everywhere:
            headers["X-RateLimit-Global"] = "true"
        body = {"message": "You are being rate limited.", "retry_after": wait, "global": everywhere}
        return as_json(body, 429, headers)

    def _too_fast(self, name: str, request: web.Request) -> web.StreamResponse | None:
        now = asyncio.get_running_loop().time()
        keys = {name: _bucket(name, request)}
        if not name.startswith(_EXEMPT):
            keys[EVERYTHING] = EVERYTHING
        for paced, key in keys.items():
            if now < self._not_before.get(key, 0.0) - 0.01:
                self.early_calls.append(name)
                return self._limited(key)
            if paced in self.pace and not self._counts(key, *self.pace[paced], now=now):
                return self._limited(key)
        return None

    def _counts(self, key: str, limit: int, seconds: float, now: float) -> bool:
        """Count a request; tell whether it is still one of those that are allowed."""
        began, count = self._windows.get(key, (now, 0))
        if now - began >= seconds:
            began, count = now, 0
        self._windows[key] = (began, min(count + 1, limit))
        return count < limit

    def headers(self, name: str, request: web.Request) -> dict[str, str]:
        """Return what an answer tells of the limit of its route."""
        if name not in self.pace:
            return {}
        limit, seconds = self.pace[name]
        began, count = self._windows[_bucket(name, request)]
        left = max(0.0, began + seconds - asyncio.get_running_loop().time())
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(limit - count),
            "X-RateLimit-Reset": f"{self.world.now() + left + 0.001:.3f}",
            "X-RateLimit-Reset-After": f"{left + 0.001:.3f}",
            "X-RateLimit-Bucket": name,
        }


def as_json(body: object, status: int, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return JSON as Discord sends it: its type says no more than that, for the library reads no other."""
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers, content_type="application/json")


def _bucket(name: str, request: web.Request) -> str:
    """Return what is limited together: a route, and the channel or the webhook in it."""
    major = request.match_info.get("channel") or request.match_info.get("token") or ""
    return f"{name} {major}"


def _busy(status: str) -> web.Response:
    return web.Response(status=int(status), text="<html>busy</html>", content_type="text/html")
