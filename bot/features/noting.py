"""Entries noted and changed: what gives way, which prompts are settled, where the echo is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.appointments import SHORTEST, free
from bot.domain.diary import Entry, Kind, Prompt, PromptState, accounted, activity_of, label_for, lay
from bot.domain.kinds import LEARNED_LOOKED_AT, likely_kind
from bot.domain.slots import DAY, Span
from bot.feature import Turn
from bot.features.echo import GaveWay, echo, gave_way
from bot.features.faces import beside, entries_around, refaced, shown
from bot.gestures import Effects, Text
from bot.grammar.reply import Flag, Said
from bot.plain import plain
from bot.ui import Rich, Section, shorten
from bot.wording import dated_span_words, entry_words

PLAIN = "plain"
_LABEL = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry about to be noted: what was said, for which stretch, and its kind where that is known already.

    The kind of an item that `teaches` is remembered for its activity.
    """

    said: Said
    span: Span
    kind: Kind | None = None
    teaches: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where entries come from: a message of the person's, or a `source` under which they can be found again.

    They are echoed in the place of the open prompt they answer, else of the message with this `key`.
    """

    text: Text | None = None
    source: str | None = None
    key: str = ""


async def note(
    turn: Turn,
    items: Sequence[Item],
    *,
    origin: Origin = Origin(),
    flags: frozenset[Flag] = frozenset(),
    unguessed: Said | None = None,
    hint: Rich = (),
    aside: tuple[Section, ...] = (),
) -> Effects:
    """Note entries as one change that can be undone, settle the prompts they answer, and echo what was understood.

    `unguessed` is what was said without the time that was guessed, kept for *Not a time*; `aside` is shown beside it.
    """
    settled = await _answered_by(turn, [item.span for item in items])
    prompt = next((one for one in settled if one.state is PromptState.OPEN), None)
    key = prompt.key if prompt else origin.key or turn.key
    change = await turn.tx.changes.begin(turn.who, _label_of(items, turn), turn.now, key=key)
    made: set[int] = set()
    trimmed: list[GaveWay] = []
    for item in items:
        trimmed += await _make_way(turn, item.span)
        made.add((await _store(turn, item, origin, key, alone=len(items) == 1)).id)
    for one in settled:
        await turn.tx.diary.put_prompt(turn.who, replace(one, state=PromptState.ANSWERED))
    around = await entries_around(turn, [item.span for item in items])
    noted = [one for one in around if one.id in made]
    trimmed = [one for one in trimmed if one.before.id not in made]
    tidied = await _refaced(turn, settled, trimmed, around, but=key)
    if unguessed is not None:
        kept = {"what": unguessed.what, "why": unguessed.why or ""}
        await turn.tx.drafts.keep(turn.who, PLAIN, str(noted[0].id), kept, turn.now)
    message = await echo(turn, noted, change=change, trimmed=trimmed, flags=flags, hint=hint)
    message = replace(message, sections=(*message.sections, *aside))
    return (*tidied, await shown(turn, message, key))


async def rewrite(
    turn: Turn,
    entry: Entry,
    said: Said,
    *,
    span: Span | None = None,
    kind: Kind | None = None,
    text: Text | None = None,
) -> Effects:
    """Change an entry, echoed old → new in the place of its echo; a `kind` that is named is remembered."""
    span = span or entry.span
    change = await turn.tx.changes.begin(turn.who, label(entry.what, entry.span, turn), turn.now, key=entry.key)
    if kind is not None:
        await turn.tx.diary.learn(turn.who, activity_of(said.what), kind)
    elif activity_of(said.what) == activity_of(entry.what) and not entry.guessed:
        kind = entry.kind
    kind, guessed = await _kind(turn, said, kind, alone=True)
    source_at = text.edited_at if text and text.edited_at else entry.source_at
    new = replace(entry, what=said.what, why=said.why or "", tags=said.tags or entry.tags, span=span)
    new = replace(new, kind=kind, guessed=guessed, source_at=source_at)
    trimmed = await _make_way(turn, span, but=entry)
    await turn.tx.diary.save(turn.who, new)
    around = await entries_around(turn, [entry.span, span])
    settled = await _resettled(turn, [entry.span, span], around)
    tidied = await _refaced(turn, settled, trimmed, around, but=entry.key)
    was, now = (entry_words(one, turn.person, turn.now) for one in (entry, new))
    lead: Rich = (*was, " →\n") if was != now else ()
    message = await echo(turn, await beside(turn, new), change=change, trimmed=trimmed, lead=lead)
    return (*tidied, await shown(turn, message, entry.key))


async def fill(turn: Turn, item: Item, source: str) -> Effects:
    """Note an entry wherever its stretch is free, as a part of the change under way and without an echo of its own.

    Return the new faces of the questions that it settles. What is noted there already stays.
    """
    there = await turn.tx.diary.between(turn.who, item.span)
    spans = [each for each in free(item.span, (one.span for one in there)) if each.length >= SHORTEST]
    if not spans:
        return ()
    settled = await _answered_by(turn, spans)
    for span in spans:
        await _store(turn, replace(item, span=span), Origin(source=source), "", alone=False)
    for one in settled:
        await turn.tx.diary.put_prompt(turn.who, replace(one, state=PromptState.ANSWERED))
    return await _refaced(turn, settled, (), await entries_around(turn, spans), but="")


def label(what: str, span: Span, turn: Turn) -> str:
    """Name a change by its entry, with the times in the person's zone."""
    stretch = plain(dated_span_words(span, turn.person, turn.now), turn.person.plan.tz, turn.now)
    return f"{stretch} {shorten(what, _LABEL)}"


def _label_of(items: Sequence[Item], turn: Turn) -> str:
    more = f", and {len(items) - 1} more" if len(items) > 1 else ""
    return label(items[0].said.what, items[0].span, turn) + more


# --- what is stored ---------------------------------------------------------------------------------------------------


async def _store(turn: Turn, item: Item, origin: Origin, key: str, *, alone: bool) -> Entry:
    """Store a new entry, with the kind that is said, known or likely."""
    said, text, zone = item.said, origin.text, turn.person.plan.tz
    if item.teaches and item.kind is not None:
        await turn.tx.diary.learn(turn.who, activity_of(said.what), item.kind)
    kind, guessed = await _kind(turn, said, item.kind, alone=alone)
    same_day = turn.at.astimezone(zone).date() == item.span.start.astimezone(zone).date()
    entry = Entry(
        span=item.span,
        what=said.what,
        why=said.why or "",
        tags=said.tags,
        kind=kind,
        guessed=guessed,
        recorded_at=turn.at,
        label=label_for(item.span, turn.at, same_day=same_day),
        source=text.message_id if text else origin.source,
        source_at=(text.edited_at or turn.at) if text else None,
        key=key,
    )
    return await turn.tx.diary.add(turn.who, entry)


async def _kind(turn: Turn, said: Said, named: Kind | None, *, alone: bool) -> tuple[Kind | None, bool]:
    """Return the kind that was named, is known or is likely, and whether it is a guess.

    Nothing is guessed for one of several entries: their echo has no room to ask whether it is right.
    """
    if said.is_break:
        return Kind.BREAK, False
    activity = activity_of(said.what)
    kind = named or await turn.tx.diary.kind_of(turn.who, activity)
    if kind is not None or not alone:
        return kind, False
    guess = likely_kind(activity, await turn.tx.diary.learned(turn.who, LEARNED_LOOKED_AT))
    return guess, guess is not None


async def _make_way(turn: Turn, span: Span, but: Entry | None = None) -> list[GaveWay]:
    """Free a stretch, since the newest wins wherever two overlap; return what gave way."""
    diary, who = turn.tx.diary, turn.who
    others = [one for one in await diary.between(who, span) if but is None or one.id != but.id]
    laid = lay(span, others)
    for changed in laid.changed:
        await diary.save(who, changed)
    for removed in laid.removed:
        await diary.remove(who, removed.id)
    for added in laid.added:
        await diary.add(who, added)
    return gave_way(others, laid)


# --- which questions that settles -------------------------------------------------------------------------------------


async def _asked_about(turn: Turn, spans: Sequence[Span]) -> list[Prompt]:
    """Return the prompts whose stretch overlaps one of `spans`, in order."""
    around = Span(min(span.start for span in spans) - DAY / 12, max(span.end for span in spans))
    prompts = await turn.tx.diary.prompts(turn.who, around)
    return [one for one in prompts if any(one.span.overlap(span) for span in spans)]


async def _answered_by(turn: Turn, spans: Sequence[Span]) -> list[Prompt]:
    """Return the prompts that are not answered and will be with `spans`: with what is there, half of each is taken."""
    asked = [one for one in await _asked_about(turn, spans) if one.state is not PromptState.ANSWERED]
    if not asked:
        return []
    there = await turn.tx.diary.between(turn.who, Span(asked[0].span.start, max(one.span.end for one in asked)))
    taken = [*spans, *(entry.span for entry in there)]
    return [one for one in asked if accounted(one.span, taken)]


async def _resettled(turn: Turn, spans: Sequence[Span], entries: Sequence[Entry]) -> list[Prompt]:
    """Bring the prompts in `spans` in line with the entries there; return those whose state is another now."""
    taken = [entry.span for entry in entries]
    changed: list[Prompt] = []
    for prompt in await _asked_about(turn, spans):
        answered = accounted(prompt.span, taken)
        if answered != (prompt.state is PromptState.ANSWERED):
            state = PromptState.ANSWERED if answered else PromptState.FOLDED
            changed.append(replace(prompt, state=state))
            await turn.tx.diary.put_prompt(turn.who, changed[-1])
    return changed


async def _refaced(
    turn: Turn, settled: Sequence[Prompt], trimmed: Sequence[GaveWay], around: Sequence[Entry], *, but: str
) -> Effects:
    """Return new faces for the messages of the questions that are settled and of the entries that gave way."""
    keys = [*(one.key for one in settled), *(one.before.key for one in trimmed)]
    return await refaced(turn, [key for key in keys if key and key != but], around, [one.before for one in trimmed])
