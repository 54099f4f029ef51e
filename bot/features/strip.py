"""A day of the diary as a strip of slots: what is noted, what came of the questions, and where the time went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.diary import Entry, Kind, Prompt, PromptState, coverage, filled_by
from bot.domain.slots import DAY, Span, in_reach
from bot.domain.whys import WhyTime
from bot.feature import Turn
from bot.features.named import fill_value
from bot.plain import plain
from bot.ui import MAX_BODY, MAX_OPTION, Button, Menu, Message, Option, Rich, RichSpan, Section, room, shorten
from bot.wording import KINDS, day_words, length_words, noted_words, number_words, span_words, whys_words

TURN, EDIT, FILL_IN = "today.turn", "today.edit", "today.fill"
_WORDS = (60, 40, 20)  # how much of a what and a why is shown, the most that fits
_ROOM = MAX_BODY - 600  # the rest is for the sentence above and the sums below
_GAPS = 3
_ROWS = 24
_OPEN, _SKIPPED, _UNANSWERED = "open", "skipped", "unanswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day so far: its working slots that have begun, its entries, and how long each kind and each why took."""

    date: date
    is_over: bool
    slots: tuple[Span, ...]
    entries: tuple[Entry, ...]
    prompts: tuple[Prompt, ...]
    time: Mapping[Kind | None, timedelta]
    whys: tuple[WhyTime, ...]

    @property
    def covered(self) -> str:
        """Say how many of the slots are accounted for: `5 of 6 slots so far`."""
        so_far = "" if self.is_over else " so far"
        if not self.slots:
            return f"no working hours{so_far}"
        covered = coverage(self.slots, self.entries)
        return f"{covered.filled} of {number_words(covered.slots, 'slot', 'slots')}{so_far}"


# --- its rows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the strip: an entry, or a stretch that nothing is said of, and what became of its question."""

    span: Span
    entry: Entry | None = None
    gap: str = _OPEN


def rows_of(day: Day, now: datetime) -> tuple[Row, ...]:
    """Return the entries in order with the working slots between them that none accounts for, joined into stretches."""
    rows = [Row(span=entry.span, entry=entry) for entry in day.entries]
    gaps: list[Row] = []
    for slot in day.slots:
        if filled_by(slot, day.entries):
            continue
        gap = _came_of(slot, day.prompts, now)
        if gaps and gaps[-1].span.end == slot.start and gaps[-1].gap == gap:
            gaps[-1] = replace(gaps[-1], span=Span(gaps[-1].span.start, slot.end))
        else:
            gaps.append(Row(span=slot, gap=gap))
    return tuple(sorted((*rows, *gaps), key=lambda row: row.span))


def _came_of(slot: Span, prompts: Sequence[Prompt], now: datetime) -> str:
    """Say what came of the question about a slot that nothing is said of; one that nobody asked about is open."""
    asked = next((prompt for prompt in prompts if prompt.span.overlap(slot)), None)
    if asked is None or (asked.state is PromptState.OPEN and now < asked.span.end):
        return _OPEN
    return _SKIPPED if asked.state is PromptState.SKIPPED else _UNANSWERED


def _gaps(rows: Sequence[Row]) -> list[Span]:
    """Return the stretches that can be filled in, whatever came of their questions; the newest of them."""
    gaps: list[Span] = []
    for row in rows:
        if row.entry is None and gaps and gaps[-1].end == row.span.start:
            gaps[-1] = Span(gaps[-1].start, row.span.end)
        elif row.entry is None:
            gaps.append(row.span)
    return gaps[-_GAPS:]


# --- the screen -------------------------------------------------------------------------------------------------------


def strip_screen(day: Day, turn: Turn) -> Message:
    """Show a day: how much of it is accounted for, each row with what can be done about it, and the sums."""
    today = turn.now.astimezone(turn.person.plan.tz).date()
    rows, name = rows_of(day, turn.now), day_words(day.date, today)
    if not rows:
        nothing = f"Nothing on {name}." if day.is_over else "Nothing yet today. What are you doing, and why?"
        return Message(text=(nothing,), buttons=_beside(day.date, today), silent=True)
    sums = [line for line in (_times(day), whys_words(day.whys)) if line]
    return Message(
        text=(f"{name}: {day.covered}.",),
        sections=(Section(text=_strip(rows)), *(Section(text=line) for line in sums)),
        buttons=(*_fills(rows, turn), *_beside(day.date, today)),
        menu=_menu(rows, turn, day.date),
        silent=True,
    )


def _times(day: Day) -> Rich:
    return (
        (" · ".join(f"{length_words(spent)} {KINDS[kind] if kind else 'without a kind'}" for kind, spent in times),)
        if (times := day.time.items())
        else ()
    )


def _fills(rows: Sequence[Row], turn: Turn) -> tuple[Button, ...]:
    gaps = _gaps(rows)
    return tuple(
        Button(action=FILL_IN, label=f"Fill {_clocks(gap, turn)}", value=fill_value(gap), opens_form=True)
        for gap in gaps
    )


def _clocks(span: Span, turn: Turn) -> str:
    return plain(span_words(span), turn.person.plan.tz, turn.now)


def _beside(day: date, today: date) -> tuple[Button, ...]:
    """Return the buttons to the days around."""
    before, after = day - DAY, day + DAY
    return (
        *((Button(action=TURN, label="Day before", value=before.isoformat()),) if in_reach(before) else ()),
        *((Button(action=TURN, label="Day after", value=after.isoformat()),) if after <= today else ()),
    )


def _menu(rows: Sequence[Row], turn: Turn, day: date) -> Menu | None:
    """Return the list of the entries, to edit one."""
    entries = [row.entry for row in rows[-_ROWS:] if row.entry is not None]
    options = tuple(
        Option(label=shorten(f"{_clocks(entry.span, turn)} {entry.what}", MAX_OPTION), value=str(entry.id))
        for entry in entries
    )
    return Menu(action=EDIT, placeholder="Edit an entry", options=options, value=day.isoformat()) if options else None


def _strip(rows: Sequence[Row]) -> Rich:
    """Say each row on a line, with as much of its words as lets all of them fit."""
    return next(strip for words in _WORDS if room(strip := _lines(rows, words)) <= _ROOM or words == _WORDS[-1])


def _lines(rows: Sequence[Row], words: int) -> Rich:
    lines: list[RichSpan] = []
    left_out = len(rows) - _ROWS
    if left_out > 0:
        lines += [f"… {left_out} earlier\n"]
    for row in rows[-_ROWS:]:
        said: Rich = noted_words(row.entry, words) if row.entry else (row.gap,)
        lines += [*span_words(row.span), " ", *said, "\n"]
    return tuple(lines[:-1])
