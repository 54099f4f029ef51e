"""What the web door answers: two addresses, and to everything else the same nothing."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping
from typing import Protocol

from aiohttp import web

from bot.errors import fault

_CALENDAR = re.compile(r"/calendar/([A-Za-z0-9_-]{1,100})\.ics")
_READS = ("GET", "HEAD")
_CHANGES_EACH_TIME = "DTSTAMP"  # when it was written

log = logging.getLogger(__name__)


class Engine(Protocol):
    """The part of the engine that this door uses."""

    async def calendar(self, secret: str) -> str | None:
        """Return the calendar that a private link with this secret shows, as iCalendar; None where there is no such."""


class Pages:
    """What is answered to whom: it keeps nothing, and says nothing of what it was asked to any log."""

    def __init__(self, engine: Engine) -> None:
        """Answer from an engine."""
        self._engine = engine

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Answer a request; whatever its body holds is ignored."""
        if request.method not in _READS:
            return _said(405, "only GET and HEAD", {"Allow": ", ".join(_READS)})
        path = request.raw_path.partition("?")[0]
        if path == "/health":
            return _said(200, "ok")
        asked = _CALENDAR.fullmatch(path)
        if asked is None:
            return _not_found()
        try:
            calendar = await self._engine.calendar(asked[1])
        except Exception as error:  # noqa: BLE001 - a fault is nobody's who asks, and none of its words are for them
            log.error("a calendar: %s", fault(error))  # noqa: TRY400 - a traceback could hold words
            return _said(503, "not now")
        return _not_found() if calendar is None else _calendar(calendar, request.headers)


def _calendar(text: str, asked: Mapping[str, str]) -> web.Response:
    tag = _tag(text)
    headers = {"ETag": tag, "Cache-Control": "private"}
    known = {each.strip() for each in asked.get("If-None-Match", "").split(",")}
    if known & {tag, tag.removeprefix("W/"), "*"}:
        return web.Response(status=304, headers=headers)
    return web.Response(text=text, content_type="text/calendar", charset="utf-8", headers=headers)


def _tag(text: str) -> str:
    """Return a tag that is the same as long as the calendar says the same."""
    lines = (line for line in text.splitlines() if not line.startswith(_CHANGES_EACH_TIME))
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return f'W/"{digest}"'


def _not_found() -> web.Response:
    return _said(404, "there is nothing here")


def _said(status: int, words: str, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(status=status, text=words, headers={"Cache-Control": "no-store", **(headers or {})})
