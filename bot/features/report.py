"""The weekly report: sent at the time the person chose, and whenever it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.people import Person
from bot.domain.slots import next_weekly, week_span, week_start
from bot.domain.week import read_week, reported_week, week_name
from bot.domain.whys import Verdict
from bot.feature import Feature, Moment, Occasion, Turn, nothing_before
from bot.features.building import asks_in, in_the_report
from bot.features.closing import closing
from bot.features.counting import count
from bot.features.handover.weekly import reported as hand_over_told
from bot.features.pictures import week_image
from bot.features.sharing.looking import in_report, kept_in
from bot.features.steps import reported as process_told
from bot.features.week import week_screen
from bot.features.weeks import held_back
from bot.features.whys import VERDICT, pressed, read_back, week_asked_in
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit, Toast
from bot.ports import Transaction
from bot.ui import MAX_HINT, Form, Input, Message, Section, shorten
from bot.wording import joined

KIND = "report"
ASK = "report.week"
_QUOTED = 20
_WHY_NAMED = 60


# --- sending it -------------------------------------------------------------------------------------------------------


def next_due(person: Person, after: datetime) -> datetime:
    """Return when the next report is due: the day and time the person chose."""
    return next_weekly(after, person.plan.report, person.plan.tz)


def slot_of(person: Person, due_at: datetime) -> str:
    """Name the report by the week that it is about."""
    return week_name(_week_of(person, due_at))


def _week_of(person: Person, due_at: datetime) -> date:
    return reported_week(due_at.astimezone(person.plan.tz).date())


async def unwanted(occasion: Occasion) -> str:
    """Stay silent about a week that was over before the person started, and about one that was off from end to end.

    Otherwise a report comes at its time, on a day off as well: it asks nothing, and waits to be read.
    """
    person, tx = occasion.person, occasion.tx
    span = week_span(_week_of(person, occasion.due_at), person.plan.tz)
    if person.started_at is not None and person.started_at >= span.end:
        return "before the start"
    is_worked = any(person.plan.window.slots(span)) or await tx.diary.between(person.who, span)
    return "" if is_worked or await tx.sales.conversations(person.who, span) else "a week off"


async def screen(occasion: Occasion) -> Message:
    """Report the week, with a line on those who show this person theirs."""
    monday = _week_of(occasion.person, occasion.due_at)
    shown = await in_report(occasion.tx, occasion.person, occasion.now)
    return await week_report(occasion.tx, occasion.person, monday, occasion.now, asks=True, shown=shown)


async def week_report(
    tx: Transaction,
    person: Person,
    monday: date,
    now: datetime,
    *,
    asks: bool = False,
    undo: int | None = None,
    shown: Sequence[Section] = (),
) -> Message:
    """Return the report of a week, its whys read back, with its picture; what it `asks`, it asks once.

    The question that the buttons of the message answer stands last, right above them.
    """
    week = await count(tx, person, monday, now)
    report = week_screen(week, await held_back(tx, person, monday, now))
    told = [line for tell in _TOLD if (line := await tell(tx, person, monday, now))]
    below = (Section(text=joined(told, "\n")),) if told else ()
    built = await in_the_report(tx, person, monday, now, asks=asks)
    whole = replace(
        report, sections=(*report.sections, *below, *built, *shown), image=await week_image(tx, person, monday, now)
    )
    return await read_back(tx, person, week, whole, asks=asks, undo=undo)


# A line or two each, where there is something to say; a week with all of them must still fit one message.
_TOLD = (process_told, closing, hand_over_told)


# --- asking for it ----------------------------------------------------------------------------------------------------


async def command(turn: Turn, call: Call) -> Effects:
    """Report a week; open the form where it is not clear which."""
    said = call.get("week") or call.left
    monday = _meant(turn, said)
    if isinstance(monday, str):
        return (Open(_form(said, monday)),)
    return (Reply(await week_report(turn.tx, turn.person, monday, turn.now)),)


async def submit(turn: Turn, form: Submit) -> Effects:
    """Report the week that the form names."""
    monday = _meant(turn, form.values.get("week", ""))
    if isinstance(monday, str):
        return (Errors({"week": monday}),)
    return (Reply(await week_report(turn.tx, turn.person, monday, turn.now)),)


def _meant(turn: Turn, said: str) -> date | str:
    today = turn.now.astimezone(turn.person.plan.tz).date()
    monday = read_week(said, today)
    if monday is None:
        return f"“{shorten(said, _QUOTED)}” is no week. Write last, or one like {week_name(week_start(today))}."
    if monday > today:
        return f"{week_name(monday)} has not begun."
    return monday


def _form(said: str, wrong: str) -> Form:
    week = Input(
        key="week", label="Which week", required=True, value=shorten(said, _QUOTED), hint=shorten(wrong, MAX_HINT)
    )
    return Form(id=ASK, title="Report of a week", submit="Show", inputs=(week,))


# --- did it bring that? -----------------------------------------------------------------------------------------------


async def answer(turn: Turn, press: Press) -> Effects:
    """Keep what is said of the largest why, in the place of what was said before, and show it in the report."""
    said = pressed(press.value, turn.now.astimezone(turn.person.plan.tz).date())
    if said is None:
        return (Toast("That is no longer asked."),)
    week = await count(turn.tx, turn.person, said.monday, turn.now)
    why = said.why_of(week, await turn.tx.diary.verdict(turn.who, said.monday))
    if why is None:
        return (Toast("That why is no longer in the diary of that week."),)
    there = await turn.tx.outbox.posted(turn.account, press.source) if press.source else None
    label = f"{shorten(why, _WHY_NAMED)}: {said.brought.value}"
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=there.key if there else "")
    verdict = Verdict(monday=said.monday, why=why, brought=said.brought, given_at=turn.now)
    await turn.tx.diary.put_verdict(turn.who, verdict)
    before = there.wanted if there else None
    asks = before is not None and asks_in(before)
    others = kept_in(before)
    message = await week_report(turn.tx, turn.person, said.monday, turn.now, asks=asks, undo=change, shown=others)
    return (Replace(there.key, message) if there else Reply(message),)


async def asked_under(turn: Turn, key: str, undo: int | None) -> Message | None:
    """Return the report that the message with this key shows and that asks, as it is now; None for any other."""
    there = await turn.tx.outbox.by_key(turn.who, key) if key else None
    before = there.wanted if there else None
    monday = week_asked_in(before, turn.now.astimezone(turn.person.plan.tz).date())
    if monday is None:
        return None
    return await week_report(turn.tx, turn.person, monday, turn.now, asks=True, undo=undo, shown=kept_in(before))


FEATURE = Feature(
    name=KIND,
    commands=(
        (
            Spec(
                path="report week",
                summary="The week in numbers",
                arguments=(Argument(name="week", kind=ArgumentKind.WORD, summary="last, or one like 2026-W47"),),
                is_default=True,
                examples=("report week", "report week last"),
            ),
            command,
        ),
    ),
    presses={VERDICT: answer},
    forms={ASK: submit},
    moments=(
        Moment(
            kind=KIND,
            late_after=None,
            next_due=next_due,
            slot=slot_of,
            unwanted=unwanted,
            before=nothing_before,
            screen=screen,
        ),
    ),
)
