"""Entries noted and changed: what gives way, which prompts are settled, where the echo is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.diary import Entry, Kind, Prompt, PromptState, activity_of, label_for, lay
from bot.domain.manners import GAP_REACHES_BACK
from bot.domain.slots import DAY, SLOT, Span, floor_slot
from bot.feature import Turn, row_id
from bot.features.echo import echo, gave_way
from bot.gestures import Effects, Replace, Reply, Text
from bot.grammar.reply import Flag, Said
from bot.ui import Message, Rich, shorten
from bot.wording import activity_words, entry_words, span_words

FILL = "diary.fill"
_LABEL = 60
_FARTHEST = 400 * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry about to be noted: what was said, for which stretch, and its kind where that is known already."""

    said: Said
    span: Span
    kind: Kind | None = None


async def note(
    turn: Turn,
    items: Sequence[Item],
    *,
    text: Text | None = None,
    flags: frozenset[Flag] = frozenset(),
    hint: Rich = (),
) -> Effects:
    """Note entries as one change that can be undone, settle the prompts they answer, and echo what was understood."""
    covered = [item.span for item in items]
    settled = await _answered_by(turn, covered)
    prompt = next((one for one in settled if one.state is PromptState.OPEN), None)
    key = prompt.key if prompt else turn.key
    change = await turn.tx.changes.begin(turn.who, label(items[0].said.what, items[0].span, turn), turn.now, key=key)
    noted, trimmed = [], []
    for item in items:
        entry, gave_way = await _lay_down(turn, item, text, key)
        noted.append(entry)
        trimmed += gave_way
    tidied = [Replace(one.key, _filled_in(one, noted)) for one in settled if one is not prompt]
    for one in settled:
        await turn.tx.diary.put_prompt(turn.who, replace(one, state=PromptState.ANSWERED))
    message = await echo(turn, noted, change=change, trimmed=tuple(trimmed), flags=flags, hint=hint)
    return (*tidied, await shown(turn, message, key))


async def shown(turn: Turn, message: Message, key: str) -> Reply | Replace:
    """Show `message` in the place of the one with this key, keeping what that one offers beside its question."""
    there = await turn.tx.outbox.by_key(turn.who, key)
    if there is None:
        return Reply(replace(message, key=key))
    ours = {section.button for section in message.sections}
    kept = tuple(
        section
        for section in (there.wanted.sections if there.wanted else ())
        if section.button and section.button not in ours and section.button.action != FILL
    )
    return Replace(key, replace(message, sections=(*message.sections, *kept)))


async def _answered_by(turn: Turn, spans: Sequence[Span]) -> list[Prompt]:
    """Return the prompts not answered yet of whose stretch at least half is in `spans`, in order."""
    around = Span(min(span.start for span in spans) - DAY / 12, max(span.end for span in spans))
    prompts = await turn.tx.diary.prompts(turn.who, around)
    waiting = [one for one in prompts if one.state is not PromptState.ANSWERED]
    return [one for one in waiting if sum((one.span.overlap(s) for s in spans), timedelta()) * 2 >= one.span.length]


async def _lay_down(
    turn: Turn, item: Item, text: Text | None, key: str
) -> tuple[Entry, list[tuple[Entry, Entry | None]]]:
    """Store one entry, the newest winning wherever two overlap; return it with what gave way, before and after."""
    diary, who, said = turn.tx.diary, turn.who, item.said
    existing = await diary.between(who, item.span)
    laid = lay(item.span, existing)
    for changed in laid.changed:
        await diary.save(who, changed)
    for removed in laid.removed:
        await diary.remove(who, removed.id)
    for added in laid.added:
        await diary.add(who, added)
    zone = turn.person.plan.tz
    same_day = turn.at.astimezone(zone).date() == item.span.start.astimezone(zone).date()
    kind = Kind.BREAK if said.is_break else item.kind or await diary.kind_of(who, activity_of(said.what))
    entry = Entry(
        span=item.span,
        what=said.what,
        why=said.why or "",
        kind=kind,
        recorded_at=turn.at,
        label=label_for(item.span, turn.at, same_day=same_day),
        source=text.message_id if text else None,
        source_at=(text.edited_at or turn.at) if text else None,
        key=key,
    )
    return await diary.add(who, entry), gave_way(existing, laid)


def _filled_in(prompt: Prompt, noted: Sequence[Entry]) -> Message:
    entry = max(noted, key=lambda one: one.span.overlap(prompt.span))
    return Message(text=("✓ ", *span_words(prompt.span), " ", *activity_words(entry.what, entry.why)), silent=True)


async def rewrite(
    turn: Turn,
    entry: Entry,
    said: Said,
    *,
    span: Span | None = None,
    kind: Kind | None = None,
    text: Text | None = None,
) -> Effects:
    """Change an entry, echoed old → new in the place of its echo."""
    span = span or entry.span
    change = await turn.tx.changes.begin(turn.who, label(entry.what, entry.span, turn), turn.now, key=entry.key)
    if kind is None and activity_of(said.what) == activity_of(entry.what):
        kind = entry.kind
    kind = Kind.BREAK if said.is_break else kind or await turn.tx.diary.kind_of(turn.who, activity_of(said.what))
    others = [one for one in await turn.tx.diary.between(turn.who, span) if one.id != entry.id]
    laid = lay(span, others)
    for changed in laid.changed:
        await turn.tx.diary.save(turn.who, changed)
    for removed in laid.removed:
        await turn.tx.diary.remove(turn.who, removed.id)
    for added in laid.added:
        await turn.tx.diary.add(turn.who, added)
    source_at = text.edited_at if text and text.edited_at else entry.source_at
    new = replace(entry, what=said.what, why=said.why or "", span=span, kind=kind, source_at=source_at)
    await turn.tx.diary.save(turn.who, new)
    message = await echo(turn, [new], change=change, trimmed=gave_way(others, laid))
    if (old := entry_words(entry)) != entry_words(new):
        was: Rich = (*old, " →\n")
        message = replace(message, text=(*was, *message.text))
    return (await shown(turn, message, entry.key),)


def label(what: str, span: Span, turn: Turn) -> str:
    """Name a change by its entry, with the times in the person's zone."""
    start, end = (moment.astimezone(turn.person.plan.tz) for moment in (span.start, span.end))
    return f"{start:%H:%M}–{end:%H:%M} {shorten(what, _LABEL)}"


# --- when -------------------------------------------------------------------------------------------------------------


async def span_of(turn: Turn, said: Said, text: Text | None) -> Span:
    """Return the stretch an entry is about: what was said, else the prompt it answers, else since the last entry."""
    if (span := span_said(said)) is not None:
        return span
    prompt = await prompt_meant(turn, text)
    return prompt.span if prompt else await gap(turn)


def span_said(said: Said) -> Span | None:
    """Return the stretch that was named, in UTC: one slot where only its start was; None where nothing was."""
    if said.start is None:
        return None
    start = said.start.astimezone(UTC)
    return Span(start, said.end.astimezone(UTC) if said.end else start + SLOT)


async def prompt_meant(turn: Turn, text: Text | None) -> Prompt | None:
    """Return the prompt a message answers: the one it replies to in a thread, else the open one."""
    if text is not None and text.reply_to is not None:
        message = await turn.tx.outbox.posted(turn.account, text.reply_to)
        prompt = await turn.tx.diary.prompt_by_key(turn.who, message.key) if message else None
        if prompt is not None:
            return prompt
    return await turn.tx.diary.open_prompt(turn.who)


async def gap(turn: Turn) -> Span:
    """Return the stretch since the last entry, an hour back at the most; inside that entry, the rest of its slot."""
    now = turn.at.replace(second=0, microsecond=0)
    slot = floor_slot(now, turn.person.plan.tz)
    entries = await turn.tx.diary.between(turn.who, Span(now - GAP_REACHES_BACK, slot + SLOT))
    last = entries[-1].span.end if entries else None
    if last is None:
        return Span(slot, slot + SLOT)
    return Span(last, now) if last < now else Span(now, slot + SLOT)


def slot_context(start: datetime) -> str:
    """Name a stretch in a button or a form by its start."""
    return f"s{int(start.timestamp()) // 60}"


def slot_from(context: str, turn: Turn) -> datetime | None:
    """Return the start that `slot_context` named; None for anything else, which may come from anybody."""
    minute = row_id(context.removeprefix("s"))
    if minute is None or abs(minute - int(turn.now.timestamp()) // 60) > _FARTHEST / timedelta(minutes=1):
        return None
    return datetime.fromtimestamp(minute * 60, tz=UTC)


def fill_value(span: Span) -> str:
    """Name a stretch in the value of a *Fill in* button."""
    return f"{slot_context(span.start)}.{slot_context(span.end)}"


async def entry_named(turn: Turn, context: str) -> Entry | None:
    """Return the entry that a context or a button's value names, if it is the person's."""
    entry_id = row_id(context.removeprefix("e"))
    return await turn.tx.diary.get(turn.who, entry_id) if entry_id else None
