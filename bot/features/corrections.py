"""Second thoughts about an entry: its why, its kind, a word of it, a wrong guess, a message edited afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.diary import Entry, Kind, activity_of
from bot.domain.manners import EDIT_WITHIN
from bot.domain.slots import Span
from bot.feature import Feature, Turn
from bot.features.echo import echo, why_id
from bot.features.faces import beside, shown
from bot.features.named import entry_named
from bot.features.noting import PLAIN, Item, Origin, label, note, rewrite
from bot.features.placing import gap, span_said
from bot.gestures import Effects, Pick, Press, Reply, Text, Toast
from bot.grammar.reply import Context, Entries, Said, Substitute, Why
from bot.grammar.understand import understand
from bot.ports import Waiting
from bot.ui import Message, Rich
from bot.wording import KINDS, dated_span_words

_WHYS_LOOKED_AT = 20
_LONGEST = 20_000
GONE = Toast("That entry is no longer there.")
NOTHING_YET = Reply(Message(text=("There is no entry yet to change. Just say what you are doing, and why.",)))


async def add_why(turn: Turn, why: Why, _: Text) -> Effects:
    """Give the entry whose why is awaited, or else the last one, its why."""
    awaited = await turn.tx.awaited.expected(turn.who, Waiting.WHY, turn.at)
    entry = await turn.tx.diary.get(turn.who, awaited) if awaited else await turn.tx.diary.latest(turn.who)
    return await _with_why(turn, entry, why.why) if entry else (NOTHING_YET,)


async def pick_why(turn: Turn, press: Press) -> Effects:
    """Give an entry one of the whys used last."""
    entry_id, _, wanted = press.value.partition(".")
    entry = await entry_named(turn, entry_id)
    if entry is None:
        return (GONE,)
    why = next((why for why in await turn.tx.diary.whys(turn.who, _WHYS_LOOKED_AT) if why_id(why) == wanted), None)
    return await _with_why(turn, entry, why) if why else (Toast("That answer is no longer offered."),)


async def _with_why(turn: Turn, entry: Entry, why: str) -> Effects:
    change = await turn.tx.changes.begin(turn.who, label(entry.what, entry.span, turn), turn.now, key=entry.key)
    new = replace(entry, why=why)
    await turn.tx.diary.save(turn.who, new)
    return (await shown(turn, await echo(turn, await beside(turn, new), change=change), entry.key),)


async def pick_kind(turn: Turn, pick: Pick) -> Effects:
    """Set the kind of an entry, and remember it for the activity."""
    entry = await entry_named(turn, pick.value)
    if entry is None or len(pick.chosen) != 1 or pick.chosen[0] not in set(Kind):
        return (GONE,)
    kind = Kind(pick.chosen[0])
    change = await turn.tx.changes.begin(turn.who, label(entry.what, entry.span, turn), turn.now, key=entry.key)
    await turn.tx.diary.learn(turn.who, activity_of(entry.what), kind)
    new = replace(entry, kind=kind, guessed=False)
    await turn.tx.diary.save(turn.who, new)
    hint: Rich = (f"Kept as {KINDS[kind]}, the next time too.",)
    return (await shown(turn, await echo(turn, await beside(turn, new), change=change, hint=hint), entry.key),)


async def substitute(turn: Turn, change: Substitute, _: Text) -> Effects:
    """Replace words in the last entry."""
    entry = await turn.tx.diary.latest(turn.who)
    if entry is None:
        return (NOTHING_YET,)
    if change.old not in entry.what and change.old not in entry.why:
        return (Reply(Message(text=("Those words are not in your last entry, so nothing changed.",))),)
    what, why = (words.replace(change.old, change.new).strip() for words in (entry.what, entry.why))
    if len(what) + len(why) > _LONGEST:
        return (Reply(Message(text=("That would make your last entry too long, so nothing changed.",))),)
    return await rewrite(turn, entry, Said(what=what or entry.what, why=why))


async def correct(turn: Turn, meaning: Entries, text: Text | None) -> Effects:
    """Change the last entry to what was said now; what was not said stays."""
    entry = await turn.tx.diary.latest(turn.who)
    if entry is None:
        return (NOTHING_YET,)
    return await _restated(turn, entry, meaning.entries[0], text)


async def _restated(turn: Turn, entry: Entry, said: Said, text: Text | None) -> Effects:
    why = said.why if said.why is not None else entry.why
    new = replace(said, what=said.what or entry.what, why=why)
    span = span_said(said)
    if span is not None and span.start > turn.at:
        return (_to_come(turn, span),)
    return await rewrite(turn, entry, new, span=span, text=text)


def _to_come(turn: Turn, span: Span) -> Reply:
    when = dated_span_words(span, turn.person, turn.now)
    return Reply(Message(text=(*when, " is still to come, so I left the entry as it was.")))


async def edited(turn: Turn, text: Text) -> Effects:
    """Read a message that was edited again, for the entries it made; an older version never undoes a newer one."""
    entries = await turn.tx.diary.from_source(turn.who, text.message_id)
    if not entries or text.edited_at is None:
        return ()
    if any(entry.source_at is not None and text.edited_at < entry.source_at for entry in entries):
        return ()
    context = Context(now=entries[0].recorded_at, tz=turn.person.plan.tz, lunch=turn.person.plan.lunch)
    meaning = understand(text.text, context)
    said = _for_each(entries, meaning.entries) if isinstance(meaning, Entries) else ()
    if said and all(_says(entry, one) for entry, one in zip(entries, said, strict=True)):
        for entry in entries:
            await turn.tx.diary.save(turn.who, replace(entry, source_at=text.edited_at))
        return ()
    if text.edited_at > entries[0].recorded_at + EDIT_WITHIN:
        return (Reply(Message(text=("That message is more than a day old, so I left its entry as it was.",))),)
    if not said:
        return (Reply(Message(text=("I could not read that as an entry, so I left the one it made as it was.",))),)
    ahead = next((span for one in said if (span := span_said(one)) and span.start > turn.now), None)
    if ahead is not None:
        return (_to_come(turn, ahead),)
    effects: Effects = ()
    for entry, one in zip(entries, said, strict=True):
        effects += await _reread(turn, entry, one, text)
    return effects


def _says(entry: Entry, said: Said) -> bool:
    """Tell whether an entry says already what was said: of a message missed and edited, the newest words came first."""
    span = span_said(said)
    is_break = said.is_break and entry.kind is not Kind.BREAK
    return (entry.what, entry.why) == (said.what, said.why or "") and span in {None, entry.span} and not is_break


def _for_each(entries: Sequence[Entry], said: Sequence[Said]) -> Sequence[Said]:
    """Return what was said of each of the entries of one message; nothing where that cannot be told.

    A single one may lie in pieces around a newer one: then its words are for all of them, and its time for the first.
    """
    if len(said) == 1 and len({(entry.what, entry.why) for entry in entries}) == 1:
        return (said[0], *(replace(said[0], start=None, end=None) for _ in entries[1:]))
    if len(said) != len(entries):
        return ()
    return sorted(said, key=lambda one: one.start.timestamp() if one.start else 0)


async def _reread(turn: Turn, entry: Entry, said: Said, text: Text) -> Effects:
    """Change one of a message's entries; one that the others pushed aside meanwhile is noted again."""
    current = await turn.tx.diary.get(turn.who, entry.id)
    span = span_said(said)
    if current is not None:
        return await rewrite(turn, current, replace(said, what=said.what or entry.what), span=span, text=text)
    item = Item(said=said, span=span or entry.span)
    return await note(turn, [item], origin=Origin(text=text, key=entry.key))


async def not_a_time(turn: Turn, press: Press) -> Effects:
    """Read an entry again without the time that was guessed."""
    entry = await entry_named(turn, press.value)
    kept = await turn.tx.drafts.kept(turn.who, PLAIN, press.value) if entry else None
    if entry is None or kept is None:
        return (GONE,)
    await turn.tx.drafts.drop(turn.who, PLAIN, press.value)
    prompt = await turn.tx.diary.prompt_by_key(turn.who, entry.key) or await turn.tx.diary.open_prompt(turn.who)
    span = prompt.span if prompt else await gap(turn, without=entry)
    return await rewrite(turn, entry, Said(what=kept["what"], why=kept["why"] or None), span=span)


async def not_the_why(turn: Turn, press: Press) -> Effects:
    """Put a why that was guessed back into the what."""
    entry = await entry_named(turn, press.value)
    if entry is None:
        return (GONE,)
    if not entry.why:
        return (Toast("That entry has no why."),)
    return await rewrite(turn, entry, Said(what=f"{entry.what} to {entry.why}"))


FEATURE = Feature(
    name="corrections",
    presses={"diary.why": pick_why, "diary.not_time": not_a_time, "diary.not_why": not_the_why},
    picks={"diary.kind": pick_kind},
    replies={Why: add_why, Substitute: substitute},
    edited=edited,
)
