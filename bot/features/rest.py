"""Rest said, read and asked for: lunch, the country whose holidays are kept, days off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.domain.holidays import country_name, country_of, near_countries, read_country
from bot.domain.people import Plan
from bot.domain.rest import FURTHEST_OFF, MOST_OFF, DayRange, DaysOff, read_lunch
from bot.domain.slots import write_hours
from bot.grammar.ranges import read_ranges
from bot.ui import MAX_HINT, Button, Fact, Form, Input, fitting, shorten
from bot.wording import day_words, days_words

ARGUMENTS = ("lunch", "country")
INPUTS = (*ARGUMENTS, "off")
CHANGE = "Lunch and days off"
OPEN = "settings.rest"
_NONE = {"", "-", "none", "off", "nothing", "never"}
_QUOTED = 20
_SHOWN = 5


def rest_button(value: str = "") -> Button:
    """Return the button that opens the form."""
    return Button(action=OPEN, label=CHANGE, value=value, opens_form=True)


def rest_facts(plan: Plan, now: datetime) -> tuple[Fact, ...]:
    """Say when nothing is asked: at lunch, on which country's holidays, on which days."""
    coming = plan.off.coming(now.astimezone(plan.tz).date())
    more = f" and {len(coming) - _SHOWN} more" if len(coming) > _SHOWN else ""
    days = ranges_words(coming[:_SHOWN], now.astimezone(plan.tz).date()) + more
    return (
        Fact(label="Lunch", value=(clock_words(plan) or "not set",)),
        Fact(
            label="Public holidays", value=(country_name(plan.off.country) if plan.off.country else "no country set",)
        ),
        Fact(label="Days off", value=(days or "none planned",)),
    )


def clock_words(plan: Plan) -> str:
    """Say from when to when lunch is; an empty string where it is not set."""
    return f"{plan.lunch.start:%H:%M}–{plan.lunch.end:%H:%M}" if plan.lunch else ""


def ranges_words(ranges: Iterable[DayRange], today: date) -> str:
    """Say several ranges of days: `Thu 24 Dec–Sat 2 Jan, Fri 12 Feb`."""
    return ", ".join(days_words(each, today) for each in ranges)


# --- reading ----------------------------------------------------------------------------------------------------------


def read_rest(plan: Plan, given: Mapping[str, str], now: datetime) -> tuple[Plan, dict[str, str]]:
    """Return the plan with what could be read of `given`, and for the rest what to type instead, by name.

    What is given empty, or as `none` or `off`, is taken out of the plan.
    """
    wrong: dict[str, str] = {}
    typed = {name: given[name].strip() for name in INPUTS if name in given}
    if "lunch" in typed:
        lunch = read_lunch(typed["lunch"], plan.hours)
        if lunch is None and not _is_none(typed["lunch"]):
            hours = write_hours(plan.hours)
            wrong["lunch"] = f"A part of your working hours ({hours}) on the half hour, like 12:30-13:30, or off."
        plan = replace(plan, lunch=plan.lunch if "lunch" in wrong else lunch)
    if "country" in typed:
        country = None if _is_none(typed["country"]) else read_country(typed["country"])
        if country is None and not _is_none(typed["country"]):
            wrong["country"] = _no_country(typed["country"])
        else:
            plan = replace(plan, off=replace(plan.off, country=country or ""))
    if "off" in typed:
        off = _read_off(plan.off, typed["off"], now.astimezone(plan.tz).date())
        if isinstance(off, str):
            wrong["off"] = off
        else:
            plan = replace(plan, off=off)
    return plan, wrong


def _is_none(text: str) -> bool:
    return text.casefold() in _NONE


def _no_country(text: str) -> str:
    said = shorten(text, _QUOTED)
    near = near_countries(text)
    if not near:
        return f"I know no country “{said}”. One like France, de-by or us-ca, or none."
    return shorten(f"I know no “{said}”. Did you mean {', '.join(near)}?", MAX_HINT)


def _read_off(off: DaysOff, text: str, today: date) -> DaysOff | str:
    """Return the days off with these instead of those to come; what is past stays."""
    ranges = () if _is_none(text) else read_ranges(text, today)
    if ranges is None:
        return "Days like 24 dec-2 jan, 12 feb, next week; or none."
    return too_many(ranges, today) or off.instead(ranges, today)


def too_many(ranges: Iterable[DayRange], today: date) -> str:
    """Say up to when days off can be noted, where these go further or are too many; else return an empty string."""
    named, furthest = tuple(ranges), today + FURTHEST_OFF
    if len(named) > MOST_OFF:
        return f"At most {MOST_OFF} stretches of days off: take some back first."
    return (
        f"Days off reach a year ahead, to {day_words(furthest, today)}."
        if named and max(each.last for each in named) > furthest
        else ""
    )


# --- the form ---------------------------------------------------------------------------------------------------------


def rest_form(
    form: str, plan: Plan, now: datetime, given: Mapping[str, str], wrong: Mapping[str, str], *, guesses: bool = False
) -> Form:
    """Return the form of lunch, holidays and days off, with what was typed where it could not be read.

    With `guesses` the country of the zone stands in it, for the person to leave or take out: none is assumed.
    """

    def shown(key: str, value: str) -> str:
        return fitting(given[key]) if key in wrong else value

    guess = country_of(plan.zone)
    guessed = guesses and bool(guess) and not plan.off.country
    country = guess if guessed else plan.off.country
    hint = "A guess from your zone: leave it, change it, or empty it." if guessed else "Or a region: de-by, us-ca."
    return Form(
        id=form,
        title="When you do not work",
        inputs=(
            Input(
                key="lunch",
                label="Lunch",
                value=shown("lunch", clock_words(plan)),
                hint=wrong.get("lunch", "No question begins then."),
                placeholder="12:30-13:30",
            ),
            Input(
                key="country",
                label="Country whose public holidays you keep",
                value=shown("country", country_name(country) if country else ""),
                hint=wrong.get("country", hint),
                placeholder=country_name(guess) if guess else "France",
            ),
            Input(
                key="off",
                label="Days off",
                value=shown("off", _typed(plan.off, now.astimezone(plan.tz).date())),
                hint=wrong.get("off", "Days and ranges, with commas between."),
                placeholder="24 dec-2 jan, 12 feb",
            ),
        ),
    )


def _typed(off: DaysOff, today: date) -> str:
    """Write the days off to come as they can be read again."""
    ranges = (DayRange(max(each.first, today), each.last) for each in off.coming(today))
    return ", ".join(
        "–".join(f"{day.day} {day:%b} {day.year}" for day in dict.fromkeys((each.first, each.last))) for each in ranges
    )
