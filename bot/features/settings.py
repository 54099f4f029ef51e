"""The plan, shown and changed at any time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.people import Plan
from bot.domain.slots import DAY_NAMES, read_week_time, write_days, write_hours
from bot.feature import Feature, Turn
from bot.features import rest
from bot.features.judging import keep_replaced
from bot.features.plan import (
    ARGUMENTS,
    CADENCE_NAMES,
    CADENCES,
    MORE,
    OFF,
    ON,
    SOURCE,
    VALUE,
    block_words,
    plan_form,
    read_plan,
    selling_form,
    value_form,
    value_words,
    zone_form,
)
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit
from bot.ui import Button, Cmd, Fact, Form, Input, Message, Section, fitting
from bot.wording import next_words, number_words

SETTINGS = "settings.show"
_OWN_HOUR = "Your hour"
_REPORT_WRONG = "A day and a time, like fri 16:00."


def _facts(plan: Plan) -> tuple[Fact, ...]:
    report = f"{DAY_NAMES[plan.report.weekday].capitalize()} {plan.report.at:%H:%M}"
    return (
        Fact(label="Zone", value=(plan.zone,)),
        Fact(label="Hours", value=(f"{write_days(plan.days)} {write_hours(plan.hours)}",)),
        Fact(label="Questions", value=(CADENCES[plan.cadence],)),
        Fact(label="Outreach", value=(f"{block_words(plan)} each working day, {_takes(plan)}",)),
        Fact(label="Leads", value=(f"{plan.leadtime:%H:%M} each working day" if plan.leadtime else "no set time",)),
        Fact(label="Goal", value=(number_words(plan.goal, "conversation", "conversations") + " a week",)),
        Fact(label="Report", value=(report,)),
        Fact(label="Reflection", value=(ON if plan.reflects else OFF,)),
        Fact(label="Improvement", value=(ON if plan.improves else OFF,)),
        Fact(label=_OWN_HOUR, value=(value_words(plan),)),
    )


def _takes(plan: Plan) -> str:
    return number_words(plan.capacity, "appointment", "appointments")


async def show(turn: Turn, _: Call | Press) -> Effects:
    """Show the plan with its buttons."""
    return (Reply(_screen(turn.person.plan, turn.key, turn.now)),)


def _screen(plan: Plan, key: str, now: datetime) -> Message:
    known = tuple(fact for fact in _facts(plan) if plan.value is not None or fact.label != _OWN_HOUR)
    return Message(
        key=key,
        text=("Your settings.",),
        sections=(Section(fields=known), Section(fields=rest.rest_facts(plan, now))),
        buttons=(
            Button(action="settings.plan", label="Change", value=key, opens_form=True),
            Button(action="settings.zone", label="Change zone", value=key, opens_form=True),
            Button(action="settings.report", label="Change report", value=key, opens_form=True),
            rest.rest_button(key),
            Button(action="settings.selling", label="Change selling", value=key, opens_form=True),
        ),
        footer=("In one line: ", Cmd("settings set hours 9-17 lunch 12:30-13:30 report fri 16:00")),
    )


async def set_(turn: Turn, call: Call) -> Effects:
    """Change what is named, and say old → new."""
    given = {name: call.get(name) for name in (*ARGUMENTS, *MORE, VALUE, "report", *rest.ARGUMENTS) if call.get(name)}
    if not given:
        return await show(turn, call)
    plan, wrong = _read(turn.person.plan, given, turn.now)
    if "zone" in wrong:
        return (Open(zone_form("settings.zone", plan, given, wrong)),)
    if "report" in wrong:
        return (Open(_report_form(given["report"], wrong["report"])),)
    if wrong.keys() & set(rest.ARGUMENTS):
        return (Open(rest.rest_form("settings.rest", plan, turn.now, given, wrong)),)
    if VALUE in wrong:
        return (Open(value_form("settings.value", plan, given, wrong)),)
    if any(name in wrong for name in MORE):
        return (Open(selling_form("settings.selling", plan, given, wrong)),)
    if wrong:
        return (Open(plan_form("settings.plan", plan, given, wrong)),)
    return await store(turn, plan, "")


def _read(plan: Plan, given: dict[str, str], now: datetime) -> tuple[Plan, dict[str, str]]:
    changed, wrong = read_plan(plan, given, now)
    changed, wrong_rest = rest.read_rest(changed, given, now)
    wrong |= wrong_rest
    if given.get("report"):
        report = read_week_time(given["report"])
        if report is None:
            wrong["report"] = _REPORT_WRONG
        else:
            changed = replace(changed, report=report)
    return changed, wrong


def _report_form(value: str, hint: str = "") -> Form:
    report = Input(
        key="report",
        label="When your week is reported",
        value=fitting(value),
        required=True,
        hint=hint,
        placeholder="fri 16:00",
    )
    return Form(id="settings.report", title="Your weekly report", inputs=(report,))


async def store(turn: Turn, plan: Plan, key: str) -> Effects:
    """Store a plan as a change that can be undone, and say old → new: in the message with this key, if there is one."""
    old, new = ((*_facts(each), *rest.rest_facts(each, turn.now)) for each in (turn.person.plan, plan))
    moved = [(before, after) for before, after in zip(old, new, strict=True) if before != after]
    if not moved:
        return (Reply(Message(text=("Nothing changed: those are your settings already.",), silent=True)),)
    change = await turn.tx.changes.begin(turn.who, "the settings", turn.now, key=key or turn.key)
    person = replace(turn.person, plan=plan)
    await turn.tx.people.save(person)
    await keep_replaced(turn, plan)
    message = Message(
        text=("Saved. ", *next_words(person, turn.now)),
        sections=(
            Section(
                fields=tuple(
                    Fact(label=after.label, value=(*before.value, " → ", *after.value)) for before, after in moved
                )
            ),
        ),
        buttons=(Button(action="undo", label="Undo", value=str(change)),),
        silent=True,
    )
    return (Replace(key, message),) if key else (Reply(message),)


async def open_plan(turn: Turn, press: Press) -> Effects:
    """Open the form of the times and the goal."""
    return (Open(replace(plan_form("settings.plan", turn.person.plan, {}, {}), context=press.value)),)


async def open_zone(turn: Turn, press: Press) -> Effects:
    """Open the form of the zone."""
    return (Open(replace(zone_form("settings.zone", turn.person.plan, {}, {}), context=press.value)),)


async def open_selling(turn: Turn, press: Press) -> Effects:
    """Open the form of the daily times for selling."""
    return (Open(replace(selling_form("settings.selling", turn.person.plan, {}, {}), context=press.value)),)


async def open_report(turn: Turn, press: Press) -> Effects:
    """Open the form of the report's time."""
    report = turn.person.plan.report
    return (Open(replace(_report_form(f"{DAY_NAMES[report.weekday]} {report.at:%H:%M}"), context=press.value)),)


async def open_rest(turn: Turn, press: Press) -> Effects:
    """Open the form of lunch, holidays and days off."""
    form = rest.rest_form("settings.rest", turn.person.plan, turn.now, {}, {})
    return (Open(replace(form, context=press.value)),)


async def saved(turn: Turn, submit: Submit) -> Effects:
    """Store what a form changed."""
    plan, wrong = _read(turn.person.plan, dict(submit.values), turn.now)
    return (Errors(wrong),) if wrong else await store(turn, plan, submit.context)


_ARGUMENTS = (
    Argument(name="zone", kind=ArgumentKind.WORD, summary="Europe/Paris", source=SOURCE),
    Argument(name="hours", kind=ArgumentKind.WORD, summary="9-17"),
    Argument(name="days", kind=ArgumentKind.WORD, summary="mon-fri"),
    Argument(
        name="cadence",
        kind=ArgumentKind.CHOICE,
        summary="minutes, twice a day, or one day a week",
        choices=tuple(CADENCE_NAMES),
    ),
    Argument(name="block", kind=ArgumentKind.WORD, summary="10:00-11:00, the time for prospects"),
    Argument(name="capacity", kind=ArgumentKind.INT, summary="appointments it takes"),
    Argument(name="leadtime", kind=ArgumentKind.WORD, summary="14:00, a time for leads, or off"),
    Argument(name="goal", kind=ArgumentKind.INT, summary="conversations a week"),
    Argument(name="lunch", kind=ArgumentKind.WORD, summary="12:30-13:30, or off"),
    Argument(name="country", kind=ArgumentKind.TEXT, summary="its public holidays: France, de-by, or none"),
    Argument(name="report", kind=ArgumentKind.TEXT, summary="fri 16:00"),
    Argument(name=VALUE, kind=ArgumentKind.WORD, summary="80, what an hour of yours is worth"),
    Argument(name="reflect", kind=ArgumentKind.CHOICE, summary="whether to reflect", choices=(ON, OFF)),
    Argument(name="improve", kind=ArgumentKind.CHOICE, summary="asked on Monday and Friday, or not", choices=(ON, OFF)),
)

FEATURE = Feature(
    name="settings",
    commands=(
        (Spec(path="settings show", summary="Your hours, goal and times", is_default=True), show),
        (
            Spec(
                path="settings set",
                summary="Change them",
                arguments=_ARGUMENTS,
                is_named=True,
                examples=("settings set hours 8-16 report mon 9:00", "settings set lunch 12:30-13:30 country de-by"),
            ),
            set_,
        ),
    ),
    presses={
        SETTINGS: show,
        "settings.plan": open_plan,
        "settings.zone": open_zone,
        "settings.report": open_report,
        "settings.selling": open_selling,
        rest.OPEN: open_rest,
    },
    forms={
        "settings.plan": saved,
        "settings.zone": saved,
        "settings.report": saved,
        "settings.selling": saved,
        "settings.value": saved,
        "settings.rest": saved,
    },
)
