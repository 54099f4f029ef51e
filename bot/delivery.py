"""How an intent goes out: planned, sending, sent; brought up to date; recovered after a crash.

The row says `sending` before the call and `sent` after it, each committed, so that a process that dies in between
leaves a question that can be asked: did it arrive? Nothing is sent again before the platform has answered that.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.agenda import Calendar
from bot.domain.people import Account, Person
from bot.errors import CannotTellError, DeliveryError, MaybeSentError, NotNowError, RefusedError, fault
from bot.feature import Occasion
from bot.gestures import Effects, Replace
from bot.ports import Clock, Envelope, Known, Letter, Messenger, Painter, Posted, State, Store, Transaction
from bot.ui import Message

LEASE = timedelta(seconds=30)
CALL_TIMEOUT = timedelta(seconds=20)
ASK_AGAIN_AFTER = timedelta(seconds=5)
MAX_ATTEMPTS = 12

log = logging.getLogger(__name__)


class _Step(Enum):
    """What is to be done for a claimed row."""

    SEND = auto()
    EDIT = auto()
    FIND = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """One claimed row with the call that is to be made for it."""

    step: _Step
    envelope: Envelope
    letter: Letter
    messenger: Messenger


class Delivery:
    """Carries what is wanted to the platforms that are connected, one thing at a time for each person."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        calendar: Calendar,
        messengers: Mapping[str, Messenger],
        painter: Painter | None = None,
    ) -> None:
        """Deliver through `messengers`, by platform; without a painter, words stand for every picture."""
        self._store = store
        self._clock = clock
        self._calendar = calendar
        self._messengers = messengers
        self._painter = painter
        self.platforms = tuple(messengers)
        self.ending = False

    async def run(self) -> int:
        """Do all the work there is at this moment, or begin none once it is `ending`; return how many pieces it was."""
        done = 0
        while not self.ending and await self._one():
            done += 1
        return done

    async def _one(self) -> bool:
        """Do the next piece of work; False when there is none."""
        now = self._clock.now()
        claimed: Envelope | None = None
        work: _Work | None = None
        try:
            async with self._store.begin() as tx:
                claimed = await tx.outbox.claim(self.platforms, now, now + LEASE)
                work = await self._prepare(tx, claimed, now) if claimed else None
        except Exception as error:
            if claimed is None:
                raise
            log.error("message %d could not be made: %s", claimed.id, fault(error))  # noqa: TRY400 - a traceback holds words
            await self._drop(claimed, now)
        if work is not None:
            await self._carry(work)
        return claimed is not None

    async def _drop(self, envelope: Envelope, now: datetime) -> None:
        """Give up a message that a feature fails to make, so that it does not hold up everybody else's."""
        async with self._store.begin() as tx:
            claimed = await tx.outbox.claim(self.platforms, now, now + LEASE)
            if claimed is not None and claimed.id == envelope.id:
                await tx.outbox.put(_given_up(claimed, "a fault of the bot's own"))

    # --- inside the transaction that starts the sending ---------------------------------------------------------------

    async def _prepare(self, tx: Transaction, envelope: Envelope, now: datetime) -> _Work | None:
        person = await tx.people.get(envelope.who)
        to = await self._addressee(tx, envelope)
        if to is None:
            await tx.outbox.put(_given_up(envelope, "no account can be reached"))
            return None
        match envelope.state:
            case State.PLANNED:
                step, begun = _Step.SEND, await self._begin(tx, envelope, person, to, now)
            case State.SENT:
                step, begun = _Step.EDIT, envelope
            case _:
                step, begun = _Step.FIND, envelope
        if begun is None or begun.wanted is None:
            return None
        letter = Letter(
            id=begun.id,
            version=begun.version,
            account=to.account,
            channel=to.channel,
            message=begun.wanted,
            zone=person.plan.zone,
        )
        return _Work(step=step, envelope=begun, letter=letter, messenger=self._messengers[to.account.platform])

    async def _addressee(self, tx: Transaction, envelope: Envelope) -> Known | None:
        """Return where a message goes: the account it is for, else the one last seen that can be reached."""
        accounts = await tx.people.accounts(envelope.who)
        if envelope.account is not None:
            return next((known for known in accounts if known.account == envelope.account), None)
        usable = (known for known in accounts if known.account.platform in self._messengers)
        return next((known for known in usable if known.unreachable is None), None)

    async def _begin(
        self, tx: Transaction, envelope: Envelope, person: Person, to: Known, now: datetime
    ) -> Envelope | None:
        """Note that the sending begins, with the screen as it is wanted now; None when it is not to be sent (yet)."""
        wanted = envelope.wanted
        if envelope.kind in self._calendar.moments and envelope.version <= 1:
            wanted = await self._screen(tx, envelope, person, to.account, now)
        if wanted is None:
            return None
        begun = replace(
            envelope,
            state=State.SENDING,
            account=to.account,
            wanted=wanted,
            version=max(envelope.version, 1),
            started_at=now,
            reason="",
        )
        await tx.outbox.put(begun, release=False)
        return begun

    async def _screen(
        self, tx: Transaction, envelope: Envelope, person: Person, account: Account, now: datetime
    ) -> Message | None:
        """Make a moment's screen; None when nobody wants it any more, or when something has to be tidied first."""
        moment = self._calendar.moments[envelope.kind]
        occasion = Occasion(tx=tx, person=person, due_at=envelope.due_at, now=now, key=envelope.key)
        if envelope.late_after is not None and now > envelope.late_after:
            reason = "too late"
            if moment.missed is not None:
                await moment.missed(occasion)
        elif envelope.late_after is not None and self._messengers[account.platform].is_quiet(account, now):
            reason = "do not disturb"
        elif not person.may_be_asked(now):
            reason = "paused"
        else:
            reason = await moment.unwanted(occasion)
        if reason:
            await tx.outbox.put(replace(envelope, state=State.SKIPPED, reason=reason))
            return None
        if await _tidied(tx, person, await moment.before(occasion)):
            await tx.outbox.requeue(envelope)
            return None
        return replace(await moment.screen(occasion), key=envelope.key)

    # --- the call, outside any transaction, and what it led to --------------------------------------------------------

    async def _carry(self, work: _Work) -> None:
        posted: Posted | None = None
        error: DeliveryError | None = None
        try:
            async with asyncio.timeout(CALL_TIMEOUT.total_seconds()):
                posted = await _call(await self._illustrated(work))
        except TimeoutError:
            error = MaybeSentError("no answer in time")
        except DeliveryError as known:
            error = known
        except Exception as unexpected:  # noqa: BLE001 - a messenger's bug must not stop everybody's messages
            where = f"message {work.envelope.id} on {work.letter.account.platform}"
            log.error("%s: %s", where, fault(unexpected))  # noqa: TRY400 - a traceback holds words
            error = MaybeSentError("an unexpected fault of the bot's own")
        async with self._store.begin() as tx:
            await tx.people.get(work.envelope.who)
            held = await tx.outbox.held(work.envelope.id, work.envelope.attempt)
            if held is None:
                return
            if error is not None:
                await self._failed(tx, work, held, error)
            elif posted is None:
                await tx.outbox.put(replace(held, state=State.PLANNED))
            else:
                # Which face arrived is not known after a crash: then it is shown once more, which changes nothing.
                shown = 0 if work.step is _Step.FIND else max(held.shown, work.letter.version)
                await tx.outbox.put(replace(held, state=State.SENT, posted=posted, shown=shown, reason=""))

    async def _illustrated(self, work: _Work) -> _Work:
        """Paint the picture of a letter, in a thread; where that fails, its words stand for it."""
        image = work.letter.message.image
        if image is None or self._painter is None:
            return work
        try:
            picture = await asyncio.to_thread(self._painter.paint, image.chart, work.messenger.theme)
        except Exception as error:  # noqa: BLE001 - a picture's fault must not hold up its words
            log.error("the picture of message %d is told in words: %s", work.letter.id, fault(error))  # noqa: TRY400 - a traceback holds words
            return work
        return replace(work, letter=replace(work.letter, picture=picture))

    async def _failed(self, tx: Transaction, work: _Work, held: Envelope, error: DeliveryError) -> None:
        """Note why a call failed, and what is to be done about it."""
        now = self._clock.now()
        log.info("message %d on %s: %s", held.id, work.letter.account.platform, error.reason)
        doubtful = State.SENT if work.step is _Step.EDIT else State.UNKNOWN
        noted = replace(held, reason=error.reason)
        match error:
            case RefusedError(account_unreachable=unreachable):
                if unreachable:
                    await tx.people.unreachable(work.letter.account, error.reason)
                await tx.outbox.put(_given_up(held, error.reason))
            case CannotTellError():
                await tx.outbox.put(replace(noted, state=doubtful))
            case NotNowError(retry_after=wait):
                state = State.PLANNED if work.step is _Step.SEND else doubtful
                await tx.outbox.put(replace(noted, state=state), retry_at=now + wait)
            case _ if held.attempt >= MAX_ATTEMPTS:
                await tx.outbox.put(_given_up(held, error.reason))
            case _:
                await tx.outbox.put(replace(noted, state=doubtful), retry_at=now + ASK_AGAIN_AFTER)


async def _call(work: _Work) -> Posted | None:
    match work.step:
        case _Step.SEND:
            return await work.messenger.send(work.letter)
        case _Step.FIND:
            since = work.envelope.started_at or work.envelope.due_at
            return await work.messenger.find(work.letter, since)
        case _Step.EDIT:
            assert work.envelope.posted is not None  # noqa: S101 - only what was posted is edited
            await work.messenger.edit(work.letter, work.envelope.posted)
            return work.envelope.posted


async def _tidied(tx: Transaction, person: Person, effects: Effects) -> bool:
    """Want the new faces that a moment asks for first; tell whether there is one to wait for."""
    wanted = [
        await tx.outbox.replace(person.who, effect.key, effect.message)
        for effect in effects
        if isinstance(effect, Replace)
    ]
    return any(wanted)


def _given_up(envelope: Envelope, reason: str) -> Envelope:
    """Return the row as it stays: what was shown before stays shown, what was not is never sent."""
    if envelope.posted is not None:
        return replace(envelope, state=State.SENT, shown=envelope.version, reason=reason)
    return replace(envelope, state=State.SKIPPED, reason=reason)
