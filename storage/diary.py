"""Entries, prompts, learned kinds, and what became of the whys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from bot.domain.diary import Done, Entry, Kind, Label, Pair, Prompt, PromptState
from bot.domain.people import Who
from bot.domain.slots import Span
from bot.domain.whys import Brought, Verdict
from storage.columns import digest
from storage.history import History
from storage.statements import Statements
from storage.tables import entries, kinds, owned, prompts, verdicts

_NO_BREAK = or_(entries.c.kind.is_(None), entries.c.kind != Kind.BREAK)


class Diary:
    """Entries, prompts, learned kinds, and what became of the whys; see `bot.ports.Diary`."""

    def __init__(self, run: Statements, history: History) -> None:
        """Work in a transaction."""
        self._run = run
        self._history = history

    # --- entries ------------------------------------------------------------------------------------------------------

    async def add(self, who: Who, entry: Entry) -> Entry:
        """Store a new entry and return it with its id."""
        return replace(entry, id=await self._history.insert(entries, who, _entry_columns(entry)))

    async def save(self, who: Who, entry: Entry) -> None:
        """Store a changed entry."""
        await self._history.update(entries, who, {"id": entry.id}, _entry_columns(entry))

    async def remove(self, who: Who, entry_id: int) -> None:
        """Take an entry out."""
        await self._history.delete(entries, who, {"id": entry_id})

    async def get(self, who: Who, entry_id: int) -> Entry | None:
        """Return one entry."""
        return next(iter(await self._entries(_entries_of(who, entries.c.id == entry_id))), None)

    async def between(self, who: Who, span: Span) -> tuple[Entry, ...]:
        """Return the entries that overlap `span`, in order."""
        overlapping = _entries_of(who, entries.c.ends_at > span.start, entries.c.starts_at < span.end)
        return await self._entries(overlapping.order_by(entries.c.starts_at, entries.c.id))

    async def ended_before(self, who: Who, moment: datetime, limit: int) -> tuple[Entry, ...]:
        """Return so many of the entries that ended before a moment, the latest first."""
        ended = _entries_of(who, entries.c.ends_at < moment)
        return await self._entries(ended.order_by(entries.c.ends_at.desc(), entries.c.id.desc()).limit(limit))

    async def latest(self, who: Who) -> Entry | None:
        """Return the entry recorded last."""
        newest = _entries_of(who).order_by(entries.c.recorded_at.desc(), entries.c.id.desc()).limit(1)
        return next(iter(await self._entries(newest)), None)

    async def from_source(self, who: Who, source: str) -> tuple[Entry, ...]:
        """Return the entries that one message of the person made, in order."""
        made = _entries_of(who, entries.c.source == source)
        return await self._entries(made.order_by(entries.c.starts_at, entries.c.id))

    async def _entries(self, wanted: Select[*tuple[Any, ...]]) -> tuple[Entry, ...]:
        return tuple(_entry(row) for row in await self._run.execute(wanted))

    # --- what is written often, and what kind it is -------------------------------------------------------------------

    async def done(self, who: Who, since: datetime, limit: int) -> tuple[Done, ...]:
        """Return what was done since then, breaks left out, in order; no more than the newest."""
        wanted = (
            select(entries.c.what, entries.c.why, entries.c.starts_at)
            .where(*owned(entries, who), entries.c.ends_at > since, _NO_BREAK)
            .order_by(entries.c.ends_at.desc())
            .limit(limit)
        )
        newest_first = [Done(Pair(row.what, row.why), row.starts_at) for row in await self._run.execute(wanted)]
        return tuple(reversed(newest_first))

    async def pairs(self, who: Who, since: datetime) -> tuple[Pair, ...]:
        """Return the pairs recorded since then, breaks left out, the most frequent (then the latest) first."""
        wanted = (
            select(entries.c.what, entries.c.why)
            .where(*owned(entries, who), entries.c.recorded_at >= since, _NO_BREAK)
            .group_by(entries.c.what, entries.c.why)
            .order_by(func.count().desc(), func.max(entries.c.recorded_at).desc(), func.max(entries.c.id).desc())
        )
        return tuple(Pair(row.what, row.why) for row in await self._run.execute(wanted))

    async def whys(self, who: Who, limit: int) -> tuple[str, ...]:
        """Return the whys used last, each once, the latest first."""
        wanted = (
            select(entries.c.why)
            .where(*owned(entries, who), entries.c.why != "")
            .group_by(entries.c.why)
            .order_by(func.max(entries.c.recorded_at).desc(), func.max(entries.c.id).desc())
            .limit(limit)
        )
        return tuple((await self._run.execute(wanted)).scalars())

    async def kind_of(self, who: Who, activity: str) -> Kind | None:
        """Return the kind learned for an activity."""
        learned = select(kinds.c.kind).where(*owned(kinds, who), kinds.c.activity_digest == digest(activity))
        kind = (await self._run.execute(learned)).scalar_one_or_none()
        return None if kind is None else Kind(kind)

    async def learned(self, who: Who, limit: int) -> tuple[tuple[str, Kind], ...]:
        """Return activities with the kinds learned for them."""
        known = select(kinds.c.activity, kinds.c.kind).where(*owned(kinds, who)).order_by(kinds.c.activity_digest)
        return tuple((row.activity, Kind(row.kind)) for row in await self._run.execute(known.limit(limit)))

    async def learn(self, who: Who, activity: str, kind: Kind) -> None:
        """Remember the kind of an activity."""
        key = {"activity_digest": digest(activity)}
        await self._history.upsert(kinds, who, key, {"activity": activity, "kind": kind})

    # --- what became of the whys --------------------------------------------------------------------------------------

    async def verdict(self, who: Who, monday: date) -> Verdict | None:
        """Return what was said of the largest why of the week that begins then."""
        wanted = select(verdicts).where(*owned(verdicts, who), verdicts.c.monday == monday)
        row = (await self._run.execute(wanted)).first()
        if row is None:
            return None
        return Verdict(monday=row.monday, why=row.why, brought=Brought(row.brought), given_at=row.given_at)

    async def put_verdict(self, who: Who, verdict: Verdict) -> None:
        """Store what was said of a week's largest why, in the place of what was said before."""
        values = {"why": verdict.why, "brought": verdict.brought, "given_at": verdict.given_at}
        await self._history.upsert(verdicts, who, {"monday": verdict.monday}, values)

    # --- prompts ------------------------------------------------------------------------------------------------------

    async def open_prompt(self, who: Who) -> Prompt | None:
        """Return the prompt that waits for an answer: the newest, should an undo have opened an older one again."""
        waiting = prompts.c.state == PromptState.OPEN
        return await self._prompt(_prompts_of(who, waiting).order_by(prompts.c.starts_at.desc()).limit(1))

    async def prompt(self, who: Who, start: datetime) -> Prompt | None:
        """Return the prompt about the stretch that begins then."""
        return await self._prompt(_prompts_of(who, prompts.c.starts_at == start))

    async def prompt_by_key(self, who: Who, key: str) -> Prompt | None:
        """Return the prompt that the message with this key asks."""
        asked = _prompts_of(who, prompts.c.key == key)
        return await self._prompt(asked.order_by(prompts.c.starts_at.desc()).limit(1))

    async def prompts(self, who: Who, span: Span) -> tuple[Prompt, ...]:
        """Return the prompts whose stretch begins in `span`, in order."""
        wanted = _prompts_of(who, prompts.c.starts_at >= span.start, prompts.c.starts_at < span.end)
        rows = await self._run.execute(wanted.order_by(prompts.c.starts_at))
        return tuple(_prompt(row) for row in rows)

    async def put_prompt(self, who: Who, prompt: Prompt) -> None:
        """Store a prompt, new or changed, by the start of its stretch."""
        values = {"ends_at": prompt.span.end, "key": prompt.key, "state": prompt.state}
        await self._history.upsert(prompts, who, {"starts_at": prompt.span.start}, values)

    async def _prompt(self, wanted: Select[*tuple[Any, ...]]) -> Prompt | None:
        row = (await self._run.execute(wanted)).first()
        return None if row is None else _prompt(row)


def _entries_of(who: Who, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(entries).where(*owned(entries, who), *conditions)


def _prompts_of(who: Who, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(prompts).where(*owned(prompts, who), *conditions)


def _entry_columns(entry: Entry) -> dict[str, Any]:
    return {
        "starts_at": entry.span.start,
        "ends_at": entry.span.end,
        "what": entry.what,
        "why": entry.why,
        "tags": " ".join(entry.tags) or None,
        "kind": entry.kind,
        "kind_guessed": entry.guessed,
        "recorded_at": entry.recorded_at,
        "label": entry.label,
        "source": entry.source,
        "source_at": entry.source_at,
        "key": entry.key,
    }


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(
        id=row.id,
        span=Span(row.starts_at, row.ends_at),
        what=row.what,
        why=row.why,
        tags=tuple((row.tags or "").split()),
        kind=None if row.kind is None else Kind(row.kind),
        guessed=row.kind_guessed,
        recorded_at=row.recorded_at,
        label=Label(row.label),
        source=row.source,
        source_at=row.source_at,
        key=row.key,
    )


def _prompt(row: Row[*tuple[Any, ...]]) -> Prompt:
    return Prompt(span=Span(row.starts_at, row.ends_at), key=row.key, state=PromptState(row.state))
