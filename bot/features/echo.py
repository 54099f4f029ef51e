"""What was understood, said back, with the one question that is left: why, or of which kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import blake2s

from bot.domain.diary import Entry, Kind, Laid, time_by_kind, within
from bot.domain.manners import WHY_AWAITED_FOR
from bot.domain.slots import SLOT, day_span
from bot.feature import Turn
from bot.grammar.reply import Flag
from bot.ports import Waiting
from bot.ui import MAX_BUTTON, MAX_BUTTONS, Button, Lit, Menu, Message, Option, Rich, Section, room, shorten
from bot.wording import KIND_CHOICES, KINDS, dated_span_words, entry_words, joined, number_words, span_words

SHOWN_VERDICTS = (Kind.SELLING, Kind.PAID)
_LABEL = 60
_LINES_ROOM = 1_500
_TRIMMED_SHOWN = 3
_WHYS_OFFERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class GaveWay:
    """An entry that was trimmed, or replaced by newer ones: then nothing is after it."""

    before: Entry
    after: Entry | None


async def echo(
    turn: Turn,
    entries: Sequence[Entry],
    *,
    change: int | None,
    trimmed: Sequence[GaveWay] = (),
    flags: frozenset[Flag] = frozenset(),
    hint: Rich = (),
    lead: Rich = (),
) -> Message:
    """Say what was understood, with the one question that is left: why, or of which kind. `lead` is said before it."""
    first, alone = entries[0], len(entries) == 1
    stated = restated(turn, entries)
    selling = await _selling_today(turn, first)
    sections = [Section(text=_trimmed(one, turn)) for one in trimmed[:_TRIMMED_SHOWN]]
    buttons = list(stated.buttons)
    if change is not None:
        buttons.append(Button(action="undo", label="Undo", value=str(change)))
    if Flag.GUESS in flags and alone:
        buttons.append(Button(action="diary.not_time", label="Not a time", value=str(first.id)))
    if Flag.WEAK_WHY in flags and alone:
        buttons.append(Button(action="diary.not_why", label="Not the why", value=str(first.id)))
    if alone and not first.why and first.kind is not Kind.BREAK:
        sections.append(Section(text=("And why? Just reply." if change else "Why? Just reply.",)))
        buttons += await _recent_whys(turn, first, MAX_BUTTONS - len(buttons))
        await turn.tx.awaited.expect(turn.who, Waiting.WHY, first.id, turn.at + WHY_AWAITED_FOR)
    else:
        await turn.tx.awaited.forget(turn.who)
    return replace(
        stated,
        text=(*lead, *stated.text, *((" · ", selling) if selling else ())),
        sections=tuple(sections),
        buttons=tuple(buttons),
        footer=hint,
    )


def restated(turn: Turn, entries: Sequence[Entry]) -> Message:
    """Say entries as they are, and ask nothing; one alone can be edited, and given its kind."""
    one = entries[0] if len(entries) == 1 else None
    return Message(
        text=(*_lines(turn, entries), *(_verdict(one) if one else ())),
        buttons=(Button(action="diary.edit", label="Edit", value=str(one.id), opens_form=True),) if one else (),
        menu=_kind_menu(one) if one and (one.kind is None or one.guessed) else None,
        silent=True,
    )


def _verdict(entry: Entry) -> Rich:
    """Say the kind of an entry where it matters, and always where it is a guess."""
    if entry.kind is None or not (entry.guessed or entry.kind in SHOWN_VERDICTS):
        return ()
    return (" · guessed: " if entry.guessed else " · ", KINDS[entry.kind])


def _lines(turn: Turn, entries: Sequence[Entry]) -> Rich:
    """Say each entry on a line, as many as there is room for, and count the rest."""
    lines: list[Rich] = []
    left = _LINES_ROOM
    for entry in entries:
        line: Rich = ("✓ ", *entry_words(entry, turn.person, turn.now))
        left -= room(line)
        if left < 0:
            lines.append((f"✓ and {len(entries) - len(lines)} more",))
            break
        lines.append(line)
    return joined(lines, "\n")


async def _selling_today(turn: Turn, entry: Entry) -> str:
    if entry.kind is not Kind.SELLING:
        return ""
    zone = turn.person.plan.tz
    day = day_span(entry.span.start.astimezone(zone).date(), zone)
    selling = time_by_kind(within(day, await turn.tx.diary.between(turn.who, day))).get(Kind.SELLING, timedelta())
    today = "today" if turn.at.astimezone(zone).date() == entry.span.start.astimezone(zone).date() else "that day"
    return f"{number_words(round(selling / SLOT), 'selling slot', 'selling slots')} {today}"


def gave_way(existing: Sequence[Entry], laid: Laid) -> list[GaveWay]:
    """Return what a new entry trimmed or replaced, before and after."""
    before = {one.id: one for one in existing}
    trimmed = [GaveWay(before=before[one.id], after=one) for one in laid.changed]
    return trimmed + [GaveWay(before=one, after=None) for one in laid.removed]


def _trimmed(one: GaveWay, turn: Turn) -> Rich:
    was: Rich = (*dated_span_words(one.before.span, turn.person, turn.now), " ", Lit(shorten(one.before.what, _LABEL)))
    return (*was, " → ", *span_words(one.after.span)) if one.after else (*was, " is replaced.")


async def _recent_whys(turn: Turn, entry: Entry, limit: int) -> list[Button]:
    whys = await turn.tx.diary.whys(turn.who, min(limit, _WHYS_OFFERED))
    return [
        Button(action="diary.why", label=shorten(why, MAX_BUTTON), value=f"{entry.id}.{why_id(why)}") for why in whys
    ]


def why_id(why: str) -> str:
    """Return a short name of a why for the value of a button: its place among the latest is soon another's."""
    return blake2s(why.encode(errors="replace"), digest_size=6).hexdigest()


def _kind_menu(entry: Entry) -> Menu:
    return Menu(
        action="diary.kind",
        placeholder="Not that? Pick its kind" if entry.guessed else "Is it income-generating? Pick its kind",
        value=str(entry.id),
        options=tuple(Option(label=words, value=kind.value) for kind, words in KIND_CHOICES.items()),
    )
