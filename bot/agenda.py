"""What is due now, and for whom: finds it by one indexed column, plans the intent, and sets the next due moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.people import Person, Stage
from bot.domain.slots import INSTANT
from bot.feature import Feature, Moment
from bot.ports import Due, Store, Transaction

CHUNK = 25  # on SQLite everybody waits while these are planned: a part of a second


class Calendar:
    """The moments of every feature, and when each is next due for a person."""

    def __init__(self, features: Iterable[Feature]) -> None:
        """Index the moments; two of the same kind are a mistake."""
        self.moments: dict[str, Moment] = {}
        for moment in (moment for feature in features for moment in feature.moments):
            if moment.kind in self.moments:
                raise ValueError(f"two moments are called {moment.kind!r}")
            self.moments[moment.kind] = moment

    async def set(self, tx: Transaction, person: Person, now: datetime) -> None:
        """Set when each moment is next due for a person whose plan, stage or pause is new.

        What is due already and not planned yet stays due: whether it is still wanted is asked when it is sent.
        """
        for moment in self.moments.values():
            due = await tx.agenda.next_due(person.who, moment.kind)
            if due is None or due > now:
                await tx.agenda.set(person.who, moment.kind, self.next_due(moment, person, now))

    @staticmethod
    def next_due(moment: Moment, person: Person, after: datetime) -> datetime | None:
        """Return when a moment is next due later than `after`: never before the start, and not during a pause."""
        if person.stage is not Stage.STARTED:
            return None
        if person.paused_until is not None and person.paused_until > after:
            return moment.next_due(person, person.paused_until - INSTANT)
        return moment.next_due(person, after)


async def tick(store: Store, calendar: Calendar, platforms: Sequence[str], now: datetime) -> int:
    """Plan whatever is due at `now` or before for the people of the connected `platforms`; return how much it was.

    One transaction for each chunk: an intent and the next due moment are written together, and an intent that exists
    already (the same tick run again after a crash) is not written twice.
    """
    planned = 0
    while True:
        async with store.begin() as tx:
            due = await tx.agenda.due(platforms, now, CHUNK)
            for one in due:
                await _plan(tx, calendar, one, now)
        planned += len(due)
        if len(due) < CHUNK:
            return planned


async def _plan(tx: Transaction, calendar: Calendar, due: Due, now: datetime) -> None:
    moment = calendar.moments.get(due.kind)
    if moment is None:
        await tx.agenda.set(due.who, due.kind, None)
        return
    person = await tx.people.get(due.who)
    # The latest of the occasions that were missed is the one still worth having. The first, where that is too late, is
    # planned to be given up: it tells since when nothing was said. Those between are past.
    latest, following = due.due_at, calendar.next_due(moment, person, due.due_at)
    while following is not None and following <= now:
        latest, following = following, calendar.next_due(moment, person, following)
    if moment.missed is not None and moment.late_after is not None and now - due.due_at > moment.late_after:
        await _plan_one(tx, moment, person, due.due_at)
    await _plan_one(tx, moment, person, latest)
    await tx.agenda.set(due.who, due.kind, following)


async def _plan_one(tx: Transaction, moment: Moment, person: Person, due_at: datetime) -> None:
    slot = moment.slot(person, due_at)
    await tx.outbox.plan(
        person.who,
        key=f"{moment.kind}:{slot}",
        kind=moment.kind,
        slot=slot,
        due_at=due_at,
        late_after=moment.late_after,
    )
