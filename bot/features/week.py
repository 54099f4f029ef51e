"""A week in words: the sentence that matters first, then the numbers, each with what it is held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.domain.block import KeptDays
from bot.domain.holding import LITTLE_SELLING
from bot.domain.sales import MAX_NAME
from bot.domain.slots import DAY, DAYS_IN_WEEK, week_start
from bot.domain.week import ENOUGH_FOR_A_SHARE, WeekFigures
from bot.features.bookings import gap_words
from bot.ui import Fact, Message, Rich, Section
from bot.wording import (
    KINDS,
    booked_words,
    day_words,
    length_words,
    number_words,
    outcomes_words,
    quoted,
    share_words,
    whys_words,
)

_ONE_THING_SHOWN = 300


# --- the sentence that matters ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a sentence is the one that matters, and what it says."""

    holds: Callable[[WeekFigures], bool]
    says: Callable[[WeekFigures], str]


def _sold(week: WeekFigures) -> str:
    return f"{length_words(week.selling)} of {_recorded_in(week)} went into talking to prospects"


def _recorded_in(week: WeekFigures) -> str:
    """Say how much was recorded, and of how many slots: `26 h recorded (52 of 76 slots)`."""
    recorded, covered = f"{length_words(week.recorded)} recorded", week.coverage
    if not covered.slots:
        return recorded
    return f"{recorded} ({covered.filled} of {number_words(covered.slots, 'slot', 'slots')})"


def _talked(week: WeekFigures) -> str:
    goal = number_words(week.goal, "conversation", "conversations")
    return f"{week.talks.total} of {goal} ({outcomes_words(week.talks)})"


HEADLINES = (
    Rule(
        holds=lambda week: week.is_empty,
        says=lambda _: "Nothing recorded in this week. One line is enough: what you do, and why.",
    ),
    Rule(
        holds=lambda week: week.talks.total >= week.goal,
        says=lambda week: f"{_talked(week)}: the goal is met.",
    ),
    Rule(
        holds=lambda week: bool(week.talks.total),
        says=lambda week: f"{_talked(week)}: {week.goal - week.talks.total} fewer than planned.",
    ),
    Rule(
        holds=lambda week: week.share is None,
        says=lambda week: f"{_recorded_in(week)}, too little to say where the time went; no conversation logged.",
    ),
    Rule(
        holds=lambda week: not week.selling,
        says=lambda week: f"No conversation logged; of {_recorded_in(week)}, none went into talking to prospects.",
    ),
    Rule(
        holds=lambda week: (week.share or 0) < LITTLE_SELLING,
        says=lambda week: f"{_sold(week)}; no conversation logged.",
    ),
    Rule(
        holds=lambda _: True,
        says=lambda week: f"{_sold(week)}; no conversation logged. If there was one, it can still be added.",
    ),
)


def headline(week: WeekFigures) -> str:
    """Return the one sentence that matters: the first whose rule holds."""
    return next(rule.says(week) for rule in HEADLINES if rule.holds(week))


def outlook(week: WeekFigures) -> Rich:
    """Return one sentence about what comes next; nothing for a week that is long past."""
    if week.today > week.due_until:
        return ()
    if promised := (*week.overdue, *week.due):
        day = promised[0].next_on or week.today
        since = "since " if day < week.today else ""
        return ("Next: ", quoted(promised[0].name, MAX_NAME), f", due {since}{day_words(day, week.today)}.")
    which = "Next week" if week.monday == week_start(week.today) else "This week"
    goal = number_words(week.goal, "conversation", "conversations")
    if week.booked.total:
        return ()  # said among the numbers
    return (f"{which}: {goal}. Who could be the first?" if week.is_empty else f"{which}: who could be the first?",)


# --- the screen -------------------------------------------------------------------------------------------------------


def week_screen(week: WeekFigures, held_back: Section | None = None) -> Message:
    """Show a week: the sentence that matters, the time, the selling, what holds the line back, what comes next."""
    facts = () if week.is_empty else (time_facts(week), _selling(week))
    whys, following = (Section(text=text) if text else None for text in (whys_words(week.whys), outlook(week)))
    return Message(
        title=week_title(week.monday),
        text=(headline(week),),
        sections=(*(Section(fields=each) for each in facts), *filter(None, (whys, held_back, following))),
        footer=() if week.is_empty else slots_words(week),
    )


def week_title(monday: date) -> str:
    """Return the title of a week: `Week 48 · 23–29 Nov`."""
    sunday = monday + (DAYS_IN_WEEK - 1) * DAY
    first = str(monday.day) if monday.month == sunday.month else f"{monday.day} {monday:%b} "
    dash = "–" if monday.month == sunday.month else "– "
    return f"Week {monday.isocalendar().week} · {first}{dash}{sunday.day} {sunday:%b}"


def time_facts(week: WeekFigures) -> tuple[Fact, ...]:
    """Return the recorded time with its coverage, then each kind."""
    recorded = f"{length_words(week.recorded)} recorded" if week.recorded else "nothing recorded"
    slots = number_words(week.coverage.slots, "slot", "slots")
    whole = f"{recorded}, {week.coverage.filled} of {slots} covered" if week.coverage.slots else recorded
    kinds = (
        Fact(label=(KINDS[kind] if kind else "kind not said").capitalize(), value=(length_words(spent),))
        for kind, spent in week.time.items()
    )
    return (Fact(label="Time", value=(whole,)), *kinds)


def _selling(week: WeekFigures) -> tuple[Fact, ...]:
    """Return the selling share, asks, conversations, follow-ups and the one thing."""
    talks = week.talks
    ended = f" ({outcomes_words(talks)})" if talks.total else ""
    trend = f"; the week before {week.before}" if week.before is not None else ""
    facts = [
        Fact(label="Selling share", value=(share_told(week),)),
        Fact(label="Asks", value=(asks_told(week),)),
        Fact(label="Conversations", value=(f"{talks.total} of {week.goal}{ended}{trend}",)),
    ]
    if week.block.of:
        facts.append(Fact(label="Outreach block", value=(kept_words(week.block),)))
    if week.today <= week.due_until:
        facts.append(_coming(week))
        until = day_words(week.due_until, week.today)
        facts.append(Fact(label="Follow-ups", value=(f"{len(week.overdue)} overdue, {len(week.due)} due by {until}",)))
    if week.one_thing:
        facts.append(Fact(label="One thing", value=(quoted(week.one_thing, _ONE_THING_SHOWN),)))
    if week.kept:
        facts.append(Fact(label="The one thing was", value=(one_thing_words(week),)))
    return tuple(facts)


def _coming(week: WeekFigures) -> Fact:
    """Say how the week after this one is booked, and what is missing, while that week has not begun, or begins."""
    begins = week.monday + DAYS_IN_WEEK * DAY
    gap = gap_words(week.booked, week.goal, week.today, week.closes) if week.today <= begins else ""
    label = "Next week" if week.today < begins else "This week"
    return Fact(label=label, value=(booked_words(week.booked, week.goal), gap))


def one_thing_words(week: WeekFigures) -> str:
    """Say how often the one thing was kept: `1 kept, 1 not kept`."""
    return ", ".join(f"{number} {each.value}" for each, number in week.kept.items())


def kept_words(block: KeptDays) -> str:
    """Say on how many days the outreach block was kept: `kept on 3 of 5 days`."""
    return f"kept on {block.kept} of {number_words(block.of, 'day', 'days')}"


def selling_share(week: WeekFigures) -> str:
    """Say what part of the recorded time was selling, where enough is recorded to say so."""
    if week.share is None:
        return f"not said below {length_words(ENOUGH_FOR_A_SHARE)} recorded"
    slots = number_words(week.slots.selling, "slot", "slots")
    return f"{share_words(week.share)}: {length_words(week.selling)} ({slots}) of {_recorded_in(week)}"


def share_told(week: WeekFigures) -> str:
    """Say what part of the recorded time was selling, beside the goal where there is one."""
    return f"{selling_share(week)}{f'; the goal is {week.goal_share} %' if week.goal_share else ''}"


def asks_told(week: WeekFigures) -> str:
    """Say how many asks there were: `3`, or `3 of 5` where there is a goal."""
    return f"{week.asks} of {week.goal_asks}" if week.goal_asks else str(week.asks)


def slots_words(week: WeekFigures) -> Rich:
    """Say how far the slots can be trusted, and what became of the others."""
    slots = week.slots
    counted = (
        (slots.live, "live"),
        (slots.same_day, "same day"),
        (slots.reconstructed, "reconstructed"),
        (slots.skipped, "skipped"),
        (slots.unanswered, "unanswered"),
        (slots.unasked, "not asked about"),
    )
    said = " · ".join(f"{number} {word}" for number, word in counted if number)
    return (f"Slots: {said}",) if said else ()
