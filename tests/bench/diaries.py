"""Months of made-up freelancers' diaries: what they do, what for and in which words, by half hours.

The trades are texts beside this file, one for each person. A seed decides the rest: who is a client when, when a
prospect becomes one, what follows what, which wording is typed today, and with which slip. Half of the trades are held
back: a rule is made with the others only, and measured with both.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.diary import Kind
from bot.domain.slots import DAY, SLOT

TRADES = Path(__file__).with_name("trades")
MADE_WITH = ("coach", "consultant", "photographer", "translator")
HELD_BACK = ("bookkeeper", "copywriter", "illustrator", "trainer")

ZONE = ZoneInfo("Europe/Paris")
_MONDAY = date(2026, 2, 2)
_WEEKS = 26
_DAYS = ("mon", "tue", "wed", "thu", "fri")
_NOON = time(12)

# Their ways, as a part of the times.
_DAY_OFF = 0.04
_UNANSWERED = 0.1
_KEEPS_AN_APPOINTMENT = 0.8
_FOLLOWS = 0.45
_SAME_WHY = 0.75
_SAME_SUBJECT = 0.75
_WITHOUT_WHY = 0.1
_SLIPS = 0.015
_CAPITAL = 0.2
_TAILED = 0.08
_BECOMES_CLIENT = 0.25
_NOTED_AS_PROSPECT = 0.7
_WORDINGS = (0.5, 0.2, 0.12, 0.08, 0.05, 0.03, 0.01, 0.01)
_TAILS = (" again", " part 2", " (2)", ", continued", " v2", " now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """One of the things a person does, as the text names it."""

    name: str
    kind: Kind
    weight: int
    run: tuple[int, int]
    says: tuple[str, ...]
    whys: tuple[str, ...]
    fixed: tuple[tuple[str, str], ...] = ()
    after: tuple[str, ...] = ()
    then: str = ""
    parts: tuple[str, ...] = ()

    @property
    def about_somebody(self) -> bool:
        """Tell whether it is done for somebody or with somebody: most of its wordings name them."""
        return 2 * sum("{client}" in said or "{prospect}" in said for said in self.says) >= len(self.says)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What somebody is at and what for, whatever the words; the kind is what they would say it is.

    `whom` is the client or prospect it is about, where it is about one.
    """

    doing: str
    whom: str
    why: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One half hour that was accounted for: what was meant, and the words if they are typed.

    `prospects` and `won` are the names that the bot knows by then, of those who may buy and of those who did.
    """

    start: datetime
    meaning: Meaning
    what: str
    why: str
    prospects: frozenset[str]
    won: frozenset[str]


@dataclass(slots=True)
class _People:
    """Who is around: names come and go, and some prospects become clients."""

    random: Random
    waiting: list[str]
    clients: list[str]
    prospects: list[str] = field(default_factory=list)
    noted: set[str] = field(default_factory=set)
    won: set[str] = field(default_factory=set)

    def new_week(self) -> None:
        """Let a prospect decide, another come, and a client be away for a while."""
        if self.prospects and (len(self.prospects) > 3 or self.random.random() < 0.5):
            name = self.prospects.pop(0)
            if self.random.random() < _BECOMES_CLIENT:
                self.clients.insert(0, name)
                self.won |= {name} & self.noted
                self.noted.discard(name)
            else:
                self.waiting.append(name)
        while self.waiting and len(self.prospects) < 3:
            self.prospects.append(self.waiting.pop(0))
            if self.random.random() < _NOTED_AS_PROSPECT:
                self.noted.add(self.prospects[-1])
        if self.random.random() < 0.4:
            self.clients.append(self.clients.pop(0))

    def one_of(self, names: Sequence[str]) -> str:
        """Choose a name, the first ones more often."""
        return self.random.choices(names[:4], weights=[8, 4, 2, 1][: len(names)])[0]


def diary(trade: str, seed: int = 0, weeks: int = _WEEKS) -> Iterator[Half]:
    """Yield the half hours of half a year of one person, in order; breaks and what was never answered are left out."""
    read = tomllib.loads((TRADES / f"{trade}.toml").read_text(encoding="utf-8"))
    random = Random(f"{trade}{seed}")  # noqa: S311 - moods, no secrets
    doings = {one["name"]: _doing(one, random) for one in read["doing"]}
    waiting = list(read["prospects"])
    random.shuffle(waiting)
    people = _People(random=random, waiting=waiting, clients=list(read["clients"]))
    for week in range(weeks):
        people.new_week()
        about = {one: (people.one_of(people.clients), random.choice(read["topics"])) for one in doings}
        for number in range(len(_DAYS)):
            if random.random() >= _DAY_OFF:
                day = _MONDAY + DAY * (7 * week + number)
                yield from _day(random, day, read, doings, people, about)


def _doing(read: Mapping[str, Any], random: Random) -> Doing:
    """Read one thing somebody does; which wording is their habit is up to the seed."""
    return Doing(
        name=read["name"],
        kind=Kind(read["kind"]),
        weight=read["weight"],
        run=(read["run"][0], read["run"][1]),
        says=tuple(random.sample(read["says"], k=len(read["says"]))),
        whys=tuple(read["whys"]),
        fixed=tuple((day, at) for day, at in read.get("fixed", ())),
        after=tuple(read.get("after", ())),
        then=read.get("then", ""),
        parts=tuple(read.get("parts", ())),
    )


def _day(
    random: Random,
    day: date,
    read: Mapping[str, Any],
    doings: Mapping[str, Doing],
    people: _People,
    about: dict[str, tuple[str, str]],
) -> Iterator[Half]:
    moment = datetime.combine(day, time.fromisoformat(read["opens"]), ZONE)
    closes, lunch = time.fromisoformat(read["closes"]), time.fromisoformat(read["lunch"])
    current: Doing | None = None
    left = 0
    whys: dict[str, str] = {}
    while moment.time() < closes:
        appointment = _appointment(doings, moment)
        if moment.time() == lunch:
            moment += 2 * SLOT
            continue
        keeps = appointment is not None and random.random() < _KEEPS_AN_APPOINTMENT
        if keeps or left == 0 or current is None:
            current = appointment if keeps and appointment else _next(random, doings, current, moment.time())
            left = random.randint(*current.run)
            about[current.name] = _subject(random, current, about[current.name], people, read)
            if current.name not in whys or random.random() >= _SAME_WHY:
                whys[current.name] = random.choice(current.whys).replace("{topic}", about[current.name][1])
        left -= 1
        why = whys[current.name]
        if random.random() >= _UNANSWERED:
            whom = about[current.name][0] if current.about_somebody else ""
            meaning = Meaning(doing=current.name, whom=whom, why=why, kind=current.kind)
            yield Half(
                start=moment,
                meaning=meaning,
                what=_typed(random, current, about[current.name]),
                why="" if random.random() < _WITHOUT_WHY else why,
                prospects=frozenset(people.noted & set(people.prospects)),
                won=frozenset(people.won),
            )
        moment += SLOT


def _subject(
    random: Random, doing: Doing, before: tuple[str, str], people: _People, read: Mapping[str, Sequence[str]]
) -> tuple[str, str]:
    """Choose whom and what it is about this time: often what it was about before."""
    if doing.kind is Kind.SELLING:
        return people.one_of(people.prospects), before[1]
    if random.random() < _SAME_SUBJECT:
        return before
    return people.one_of(people.clients), random.choice(read["topics"])


def _appointment(doings: Mapping[str, Doing], moment: datetime) -> Doing | None:
    here = _DAYS[moment.weekday()], f"{moment:%H:%M}"
    return next((one for one in doings.values() if here in one.fixed), None)


def _next(random: Random, doings: Mapping[str, Doing], before: Doing | None, at: time) -> Doing:
    """Choose what comes next: what belongs behind what was, or anything that suits the time of day."""
    if before:
        following = [one for one in doings.values() if before.name in one.after or before.then == one.name]
        if following and random.random() < _FOLLOWS:
            return random.choice(following)
    part = "am" if at < _NOON else "pm"
    fitting = [one for one in doings.values() if not one.parts or part in one.parts or random.random() < 0.2]
    return random.choices(fitting, weights=[one.weight for one in fitting])[0]


def _typed(random: Random, doing: Doing, about: tuple[str, str]) -> str:
    """Type it: mostly by habit, sometimes with a tail or a slip."""
    says = random.choices(doing.says, weights=_WORDINGS[: len(doing.says)])[0]
    who, topic = about
    text = says.format(client=who, prospect=who, topic=topic)
    if random.random() < _TAILED:
        text += random.choice(_TAILS)
    if random.random() < _CAPITAL:
        text = text[0].upper() + text[1:]
    if random.random() < _SLIPS and len(text) > 5:
        at = random.randrange(1, len(text) - 2)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text
