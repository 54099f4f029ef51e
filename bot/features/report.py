"""The weekly report: sent at the time the person chose, and whenever it is asked for."""

from __future__ import annotations

from datetime import date, datetime

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.block import kept_days
from bot.domain.people import Person
from bot.domain.slots import DAY, DAYS_IN_WEEK, next_weekly, week_span, week_start
from bot.domain.week import (
    WeekFigures,
    WeekRows,
    figures,
    read_week,
    reported_week,
    slots_so_far,
    week_name,
)
from bot.feature import Feature, Moment, Occasion, Turn, nothing_before
from bot.features.bookings import booked_in
from bot.features.week import week_screen
from bot.gestures import Effects, Errors, Open, Reply, Submit
from bot.ports import Transaction
from bot.ui import MAX_HINT, Form, Input, Message, shorten

KIND = "report"
ASK = "report.week"
_QUOTED = 20


# --- the numbers ------------------------------------------------------------------------------------------------------


async def count(tx: Transaction, person: Person, monday: date, now: datetime) -> WeekFigures:
    """Return the numbers of the week that begins on `monday`, from what is stored now."""
    who, plan = person.who, person.plan
    span, before = week_span(monday, plan.tz), week_span(monday - DAYS_IN_WEEK * DAY, plan.tz)
    conversations = await tx.sales.conversations(who, span)
    earlier = await tx.sales.conversations(who, before)
    known_before = bool(earlier) or bool(await tx.diary.between(who, before))
    last = await tx.sales.latest_one_thing(who)
    entries = await tx.diary.between(who, span)
    left = [one.reflection.one_thing for one in conversations if one.reflection.one_thing]
    if last is not None and last.at < span.start:
        left.insert(0, last.reflection.one_thing)
    return figures(
        WeekRows(
            monday=monday,
            today=now.astimezone(plan.tz).date(),
            span=span,
            goal=plan.goal,
            slots=slots_so_far(plan.window, span, person.started_at, now),
            entries=entries,
            prompts=await tx.diary.prompts(who, span),
            conversations=conversations,
            before=earlier if known_before else None,
            prospects=await tx.sales.prospects(who),
            one_thing=left[-1] if left and plan.reflects else "",
            booked=await booked_in(tx, person, monday + DAYS_IN_WEEK * DAY),
            block=kept_days(plan, span, person.started_at, now, entries, conversations),
        )
    )


# --- sending it -------------------------------------------------------------------------------------------------------


def next_due(person: Person, after: datetime) -> datetime:
    """Return when the next report is due: the day and time the person chose."""
    return next_weekly(after, person.plan.report, person.plan.tz)


def slot_of(person: Person, due_at: datetime) -> str:
    """Name the report by the week that it is about."""
    return week_name(_week_of(person, due_at))


def _week_of(person: Person, due_at: datetime) -> date:
    return reported_week(due_at.astimezone(person.plan.tz).date())


async def unwanted(occasion: Occasion) -> str:
    """Stay silent about a week that was over before the person started."""
    person = occasion.person
    over = week_span(_week_of(person, occasion.due_at), person.plan.tz).end
    return "before the start" if person.started_at is not None and person.started_at >= over else ""


async def screen(occasion: Occasion) -> Message:
    """Report the week."""
    monday = _week_of(occasion.person, occasion.due_at)
    return week_screen(await count(occasion.tx, occasion.person, monday, occasion.now))


# --- asking for it ----------------------------------------------------------------------------------------------------


async def command(turn: Turn, call: Call) -> Effects:
    """Report a week; open the form where it is not clear which."""
    said = call.get("week") or call.left
    monday = _meant(turn, said)
    if isinstance(monday, str):
        return (Open(_form(said, monday)),)
    return (Reply(week_screen(await count(turn.tx, turn.person, monday, turn.now))),)


async def submit(turn: Turn, form: Submit) -> Effects:
    """Report the week that the form names."""
    monday = _meant(turn, form.values.get("week", ""))
    if isinstance(monday, str):
        return (Errors({"week": monday}),)
    return (Reply(week_screen(await count(turn.tx, turn.person, monday, turn.now))),)


def _meant(turn: Turn, said: str) -> date | str:
    today = turn.now.astimezone(turn.person.plan.tz).date()
    monday = read_week(said, today)
    if monday is None:
        return f"“{shorten(said, _QUOTED)}” is no week. Write last, or one like {week_name(week_start(today))}."
    if monday > today:
        return f"{week_name(monday)} has not begun."
    return monday


def _form(said: str, wrong: str) -> Form:
    week = Input(
        key="week", label="Which week", required=True, value=shorten(said, _QUOTED), hint=shorten(wrong, MAX_HINT)
    )
    return Form(id=ASK, title="Report of a week", submit="Show", inputs=(week,))


FEATURE = Feature(
    name=KIND,
    commands=(
        (
            Spec(
                path="report week",
                summary="The week in numbers",
                arguments=(Argument(name="week", kind=ArgumentKind.WORD, summary="last, or one like 2026-W47"),),
                is_default=True,
                examples=("report week", "report week last"),
            ),
            command,
        ),
    ),
    forms={ASK: submit},
    moments=(
        Moment(
            kind=KIND,
            late_after=None,
            next_due=next_due,
            slot=slot_of,
            unwanted=unwanted,
            before=nothing_before,
            screen=screen,
        ),
    ),
)
