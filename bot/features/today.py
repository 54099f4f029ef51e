"""Today at a glance: the day's slots, what is open, and where the time went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.commands import Call, Spec
from bot.domain.diary import Entry, Kind, Label, coverage, filled_by, time_by_kind, within
from bot.domain.slots import Span, day_span
from bot.domain.week import slots_so_far
from bot.feature import Feature, Turn
from bot.features.named import FILL, fill_value
from bot.gestures import Effects, Press, Reply
from bot.ui import MAX_BODY, Button, Lit, Message, Rich, RichSpan, Section, When, WhenStyle, room, shorten
from bot.wording import KINDS, length_words, number_words, span_words

TODAY = "today.show"
_WORDS = (60, 40, 20)  # how much of a what and a why is shown, the most that fits
_ROOM = MAX_BODY - 300  # the rest is for the sentence above and the sums below
_GAPS = 3
_ROWS = 24
_LABELS = {Label.LIVE: "", Label.SAME_DAY: " (later that day)", Label.RECONSTRUCTED: " (from memory)"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day so far: its working slots that have begun, its entries, and how long each kind took."""

    slots: tuple[Span, ...]
    entries: tuple[Entry, ...]
    time: Mapping[Kind | None, timedelta]

    @property
    def covered(self) -> str:
        """Say how many of the slots are accounted for: `5 of 6 slots so far`."""
        if not self.slots:
            return "no working hours so far"
        covered = coverage(self.slots, self.entries)
        return f"{covered.filled} of {number_words(covered.slots, 'slot', 'slots')} so far"


async def day_so_far(turn: Turn) -> Day:
    """Read the person's day."""
    plan = turn.person.plan
    day = day_span(turn.now.astimezone(plan.tz).date(), plan.tz)
    entries = await turn.tx.diary.between(turn.who, day)
    return Day(
        slots=slots_so_far(plan.window, day, turn.person.started_at, turn.now),
        entries=entries,
        time=time_by_kind(within(day, entries)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the strip: an entry, or a stretch that nothing is said of."""

    span: Span
    entry: Entry | None = None


def rows_of(slots: Sequence[Span], entries: Sequence[Entry]) -> tuple[Row, ...]:
    """Return the entries in order with the working slots between them that none accounts for, joined into stretches."""
    rows = [Row(span=entry.span, entry=entry) for entry in entries]
    gaps: list[Span] = []
    for slot in slots:
        if filled_by(slot, entries):
            continue
        if gaps and gaps[-1].end == slot.start:
            gaps[-1] = Span(gaps[-1].start, slot.end)
        else:
            gaps.append(slot)
    return tuple(sorted((*rows, *(Row(span=gap) for gap in gaps)), key=lambda row: row.span))


async def today(turn: Turn, _: Call | Press) -> Effects:
    """Show the day so far."""
    day = await day_so_far(turn)
    rows = rows_of(day.slots, day.entries)
    if not rows:
        return (Reply(Message(text=("Nothing yet today. What are you doing, and why?",))),)
    times = " · ".join(
        f"{length_words(spent)} {KINDS[kind] if kind else 'without a kind'}" for kind, spent in day.time.items()
    )
    gaps = [row.span for row in rows if row.entry is None][-_GAPS:]
    zone = turn.person.plan.tz
    return (
        Reply(
            Message(
                text=(When(turn.now, WhenStyle.DATE), f": {day.covered}."),
                sections=(Section(text=_strip(rows)), *((Section(text=(times,)),) if times else ())),
                buttons=tuple(
                    Button(
                        action=FILL,
                        label=f"Fill {gap.start.astimezone(zone):%H:%M}–{gap.end.astimezone(zone):%H:%M}",
                        value=fill_value(gap),
                        opens_form=True,
                    )
                    for gap in gaps
                ),
                silent=True,
            )
        ),
    )


def _strip(rows: Sequence[Row]) -> Rich:
    """Say each row on a line, with as much of its words as lets all of them fit."""
    return next(strip for words in _WORDS if room(strip := _lines(rows, words)) <= _ROOM or words == _WORDS[-1])


def _lines(rows: Sequence[Row], words: int) -> Rich:
    lines: list[RichSpan] = []
    left_out = len(rows) - _ROWS
    if left_out > 0:
        lines += [f"… {left_out} earlier\n"]
    for row in rows[-_ROWS:]:
        lines += [*span_words(row.span), " ", *_row(row, words), "\n"]
    return tuple(lines[:-1])


def _row(row: Row, words: int) -> Rich:
    if row.entry is None:
        return ("open",)
    entry = row.entry
    why: Rich = (" — ", Lit(shorten(entry.why, words))) if entry.why else ()
    kind = f" · {KINDS[entry.kind]}" if entry.kind and entry.kind is not Kind.BREAK else ""
    return (Lit(shorten(entry.what, words)), *why, f"{kind}{_LABELS[entry.label]}")


FEATURE = Feature(
    name="today",
    commands=((Spec(path="today", summary="The day so far, slot by slot"), today),),
    presses={TODAY: today},
)
