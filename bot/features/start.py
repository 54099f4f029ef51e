"""The beginning: the defaults that were found, one yes, and a first question to try."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.people import MAX_GOAL, Person, Plan, Stage, Who, find_zones
from bot.domain.slots import Cadence, floor_slot, read_clock, read_days, read_hours, write_days, write_hours
from bot.feature import Feature, Turn
from bot.features.checkin import KIND, ask, slot_of
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit
from bot.ports import Transaction
from bot.ui import (
    MAX_HINT,
    MAX_OPTIONS,
    Button,
    Cmd,
    Form,
    Input,
    InputKind,
    Message,
    Option,
    Rich,
    Section,
    Style,
    shorten,
)
from bot.wording import next_words, number_words

CADENCES = {Cadence.HALF_HOUR: "every half hour", Cadence.HOUR: "every hour"}


def who_reads(operator: str) -> str:
    """Say, before the first yes, who could read what is written."""
    who = f"{operator} runs this bot and" if operator else "Whoever runs this bot"
    return (
        f"{who} could technically read what it stores, and the chat you write in keeps its messages too. "
        "Nobody else sees anything you did not share."
    )


# --- the plan, said and read ------------------------------------------------------------------------------------------


def plan_words(plan: Plan) -> Rich:
    """Say a plan: `Europe/Paris, Mon–Fri 9–17, every half hour, outreach at 10:00, 3 conversations a week`."""
    goal = number_words(plan.goal, "conversation", "conversations")
    return (
        f"{plan.zone}, {write_days(plan.days)} {write_hours(plan.hours)}, {CADENCES[plan.cadence]}, ",
        f"outreach at {plan.block:%H:%M}, {goal} a week",
    )


def read_plan(plan: Plan, given: Mapping[str, str]) -> tuple[Plan, dict[str, str]]:
    """Return the plan with whatever could be read of `given`, and for the rest what to type instead, by name."""
    wrong: dict[str, str] = {}
    for name, (read, instead) in _READ.items():
        typed = given.get(name, "").strip()
        value = read(typed) if typed else None
        if value is not None:
            plan = replace(plan, **{name: value})
        elif typed:
            wrong[name] = instead
    if "zone" in wrong and (zones := find_zones(given["zone"])):
        wrong["zone"] = f"Which one: {', '.join(zones)}?"
    return plan, wrong


def _zone(text: str) -> str | None:
    found = find_zones(text)
    return found[0] if len(found) == 1 else None


def _cadence(text: str) -> Cadence | None:
    return Cadence(int(text)) if text in {"30", "60"} else None


def _block(text: str) -> time | None:
    at = read_clock(text)
    return at if at is not None and at.minute in {0, 30} else None


def _goal(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 4 and 1 <= int(text) <= MAX_GOAL else None  # noqa: PLR2004 - digits


_READ: dict[str, tuple[Callable[[str], Any], str]] = {
    "zone": (_zone, "A zone by its city, like Europe/Paris."),
    "hours": (read_hours, "Hours on the half hour, like 9-17 or 8:30-16:30."),
    "days": (read_days, "Days like mon-fri or mon,wed,fri."),
    "cadence": (_cadence, "30 or 60 minutes."),
    "block": (_block, "A time on the half hour, like 10:00."),
    "goal": (_goal, f"A number from 1 to {MAX_GOAL}."),
}


def plan_form(form: str, plan: Plan, given: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    """Return the form of a plan's times and goal, with what was typed where it could not be read."""

    def shown(key: str, value: str) -> str:
        return given[key] if key in wrong else value

    return Form(
        id=form,
        title="Your working week",
        inputs=(
            Input(
                key="hours",
                label="Working hours",
                required=True,
                value=shown("hours", write_hours(plan.hours)),
                hint=wrong.get("hours", ""),
            ),
            Input(
                key="days",
                label="Working days",
                required=True,
                value=shown("days", write_days(plan.days)),
                hint=wrong.get("days", ""),
            ),
            Input(
                key="cadence",
                label="How often to ask",
                kind=InputKind.CHOICE,
                required=True,
                value=str(int(plan.cadence)),
                options=tuple(Option(label=words, value=str(int(each))) for each, words in CADENCES.items()),
            ),
            Input(
                key="block",
                label="Time for talking to prospects",
                kind=InputKind.TIME,
                required=True,
                value=shown("block", f"{plan.block:%H:%M}"),
                hint=wrong.get("block", "The same time each working day."),
            ),
            Input(
                key="goal",
                label="Sales conversations a week",
                kind=InputKind.NUMBER,
                required=True,
                value=shown("goal", str(plan.goal)),
                hint=wrong.get("goal", ""),
            ),
        ),
    )


def zone_form(form: str, plan: Plan, given: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    """Return the form of the time zone."""
    value = given.get("zone", plan.zone) if "zone" in wrong else plan.zone
    zone = Input(
        key="zone",
        label="Time zone, by its city",
        kind=InputKind.SEARCH,
        source="zones",
        required=True,
        value=value,
        hint=shorten(wrong.get("zone", ""), MAX_HINT),
        placeholder="Europe/Paris",
    )
    return Form(id=form, title="Your time zone", inputs=(zone,))


# --- starting ---------------------------------------------------------------------------------------------------------

ARGUMENTS = ("zone", "hours", "days", "cadence", "block", "goal")


async def start(turn: Turn, call: Call) -> Effects:
    """Begin at once when everything is said; else show the defaults that were found, and ask for one yes."""
    given = {name: call.get(name) for name in ARGUMENTS if call.get(name)}
    plan, wrong = read_plan(turn.person.plan, given)
    person = replace(turn.person, plan=plan)
    if wrong:
        await turn.tx.people.save(person)
        form = (
            zone_form("start.zone", plan, given, wrong)
            if "zone" in wrong
            else plan_form("start.plan", plan, given, wrong)
        )
        return (Open(form),)
    if set(given) == set(ARGUMENTS):
        return await begin(turn, person)
    await turn.tx.people.save(person)
    if turn.person.stage is Stage.STARTED:
        return (Reply(_running(person, turn)),)
    return (Reply(offer(person, turn.key, turn.operator)),)


def offer(person: Person, key: str, operator: str) -> Message:
    """Show the defaults that were found; nothing happens without a yes. Its buttons know its `key`."""
    return Message(
        key=key,
        text=(
            "I ask you every half hour of your working day: what are you doing, and why? ",
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
    await turn.tx.people.save(started)
    words = Message(
        text=("Saved. " if again else "Started. ", *plan_words(started.plan), ". ", *next_words(started, turn.now)),
        footer=(Cmd("pause"), " makes it quiet, ", Cmd("help"), " shows what else there is."),
    )
    face = Replace(offered, words) if offered else Reply(words)
    return (face,) if again else (face, Reply(await _trial(turn, started)))


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


async def changed(turn: Turn, submit: Submit) -> Effects:
    """Show the offer again with what was changed."""
    plan, wrong = read_plan(turn.person.plan, submit.values)
    if wrong:
        return (Errors(wrong),)
    person = replace(turn.person, plan=plan)
    await turn.tx.people.save(person)
    if person.stage is Stage.STARTED:
        return (Reply(_running(person, turn)),)
    if submit.context:
        return (Replace(submit.context, offer(person, submit.context, turn.operator)),)
    return (Reply(offer(person, turn.key, turn.operator)),)


async def welcome(turn: Turn) -> Effects:
    """Say what this is to somebody who has not started; nothing of theirs is noted yet."""
    return (Reply(offer(turn.person, turn.key, turn.operator)),)


async def zones(_: Transaction, __: Who, query: str) -> tuple[Option, ...]:
    """Offer the zones that somebody may mean."""
    return tuple(Option(label=zone, value=zone) for zone in find_zones(query, MAX_OPTIONS))


FEATURE = Feature(
    name="start",
    commands=(
        (
            Spec(
                path="start",
                summary="Begin: your hours, your goal, a first question",
                arguments=(
                    Argument(name="zone", kind=ArgumentKind.WORD, summary="Europe/Paris"),
                    Argument(name="hours", kind=ArgumentKind.WORD, summary="9-17"),
                    Argument(name="days", kind=ArgumentKind.WORD, summary="mon-fri"),
                    Argument(name="cadence", kind=ArgumentKind.CHOICE, summary="minutes", choices=("30", "60")),
                    Argument(name="block", kind=ArgumentKind.WORD, summary="10:00, the time for prospects"),
                    Argument(name="goal", kind=ArgumentKind.INT, summary="conversations a week"),
                ),
                examples=("start zone:Europe/Paris hours:9-17 days:mon-fri cadence:30 block:10:00 goal:3",),
            ),
            start,
        ),
    ),
    presses={"start.yes": yes, "start.change": change, "start.change_zone": change_zone},
    forms={"start.plan": changed, "start.zone": changed},
    sources={"zones": zones},
    welcome=welcome,
    before_start=True,
)
