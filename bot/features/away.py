"""What was not asked because the bot was away: offered to be filled in, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.diary import Prompt, filled_by
from bot.domain.manners import AWAY_TOLD_FOR, AWAY_TOLD_WITHIN, resting
from bot.domain.people import Person
from bot.domain.slots import DAY, DAYS_IN_WEEK, INSTANT, SLOT, Span
from bot.feature import Feature, Moment, Occasion, nothing_before
from bot.features.named import FILL, fill_value
from bot.features.patience import ignored
from bot.ports import Envelope, State
from bot.ui import Button, Message, Rich, Section
from bot.wording import day_time_words, number_words

KIND = "away"
_TELLING = ("checkin", "day", KIND)
_FARTHEST = DAYS_IN_WEEK * DAY
_SAME = 4 * SLOT  # where only the way to the platform is cut, each question comes too late by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A time in which the bot should have asked and did not, and the stretches of it that nothing is noted of."""

    span: Span
    missed: tuple[Span, ...]


async def note_missed(occasion: Occasion) -> None:
    """Note that a question came too late to be asked: the bot was away from when it was due up to now.

    The message that this plans is its record, too: the first thing said afterwards tells of it, whichever that is.
    """
    last, began = await _last(occasion), occasion.due_at
    if last is not None and last.due_at >= occasion.due_at >= _began(last):
        return
    if last is not None and occasion.due_at - last.due_at <= _SAME and not await _was_told(occasion, last):
        began = _began(last)
    slot = f"{began.astimezone(UTC).isoformat()} {occasion.due_at.astimezone(UTC).isoformat()}"
    await occasion.tx.outbox.plan(
        occasion.who,
        key=f"{KIND}:{slot}",
        kind=KIND,
        slot=slot,
        due_at=occasion.now,
        late_after=AWAY_TOLD_WITHIN,
    )


async def away(occasion: Occasion) -> Away | None:
    """Return when the bot was away last, unless that was told already, is long ago or to come, or left nothing open."""
    last = await _last(occasion)
    if last is None or not last.due_at <= occasion.now <= last.due_at + AWAY_TOLD_FOR:
        return None  # before it, for a clock that was ahead: what it noted then is still to come
    if await _was_told(occasion, last):
        return None
    span = Span(_began(last), last.due_at)
    missed = await _missed(occasion, span)
    return Away(span=span, missed=missed) if missed else None


async def _was_told(occasion: Occasion, last: Envelope) -> bool:
    """Tell whether anything that tells of it was said since."""
    told = await occasion.tx.outbox.spoken(occasion.who, _TELLING, last.due_at)
    return any(one.key != occasion.key for one in told)


async def _last(occasion: Occasion) -> Envelope | None:
    return await occasion.tx.outbox.last_of(occasion.who, (KIND,))


def _began(record: Envelope) -> datetime:
    return datetime.fromisoformat(record.slot.partition(" ")[0])


async def _missed(occasion: Occasion, span: Span) -> tuple[Span, ...]:
    """Return what should have been asked about in `span` and was not, as far as nothing is noted of it."""
    plan, diary = occasion.person.plan, occasion.tx.diary
    start = max(span.start, span.end - _FARTHEST)
    around = Span(start - DAY, span.end + DAY)
    entries = await diary.between(occasion.who, around)
    asked = [prompt.span for prompt in await diary.prompts(occasion.who, around) if await _was_asked(occasion, prompt)]
    missed: list[Span] = []
    due = plan.window.next_prompt(start - INSTANT, plan.cadence)
    while due is not None and due < min(span.end, occasion.due_at):
        stretch = plan.window.prompted(due, plan.cadence)
        if not filled_by(stretch, entries) and not any(span.overlap(stretch) for span in asked):
            missed.append(stretch)
        due = plan.window.next_prompt(due, plan.cadence)
    return tuple(missed)


async def _was_asked(occasion: Occasion, prompt: Prompt) -> bool:
    """Tell whether a question was ever shown: one that could not be sent in time was made, and then given up."""
    message = await occasion.tx.outbox.by_key(occasion.who, prompt.key)
    return message is None or message.state is not State.SKIPPED


# --- how it is offered ------------------------------------------------------------------------------------------------


def to_fill_in(stretches: Sequence[Span], lead: Rich, day: str = "") -> Section:
    """Offer to fill in what is open: the newest run of `stretches`, all of them counted."""
    run = stretches[-1]
    for stretch in reversed(stretches[:-1]):
        if stretch.end == run.start and run.end - stretch.start <= DAY:
            run = Span(stretch.start, run.end)
    slots = sum(round(stretch.length / SLOT) for stretch in stretches)
    button = Button(action=FILL, label="Fill in", value=fill_value(run), opens_form=True)
    said: Rich = (*lead, " ") if lead else ()
    return Section(text=(*said, number_words(slots, "slot", "slots"), f" open{day}, if you like."), button=button)


def away_words(was: Away, person: Person, now: datetime) -> Rich:
    """Say from when to when the bot was away: `I was away from 10:30 to 13:05.`."""
    return (
        "I was away from ",
        *day_time_words(was.span.start, person, now),
        " to ",
        *day_time_words(was.span.end, person, now),
        ".",
    )


# --- the message of its own, where nothing else is said soon ----------------------------------------------------------


def never(_: Person, __: datetime) -> None:
    """Plan it at no time: it is planned when a question comes too late."""


def slot_of(_: Person, due_at: datetime) -> str:
    """Name it by its end, for whoever plans it by the clock: nobody does."""
    return due_at.astimezone(UTC).isoformat()


async def unwanted(occasion: Occasion) -> str:
    """Leave it to what is said anyway within the hour, and to the next morning where the working day is long over."""
    person, now = occasion.person, occasion.now
    soon, window = now + AWAY_TOLD_WITHIN, person.plan.window
    following = person.next_prompt(now)
    if following is not None and following <= soon:
        return "the next question tells it"
    if now in window and soon not in window:
        return "the day's end tells it"
    if now not in window and now - AWAY_TOLD_WITHIN not in window:
        return "outside working hours"
    if await away(occasion) is None:
        return "nothing is open"
    return resting(await ignored(occasion))


async def screen(occasion: Occasion) -> Message:
    """Say when the bot was away, and offer to fill in what is open."""
    was = await away(occasion)
    if was is None:
        raise LookupError("what was missed is gone")
    return Message(
        text=away_words(was, occasion.person, occasion.now), sections=(to_fill_in(was.missed, ()),), silent=True
    )


FEATURE = Feature(
    name=KIND,
    moments=(
        Moment(
            kind=KIND,
            late_after=AWAY_TOLD_WITHIN,
            next_due=never,
            slot=slot_of,
            unwanted=unwanted,
            before=nothing_before,
            screen=screen,
        ),
    ),
)
