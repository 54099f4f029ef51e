"""The Slack door: Socket Mode by Slack's own library, every payload to the counter, and what was missed after it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Protocol

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.connection import Patience, Socket
from adapters.slack.counter import Counter
from adapters.slack.counter import Engine as Receiver
from adapters.slack.homes import Engine as Pages
from adapters.slack.homes import Homes
from adapters.slack.line import API_URL, Introduced, Line, quiet
from adapters.slack.messenger import PLATFORM, SlackMessenger
from adapters.slack.missed import Missed
from adapters.slack.profiles import Profiles
from adapters.slack.render import COMMAND
from adapters.slack.status import Statuses
from adapters.slack.undisturbed import SCOPE, Undisturbed
from bot.errors import DeliveryError, MaybeSentError, NotNowError, WhatforError, fault
from bot.ports import Clock, Known, Messenger

_AGAIN = 5.0
_INTRODUCED_WITHIN = 180.0

log = logging.getLogger(__name__)


class Engine(Receiver, Pages, Protocol):
    """The part of the engine that this door uses."""

    async def accounts(self, platform: str) -> tuple[Known, ...]:
        """Return the accounts known on a platform, with where their messages go and when they were last seen."""


class SlackDoor:
    """Slack, connected by Socket Mode: no address of one's own is needed."""

    def __init__(
        self,
        *,
        bot_token: str,
        app_token: str,
        clock: Clock,
        api_url: str = API_URL,
        command: str = COMMAND,
        patience: Patience | None = None,
    ) -> None:
        """Connect nothing yet."""
        self._clock = clock
        self._patience = patience
        self._line = Line(bot_token=bot_token, app_token=app_token, api_url=api_url)
        self._undisturbed = Undisturbed(self._line)
        self._profiles = Profiles(self._line, clock, self._undisturbed.statuses)
        self._homes = Homes(line=self._line, clock=clock, profiles=self._profiles, command=command)
        self._messenger = SlackMessenger(
            line=self._line,
            clock=clock,
            command=command,
            undisturbed=self._undisturbed,
            changed=self._homes.changed,
        )
        self._connected = asyncio.Event()

    @property
    def messenger(self) -> Messenger:
        """Return what carries messages."""
        return self._messenger

    async def run(self, engine: Engine) -> None:
        """Bring events in until cancelled. Raises WhatforError with the remedy when Slack refuses."""
        try:
            me = await self._introduced()
            counter = Counter(
                engine=engine,
                line=self._line,
                messenger=self._messenger,
                profiles=self._profiles,
                homes=self._homes,
                clock=self._clock,
                me=me,
                heard=self._undisturbed.look_at,
            )
            socket = Socket(
                app=_app(counter, self._line, me, self._undisturbed.statuses),
                line=self._line,
                greeted=self._connected.set,
                patience=self._patience,
            )
            missed = Missed(line=self._line, clock=self._clock, take=counter.take_missed)
            try:
                works = [
                    socket.keep(),
                    self._refused(),
                    self._catch_up(engine, missed),
                    _after_floods(counter, missed),
                    self._homes.keep(engine),
                ]
                if SCOPE in me.scopes:
                    works.append(self._undisturbed.keep(lambda: engine.accounts(PLATFORM)))
                await _first_of(*works)
            finally:
                await counter.finish()
        finally:
            await self._line.close()

    async def _introduced(self) -> Introduced:
        """Learn who the app is, however long the network takes. Raises WhatforError when Slack refuses."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _INTRODUCED_WITHIN
        while True:
            try:
                return await self._line.introduce()
            except (NotNowError, MaybeSentError) as error:
                if self._line.over.is_set():
                    raise WhatforError(self._line.remedy) from None
                if loop.time() > until:
                    raise WhatforError(f"{error.reason}. See to this machine's network, then start again.") from None
                await asyncio.sleep(_AGAIN)
            except DeliveryError as error:
                raise WhatforError(f"{error.reason}. See to the app's tokens, then start again.") from None

    async def _refused(self) -> None:
        await self._line.over.wait()
        raise WhatforError(self._line.remedy)

    # --- what was written while nobody listened -----------------------------------------------------------------------

    async def _catch_up(self, engine: Engine, missed: Missed) -> None:
        """After each new connection, take in what was written meanwhile."""
        while True:
            await self._connected.wait()
            self._connected.clear()
            try:
                missed.note(await engine.accounts(PLATFORM))
            except Exception as error:  # noqa: BLE001 - what can't be read now is read after the next connection
                log.error("catching up: %s", fault(error))  # noqa: TRY400 - a traceback could hold words
            await missed.read()


async def _after_floods(counter: Counter, missed: Missed) -> None:
    """Take in what somebody wrote faster than it could be taken in."""
    while True:
        left_out = await counter.left_out.get()
        missed.note_left_out(left_out.channel, left_out.since)
        await missed.read()


def _app(counter: Counter, line: Line, me: Introduced, statuses: Statuses) -> AsyncApp:
    """Return Slack's library, set up to hand everything over: nothing that comes in stays unacknowledged."""

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=me.team, bot_user_id=me.user, bot_id=me.bot, bot_token=line.client().token
        )

    async def take(req: AsyncBoltRequest) -> BoltResponse:
        statuses.hear(req.body, platform=PLATFORM, team=me.team)
        answer = await counter.take(req.body)
        return BoltResponse(status=503) if answer is None else BoltResponse(status=200, body=answer or "")

    app = AsyncApp(
        logger=quiet,
        name="whatfor",
        client=line.client(with_token=False),
        authorize=authorize,
        process_before_response=True,
    )
    app.use(take)
    return app


async def _first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Do several things until one ends, with whatever that raises; the others end with it."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
