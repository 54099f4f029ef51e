"""The daily nudge at the start of the outreach block: whom to talk to, and that slot's question with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain.appointments import awaited
from bot.domain.block import block_on, booked_in, next_block_day
from bot.domain.diary import Prompt, filled_by
from bot.domain.manners import NUDGED_PEOPLE, PROMPT_LATE_AFTER, resting
from bot.domain.people import Person
from bot.domain.sales import MAX_NAME, Candidate, Conversation, candidates, tally
from bot.domain.slots import DAY, INSTANT, SLOT, Span, day_span, week_span, week_start
from bot.feature import Feature, Moment, Occasion
from bot.features.bookings import next_week
from bot.features.building import to_improve
from bot.features.contacts import asks_in
from bot.features.conversations.form import LOG
from bot.features.hard import DONE, HARD
from bot.features.named import NUDGE
from bot.features.patience import ignored
from bot.features.prospects.adding import ADD
from bot.features.prospects.person import history_words, person_button, real, why_words
from bot.features.question import Asking, asking, fold_open
from bot.features.remembered import one_thing_left
from bot.features.steps import nudged
from bot.features.unlogged import with_unlogged
from bot.gestures import Effects
from bot.ports import Transaction
from bot.ui import MAX_BUTTONS, B, Button, Message, Rich, Section, When
from bot.wording import goal_words, number_words, quoted

LATE_AFTER = timedelta(minutes=20)
_ONE_THING_SHOWN = 200
SOMEBODY_ELSE = Button(action=LOG, label="Somebody else", opens_form=True)
LOG_ONE = Button(action=LOG, label="Log a conversation", opens_form=True)
DONE_FOR_TODAY = Button(action=DONE, label="Done for today")
NOBODY = Section(
    text=("Name one person who might buy, or who could introduce you.",),
    button=Button(action=ADD, label="Name somebody", opens_form=True),
)
IS_HARD = Section(text=("Is it hard today? Say so.",), button=Button(action=HARD, label="This is hard"))


# --- when -------------------------------------------------------------------------------------------------------------


def next_due(person: Person, after: datetime) -> datetime:
    """Return when the next outreach block begins: the same time on every working day, inside working hours or not."""
    return person.plan.window.next_daily(after, person.plan.block)


def slot_of(person: Person, due_at: datetime) -> str:
    """Name the nudge by its local date: one a day, whatever happens to the block's time."""
    return due_at.astimezone(person.plan.tz).date().isoformat()


async def unwanted(occasion: Occasion) -> str:
    """Stay silent on a day off, when nothing was answered for long, or when it was enough for today."""
    if not occasion.person.plan.window.works_on(occasion.due_at.astimezone(occasion.person.plan.tz).date()):
        return "a day off"
    if occasion.person.enough_on == _today(occasion):
        return "enough for today"
    return resting(await ignored(occasion))


async def before(occasion: Occasion) -> Effects:
    """Fold the prompt that is still open, where the nudge is to ask the next question."""
    if await _asked_about(occasion) is None:
        return ()
    return await fold_open(occasion.tx, occasion.person, occasion.now, before=occasion.due_at, but=occasion.key)


async def _asked_about(occasion: Occasion) -> Span | None:
    """Return the stretch whose question the nudge carries: that of the prompt due with it, unless it is dealt with."""
    person, start, diary = occasion.person, occasion.due_at, occasion.tx.diary
    plan = person.plan
    if plan.window.next_prompt(start - SLOT, plan.cadence) != start or occasion.now > start + PROMPT_LATE_AFTER:
        return None
    prompt = await diary.prompt(person.who, start)
    if prompt is not None and prompt.key != occasion.key:
        return None
    span = plan.window.prompted(start, plan.cadence)
    if person.is_booked(start):
        return None
    return None if filled_by(span, await diary.between(person.who, span)) else span


# --- what -------------------------------------------------------------------------------------------------------------


async def screen(occasion: Occasion) -> Message:
    """Name up to three people, with how the week stands; carry the slot's question, and note that it is open."""
    people = await _people(occasion)
    week = Section(text=await _week(occasion))
    step = await nudged(occasion.tx, occasion.person, occasion.now)
    sections = (
        week,
        *step,
        *await one_thing(occasion.tx, occasion.person, occasion.now),
        *(people or (NOBODY,)),
        IS_HARD,
    )
    sections += await to_improve(occasion)
    message = Message(
        silent=occasion.person.is_booked(occasion.due_at),
        text=(When(occasion.due_at), f". Your {_time(occasion)} for talking to prospects. ", await _fill(occasion)),
        sections=sections,
        buttons=(SOMEBODY_ELSE if people else LOG_ONE, DONE_FOR_TODAY),
    )
    span = await _asked_about(occasion)
    if span is None:
        return await with_unlogged(occasion, message, lines=1)
    await occasion.tx.diary.put_prompt(occasion.who, Prompt(span=span, key=occasion.key))
    await occasion.tx.awaited.forget(occasion.who)
    asked = _asking_too(message, await asking(occasion.tx, occasion.person, span, occasion.now))
    return await with_unlogged(occasion, asked, lines=1)


def _asking_too(message: Message, question: Asking) -> Message:
    """Return the message with the check-in's question: its answers of all kinds, as many as fit."""
    room = MAX_BUTTONS - len(message.buttons)
    answers = question.buttons
    return replace(
        message,
        sections=(
            *message.sections,
            Section(text=question.question),
            *((question.section,) if question.section else ()),
        ),
        buttons=(*message.buttons, *(answers if len(answers) <= room else (*answers[: room - 2], *answers[-2:]))),
        menu=question.menu,
        footer=question.footer,
    )


def _time(occasion: Occasion) -> str:
    return "hour" if occasion.person.plan.block_length == 2 * SLOT else "time"


async def _fill(occasion: Occasion) -> str:
    """Say how full the block is today and on the next working day."""
    plan, today = occasion.person.plan, _today(occasion)
    following = next_block_day(plan, today)
    booked = await occasion.tx.appointments.between(
        occasion.who, Span(day_span(today, plan.tz).start, day_span(following + DAY, plan.tz).end)
    )
    filled = [booked_in(block, booked) for day in (today, following) if (block := block_on(plan, day))]
    when = "tomorrow" if following == today + DAY else f"on {following:%A}"
    now, then = (f"{number} of {plan.capacity}" for number in (filled[0], filled[-1]))
    return f"{now} appointments booked, {then} {when}."


async def _week(occasion: Occasion) -> Rich:
    """Say how the week and the day stand, and how next week is booked."""
    zone, sales = occasion.person.plan.tz, occasion.tx.sales
    today = _today(occasion)
    talks = tally(await sales.conversations(occasion.who, week_span(week_start(today), zone)))
    asks = await asks_in(occasion.tx, occasion.person, day_span(today, zone))
    stands = f"{goal_words(talks, occasion.person.plan.goal)} this week, {number_words(asks, 'ask', 'asks')} today."
    return (f"{stands} {await next_week(occasion.tx, occasion.person, occasion.now)}",)


async def one_thing(tx: Transaction, person: Person, now: datetime) -> tuple[Section, ...]:
    """Remind of the one thing to do differently, if one waits to be done."""
    left = await one_thing_left(tx, person, now + INSTANT)
    return (Section(text=("Your one thing: ", quoted(left, _ONE_THING_SHOWN), ".")),) if left else ()


async def _people(occasion: Occasion) -> tuple[Section, ...]:
    """Return a section for each of up to three people; whoever was only practised with is nobody to sell to."""
    today = _today(occasion)
    named: list[Section] = []
    booked = awaited(occasion.person.booked, occasion.now)
    for candidate in candidates(await occasion.tx.sales.prospects(occasion.who), today):
        if candidate.prospect.id in booked:
            continue
        held = await occasion.tx.sales.conversations_with(occasion.who, candidate.prospect.id)
        is_known = candidate.prospect.promise is not None or candidate.prospect.asked_at is not None
        if held and all(one.practice for one in held) and not is_known:
            continue
        named.append(_person(occasion, candidate, real(held)))
        if len(named) == NUDGED_PEOPLE:
            break
    return tuple(named)


def _person(occasion: Occasion, candidate: Candidate, last: Conversation | None) -> Section:
    """Say who it is, why now, and how the last conversation ended; a button opens what can be done."""
    prospect, zone, today = candidate.prospect, occasion.person.plan.tz, _today(occasion)
    added = prospect.added_at.astimezone(zone).date()
    why = why_words(prospect, candidate.reason, added, today)
    history = history_words(prospect, last, zone, today)
    return Section(text=(B(quoted(prospect.name, MAX_NAME)), f" — {why}.", *history), button=person_button(prospect))


def _today(occasion: Occasion) -> date:
    return occasion.now.astimezone(occasion.person.plan.tz).date()


FEATURE = Feature(
    name=NUDGE,
    moments=(
        Moment(
            kind=NUDGE,
            late_after=LATE_AFTER,
            next_due=next_due,
            slot=slot_of,
            unwanted=unwanted,
            before=before,
            screen=screen,
        ),
    ),
)
