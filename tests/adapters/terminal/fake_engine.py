"""A small engine at the door's port: it plans what a test tells it to, and delivers through the real messenger."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from adapters.terminal.session import OpenEngine
from bot.domain.people import Account, Who
from bot.errors import DeliveryError
from bot.gestures import Answer, Effects, Errors, Event, Open, Replace, Reply, Toast
from bot.ports import Clock, Envelope, Letter, Messenger, State
from bot.ui import Message, Option

ZONE = "Europe/Paris"
ME = Account("terminal", "local", "me")
COACH = Account("terminal", "local", "coach")


def silent(_: Event) -> Effects:
    return ()


@dataclass(slots=True, kw_only=True)
class World:
    """What outlives a process: what was planned and shown, who answers what, and what happened."""

    react: Callable[[Event], Effects] = silent
    due: list[tuple[datetime, Account, Message]] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    options: tuple[Option, ...] = ()
    events: list[Event] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    zone: str = ZONE
    running: FakeEngine | None = None
    is_running: asyncio.Event = field(default_factory=asyncio.Event)

    def plan(self, account: Account, message: Message, at: datetime) -> None:
        number = len(self.envelopes) + 1
        self.envelopes.append(
            Envelope(
                id=number,
                who=Who(1, 1),
                key=message.key or f"key{number}",
                kind="prompt",
                slot="",
                due_at=at,
                late_after=None,
                account=account,
                wanted=message,
                version=1,
                shown=0,
                state=State.PLANNED,
            )
        )

    def opener(self, clock: Clock) -> OpenEngine:
        """Return what starts an engine on this world."""

        @asynccontextmanager
        async def open_engine(messenger: Messenger) -> AsyncIterator[FakeEngine]:
            self.log.append(f"start {clock.now():%H:%M}")
            self.running = FakeEngine(self, messenger, clock)
            self.is_running.set()
            try:
                yield self.running
            finally:
                self.running = None
                self.log.append(f"stop {clock.now():%H:%M}")

        return open_engine


class FakeEngine:
    """One process's run."""

    def __init__(self, world: World, messenger: Messenger, clock: Clock) -> None:
        self._world = world
        self._messenger = messenger
        self._clock = clock

    async def receive(self, event: Event) -> Answer:
        self._world.events.append(event)
        answer: Answer = None
        for effect in self._world.react(event):
            match effect:
                case Reply(message=message):
                    self._world.plan(event.account, message, self._clock.now())
                case Replace(key=key, message=message):
                    self._replace(key, message)
                case Open() | Errors() | Toast():
                    answer = effect
                case _:
                    raise NotImplementedError
        return answer

    def _replace(self, key: str, message: Message) -> None:
        for index, envelope in enumerate(self._world.envelopes):
            if envelope.key == key:
                self._world.envelopes[index] = replace(envelope, wanted=message, version=envelope.version + 1)

    async def suggest(self, account: Account, source: str, query: str) -> tuple[Option, ...]:
        self._world.log.append(f"suggest {account.user} {source} {query}")
        return self._world.options

    async def settle(self) -> None:
        now = self._clock.now()
        for due in [each for each in self._world.due if each[0] <= now]:
            self._world.due.remove(due)
            self._world.plan(due[1], due[2], due[0])
        for index, envelope in enumerate(self._world.envelopes):
            if envelope.version > envelope.shown:
                self._world.envelopes[index] = await self._deliver(envelope, now)

    async def _deliver(self, envelope: Envelope, now: datetime) -> Envelope:
        assert envelope.account is not None
        assert envelope.wanted is not None
        letter = Letter(
            id=envelope.id,
            version=envelope.version,
            account=envelope.account,
            channel=envelope.account.user,
            message=envelope.wanted,
            zone=self._world.zone,
        )
        posted = envelope.posted
        try:
            if posted is None:
                posted = await self._messenger.send(letter)
            else:
                await self._messenger.edit(letter, posted)
        except DeliveryError as error:
            self._world.log.append(error.reason)
            return envelope
        return replace(
            envelope, posted=posted, shown=envelope.version, state=State.SENT, started_at=envelope.started_at or now
        )

    async def recover(self) -> None:
        self._world.log.append(f"recover {self._clock.now():%H:%M}")

    async def soonest(self) -> datetime | None:
        return min((at for at, _, _ in self._world.due), default=None)

    async def recent(self, account: Account, limit: int) -> tuple[Envelope, ...]:
        return tuple(each for each in self._world.envelopes if each.account == account and each.posted)[-limit:]

    async def newest_prompt(self, account: Account) -> Envelope | None:
        shown = await self.recent(account, 100)
        return next((each for each in reversed(shown) if each.wanted and each.wanted.buttons), None)
