"""The process of this week: how far each step is, which one is next, and one more done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import Call
from bot.domain.people import Who
from bot.domain.process import MAX_STEP_ACTION, MAX_WEEKLY, Counts, Did, Step, StepWeek, meant, next_step
from bot.feature import Turn, row_id
from bot.features.conversations.form import hint
from bot.features.process.counting import BY_ITSELF
from bot.features.process.drawing import SET, drawing, drawn_under, undo_button
from bot.features.process.form import read_count, split_count
from bot.features.steps import (
    DID,
    count_words,
    did_button,
    line_of,
    line_words,
    named,
    next_words,
    nudged,
    this_week,
)
from bot.gestures import Effects, Errors, Open, Pick, Press, Replace, Reply, Submit, Toast
from bot.ports import Envelope, Transaction
from bot.ui import MAX_OPTION, B, Button, Cmd, Form, Input, InputKind, Menu, Message, Option, Rich, Section, shorten
from bot.wording import joined, quoted

_TITLE = "Your process this week"
_GONE = Toast("That step is not there any more.")
_STILL: Rich = ("It is still the next step.",)
_ALL_DONE: Rich = ("The plan of this week is done, every step of it.",)
_NONE_YET: Rich = ("There is no process of yours yet.",)
_NOT_BY_HAND = "Every step of yours counts by itself: there is nothing to tell."
_HOW_OFTEN = f"A number from 1 to {MAX_WEEKLY}."


# --- the week ---------------------------------------------------------------------------------------------------------


async def show(turn: Turn, _: Call | Press) -> Effects:
    """Show the process with this week's counts; where none is drawn, one to start from."""
    week = await this_week(turn.tx, turn.person, turn.now)
    return (Reply(_screen(week) if week else await drawing(turn, turn.key)),)


def _screen(week: Sequence[StepWeek], lead: Rich = (), undo: int | None = None) -> Message:
    """Say the next step, draw the line with its counts, and name each step's action; one tap does one."""
    following = next_step(week)
    others = [one.step for one in week if one.step.counts is None and one.step != following]
    return Message(
        text=(*lead, *(next_words(week) or _ALL_DONE)),
        title=_TITLE,
        sections=(Section(text=line_words(week)), Section(text=joined((_told(one.step) for one in week), "\n"))),
        buttons=(*_next_button(following), Button(action=SET, label="Change the process"), *undo_button(undo)),
        menu=Menu(
            action=DID,
            placeholder="Did one of another step",
            options=tuple(Option(label=f"One more: {one.name}", value=str(one.id)) for one in others),
        )
        if others
        else None,
        silent=True,
    )


def _next_button(step: Step | None) -> tuple[Button, ...]:
    if step is None:
        return ()
    return (BY_ITSELF[step.counts].button if step.counts else did_button(step, "Did one"),)


def _once(step: Step) -> str:
    return shorten(f"{step.name}: {step.action}", MAX_OPTION)


def _told(step: Step) -> Rich:
    counted = " · counts by itself" if step.counts else ""
    return (f"{step.position}. ", B(named(step)), " — ", quoted(step.action, MAX_STEP_ACTION), counted)


# --- one more done ----------------------------------------------------------------------------------------------------


async def did(turn: Turn, call: Call) -> Effects:
    """Count what was done for the step that is named; open the form where that is not clear."""
    line = await line_of(turn.tx, turn.person, turn.now)
    if not line:
        return (Reply(await drawing(turn, turn.key, _NONE_YET)),)
    words, said = split_count(call.get("step") or call.left, call.get("count"))
    found = meant(line, words)
    if len(found) == 1 and found[0].counts is not None:
        return (Reply(await _by_itself(turn, found[0], found[0].counts)),)
    times = read_count(said or "1")
    if len(found) != 1 or times is None:
        return _ask(turn, line, found, words, said)
    return (await _count(turn, found[0], times),)


async def _by_itself(turn: Turn, step: Step, counts: Counts) -> Message:
    """Say that a step counts by itself, and how: told by hand as well, one event would count twice."""
    week = await this_week(turn.tx, turn.person, turn.now)
    stands = next((count_words(one) for one in week if one.step == step), "")
    way = BY_ITSELF[counts]
    return Message(
        text=(named(step), f" counts {way.what}, by itself: {stands} this week. To add one: ", Cmd(way.command), "."),
        buttons=(way.button, Button(action=SET, label="Change the process")),
        footer=("To count it by hand instead: ", Cmd(f"steps set {step.position} counts:hand")),
        silent=True,
    )


def _ask(turn: Turn, line: Sequence[Step], found: Sequence[Step], words: str, said: str) -> Effects:
    """Open the form Which step, How often, with what was understood."""
    by_hand = [one for one in line if one.counts is None]
    if not by_hand:
        return (Reply(Message(text=(_NOT_BY_HAND,), silent=True)),)
    sure = [one for one in found if one in by_hand] or by_hand
    unknown = f"“{words}” is none of your steps that are counted by hand." if words and not found else ""
    return (
        Open(
            Form(
                id=DID,
                title="Done for your process",
                submit="Count it",
                context=turn.key,
                inputs=(
                    Input(
                        key="step",
                        label="Which step",
                        kind=InputKind.CHOICE,
                        required=True,
                        options=tuple(Option(label=_once(one), value=str(one.id)) for one in by_hand),
                        value=str(sure[0].id),
                        hint=hint(unknown),
                    ),
                    Input(
                        key="count",
                        label="How often",
                        kind=InputKind.NUMBER,
                        required=True,
                        value=said if read_count(said) else "1",
                        hint="" if not said or read_count(said) else _HOW_OFTEN,
                    ),
                ),
            )
        ),
    )


async def submit(turn: Turn, form: Submit) -> Effects:
    """Count what the form says."""
    step, times = await _by_hand(turn, form.values.get("step", "")), read_count(form.values.get("count", ""))
    if step is None or times is None:
        wrong = {"step": "Which of your steps?"} if step is None else {"count": _HOW_OFTEN}
        return (Errors(wrong),)
    return (await _count(turn, step, times),)


async def press(turn: Turn, pressed: Press) -> Effects:
    """Count the action of the step that a button names once; what was pressed shows what is next now."""
    step = await _by_hand(turn, pressed.value)
    return await _once_more(turn, step, pressed.source) if step else (_GONE,)


async def pick(turn: Turn, picked: Pick) -> Effects:
    """Count the action of the step that was picked once."""
    step = await _by_hand(turn, picked.chosen[0] if picked.chosen else "")
    return await _once_more(turn, step, picked.source) if step else (_GONE,)


async def _by_hand(turn: Turn, ref: str) -> Step | None:
    """Return the step of this id, if it stands and is counted by hand."""
    line = await line_of(turn.tx, turn.person, turn.now)
    return next((one for one in line if one.id == row_id(ref) and one.counts is None), None)


async def _count(turn: Turn, step: Step, times: int) -> Reply:
    """Store what was done for a step, and say how far it is, and what is next."""
    change = await _store(turn, step, times, turn.key)
    week = await this_week(turn.tx, turn.person, turn.at)
    same = next_step(week) == step
    text = (*_stands(week, step), *(_STILL if same else next_words(week, is_short=True) or _ALL_DONE))
    return Reply(Message(text=text, buttons=undo_button(change), silent=True))


async def _store(turn: Turn, step: Step, times: int, key: str) -> int:
    change = await turn.tx.changes.begin(turn.who, f"{times} for {step.name}", turn.now, key=key)
    await turn.tx.process.add_did(turn.who, Did(step=step.id, at=turn.at, count=times))
    return change


def _stands(week: Sequence[StepWeek], step: Step) -> Rich:
    """Say how far a step is: `Connect: 3 of 4 this week. `."""
    one = next(each for each in week if each.step == step)
    return (named(step), f": {count_words(one)} this week{', done' if one.is_met else ''}. ")


async def _once_more(turn: Turn, step: Step, source: str | None) -> Effects:
    """Count a step's action once: in the message that was pressed where that is the week, else beside it."""
    there = await turn.tx.outbox.posted(turn.account, source) if source else None
    if there is None or not _is_week(there):
        said = await _count(turn, step, 1)
        return (*(await _renewed(turn, there) if there else ()), said)
    change = await _store(turn, step, 1, there.key)
    week = await this_week(turn.tx, turn.person, turn.at)
    return (Replace(there.key, _screen(week, _stands(week, step), change)),)


def _is_week(there: Envelope) -> bool:
    return there.wanted is not None and there.wanted.title == _TITLE


async def _renewed(turn: Turn, there: Envelope) -> Effects:
    """Return the daily nudge with what is next now."""
    wanted = there.wanted
    actions = [section.button.action if section.button else "" for section in wanted.sections] if wanted else []
    if wanted is None or DID not in actions:
        return ()
    place = actions.index(DID)
    now = await nudged(turn.tx, turn.person, turn.now)
    sections = (*wanted.sections[:place], *now, *wanted.sections[place + 1 :])
    return (Replace(there.key, replace(wanted, sections=sections)),)


async def under(turn: Turn, key: str, lead: Rich, undo: int | None) -> Message | None:
    """Return the week or the drawing that the message with this key shows, as it is now; None for any other."""
    there = await turn.tx.outbox.by_key(turn.who, key) if key else None
    if there is None or not _is_week(there):
        return await drawn_under(turn, there, lead, undo) if there else None
    week = await this_week(turn.tx, turn.person, turn.now)
    return _screen(week, (*lead, " "), undo) if week else await drawing(turn, key, lead)


async def suggest(tx: Transaction, who: Who, query: str) -> tuple[Option, ...]:
    """Offer the steps that somebody may mean."""
    line = [one for one in await tx.process.steps(who) if one.retired_at is None]
    found = meant(line, query) if query.strip() else line
    return tuple(Option(label=shorten(one.name, MAX_OPTION), value=one.name) for one in found)
