"""The half-hourly question, and the answers to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.diary import Entry, Kind, Prompt, PromptState, filled_by
from bot.domain.manners import PROMPT_LATE_AFTER, QUIET_FOR
from bot.domain.people import Person
from bot.domain.slots import DAY, Span, at_local, floor_slot, read_clock
from bot.feature import Feature, Moment, Occasion, Turn
from bot.features.corrections import correct
from bot.features.diary import entry_form
from bot.features.noting import Item, gap, note, prompt_meant, slot_context, slot_from, span_of
from bot.features.pause import quiet, tomorrow
from bot.features.question import PAIRS_SINCE, ask, closed, fold_open, pair_id
from bot.gestures import Effects, Errors, Open, Pick, Press, Replace, Reply, Submit, Text, Toast
from bot.grammar.reply import Entries, Flag, Nothing, Said, Same, Skip
from bot.ui import Button, Form, Input, InputKind, Message, Rich, Section
from bot.wording import activity_words, span_words

KIND = "checkin"
BREAK = Said(what="break", is_break=True)


# --- the moment -------------------------------------------------------------------------------------------------------


def next_due(person: Person, after: datetime) -> datetime | None:
    """Return when the next prompt is due: every slot of the working day, or every second at an hourly cadence."""
    return person.plan.window.next_prompt(after, person.plan.cadence)


def slot_of(_: Person, due_at: datetime) -> str:
    """Name the prompt by its UTC instant: one slot, one prompt, whatever happens to the zone."""
    return due_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


async def unwanted(occasion: Occasion) -> str:
    """Return why the question about a stretch is not to be asked, if there is a reason."""
    person, start = occasion.person, occasion.due_at
    plan = person.plan
    if start not in plan.window:
        return "outside working hours"
    local = start.astimezone(plan.tz)
    if local.date() == occasion.now.astimezone(plan.tz).date() and at_local(local.date(), plan.block, plan.tz) == start:
        return "the nudge asks"
    prompt = await occasion.tx.diary.prompt(person.who, start)
    if prompt is not None and (prompt.state is not PromptState.OPEN or prompt.key != occasion.key):
        return "asked before"
    span = plan.window.prompted(start, plan.cadence)
    if filled_by(span, await occasion.tx.diary.between(person.who, span)):
        return "filled already"
    return ""


async def tidy(occasion: Occasion) -> Effects:
    """Fold the prompt that is still open, before the next is asked."""
    return await fold_open(occasion.tx, occasion.person, but=occasion.key)


async def screen(occasion: Occasion) -> Message:
    """Ask about the slot that begins, and note that the question is open."""
    plan = occasion.person.plan
    return await ask(
        occasion.tx, occasion.person, plan.window.prompted(occasion.due_at, plan.cadence), occasion.now, occasion.key
    )


# --- answers ----------------------------------------------------------------------------------------------------------


async def said(turn: Turn, meaning: Entries, text: Text) -> Effects:
    """Note what was written, or ask the one thing that has to be known first."""
    if Flag.FIX in meaning.flags:
        return await correct(turn, meaning, text)
    if Flag.ASK_TIME in meaning.flags or (Flag.FUTURE in meaning.flags and not _under_way(turn, meaning)):
        return await _ask_when(turn, meaning)
    items = [Item(said=one, span=await span_of(turn, one, text)) for one in meaning.entries]
    hint: Rich = ('To run it as a command, begin with "!".',) if meaning.command else ()
    effects = await note(turn, items, text=text, flags=meaning.flags, hint=hint)
    if meaning.plain is not None:
        latest = await turn.tx.diary.latest(turn.who)
        plain = {"what": meaning.plain.what, "why": meaning.plain.why or ""}
        await turn.tx.drafts.keep(turn.who, "plain", str(latest.id if latest else 0), plain, turn.now)
    return effects


def _under_way(turn: Turn, meaning: Entries) -> bool:
    """Tell whether what was said has begun: then it is noted to its end, and no question comes before."""
    return all(one.start is not None and one.start <= turn.at for one in meaning.entries)


async def _ask_when(turn: Turn, meaning: Entries) -> Effects:
    """Keep what was said and ask when it was: the times lie ahead, or there are none."""
    one = meaning.entries[0]
    zone = turn.person.plan.tz
    start, end = (f"{at.astimezone(zone):%H:%M}" if at else "" for at in (one.start, one.end))
    values = {"what": one.what, "why": one.why or "", "start": start, "end": end}
    await turn.tx.drafts.keep(turn.who, "checkin.when", "", values, turn.now)
    buttons = [Button(action="checkin.when", label="Fix the time…", value="today", opens_form=True)]
    if one.start and one.end and Flag.FUTURE in meaning.flags:
        buttons.insert(0, Button(action="checkin.when", label="It was yesterday", value="yesterday"))
        text: Rich = (*span_words(Span(one.start, one.end)), " is still to come, so I have not noted it.")
    else:
        text = ("From when to when? I have not noted it yet.",)
    return (
        Reply(
            Message(
                text=text, sections=(Section(text=activity_words(one.what, one.why or "")),), buttons=tuple(buttons)
            )
        ),
    )


async def settle_when(turn: Turn, press: Press) -> Effects:
    """Note what was kept until its time was known: yesterday, or as a form says."""
    kept = await turn.tx.drafts.kept(turn.who, "checkin.when", "")
    if kept is None:
        return (Toast("That is noted already, or too long ago."),)
    start, end = (read_clock(kept[key]) if kept[key] else None for key in ("start", "end"))
    zone = turn.person.plan.tz
    day = turn.now.astimezone(zone).date()
    if press.value == "yesterday" and start and end and start < end:
        await turn.tx.drafts.drop(turn.who, "checkin.when", "")
        span = Span(at_local(day - DAY, start, zone), at_local(day - DAY, end, zone))
        return await note(turn, [Item(said=Said(what=kept["what"], why=kept["why"] or None), span=span)])
    form = entry_form(turn, context=slot_context(floor_slot(turn.now, zone)), span=None)
    inputs = tuple(replace(one, value=kept.get(one.key, one.value)) for one in form.inputs)
    return (Open(replace(form, inputs=inputs)),)


async def same(turn: Turn, _: Same, text: Text) -> Effects:
    """Note the last what and why again."""
    last = await turn.tx.diary.latest(turn.who)
    if last is None:
        return (Reply(Message(text=("There is nothing to repeat yet. What are you doing, and why?",))),)
    prompt = await prompt_meant(turn, text)
    return await _again(turn, last, prompt.span if prompt else await gap(turn), text)


async def _again(turn: Turn, last: Entry, span: Span, text: Text | None = None) -> Effects:
    repeated = Said(what=last.what, why=last.why or None, is_break=last.kind is Kind.BREAK)
    return await note(turn, [Item(said=repeated, span=span, kind=last.kind)], text=text)


async def _pressed(turn: Turn, value: str) -> Prompt | None:
    """Return the prompt a button belongs to, if it is the person's."""
    start = slot_from(value.partition(".")[0], turn)
    return await turn.tx.diary.prompt(turn.who, start) if start else None


async def _answerable(turn: Turn, value: str) -> Prompt | Effects:
    """Return the prompt a button belongs to, or what to say to a tap on a question that is gone or answered."""
    prompt = await _pressed(turn, value)
    if prompt is None:
        return (Toast("That question is gone."),)
    if prompt.state is PromptState.ANSWERED:
        return (Toast("That is answered already. Edit or Undo changes it."),)
    return prompt


async def tap_same(turn: Turn, press: Press) -> Effects:
    """Answer a prompt with the last what and why."""
    prompt = await _answerable(turn, press.value)
    if not isinstance(prompt, Prompt):
        return prompt
    last = await turn.tx.diary.latest(turn.who)
    return await _again(turn, last, prompt.span) if last else (Toast("There is nothing to repeat yet."),)


async def tap_pair(turn: Turn, press: Press) -> Effects:
    """Answer a prompt with one of the frequent pairs."""
    prompt = await _answerable(turn, press.value)
    if not isinstance(prompt, Prompt):
        return prompt
    wanted = press.value.partition(".")[2]
    pairs = await turn.tx.diary.pairs(turn.who, turn.now - 2 * PAIRS_SINCE)
    pair = next((pair for pair in pairs if pair_id(pair) == wanted), None)
    if pair is None:
        return (Toast("That answer is no longer offered."),)
    return await note(turn, [Item(said=Said(what=pair.what, why=pair.why or None), span=prompt.span)])


async def tap_break(turn: Turn, press: Press) -> Effects:
    """Answer a prompt with a break."""
    prompt = await _answerable(turn, press.value)
    return await note(turn, [Item(said=BREAK, span=prompt.span)]) if isinstance(prompt, Prompt) else prompt


async def write(turn: Turn, press: Press) -> Effects:
    """Open the form for a prompt's stretch."""
    prompt = await _pressed(turn, press.value)
    if prompt is None:
        return (Toast("That question is gone."),)
    return (Open(entry_form(turn, context=slot_context(prompt.span.start), span=prompt.span)),)


async def skip(turn: Turn, _: Skip, text: Text) -> Effects:
    """Leave the open prompt unanswered, on purpose."""
    prompt = await prompt_meant(turn, text)
    if prompt is None or prompt.state is not PromptState.OPEN:
        return (Reply(Message(text=("Nothing is open, so there is nothing to skip.",), silent=True)),)
    return await _skip(turn, prompt)


async def _skip(turn: Turn, prompt: Prompt) -> Effects:
    await turn.tx.diary.put_prompt(turn.who, replace(prompt, state=PromptState.SKIPPED))
    return (Replace(prompt.key, await closed(turn.tx, turn.person, prompt, "skipped")),)


async def more(turn: Turn, pick: Pick) -> Effects:
    """Do what the menu under the question offers."""
    prompt = await _answerable(turn, pick.value)
    if not isinstance(prompt, Prompt):
        return prompt
    match pick.chosen:
        case ("skip",):
            return await _skip(turn, prompt)
        case ("hour",):
            return (*await _skip(turn, prompt), Reply(await quiet(turn, turn.at + QUIET_FOR)))
        case ("tomorrow",):
            return (*await _skip(turn, prompt), Reply(await quiet(turn, tomorrow(turn))))
        case ("meeting",):
            return (Open(_meeting_form(prompt)),)
        case _:
            return (Toast("That is no longer offered."),)


def _meeting_form(prompt: Prompt) -> Form:
    return Form(
        id="checkin.meeting",
        title="In a meeting",
        context=slot_context(prompt.span.start),
        inputs=(
            Input(
                key="until", label="Until", kind=InputKind.TIME, required=True, hint="No question comes before then."
            ),
            Input(key="what", label="What", value="meeting", required=True),
            Input(key="why", label="Why: the result you hope for"),
        ),
    )


async def meeting(turn: Turn, submit: Submit) -> Effects:
    """Note a meeting up to its end; no question comes inside it."""
    prompt, until = await _pressed(turn, submit.context), read_clock(submit.values.get("until", ""))
    if prompt is None:
        return (Toast("That question is gone."),)
    zone = turn.person.plan.tz
    end = at_local(prompt.span.start.astimezone(zone).date(), until, zone) if until else None
    if end is None or end <= prompt.span.start:
        return (Errors({"until": "A time later today, like 15:30."}),)
    what = submit.values.get("what", "").strip() or "meeting"
    said_now = Said(what=what, why=submit.values.get("why", "").strip() or None)
    return await note(turn, [Item(said=said_now, span=Span(prompt.span.start, end))])


async def nothing(_: Turn, __: Nothing, ___: Text) -> Effects:
    """Answer an empty message."""
    return (Reply(Message(text=("That came through empty. What are you doing, and why?",), silent=True)),)


FEATURE = Feature(
    name=KIND,
    presses={
        "checkin.same": tap_same,
        "checkin.pair": tap_pair,
        "checkin.break": tap_break,
        "checkin.write": write,
        "checkin.when": settle_when,
    },
    picks={"checkin.more": more},
    forms={"checkin.meeting": meeting},
    replies={Entries: said, Same: same, Skip: skip, Nothing: nothing},
    moments=(
        Moment(
            kind=KIND,
            late_after=PROMPT_LATE_AFTER,
            next_due=next_due,
            slot=slot_of,
            unwanted=unwanted,
            before=tidy,
            screen=screen,
        ),
    ),
)
