"""What a viewer sees of a week: built up from what their level holds, so that nothing has to be taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.people import Account
from bot.domain.sales import MAX_NAME
from bot.domain.sharing import Level, initials, masked
from bot.domain.slots import week_start
from bot.domain.week import WeekFigures
from bot.features.week import kept_words, one_thing_words, selling_share, time_facts, week_title
from bot.ui import Fact, Lit, Message, Name, Rich, Section, shorten
from bot.wording import booked_words, goal_words, joined, number_words, outcomes_words, quoted, whys_words

_ONE_THING_SHOWN = 300
_NAMED = 5
_WHYS_SHOWN = 3
_NUMBERS = "time recorded, selling share, asks, conversations, the outreach block, what is booked"
SEES = {
    Level.COUNTS: f"numbers ({_NUMBERS})",
    Level.OUTCOMES: "numbers, how conversations ended, follow-ups, and whether the one thing was kept",
    Level.WORDS: "numbers, how conversations ended, follow-ups, the one thing, the whys, and who is due next",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One week of somebody's as it is shown: at which level, with whose names left as they are."""

    owner: Account
    week: WeekFigures
    level: Level
    people: tuple[str, ...] = ()
    names: bool = False
    paused: bool = False

    def words(self, text: str) -> str:
        """Return words of the owner's as a viewer may read them."""
        return text if self.names else masked(text, self.people)

    def name(self, name: str) -> str:
        """Return somebody's name as a viewer may read it."""
        return name if self.names else initials(name)


def line(shared: Shared) -> Rich:
    """Say a week in one line: whose, and how many conversations and asks."""
    paused: Rich = (", on a pause",) if shared.paused else ()
    return (Name(shared.owner), ": ", *_effort(shared.week), *paused)


def _effort(week: WeekFigures) -> Rich:
    return (f"{goal_words(week.talks, week.goal)}, {number_words(week.asks, 'ask', 'asks')}",)


def screen(shared: Shared, own: Shared | None = None) -> Message:
    """Show a week to a viewer; beside it, where they show theirs in return, their `own`."""
    facts = _facts(shared) if own is None else _beside(_facts(shared), _facts(own))
    yours: Rich = ("; you: ", *_effort(own.week)) if own else ()
    return Message(
        text=(*line(shared), *yours),
        title=week_title(shared.week.monday),
        sections=tuple(Section(fields=tuple(facts[at : at + _FIELDS])) for at in range(0, len(facts), _FIELDS)),
        silent=True,
    )


_FIELDS = 8


def _facts(shared: Shared) -> list[Fact]:
    said = (build(shared) for level, build in _SAID.items() if shared.level.holds(level))
    return [*time_facts(shared.week), *_counts(shared), *(fact for each in said for fact in each)]


def _beside(theirs: Sequence[Fact], yours: Sequence[Fact]) -> list[Fact]:
    """Put two people's facts side by side, by what each is about."""
    left, right = ({fact.label: fact.value for fact in facts} for facts in (theirs, yours))
    nothing: Rich = ("–",)
    return [
        Fact(label=label, value=(*left.get(label, nothing), " · you: ", *right.get(label, nothing)))
        for label in dict.fromkeys((*left, *right))
    ]


def _counts(shared: Shared) -> Iterable[Fact]:
    week = shared.week
    yield Fact(label="Selling share", value=(selling_share(week),))
    if week.before is not None:
        yield Fact(label="The week before", value=(number_words(week.before, "conversation", "conversations"),))
    if week.block.of:
        yield Fact(label="Outreach block", value=(kept_words(week.block),))
    if week.today <= week.due_until:
        yield Fact(label=_coming(week.monday, week.today), value=(booked_words(week.booked, week.goal),))


def _outcomes(shared: Shared) -> Iterable[Fact]:
    week = shared.week
    if week.talks.total:
        yield Fact(label="They ended", value=(outcomes_words(week.talks),))
    if week.today <= week.due_until:
        yield Fact(label="Follow-ups", value=(f"{len(week.overdue)} overdue, {len(week.due)} to come",))
    if week.kept:
        yield Fact(label="The one thing was", value=(one_thing_words(week),))


def _words(shared: Shared) -> Iterable[Fact]:
    week = shared.week
    whys = whys_words([replace(one, why=shared.words(one.why)) for one in week.whys[:_WHYS_SHOWN]])
    if whys:
        yield Fact(label="Hours by why", value=whys[1:])
    if week.one_thing:
        yield Fact(label="One thing", value=(quoted(shared.words(week.one_thing), _ONE_THING_SHOWN),))
    if due := (*week.overdue, *week.due):
        people = joined(((Lit(shorten(shared.name(one.name), MAX_NAME)),) for one in due[:_NAMED]), ", ")
        more = f" and {len(due) - _NAMED} more" if len(due) > _NAMED else ""
        yield Fact(label="Due next", value=(*people, more) if more else people)


_SAID: dict[Level, Callable[[Shared], Iterable[Fact]]] = {Level.OUTCOMES: _outcomes, Level.WORDS: _words}


def _coming(monday: date, today: date) -> str:
    return "Next week" if monday == week_start(today) else "This week"
