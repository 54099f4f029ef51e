"""The diary: entries noted, with the echo that says what was understood, and the form to write one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.diary import Entry, Kind, Laid, Prompt, PromptState, activity_of, label_for, lay, time_by_kind
from bot.domain.manners import GAP_REACHES_BACK, WHY_AWAITED_FOR
from bot.domain.slots import DAY, SLOT, Span, at_local, day_span, floor_slot, read_clock
from bot.feature import Feature, Turn, row_id
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit, Text, Toast
from bot.grammar.reply import Context, Entries, Flag, Said
from bot.grammar.understand import understand
from bot.ports import Waiting
from bot.ui import (
    MAX_BUTTON,
    MAX_BUTTONS,
    MAX_INPUT_TEXT,
    Button,
    Form,
    Input,
    InputKind,
    Lit,
    Menu,
    Message,
    Option,
    Rich,
    Section,
    shorten,
)
from bot.wording import KIND_CHOICES, KINDS, activity_words, entry_words, joined, number_words, span_words

FILL = "diary.fill"
SHOWN_VERDICTS = (Kind.SELLING, Kind.PAID)
_LATE_EVENING, _EARLY_MORNING = time(18), time(6)
_LABEL = 60
_FARTHEST = 400 * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry about to be noted: what was said, for which stretch, and its kind where that is known already."""

    said: Said
    span: Span
    kind: Kind | None = None


# --- noting -----------------------------------------------------------------------------------------------------------


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


# --- the echo ---------------------------------------------------------------------------------------------------------


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


# --- writing one in a form --------------------------------------------------------------------------------------------


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


def slot_context(start: datetime) -> str:
    """Name a stretch in a button or a form by its start."""
    return f"s{int(start.timestamp()) // 60}"


def slot_from(context: str, turn: Turn) -> datetime | None:
    """Return the start that `slot_context` named; None for anything else, which may come from anybody."""
    minute = row_id(context.removeprefix("s"))
    if minute is None or abs(minute - int(turn.now.timestamp()) // 60) > _FARTHEST / timedelta(minutes=1):
        return None
    return datetime.fromtimestamp(minute * 60, tz=UTC)


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


async def entry_named(turn: Turn, context: str) -> Entry | None:
    """Return the entry that a context or a button's value names, if it is the person's."""
    entry_id = row_id(context.removeprefix("e"))
    return await turn.tx.diary.get(turn.who, entry_id) if entry_id else None


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


def fill_value(span: Span) -> str:
    """Name a stretch in the value of a *Fill in* button."""
    return f"{slot_context(span.start)}.{slot_context(span.end)}"


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
