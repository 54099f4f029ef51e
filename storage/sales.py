"""Prospects, conversations, and asks told by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select

from bot.domain.people import Who
from bot.domain.sales import (
    Ask,
    Conversation,
    Kept,
    Outcome,
    Promise,
    Prospect,
    Reflection,
    Role,
    Status,
    Story,
    name_key,
)
from bot.domain.slots import Span
from storage.columns import digest
from storage.history import History
from storage.statements import Statements
from storage.tables import asks, conversations, owned, prospects


class Sales:
    """Prospects, conversations and asks; see `bot.ports.Sales`."""

    def __init__(self, run: Statements, history: History) -> None:
        """Work in a transaction."""
        self._run = run
        self._history = history

    async def prospects(self, who: Who) -> tuple[Prospect, ...]:
        """Return every prospect, by name."""
        found = await self._prospects(_prospects_of(who))
        return tuple(sorted(found, key=lambda prospect: (name_key(prospect.name), prospect.name, prospect.id)))

    async def prospect(self, who: Who, prospect_id: int) -> Prospect | None:
        """Return one prospect."""
        return next(iter(await self._prospects(_prospects_of(who, prospects.c.id == prospect_id))), None)

    async def prospect_named(self, who: Who, name: str) -> Prospect | None:
        """Return the prospect of that name, whatever its case, marks and spaces; of several, the first there was."""
        named = _prospects_of(who, prospects.c.name_digest == digest(name_key(name)))
        return next(iter(await self._prospects(named.order_by(prospects.c.id).limit(1))), None)

    async def put_prospect(self, who: Who, prospect: Prospect) -> Prospect:
        """Store a prospect, new (id 0) or changed, and return it with its id."""
        values = {
            "name": prospect.name,
            "name_digest": digest(name_key(prospect.name)),
            "status": prospect.status,
            "added_at": prospect.added_at,
            "last_contact_at": prospect.last_contact_at,
            "asked_at": prospect.asked_at,
            "next_on": prospect.next_on,
            "promise_about": prospect.promise.about if prospect.promise else None,
            "promised_at": prospect.promise.made_at if prospect.promise else None,
            "promise_key": prospect.promise.key if prospect.promise else None,
            "jotted": prospect.jotted or None,
            "role": prospect.role,
            "notes": prospect.notes,
            "introduced_by": prospect.introduced_by,
            "let_go_at": prospect.let_go_at,
        }
        if not prospect.id:
            return replace(prospect, id=await self._history.insert(prospects, who, values))
        await self._history.update(prospects, who, {"id": prospect.id}, values)
        return prospect

    async def remove_prospect(self, who: Who, prospect_id: int) -> None:
        """Take out a prospect with whom nothing is noted any more."""
        await self._history.delete(prospects, who, {"id": prospect_id})

    async def put_ask(self, who: Who, ask: Ask) -> Ask:
        """Store an ask, new (id 0) or changed, and return it with its id."""
        values = {"prospect_id": ask.prospect, "asked_at": ask.at, "back_on": ask.back_on}
        if not ask.id:
            return replace(ask, id=await self._history.insert(asks, who, values))
        await self._history.update(asks, who, {"id": ask.id}, values)
        return ask

    async def asks(self, who: Who, span: Span) -> tuple[Ask, ...]:
        """Return the asks told by themselves in `span`, in order."""
        return await self._asks(who, asks.c.asked_at >= span.start, asks.c.asked_at < span.end)

    async def asks_of(self, who: Who, prospect_id: int) -> tuple[Ask, ...]:
        """Return the asks of one prospect that were told by themselves, in order."""
        return await self._asks(who, asks.c.prospect_id == prospect_id)

    async def put_conversation(self, who: Who, conversation: Conversation) -> Conversation:
        """Store a conversation, new (id 0) or changed, and return it with its id."""
        values = _conversation_columns(conversation)
        if not conversation.id:
            return replace(conversation, id=await self._history.insert(conversations, who, values))
        await self._history.update(conversations, who, {"id": conversation.id}, values)
        return conversation

    async def conversation(self, who: Who, conversation_id: int) -> Conversation | None:
        """Return one conversation."""
        wanted = _conversations_of(who, conversations.c.id == conversation_id)
        return next(iter(await self._conversations(wanted)), None)

    async def conversations(self, who: Who, span: Span) -> tuple[Conversation, ...]:
        """Return the conversations in `span`, in order."""
        wanted = _conversations_of(who, conversations.c.held_at >= span.start, conversations.c.held_at < span.end)
        return await self._conversations(wanted.order_by(conversations.c.held_at, conversations.c.id))

    async def conversations_with(self, who: Who, prospect_id: int) -> tuple[Conversation, ...]:
        """Return the conversations with one prospect, the latest first."""
        return await self._conversations(_latest_first(who, conversations.c.prospect_id == prospect_id))

    async def latest_one_thing(self, who: Who, before: datetime, *, but: int = 0) -> Conversation | None:
        """Return the latest conversation before a moment that left a one thing, the one with the id `but` left out."""
        which = (conversations.c.one_thing != "", conversations.c.held_at < before, conversations.c.id != but)
        return next(iter(await self._conversations(_latest_first(who, *which).limit(1))), None)

    async def due_follow_ups(self, who: Who, until: date) -> tuple[Prospect, ...]:
        """Return the prospects whose next day is `until` or before, the oldest first."""
        wanted = _prospects_of(who, prospects.c.next_on <= until)
        return await self._prospects(wanted.order_by(prospects.c.next_on, prospects.c.id))

    async def _prospects(self, wanted: Select[*tuple[Any, ...]]) -> tuple[Prospect, ...]:
        return tuple(_prospect(row) for row in await self._run.execute(wanted))

    async def _asks(self, who: Who, *conditions: ColumnElement[bool]) -> tuple[Ask, ...]:
        wanted = select(asks).where(*owned(asks, who), *conditions).order_by(asks.c.asked_at, asks.c.id)
        return tuple(
            Ask(id=row.id, prospect=row.prospect_id, at=row.asked_at, back_on=row.back_on)
            for row in await self._run.execute(wanted)
        )

    async def _conversations(self, wanted: Select[*tuple[Any, ...]]) -> tuple[Conversation, ...]:
        return tuple(_conversation(row) for row in await self._run.execute(wanted))


def _prospects_of(who: Who, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(prospects).where(*owned(prospects, who), *conditions)


def _conversations_of(who: Who, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(conversations).where(*owned(conversations, who), *conditions)


def _latest_first(who: Who, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    wanted = _conversations_of(who, *conditions)
    return wanted.order_by(conversations.c.held_at.desc(), conversations.c.id.desc())


def _prospect(row: Row[*tuple[Any, ...]]) -> Prospect:
    made_at = row.promised_at
    promised = Promise(about=row.promise_about or "", made_at=made_at, key=row.promise_key or "") if made_at else None
    return Prospect(
        id=row.id,
        name=row.name,
        status=Status(row.status),
        added_at=row.added_at,
        last_contact_at=row.last_contact_at,
        asked_at=row.asked_at,
        next_on=row.next_on,
        promise=promised,
        jotted=row.jotted or "",
        role=Role(row.role or Role.PROSPECT),
        notes=row.notes or "",
        introduced_by=row.introduced_by or "",
        let_go_at=row.let_go_at,
    )


def _conversation_columns(conversation: Conversation) -> dict[str, Any]:
    return {
        "prospect_id": conversation.prospect,
        "held_at": conversation.at,
        "outcome": conversation.outcome,
        "back_on": conversation.back_on,
        "offer": conversation.offer,
        "notes": conversation.notes,
        "jotted": conversation.jotted or None,
        "practice": conversation.practice,
        "story_now": conversation.story.now,
        "story_wanted": conversation.story.wanted,
        "story_obstacle": conversation.story.obstacle,
        "story_result": conversation.story.result,
        "went_well": conversation.reflection.well,
        "could_be_better": conversation.reflection.better,
        "one_thing": conversation.reflection.one_thing,
        "kept": conversation.kept,
        "worth": conversation.worth,
        "key": conversation.key,
    }


def _conversation(row: Row[*tuple[Any, ...]]) -> Conversation:
    return Conversation(
        id=row.id,
        prospect=row.prospect_id,
        at=row.held_at,
        outcome=Outcome(row.outcome),
        back_on=row.back_on,
        offer=row.offer,
        notes=row.notes,
        jotted=row.jotted or "",
        practice=row.practice,
        story=Story(now=row.story_now, wanted=row.story_wanted, obstacle=row.story_obstacle, result=row.story_result),
        reflection=Reflection(well=row.went_well, better=row.could_be_better, one_thing=row.one_thing),
        kept=None if row.kept is None else Kept(row.kept),
        worth=row.worth,
        key=row.key,
    )
