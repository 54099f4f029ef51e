"""The beginning: the defaults that were found, one yes, and a first question to try."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.people import Person, Stage
from bot.domain.slots import Cadence, floor_slot
from bot.feature import Feature, Turn
from bot.features.checkin import KIND, slot_of
from bot.features.judging import keep_replaced
from bot.features.plan import (
    ARGUMENTS,
    CADENCE_NAMES,
    SOURCE,
    often_words,
    plan_form,
    plan_words,
    read_plan,
    zone_form,
    zones,
)
from bot.features.question import ask
from bot.features.rest import CHANGE, read_rest, rest_form
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit
from bot.ui import Button, Cmd, Message, Section, Style
from bot.wording import next_words


def who_reads(operator: str) -> str:
    """Say, before the first yes, who could read what is written."""
    who = f"{operator} runs this bot and" if operator else "Whoever runs this bot"
    return (
        f"{who} could technically read what it stores, and the chat you write in keeps its messages too. "
        "Nobody else sees anything you did not share."
    )


async def start(turn: Turn, call: Call) -> Effects:
    """Begin at once when everything is said; else show the defaults that were found, and ask for one yes."""
    given = {name: call.get(name) for name in ARGUMENTS if call.get(name)}
    plan, wrong = read_plan(turn.person.plan, given, turn.now)
    person = replace(turn.person, plan=plan)
    if wrong:
        await _keep(turn, person)
        form = (
            zone_form("start.zone", plan, given, wrong)
            if "zone" in wrong
            else plan_form("start.plan", plan, given, wrong)
        )
        return (Open(form),)
    if set(given) == set(ARGUMENTS):
        return await begin(turn, person)
    await _keep(turn, person)
    if turn.person.stage is Stage.STARTED:
        return (Reply(_running(person, turn)),)
    return (Reply(offer(person, turn.key, turn.operator)),)


def offer(person: Person, key: str, operator: str) -> Message:
    """Show the defaults that were found; nothing happens without a yes. Its buttons know its `key`."""
    return Message(
        key=key,
        text=(
            f"I ask you {often_words(person.plan)}: what are you doing, and why? ",
            "You answer in a few words or with one tap, and once a week you see where the time went.",
        ),
        sections=(
            Section(text=("Your week: ", *plan_words(person.plan), ".")),
            Section(text=(who_reads(operator),)),
        ),
        buttons=(
            Button(action="start.yes", label="Start", value=key, style=Style.PRIMARY),
            Button(action="start.change", label="Change", value=key, opens_form=True),
            Button(action="start.change_zone", label="Change zone", value=key, opens_form=True),
            Button(action="start.rest", label=CHANGE, value=key, opens_form=True),
        ),
        footer=(Cmd("pause"), " stops it at any time. Nothing is asked before you press Start."),
    )


def _running(person: Person, turn: Turn) -> Message:
    return Message(
        text=("You have started already. ", *next_words(person, turn.now)),
        sections=(Section(text=("Your week: ", *plan_words(person.plan), ".")),),
        footer=(Cmd("settings"), " changes it, ", Cmd("pause"), " makes it quiet."),
    )


async def begin(turn: Turn, person: Person, offered: str = "") -> Effects:
    """Start asking, and send a first question to try; the offer that was accepted gives way."""
    again = person.stage is Stage.STARTED
    started = replace(person, stage=Stage.STARTED, started_at=person.started_at or turn.now, paused_until=None)
    change = await _keep(turn, started)
    words = Message(
        text=("Saved. " if again else "Started. ", *plan_words(started.plan), ". ", *next_words(started, turn.now)),
        buttons=(Button(action="undo", label="Undo", value=str(change)),) if change is not None else (),
        footer=(Cmd("pause"), " makes it quiet, ", Cmd("help"), " shows what else there is."),
    )
    face = Replace(offered, words) if offered else Reply(words)
    return (face,) if again else (face, Reply(await _trial(turn, started)))


async def _keep(turn: Turn, person: Person) -> int | None:
    """Store a plan; for somebody who has started that is a change, whose id is returned, and can be undone."""
    known = turn.person.stage is Stage.STARTED and person != turn.person
    change = await turn.tx.changes.begin(turn.who, "the settings", turn.now, key=turn.key) if known else None
    await turn.tx.people.save(person)
    if known:
        await keep_replaced(turn, person.plan)
    if person.paused_until is None:
        await turn.tx.weeks.end_pauses(turn.who, turn.now)
    return change


async def _trial(turn: Turn, person: Person) -> Message:
    """Ask about the current half hour, inside working hours or not: a first question to try."""
    slot = floor_slot(turn.now, person.plan.tz)
    span = person.plan.window.prompted(slot, Cadence.HALF_HOUR)
    message = await ask(turn.tx, person, span, turn.now, f"{KIND}:{slot_of(person, slot)}")
    return replace(
        message, footer=("This is one to try: reply in your words (calling leads - to book demos), or tap.",)
    )


async def yes(turn: Turn, press: Press) -> Effects:
    """Begin with what is shown."""
    if turn.person.stage is Stage.STARTED:
        return (Reply(_running(turn.person, turn)),)
    return await begin(turn, turn.person, press.value)


async def change(turn: Turn, press: Press) -> Effects:
    """Open the form of the plan."""
    return (Open(replace(plan_form("start.plan", turn.person.plan, {}, {}), context=press.value)),)


async def change_zone(turn: Turn, press: Press) -> Effects:
    """Open the form of the zone."""
    return (Open(replace(zone_form("start.zone", turn.person.plan, {}, {}), context=press.value)),)


async def change_rest(turn: Turn, press: Press) -> Effects:
    """Open the form of lunch, holidays and days off; the country of the zone is a guess in it."""
    form = rest_form("start.rest", turn.person.plan, turn.now, {}, {}, guesses=True)
    return (Open(replace(form, context=press.value)),)


async def changed(turn: Turn, submit: Submit) -> Effects:
    """Show the offer again with what was changed."""
    plan, wrong = read_plan(turn.person.plan, submit.values, turn.now)
    plan, wrong_rest = read_rest(plan, submit.values, turn.now)
    if wrong | wrong_rest:
        return (Errors(wrong | wrong_rest),)
    person = replace(turn.person, plan=plan)
    await _keep(turn, person)
    if person.stage is Stage.STARTED:
        return (Reply(_running(person, turn)),)
    if submit.context:
        return (Replace(submit.context, offer(person, submit.context, turn.operator)),)
    return (Reply(offer(person, turn.key, turn.operator)),)


async def welcome(turn: Turn) -> Effects:
    """Say what this is to somebody who has not started; nothing of theirs is noted yet."""
    return (Reply(offer(turn.person, turn.key, turn.operator)),)


FEATURE = Feature(
    name="start",
    commands=(
        (
            Spec(
                path="start",
                summary="Begin: your hours, your goal, a first question",
                arguments=(
                    Argument(name="zone", kind=ArgumentKind.WORD, summary="Europe/Paris", source=SOURCE),
                    Argument(name="hours", kind=ArgumentKind.WORD, summary="9-17"),
                    Argument(name="days", kind=ArgumentKind.WORD, summary="mon-fri"),
                    Argument(
                        name="cadence",
                        kind=ArgumentKind.CHOICE,
                        summary="minutes, twice a day, or one day a week",
                        choices=tuple(CADENCE_NAMES),
                    ),
                    Argument(name="block", kind=ArgumentKind.WORD, summary="10:00, the time for prospects"),
                    Argument(name="goal", kind=ArgumentKind.INT, summary="conversations a week"),
                ),
                examples=("start zone:Europe/Paris hours:9-17 days:mon-fri cadence:30 block:10:00 goal:3",),
            ),
            start,
        ),
    ),
    presses={"start.yes": yes, "start.change": change, "start.change_zone": change_zone, "start.rest": change_rest},
    forms={"start.plan": changed, "start.zone": changed, "start.rest": changed},
    sources={SOURCE: zones},
    welcome=welcome,
    before_start=True,
)
