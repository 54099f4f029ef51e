"""What was understood, said back, with the one question that is left: why, or of which kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from bot.domain.diary import Entry, Kind, Laid, time_by_kind
from bot.domain.manners import WHY_AWAITED_FOR
from bot.domain.slots import SLOT, day_span
from bot.feature import Turn
from bot.grammar.reply import Flag
from bot.ports import Waiting
from bot.ui import MAX_BUTTON, MAX_BUTTONS, Button, Lit, Menu, Message, Option, Rich, Section, shorten
from bot.wording import KIND_CHOICES, KINDS, entry_words, joined, number_words, span_words

SHOWN_VERDICTS = (Kind.SELLING, Kind.PAID)
_LATE_EVENING, _EARLY_MORNING = time(18), time(6)
_LABEL = 60


async def echo(
    turn: Turn,
    entries: Sequence[Entry],
    *,
    change: int | None,
    trimmed: Sequence[tuple[Entry, Entry | None]] = (),
    flags: frozenset[Flag] = frozenset(),
    hint: Rich = (),
) -> Message:
    """Say what was understood, with the one question that is left: why, or of which kind."""
    first = entries[0]
    text: Rich = ("✓ ", *joined([entry_words(entry) for entry in entries], "\n✓ "))
    if len(entries) == 1 and first.kind in SHOWN_VERDICTS:
        text = (*text, " · ", KINDS[first.kind])
    selling = await _selling_today(turn, first)
    text = (*text, *((" · ", selling) if selling else ()))
    sections = [Section(text=_trimmed(before, after)) for before, after in trimmed[:3]]
    buttons = [Button(action="diary.edit", label="Edit", value=str(first.id))] if len(entries) == 1 else []
    if change is not None:
        buttons.append(Button(action="undo", label="Undo", value=str(change)))
    if Flag.GUESS in flags:
        buttons.append(Button(action="diary.not_time", label="Not a time", value=str(first.id)))
    if Flag.WEAK_WHY in flags:
        buttons.append(Button(action="diary.not_why", label="Not the why", value=str(first.id)))
    if len(entries) == 1 and not first.why and first.kind is not Kind.BREAK:
        sections.append(Section(text=("And why? Just reply." if change else "Why? Just reply.",)))
        buttons += await _recent_whys(turn, first, MAX_BUTTONS - len(buttons))
        await turn.tx.awaited.expect(turn.who, Waiting.WHY, first.id, turn.at + WHY_AWAITED_FOR)
    else:
        await turn.tx.awaited.forget(turn.who)
    return Message(
        text=text,
        sections=tuple(sections),
        buttons=tuple(buttons),
        menu=_kind_menu(first) if len(entries) == 1 and first.kind is None else None,
        footer=hint,
        silent=True,
    )


async def _selling_today(turn: Turn, entry: Entry) -> str:
    if entry.kind is not Kind.SELLING:
        return ""
    zone = turn.person.plan.tz
    day = day_span(entry.span.start.astimezone(zone).date(), zone)
    selling = time_by_kind(await turn.tx.diary.between(turn.who, day)).get(Kind.SELLING, timedelta())
    today = "today" if turn.at.astimezone(zone).date() == entry.span.start.astimezone(zone).date() else "that day"
    return f"{number_words(round(selling / SLOT), 'selling slot', 'selling slots')} {today}"


def gave_way(existing: Sequence[Entry], laid: Laid) -> list[tuple[Entry, Entry | None]]:
    """Return what a new entry trimmed or replaced, before and after."""
    before = {one.id: one for one in existing}
    return [(before[one.id], one) for one in laid.changed] + [(one, None) for one in laid.removed]


def _trimmed(before: Entry, after: Entry | None) -> Rich:
    was: Rich = (*span_words(before.span), " ", Lit(shorten(before.what, _LABEL)))
    return (*was, " → ", *span_words(after.span)) if after else (*was, " is replaced.")


async def _recent_whys(turn: Turn, entry: Entry, limit: int) -> list[Button]:
    whys = await turn.tx.diary.whys(turn.who, min(limit, 3))
    return [
        Button(action="diary.why", label=shorten(why, MAX_BUTTON), value=f"{entry.id}.{number}")
        for number, why in enumerate(whys)
    ]


def _kind_menu(entry: Entry) -> Menu:
    return Menu(
        action="diary.kind",
        placeholder="Is it income-generating? Pick its kind",
        value=str(entry.id),
        options=tuple(Option(label=words, value=kind.value) for kind, words in KIND_CHOICES.items()),
    )
