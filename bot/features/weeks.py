"""The weeks side by side: what was done to sell beside what came of it, and the step that holds the line back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial

from bot.commands import Call, Spec
from bot.domain.appointments import awaited, closes_on
from bot.domain.holding import Basis, Holding, basis, holding
from bot.domain.measures import (
    QUARTER,
    SHOWN,
    Measures,
    Rows,
    Trended,
    WeekMeasures,
    ahead,
    measured,
    reach,
    trends,
)
from bot.domain.people import Person
from bot.domain.process import MAX_STEP_NAME, Counts
from bot.domain.rates import Rate
from bot.domain.slots import DAY, DAYS_IN_WEEK
from bot.domain.week import reported_week
from bot.feature import Feature, Turn
from bot.features.conversations.listing import rates_words
from bot.gestures import Effects, Press, Reply
from bot.ports import Transaction
from bot.ui import Button, Fact, Message, Rich, Section
from bot.wording import amount_words, day_words, joined, number_words, quoted, share_words

SHOW = "weeks.show"
_NOT_KNOWN = "–"
_HOUR = 3600
_TRENDED = {
    Trended.ASKS: ("ask", "asks"),
    Trended.CONVERSATIONS: ("conversation", "conversations"),
    Trended.CLIENTS: ("yes", "yes"),
}


# --- the numbers ------------------------------------------------------------------------------------------------------


async def stored(tx: Transaction, person: Person, now: datetime, weeks: int) -> Rows:
    """Return what is stored of this week and so many before it."""
    who, span = person.who, reach(now, person.plan.window, weeks)
    return Rows(
        now=now,
        since=person.started_at,
        goal=person.plan.goal,
        window=person.plan.window,
        entries=await tx.diary.between(who, span),
        conversations=await tx.sales.conversations(who, span),
        asks=await tx.sales.asks(who, span),
        appointments=await tx.appointments.between(who, span),
        bookings=await tx.appointments.booked_in(who, span),
        first_contacts=await tx.process.first_contacts(who),
        prospects=await tx.sales.prospects(who),
        steps=await tx.process.steps(who),
        dids=await tx.process.dids(who, span),
    )


# --- the step that holds the line back --------------------------------------------------------------------------------


def _few(found: Basis) -> str:
    beside = f" and {number_words(found.asks, 'ask', 'asks')} beside them" if found.asks else ""
    talks = number_words(found.conversations, "conversation", "conversations")
    return f"{talks}{beside} in {found.weeks} weeks, {found.planned} planned: {_STEP} talking to people."


def _not_made(found: Basis) -> str:
    offered = found.offered
    return (
        f"An offer or a yes is noted in {offered.went_on} of {offered.of} conversations in {found.weeks} weeks: "
        f"{_STEP} making the offer."
    )


def _wait(found: Basis) -> str:
    done = f"{found.came_back} were done in {found.weeks} weeks"
    return f"{found.waiting} follow-ups are a week overdue or more, {done}: {_STEP} coming back to people."


def _not_taken(found: Basis) -> str:
    taken = found.taken
    return (
        f"{taken.went_on} of {taken.of} people with an offer in {found.weeks} weeks said yes: "
        f"{_STEP} the offer. A stronger one, or other people?"
    )


def _nothing(found: Basis) -> str:
    talks, offered = found.conversations, found.offered.went_on
    said = f"{talks} conversations, an offer or a yes in {offered} of them, {found.clients} yes"
    return f"{said} in {found.weeks} weeks: no step holds the others back."


_STEP = "the step that holds the others back is"
_SENTENCES: dict[Holding, Callable[[Basis], str]] = {
    Holding.TOO_FEW_CONVERSATIONS: _few,
    Holding.OFFERS_NOT_MADE: _not_made,
    Holding.FOLLOW_UPS_WAIT: _wait,
    Holding.OFFERS_NOT_TAKEN: _not_taken,
    Holding.NOTHING: _nothing,
}


def holding_words(found: Basis) -> str:
    """Say in one sentence which step holds the line back; nothing where the numbers don't name one."""
    held = holding(found)
    return _SENTENCES[held](found) if held else ""


async def held_back(tx: Transaction, person: Person, monday: date, now: datetime) -> Section | None:
    """Return what the report of a week adds: the step that holds the line back, in the report that is the latest.

    That nothing does is not added: the report says already that the goal is met.
    """
    if monday != reported_week(now.astimezone(person.plan.tz).date()):
        return None
    rows = await stored(tx, person, now, SHOWN)
    found = basis(rows, measured(rows, SHOWN).weeks, awaited(person.booked, now))
    if holding(found) in {None, Holding.NOTHING}:
        return None
    return Section(text=(holding_words(found),), button=Button(action=SHOW, label="The weeks side by side"))


# --- in words ---------------------------------------------------------------------------------------------------------


def screen(rows: Rows, booked: Iterable[int]) -> Message:
    """Show the weeks side by side; `booked` are the prospects with whom an appointment is to come."""
    own = measured(rows)
    if not own.shown:
        text = "No week is complete yet. From the first one on, what you did stands here beside what came of it."
        return Message(text=(text,), silent=True)
    found = basis(rows, own.weeks, booked)
    paragraphs = (
        by_hand_words(own.shown),
        _this_week(own.this),
        _trend_words(own),
        _rates(own),
        _ahead_words(rows, own),
    )
    return Message(
        title=_title(own.shown),
        text=(holding_words(found) or "What you did to sell, beside what came of it.",),
        sections=(
            Section(text=("What you did, the latest week last:",), fields=_done(own.shown)),
            Section(text=("What came of it:",), fields=_came(own.shown)),
            *(Section(text=text) for text in paragraphs if text),
        ),
        footer=_away_words(own),
        silent=True,
    )


def _title(weeks: Sequence[WeekMeasures]) -> str:
    first, last = weeks[0].monday, weeks[-1].monday + (DAYS_IN_WEEK - 1) * DAY
    return f"{number_words(len(weeks), 'week', 'weeks')} · {first.day} {first:%b} – {last.day} {last:%b}"


def _row(label: str, weeks: Sequence[WeekMeasures], say: Callable[[WeekMeasures], str]) -> Fact:
    return Fact(label=label, value=(" ".join(say(week) for week in weeks),))


_HAPPENED = {
    Counts.ASK: "Asks",
    Counts.BOOKING: "Booked",
    Counts.CONVERSATION: "Conversations",
    Counts.FOLLOW_UP: "Follow-ups done",
}


def _done(weeks: Sequence[WeekMeasures]) -> tuple[Fact, ...]:
    """Return what was done, week by week; bookings only where there are any, hours where any were noted."""
    rows = {what: _row(label, weeks, partial(_number, what)) for what, label in _HAPPENED.items()}
    if not any(week.happened[Counts.BOOKING] for week in weeks):
        del rows[Counts.BOOKING]
    hours = _row("Selling hours", weeks, lambda week: f"{round(week.selling.total_seconds() / _HOUR, 1):g}")
    return (*rows.values(), *((hours,) if any(week.recorded for week in weeks) else ()))


def _number(what: Counts, week: WeekMeasures) -> str:
    return str(week.happened[what])


def _came(weeks: Sequence[WeekMeasures]) -> tuple[Fact, ...]:
    """Return what came of it, week by week; the revenue where any was told."""
    rows = (
        _row("Offers", weeks, lambda week: str(week.offers)),
        _row("Yes", weeks, lambda week: str(week.clients)),
    )
    told, clients = sum(week.told for week in weeks), sum(week.clients for week in weeks)
    if not told:
        return rows
    revenue = _row("Revenue", weeks, _revenue)
    some = (f" (told of {told} of {clients} yes)",) if told < clients else ()
    return (*rows, Fact(label=revenue.label, value=(*revenue.value, *some)))


def _revenue(week: WeekMeasures) -> str:
    """Say what the yeses of a week are worth, where that was told of any."""
    return _NOT_KNOWN if week.clients and not week.told else amount_words(week.revenue)


def by_hand_words(weeks: Sequence[WeekMeasures]) -> Rich:
    """Say how often the own steps were done that don't count by themselves, one a line."""
    latest = weeks[-1].by_hand
    done = [{one.step.id: one.done for one in week.by_hand} for week in weeks]
    return joined(
        (
            (quoted(one.step.name, MAX_STEP_NAME), ": ", " ".join(str(each.get(one.step.id, 0)) for each in done))
            for one in latest
        ),
        "\n",
    )


def _this_week(week: WeekMeasures) -> Rich:
    talks = number_words(week.happened[Counts.CONVERSATION], "conversation", "conversations")
    return (f"This week so far: {talks}, {number_words(week.happened[Counts.ASK], 'ask', 'asks')}.",)


def _rates(own: Measures) -> Rich:
    """Say the own rates from step to step, each with its number of cases, those of ten or more."""
    said = (
        (own.talked, "people you asked then talked to you"),
        (own.held, "appointments were held"),
    )
    before = [f"{_of(rate)} {what} ({share_words(rate.share)})" for rate, what in said if rate.share is not None]
    told = rates_words(own.rates, advises=False)  # the sentence above is the one advice
    return joined(((f"{'; '.join(before)}.",) if before else (), told), " ")


def _of(rate: Rate) -> str:
    return f"{rate.went_on} of {rate.of}"


def _ahead_words(rows: Rows, own: Measures) -> Rich:
    """Say how many more conversations are about one yes."""
    coming = ahead(own, closes_on(own.today, rows.window.works_on))
    if coming is None:
        return ()
    when = f"by {coming.by:%A}" if coming.by else "next week"
    more = number_words(coming.conversations, "more conversation", "more conversations")
    verb = "is" if coming.conversations == 1 else "are"
    rate = f"{own.bought.went_on} yes in {own.bought.of} conversations"
    return (f"At your rate ({rate}), {more} {when} {verb} about one yes.",)


def _trend_words(own: Measures) -> Rich:
    """Say what is more or less than it was, where that is no chance."""
    said = []
    for trend in trends(own.weeks):
        one, many = _TRENDED[trend.what]
        said.append(
            f"{number_words(trend.lately, one, many)} in the last four weeks, {trend.before} in the four before."
        )
    return (" ".join(said),) if said else ()


def _away_words(own: Measures) -> Rich:
    """Name the weeks that say nothing about how somebody sells: of a start, of days off, or with nothing told."""
    away = [day_words(week.monday, own.today) for week in own.shown if not week.lived]
    return (f"Not counted: the {'week' if len(away) == 1 else 'weeks'} of {', '.join(away)}.",) if away else ()


# --- asking for it ----------------------------------------------------------------------------------------------------


async def show(turn: Turn, _: Call | Press) -> Effects:
    """Show the weeks side by side: asked for, or from the report of one."""
    rows = await stored(turn.tx, turn.person, turn.now, QUARTER)
    return (Reply(screen(rows, awaited(turn.person.booked, turn.now))),)


FEATURE = Feature(
    name="weeks",
    commands=(
        (
            Spec(
                path="report weeks",
                summary="The last weeks side by side: what you did, what came of it",
                examples=("report weeks",),
            ),
            show,
        ),
    ),
    presses={SHOW: show},
)
