"""The numbers of a week, from what is stored."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.appointments import awaited
from bot.domain.block import kept_days
from bot.domain.people import Person
from bot.domain.slots import DAY, DAYS_IN_WEEK, week_span
from bot.domain.week import WeekFigures, WeekRows, figures, slots_so_far
from bot.features.bookings import booked_in, closes
from bot.features.remembered import one_thing_left
from bot.ports import Transaction


async def count(tx: Transaction, person: Person, monday: date, now: datetime) -> WeekFigures:
    """Return the numbers of the week that begins on `monday`, from what is stored now."""
    who, plan = person.who, person.plan
    span, before = week_span(monday, plan.tz), week_span(monday - DAYS_IN_WEEK * DAY, plan.tz)
    conversations = await tx.sales.conversations(who, span)
    earlier = await tx.sales.conversations(who, before)
    known_before = bool(earlier) or bool(await tx.diary.between(who, before))
    entries = await tx.diary.between(who, span)
    return figures(
        WeekRows(
            monday=monday,
            today=now.astimezone(plan.tz).date(),
            span=span,
            goal=plan.goal,
            goal_asks=plan.goal_asks,
            goal_share=plan.goal_share,
            slots=slots_so_far(plan.window, span, person.started_at, now),
            entries=entries,
            prompts=await tx.diary.prompts(who, span),
            conversations=conversations,
            asks=await tx.sales.asks(who, span),
            zone=plan.tz,
            before=earlier if known_before else None,
            prospects=tuple(one for one in await tx.sales.prospects(who) if one.id not in awaited(person.booked, now)),
            one_thing=await one_thing_left(tx, person, span.end),
            booked=await booked_in(tx, person, monday + DAYS_IN_WEEK * DAY),
            block=kept_days(plan, span, person.started_at, now, entries, conversations),
            closes=closes(person, now.astimezone(plan.tz).date()),
        )
    )
