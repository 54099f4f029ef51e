"""The web door: it listens from the moment it is made, and answers until it is closed."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket

from aiohttp import web

from adapters.web.pages import Engine, Pages
from bot.errors import WhatforError

_FINISHES_WITHIN = 2.0


class WebDoor:
    """A small web server, for whoever is let through to it."""

    def __init__(self, *, host: str, port: int) -> None:
        """Take the port, so that nobody else has it. Raises WhatforError with the remedy."""
        self._socket = _listening(host, port)

    @property
    def port(self) -> int:
        """Return the port that it listens on."""
        port: int = self._socket.getsockname()[1]
        return port

    async def run(self, engine: Engine) -> None:
        """Answer until cancelled."""
        server = web.Server(Pages(engine).answer, access_log=None, logger=_mute())
        runner = web.ServerRunner(server, shutdown_timeout=_FINISHES_WITHIN)
        await runner.setup()
        try:
            await web.SockSite(runner, self._socket).start()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    def close(self) -> None:
        """Give the port back."""
        self._socket.close()


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        if number == errno.EADDRINUSE:
            said = f"Port {port} of {host} is taken. Stop what has it, or set WHATFOR_WEB_PORT to another."
        else:
            why = os.strerror(number) if number and number > 0 else "there is no such host"
            said = f"Port {port} of {host} can't be opened: {why}. See to WHATFOR_WEB_HOST and WHATFOR_WEB_PORT."
        raise WhatforError(said) from None


def _mute() -> logging.Logger:
    """Return a logger that says nothing: what aiohttp would log holds addresses, and in those are secrets."""
    logger = logging.getLogger(f"{__name__}.aiohttp")
    logger.disabled = True
    return logger
