"""The gateway of a small Discord: HELLO, IDENTIFY, RESUME with what was missed, heartbeats, and ways to go wrong."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.adapters.discord.objects import APP, BOT_USER, GUILD, Json
from tests.adapters.discord.world import INTENTS, PRIVILEGED, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
A_DAY = 24 * 60 * 60.0
_ENOUGH = 10_000  # events kept for a session that may resume
_GOOD_BYE = 0.2  # Discord waits for no answer when it closes
_MAY_RESUME = 3  # of the sessions that were cut off
_FLUSHED = b"\x00\x00\xff\xff"


@dataclass
class Link:
    """One connection: its socket, packed as the client asked."""

    socket: web.WebSocketResponse
    hang_up: Callable[[], None]
    packer: zlib._Compress | None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_closed_here: bool = False

    async def send(self, op: int, data: Any = None, number: int | None = None, name: str | None = None) -> None:  # noqa: ANN401 - a frame carries anything
        text = json.dumps({"op": op, "d": data, "s": number, "t": name})
        async with self.turn:
            with suppress(ConnectionError):
                if self.packer is None:
                    await self.socket.send_str(text)
                else:
                    packed = self.packer.compress(text.encode()) + self.packer.flush(zlib.Z_SYNC_FLUSH)
                    assert packed.endswith(_FLUSHED)
                    await self.socket.send_bytes(packed)

    async def close(self, code: int, reason: str = "") -> None:
        """Close it from this side."""
        self.is_closed_here = True
        await self.socket.close(code=code, message=reason.encode())


@dataclass
class Session:
    """What one IDENTIFY began: its events, numbered, on whichever connection it has now."""

    key: str
    link: Link | None
    last: int = 0
    kept: deque[tuple[int, str, Json]] = field(default_factory=lambda: deque(maxlen=_ENOUGH))

    @property
    def is_live(self) -> bool:
        return self.link is not None and not self.link.socket.closed


@dataclass
class Gateway:
    """Connections and sessions. The switches make it go wrong from then on; the verbs do it once.

    `answers_heartbeats` off makes a zombie, `replays` off makes every RESUME fail, `loses_events` drops them silently,
    `open` off refuses connections, `double` sends every event twice.
    """

    world: World
    budget: int = 1_000
    heartbeat: float = 41.25
    answers_heartbeats: bool = True
    replays: bool = True
    loses_events: bool = False
    open: bool = True
    double: bool = False
    url: str = ""
    identified: deque[float] = field(default_factory=deque)
    identifies: int = 0
    resumes: int = 0
    connections: int = 0
    heartbeats: int = 0
    sessions: list[Session] = field(default_factory=list)
    on_event: Callable[[str, Json], None] = lambda *_: None  # told of what was sent out

    def __post_init__(self) -> None:
        self._links: list[Link] = []
        self._connected = asyncio.Condition()

    # --- what the bot does --------------------------------------------------------------------------------------------

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection."""
        if not self.open:
            return web.Response(status=503)
        if (request.query.get("v"), request.query.get("encoding")) != ("10", "json"):
            self.world.broken_rules.append(f"the gateway is asked for version 10 in JSON, not {request.query_string}")
        socket = web.WebSocketResponse(timeout=_GOOD_BYE)
        await socket.prepare(request)
        self.connections += 1
        transport = request.transport
        assert transport is not None
        packer = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        link = Link(socket, transport.abort, packer)
        self._links.append(link)
        await link.send(HELLO, {"heartbeat_interval": round(self.heartbeat * 1_000), "_trace": []})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._receive(link, json.loads(frame.data))
        self._gone(link)
        return socket

    async def _receive(self, link: Link, frame: Json) -> None:
        match frame["op"]:
            case 1:
                self.heartbeats += 1
                if self.answers_heartbeats:
                    await link.send(ACK)
            case 2:
                await self._identify(link, frame["d"])
            case 6:
                await self._resume(link, frame["d"])
            case _:
                pass

    async def _identify(self, link: Link, asked: Json) -> None:
        self.identifies += 1
        self.identified.append(self.world.now())
        while self.identified and self.identified[0] < self.world.now() - A_DAY:
            self.identified.popleft()
        if len(self.identified) > self.budget:
            self.world.broken_rules.append("more than a day's IDENTIFYs: the token is reset")
            self.world.token = ""
        if not self.world.token or asked["token"] != self.world.token:
            await link.close(4004, "Authentication failed.")
        elif asked["intents"] & PRIVILEGED:
            self.world.broken_rules.append(f"privileged intents: {asked['intents']}")
            await link.close(4014, "Disallowed intent(s).")
        else:
            if asked["intents"] != INTENTS:
                self.world.broken_rules.append(f"intents are guilds and direct messages, not {asked['intents']}")
            await self._ready(link)

    async def _ready(self, link: Link) -> None:
        session = Session(self.world.snowflake(), link)
        cut_off = [each for each in self.sessions if not each.is_live]
        for each in cut_off[:-_MAY_RESUME]:
            self.sessions.remove(each)
        self.sessions.append(session)
        ready = {
            "v": 10,
            "user": {**BOT_USER, "verified": True, "mfa_enabled": False, "email": None, "flags": 0},
            "user_settings": {},
            "session_type": "normal",
            "session_id": session.key,
            "resume_gateway_url": self.url,
            "relationships": [],
            "private_channels": [],
            "presences": [],
            "guilds": [{"id": GUILD, "unavailable": True}],
            "guild_join_requests": [],
            "geo_ordered_rtc_regions": [],
            "application": {"id": APP, "flags": 0},
            "_trace": [],
        }
        await self._number(session, "READY", ready)
        await self._number(session, "GUILD_CREATE", self.world.guild())
        await self._is_there()

    async def _resume(self, link: Link, asked: Json) -> None:
        session = next((each for each in self.sessions if each.key == asked["session_id"]), None)
        if asked["token"] != self.world.token:
            await link.close(4004, "Authentication failed.")
        elif session is None or not self.replays:
            if session is not None:
                self.sessions.remove(session)
            await link.send(INVALID, data=False)
        elif (asked["seq"] or 0) > session.last:
            await link.close(4007, "Invalid seq.")
        else:
            self.resumes += 1
            session.link = link
            for number, name, data in list(session.kept):
                if number > (asked["seq"] or 0):
                    await link.send(DISPATCH, data, number, name)
            await self._number(session, "RESUMED", {"_trace": []})
            await self._is_there()

    async def _is_there(self) -> None:
        async with self._connected:
            self._connected.notify_all()

    def _gone(self, link: Link) -> None:
        self._links.remove(link)
        for session in list(self.sessions):
            if session.link is link:
                session.link = None
                if not link.is_closed_here and link.socket.close_code in {1000, 1001}:  # the client said good-bye
                    self.sessions.remove(session)

    # --- what happens -------------------------------------------------------------------------------------------------

    async def dispatch(self, name: str, data: Json) -> None:
        """Tell every session of an event; one that is cut off hears it when it resumes."""
        if self.loses_events:
            return
        for session in list(self.sessions):
            for _ in range(2 if self.double else 1):
                await self._number(session, name, data)
        self.on_event(name, data)

    async def _number(self, session: Session, name: str, data: Json) -> None:
        session.last += 1
        number, copied = session.last, json.loads(json.dumps(data))
        session.kept.append((number, name, copied))
        if session.link is not None and session.is_live:
            await session.link.send(DISPATCH, copied, number, name)

    async def is_connected(self) -> None:
        """Wait until the bot is."""
        async with self._connected:
            await self._connected.wait_for(lambda: self.is_live)

    @property
    def is_live(self) -> bool:
        return any(session.is_live for session in self.sessions)

    async def close(self, code: int) -> None:
        """Close every connection with a code."""
        for link in list(self._links):
            await link.close(code)

    def cut(self) -> None:
        """Cut every connection without a word."""
        for link in list(self._links):
            link.hang_up()

    async def ask_for_reconnect(self) -> None:
        """Ask the bot to connect again and resume."""
        for link in list(self._links):
            await link.send(RECONNECT)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Tell the bot that its session is invalid."""
        for link in list(self._links):
            if not resumable:
                self.sessions = [each for each in self.sessions if each.link is not link]
            await link.send(INVALID, data=resumable)

    async def ask_for_heartbeat(self) -> None:
        """Ask for a heartbeat at once."""
        for link in list(self._links):
            await link.send(HEARTBEAT)
