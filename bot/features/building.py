"""Work on the business: on Monday what somebody will improve in their process, on Friday what they did."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.building import Built, is_last_day, is_time_to_plan, may_be_asked, report_asks
from bot.domain.people import Person
from bot.domain.slots import week_span, week_start
from bot.domain.week import read_week, week_name
from bot.feature import Feature, Occasion, Turn
from bot.features.judging import rests
from bot.features.named import BUILT, NUDGE
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit
from bot.ports import Transaction
from bot.ui import Button, Form, Input, InputKind, Message, Rich, Section, fitting, unless_cut
from bot.wording import joined, quoted

WILL = "goal.improve"
_SHOWN = 200
_WILL_ASKED = "What will you improve in your process this week?"
_DID_ASKED = "What did you do this week to build your business?"


# --- asking -----------------------------------------------------------------------------------------------------------


async def to_improve(occasion: Occasion) -> tuple[Section, ...]:
    """Ask what is to be improved in this week: once, in the week's first nudge, of whoever has not said it."""
    person, tx = occasion.person, occasion.tx
    plan = person.plan
    today = occasion.now.astimezone(plan.tz).date()
    monday = week_start(today)
    if not may_be_asked(person, occasion.now) or not is_time_to_plan(plan.window, today):
        return ()
    said = await built_in(tx, person, monday)
    nudged = await tx.outbox.spoken(person.who, (NUDGE,), week_span(monday, plan.tz).start)
    if said.will or any(one.key != occasion.key for one in nudged):
        return ()
    if await rests(tx, person, monday, occasion.now):
        return ()
    return (Section(text=(_WILL_ASKED,), button=_button(WILL, monday)),)


async def at_the_end(occasion: Occasion) -> tuple[Section, ...]:
    """Ask, as the last working day of a week ends, what was done in it, unless the report asks."""
    person, today = occasion.person, occasion.due_at.astimezone(occasion.person.plan.tz).date()
    if not is_last_day(person.plan.window, today) or report_asks(person.plan, today):
        return ()
    return await _asked(occasion.tx, person, week_start(today), occasion.now)


async def in_the_report(
    tx: Transaction, person: Person, monday: date, now: datetime, *, asks: bool
) -> tuple[Section, ...]:
    """Say in a week's report what was meant and done; one that comes in its week `asks` for what is missing."""
    today = now.astimezone(person.plan.tz).date()
    if asks and week_start(today) == monday and report_asks(person.plan, today):
        asked = await _asked(tx, person, monday, now)
        if asked:
            return asked
    said = built_words(await built_in(tx, person, monday))
    return (Section(text=said),) if said else ()


def asks_in(report: Message) -> bool:
    """Tell whether a report still asks what was done."""
    return any(section.button is not None and section.button.action == BUILT for section in report.sections)


async def _asked(tx: Transaction, person: Person, monday: date, now: datetime) -> tuple[Section, ...]:
    """Ask what was done, with what was meant beside it, unless that is said, or the week rests."""
    said = await built_in(tx, person, monday)
    if said.did or not may_be_asked(person, now) or await rests(tx, person, monday, now):
        return ()
    meant: Rich = ("You meant to improve: ", quoted(said.will, _SHOWN), ". ") if said.will else ()
    return (Section(text=(*meant, _DID_ASKED), button=_button(BUILT, monday)),)


def _button(action: str, monday: date) -> Button:
    return Button(action=action, label="Answer", value=week_name(monday), opens_form=True)


# --- what was said ----------------------------------------------------------------------------------------------------


async def built_in(tx: Transaction, person: Person, monday: date) -> Built:
    """Return what was said of a week, empty where nothing was."""
    return await tx.weeks.built(person.who, monday) or Built(monday=monday)


def built_words(said: Built) -> Rich:
    """Say both side by side: `To improve: the first call. Done to build the business: a script for it.`."""
    parts = (("To improve: ", said.will), ("Done to build the business: ", said.did))
    return joined(((label, quoted(words, _SHOWN), ".") for label, words in parts if words), " ")


# --- answering --------------------------------------------------------------------------------------------------------


async def improve(turn: Turn, call: Call) -> Effects:
    """Note what is to be improved this week; without words, open the form."""
    return await _said(turn, WILL, call.get("what"))


async def did(turn: Turn, call: Call) -> Effects:
    """Note what was done this week to build the business; without words, open the form."""
    return await _said(turn, BUILT, call.get("what"))


async def _said(turn: Turn, action: str, words: str) -> Effects:
    monday = _this_week(turn)
    return await _note(turn, action, monday, words) if words else (Open(await _form(turn, action, monday)),)


async def open_form(turn: Turn, press: Press) -> Effects:
    """Open the form of what a button asks."""
    return (Open(await _form(turn, press.action, _meant(turn, press.value))),)


async def submit(turn: Turn, form: Submit) -> Effects:
    """Note what the form says of its week."""
    monday, typed = _meant(turn, form.context), form.values.get("what", "").strip()
    if not typed:
        return (Errors({"what": "A few words."}),)
    return await _note(turn, form.form, monday, unless_cut(typed, _part(await _built(turn, monday), form.form)))


async def _form(turn: Turn, action: str, monday: date) -> Form:
    said = await _built(turn, monday)
    asked = Input(
        key="what",
        label="To improve this week" if action == WILL else "Done to build the business",
        kind=InputKind.LONG,
        required=True,
        value=fitting(_part(said, action)),
        hint="One thing in how you find and win clients" if action == WILL else "On the business, not in it",
    )
    return Form(id=action, title="Your business this week", context=week_name(monday), inputs=(asked,))


async def _note(turn: Turn, action: str, monday: date, words: str) -> Effects:
    before = await _built(turn, monday)
    after = replace(before, will=words) if action == WILL else replace(before, did=words)
    label = "what you improve" if action == WILL else "what you built"
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=turn.key)
    await turn.tx.weeks.put_built(turn.who, after)
    week = "this week" if monday == _this_week(turn) else week_name(monday)
    message = Message(
        key=turn.key,
        text=(f"Noted for {week}. ", *built_words(after)),
        buttons=(Button(action="undo", label="Undo", value=str(change)),),
        silent=True,
    )
    return (*await _taken_up(turn, action, monday), Reply(message))


async def _taken_up(turn: Turn, action: str, monday: date) -> Effects:
    """Return the messages that ask, without their question: it is answered."""
    since = week_span(monday, turn.person.plan.tz).start
    effects: Effects = ()
    for there in await turn.tx.outbox.spoken(turn.who, (NUDGE, "day", "report"), since):
        if there.wanted is None:
            continue
        sections = tuple(one for one in there.wanted.sections if not _asks(one, action, monday))
        if sections != there.wanted.sections:
            effects += (Replace(there.key, replace(there.wanted, sections=sections)),)
    return effects


def _asks(section: Section, action: str, monday: date) -> bool:
    button = section.button
    return button is not None and (button.action, button.value) == (action, week_name(monday))


async def _built(turn: Turn, monday: date) -> Built:
    return await built_in(turn.tx, turn.person, monday)


def _part(said: Built, action: str) -> str:
    return said.will if action == WILL else said.did


def _this_week(turn: Turn) -> date:
    return week_start(turn.at.astimezone(turn.person.plan.tz).date())


def _meant(turn: Turn, name: str) -> date:
    """Return the Monday of the week that a button or a form names; this week's for anything else."""
    monday = read_week(name, _this_week(turn)) if name else None
    return monday if monday is not None and monday <= _this_week(turn) else _this_week(turn)


_WHAT = Argument(name="what", kind=ArgumentKind.REST, summary="in your words")

FEATURE = Feature(
    name="building",
    commands=(
        (
            Spec(
                path="goal improve",
                summary="What you will improve in your process this week",
                arguments=(_WHAT,),
                examples=("goal improve the first minute of a call",),
            ),
            improve,
        ),
        (
            Spec(
                path="goal built",
                summary="What you did this week to build your business",
                arguments=(_WHAT,),
                examples=("goal built a page with three prices",),
            ),
            did,
        ),
    ),
    presses={WILL: open_form, BUILT: open_form},
    forms={WILL: submit, BUILT: submit},
)
