"""Settings → store → engine → doors: the only file that sees every room."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from adapters.clock import SystemClock
from adapters.pictures.painter import PngPainter
from adapters.ticker import ticking
from bot.engine import Engine
from bot.errors import WhatforError, fault
from bot.features import FEATURES
from bot.ports import Clock, Draw, Messenger
from bot.settings import DiscordToken, Settings, SlackTokens
from storage import open_store

WEB = "Web"

log = logging.getLogger(__name__)


class Opening(Protocol):
    """Something that stands open until it is cancelled."""

    async def run(self, engine: Engine) -> None:
        """Let in what comes. Raises WhatforError with the remedy when that can't be."""


class Door(Opening, Protocol):
    """A platform that is connected: it carries messages out, and brings events in until it is cancelled."""

    @property
    def messenger(self) -> Messenger:
        """Return what carries messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorPlan:
    """A door there could be: whether its tokens are set, and how it is made.

    `make` raises WhatforError with the remedy; so does `examine`, which asks the platform how things stand and
    returns that in words. `remedy` says what to do about somebody who can't be reached for a reason, and, without one,
    when nobody writes.
    """

    name: str
    is_set: Callable[[Settings], bool]
    make: Callable[[Settings], Door]
    examine: Callable[[Settings], Awaitable[str]] | None = None
    remedy: Callable[[str], str] = lambda _: ""


def _slack(settings: Settings) -> Door:
    from adapters.slack.app import SlackDoor
    from adapters.slack.manifest import command_set

    tokens = _slack_tokens(settings)
    return SlackDoor(
        bot_token=tokens.bot,
        app_token=tokens.app,
        api_url=tokens.api_url,
        command=command_set(tokens.command),
        clock=SystemClock(),
    )


async def _slack_examined(settings: Settings) -> str:
    from adapters.slack.checkup import examine

    tokens = _slack_tokens(settings)
    return await examine(bot_token=tokens.bot, app_token=tokens.app, api_url=tokens.api_url)


def _slack_remedy(reason: str) -> str:
    from adapters.slack.checkup import remedy

    return remedy(reason)


def _slack_tokens(settings: Settings) -> SlackTokens:
    if settings.slack is None:
        raise WhatforError("Slack's tokens are not set.")
    return settings.slack


def _discord(settings: Settings) -> Door:
    from adapters.discord.app import DiscordDoor

    token = _discord_token(settings)
    return DiscordDoor(token=token.bot, api_url=token.api_url, gateway_url=token.gateway_url, clock=SystemClock())


async def _discord_examined(settings: Settings) -> str:
    from adapters.discord.checkup import examine

    token = _discord_token(settings)
    return await examine(token=token.bot, api_url=token.api_url)


def _discord_remedy(reason: str) -> str:
    from adapters.discord.checkup import remedy

    return remedy(reason)


def _discord_token(settings: Settings) -> DiscordToken:
    if settings.discord is None:
        raise WhatforError("Discord's token is not set.")
    return settings.discord


def _web(settings: Settings, stack: ExitStack) -> Opening | None:
    """Open the port of the web door, where one is set, for as long as the stack. Raises WhatforError."""
    if settings.web is None:
        return None
    from adapters.web.door import WebDoor

    door = WebDoor(host=settings.web.host, port=settings.web.port)
    stack.callback(door.close)
    return door


DOORS: tuple[DoorPlan, ...] = (
    DoorPlan(
        name="Slack",
        is_set=lambda settings: settings.slack is not None,
        make=_slack,
        examine=_slack_examined,
        remedy=_slack_remedy,
    ),
    DoorPlan(
        name="Discord",
        is_set=lambda settings: settings.discord is not None,
        make=_discord,
        examine=_discord_examined,
        remedy=_discord_remedy,
    ),
)


@asynccontextmanager
async def open_engine(
    database_url: str,
    clock: Clock,
    messengers: Iterable[Messenger],
    operator: str = "",
    draw: Draw = secrets.randbelow,
    address: str = "",
) -> AsyncIterator[Engine]:
    """Open the store and put an engine on it for the length of the block. Raises StoreError with the remedy."""
    store = await open_store(database_url)
    try:
        yield Engine(
            store,
            clock,
            FEATURES,
            messengers,
            operator=operator,
            address=address,
            painter=PngPainter(),
            draw=draw,
        )
    finally:
        await store.close()


async def run_doors(settings: Settings, plans: Sequence[DoorPlan], say: Callable[[str], None]) -> bool:
    """Open every door whose tokens are set and keep it open; one that fails says why, and the others go on.

    The web door stands beside them; where its port can't be had, nothing is opened. Returns False when no door is left,
    which only happens when every one failed.
    """
    doors = _made(settings, plans, say)
    if not doors:
        return False
    with ExitStack() as stack:
        try:
            web = _web(settings, stack)
        except WhatforError as error:
            say(f"{WEB}: {error}")
            return False
        messengers = [door.messenger for _, door in doors]
        address = settings.web.url if settings.web else ""
        opening = open_engine(settings.database_url, SystemClock(), messengers, settings.operator, address=address)
        async with opening as engine:
            await engine.recover()
            async with asyncio.TaskGroup() as group:
                beside = group.create_task(_keep_open(WEB, web, engine, say)) if web else None
                opened = [group.create_task(_keep_open(name, door, engine, say)) for name, door in doors]
                # The doors close last: until then what is on its way through them arrives.
                async with ticking(engine):
                    await asyncio.wait(opened)
                if beside is not None:
                    beside.cancel()
    return False


def _made(settings: Settings, plans: Sequence[DoorPlan], say: Callable[[str], None]) -> list[tuple[str, Door]]:
    """Make every door whose tokens are set; one that can't be made says why."""
    doors: list[tuple[str, Door]] = []
    for plan in plans:
        if not plan.is_set(settings):
            continue
        try:
            doors.append((plan.name, plan.make(settings)))
        except WhatforError as error:
            say(f"{plan.name}: {error}")
    return doors


async def _keep_open(name: str, door: Opening, engine: Engine, say: Callable[[str], None]) -> None:
    try:
        await door.run(engine)
    except WhatforError as error:
        say(f"{name}: {error}")
    except Exception as error:  # noqa: BLE001 - one door's fault must not close the others
        log.error("%s: %s", name, fault(error))  # noqa: TRY400 - a traceback could hold words
        say(f"{name} stopped: {type(error).__name__}. The log has where; the other doors go on.")
