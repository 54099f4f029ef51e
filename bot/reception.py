"""An event comes in: stored once by its keys, understood, handled in one transaction, answered.

First the event is stored, then it is handled: once `receive` has stored it, it is not lost, and an event that comes
again gets the answer it got before. Effects that are messages are written in the transaction that decided them; the
rest is the answer.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar, assert_never

from bot.agenda import Calendar
from bot.commands import Catalogue, Unknown
from bot.domain.people import Stage, known_zone
from bot.errors import fault
from bot.feature import Feature, Turn, row_id
from bot.gestures import (
    Answer,
    Command,
    Effects,
    Errors,
    Event,
    Open,
    Pick,
    Press,
    Replace,
    Reply,
    Submit,
    Surface,
    Tell,
    Text,
    Toast,
)
from bot.grammar.reply import Context, Run
from bot.grammar.understand import understand
from bot.ports import Clock, Draw, InboxState, Received, Store, Transaction, Waiting
from bot.ui import Button, Cmd, Form, Lit, Message, RichSpan, fitting, shorten
from bot.whereabouts import UNKNOWN_ZONE, note_zone

OPEN_FORM = "form.open"
FIX_FORM = "form.fix"
_QUOTED = 80
_TRIES = 2

log = logging.getLogger(__name__)
K = TypeVar("K")
T = TypeVar("T")


class Reception:
    """Takes events from every door."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        calendar: Calendar,
        features: Iterable[Feature],
        *,
        operator: str = "",
        draw: Draw = secrets.randbelow,
        address: str = "",
    ) -> None:
        """Handle events with `features`, run by `operator`, whose web door is at `address`."""
        every = tuple(features)
        self._operator = operator
        self._draw = draw
        self._address = address
        self._store = store
        self._clock = clock
        self._calendar = calendar
        self.catalogue = Catalogue(spec for each in every for spec, _ in each.commands)
        self._commands = _index(every, lambda each: {spec.path: handler for spec, handler in each.commands})
        self._presses = _index(every, lambda each: each.presses)
        self._picks = _index(every, lambda each: each.picks)
        self._forms = _index(every, lambda each: each.forms)
        self._replies = _index(every, lambda each: each.replies)
        self._edited = next(each.edited for each in every if each.edited)
        self._moved = next((each.moved for each in every if each.moved), None)
        self._welcome = next(each.welcome for each in every if each.welcome)

    async def receive(self, event: Event) -> Answer:
        """Store an event and handle it; one that is known already gets its answer again."""
        now = self._clock.now()
        async with self._store.begin() as tx:
            received = await tx.inbox.store(event, now)
        answer = await self._settle(received)
        return None if isinstance(answer, Open) and not event.can_open else answer

    async def recover(self, platforms: Iterable[str]) -> int:
        """Handle what was stored and not handled when the process ended; return how many events it was."""
        handled = 0
        for platform in platforms:
            async with self._store.begin() as tx:
                waiting = await tx.inbox.unfinished(platform)
            for received in waiting:
                answer = await self._settle(received)
                if isinstance(answer, Open) and received.event.can_open:
                    await self.offer(received.event)
            handled += len(waiting)
        return handled

    async def offer(self, event: Event) -> None:
        """Offer in a message, once, the form that an event was answered with and that could not be opened any more."""
        now = self._clock.now()
        async with self._store.begin() as tx:
            received = await tx.inbox.store(event, now)
            known = await tx.people.known(event.account)
            if known is None or not isinstance(received.answer, Open):
                return
            await tx.people.get(known.who)
            key = f"form:{received.id}"
            message = _to_open(received.answer.form, received.id, "the form could not be opened in time.")
            await tx.outbox.plan(
                known.who, key=key, kind="reply", slot=key, due_at=now, account=event.account, wanted=message
            )

    async def _settle(self, received: Received) -> Answer:
        if received.state is not InboxState.RECEIVED:
            return received.answer
        reference = secrets.token_hex(3)
        for attempt in range(1, _TRIES + 1):
            try:
                async with self._store.begin() as tx:
                    return await self._handle(tx, received.id)
            except Exception as error:  # noqa: BLE001 - whatever a feature does wrong, the event is looked after
                told = f"event {received.id} ({type(received.event.gesture).__name__}), try {attempt}"
                log.error("%s, reference %s: %s", told, reference, fault(error))  # noqa: TRY400 - a traceback holds words
        async with self._store.begin() as tx:
            return await self._apologise(tx, received.id, reference)

    async def _apologise(self, tx: Transaction, inbox_id: int, reference: str) -> Answer:
        """Say that something went wrong, under the reference that stands in the log; what was typed stays stored."""
        held = await tx.inbox.hold(inbox_id)
        if held.state is not InboxState.RECEIVED:
            return held.answer
        answer = Toast(f"Something went wrong on my side. What you sent is kept, under {reference}.")
        await tx.inbox.finish(inbox_id, InboxState.FAILED, answer, self._clock.now(), reference)
        return answer

    async def _handle(self, tx: Transaction, inbox_id: int) -> Answer:
        """Do everything an event means, in this one transaction."""
        now = self._clock.now()
        held = await tx.inbox.hold(inbox_id)
        if held.state is not InboxState.RECEIVED:
            return held.answer
        event = held.event
        known = await tx.people.known(event.account)
        known = known or await tx.people.enrol(event.account, known_zone(event.zone) or UNKNOWN_ZONE, now)
        person, zone = await note_zone(tx, known, await tx.people.get(known.who), event)
        at = min(event.at, now)
        await tx.people.seen(event.account, at, event.channel)
        turn = Turn(
            tx=tx,
            person=person,
            account=event.account,
            now=now,
            at=at,
            key=f"reply:{inbox_id}",
            catalogue=self.catalogue,
            draw=self._draw,
            operator=self._operator,
            address=self._address,
        )
        effects = await self._answer(turn, event)
        after = await tx.people.get(known.who)
        if zone is not None and self._moved is not None:
            effects += await self._moved(replace(turn, person=after), zone)
        answer = await self._carry_out(turn, effects)
        if isinstance(answer, Open) and not event.can_open:
            # The form is kept where every answer is, with its event.
            await self._reply(turn, _to_open(answer.form, inbox_id), len(effects))
        if after != person:
            await self._calendar.set(tx, after, now)
        await tx.inbox.finish(inbox_id, InboxState.DONE, answer, now)
        return answer

    # --- what it means ------------------------------------------------------------------------------------------------

    async def _answer(self, turn: Turn, event: Event) -> Effects:
        match event.gesture:
            case Text() as text:
                return await self._text(turn, text)
            case Command(words=words, arguments=arguments):
                return await self._command(turn, words, arguments, event.surface)
            case Press(action=action) as press if action == OPEN_FORM:
                return await self._open_kept(turn, press)
            case Press(action=action) as press if action == FIX_FORM:
                return await self._open_draft(turn, press)
            case Press(action=action) as press:
                return await self._hand(turn, self._presses.get(action), press)
            case Pick(action=action) as pick:
                return await self._hand(turn, self._picks.get(action), pick)
            case Submit() as submit:
                return await self._submit(turn, submit)
            case _:
                assert_never(event.gesture)

    async def _text(self, turn: Turn, text: Text) -> Effects:
        if text.edited_at is not None:
            return await self._edited(turn, text) if turn.person.stage is Stage.STARTED else ()
        latest = await turn.tx.diary.latest(turn.who)
        context = Context(
            now=turn.at,
            tz=turn.person.plan.tz,
            paths=self.catalogue.paths,
            why_awaited=await _why_awaited(turn, text),
            last_entry_at=latest.recorded_at if latest else None,
            lunch=turn.person.plan.lunch,
        )
        meaning = understand(text.text, context)
        if isinstance(meaning, Run):
            return await self._command(turn, meaning.words, {})
        if turn.person.stage is not Stage.STARTED:
            return await self._welcome(turn)
        _, handler = self._replies[type(meaning)]
        return await handler(turn, meaning, text)

    async def _command(
        self, turn: Turn, words: str, given: Mapping[str, str], surface: Surface = Surface.DM
    ) -> Effects:
        call = self.catalogue.read(words, given, turn.now.astimezone(turn.person.plan.tz).date())
        if isinstance(call, Unknown) and surface is Surface.CHANNEL:
            closest = f" Did you mean “{call.closest}”?" if call.closest else ""
            asked_for = shorten(call.words.strip() or "/", _QUOTED)
            return (Toast(f"There is no command “{asked_for}”.{closest} “help” lists them all."),)
        if isinstance(call, Unknown):
            meant: tuple[RichSpan, ...] = (" Did you mean ", Cmd(call.closest), "?") if call.closest else ()
            asked = Lit(shorten(call.words.strip() or "/", _QUOTED))
            text = ("There is no command ", asked, ".", *meant, " ", Cmd("help"), " lists them all.")
            return (Reply(Message(text=text)),)
        return await self._hand(turn, self._commands[call.path], call)

    async def _submit(self, turn: Turn, submit: Submit) -> Effects:
        """Hand a form in; what was typed into one with errors is kept as its draft."""
        effects = await self._hand(turn, self._forms.get(submit.form), submit)
        if any(isinstance(effect, Errors) for effect in effects):
            await turn.tx.drafts.keep(turn.who, submit.form, submit.context, submit.values, turn.now)
        else:
            await turn.tx.drafts.drop(turn.who, submit.form, submit.context)
        return effects

    async def _open_kept(self, turn: Turn, press: Press) -> Effects:
        """Open the form that could not be opened when it was asked for."""
        inbox_id = row_id(press.value)
        kept = await turn.tx.inbox.answer(turn.account, inbox_id) if inbox_id is not None else None
        return (kept,) if isinstance(kept, Open) else (Toast("That form is gone. Type the command again."),)

    async def _open_draft(self, turn: Turn, press: Press) -> Effects:
        """Open a form again as it was sent in with errors, where it could not stay open."""
        form, _, context = press.value.partition(":")
        kept = await turn.tx.drafts.kept(turn.who, form, context)
        shown = await turn.tx.inbox.opened(turn.account, form, context)
        if kept is None or shown is None:
            return (Toast("What you typed there is gone. Begin once more."),)
        inputs = tuple(replace(each, value=fitting(kept.get(each.key, each.value))) for each in shown.inputs)
        return (Open(replace(shown, inputs=inputs)),)

    async def _hand(
        self, turn: Turn, found: tuple[Feature, Callable[[Turn, T], Awaitable[Effects]]] | None, gesture: T
    ) -> Effects:
        """Hand a gesture to whoever answers to it, if anybody still does and the person may speak to them."""
        if found is None:
            return (Toast("That belongs to an older message and does nothing any more."),)
        feature, handler = found
        return await handler(turn, gesture) if _allowed(turn, feature) else await self._welcome(turn)

    # --- what follows -------------------------------------------------------------------------------------------------

    async def _carry_out(self, turn: Turn, effects: Effects) -> Answer:
        """Write the messages among `effects` as intents; return the rest, which is one answer at the most."""
        answer: Answer = None
        for number, effect in enumerate(effects):
            match effect:
                case Reply(message=message, kind=kind):
                    await self._reply(turn, message, number, kind)
                case Replace(key=key, message=message):
                    if not await turn.tx.outbox.replace(turn.who, key, message):
                        await self._reply(turn, message, number)
                case Tell(who=who, message=message):
                    key = message.key or f"tell:{turn.key}:{number}"
                    await turn.tx.outbox.plan(who, key=key, kind="tell", slot=key, due_at=turn.now, wanted=message)
                case Open() | Errors() | Toast():
                    answer = effect
                case _:
                    assert_never(effect)
        return answer

    async def _reply(self, turn: Turn, message: Message, number: int, kind: str = "reply") -> None:
        key = message.key or (turn.key if number == 0 else f"{turn.key}:{number}")
        planned = await turn.tx.outbox.plan(
            turn.who, key=key, kind=kind, slot=key, due_at=turn.now, account=turn.account, wanted=message
        )
        if not planned:
            await turn.tx.outbox.replace(turn.who, key, message)


def _to_open(form: Form, inbox_id: int, why: str = "a form has the rest.") -> Message:
    """Return the message that stands for a form where none can be opened."""
    button = Button(action=OPEN_FORM, label="Open form", value=str(inbox_id), opens_form=True)
    return Message(text=(f"{form.title}: {why}",), buttons=(button,))


def _index(features: Iterable[Feature], part: Callable[[Feature], Mapping[K, T]]) -> dict[K, tuple[Feature, T]]:
    """Return who answers to what; two features that answer to the same are a mistake."""
    found: dict[K, tuple[Feature, T]] = {}
    for feature in features:
        for name, handler in part(feature).items():
            if name in found:
                raise ValueError(f"both {found[name][0].name} and {feature.name} answer to {name}")
            found[name] = (feature, handler)
    return found


async def _why_awaited(turn: Turn, text: Text) -> bool:
    """Tell whether words may be the why that is awaited: not where they answer another message in its thread."""
    awaited = await turn.tx.awaited.expected(turn.who, Waiting.WHY, turn.at)
    message = await turn.tx.outbox.posted(turn.account, text.reply_to) if awaited and text.reply_to else None
    if awaited is None or message is None:
        return awaited is not None
    entry = await turn.tx.diary.get(turn.who, awaited)
    return entry is not None and entry.key == message.key


def _allowed(turn: Turn, feature: Feature) -> bool:
    """Tell whether the person may use a feature: some are there for everybody, the rest for who has started."""
    return feature.before_start or turn.person.stage is Stage.STARTED
