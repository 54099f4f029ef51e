"""Where payloads are taken in: each is stored by the engine before Slack is told that it arrived, then answered."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter as Tally
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, TypeAlias, assert_never
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from adapters.slack import render
from adapters.slack.decode import Asked, Came, Looked, decode, missed
from adapters.slack.homes import Homes
from adapters.slack.line import Introduced, Line
from adapters.slack.messenger import SlackMessenger
from adapters.slack.profiles import Profiles
from bot.domain.people import Account
from bot.errors import DeliveryError, fault
from bot.gestures import Answer, Command, Errors, Event, Open, Submit, Surface, Text, Toast
from bot.ports import Clock
from bot.ui import Form, Option

Body: TypeAlias = dict[str, Any]

_TOO_LATE = "Slack closed the door on that form: it took too long. It waits in your messages with me."
_OPENS_WITHIN = 2.0
_FINISHES_WITHIN = 5.0
_REMEMBERED = 1_000
_MOST_WAITING = 20

log = logging.getLogger(__name__)


class Engine(Protocol):
    """The part of the engine that takes things in."""

    async def receive(self, event: Event) -> Answer:
        """Store and handle an event; return what is to be shown at once."""

    async def offer(self, event: Event) -> None:
        """Offer in a message the form that an event was answered with and that could not be opened any more."""

    async def suggest(self, account: Account, source: str, query: str) -> tuple[Option, ...]:
        """Return what a search input may offer for `query`."""

    async def zone(self, account: Account) -> str | None:
        """Return the zone in which an account's person reads times; None for nobody the bot knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Where messages were left out in a flood, and since when."""

    channel: str
    since: datetime


class Counter:
    """Takes in every payload there is, one after the other for each account."""

    def __init__(
        self,
        *,
        engine: Engine,
        line: Line,
        messenger: SlackMessenger,
        profiles: Profiles,
        homes: Homes,
        clock: Clock,
        me: Introduced,
        heard: Callable[[Account], None],
    ) -> None:
        """Take in for the app that introduced itself as `me`, and tell `heard` of whoever did something."""
        self._engine = engine
        self._line = line
        self._messenger = messenger
        self._clock = clock
        self._me = me
        self._profiles = profiles
        self._homes = homes
        self._heard = heard
        self._turns: WeakValueDictionary[Account, asyncio.Lock] = WeakValueDictionary()
        self._told: OrderedDict[str, None] = OrderedDict()
        self._at_work: set[asyncio.Task[Any]] = set()
        self._waiting: Tally[Account] = Tally()
        self._left_out: dict[Account, LeftOut] = {}
        self.left_out: asyncio.Queue[LeftOut] = asyncio.Queue()

    async def take(self, body: object) -> Body | None:
        """Take a payload in and return what it is acknowledged with; None: not at all, so that it comes again.

        Of one account a few wait at a time and more are left out. When those have been dealt with, `left_out` has where
        to look for the rest.
        """
        came = decode(body, team=self._me.team, now=self._clock.now())
        if came is None:
            return {}
        account = came.event.account if isinstance(came, Came) else came.account
        if self._waiting[account] >= _MOST_WAITING:
            self._leave_out(came)
            return None
        self._waiting[account] += 1
        task = asyncio.create_task(self._take(came))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        task.add_done_callback(lambda _: self._has_room(account))
        return await asyncio.shield(task)

    def _leave_out(self, came: Came | Asked | Looked) -> None:
        if isinstance(came, Came) and isinstance(came.event.gesture, Text) and came.event.channel is not None:
            first = LeftOut(channel=came.event.channel, since=came.event.at)
            self._left_out.setdefault(came.event.account, first)

    def _has_room(self, account: Account) -> None:
        self._waiting[account] -= 1
        if not self._waiting[account]:
            del self._waiting[account]
            if account in self._left_out:
                self.left_out.put_nowait(self._left_out.pop(account))

    async def finish(self) -> None:
        """Wait until what was begun is done."""
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=_FINISHES_WITHIN)

    async def _take(self, came: Came | Asked | Looked) -> Body | None:
        try:
            match came:
                case Asked(account=account, source=source, query=query):
                    return {"options": render.suggestions(await self._engine.suggest(account, source, query), query)}
                case Looked(account=account):
                    self._homes.opened(account)
                    return {}
                case Came():
                    return await self._respond(came, await self._receive(came))
                case _:
                    assert_never(came)
        except Exception as error:  # noqa: BLE001 - what could not be stored is not acknowledged: Slack sends it again
            log.error("a payload was not taken in: %s", fault(error))  # noqa: TRY400 - a traceback could hold words
            return None

    async def take_missed(self, channel: str, written: Mapping[str, Any]) -> None:
        """Take in a message that was written, or edited, while nobody listened."""
        for came in missed(written, team=self._me.team, channel=channel):
            await self._respond(came, await self._receive(came))

    async def _receive(self, came: Came) -> Answer:
        account = came.event.account
        if account.user == self._me.user:  # a picture that the app uploaded may come back as words of its own
            return None
        self._heard(account)
        turn = self._turns.get(account)
        if turn is None:
            turn = self._turns[account] = asyncio.Lock()
        async with turn:
            zone = await self._profiles.zone(account)
            answer = await self._engine.receive(replace(came.event, zone=zone))
        self._homes.changed(account)
        return answer

    # --- what is shown at once ----------------------------------------------------------------------------------------

    async def _respond(self, came: Came, answer: Answer) -> Body:
        match answer:
            case Open(form=form):
                return await self._open(came, form)
            case Errors(by_key=by_key):
                errors = render.errors(by_key, came.view) if came.view is not None else {}
                if errors:
                    return {"response_action": "errors", "errors": errors}
                return await self._tell(came, " ".join(by_key.values()))
            case Toast(text=text):
                return await self._tell(came, text)
            case None if isinstance(came.event.gesture, Command) and await self._is_elsewhere(came):
                return {"response_type": "ephemeral", **render.elsewhere(self._me.user)}
            case None:
                return {}
            case _:
                assert_never(answer)

    async def _is_elsewhere(self, came: Came) -> bool:
        """Tell whether a gesture was made anywhere but in the conversation with the app, where it is answered."""
        try:
            async with asyncio.timeout(_OPENS_WITHIN):
                return came.place != await self._messenger.channel(came.event.account)
        except (DeliveryError, TimeoutError):
            return False

    async def _open(self, came: Came, form: Form) -> Body:
        """Open a form with the trigger, which lives three seconds and works once; a form gives way to the next."""
        zone = await self._engine.zone(came.event.account)
        view = render.modal(form, zone=ZoneInfo(zone) if zone else None)
        if isinstance(came.event.gesture, Submit):
            return {"response_action": "update", "view": view}
        trigger = came.trigger
        if trigger is None or not self._is_first(came, "open"):
            return {}
        try:
            async with asyncio.timeout(_OPENS_WITHIN):
                await self._line.call(lambda client: client.views_open(trigger_id=trigger, view=view))
        except (DeliveryError, TimeoutError) as error:
            log.warning("a form was not opened: %s", error)
            await self._engine.offer(came.event)
            return await self._tell(came, _TOO_LATE) if isinstance(came.event.gesture, Command) else {}
        return {}

    async def _tell(self, came: Came, text: str) -> Body:
        """Say a short line to one person: under a command, else where they are."""
        shown = render.toast(text)
        if isinstance(came.event.gesture, Command):
            return {"response_type": "ephemeral", **shown}
        if self._is_first(came, "tell"):
            try:
                async with asyncio.timeout(_OPENS_WITHIN):
                    await self._say(came, shown)
            except (DeliveryError, TimeoutError) as error:
                log.warning("a short line was not shown: %s", error)
        return {}

    async def _say(self, came: Came, shown: Body) -> None:
        account, place = came.event.account, came.place
        if came.event.surface is Surface.CHANNEL and place is not None:
            await self._line.call(lambda client: client.chat_postEphemeral(channel=place, user=account.user, **shown))
            return
        channel = came.event.channel or await self._messenger.channel(account)
        await self._line.call(
            lambda client: client.chat_postMessage(channel=channel, unfurl_links=False, unfurl_media=False, **shown)
        )

    def _is_first(self, came: Came, what: str) -> bool:
        """Tell whether this answer to this gesture was not given before: Slack may deliver a gesture twice."""
        key = f"{what}:{came.event.keys[0]}"
        if key in self._told:
            return False
        self._told[key] = None
        if len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return True
