"""A plan said, read and asked for: zone, hours, days, cadence, the outreach block, the goal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from bot.domain.holidays import country_name
from bot.domain.money import price_words
from bot.domain.people import MAX_CAPACITY, MAX_GOAL, Plan, Who, find_zones, zones_at
from bot.domain.slots import Cadence, read_clock, read_days, read_hours, write_days, write_hours
from bot.grammar.amounts import read_an_hour
from bot.ports import Transaction
from bot.ui import MAX_HINT, MAX_OPTIONS, Form, Input, InputKind, Option, Rich, fitting, shorten
from bot.wording import number_words

CADENCES = {
    Cadence.HALF_HOUR: "every half hour",
    Cadence.HOUR: "every hour",
    Cadence.HOUR_AND_A_HALF: "every hour and a half",
    Cadence.TWICE_A_DAY: "twice a day",
    Cadence.ONE_DAY_A_WEEK: "every half hour of one day a week",
}
CADENCE_NAMES = {
    "30": Cadence.HALF_HOUR,
    "60": Cadence.HOUR,
    "90": Cadence.HOUR_AND_A_HALF,
    "twice": Cadence.TWICE_A_DAY,
    "weekly": Cadence.ONE_DAY_A_WEEK,
}
_QUOTED = 30
_NAMED = {cadence: name for name, cadence in CADENCE_NAMES.items()}
SOURCE = "zones"
ARGUMENTS = ("zone", "hours", "days", "cadence", "block", "goal")
MORE = ("capacity", "leadtime", "reflect", "improve")
VALUE = "value"
ON, OFF = "on", "off"


def often_words(plan: Plan) -> str:
    """Say how often the question comes: `every half hour of your working day`, `twice a day`."""
    of_the_day = " of your working day" if plan.cadence <= Cadence.HOUR_AND_A_HALF else ""
    return f"{CADENCES[plan.cadence]}{of_the_day}"


def plan_words(plan: Plan) -> Rich:
    """Say a plan: `Europe/Paris, Mon–Fri 9–17, every half hour, outreach at 10:00, 3 conversations a week`.

    Lunch and a country's holidays are said where they are set.
    """
    goal = number_words(plan.goal, "conversation", "conversations")
    lunch = f"lunch {write_hours(plan.lunch)}, " if plan.lunch else ""
    holidays = f"off on holidays in {country_name(plan.off.country)}, " if plan.off.country else ""
    return (
        f"{plan.zone}, {write_days(plan.days)} {write_hours(plan.hours)}, {lunch}{holidays}{CADENCES[plan.cadence]}, ",
        f"outreach at {plan.block:%H:%M}, {goal} a week",
    )


def read_plan(plan: Plan, given: Mapping[str, str], now: datetime) -> tuple[Plan, dict[str, str]]:
    """Return the plan with whatever could be read of `given`, and for the rest what to type instead, by name.

    Somebody may say what time it is for them `now` where a zone is asked for.
    """
    wrong: dict[str, str] = {}
    for name, (read, instead) in _READ.items():
        typed = given.get(name, "").strip()
        value = read(typed) if typed else None
        if value is not None:
            plan = replace(plan, **value)
        elif typed:
            wrong[name] = instead
    if plan.lunch and plan.lunch.first <= plan.hours.first and plan.hours.last <= plan.lunch.last:
        wrong["hours"] = f"All of that is lunch ({write_hours(plan.lunch)})."
    if VALUE in wrong:
        wrong[VALUE] = amount_wrong(given[VALUE])
    if "zone" in wrong and (zones := find_zones(given["zone"]) or _zones_at(given["zone"], now)):
        wrong["zone"] = f"Which one: {', '.join(zones)}?"
    return plan, wrong


def _zones_at(text: str, now: datetime) -> tuple[str, ...]:
    clock = read_clock(text)
    return zones_at(clock, now) if clock else ()


_Changes: TypeAlias = Mapping[str, Any] | None


def _one(field: str, read: Callable[[str], object | None]) -> Callable[[str], _Changes]:
    """Return what reads one field of a plan; None where there is nothing to read."""

    def changes(text: str) -> _Changes:
        value = read(text)
        return None if value is None else {field: value}

    return changes


def _zone(text: str) -> str | None:
    found = find_zones(text)
    return found[0] if len(found) == 1 else None


def read_cadence(text: str) -> Cadence | None:
    """Return the cadence of this name (`30`, `twice`), or None."""
    return CADENCE_NAMES.get(text.strip().casefold())


def _half_hour(text: str) -> time | None:
    at = read_clock(text)
    return at if at is not None and at.minute in {0, 30} else None


def _block(text: str) -> _Changes:
    """Read when the block begins (`10:00`), or from when to when it is (`10:00-11:30`)."""
    at = _half_hour(text)
    if at is not None:
        return {"block": at}
    both = read_hours(text)
    if both is None:
        return None
    return {"block": both.start, "block_length": timedelta(minutes=both.last - both.first)}


def _number(highest: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        few = text.isascii() and text.isdecimal() and len(text) <= len(str(highest))
        return int(text) if few and 1 <= int(text) <= highest else None

    return read


def _leadtime(text: str) -> _Changes:
    if text.casefold() in _OFF_WORDS:
        return {"leadtime": None}
    at = _half_hour(text)
    return None if at is None else {"leadtime": at}


def _switch(text: str) -> bool | None:
    word = text.casefold()
    return word in _ON_WORDS if word in _ON_WORDS | _OFF_WORDS else None


def _value(text: str) -> _Changes:
    if text.casefold() in _OFF_WORDS:
        return {"value": None}
    return {"value": amount} if (amount := read_an_hour(text)) else None


def amount_wrong(text: str) -> str:
    """Say that `text` is no amount, and what to type instead."""
    return f"“{shorten(text.strip(), _QUOTED)}” is no amount. A number is enough, like 35 or 35.50."


_ON_WORDS = {ON, "yes", "true"}
_OFF_WORDS = {OFF, "no", "none", "false"}
_READ: dict[str, tuple[Callable[[str], _Changes], str]] = {
    "zone": (_one("zone", _zone), "A zone by its city, like Europe/Paris."),
    "hours": (_one("hours", read_hours), "Hours on the half hour, like 9-17 or 8:30-16:30."),
    "days": (_one("days", read_days), "Days like mon-fri or mon,wed,fri."),
    "cadence": (
        _one("cadence", read_cadence),
        "30, 60 or 90 minutes, twice (a day), or weekly (one day a week).",
    ),
    "block": (_block, "A time on the half hour, like 10:00 or 10:00-11:30."),
    "goal": (_one("goal", _number(MAX_GOAL)), f"A number from 1 to {MAX_GOAL}."),
    "capacity": (_one("capacity", _number(MAX_CAPACITY)), f"A number from 1 to {MAX_CAPACITY}."),
    "leadtime": (_leadtime, "A time on the half hour, like 14:00, or off."),
    "reflect": (_one("reflects", _switch), "on or off."),
    "improve": (_one("improves", _switch), "on or off."),
    VALUE: (_value, ""),  # what is wrong with it is said in its own words
}


def block_words(plan: Plan) -> str:
    """Say from when to when the outreach block is: `10:00–11:00`."""
    end = (datetime.combine(date.min, plan.block) + plan.block_length).time()
    return f"{plan.block:%H:%M}–{end:%H:%M}"


def selling_form(form: str, plan: Plan, given: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    """Return the form of the daily times for selling, with what was typed where it could not be read."""

    def asked(key: str, label: str, value: str, hint: str, **more: Any) -> Input:  # noqa: ANN401 - an input's
        shown = fitting(given[key]) if key in wrong else value
        return Input(key=key, label=label, required=True, value=shown, hint=wrong.get(key, hint), **more)

    switch = tuple(Option(label=word.capitalize(), value=word) for word in (ON, OFF))
    lead = f"{plan.leadtime:%H:%M}" if plan.leadtime else OFF
    return Form(
        id=form,
        title="Your time for selling",
        inputs=(
            asked("block", "For talking to prospects", block_words(plan), "From when to when, like 10:00-11:00"),
            asked("capacity", "Appointments it takes", str(plan.capacity), "", kind=InputKind.NUMBER),
            asked("leadtime", "For bringing leads", lead, "A second time each day, like 14:00, or off"),
            asked(
                "reflect",
                "Reflect on conversations",
                ON if plan.reflects else OFF,
                "What went well, and the one thing",
                kind=InputKind.CHOICE,
                options=switch,
            ),
            asked(
                "improve",
                "Ask what you improve in the business",
                ON if plan.improves else OFF,
                "On Monday what you will, on Friday what you did",
                kind=InputKind.CHOICE,
                options=switch,
            ),
        ),
    )


def plan_form(form: str, plan: Plan, given: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    """Return the form of a plan's times and goal, with what was typed where it could not be read."""

    def shown(key: str, value: str) -> str:
        return fitting(given[key]) if key in wrong else value

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
                value=_NAMED[plan.cadence],
                options=tuple(Option(label=words, value=_NAMED[each]) for each, words in CADENCES.items()),
                hint=wrong.get("cadence", ""),
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


def value_words(plan: Plan) -> str:
    """Say what an hour of one's own is worth."""
    return "not said" if plan.value is None else price_words(plan.value)


def value_form(form: str, plan: Plan, given: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    """Return the form of what an hour of one's own is worth."""
    known = price_words(plan.value) if plan.value is not None else ""
    value = Input(
        key=VALUE,
        label="An hour of yours is worth",
        required=True,
        value=fitting(given[VALUE]) if VALUE in wrong else known,
        hint=wrong.get(VALUE, "A guess will do: what you charge, or would like to. No currency needed."),
        placeholder="80",
    )
    return Form(id=form, title="Your hour", inputs=(value,))


def zone_form(form: str, plan: Plan, given: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    """Return the form of the time zone."""
    value = fitting(given.get("zone", plan.zone)) if "zone" in wrong else plan.zone
    zone = Input(
        key="zone",
        label="Time zone, by its city",
        kind=InputKind.SEARCH,
        source=SOURCE,
        required=True,
        value=value,
        hint=shorten(wrong.get("zone", "Or what time it is for you now, like 14:30."), MAX_HINT),
        placeholder="Europe/Paris",
    )
    return Form(id=form, title="Your time zone", inputs=(zone,))


async def zones(_: Transaction, __: Who, query: str) -> tuple[Option, ...]:
    """Offer the zones that somebody may mean."""
    return tuple(Option(label=zone, value=zone) for zone in find_zones(query, MAX_OPTIONS))
