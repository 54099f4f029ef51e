"""The engine as its doors see it: events in, messages out, and the time that passes."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from bot.agenda import Calendar, tick
from bot.delivery import Delivery
from bot.domain.feeds import digest_of
from bot.domain.manners import UNDO_WITHIN
from bot.domain.people import Account, Person, Plan, Who, known_zone
from bot.domain.slots import DAY, Span
from bot.errors import GONE
from bot.feature import PAGE, Feature, Suggester, Turn
from bot.gestures import Answer, Event
from bot.ports import Clock, Draw, Envelope, Known, Messenger, Painter, State, Store, Transaction
from bot.reception import Reception
from bot.ui import Message, Option
from bot.whereabouts import UNKNOWN_ZONE

INBOX_KEPT_FOR = timedelta(days=30)
DRAFTS_KEPT_FOR = timedelta(days=30)
CHANGES_KEPT_FOR = UNDO_WITHIN + 2 * DAY  # a clock may be set back; nobody can undo what is older
MESSAGES_KEPT_FOR = timedelta(days=90)
_AT_A_TIME = 500  # on SQLite everybody waits while these are deleted: a part of a second
_NOBODY = Who(tenant=0, person=0)  # to whom nothing belongs: somebody new may look for a zone
_FINISHES_WITHIN = 5.0


class Engine:
    """Everything the bot does, for whichever platforms are connected."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        features: Iterable[Feature],
        messengers: Iterable[Messenger],
        *,
        operator: str = "",
        address: str = "",
        painter: Painter | None = None,
        draw: Draw = secrets.randbelow,
    ) -> None:
        """Put the parts together; `operator` is the name that people are told before their first yes.

        `address` is where the web door is reached from outside; without one, nobody is given a link to it.
        Without a painter, words stand for every picture.
        """
        every = tuple(features)
        self._store = store
        self._clock = clock
        self._operator = operator
        self._draw = draw
        self._address = address
        self._calendar = Calendar(every)
        self._reception = Reception(store, clock, self._calendar, every, operator=operator, draw=draw, address=address)
        self._delivery = Delivery(store, clock, self._calendar, {each.platform: each for each in messengers}, painter)
        self._sources: dict[str, Suggester] = {
            name: suggester for each in every for name, suggester in each.sources.items()
        }
        self._page = next(each.page for each in every if each.page)
        self._one_at_a_time = asyncio.Lock()
        self.catalogue = self._reception.catalogue
        self.woken = asyncio.Event()

    async def receive(self, event: Event) -> Answer:
        """Store and handle an event; return what is to be shown at once. Its messages go out with the next `settle`."""
        try:
            return await self._reception.receive(event)
        finally:
            self.woken.set()

    async def offer(self, event: Event) -> None:
        """Offer in a message the form that an event was answered with and that its platform would not open any more."""
        await self._reception.offer(event)
        self.woken.set()

    async def suggest(self, account: Account, source: str, query: str) -> tuple[Option, ...]:
        """Return what a search input may offer for `query`."""
        suggester = self._sources.get(source)
        async with self._store.begin() as tx:
            known = await tx.people.known(account)
            return await suggester(tx, known.who if known else _NOBODY, query) if suggester else ()

    async def accounts(self, platform: str) -> tuple[Known, ...]:
        """Return the accounts known on a platform, with where their messages go and when they were last seen."""
        async with self._store.begin() as tx:
            return tuple(known for known in await tx.records.people() if known.account.platform == platform)

    async def zone(self, account: Account) -> str | None:
        """Return the zone in which an account's person reads times; None for nobody the bot knows."""
        async with self._store.begin() as tx:
            known = await tx.people.known(account)
            return (await tx.people.get(known.who)).plan.zone if known else None

    async def home(self, account: Account, zone: str | None) -> tuple[Message, str]:
        """Return the bot's page for an account as it is now, and the zone its times are read in; nothing is stored.

        Somebody the bot does not know, in `zone` as their platform says, is shown what it is.
        """
        async with self._store.begin() as tx:
            known = await tx.people.known(account)
            person = await tx.people.get(known.who) if known else _stranger(zone)
            return await self._page(self._look(tx, account, person)), person.plan.zone

    async def calendar(self, secret: str) -> str | None:
        """Return the calendar that a private link with this secret shows, as iCalendar; None where there is no such."""
        from bot.datebook import EVER, subscription  # noqa: PLC0415 - it takes long, and few calendars are read

        digest = digest_of(secret)
        if digest is None:
            return None
        async with self._store.begin() as tx:
            who = await tx.feeds.of(digest)
            if who is None:
                return None
            prospects, appointments = await tx.sales.prospects(who), await tx.appointments.between(who, EVER)
        return subscription(prospects, appointments, self._clock.now())

    async def renew_home(self, account: Account) -> None:
        """Want the page as it is now in the place of the one that an account was shown last in a message.

        Nothing is wanted where it shows that already, while it is still on its way, and once it is gone. An earlier one
        stays as it is.
        """
        async with self._store.begin() as tx:
            known = await tx.people.known(account)
            shown = await tx.outbox.last_of(known.who, (PAGE,)) if known else None
            if shown is None or shown.account != account or shown.state is not State.SENT or shown.reason == GONE:
                return
            page = await self._page(self._look(tx, account, await tx.people.get(shown.who)))
            if page == shown.wanted:
                return
            await tx.outbox.replace(shown.who, shown.key, page)
        self.woken.set()

    def _look(self, tx: Transaction, account: Account, person: Person) -> Turn:
        """Return a turn that is no event: somebody looks at their page."""
        now = self._clock.now()
        return Turn(
            tx=tx,
            person=person,
            account=account,
            now=now,
            at=now,
            key="",
            catalogue=self.catalogue,
            draw=self._draw,
            operator=self._operator,
            address=self._address,
        )

    async def settle(self) -> None:
        """Plan what is due and deliver until nothing is left to do at this moment."""
        async with self._one_at_a_time:
            while (
                await tick(self._store, self._calendar, self._delivery.platforms, self._clock.now())
                + await self._delivery.run()
            ):
                pass

    async def finish(self) -> None:
        """Send nothing more, and wait until what is being sent has arrived, for a few seconds at the most.

        What a stop cuts off would keep its person's other messages waiting until the next start can tell where it is.
        """
        self._delivery.ending = True
        with suppress(TimeoutError):
            async with asyncio.timeout(_FINISHES_WITHIN), self._one_at_a_time:
                pass

    async def recover(self) -> None:
        """Take up, once at the start, what a process that ended left behind, and whatever this version says anew."""
        await self._reception.recover(self._delivery.platforms)
        async with self._store.begin() as tx:
            for who in sorted({known.who for known in await tx.records.people()}):
                await self._calendar.set(tx, await tx.people.get(who), self._clock.now())

    async def tidy(self) -> None:
        """Delete what nobody asks for any more: events, drafts, changes and messages that were dealt with long ago."""
        now = self._clock.now()
        async with self._store.begin() as tx:
            await tx.inbox.purge(now - INBOX_KEPT_FOR)
            await tx.drafts.purge(now - DRAFTS_KEPT_FOR)
        gone = 1
        while gone:
            async with self._store.begin() as tx:
                gone = await tx.changes.purge(now - CHANGES_KEPT_FOR, _AT_A_TIME)
                gone += await tx.outbox.purge(now - MESSAGES_KEPT_FOR, _AT_A_TIME)

    async def soonest(self) -> datetime | None:
        """Return the next moment at which `settle` would have something to do."""
        async with self._store.begin() as tx:
            due = await tx.agenda.soonest(self._delivery.platforms)
            attempt = await tx.outbox.next_attempt(self._delivery.platforms)
        return min((moment for moment in (due, attempt) if moment is not None), default=None)

    async def recent(self, account: Account, limit: int) -> tuple[Envelope, ...]:
        """Return the messages an account was shown last, the oldest first."""
        async with self._store.begin() as tx:
            return await tx.outbox.recent(account, limit)

    async def newest_prompt(self, account: Account) -> Envelope | None:
        """Return the newest message that asked an account's person something of a stretch of time."""
        now = self._clock.now()
        async with self._store.begin() as tx:
            known = await tx.people.known(account)
            if known is None:
                return None
            prompts = await tx.diary.prompts(known.who, Span(now - 7 * DAY, now + DAY))
            return await tx.outbox.by_key(known.who, prompts[-1].key) if prompts else None


def _stranger(zone: str | None) -> Person:
    """Return somebody who owns nothing, with the plan they would begin with."""
    return Person(who=_NOBODY, plan=Plan(zone=known_zone(zone) or UNKNOWN_ZONE))
