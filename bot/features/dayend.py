"""The end of the working day: one quiet line, and after two weeks the offer of another rhythm."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.diary import Kind, coverage, time_by_kind, within
from bot.domain.manners import LIGHTER_OFFERED_AFTER, PROMPT_LATE_AFTER, resting
from bot.domain.people import Person
from bot.domain.sales import Prospect, Role, Status, candidates
from bot.domain.slots import DAY, SLOT, Span, day_span
from bot.feature import Feature, Moment, Occasion, nothing_before
from bot.features.asks import END_OF_DAY, question
from bot.features.away import away, away_words, to_fill_in
from bot.features.building import at_the_end
from bot.features.contacts import asks_in
from bot.features.lighter import offer
from bot.features.named import NUDGE
from bot.features.patience import ignored
from bot.features.unlogged import with_unlogged
from bot.ui import Message, Rich, Section
from bot.wording import day_time_words, day_words, length_words, number_words

KIND = END_OF_DAY
_NAMED = 3


def next_due(person: Person, after: datetime) -> datetime | None:
    """Return when the next working day ends; None where it ends at midnight, when nobody wants to hear of it."""
    end = person.plan.hours.end
    return person.plan.window.next_daily(after, end) if end.hour or end.minute else None


def slot_of(person: Person, due_at: datetime) -> str:
    """Name the line by its local date: one a day."""
    return due_at.astimezone(person.plan.tz).date().isoformat()


async def unwanted(occasion: Occasion) -> str:
    """Say nothing of a day off, nor of one of which nothing is known, unless it is because the bot was away."""
    if not occasion.person.plan.window.works_on(occasion.due_at.astimezone(occasion.person.plan.tz).date()):
        return "a day off"
    if await occasion.tx.diary.between(occasion.who, _day(occasion)):
        return ""
    return "nothing was noted today" if await away(occasion) is None else resting(await ignored(occasion))


def _day(occasion: Occasion) -> Span:
    zone = occasion.person.plan.tz
    return day_span(occasion.due_at.astimezone(zone).date(), zone)


async def screen(occasion: Occasion) -> Message:
    """Say what is known of the day, and until when it is quiet."""
    return await with_unlogged(occasion, await _line(occasion))


async def _line(occasion: Occasion) -> Message:
    person, day = occasion.person, _day(occasion)
    slots = [Span(start, start + SLOT) for start in person.plan.window.slots(day)]
    entries = await occasion.tx.diary.between(occasion.who, day)
    covered = coverage(slots, entries)
    selling = time_by_kind(within(day, entries)).get(Kind.SELLING, timedelta())
    sold = f", {length_words(selling)} selling" if selling else ""
    following = person.next_prompt(occasion.now)
    rest: Rich = ()
    if following is not None:
        rest = (*_holidays(person, occasion.now, following), " Quiet until ")
        rest = (*rest, *day_time_words(following, person, occasion.now), ".")
    text: Rich = (f"Done. {covered.filled} of {number_words(covered.slots, 'slot', 'slots')}{sold}.", *rest)
    was = await away(occasion)
    below: tuple[Section, ...] = (to_fill_in(was.missed, away_words(was, person, occasion.now)),) if was else ()
    below += await at_the_end(occasion)
    if await _offers_less(occasion):
        buttons, words = offer(person.plan.cadence)
        return Message(text=text, sections=(*below, Section(text=(words,))), buttons=buttons, silent=True)
    if await _lacks_an_ask(occasion, sold=bool(selling)):
        asked, buttons = question(await _perhaps_asked(occasion))
        return Message(text=text, sections=(*below, asked), buttons=buttons, silent=True)
    return Message(text=text, sections=below, silent=True)


def _holidays(person: Person, now: datetime, following: datetime) -> Rich:
    """Name the holidays for which it is quiet longer; nobody needs to be told of their own days off."""
    plan = person.plan
    today, until = (moment.astimezone(plan.tz).date() for moment in (now, following))
    days = (today + DAY * number for number in range(1, (until - today).days))
    named = [day for day in days if day.weekday() in plan.days and not plan.off.is_own(day) and plan.off.holiday(day)]
    words = (
        f"{'Tomorrow' if day == today + DAY else day_words(day, today)} is {plan.off.holiday(day)}"
        for day in named[:_NAMED]
    )
    return (f" {', '.join(words)}.",) if named else ()


async def _lacks_an_ask(occasion: Occasion, *, sold: bool) -> bool:
    """Tell whether it was a day with selling, or one that was to have some, and nobody was asked."""
    day = _day(occasion)
    if occasion.person.enough_on == day.start.astimezone(occasion.person.plan.tz).date():
        return False
    nudged = await occasion.tx.outbox.spoken(occasion.who, (NUDGE,), day.start)
    return bool(sold or nudged) and not await asks_in(occasion.tx, occasion.person, day)


async def _perhaps_asked(occasion: Occasion) -> tuple[Prospect, ...]:
    """Return the few who may have been asked today: those talked to, those whom the nudge names, other MAYBEs."""
    sales, day = occasion.tx.sales, _day(occasion)
    everybody = {one.id: one for one in await sales.prospects(occasion.who)}
    today = day.start.astimezone(occasion.person.plan.tz).date()
    held = [one.prospect for one in await sales.conversations(occasion.who, day) if not one.practice]
    named = [one.prospect.id for one in candidates(tuple(everybody.values()), today)]
    others = [one.id for one in everybody.values() if one.status is Status.MAYBE and one.role is Role.PROSPECT]
    return tuple(everybody[each] for each in dict.fromkeys((*held, *named, *others)))[:_NAMED]


async def _offers_less(occasion: Occasion) -> bool:
    """Tell whether this is the first line after two weeks."""
    if occasion.person.started_at is None:
        return False
    since = occasion.person.started_at + LIGHTER_OFFERED_AFTER
    return occasion.due_at >= since and not await occasion.tx.outbox.spoken(occasion.who, (KIND,), since)


FEATURE = Feature(
    name=KIND,
    moments=(
        Moment(
            kind=KIND,
            late_after=PROMPT_LATE_AFTER,
            next_due=next_due,
            slot=slot_of,
            unwanted=unwanted,
            before=nothing_before,
            screen=screen,
        ),
    ),
)
