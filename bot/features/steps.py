"""What several features say of the sales process: how its week stands, from what is stored, and its next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.domain.people import Person
from bot.domain.process import (
    MAX_STEP_ACTION,
    MAX_STEP_NAME,
    WHOLE_WEEK,
    SalesRows,
    Step,
    StepWeek,
    happened,
    next_step,
    process_week,
    standing,
    week_gone,
)
from bot.domain.slots import INSTANT, week_span, week_start
from bot.ports import Transaction
from bot.ui import B, Button, Lit, Rich, Section
from bot.wording import joined, quoted

DID = "steps.did"


# --- from what is stored ----------------------------------------------------------------------------------------------


async def line_of(tx: Transaction, person: Person, at: datetime) -> tuple[Step, ...]:
    """Return the person's process as it stood at a moment; nothing where none was drawn."""
    return standing(await tx.process.steps(person.who), at)


async def week_of(tx: Transaction, person: Person, monday: date, now: datetime) -> tuple[StepWeek, ...]:
    """Return how the week that begins on `monday` stood at its end, or stands now; nothing without a process."""
    zone = person.plan.tz
    span, today = week_span(monday, zone), now.astimezone(zone).date()
    line = await line_of(tx, person, min(now, span.end - INSTANT))
    if not line:
        return ()
    rows = SalesRows(
        span=span,
        zone=zone,
        prospects=await tx.sales.prospects(person.who),
        conversations=await tx.sales.conversations(person.who, span),
        asks=await tx.sales.asks(person.who, span),
        appointments=await tx.appointments.booked_in(person.who, span),
        first_contacts=await tx.process.first_contacts(person.who),
    )
    gone = week_gone(today, person.plan.window.works_on) if monday == week_start(today) else WHOLE_WEEK
    return process_week(line, await tx.process.dids(person.who, span), happened(rows), gone)


async def this_week(tx: Transaction, person: Person, now: datetime) -> tuple[StepWeek, ...]:
    """Return how the week stands that `now` lies in; nothing without a process."""
    return await week_of(tx, person, week_start(now.astimezone(person.plan.tz).date()), now)


# --- in words ---------------------------------------------------------------------------------------------------------


def named(step: Step) -> Lit:
    """Say a step's name."""
    return quoted(step.name, MAX_STEP_NAME)


def line_words(week: Sequence[StepWeek]) -> Rich:
    """Draw the line, the next step marked: `Find people 5/5 → ▸ Connect 1/5 → Talk 0/3`."""
    following = next_step(week)
    return joined(
        (
            (*(("▸ ", B(named(one.step))) if one.step == following else (named(one.step),)), f" {_of_plan(one)}")
            for one in week
        ),
        " → ",
    )


def plan_words(line: Iterable[Step]) -> Rich:
    """Draw the line with what each step is planned a week: `Find people 5 → Connect 5 → Talk 3`."""
    return joined(((named(one), f" {one.weekly}") for one in line), " → ")


def next_words(week: Sequence[StepWeek], *, is_short: bool = False) -> Rich:
    """Say the next step with its small action: `Next step: Connect — write to somebody (1 of 5 this week)`.

    Where the week is said already, it is said shorter; nothing where the plan of the week is done.
    """
    following = next((one for one in week if one.step == next_step(week)), None)
    if following is None:
        return ()
    action = quoted(following.step.action, MAX_STEP_ACTION)
    lead, which = ("Next: ", "") if is_short else ("Next step: ", " this week")
    return (lead, named(following.step), " — ", action, f" ({count_words(following)}{which}).")


def count_words(one: StepWeek) -> str:
    """Say what was done of the plan: `1 of 5`."""
    return f"{one.done} of {one.step.weekly}"


def _of_plan(one: StepWeek) -> str:
    return f"{one.done}/{one.step.weekly}"


# --- beside what others say -------------------------------------------------------------------------------------------


async def nudged(tx: Transaction, person: Person, now: datetime) -> tuple[Section, ...]:
    """Return the next step for the daily nudge, with one tap where it is counted by hand; nothing without one."""
    week = await this_week(tx, person, now)
    following = next_step(week)
    if following is None:
        return ()
    return (Section(text=next_words(week), button=None if following.counts else did_button(following, "Did it")),)


def did_button(step: Step, label: str) -> Button:
    """Return the button that counts a step's action once."""
    return Button(action=DID, label=label, value=str(step.id))


async def at_home(tx: Transaction, person: Person, now: datetime) -> tuple[Section, ...]:
    """Return the next step for the page that shows today; nothing where none is left."""
    words = next_words(await this_week(tx, person, now))
    return (Section(text=words),) if words else ()


async def reported(tx: Transaction, person: Person, monday: date, now: datetime) -> tuple[Section, ...]:
    """Return one line for the report of a week: `Process: Find people 5/5 · Connect 3/5`; nothing without a process."""
    week = await week_of(tx, person, monday, now)
    told = joined((named(one.step), f" {_of_plan(one)}") for one in week)
    return (Section(text=("Process: ", *told)),) if told else ()
