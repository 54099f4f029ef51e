"""Where what somebody wrote or used is taken in: each is stored by the engine, then answered."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol, assert_never
from weakref import WeakValueDictionary

from adapters.discord import decode, render
from adapters.discord.answering import Answering
from adapters.discord.decode import Call, Came, Declined, Typing
from adapters.discord.floods import Floods
from adapters.discord.homes import Homes
from adapters.discord.line import Line
from adapters.discord.messenger import DiscordMessenger
from bot.commands import Catalogue
from bot.domain.people import Account
from bot.errors import DeliveryError, fault
from bot.gestures import Answer, Command, Errors, Event, Open, Press, Submit, Surface, Toast
from bot.ports import Envelope
from bot.ui import Button, Confirm, Option

_PUTS_OFF_AFTER = 1.5
_OPENS_WITHIN = 2.5
_FINDS_THE_CHANNEL_WITHIN = 1.0
_ARRIVES_WITHIN = 10.0
_FINISHES_WITHIN = 5.0
_LOOKED_AT = 50
_REMEMBERED = 1_000

_ANSWERED = "✓ Answered below."
_ANSWERED_THERE = "✓ Answered in your direct messages."
_SAVED = "✓ Saved."
_UNCHANGED = "Left as it was."
_TOO_LATE = "That form took too long to open. It waits in your direct messages."
_OLDER = "That belongs to an older message and does nothing any more."
_NOT_TAKEN = "I could not take that in just now. Once more in a minute, please."

log = logging.getLogger(__name__)


class Engine(Protocol):
    """The part of the engine that takes things in."""

    @property
    def catalogue(self) -> Catalogue:
        """Return every command there is."""

    async def receive(self, event: Event) -> Answer:
        """Store and handle an event; return what is to be shown at once."""

    async def offer(self, event: Event) -> None:
        """Offer in a message the form that an event was answered with and that could not be opened any more."""

    async def suggest(self, account: Account, source: str, query: str) -> tuple[Option, ...]:
        """Return what a search input may offer for `query`."""

    async def recent(self, account: Account, limit: int) -> tuple[Envelope, ...]:
        """Return the messages an account was shown last, the oldest first."""


class Counter:
    """Takes in everything there is, one after the other for each account.

    In a flood messages are left out, to be looked for later; what is used is not made up for, and Discord says so.
    """

    def __init__(self, *, engine: Engine, line: Line, messenger: DiscordMessenger, homes: Homes, app: str) -> None:
        """Take in for the application `app`."""
        self._engine = engine
        self._line = line
        self._messenger = messenger
        self._homes = homes
        self._app = app
        self._turns: WeakValueDictionary[Account, asyncio.Lock] = WeakValueDictionary()
        self._taken: OrderedDict[str, None] = OrderedDict()
        self._at_work: set[asyncio.Task[None]] = set()
        self.floods = Floods()

    async def take(self, body: Mapping[str, Any]) -> None:
        """Take in what somebody used, and answer it."""
        user = decode.user_of(body)
        if self.floods.has_room(user):
            await self._steadily(user, self._take(body))

    async def hear(self, body: Mapping[str, Any]) -> None:
        """Take in a message of somebody's."""
        await self._hear_in_turn(decode.message(body, app=self._app))

    async def hear_edit(self, body: Mapping[str, Any]) -> None:
        """Take in what somebody made of a message."""
        await self._hear_in_turn(decode.edit(body, app=self._app))

    async def take_missed(self, body: Mapping[str, Any], since: datetime) -> None:
        """Take in a message that may have been written while nobody listened, then what was made of it.

        Of one from before `since` only the change is taken in: somebody may have had its words forgotten.
        """
        came = decode.message(body, app=self._app)
        if came is not None and came.event.at >= since:
            await self._hear(came)
        await self._hear(decode.edit(body, app=self._app))

    async def finish(self) -> None:
        """Wait until what was begun is done."""
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=_FINISHES_WITHIN)

    async def _steadily(self, user: str, work: Coroutine[Any, Any, None]) -> None:
        """Do a piece of work to its end, even when the connection it came by is closed."""
        self.floods.enter(user)
        task = asyncio.create_task(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        task.add_done_callback(lambda _: self.floods.leave(user))
        try:
            await asyncio.shield(task)
        except Exception as error:  # noqa: BLE001 - one payload's fault must not close the door
            log.error("a payload was not taken in: %s", fault(error))  # noqa: TRY400 - a traceback could hold words

    async def _hear_in_turn(self, came: Came | None) -> None:
        if came is not None and self.floods.takes(came.event):
            await self._steadily(came.event.account.user, self._hear(came))

    async def _hear(self, came: Came | None) -> None:
        if came is not None:
            await self._receive(came.event)

    async def _receive(self, event: Event) -> Answer:
        turn = self._turns.get(event.account)
        if turn is None:
            turn = self._turns[event.account] = asyncio.Lock()
        async with turn:
            answer = await self._engine.receive(event)
        self._homes.changed(event.account)
        return answer

    # --- what is used -------------------------------------------------------------------------------------------------

    async def _take(self, body: Mapping[str, Any]) -> None:
        if not self._is_first(str(body["id"])):
            return
        came = decode.interaction(body, app=self._app)
        match came:
            case None:
                await self._answering(decode.call_of(body)).say(render.line(_OLDER))
            case Typing():
                await self._suggest(came)
            case Declined(call=call):
                await self._answering(call).change(render.line(_UNCHANGED))
            case Came(call=Call() as call):
                answering = self._answering(call)
                confirm = await self._confirm(came) if came.asks else None
                if confirm is not None and isinstance(came.event.gesture, Press):
                    await answering.say(render.asked(confirm, came.event.gesture.action, came.event.gesture.value))
                else:
                    await self._answer(came, answering)
            case Came():
                raise TypeError("what is used has a call")
            case _:
                assert_never(came)

    def _is_first(self, key: str) -> bool:
        """Tell whether this was not delivered before: the gateway may do it twice, and each is answered once."""
        if key in self._taken:
            return False
        self._taken[key] = None
        if len(self._taken) > _REMEMBERED:
            self._taken.popitem(last=False)
        return True

    def _answering(self, call: Call) -> Answering:
        return Answering(self._line, self._app, call)

    async def _suggest(self, typing: Typing) -> None:
        spec, _ = self._engine.catalogue.find(typing.path) or (None, "")
        sources = {each.name: each.source for each in spec.arguments} if spec else {}
        found = await self._engine.suggest(typing.account, sources.get(typing.option, ""), typing.query)
        await self._answering(typing.call).suggest(render.suggestions(found))

    async def _confirm(self, came: Came) -> Confirm:
        """Return the question of a button that asks for a yes, from the message in which it stands."""
        press = came.event.gesture
        assert isinstance(press, Press)  # noqa: S101 - only a button asks
        for envelope in reversed(await self._engine.recent(came.event.account, _LOOKED_AT)):
            if envelope.wanted is not None and envelope.posted and envelope.posted.message_id == press.source:
                button = _found(envelope.wanted.all_buttons, press)
                if button is not None and button.confirm is not None:
                    return button.confirm
        return Confirm(text="Sure?")

    async def _answer(self, came: Came, answering: Answering) -> None:
        """Hand an event over and answer it; what may open a form is not put off, for then none can be opened."""
        with self._messenger.watched(came.event.account) as outcome:
            handing = asyncio.create_task(self._handed(came.event))
            done, _ = await asyncio.wait({handing}, timeout=_OPENS_WITHIN if came.may_open else _PUTS_OFF_AFTER)
            if not done:
                await answering.put_off()
            try:
                answer = await handing
            except Exception as error:  # noqa: BLE001 - somebody waits for an answer
                log.error("a gesture was not taken in: %s", fault(error))  # noqa: TRY400 - a traceback could hold words
                answer = Toast(_NOT_TAKEN)
            await self._respond(came, answer, answering, outcome)

    async def _handed(self, event: Event) -> Answer:
        """Hand an event over with where its answers go, opened now where it is not known: by somebody's own doing."""
        if event.channel is None:
            try:
                async with asyncio.timeout(_FINDS_THE_CHANNEL_WITHIN):
                    event = replace(event, channel=await self._messenger.channel(event.account))
            except (DeliveryError, TimeoutError) as error:
                log.info("a conversation was not opened: %s", error)
        return await self._receive(event)

    # --- what is shown at once ----------------------------------------------------------------------------------------

    async def _respond(self, came: Came, answer: Answer, answering: Answering, outcome: asyncio.Future[str]) -> None:
        private = came.event.surface is Surface.CHANNEL
        match answer:
            case Open(form=form):
                if not await answering.open(render.modal(form)):
                    await self._engine.offer(came.event)
                    await answering.say(render.line(_TOO_LATE))
            case Errors(by_key=by_key) if isinstance(came.event.gesture, Submit):
                submit = came.event.gesture
                shown = render.fixing(by_key, submit.form, submit.context, private=private)
                await (answering.change(shown) if came.fixes else answering.say(shown))
            case Errors(by_key=by_key):
                await answering.say(render.line(" ".join(by_key.values())))
            case Toast(text=text):
                shown = render.line(text)
                await (answering.change(shown) if came.fixes or came.is_yes else answering.say(shown))
            case None:
                await self._quietly(came, answering, outcome)
            case _:
                assert_never(answer)

    async def _quietly(self, came: Came, answering: Answering, outcome: asyncio.Future[str]) -> None:
        """Show that it was taken in: the answer itself is a message, on its way."""
        call = came.call
        if came.fixes or came.is_yes:
            await answering.change(render.line(_SAVED))
        elif call is not None and call.on_message and not isinstance(came.event.gesture, Command):
            await answering.settle()
        elif came.event.surface is Surface.DM:
            await answering.say(render.line(_ANSWERED))
        else:
            await self._tell_where(answering, outcome)

    async def _tell_where(self, answering: Answering, outcome: asyncio.Future[str]) -> None:
        """Say in a server that the answer is in the direct messages; where Discord lets none through, what to do."""
        await asyncio.wait({outcome}, timeout=_PUTS_OFF_AFTER / 2)
        if not outcome.done():
            await answering.put_off()
            await asyncio.wait({outcome}, timeout=_ARRIVES_WITHIN)
        await answering.say(render.line((outcome.result() if outcome.done() else "") or _ANSWERED_THERE))


def _found(buttons: tuple[Button, ...], press: Press) -> Button | None:
    return next((each for each in buttons if (each.action, each.value) == (press.action, press.value)), None)
