"""Today, or any day of the diary: shown slot by slot, turned to the day before or after, filled in and edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.diary import time_by_kind, within
from bot.domain.slots import day_span, in_reach
from bot.domain.week import slots_so_far
from bot.domain.whys import time_by_why
from bot.feature import Feature, Turn
from bot.features.diary import TOO_LONG_AGO, entry_form, save_form, slot_form
from bot.features.named import entry_named, fill_span
from bot.features.strip import EDIT, FILL_IN, TURN, Day, strip_screen
from bot.gestures import Effects, Errors, Open, Pick, Press, Replace, Reply, Submit, Toast
from bot.grammar.dates import read_past_day
from bot.ui import MAX_HINT, Form, Input, Message, shorten

TODAY = "today.show"
_ASK, _SAVE = "today.ask", "today.entry"
_QUOTED = 20


async def day_so_far(turn: Turn, which: date | None = None) -> Day:
    """Read one of the person's days, today's unless told."""
    plan = turn.person.plan
    today = turn.now.astimezone(plan.tz).date()
    named = which or today
    day = day_span(named, plan.tz)
    entries = await turn.tx.diary.between(turn.who, day)
    inside = within(day, entries)
    return Day(
        date=named,
        is_over=named < today,
        slots=slots_so_far(plan.window, day, turn.person.started_at, turn.now),
        entries=entries,
        prompts=await turn.tx.diary.prompts(turn.who, day),
        time=time_by_kind(inside),
        whys=time_by_why(inside),
    )


async def day_screen(turn: Turn, which: date) -> Message:
    """Show one of the person's days."""
    return strip_screen(await day_so_far(turn, which), turn)


# --- asking for it ----------------------------------------------------------------------------------------------------


async def today(turn: Turn, _: Call | Press) -> Effects:
    """Show the day so far."""
    return (Reply(await day_screen(turn, turn.now.astimezone(turn.person.plan.tz).date())),)


async def show(turn: Turn, call: Call) -> Effects:
    """Show the day that was named, or today; open the form where it is not clear which."""
    said = call.get("date") or call.left
    day = _meant(turn, said)
    return (Open(_form(said, day)),) if isinstance(day, str) else (Reply(await day_screen(turn, day)),)


async def submit(turn: Turn, form: Submit) -> Effects:
    """Show the day that the form names."""
    day = _meant(turn, form.values.get("date", ""))
    return (Errors({"date": day}),) if isinstance(day, str) else (Reply(await day_screen(turn, day)),)


def _meant(turn: Turn, said: str) -> date | str:
    """Return the day that was named, or what to write instead."""
    today = turn.now.astimezone(turn.person.plan.tz).date()
    day = read_past_day(said, today) if said.strip() else today
    return day or f"“{shorten(said, _QUOTED)}” is no day up to today. Write yesterday, tue or {today.day} {today:%b}."


def _form(said: str, wrong: str) -> Form:
    day = Input(
        key="date", label="Which day", required=True, value=shorten(said, _QUOTED), hint=shorten(wrong, MAX_HINT)
    )
    return Form(id=_ASK, title="A day of the diary", submit="Show", inputs=(day,))


async def turn_to(turn: Turn, press: Press) -> Effects:
    """Show another day in the place of the one whose button was pressed."""
    day = _day_named(press.value)
    if day is None or day > turn.now.astimezone(turn.person.plan.tz).date():
        return (Toast("That day is out of reach."),)
    return (await _in_place(turn, await _key(turn, press.source), day),)


def _day_named(value: str) -> date | None:
    """Return the day that a button or a form names, or None: it may come from anybody."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if in_reach(day) else None


async def _key(turn: Turn, source: str | None) -> str:
    """Return the key of the message that a gesture came from."""
    message = await turn.tx.outbox.posted(turn.account, source) if source else None
    return message.key if message else ""


async def _in_place(turn: Turn, key: str, day: date) -> Reply | Replace:
    screen = await day_screen(turn, day)
    return Replace(key, screen) if key else Reply(screen)


# --- filling in and editing: the context of a form names the day, the message that shows it, and what is changed ------


async def fill(turn: Turn, press: Press) -> Effects:
    """Open the form for a stretch that is still open."""
    span = fill_span(press.value, turn)
    if span is None:
        return (TOO_LONG_AGO,)
    day = span.start.astimezone(turn.person.plan.tz).date()
    return (await _from_strip(turn, slot_form(turn, span), press.source, day.isoformat()),)


async def edit(turn: Turn, pick: Pick) -> Effects:
    """Open the form for an entry of the strip."""
    entry = await entry_named(turn, pick.chosen[0]) if len(pick.chosen) == 1 else None
    if entry is None:
        return (Toast("That entry is no longer there."),)
    form = entry_form(turn, context=f"e{entry.id}", span=entry.span, entry=entry)
    return (await _from_strip(turn, form, pick.source, pick.value),)


async def _from_strip(turn: Turn, form: Form, source: str | None, day: str) -> Open:
    return Open(replace(form, id=_SAVE, context=f"{day}.{await _key(turn, source)}.{form.context}"))


async def save(turn: Turn, submit: Submit) -> Effects:
    """Note or change what the form says, and show the day as it is then."""
    named, _, rest = submit.context.partition(".")
    key, _, context = rest.partition(".")
    effects = await save_form(turn, replace(submit, context=context))
    day = _day_named(named)
    if not key or day is None or any(isinstance(effect, Errors) for effect in effects):
        return effects
    return (*effects, Replace(key, await day_screen(turn, day)))


_DAY = Argument(name="date", kind=ArgumentKind.REST, summary="yesterday, tue, 12 nov")

FEATURE = Feature(
    name="today",
    commands=(
        (Spec(path="today", summary="The day so far, slot by slot"), today),
        (
            Spec(
                path="diary show",
                summary="Any day, slot by slot",
                arguments=(_DAY,),
                is_default=True,
                examples=("diary show tue", "diary show 12 nov"),
            ),
            show,
        ),
        (Spec(path="report day", summary="A day in numbers, slot by slot", arguments=(_DAY,)), show),
    ),
    presses={TODAY: today, TURN: turn_to, FILL_IN: fill},
    picks={EDIT: edit},
    forms={_ASK: submit, _SAVE: save},
)
