"""A quarter of one person's weeks, by how they behave and a seed: conversations, follow-ups, diary, holiday."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.diary import Entry, Kind, Label
from bot.domain.holding import Basis, Holding, basis
from bot.domain.measures import Rows, measured
from bot.domain.people import Plan
from bot.domain.rest import DayRange, DaysOff
from bot.domain.sales import Conversation, Outcome, Prospect, settled
from bot.domain.slots import Span, at_local

ZONE = ZoneInfo("Europe/Paris")
START = date(2026, 8, 31)  # a Monday; the clocks go back in the eighth week
WEEKS = 13
GOAL = 3
AWAY = DayRange(first=START + timedelta(weeks=9), last=START + timedelta(weeks=10, days=6))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """How somebody sells: new people a week, how often an offer is made, how it ends, whether they come back.

    `right` is what holds their line back, None where nothing can be said.
    """

    new: tuple[int, ...]
    offers: float
    ends: tuple[float, float, float]  # yes, no, thinking
    comes_back: float = 1
    weeks: int = WEEKS
    told_off: bool = False
    away: bool = False
    right: Holding | None


class Lived(Enum):
    """The people of the issue, and some more."""

    NO_OUTREACH = Behaviour(new=(0, 0, 1), offers=0.7, ends=(0.3, 0.4, 0.3), right=Holding.TOO_FEW_CONVERSATIONS)
    WEAK_OFFER = Behaviour(new=(4, 5), offers=0.95, ends=(0.03, 0.82, 0.15), right=Holding.OFFERS_NOT_TAKEN)
    NO_OFFERS = Behaviour(new=(3, 4, 5), offers=0.12, ends=(0.05, 0.45, 0.5), right=Holding.OFFERS_NOT_MADE)
    MAYBES_ROT = Behaviour(new=(3, 4), offers=0.8, ends=(0.2, 0.2, 0.6), comes_back=0.1, right=Holding.FOLLOW_UPS_WAIT)
    GARDENER = Behaviour(new=(3, 4), offers=0.9, ends=(0.4, 0.35, 0.25), right=Holding.NOTHING)
    BEGINNER = Behaviour(new=(0, 1, 5), offers=0.1, ends=(0.05, 0.5, 0.45), comes_back=0, weeks=2, right=None)
    ON_HOLIDAY = Behaviour(
        new=(3, 4), offers=0.9, ends=(0.4, 0.35, 0.25), away=True, told_off=True, right=Holding.NOTHING
    )
    JUST_GONE = Behaviour(new=(3, 4), offers=0.9, ends=(0.4, 0.35, 0.25), away=True, right=Holding.NOTHING)


@dataclass(slots=True)
class Quarter:
    """What somebody leaves in the store, by what they did."""

    plan: Plan
    now: datetime
    prospects: list[Prospect] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def rows(self, now: datetime | None = None) -> Rows:
        """Return what was stored at a moment, by default at the end."""
        at = now or self.now
        held = [one for one in self.conversations if one.at < at]
        theirs = {one.id: [talk for talk in held if talk.prospect == one.id] for one in self.prospects}
        first: Mapping[int, datetime] = {who: min(one.at for one in talks) for who, talks in theirs.items() if talks}
        return Rows(
            now=at,
            since=moment(START, time(8)),
            goal=GOAL,
            window=self.plan.window,
            entries=tuple(one for one in self.entries if one.span.start < at),
            conversations=tuple(held),
            first_contacts=first,
            prospects=tuple(settled(one, theirs[one.id]) for one in self.prospects if theirs[one.id]),
        )

    def basis(self, now: datetime | None = None) -> Basis:
        """Return the numbers by which it is decided what holds the line back."""
        rows = self.rows(now)
        return basis(rows, measured(rows).weeks, ())


def moment(day: date, at: time) -> datetime:
    return at_local(day, at, ZONE)


def lived(who: Lived, seed: int) -> Quarter:
    """Live the weeks."""
    behaviour: Behaviour = who.value
    random = Random(f"{who.name} {seed}")  # noqa: S311 - a script, no secret
    off = DaysOff(own=(AWAY,)) if behaviour.told_off else DaysOff()
    end = START + timedelta(weeks=behaviour.weeks)
    quarter = Quarter(plan=replace(Plan(zone=ZONE.key, goal=GOAL), off=off), now=moment(end, time(9)))
    day, new = START, dict[date, int]()  # how many new people there are on a day
    meant: dict[date, list[int]] = {}  # whom to come back to on a day
    while day < end:
        away = behaviour.away and AWAY.first <= day <= AWAY.last
        if day.weekday() == 0:
            new = {day + number * _DAY: 0 for number in range(5)}
            for _ in range(random.choice(behaviour.new)):
                new[random.choice(list(new))] += 1
        if day.weekday() < 5 and not away:
            people = meant.pop(day, [])
            for _ in range(new[day]):
                quarter.prospects.append(_somebody(len(quarter.prospects) + 1, day))
                people.append(quarter.prospects[-1].id)
            for number, prospect in enumerate(people):
                talk = _talk(behaviour, random, prospect, moment(day, time(10 + number)))
                quarter.conversations.append(talk)
                if talk.back_on and random.random() < behaviour.comes_back:
                    meant.setdefault(_next_working(talk.back_on, behaviour), []).append(prospect)
            quarter.entries += _diary(day, len(people))
        day += _DAY
    return quarter


def _somebody(number: int, day: date) -> Prospect:
    return Prospect(id=number, name=f"Client {number}", added_at=moment(day, time(9)))


def _next_working(day: date, behaviour: Behaviour) -> date:
    while day.weekday() > 4 or (behaviour.away and AWAY.first <= day <= AWAY.last):
        day += _DAY
    return day


def _talk(behaviour: Behaviour, random: Random, prospect: int, at: datetime) -> Conversation:
    offered = random.random() < behaviour.offers
    yes, no, _ = behaviour.ends
    drawn = random.random()
    outcome = Outcome.YES if drawn < yes and offered else Outcome.NO if drawn < yes + no else Outcome.THINKING
    back = at.astimezone(ZONE).date() + timedelta(days=random.randint(4, 14)) if outcome is Outcome.THINKING else None
    worth = random.choice([None, 800, 1200]) if outcome is Outcome.YES else None
    offer = "retainer" if offered else ""
    return Conversation(prospect=prospect, at=at, outcome=outcome, back_on=back, offer=offer, worth=worth)


def _diary(day: date, talks: int) -> list[Entry]:
    """Return a day: half an hour of selling for each conversation, then paid work."""
    at, entries = moment(day, time(10)), []
    for kind, length in ((Kind.SELLING, talks * timedelta(minutes=30)), (Kind.PAID, timedelta(hours=4))):
        if length:
            span = Span(at, at := at + length)
            entries.append(Entry(span=span, what=kind.value, kind=kind, recorded_at=at, label=Label.LIVE))
    return entries
