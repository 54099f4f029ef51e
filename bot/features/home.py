"""Home: today at a glance, as a command and as the page that a platform shows beside the conversation."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import Call, Spec
from bot.domain.appointments import Appointment, awaited, over, to_come
from bot.domain.diary import Kind
from bot.domain.people import Stage
from bot.domain.sales import MAX_NAME, tally
from bot.domain.slots import SLOT, Span, day_span, floor_slot, week_span, week_start
from bot.feature import PAGE, Feature, Turn
from bot.features.bookings import coming
from bot.features.contacts import asks_in
from bot.features.conversations.form import LOG
from bot.features.named import FILL, fill_value
from bot.features.outreach import one_thing
from bot.features.patience import next_question
from bot.features.pause import PAUSE, RESUME
from bot.features.settings import SETTINGS
from bot.features.start import offer
from bot.features.status import last_spoken, open_question
from bot.features.steps import at_home
from bot.features.today import TODAY, day_so_far
from bot.gestures import Effects, Reply
from bot.ui import Button, Cmd, Fact, Message, Rich, Section
from bot.wording import day_time_words, day_words, entry_words, goal_words, joined, length_words, quoted

_NAMED = 3


async def page(turn: Turn) -> Message:
    """Return today at a glance; for whoever has not started, what this is and *Start*. It only reads."""
    person = turn.person
    if person.stage is not Stage.STARTED:
        return offer(person, turn.key, turn.operator)
    today = turn.now.astimezone(person.plan.tz).date()
    known = await turn.tx.people.known(turn.account)
    unreachable = known.unreachable if known else None
    facts = (
        *(await last_spoken(turn) if unreachable else ()),
        *(await open_question(turn) or await _last_entry(turn)),
        *await _day(turn),
        *await _week(turn),
    )
    return Message(
        title=f"Today · {day_words(today, today)}",
        text=(*_trouble(unreachable), *await _next(turn)),
        sections=(
            Section(fields=facts),
            *await at_home(turn.tx, person, turn.now),
            *await one_thing(turn.tx, person, turn.now),
        ),
        buttons=_buttons(turn),
        silent=True,
    )


# --- what it says -----------------------------------------------------------------------------------------------------


def _trouble(reason: str | None) -> Rich:
    return (f"I could not write to you: {reason}. Press or write anything, and I try again. ",) if reason else ()


async def _next(turn: Turn) -> Rich:
    """Say when the next question comes, and until when it is quiet."""
    until = turn.person.paused_until
    quiet: Rich = (
        ("Quiet until ", *day_time_words(until, turn.person, turn.now), ". ") if _paused(turn) and until else ()
    )
    return (*quiet, *await next_question(turn))


def _paused(turn: Turn) -> bool:
    return not turn.person.may_be_asked(turn.now)


async def _last_entry(turn: Turn) -> tuple[Fact, ...]:
    entry = await turn.tx.diary.latest(turn.who)
    return (Fact(label="Last", value=entry_words(entry, turn.person, turn.now)),) if entry else ()


async def _day(turn: Turn) -> tuple[Fact, ...]:
    """Say how much of the day is accounted for, and how much of it was selling."""
    day = await day_so_far(turn)
    selling = day.time.get(Kind.SELLING)
    sold = (Fact(label="Selling", value=(length_words(selling) if selling else "none yet",)),)
    return (Fact(label="Today", value=(day.covered,)), *(sold if selling or day.slots else ()))


async def _week(turn: Turn) -> tuple[Fact, ...]:
    """Say how the week stands against the goal, and whose follow-ups are due."""
    plan, sales = turn.person.plan, turn.tx.sales
    today = turn.now.astimezone(plan.tz).date()
    talks = tally(await sales.conversations(turn.who, week_span(week_start(today), plan.tz)))
    asks = await asks_in(turn.tx, turn.person, day_span(today, plan.tz))
    booked = awaited(turn.person.booked, turn.now)
    due = [one for one in await sales.due_follow_ups(turn.who, today) if one.id not in booked]
    names = joined(((quoted(one.name, MAX_NAME),) for one in due[:_NAMED]), ", ")
    more = f" and {len(due) - _NAMED} more" if len(due) > _NAMED else ""
    return (
        Fact(label="This week", value=(goal_words(talks, plan.goal),)),
        *((Fact(label="Asks today", value=(str(asks),)),) if asks else ()),
        Fact(label="Next week", value=(await coming(turn.tx, turn.person, turn.now),)),
        *await _booked(turn),
        *((Fact(label="Follow-ups due", value=(*names, more)),) if due else ()),
    )


async def _booked(turn: Turn) -> tuple[Fact, ...]:
    """Name the next appointments, and those that are over and of which nothing was said."""
    names = {one.id: one.name for one in await turn.tx.sales.prospects(turn.who)} if turn.person.booked else {}
    waiting = over(turn.person.booked, turn.now)[-_NAMED:]
    settle: Rich = (" — ", Cmd("followups"), " asks how it was")
    facts = (("Booked", to_come(turn.person.booked, turn.now)[:_NAMED], ()), ("Not logged yet", waiting, settle))
    return tuple(
        Fact(label=label, value=(*joined((_appointment(turn, one, names) for one in some), ", "), *more))
        for label, some, more in facts
        if some
    )


def _appointment(turn: Turn, appointment: Appointment, names: Mapping[int, str]) -> Rich:
    practice = "practice with " if appointment.practice else ""
    when = day_time_words(appointment.span.start, turn.person, turn.now)
    return (practice, quoted(names.get(appointment.prospect, "?"), MAX_NAME), " ", *when)


# --- what it offers ---------------------------------------------------------------------------------------------------


def _buttons(turn: Turn) -> tuple[Button, ...]:
    slot = floor_slot(turn.now, turn.person.plan.tz)
    return (
        Button(action=FILL, label="Write it…", value=fill_value(Span(slot, slot + SLOT)), opens_form=True),
        Button(action=LOG, label="Log a conversation", opens_form=True),
        Button(action=TODAY, label="Today"),
        Button(action=RESUME, label="Resume") if _paused(turn) else Button(action=PAUSE, label="Pause"),
        Button(action=SETTINGS, label="Settings"),
    )


async def home(turn: Turn, _: Call) -> Effects:
    """Show today at a glance; an offer to begin becomes what is answered to it, and no page."""
    shown = await page(turn)
    return (Reply(shown, kind=PAGE) if turn.person.stage is Stage.STARTED else Reply(shown),)


FEATURE = Feature(
    name="home",
    commands=((Spec(path="home", summary="Today at a glance"), home),),
    page=page,
    before_start=True,
)
