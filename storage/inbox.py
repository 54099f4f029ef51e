"""Events as they came, each once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from bot.domain.people import Account
from bot.gestures import Answer, Event, Open
from bot.ports import InboxState, Received
from bot.ui import Form
from storage.codec import answer_of, event_of, plain_answer, plain_event
from storage.columns import digest, keepable
from storage.rows import Holds, inserting
from storage.statements import Statements
from storage.tables import accounts, inbox, inbox_keys, people

_LONGEST_KEY = 200
_LOOKED_AT = 200


class Inbox:
    """Events as they came; see `bot.ports.Inbox`. `has_purged` tells whether this transaction did."""

    def __init__(self, run: Statements, holds: Holds) -> None:
        """Work in a transaction."""
        self._run = run
        self._holds = holds
        self.has_purged = False

    async def store(self, event: Event, now: datetime) -> Received:
        """Store an event unless one of its keys is known for its platform and workspace; return what is stored.

        Keys that a known event comes with for the first time are its keys from now on.
        """
        keys = sorted({_key(key) for key in event.keys})  # in order, so that two that store the same don't cross
        known = await self._known(event, keys)
        if known is None:
            return await self._add(event, keys, now)
        await self._add_keys(event, keys, known.id)
        return known

    async def finish(
        self, inbox_id: int, state: InboxState, answer: Answer, now: datetime, reference: str = ""
    ) -> None:
        """Note that an event is dealt with, its answer, and the reference under which a failure was logged."""
        values = {"state": state, "answer": plain_answer(answer), "finished_at": now, "reference": reference}
        await self._run.execute(update(inbox).where(inbox.c.id == inbox_id).values(**values))

    async def hold(self, inbox_id: int) -> Received:
        """Return an event as it is now and hold it until this transaction ends, with its person, if that is known.

        Raises LookupError for one that was erased.
        """
        if self._holds.locking:
            await self._holds.found(
                select(people.c.tenant_id, people.c.id)
                .join(accounts, accounts.c.person_id == people.c.id)
                .join(inbox, _same_account())
                .where(inbox.c.id == inbox_id)
            )
        wanted = select(inbox).where(inbox.c.id == inbox_id).with_for_update()
        row = (await self._run.execute(wanted)).first()
        if row is None:
            raise LookupError(f"there is no event {inbox_id}")
        return _received(row)

    async def answer(self, account: Account, inbox_id: int) -> Answer:
        """Return the answer that an event of this account got; None when there was none, or no such event any more."""
        wanted = select(inbox.c.answer).where(
            inbox.c.id == inbox_id,
            inbox.c.platform == account.platform,
            inbox.c.workspace == account.workspace,
            inbox.c.user_id == account.user,
        )
        row = (await self._run.execute(wanted)).first()
        return None if row is None else answer_of(row.answer)

    async def opened(self, account: Account, form: str, context: str) -> Form | None:
        """Return a form as this account was shown it last; None when that is too long ago."""
        wanted = (
            select(inbox.c.answer)
            .where(
                inbox.c.platform == account.platform,
                inbox.c.workspace == account.workspace,
                inbox.c.user_id == account.user,
                inbox.c.answer.is_not(None),
            )
            .order_by(inbox.c.id.desc())
            .limit(_LOOKED_AT)
        )
        answers = [answer_of(row.answer) for row in await self._run.execute(wanted)]
        forms = (answer.form for answer in answers if isinstance(answer, Open))
        return next((each for each in forms if (each.id, each.context) == (form, context)), None)

    async def unfinished(self, platform: str) -> tuple[Received, ...]:
        """Return what was received on a platform and not dealt with, in the order in which it was typed."""
        waiting = select(inbox).where(inbox.c.platform == platform, inbox.c.finished_at.is_(None))
        ordered = waiting.order_by(inbox.c.made_at, inbox.c.id)
        return tuple(_received(row) for row in await self._run.execute(ordered))

    async def purge(self, before: datetime) -> int:
        """Delete what was dealt with before then, words and all; return how many."""
        purged = await forget_events(self._run, inbox.c.finished_at < before)
        self.has_purged = purged > 0
        return purged

    async def _known(self, event: Event, keys: Iterable[str], *, but: int = 0) -> Received | None:
        """Find the event that has one of these keys; of several, the first that was stored."""
        with_key = select(inbox_keys.c.inbox_id).where(
            inbox_keys.c.platform == event.account.platform,
            inbox_keys.c.workspace == event.account.workspace,
            inbox_keys.c.key.in_(list(keys)),
            inbox_keys.c.inbox_id != but,
        )
        wanted = select(inbox).where(inbox.c.id.in_(with_key)).order_by(inbox.c.id).limit(1)
        row = (await self._run.execute(wanted)).first()
        return None if row is None else _received(row)

    async def _add(self, event: Event, keys: list[str], now: datetime) -> Received:
        added = insert(inbox).values(
            platform=event.account.platform,
            workspace=event.account.workspace,
            user_id=event.account.user,
            event=plain_event(event),
            made_at=event.at,
            received_at=now,
            state=InboxState.RECEIVED,
            reference="",
        )
        row = (await self._run.execute(added.returning(*inbox.c))).one()
        new: int = row.id
        if await self._add_keys(event, keys, new) == len(keys):
            return _received(row, is_new=True)
        # Another process stored one of the keys between the look and the insert: theirs is the event.
        theirs = await self._known(event, keys, but=new)
        if theirs is None:
            return _received(row, is_new=True)
        await self._run.execute(update(inbox_keys).where(inbox_keys.c.inbox_id == new).values(inbox_id=theirs.id))
        await self._run.execute(delete(inbox).where(inbox.c.id == new))
        return theirs

    async def _add_keys(self, event: Event, keys: Iterable[str], inbox_id: int) -> int:
        account = event.account
        rows = [
            {"platform": account.platform, "workspace": account.workspace, "key": key, "inbox_id": inbox_id}
            for key in keys
        ]
        if not rows:
            return 0
        added = inserting(self._run, inbox_keys).values(rows).on_conflict_do_nothing()
        return len((await self._run.execute(added.returning(inbox_keys.c.key))).all())


def _key(key: str) -> str:
    """Return a key as it fits into an index."""
    kept = keepable(key)
    return kept if len(kept) <= _LONGEST_KEY else digest(kept)


def _same_account() -> ColumnElement[bool]:
    return (
        (inbox.c.platform == accounts.c.platform)
        & (inbox.c.workspace == accounts.c.workspace)
        & (inbox.c.user_id == accounts.c.user_id)
    )


async def forget_events(run: Statements, which: ColumnElement[bool]) -> int:
    """Delete events with their keys; return how many events."""
    theirs = select(inbox.c.id).where(which)
    await run.execute(delete(inbox_keys).where(inbox_keys.c.inbox_id.in_(theirs)))
    return (await run.execute(delete(inbox).where(which))).rowcount


def _received(row: Row[*tuple[Any, ...]], *, is_new: bool = False) -> Received:
    return Received(
        id=row.id,
        event=event_of(row.event),
        state=InboxState(row.state),
        answer=answer_of(row.answer),
        is_new=is_new,
    )
