"""The report of a month: counted as a week is, with what became of its appointments."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.appointments import Fate
from bot.domain.block import kept_days
from bot.domain.month import month_end, month_name, month_span, read_month
from bot.domain.rates import Rates
from bot.domain.slots import week_start
from bot.domain.week import WeekFigures, WeekRows, figures, slots_so_far
from bot.feature import Feature, Turn
from bot.features.conversations.listing import rates_until, rates_words
from bot.features.pictures import weeks_image
from bot.features.week import kept_words, one_thing_words, selling_share, slots_words, time_facts
from bot.gestures import Effects, Errors, Open, Reply, Submit
from bot.ui import MAX_HINT, Fact, Form, Input, Message, Section, shorten
from bot.wording import number_words, outcomes_words, whys_words

ASK = "report.month"
_QUOTED = 20
_FATES: dict[Fate, str] = {
    Fate.HELD: "held",
    Fate.MOVED: "moved",
    Fate.MISSED: "not held",
    Fate.CANCELLED: "cancelled",
    Fate.BOOKED: "booked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The numbers of a month: those a week has too, its appointments by what became of them, the follow-ups now.

    `overdue` and `to_come` are None for a month that is over: what was promised then is not known any more. The `rates`
    are those of all conversations up to its end: few have ten cases in a month.
    """

    first: date
    counted: WeekFigures
    appointments: Counter[Fate]
    overdue: int | None
    to_come: int | None
    rates: Rates


async def count(turn: Turn, first: date) -> Month:
    """Return the numbers of the month that begins on `first`, from what is stored now."""
    tx, person, now = turn.tx, turn.person, turn.now
    who, plan, span = person.who, person.plan, month_span(first, person.plan.tz)
    today = now.astimezone(plan.tz).date()
    entries, conversations = await tx.diary.between(who, span), await tx.sales.conversations(who, span)
    rows = WeekRows(
        monday=first,
        today=today,
        span=span,
        goal=plan.goal,
        slots=slots_so_far(plan.window, span, person.started_at, now),
        entries=entries,
        prompts=await tx.diary.prompts(who, span),
        conversations=conversations,
        asks=await tx.sales.asks(who, span),
        zone=plan.tz,
        block=kept_days(plan, span, person.started_at, now, entries, conversations),
    )
    promised = [one.next_on for one in await tx.sales.prospects(who) if one.next_on]
    overdue = sum(day < today for day in promised)
    is_now = span.start <= now < span.end
    return Month(
        first=first,
        counted=figures(rows),
        appointments=Counter(one.fate for one in await tx.appointments.between(who, span)),
        overdue=overdue if is_now else None,
        to_come=len(promised) - overdue if is_now else None,
        rates=await rates_until(turn, span.end),
    )


# --- in words ---------------------------------------------------------------------------------------------------------


def screen(month: Month) -> Message:
    """Show a month: the conversations first, then the time, the selling, what it was for."""
    counted = month.counted
    if counted.is_empty:
        return Message(title=_title(month.first), text=("Nothing recorded in this month.",))
    talks = counted.talks
    ended = f" ({outcomes_words(talks)})" if talks.total else ""
    held = f"{number_words(talks.total, 'conversation', 'conversations')}{ended}"
    said = (rates_words(month.rates, "Your rates so far"), whys_words(counted.whys))
    return Message(
        title=_title(month.first),
        text=(f"{held}, {number_words(counted.asks, 'ask', 'asks')}.",),
        sections=(
            Section(fields=time_facts(counted)),
            Section(fields=_selling(month)),
            *(Section(text=text) for text in said if text),
        ),
        footer=slots_words(counted),
    )


def _title(first: date) -> str:
    return f"{first:%B} {first.year}"


def _selling(month: Month) -> tuple[Fact, ...]:
    counted, became = month.counted, month.appointments
    facts = [Fact(label="Selling share", value=(selling_share(counted),))]
    if became:
        said = ", ".join(f"{became[fate]} {word}" for fate, word in _FATES.items() if became[fate])
        facts.append(Fact(label="Appointments", value=(said,)))
    if counted.block.of:
        facts.append(Fact(label="Outreach block", value=(kept_words(counted.block),)))
    if month.overdue is not None:
        facts.append(Fact(label="Follow-ups", value=(f"{month.overdue} overdue, {month.to_come} to come",)))
    if counted.kept:
        facts.append(Fact(label="The one thing was", value=(one_thing_words(counted),)))
    return tuple(facts)


# --- asking for it ----------------------------------------------------------------------------------------------------


async def command(turn: Turn, call: Call) -> Effects:
    """Report a month; open the form where it is not clear which."""
    said = call.get("month") or call.left
    first = _meant(turn, said)
    if isinstance(first, str):
        return (Open(_form(said, first)),)
    return (Reply(await _report(turn, first)),)


async def submit(turn: Turn, form: Submit) -> Effects:
    """Report the month that the form names."""
    first = _meant(turn, form.values.get("month", ""))
    if isinstance(first, str):
        return (Errors({"month": first}),)
    return (Reply(await _report(turn, first)),)


async def _report(turn: Turn, first: date) -> Message:
    """Return the report of a month, with the weeks up to its end as a picture."""
    today = turn.now.astimezone(turn.person.plan.tz).date()
    last = min(month_end(first), today)
    picture = await weeks_image(turn.tx, turn.person, week_start(last), turn.now)
    return replace(screen(await count(turn, first)), image=picture)


def _meant(turn: Turn, said: str) -> date | str:
    today = turn.now.astimezone(turn.person.plan.tz).date()
    first = read_month(said, today)
    if first is None:
        return f"“{shorten(said, _QUOTED)}” is no month. Write last, or one like {month_name(today)}."
    return first if first <= today else f"{_title(first)} has not begun."


def _form(said: str, wrong: str) -> Form:
    month = Input(
        key="month", label="Which month", required=True, value=shorten(said, _QUOTED), hint=shorten(wrong, MAX_HINT)
    )
    return Form(id=ASK, title="Report of a month", submit="Show", inputs=(month,))


FEATURE = Feature(
    name="month",
    commands=(
        (
            Spec(
                path="report month",
                summary="The month in numbers",
                arguments=(Argument(name="month", kind=ArgumentKind.WORD, summary="last, or one like 2026-11"),),
                examples=("report month", "report month last"),
            ),
            command,
        ),
    ),
    forms={ASK: submit},
)
