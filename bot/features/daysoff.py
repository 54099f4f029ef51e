"""Days off: shown, taken and taken back, also those that are public holidays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import islice

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.holidays import country_name
from bot.domain.people import Plan
from bot.domain.rest import FURTHEST_OFF, DayRange, DaysOff
from bot.domain.slots import DAY
from bot.feature import Feature, Turn
from bot.features.rest import ranges_words, rest_button, too_many
from bot.gestures import Effects, Press, Reply, Toast
from bot.grammar.ranges import read_ranges
from bot.ui import Button, Cmd, Lit, Message, Rich, Section, shorten
from bot.wording import day_words, days_words, next_words

_WORK = "daysoff.work"
_QUOTED = 60
_SHOWN = 6
_HOLIDAYS = 4


async def off(turn: Turn, call: Call) -> Effects:
    """Take days off; without any, show those there are."""
    words = call.get("when")
    if not words:
        return (Reply(_list(turn)),)
    today = _today(turn)
    ranges = read_ranges(words, today)
    if ranges is None:
        return (Reply(Message(text=_not_understood(words, "days off"))),)
    if wrong := too_many((*turn.person.plan.off.own, *ranges), today):
        return (Reply(Message(text=(wrong,))),)
    plan = turn.person.plan
    taken = plan.off.taking(ranges)
    if taken == plan.off:
        return (Reply(Message(text=("Nothing changed: that is off already.",), silent=True)),)
    so = "Nothing is asked then." if any(each.last >= today for each in ranges) else "Those slots do not count."
    return await _store(turn, taken, (f"Off: {ranges_words(ranges, today)}. {so} ",))


async def on(turn: Turn, call: Call) -> Effects:
    """Work on days that were off, holidays included; without any, today."""
    words, today = call.get("when"), _today(turn)
    ranges = read_ranges(words, today) if words else (DayRange(today, today),)
    if ranges is None:
        return (Reply(Message(text=_not_understood(words, "days on"))),)
    return await _work(turn, ranges)


async def work(turn: Turn, press: Press) -> Effects:
    """Work on the days of a button."""
    try:
        first, last = (date.fromisoformat(end) for end in press.value.split("."))
        days = DayRange(first, last)
    except ValueError:
        return (Toast("Those days are gone."),)
    return await _work(turn, (days,))


def _are(ranges: tuple[DayRange, ...]) -> str:
    return "is" if len(ranges) == 1 and ranges[0].first == ranges[0].last else "are"


async def _work(turn: Turn, ranges: tuple[DayRange, ...]) -> Effects:
    today, plan = _today(turn), turn.person.plan
    if wrong := too_many(ranges, today):
        return (Reply(Message(text=(wrong,))),)
    said = ranges_words(ranges, today)
    left = plan.off
    for each in ranges:
        left = left.working(each)
    if left == plan.off:
        return (Reply(Message(text=(f"Nothing to take back: {said} {_are(ranges)} not off.",), silent=True)),)
    return await _store(turn, left, (f"Not off any more: {said}. ",))


async def _store(turn: Turn, days: DaysOff, words: Rich) -> Effects:
    change = await turn.tx.changes.begin(turn.who, "the days off", turn.now, key=turn.key)
    person = replace(turn.person, plan=replace(turn.person.plan, off=days))
    await turn.tx.people.save(person)
    message = Message(
        key=turn.key,
        text=(*words, *next_words(person, turn.now)),
        buttons=(Button(action="undo", label="Undo", value=str(change)),),
        silent=True,
    )
    return (Reply(message),)


def _list(turn: Turn) -> Message:
    plan, today = turn.person.plan, _today(turn)
    coming = plan.off.coming(today)
    sections = [
        Section(
            text=(days_words(each, today),),
            button=Button(action=_WORK, label="I work then", value=f"{each.first.isoformat()}.{each.last.isoformat()}"),
        )
        for each in coming[:_SHOWN]
    ]
    if len(coming) > _SHOWN:
        sections.append(Section(text=(f"… and {len(coming) - _SHOWN} more.",)))
    if plan.off.country:
        named = islice(_holidays(plan, today), _HOLIDAYS)
        said = ", ".join(f"{day_words(day, today)} {plan.off.holiday(day)}" for day in named)
        sections.append(Section(text=(f"Public holidays in {country_name(plan.off.country)}: {said or 'none'}.",)))
    return Message(
        text=("Your days off." if coming else "No days off are planned.",),
        sections=tuple(sections),
        buttons=(rest_button(),),
        footer=(Cmd("days off 24 dec-2 jan"), " takes some, ", Cmd("days on 28 dec"), " takes them back."),
        silent=True,
    )


def _holidays(plan: Plan, today: date) -> Iterable[date]:
    """Yield the holidays to come on which this person would work otherwise."""
    days = (today + DAY * number for number in range(FURTHEST_OFF.days))
    return (day for day in days if day.weekday() in plan.days and plan.off.holiday(day))


def _not_understood(words: str, path: str) -> Rich:
    said = Lit(shorten(words, _QUOTED))
    examples = (Cmd(f"{path} 24 dec-2 jan"), ", ", Cmd(f"{path} fri"), " or ", Cmd(f"{path} next week"), ".")
    return ("I did not understand which days: ", said, ". Try ", *examples)


def _today(turn: Turn) -> date:
    return turn.at.astimezone(turn.person.plan.tz).date()


_WHEN = Argument(name="when", kind=ArgumentKind.REST, summary="24 dec-2 jan, fri, next week")

FEATURE = Feature(
    name="daysoff",
    commands=(
        (
            Spec(
                path="days off",
                summary="Days without questions: show them, take some",
                arguments=(_WHEN,),
                is_default=True,
                examples=("days off 24 dec-2 jan", "days off fri"),
            ),
            off,
        ),
        (
            Spec(
                path="days on",
                summary="Work on a day that was off, or on a holiday",
                arguments=(_WHEN,),
                examples=("days on 28 dec",),
            ),
            on,
        ),
    ),
    presses={_WORK: work},
)
