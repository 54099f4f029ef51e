"""The web door as calendar programs meet it: a real client, the real engine, a port of this machine."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from aiohttp import ClientSession
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from adapters.web.door import WebDoor
from adapters.web.pages import Engine
from bot.engine import Engine as RealEngine
from bot.errors import WhatforError
from bot.features import FEATURES
from bot.ports import Store
from tests.features.harness import Conversation, started

ADDRESS = "https://whatfor.example.org"
LINK = re.compile(r"https://whatfor\.example\.org(/calendar/([\w-]{43})\.ics)")
UNKNOWN = "/calendar/" + "x" * 43 + ".ics"


@asynccontextmanager
async def standing_open(engine: Engine) -> AsyncIterator[str]:
    """Open the door for the length of the block; give where it is."""
    door = WebDoor(host="127.0.0.1", port=0)
    running = asyncio.create_task(door.run(engine))
    try:
        yield f"http://127.0.0.1:{door.port}"
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        door.close()


@dataclass(frozen=True)
class Got:
    """What was answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def lasting(self) -> tuple[int, dict[str, str], str]:
        """Return it without the time of day."""
        return self.status, {name: value for name, value in self.headers.items() if name != "Date"}, self.text


@dataclass
class World:
    """Somebody with a calendar, and a client that reads it."""

    me: Conversation
    client: ClientSession

    async def link(self) -> str:
        """Let them ask for their link; return its path."""
        await self.me.say("calendar")
        found = LINK.search(self.me.last.text)
        assert found, self.me.last.text
        return found[1]

    async def get(self, path: str, **headers: str) -> Got:
        async with self.client.get(path, headers=headers) as response:
            return Got(response.status, response.headers, await response.text())


@pytest.fixture
async def world(sqlite_store: Store) -> AsyncIterator[World]:
    me = await started(sqlite_store)
    me.engine = RealEngine(sqlite_store, me.clock, FEATURES, [me.paper], address=ADDRESS)
    async with standing_open(me.engine) as place, ClientSession(place) as client:
        yield World(me, client)


async def test_a_calendar_reads_what_is_booked_and_what_is_due(world: World) -> None:
    link = await world.link()
    assert Calendar.from_ical((await world.get(link)).text).walk("VEVENT") == []
    await world.me.say("call book Dana tue 15:00")
    await world.me.say("call log Omar thinking until thu")

    response = await world.get(link)

    assert (response.status, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response.headers["Cache-Control"] == "private"
    assert "Set-Cookie" not in response.headers
    read = Calendar.from_ical(response.text)
    assert [(str(one["SUMMARY"]), str(one.start)) for one in read.events] == [
        ("Call with Dana", "2026-11-24 14:00:00+00:00"),
        ("Follow up with Omar", "2026-11-26"),
    ]
    assert str(read["X-WR-CALNAME"]) == "Whatfor"


async def test_nothing_is_sent_again_until_it_says_something_else(world: World) -> None:
    link = await world.link()
    await world.me.say("call book Dana tue 15:00")
    tag = (await world.get(link)).headers["ETag"]
    await world.me.at("2026-11-23 08:20")

    same = await world.get(link, **{"If-None-Match": f'"other", {tag}'})
    assert (same.status, same.text, same.headers["ETag"]) == (304, "", tag)

    await world.me.say("call move Dana wed 10:00")
    assert (await world.get(link, **{"If-None-Match": tag})).status == 200


async def test_a_head_has_the_headers_and_no_body(world: World) -> None:
    link = await world.link()
    got = await world.get(link)
    async with world.client.head(link) as response:
        assert (response.status, await response.read()) == (200, b"")
        assert [response.headers[name] for name in ("ETag", "Content-Length", "Content-Type")] == [
            got.headers[name] for name in ("ETag", "Content-Length", "Content-Type")
        ]


async def test_a_link_that_ended_is_like_one_that_never_was(world: World) -> None:
    first = await world.link()
    await world.me.press("New link")
    second = LINK.search(world.me.last.text)
    assert second is not None
    assert ((await world.get(first)).status, (await world.get(second[1])).status) == (404, 200)
    await world.me.press("Switch it off")

    never = await world.get("/nothing")
    for path in (first, second[1], UNKNOWN, "/calendar/short.ics", "/calendar/.ics", "/", f"{first}/"):
        assert (await world.get(path)).lasting == never.lasting, path
    assert never.status == 404


async def test_a_forgotten_person_has_no_link_any_more(world: World) -> None:
    link = await world.link()
    async with world.me.store.begin() as tx:
        await tx.records.erase(await world.me.who(tx))

    assert (await world.get(link)).status == 404


async def test_it_says_that_it_is_well(world: World) -> None:
    response = await world.get("/health")
    assert (response.status, response.text) == (200, "ok")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_it_is_for_reading_only(world: World, method: str) -> None:
    link = await world.link()
    for path in (link, UNKNOWN):
        async with world.client.request(method, path, data=b"x" * 100_000) as response:
            assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")


async def test_what_is_sent_along_is_ignored(world: World) -> None:
    link = await world.link()
    async with world.client.get(f"{link}?a=b", data=b"x" * 100_000) as response:
        assert response.status == 200


class Nowhere:
    """An engine that knows no calendar."""

    async def calendar(self, secret: str) -> str | None:  # noqa: ARG002 - the door's
        return None


PATHS = st.lists(st.binary(max_size=30).map(lambda raw: b"/" + raw), min_size=1, max_size=8)


@given(paths=PATHS)
def test_no_path_is_more_than_not_found(paths: list[bytes]) -> None:
    escaped = [b"/calendar/" + b"".join(b"%%%02X" % sign for sign in path) + b".ics" for path in paths]

    async def asked() -> None:
        async with standing_open(Nowhere()) as place:
            port = int(place.rpartition(":")[2])
            for path in escaped:
                assert await status(port, path) == 404, path
            for path in paths:  # what is no path at all is no request, either
                assert await status(port, path) in {400, 404}, path

    asyncio.run(asked())


async def status(port: int, path: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET " + path + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    answered = await reader.read()
    writer.close()
    await writer.wait_closed()
    return int(answered.split()[1])


class Broken:
    """An engine whose database is away."""

    async def calendar(self, secret: str) -> str | None:
        raise ValueError(secret)


async def test_no_log_and_no_answer_has_the_secret(caplog: pytest.LogCaptureFixture) -> None:
    secret = "s" * 43
    with caplog.at_level(logging.DEBUG):
        async with standing_open(Broken()) as place, ClientSession(place) as client:
            async with client.get(f"/calendar/{secret}.ics") as response:
                assert (response.status, await response.text()) == (503, "not now")
            assert await status(int(place.rpartition(":")[2]), f"/calendar/{secret}.ics\0".encode()) in {400, 404}

    assert "a calendar: ValueError at " in caplog.text
    assert secret not in caplog.text


async def test_a_port_that_is_taken_says_what_to_do() -> None:
    taken = WebDoor(host="127.0.0.1", port=0)
    with pytest.raises(WhatforError, match=r"^Port \d+ of 127\.0\.0\.1 is taken\. .* set WHATFOR_WEB_PORT to another"):
        WebDoor(host="127.0.0.1", port=taken.port)
    taken.close()
    with pytest.raises(WhatforError, match=r"can't be opened: there is no such host\. See to WHATFOR_WEB_HOST"):
        WebDoor(host="no..host", port=0)
