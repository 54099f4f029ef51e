"""The half-hourly question, and the answers to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.answers import OFFERED_FROM
from bot.domain.diary import Entry, Kind, Prompt, PromptState, filled_by
from bot.domain.manners import PROMPT_LATE_AFTER, QUIET_FOR, Manner, manner
from bot.domain.people import Person
from bot.domain.slots import DAY, INSTANT, SLOT, Span, at_local
from bot.feature import Feature, Moment, Occasion, Turn
from bot.features import outreach
from bot.features.away import away, note_missed
from bot.features.corrections import correct
from bot.features.diary import WHEN, day_said, form_source, note_said, noted_by, read_span, slot_form
from bot.features.faces import shown
from bot.features.lighter import one_line, still_there
from bot.features.named import NUDGE, slot_context, slot_from
from bot.features.noting import Item, Origin, note, rewrite
from bot.features.patience import ignored, last_asked_day
from bot.features.pause import quiet, tomorrow
from bot.features.placing import gap, prompt_meant, span_said
from bot.features.question import ask, closed, fold_open, pair_id
from bot.features.unlogged import with_unlogged
from bot.gestures import Effects, Errors, Open, Pick, Press, Reply, Submit, Text, Toast
from bot.grammar.clean import clean, on_one_line
from bot.grammar.reply import Entries, Flag, Nothing, Said, Same, Skip
from bot.plain import plain
from bot.ui import Button, Form, Input, InputKind, Message, Rich, Section
from bot.wording import activity_words, dated_span_words, joined

KIND = "checkin"
_AHEAD_SHOWN = 8
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
    if next_due(person, start - INSTANT) != start:
        return "outside working hours"
    nudge = await occasion.tx.outbox.by_key(person.who, f"{NUDGE}:{outreach.slot_of(person, start)}")
    if nudge is not None and nudge.due_at == start:
        return "the nudge asks"
    prompt = await occasion.tx.diary.prompt(person.who, start)
    if prompt is not None and (prompt.state is not PromptState.OPEN or prompt.key != occasion.key):
        return "asked before"
    if person.is_booked(start):
        return "in an appointment"
    span = plan.window.prompted(start, plan.cadence)
    if filled_by(span, await occasion.tx.diary.between(person.who, span)):
        return "filled already"
    how = manner(await ignored(occasion), start)
    return how if isinstance(how, str) else ""


async def tidy(occasion: Occasion) -> Effects:
    """Fold the prompt that is still open, before the next is asked."""
    return await fold_open(occasion.tx, occasion.person, occasion.now, before=occasion.due_at, but=occasion.key)


async def screen(occasion: Occasion) -> Message:
    """Ask about the slot that begins, and note that the question is open; ask less of who does not answer."""
    passed = await ignored(occasion)
    how = manner(passed, occasion.due_at)
    if how is Manner.ONE_LINE:
        return one_line()
    plan = occasion.person.plan
    span = plan.window.prompted(occasion.due_at, plan.cadence)
    since = None if passed.in_a_row else await last_asked_day(occasion)
    was = await away(occasion)
    asked = await ask(occasion.tx, occasion.person, span, occasion.now, occasion.key, since=since, was=was)
    message = still_there(asked, span) if how is Manner.STILL_THERE else asked
    return await with_unlogged(occasion, message)


# --- answers ----------------------------------------------------------------------------------------------------------


async def said(turn: Turn, meaning: Entries, text: Text) -> Effects:
    """Note what was written, as far as it has begun, and ask about the rest."""
    if Flag.FIX in meaning.flags:
        return await correct(turn, meaning, text)
    if Flag.ASK_TIME in meaning.flags:
        return await _ask_when(turn, meaning.entries[:1])
    ahead = tuple(one for one in meaning.entries if one.start is not None and one.start > turn.at)
    if Flag.FUTURE not in meaning.flags or not ahead:
        hint: Rich = ('To run it as a command, begin with "!".',) if meaning.command else ()
        return await note_said(turn, meaning, text, hint)
    begun = tuple(one for one in meaning.entries if one not in ahead)
    noted = await note_said(turn, replace(meaning, entries=begun), text) if begun else ()
    return (*noted, *await _ask_when(turn, ahead))


async def _ask_when(turn: Turn, ahead: Sequence[Said]) -> Effects:
    """Keep what was said and ask when it was: the times lie ahead, or there are none."""
    if len(ahead) > 1:
        lines = joined([_worded(one, turn) for one in ahead[:_AHEAD_SHOWN]], "\n")
        text: Rich = (
            f"{len(ahead)} of these are still to come, so I have not noted them. Send them again afterwards.",
        )
        return (Reply(Message(text=text, sections=(Section(text=lines),))),)
    one, key = ahead[0], f"{turn.key}:when"
    values = {"what": one.what, "why": one.why or "", "day": one.day.isoformat() if one.day else ""}
    values |= {name: at.astimezone(UTC).isoformat() for name, at in (("start", one.start), ("end", one.end)) if at}
    await turn.tx.drafts.keep(turn.who, WHEN, key, values, turn.now)
    buttons = [Button(action=WHEN, label="Fix the time…", value=f"fix.{key}", opens_form=True)]
    text = ("From when to when? I have not noted it yet.",)
    if (span := span_said(one)) is not None:
        text = (*dated_span_words(span, turn.person, turn.now), " is still to come, so I have not noted it.")
        zone = turn.person.plan.tz
        if span.start.astimezone(zone).date() == turn.now.astimezone(zone).date():
            buttons.insert(0, Button(action=WHEN, label="It was yesterday", value=f"yesterday.{key}"))
    section = Section(text=activity_words(one.what, one.why or ""))
    return (Reply(Message(key=key, text=text, sections=(section,), buttons=tuple(buttons))),)


def _worded(said: Said, turn: Turn) -> Rich:
    span = span_said(said)
    when = (*dated_span_words(span, turn.person, turn.now), " ") if span else ()
    return (*when, *activity_words(said.what, said.why or ""))


async def settle_when(turn: Turn, press: Press) -> Effects:
    """Note what was kept until its time was known: yesterday, or as a form says."""
    answer, _, key = press.value.partition(".")
    kept = await turn.tx.drafts.kept(turn.who, WHEN, key)
    if kept is None:
        return (Toast("That is noted already, or too long ago."),)
    start, end = (datetime.fromisoformat(kept[name]) if kept.get(name) else None for name in ("start", "end"))
    day = date.fromisoformat(kept["day"]) if kept["day"] else None
    one = Said(what=kept["what"], why=kept["why"] or None, start=start, end=end, day=day)
    span = span_said(one)
    if answer != "yesterday" or span is None:
        return (Open(slot_form(turn, span or day_said(one, turn), one, times=span is not None, key=key)),)
    await turn.tx.drafts.drop(turn.who, WHEN, key)
    return await note(turn, [Item(said=one, span=_day_before(span, turn))], origin=Origin(key=key))


def _day_before(span: Span, turn: Turn) -> Span:
    zone = turn.person.plan.tz
    start, end = (moment.astimezone(zone) for moment in (span.start, span.end))
    first = at_local(start.date() - DAY, start.time(), zone)
    return Span(first, max(at_local(end.date() - DAY, end.time(), zone), first + SLOT))


async def same(turn: Turn, _: Same, text: Text) -> Effects:
    """Note the last what and why again."""
    last = await turn.tx.diary.latest(turn.who)
    if last is None:
        return (Reply(Message(text=("There is nothing to repeat yet. What are you doing, and why?",))),)
    prompt = await prompt_meant(turn, text)
    return await _again(turn, last, prompt.span if prompt else await gap(turn), text)


async def _again(turn: Turn, last: Entry, span: Span, text: Text | None = None) -> Effects:
    repeated = Said(what=last.what, why=last.why or None, is_break=last.kind is Kind.BREAK and not last.guessed)
    kind = None if last.guessed else last.kind
    return await note(turn, [Item(said=repeated, span=span, kind=kind)], origin=Origin(text=text))


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
    """Answer a prompt with one of the pairs it offered."""
    prompt = await _answerable(turn, press.value)
    if not isinstance(prompt, Prompt):
        return prompt
    wanted = press.value.partition(".")[2]
    pairs = await turn.tx.diary.pairs(turn.who, prompt.span.start - OFFERED_FROM - DAY)
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
    return (Open(slot_form(turn, prompt.span)),)


async def skip(turn: Turn, _: Skip, text: Text) -> Effects:
    """Leave the open prompt unanswered, on purpose."""
    prompt = await prompt_meant(turn, text)
    if prompt is None or prompt.state is not PromptState.OPEN:
        return (Reply(Message(text=("Nothing is open, so there is nothing to skip.",), silent=True)),)
    return await _skip(turn, prompt)


async def _skip(turn: Turn, prompt: Prompt) -> Effects:
    stretch = plain(dated_span_words(prompt.span, turn.person, turn.now), turn.person.plan.tz, turn.now)
    change = await turn.tx.changes.begin(turn.who, f"{stretch} skipped", turn.now, key=prompt.key)
    skipped = replace(prompt, state=PromptState.SKIPPED)
    await turn.tx.diary.put_prompt(turn.who, skipped)
    face = closed(turn.person, skipped, turn.now)
    undo = Button(action="undo", label="Undo", value=str(change))
    return (await shown(turn, replace(face, buttons=(*face.buttons, undo)), prompt.key),)


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
            return (Open(_meeting_form(turn, prompt)),)
        case _:
            return (Toast("That is no longer offered."),)


def _meeting_form(turn: Turn, prompt: Prompt) -> Form:
    return Form(
        id="checkin.meeting",
        title="In a meeting",
        context=f"{slot_context(prompt.span.start)}.{turn.key}",
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
    place, _, opened = submit.context.partition(".")
    prompt = await _pressed(turn, place)
    if prompt is None:
        return (Toast("That question is gone."),)
    start = prompt.span.start.astimezone(turn.person.plan.tz)
    span = read_span(f"{start:%H:%M}", submit.values.get("until", ""), start.date(), turn)
    if isinstance(span, Errors):
        return (Errors({"until": "A time later today, like 15:30."}),)
    what, why = (on_one_line(clean(submit.values.get(key, ""))) for key in ("what", "why"))
    said_now = Said(what=what or "meeting", why=why or None)
    if (before := await noted_by(turn, opened)) is not None:
        return await rewrite(turn, before, said_now, span=span)
    return await note(turn, [Item(said=said_now, span=span)], origin=Origin(source=form_source(opened)))


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
        WHEN: settle_when,
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
            missed=note_missed,
        ),
    ),
)
