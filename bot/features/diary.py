"""The diary: an entry written as a command or in a form, and a stretch filled in afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.diary import Entry, Kind
from bot.domain.slots import DAY, SLOT, Span, at_local, day_span, floor_slot, read_clock
from bot.feature import Feature, Turn
from bot.features.named import FILL, entry_named, fill_span, slot_context, slot_from
from bot.features.noting import Item, Origin, note, rewrite
from bot.features.placing import span_of, span_said
from bot.features.talks import recognised
from bot.gestures import Effects, Errors, Open, Press, Submit, Text, Toast
from bot.grammar.clean import clean, on_one_line
from bot.grammar.reply import Context, Entries, Flag, Said
from bot.grammar.understand import understand
from bot.ui import Form, Input, InputKind, Option, Rich, Section, fitting, unless_cut
from bot.wording import KIND_CHOICES

WHEN = "checkin.when"
GONE = "That entry was undone or replaced. Copy your words into a new one, or leave it."
LOG = "log"
TOO_LONG_AGO = Toast("That stretch is too long ago to fill in here.")
_NOTHING_SAID = Said(what="")
_LATE_EVENING, _EARLY_MORNING = time(18), time(6)


def entry_form(turn: Turn, *, context: str, span: Span | None, entry: Entry | Said | None = None) -> Form:
    """Return the form What, Why, From, To, Kind; `context` names the slot or the entry it is about."""
    kind = entry.kind if isinstance(entry, Entry) and not entry.guessed else None
    start, end = _clocks(span, turn)
    kinds = tuple(Option(label=words, value=kind.value) for kind, words in KIND_CHOICES.items())
    return Form(
        id="diary.entry",
        title="What, and why?",
        context=context,
        inputs=(
            Input(
                key="what",
                label="What",
                required=True,
                value=fitting(entry.what) if entry else "",
                placeholder="calling leads",
            ),
            Input(
                key="why",
                label="Why: the result you hope for",
                value=fitting(entry.why or "") if entry else "",
                placeholder="to book 3 demos",
            ),
            Input(key="start", label="From", kind=InputKind.TIME, required=True, value=start),
            Input(key="end", label="To", kind=InputKind.TIME, required=True, value=end),
            Input(key="kind", label="Kind", kind=InputKind.CHOICE, options=kinds, value=kind.value if kind else ""),
        ),
    )


def _clocks(span: Span | None, turn: Turn) -> tuple[str, str]:
    """Return the two times of a stretch as a form shows them."""
    if span is None:
        return "", ""
    start, end = (f"{moment.astimezone(turn.person.plan.tz):%H:%M}" for moment in (span.start, span.end))
    return start, end


def slot_form(turn: Turn, span: Span, said: Said | None = None, *, times: bool = True, key: str = "") -> Form:
    """Return the form for a stretch, or for a time to be said on its day; sent in twice, it is noted once.

    `key` is that of the message that what was `said` is kept for until its time is known.
    """
    context = f"{slot_context(span.start)}.{key or turn.key}"
    return entry_form(turn, context=context, span=span if times else None, entry=said)


def read_span(start_text: str, end_text: str, day: date, turn: Turn) -> Span | Errors:
    """Read the two times of a form on a local day; an end at night before the start is the next day's."""
    start, end = read_clock(start_text), read_clock(end_text)
    wrong = {key: "A time like 14:30." for key, at in (("start", start), ("end", end)) if at is None}
    if start is None or end is None:
        return Errors(wrong)
    zone = turn.person.plan.tz
    over = end <= start and (end == time() or (start >= _LATE_EVENING and end <= _EARLY_MORNING))
    first, last = at_local(day, start, zone), at_local(day + DAY if over else day, end, zone)
    if last <= first:
        return Errors({"end": f"It ends before it begins at {start:%H:%M}."})
    return Span(first, last)


async def save_form(turn: Turn, submit: Submit) -> Effects:
    """Note what a form says: a new entry, or the changed one that its context names."""
    place, _, opened = submit.context.partition(".")
    entry = await entry_named(turn, place) if place.startswith("e") else await noted_by(turn, opened)
    if place.startswith("e") and entry is None:
        return (Errors({"what": GONE}),)
    start = entry.span.start if entry else slot_from(place, turn) or turn.at
    span = _span(turn, submit, entry, start.astimezone(turn.person.plan.tz).date())
    what, why = (on_one_line(clean(submit.values.get(key, ""))) for key in ("what", "why"))
    if not what or isinstance(span, Errors):
        wrong = span.by_key if isinstance(span, Errors) else {}
        return (Errors(wrong if what else {"what": "What did you do?", **wrong}),)
    kind = Kind(submit.values["kind"]) if submit.values.get("kind") in set(Kind) else None
    said = Said(what=what, why=why or None, is_break=kind is Kind.BREAK)
    if entry is not None:
        said = replace(said, what=unless_cut(what, entry.what), why=unless_cut(why, entry.why))
        return await rewrite(turn, entry, said, span=span, kind=kind)
    await turn.tx.drafts.drop(turn.who, WHEN, opened)
    origin = Origin(source=form_source(opened), key=opened)
    return await note(turn, [Item(said=said, span=span, kind=kind, teaches=True)], origin=origin)


def _span(turn: Turn, submit: Submit, entry: Entry | None, day: date) -> Span | Errors:
    """Read when it was; an entry whose times were left as they stood keeps them exactly."""
    start, end = (submit.values.get(key, "").strip() for key in ("start", "end"))
    if entry is not None and (start, end) == _clocks(entry.span, turn):
        return entry.span
    span = read_span(start, end, day, turn)
    to_come = floor_slot(turn.now, turn.person.plan.tz) + SLOT
    if isinstance(span, Span) and span.start >= to_come and (entry is None or entry.span.start < to_come):
        return Errors({"start": "That is still to come."})
    return span


async def noted_by(turn: Turn, opened: str) -> Entry | None:
    """Return what the same form noted when it was sent in before."""
    return next(iter(await turn.tx.diary.from_source(turn.who, form_source(opened))), None) if opened else None


def form_source(opened: str) -> str:
    """Name what a form noted, by the gesture that opened it."""
    return f"form {opened}"


async def open_form(turn: Turn, press: Press) -> Effects:
    """Open the form for an entry to edit."""
    entry = await entry_named(turn, press.value)
    if entry is None:
        return (Toast("That entry is no longer there."),)
    return (Open(entry_form(turn, context=f"e{entry.id}", span=entry.span, entry=entry)),)


async def log(turn: Turn, call: Call) -> Effects:
    """Note an entry typed as a command; without words, or where its time is not clear, open the form."""
    words = call.get("entry")
    meaning = understand(words, Context(now=turn.at, tz=turn.person.plan.tz, lunch=turn.person.plan.lunch))
    if not isinstance(meaning, Entries) or Flag.FIX in meaning.flags:
        return (Open(slot_form(turn, await span_of(turn, _NOTHING_SAID, None), Said(what=words))),)
    if not meaning.flags & {Flag.FUTURE, Flag.ASK_TIME}:
        return await note_said(turn, meaning)
    said = meaning.entries[0]
    return (Open(slot_form(turn, span_said(said) or day_said(said, turn), said, times=said.start is not None)),)


async def open_log(turn: Turn, _: Press) -> Effects:
    """Open the form for an entry of now."""
    return (Open(slot_form(turn, await span_of(turn, _NOTHING_SAID, None))),)


async def note_said(turn: Turn, meaning: Entries, text: Text | None = None, hint: Rich = ()) -> Effects:
    """Note what was understood of free text."""
    items = [Item(said=one, span=await span_of(turn, one, text)) for one in meaning.entries]
    aside: tuple[Section, ...] = ()
    if len(items) == 1:
        items[0], aside = await recognised(turn, items[0])
    origin = Origin(text=text)
    return await note(turn, items, origin=origin, flags=meaning.flags, unguessed=meaning.plain, hint=hint, aside=aside)


def day_said(said: Said, turn: Turn) -> Span:
    """Return the day of something whose time still has to be asked for: the one that was named, or today."""
    zone = turn.person.plan.tz
    return day_span(said.day or turn.at.astimezone(zone).date(), zone)


async def fill(turn: Turn, press: Press) -> Effects:
    """Open the form for a stretch that is still open."""
    span = fill_span(press.value, turn)
    return (Open(slot_form(turn, span)),) if span else (TOO_LONG_AGO,)


FEATURE = Feature(
    name="diary",
    commands=(
        (
            Spec(
                path="log",
                summary="Note what you did, and why",
                arguments=(Argument(name="entry", kind=ArgumentKind.REST, summary="10-11:30 invoices - taxes"),),
                examples=("log calling leads - to book 3 demos", "log 10-11:30 invoices because taxes"),
            ),
            log,
        ),
    ),
    presses={LOG: open_log, "diary.edit": open_form, FILL: fill},
    forms={"diary.entry": save_form},
)
