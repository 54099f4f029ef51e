"""A small Slack on loopback: the methods of its Web API that the bot uses, and Socket Mode, as they are documented.

Strict where Slack is strict: an unknown method or argument, an invalid block, a trigger used twice or after three
seconds are refused; what is not acknowledged in three seconds is noted. `faults` go wrong call by call, by method.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.adapters.slack import judges, strict

Json = dict[str, Any]
TEAM, BOT, BOT_ID, APP = "T0SMALL", "U0BOT", "B0BOT", "A0BOT"
BOT_TOKEN, APP_TOKEN = "xoxb-small", "xapp-small"
SCOPES = "chat:write,commands,im:history,im:write,users:read,files:write"
ACK_WITHIN = TRIGGER_LIVES = 3.0
# A close frame, a TCP reset, a socket that answers nothing any more, what Slack says before it closes one, nonsense.
CUTS = ("closed", "reset", "silent", "warning", "refresh_requested", "link_disabled", "garbage")

_ARGUMENTS: Mapping[str, set[str]] = {
    "apps.connections.open": set(),
    "auth.test": set(),
    "chat.postEphemeral": {"channel", "user", "text", "blocks", "parse", "link_names"},
    "chat.postMessage": {"channel", "text", "blocks", "unfurl_links", "unfurl_media", "parse", "link_names"},
    "chat.update": {"channel", "ts", "text", "blocks", "parse", "link_names"},
    "dnd.info": {"user"},
    "files.completeUploadExternal": {"files", "channel_id", "thread_ts", "initial_comment"},
    "files.delete": {"file"},
    "files.getUploadURLExternal": {"filename", "length", "alt_txt"},
    "conversations.history": {"channel", "oldest", "latest", "inclusive", "limit", "cursor"},
    "conversations.replies": {"channel", "ts", "oldest", "latest", "inclusive", "limit", "cursor"},
    "conversations.open": {"users", "return_im"},
    "users.info": {"user", "include_locale"},
    "views.open": {"trigger_id", "view"},
    "views.publish": {"user_id", "view", "hash"},
}


_NEEDS = {
    "dnd.info": "dnd:read",
    "files.completeUploadExternal": "files:write",
    "files.delete": "files:write",
    "files.getUploadURLExternal": "files:write",
}


class RefusedError(Exception):
    """An error as Slack answers it."""


@dataclass
class SmallSlack:
    """One workspace. `now` gives its time; `double` delivers every event twice.

    `slowness` stretches Slack's three seconds: a machine that runs many tests at once is not the one that is judged.
    A conversation takes `burst` posts in a second, if that is set; what is more is refused and counted in `limited`.
    Whoever is refused waits `retry_after` seconds.
    """

    now: Callable[[], float]
    slowness: float = 4.0
    double: bool = False
    scopes: str = SCOPES
    burst: int | None = None
    limited: int = 0
    retry_after: int = 1
    zone: str | None = "Europe/Paris"
    undisturbed: dict[str, Json] = field(default_factory=dict)
    profiles: dict[str, Json] = field(default_factory=dict)
    messages: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    replies: dict[tuple[str, str], list[Json]] = field(default_factory=lambda: defaultdict(list))
    whispers: list[Json] = field(default_factory=list)
    views: list[Json] = field(default_factory=list)
    files: dict[str, Json] = field(default_factory=dict)
    shares_after: float = 0.0
    homes: dict[str, Json] = field(default_factory=dict)
    faults: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    calls: list[str] = field(default_factory=list)
    broken_rules: list[str] = field(default_factory=list)
    late_acks: list[str] = field(default_factory=list)
    answers_pings: bool = True
    url: str = ""
    on_call: Callable[[str], Awaitable[None]] | None = None
    on_frame: Callable[[], None] = lambda: None
    on_ack: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self._sockets: list[web.WebSocketResponse] = []
        self._requests: dict[web.WebSocketResponse, web.Request] = {}
        self._silent: set[web.WebSocketResponse] = set()
        self._acks: dict[str, asyncio.Future[Json]] = {}
        self._triggers: dict[str, float] = {}
        self._numbers = itertools.count(1)
        self._last_ts = 0
        self._posted: dict[str, deque[float]] = defaultdict(deque)
        self._connected = asyncio.Condition()
        self.connections = self.acks = 0

    # --- up and down --------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/api/{method}", self._call)
        app.router.add_get("/api/{method}", self._call)
        app.router.add_get("/link", self._link)
        app.router.add_post("/upload/{file}", self._upload)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/api/"

    async def stop(self) -> None:
        await self.cut()
        await self._runner.cleanup()

    async def cut(self) -> None:
        """Close every socket."""
        for socket in self._sockets:
            await socket.close()
        self._sockets.clear()

    async def is_connected(self) -> None:
        """Wait until the bot is."""
        async with self._connected:
            await self._connected.wait_for(lambda: any(not socket.closed for socket in self._sockets))

    @property
    def awaits_ack(self) -> bool:
        """Tell whether something was delivered and not acknowledged yet."""
        return bool(self._acks)

    # --- the Web API --------------------------------------------------------------------------------------------------

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append(method)
        given = await _arguments(request)
        if self.on_call is not None:
            await self.on_call(method)
        fault = self.faults[method].popleft() if self.faults[method] else ""
        if fault == "lost before":
            _hang_up(request)
        if fault == "limited" or (method == "chat.postMessage" and self._is_too_much(given["channel"])):
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(self.retry_after)}
            )
        if fault == "unavailable":
            return web.Response(status=503, text="<html>busy</html>", content_type="text/html")
        answer: Json = {"ok": False, "error": fault}
        if not fault or fault.startswith("lost"):
            try:
                answer = {"ok": True, **self._do(method, request, given)}
            except RefusedError as error:
                answer = {"ok": False, "error": str(error)}
        if fault == "lost after":
            _hang_up(request)
        return web.json_response(answer, headers={"x-oauth-scopes": self.scopes})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        self.calls.append("upload")
        fault = self.faults["upload"].popleft() if self.faults["upload"] else ""
        if self.on_call is not None:
            await self.on_call("upload")
        if fault == "lost before":
            _hang_up(request)
        if fault == "limited":
            return web.Response(status=429, headers={"Retry-After": str(self.retry_after)})
        if fault and not fault.startswith("lost"):
            return web.Response(status=503)
        data, file = await request.read(), self.files.get(request.match_info["file"])
        if file is None or "data" in file or len(data) != file["length"] or "Authorization" in request.headers:
            self._broken("", "an address takes the announced bytes once, and no token")
            return web.Response(status=400)
        file["data"] = data
        if fault == "lost after":
            _hang_up(request)
        return web.Response(text=f"OK - {len(data)}")

    def _do(self, method: str, request: web.Request, given: Json) -> Json:
        if method not in _ARGUMENTS:
            raise self._broken("unknown_method", method)
        token = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if request.headers.get("Authorization") != f"Bearer {token}":
            raise RefusedError("invalid_auth")
        if strange := set(given) - _ARGUMENTS[method]:
            raise self._broken("invalid_arguments", f"{method} has no {sorted(strange)}")
        if _NEEDS.get(method, "") not in ["", *self.scopes.split(",")]:
            raise RefusedError("missing_scope")
        handler: Callable[[Json], Json] = getattr(self, "_" + method.replace(".", "_"))
        return handler(given)

    def _is_too_much(self, channel: str) -> bool:
        """Tell whether a conversation has had its posts of this second."""
        now, posted = asyncio.get_running_loop().time(), self._posted[channel]
        while posted and posted[0] <= now - 1:
            posted.popleft()
        if self.burst is not None and len(posted) >= self.burst:
            self.limited += 1
            return True
        posted.append(now)
        return False

    def _broken(self, code: str, rule: str) -> RefusedError:
        self.broken_rules.append(rule)
        return RefusedError(code)

    def _auth_test(self, _: Json) -> Json:
        return {"team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID, "team": "Small", "user": "whatfor"}

    def _users_info(self, given: Json) -> Json:
        user = {"id": given["user"], "team_id": TEAM, "tz": self.zone, "is_bot": False}
        return {"user": user | {"profile": self.profiles.get(given["user"], {})}}

    def _dnd_info(self, given: Json) -> Json:
        """Answer as for anybody but the caller: a pause of notifications is told in the next hours, not apart."""
        never = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
        return never | self.undisturbed.get(given["user"], {})

    def _conversations_open(self, given: Json) -> Json:
        return {"channel": {"id": channel_of(given["users"])}}

    def _apps_connections_open(self, _: Json) -> Json:
        return {"url": self.url.replace("http", "ws").replace("/api/", f"/link?ticket={next(self._numbers)}")}

    def _chat_postMessage(self, given: Json) -> Json:  # noqa: N802 - Slack's name
        self._check_message(given)
        posted = {
            "type": "message",
            "ts": self.ts(),
            "user": BOT,
            "bot_id": BOT_ID,
            "text": given["text"],
            "blocks": given.get("blocks", []),
        }
        self.messages[given["channel"]].append(posted)
        return {"channel": given["channel"], "ts": posted["ts"], "message": posted}

    def _chat_update(self, given: Json) -> Json:
        self._check_message(given)
        found = next((each for each in self.messages[given["channel"]] if each["ts"] == given["ts"]), None)
        if found is None:
            raise RefusedError("message_not_found")
        if found["user"] != BOT:
            raise RefusedError("cant_update_message")
        found.update(text=given["text"], blocks=given.get("blocks", []))
        return {"channel": given["channel"], "ts": given["ts"]}

    def _chat_postEphemeral(self, given: Json) -> Json:  # noqa: N802 - Slack's name
        self._check_message(given)
        self.whispers.append(given)
        return {"message_ts": self.ts()}

    def _check_message(self, given: Json) -> None:
        if not given.get("text"):
            raise self._broken("no_text", "a message has its text")
        if len(given["text"]) > 4_000:
            raise self._broken("msg_too_long", "a text is at most 4,000 characters")
        if not given["channel"].startswith(("D", "C")):
            raise self._broken("channel_not_found", "a message goes to a conversation")
        self._valid(lambda: strict.message(given.get("blocks", [])))

    def _valid(self, check: Callable[[], None]) -> None:
        try:
            check()
        except (AssertionError, KeyError, TypeError, ValueError) as error:
            raise self._broken("invalid_blocks", repr(error)) from None

    def _conversations_history(self, given: Json) -> Json:
        """Return the newest first; of what stands in threads, only what was sent to the conversation too."""
        oldest = float(given.get("oldest", 0))
        return _page(given, [each for each in self.messages[given["channel"]][::-1] if float(each["ts"]) >= oldest])

    def _conversations_replies(self, given: Json) -> Json:
        """Return a message, and what stands in its thread, the oldest first."""
        oldest = float(given.get("oldest", 0))
        parent = next((each for each in self.messages[given["channel"]] if each["ts"] == given["ts"]), None)
        if parent is None:
            raise self._broken("thread_not_found", "a thread is named by its first message")
        below = [*self.replies[given["channel"], given["ts"]], *self.thread(given["channel"], given["ts"])]
        return _page(given, [parent, *(each for each in below if float(each["ts"]) >= oldest)])

    def stand_under(self, channel: str, parent: Json, said: Json) -> None:
        """Put a message into the thread of another, which tells of it."""
        below = self.replies[channel, parent["ts"]]
        below.append(said)
        parent |= {"thread_ts": parent["ts"], "reply_count": len(below), "latest_reply": said["ts"]}

    def thread(self, channel: str, ts: str) -> list[Json]:
        """Return what stands under a message: files, some time after they were shared."""

        def shown(file: Json) -> Json:
            return {name: file[name] for name in ("id", "name", "title", "alt_txt")}

        shared = (file for file in self.files.values() if file.get("place") == (channel, ts))
        return [
            {"type": "message", "ts": file["ts"], "thread_ts": ts, "user": BOT, "text": "", "files": [shown(file)]}
            for file in shared
            if float(file["ts"]) + self.shares_after < self.now() + 1
        ]

    def _message(self, channel: str, ts: str) -> Json:
        found = next((each for each in self.messages[channel] if each["ts"] == ts), None)
        if found is None:
            raise RefusedError("thread_not_found")
        return found

    def _files_getUploadURLExternal(self, given: Json) -> Json:  # noqa: N802 - Slack's name
        if not given["filename"] or int(given["length"]) < 1 or len(given.get("alt_txt", "")) > 1_000:
            raise self._broken("invalid_arguments", "a file has a name, a length and at most 1,000 characters of words")
        file = f"F{next(self._numbers)}"
        made = {"id": file, "name": given["filename"], "length": int(given["length"]), "alt_txt": given.get("alt_txt")}
        self.files[file] = made
        return {"upload_url": self.url.replace("/api/", f"/upload/{file}"), "file_id": file}

    def _files_completeUploadExternal(self, given: Json) -> Json:  # noqa: N802 - Slack's name
        done = []
        for each in json.loads(given["files"]):
            file = self.files.get(each["id"])
            if file is None or "data" not in file or "place" in file:
                raise self._broken("file_not_found", "an upload is completed once, and after its bytes")
            self._message(given["channel_id"], given["thread_ts"])
            file |= {"title": each["title"], "place": (given["channel_id"], given["thread_ts"]), "ts": self.ts()}
            done.append({"id": each["id"], "title": each["title"]})
        return {"files": done}

    def _files_delete(self, given: Json) -> Json:
        if self.files.pop(given["file"], None) is None:
            raise RefusedError("file_not_found")
        return {}

    def _views_open(self, given: Json) -> Json:
        self._use_trigger(given["trigger_id"])
        form = given["view"] if isinstance(given["view"], dict) else json.loads(given["view"])
        self._valid(lambda: strict.view(form, "modal"))
        opened = {**form, "id": f"V{next(self._numbers)}", "hash": f"{self.now():.6f}.h"}
        self.views.append(opened)
        return {"view": opened}

    def _views_publish(self, given: Json) -> Json:
        if not given.get("user_id") or not given.get("view"):
            raise self._broken("invalid_arguments", "a page has its person and its view")
        form = given["view"] if isinstance(given["view"], dict) else json.loads(given["view"])
        self._valid(lambda: strict.view(form, "home"))
        self._valid(lambda: judges.judge_view(form))
        before = self.homes.get(given["user_id"])
        if given.get("hash") and before is not None and given["hash"] != before["hash"]:
            raise RefusedError("hash_conflict")
        number = next(self._numbers)
        page = {**form, "id": before["id"] if before else f"V{number}", "hash": f"{self.now():.6f}.h{number}"}
        self.homes[given["user_id"]] = page
        return {"view": page}

    def _use_trigger(self, trigger: str) -> None:
        made_at = self._triggers.pop(trigger, None)
        if made_at is None:
            raise self._broken("trigger_exchanged", "a trigger works once")
        if asyncio.get_running_loop().time() - made_at > TRIGGER_LIVES * self.slowness:
            raise self._broken("trigger_expired", "a trigger lives three seconds")

    # --- Socket Mode --------------------------------------------------------------------------------------------------

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self.connections += 1
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}})
        self._sockets.append(socket)
        self._requests[socket] = request
        async with self._connected:
            self._connected.notify_all()
        async for frame in socket:
            if socket in self._silent:
                continue
            if frame.type is WSMsgType.PING and self.answers_pings:
                await socket.pong(frame.data)
            if frame.type is WSMsgType.TEXT:
                answer = json.loads(frame.data)
                self.acks += 1
                waiting = self._acks.pop(answer["envelope_id"], None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(answer.get("payload") or {})
        if socket in self._sockets:
            self._sockets.remove(socket)
        self._requests.pop(socket, None)
        self._silent.discard(socket)
        return socket

    async def break_off(self, how: str) -> None:
        """Do to the connection what happens to connections; see CUTS."""
        socket = next(socket for socket in self._sockets if not socket.closed)
        match how:
            case "closed":
                await socket.close()
            case "reset":
                transport = self._requests[socket].transport
                assert transport is not None
                transport.abort()
            case "silent":
                self._silent.add(socket)
            case "garbage":
                for text in ("{nonsense", "hello", "[]", '{"type": 7}', '{"type": "hello", "envelope_id": []}', "{}"):
                    await socket.send_str(text)
                await socket.send_bytes(b"\xff\x00")
                return
            case _:
                await socket.send_json({"type": "disconnect", "reason": how, "debug_info": {}})
                if how == "link_disabled":
                    await socket.close()
        if socket in self._sockets:
            self._sockets.remove(socket)

    async def deliver(self, kind: str, payload: Json, tries: int = 4) -> Json | None:
        """Deliver until it is acknowledged; an event again on the next socket, a gesture once. Return the ack."""
        answer: Json | None = None
        for attempt in range(tries if kind == "events_api" else 1):
            answer = await self._send(kind, payload, attempt)
            if answer is not None:
                break
        if self.double and answer is not None:
            again = await self._send(kind, payload, 1)
            answer = again if again is not None else answer
        return answer

    async def deliver_unwatched(self, kind: str, payload: Json) -> None:
        """Deliver without looking whether it is acknowledged, and never again."""
        frame = {"envelope_id": f"E{next(self._numbers)}", "type": kind, "payload": payload}
        await next(socket for socket in self._sockets if not socket.closed).send_json(frame)

    async def _send(self, kind: str, payload: Json, attempt: int) -> Json | None:
        async with asyncio.timeout(20):
            await self.is_connected()
        number = f"E{next(self._numbers)}"
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._acks[number] = waiting
        frame = {"envelope_id": number, "type": kind, "payload": payload, "accepts_response_payload": True}
        if kind == "events_api":
            frame |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        socket = next(socket for socket in self._sockets if not socket.closed)
        is_late = False
        try:
            await socket.send_json(frame)
            self.on_frame()
            async with asyncio.timeout(ACK_WITHIN * self.slowness):
                while not waiting.done() and not socket.closed:
                    await asyncio.wait([waiting], timeout=0.02)
        except ConnectionError:
            await asyncio.sleep(0.02)  # whoever hung up is about to be noticed
        except TimeoutError:
            is_late = not socket.closed
        self._acks.pop(number, None)
        if waiting.done():
            self.on_ack()
            return waiting.result()
        if is_late:
            self.late_acks.append(f"{kind} {payload.get('type', '')}")
        return None

    # --- what is new --------------------------------------------------------------------------------------------------

    def ts(self) -> str:
        """Return a new message's id: the time, and unique."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def trigger(self) -> str:
        """Return a trigger that works once for three seconds."""
        made = f"{next(self._numbers)}.{TEAM}.t"
        self._triggers[made] = asyncio.get_running_loop().time()
        return made

    def event(self, event: Json) -> Json:
        """Wrap an event as it is delivered."""
        number = next(self._numbers)
        return {"type": "event_callback", "team_id": TEAM, "api_app_id": APP, "event_id": f"Ev{number}", "event": event}


def _page(given: Json, found: list[Json]) -> Json:
    """Return a page of what was found."""
    begin, limit = int(given.get("cursor") or 0), int(given.get("limit", 100))
    rest = str(begin + limit) if begin + limit < len(found) else ""
    return {"messages": found[begin : begin + limit], "response_metadata": {"next_cursor": rest}}


def channel_of(user: str) -> str:
    """Return the conversation of a person with the bot."""
    return "D" + user.removeprefix("U")


def _hang_up(request: web.Request) -> None:
    assert request.transport is not None
    request.transport.abort()
    raise web.HTTPServiceUnavailable


async def _arguments(request: web.Request) -> Json:
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= await request.json()
    else:
        given |= dict(await request.post())
    if isinstance(given.get("blocks"), str):
        given["blocks"] = json.loads(given["blocks"])
    return {name: value for name, value in given.items() if name != "token"}
