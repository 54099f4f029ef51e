"""The one table of messages, as a queue for each person.

What may be claimed, and what a claim leads to, is decided in one statement each, under the lock of the person: two
workers never have two messages of one person in hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, case, delete, func, or_, select, update

from bot.domain.people import Account, Who
from bot.ports import Envelope, Posted, State
from bot.ui import Message, spent
from storage.codec import message_of, plain_message
from storage.rows import Holds, inserting
from storage.statements import Statements
from storage.tables import outbox, owned, people
from storage.turns import CANDIDATE, NEXT_ATTEMPT, NEXT_TURN_OF_GIVEN, NEXT_TURN_OF_ROW, PUT, TAKE


class Outbox:
    """Every message there is to send or was sent; see `bot.ports.Outbox`."""

    def __init__(self, run: Statements, holds: Holds) -> None:
        """Work in a transaction."""
        self._run = run
        self._holds = holds

    # --- what is wanted -----------------------------------------------------------------------------------------------

    async def plan(
        self,
        who: Who,
        *,
        key: str,
        kind: str,
        slot: str,
        due_at: datetime,
        late_after: timedelta | None = None,
        account: Account | None = None,
        wanted: Message | None = None,
    ) -> bool:
        """Write an intent at the end of the person's queue; False, and nothing, when it exists.

        It exists when there is one with this key, or with this kind and slot. Its version is 1, or 0 as long as it has
        no screen.
        """
        await self._holds.person(who)
        intent = inserting(self._run, outbox).values(
            tenant_id=who.tenant,
            person_id=who.person,
            key=key,
            kind=kind,
            slot=slot,
            due_at=due_at,
            late_after=None if late_after is None else due_at + late_after,
            platform=account.platform if account else None,
            workspace=account.workspace if account else None,
            user_id=account.user if account else None,
            wanted=plain_message(wanted),
            version=0 if wanted is None else 1,
            shown=0,
            state=State.PLANNED,
            reason="",
            attempt=0,
            turn=NEXT_TURN_OF_GIVEN,
            ready_at=due_at,
        )
        planned = await self._run.execute(
            intent.on_conflict_do_nothing().returning(outbox.c.id), {"tenant": who.tenant, "person": who.person}
        )
        return planned.first() is not None

    async def replace(self, who: Who, key: str, wanted: Message) -> bool:
        """Want another face for a message, at the end of the queue once it is sent; False when there is none.

        False, too, for a message that is not and will not be seen (skipped, or never known to have arrived) and for an
        intent whose screen is still to be made: nothing is there yet that could have another face.
        """
        await self._holds.person(who)
        is_sent = outbox.c.state == State.SENT
        newer = (
            update(outbox)
            .where(*owned(outbox, who), outbox.c.key == key, outbox.c.wanted.is_not(None))
            .where(or_(is_sent, outbox.c.ready_at.is_not(None)))
            .values(
                wanted=plain_message(wanted),
                version=outbox.c.version + 1,
                turn=case((is_sent, NEXT_TURN_OF_ROW), else_=outbox.c.turn),
                ready_at=func.coalesce(outbox.c.ready_at, outbox.c.due_at),
            )
        )
        return (await self._run.execute(newer)).rowcount > 0

    # --- the work -----------------------------------------------------------------------------------------------------

    async def claim(self, platforms: Sequence[str], now: datetime, until: datetime) -> Envelope | None:
        """Take the next piece of work whose turn it is, of whoever has waited longest, and hold it up to `until`.

        What is found first is looked at again once its person is held: until then, others may have changed it.
        """
        given = {"platforms": list(platforms), "now": now}
        while (found := (await self._run.execute(CANDIDATE, given)).first()) is not None:
            self._holds.add(Who(found.tenant_id, found.id))
            take = {"envelope_id": found.envelope_id, "now": now, "until": until}
            row = (await self._run.execute(TAKE, take)).first()
            if row is not None:
                return _envelope(row)
        return None

    async def held(self, envelope_id: int, attempt: int) -> Envelope | None:
        """Return a claimed row as it is now and hold it, if this claim (its `attempt`) is the latest; else None."""
        if self._holds.locking:
            whose = select(people.c.tenant_id, people.c.id).join(outbox, outbox.c.person_id == people.c.id)
            await self._holds.found(whose.where(outbox.c.id == envelope_id))
        wanted = select(outbox).where(outbox.c.id == envelope_id, outbox.c.attempt == attempt)
        return await self._one(wanted.with_for_update())

    async def put(self, envelope: Envelope, *, retry_at: datetime | None = None, release: bool = True) -> None:
        """Store a claimed row's state, account, screen, place and reason; release the claim unless more is to come.

        Nothing happens when the row was claimed again since (its `attempt` is another), and a newer screen that was
        wanted since is kept. One that was wanted while the message was on its way goes to the end of the queue, now
        that there is something to change.
        """
        await self._holds.person(envelope.who)
        account, posted = envelope.account, envelope.posted
        wanted = envelope.wanted
        if wanted is not None and _is_over(envelope, retry_at):
            wanted = spent(wanted)
        given = {
            **_claim(envelope),
            "new_platform": account.platform if account else None,
            "new_workspace": account.workspace if account else None,
            "new_user_id": account.user if account else None,
            "new_wanted": plain_message(wanted),
            "new_version": envelope.version,
            "new_shown": envelope.shown,
            "new_state": envelope.state,
            "new_reason": envelope.reason,
            "new_started_at": envelope.started_at,
            "new_channel": posted.channel if posted else None,
            "new_message_id": posted.message_id if posted else None,
            "new_retry_at": retry_at,
            "release": release,
        }
        await self._run.execute(PUT, given)

    async def requeue(self, envelope: Envelope) -> None:
        """Move a claimed intent behind everything else the person is to see, and release it.

        Nothing happens when the row was claimed again since.
        """
        await self._holds.person(envelope.who)
        moved = (
            update(outbox)
            .where(*owned(outbox, envelope.who))
            .where(outbox.c.id == envelope.id, outbox.c.attempt == envelope.attempt)
            .values(
                state=State.PLANNED,
                turn=NEXT_TURN_OF_ROW,
                ready_at=outbox.c.due_at,
                retry_at=None,
                leased_until=None,
            )
        )
        await self._run.execute(moved)

    # --- what there is ------------------------------------------------------------------------------------------------

    async def posted(self, account: Account, message_id: str) -> Envelope | None:
        """Return the message that a platform knows by this id."""
        sent = _to(account).where(outbox.c.message_id == message_id)
        return await self._one(sent.order_by(outbox.c.id.desc()).limit(1))

    async def by_key(self, who: Who, key: str) -> Envelope | None:
        """Return the person's message with this key."""
        return await self._one(select(outbox).where(*owned(outbox, who), outbox.c.key == key))

    async def recent(self, account: Account, limit: int) -> tuple[Envelope, ...]:
        """Return the messages an account was sent last, the oldest first."""
        sent = _to(account).where(outbox.c.state == State.SENT)
        newest = sent.order_by(outbox.c.started_at.desc(), outbox.c.id.desc()).limit(limit)
        return tuple(_envelope(row) for row in reversed((await self._run.execute(newest)).all()))

    async def last_of(self, who: Who, kinds: Sequence[str]) -> Envelope | None:
        """Return the message of one of these kinds planned last."""
        wanted = select(outbox).where(*owned(outbox, who), outbox.c.kind.in_(kinds))
        return await self._one(wanted.order_by(outbox.c.id.desc()).limit(1))

    async def spoken(self, who: Who, kinds: Sequence[str], since: datetime) -> tuple[Envelope, ...]:
        """Return the messages of these kinds whose sending began at `since` or later, in order."""
        begun = (State.SENDING, State.SENT, State.UNKNOWN)
        wanted = select(outbox).where(
            *owned(outbox, who), outbox.c.kind.in_(kinds), outbox.c.state.in_(begun), outbox.c.started_at >= since
        )
        ordered = wanted.order_by(outbox.c.started_at, outbox.c.id)
        return tuple(_envelope(row) for row in await self._run.execute(ordered))

    async def next_attempt(self, platforms: Sequence[str]) -> datetime | None:
        """Return the earliest moment at which a claim could succeed that can't now; None when nothing waits.

        A moment in the past is possible: then there is work whose person another worker held.
        """
        found = await self._run.execute(NEXT_ATTEMPT, {"platforms": list(platforms)})
        moment: datetime | None = found.scalar_one()
        return moment

    async def purge(self, before: datetime, limit: int) -> int:
        """Delete those of the `limit` oldest messages that were due before then and are done with; return how many."""
        oldest = select(outbox.c.id, outbox.c.due_at, outbox.c.ready_at).order_by(outbox.c.id).limit(limit)
        rows = await self._run.execute(oldest.with_for_update(skip_locked=True))
        gone = [row.id for row in rows if row.ready_at is None and row.due_at < before]
        await self._run.execute(delete(outbox).where(outbox.c.id.in_(gone)))
        return len(gone)

    async def _one(self, wanted: Select[*tuple[Any, ...]]) -> Envelope | None:
        row = (await self._run.execute(wanted)).first()
        return None if row is None else _envelope(row)


def _is_over(envelope: Envelope, retry_at: datetime | None) -> bool:
    """Tell whether what is wanted has arrived, or never will."""
    match envelope.state:
        case State.SENT:
            return envelope.shown >= envelope.version
        case State.SKIPPED:
            return True
        case State.UNKNOWN:
            return retry_at is None
        case _:
            return False


def _claim(envelope: Envelope) -> dict[str, int]:
    return {
        "tenant": envelope.who.tenant,
        "person": envelope.who.person,
        "envelope_id": envelope.id,
        "claim": envelope.attempt,
    }


def _to(account: Account) -> Select[*tuple[Any, ...]]:
    return select(outbox).where(
        outbox.c.platform == account.platform,
        outbox.c.workspace == account.workspace,
        outbox.c.user_id == account.user,
    )


def _envelope(row: Row[*tuple[Any, ...]]) -> Envelope:
    return Envelope(
        id=row.id,
        who=Who(row.tenant_id, row.person_id),
        key=row.key,
        kind=row.kind,
        slot=row.slot,
        due_at=row.due_at,
        late_after=row.late_after,
        account=None if row.platform is None else Account(row.platform, row.workspace, row.user_id),
        wanted=message_of(row.wanted),
        version=row.version,
        shown=row.shown,
        state=State(row.state),
        reason=row.reason,
        attempt=row.attempt,
        turn=row.turn,
        started_at=row.started_at,
        posted=None if row.message_id is None else Posted(channel=row.channel, message_id=row.message_id),
    )
