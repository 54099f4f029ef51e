"""The diary: an entry written as a command or in a form, and a stretch filled in afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.diary import Entry, Kind, activity_of
from bot.domain.slots import DAY, SLOT, Span, at_local, floor_slot, read_clock
from bot.feature import Feature, Turn
from bot.features.noting import FILL, Item, entry_named, gap, note, rewrite, slot_context, slot_from, span_of
from bot.gestures import Effects, Errors, Open, Press, Submit, Toast
from bot.grammar.reply import Context, Entries, Flag, Said
from bot.grammar.understand import understand
from bot.ui import MAX_INPUT_TEXT, Form, Input, InputKind, Option
from bot.wording import KIND_CHOICES

_LATE_EVENING, _EARLY_MORNING = time(18), time(6)


def entry_form(turn: Turn, *, context: str, span: Span | None, entry: Entry | None = None) -> Form:
    """Return the form What, Why, From, To, Kind; `context` names the slot or the entry it is about."""
    zone = turn.person.plan.tz
    ends = [f"{moment.astimezone(zone):%H:%M}" for moment in (span.start, span.end)] if span else ["", ""]
    what, why = (entry.what, entry.why) if entry else ("", "")
    kinds = tuple(Option(label=words, value=kind.value) for kind, words in KIND_CHOICES.items())
    return Form(
        id="diary.entry",
        title="What, and why?",
        context=context,
        inputs=(
            Input(key="what", label="What", required=True, value=what[:MAX_INPUT_TEXT], placeholder="calling leads"),
            Input(
                key="why",
                label="Why: the result you hope for",
                value=why[:MAX_INPUT_TEXT],
                placeholder="to book 3 demos",
            ),
            Input(key="start", label="From", kind=InputKind.TIME, required=True, value=ends[0]),
            Input(key="end", label="To", kind=InputKind.TIME, required=True, value=ends[1]),
            Input(
                key="kind",
                label="Kind",
                kind=InputKind.CHOICE,
                options=kinds,
                value=entry.kind.value if entry and entry.kind else "",
            ),
        ),
    )


def read_span(values: Submit, day: date, turn: Turn) -> Span | Errors:
    """Read the two times of a form on a local day; an end at night before the start is the next day's."""
    start, end = (read_clock(values.values.get(key, "")) for key in ("start", "end"))
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
    what, why = submit.values.get("what", "").strip(), submit.values.get("why", "").strip()
    entry = await entry_named(turn, submit.context)
    if submit.context.startswith("e") and entry is None:
        return (Toast("That entry is no longer there. What you typed is kept: open the form again."),)
    start = entry.span.start if entry else slot_from(submit.context, turn) or turn.at
    span = read_span(submit, start.astimezone(turn.person.plan.tz).date(), turn)
    if not what:
        return (Errors({"what": "What did you do?", **(span.by_key if isinstance(span, Errors) else {})}),)
    if isinstance(span, Errors):
        return (span,)
    if span.start > turn.now and entry is None and span.start >= floor_slot(turn.now, turn.person.plan.tz) + SLOT:
        return (Errors({"start": "That is still to come."}),)
    kind = Kind(submit.values["kind"]) if submit.values.get("kind") in set(Kind) else None
    if kind is not None:
        await turn.tx.diary.learn(turn.who, activity_of(what), kind)
    said = Said(what=what, why=why or None, is_break=kind is Kind.BREAK)
    if entry is None:
        return await note(turn, [Item(said=said, span=span, kind=kind)])
    return await rewrite(turn, entry, said, span=span, kind=kind)


async def open_form(turn: Turn, press: Press) -> Effects:
    """Open the form for a slot, or for an entry to edit."""
    entry = await entry_named(turn, press.value)
    if entry is None:
        return (Toast("That entry is no longer there."),)
    return (Open(entry_form(turn, context=f"e{entry.id}", span=entry.span, entry=entry)),)


async def log(turn: Turn, call: Call) -> Effects:
    """Note an entry typed as a command; without words, open the form."""
    words = call.get("entry")
    if not words:
        span = await gap(turn)
        return (Open(entry_form(turn, context=slot_context(span.start), span=span)),)
    context = Context(now=turn.at, tz=turn.person.plan.tz)
    meaning = understand(words, context)
    if isinstance(meaning, Entries) and not meaning.flags & {Flag.FUTURE, Flag.FIX, Flag.ASK_TIME}:
        items = [Item(said=said, span=await span_of(turn, said, None)) for said in meaning.entries]
        return await note(turn, items, flags=meaning.flags)
    span = await gap(turn)
    form = entry_form(turn, context=slot_context(span.start), span=span)
    what = replace(form.inputs[0], value=words[:MAX_INPUT_TEXT])
    return (Open(replace(form, inputs=(what, *form.inputs[1:]))),)


async def fill(turn: Turn, press: Press) -> Effects:
    """Open the form for a stretch that is still open."""
    start_text, _, end_text = press.value.partition(".")
    start, end = slot_from(start_text, turn), slot_from(end_text, turn)
    if start is None or end is None or not start < end <= start + DAY:
        return (Toast("That stretch is too long ago to fill in here."),)
    return (Open(entry_form(turn, context=slot_context(start), span=Span(start, end))),)


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
    presses={"diary.edit": open_form, FILL: fill},
    forms={"diary.entry": save_form},
)
