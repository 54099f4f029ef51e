"""How a task to hand over is said: its hours with the evidence, its price, the money, and what became of it."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.handover import FOUR_WEEKS, Candidate, Group, Watch
from bot.domain.money import OwnHour, about_words, price_words
from bot.domain.slots import DAY, DAYS_IN_WEEK
from bot.domain.stretch import Stretch
from bot.ui import B, Rich
from bot.wording import amount_words, day_words, length_words, number_words, quoted, share_words

TASK_SHOWN = 50
_HALF_HOUR = timedelta(minutes=30)


def task_words(text: str) -> Rich:
    """Say a task in its person's words."""
    return (B(quoted(text, TASK_SHOWN)),)


def days_long(days: int) -> str:
    """Say how long some days are: `4 weeks`, `10 days`."""
    weeks, rest = divmod(days, DAYS_IN_WEEK)
    return number_words(days, "day", "days") if rest or not weeks else number_words(weeks, "week", "weeks")


def lately(days: int) -> str:
    """Name some days up to now: `the last 4 weeks`, `the last week`, `today`."""
    return "today" if days == 1 else f"the last {days_long(days).removeprefix('1 ')}"


def month_words(time: timedelta) -> str:
    """Say how long something takes in a month, to half an hour: `6 h a month`."""
    return "nothing" if not time else f"{_half_hours(time)} a month"


def _half_hours(time: timedelta) -> str:
    return length_words(max(round(time / _HALF_HOUR), 1) * _HALF_HOUR)


def evidence_words(group: Group, stretch: Stretch) -> str:
    """Say what the diary holds of a task: `5.5 h in 4 weeks, 9 entries`."""
    if not group.entries:
        return f"not in the diary of {lately(stretch.days)}"
    entries = number_words(group.entries, "entry", "entries")
    return f"{length_words(group.time)} in {days_long(stretch.days)}, {entries}"


def hours_words(one: Candidate, stretch: Stretch) -> str:
    """Say the hours of a candidate with their evidence, by the month where that can be told."""
    evidence = evidence_words(one.group, stretch)
    return evidence if one.monthly is None or not one.group.entries else f"{month_words(one.monthly)} ({evidence})"


def candidate_words(one: Candidate, hour: OwnHour | None, stretch: Stretch) -> Rich:
    """Say a candidate: `invoices — about 270 freed a month: 6 h a month (5.5 h in 4 weeks, 9 entries), 35 an hour`."""
    hours = hours_words(one, stretch)
    price = "price elsewhere not known" if one.price is None else f"{price_words(one.price)} an hour elsewhere"
    if one.is_better_kept and hour is not None:
        price += f", and your own is {price_words(hour.value)}: keeping it is the better deal"
    freed = f"{freed_words(one, stretch)}: " if one.freed is not None and one.freed > 0 else ""
    return (*task_words(one.group.text), f" — {freed}{hours}, {price}.")


def freed_words(one: Candidate, stretch: Stretch) -> str:
    """Say the money that handing it over frees: `about 270 freed a month`."""
    over = "a month" if one.monthly is not None else f"in {days_long(stretch.days)}"
    return f"{about_words(one.freed or 0)} freed {over}"


def hour_words(hour: OwnHour) -> str:
    """Say what an hour is worth, and from what that is known."""
    if hour.worked is None:
        return f"Your hour: {price_words(hour.value)}."
    worked = f"{length_words(hour.worked.time)} of work in {days_long(hour.worked.days)}"
    return f"Your hour: about {price_words(hour.value)}, from {amount_words(hour.earned)} earned in {worked}."


def basis_words(stretch: Stretch) -> str:
    """Say what the hours are counted from, and why they are not scaled to a month where they are not."""
    covered = stretch.coverage
    basis = f"Hours as your diary of {lately(stretch.days)} has them"
    if covered.slots:
        slots = number_words(covered.slots, "working slot", "working slots")
        basis += f" ({covered.filled} of {slots}, {share_words(covered.share)})"
    return f"{basis}." if stretch.bears else f"{basis}: too little to tell a month from."


def watch_words(watch: Watch, today: date) -> Rich:
    """Say whether the hours of a task fell: `invoices, since Mon 2 Nov: 6 h a month before, 1.5 h a month now`."""
    lead: Rich = (*task_words(watch.task.text), f", handed over on {day_words(watch.done_on, today)}")
    if today < watch.told_from:
        return (*lead, f": whether its hours fall shows from {day_words(watch.told_from, today)}.")
    if watch.before is None or watch.since is None:
        when = "before" if watch.before is None else "since"
        return (*lead, f": too little in the diary {when} to tell whether its hours fall.")
    if not watch.before and not watch.since:
        return (*lead, ": not in the diary, before or since.")
    return (*lead, f": {fall_words(watch)}{_said_of(watch)}")


def fall_words(watch: Watch) -> str:
    """Say the hours before and since, with how long that is: `6 h a month before, 1.5 h a month since (3 weeks)`."""
    before, since = (month_words(time or timedelta()) for time in (watch.before, watch.since))
    length = lately(watch.days) if watch.days * DAY >= FOUR_WEEKS else days_long(watch.days)
    return f"{before} before, {since} since ({length})"


def _said_of(watch: Watch) -> str:
    """Say it without blame where the hours did not fall."""
    if watch.before and watch.since is not None and watch.since >= watch.before:
        return ". It takes as long as it did; that happens while somebody learns it."
    return "."
