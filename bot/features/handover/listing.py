"""The list of what could be handed over, first things first, with what was handed over and whether its hours fall."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import Call
from bot.domain.handover import Candidate, Group, Standing, Task
from bot.feature import Turn
from bot.features.handover.looking import Look, candidate_name, group_name, look, watch
from bot.features.handover.words import (
    TASK_SHOWN,
    basis_words,
    candidate_words,
    days_long,
    hour_words,
    lately,
    task_words,
    watch_words,
)
from bot.features.plan import VALUE, amount_wrong, read_plan, value_form
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit, Toast
from bot.ui import MAX_BUTTON, MAX_BUTTONS, MAX_OPTION, Button, Cmd, Menu, Message, Option, Rich, Section, shorten
from bot.wording import joined, length_words, number_words, quoted

LIST, TASK, HOUR, GREAT, ADD = "handover.list", "handover.task", "handover.hour", "handover.great", "handover.add"
SCREEN = "handover:"  # how the keys of messages begin that show the list
_SHOWN = 8
_DONE_SHOWN = 4
_YES, _NO = "yes", "no"


# --- showing it -------------------------------------------------------------------------------------------------------


async def show(turn: Turn, _: Call | Press) -> Effects:
    """Show the list; what an hour is worth is asked with the first one that there is something on."""
    seen = await look(turn.tx, turn.person, turn.now)
    asks = bool(seen.ranked) and seen.hour is None and turn.person.value_asked_on is None
    if asks:
        await turn.tx.people.save(replace(turn.person, value_asked_on=seen.today))
    return (Reply(await _screen(turn, seen, f"{SCREEN}{turn.key}", asks=asks)),)


async def again(turn: Turn, key: str, lead: Rich, undo: int | None) -> Message:
    """Return the list as it is now, for the message with this key, after what was done with it."""
    return await _screen(turn, await look(turn.tx, turn.person, turn.now), key, lead=lead, undo=undo)


async def listed_under(turn: Turn, key: str, undo: int | None) -> Message | None:
    """Return the list that the message with this key shows, as it is now; None for any other message."""
    if not key.startswith(SCREEN):
        return None
    person = await turn.tx.people.get(turn.who)  # as an undo may just have left them
    return await again(replace(turn, person=person), key, (), undo)


async def _screen(
    turn: Turn, seen: Look, key: str, *, asks: bool = False, lead: Rich = (), undo: int | None = None
) -> Message:
    lines = joined(
        ((f"{place}. ", *candidate_words(one, seen.hour, seen.stretch)) for place, one in _numbered(seen)), "\n"
    )
    more = len(seen.ranked) - _SHOWN
    texts: tuple[Rich, ...] = (
        (*lines, f"\nand {more} more after these") if more > 0 else lines,
        await _handed_over(turn, seen),
        _about_the_hour(seen, asks=asks),
        _question(seen.asks_of, seen),
    )
    return Message(
        key=key,
        text=(*lead, *((" ",) if lead else ()), *_head(seen)),
        sections=tuple(Section(text=text) for text in texts if text),
        buttons=_buttons(seen, key, undo),
        menu=_menu(seen, key),
        footer=(basis_words(seen.stretch), " By hand: ", Cmd("handover add bookkeeping 35")),
        silent=True,
    )


def _numbered(seen: Look) -> enumerate[Candidate]:
    return enumerate(seen.ranked[:_SHOWN], start=1)


def _head(seen: Look) -> Rich:
    if not seen.ranked:
        days, other = lately(seen.stretch.days), "other " if seen.done else ""
        return (f"Nothing on the list: no {other}admin in your diary of {days}, and no {other}task added.",)
    first = seen.ranked[0]
    if first.freed is not None and first.freed > 0:
        return ("To hand over first: ", *task_words(first.group.text), ".")
    if all(one.is_better_kept for one in seen.ranked):
        return ("Nothing to hand over at these prices: keeping it is the better deal.",)
    return ("What could be handed over, by the time it takes.",)


async def _handed_over(turn: Turn, seen: Look) -> Rich:
    done = [task for task in seen.done if task.done_on is not None][:_DONE_SHOWN]
    watches = [await watch(turn.tx, turn.person, task, task.done_on or seen.today, seen, turn.now) for task in done]
    return joined((watch_words(one, seen.today) for one in watches), "\n")


def _about_the_hour(seen: Look, *, asks: bool) -> Rich:
    """Say what an hour is worth; where that is not known ask for it once, and afterwards say only what it is for."""
    if not seen.ranked:
        return ()
    if seen.hour is not None:
        return (hour_words(seen.hour),)
    if asks:
        return (
            "What is an hour of yours worth? A guess will do: with it, and a price elsewhere, ",
            "the list tells what each would free. It is asked only this once.",
        )
    return ("What each would free is told once the value of your own hour is known.",)


def _question(group: Group | None, seen: Look) -> Rich:
    if group is None:
        return ()
    entries = number_words(group.entries, "entry", "entries")
    spent = f"{length_words(group.time)} in {days_long(seen.stretch.days)}, {entries}"
    return ("Are you great at this? ", *task_words(group.text), f" — {spent}.")


def _buttons(seen: Look, key: str, undo: int | None) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if seen.asks_of is not None:
        for label, answer in (("Yes, great at it", _YES), ("No", _NO)):
            buttons.append(Button(action=GREAT, label=label, value=f"{answer}.{group_name(seen.asks_of)}"))
    if seen.ranked and seen.hour is None:
        buttons.append(Button(action=HOUR, label="What my hour is worth", value=key, opens_form=True))
    unpriced = next((one for one in seen.ranked[:_SHOWN] if one.price is None), None)
    if unpriced is not None:
        label = shorten(f"Price of {' '.join(unpriced.group.text.split())}", MAX_BUTTON)
        buttons.append(Button(action=TASK, label=label, value=f"{candidate_name(unpriced)}.{key}", opens_form=True))
    if undo is not None:
        buttons.append(Button(action="undo", label="Undo", value=str(undo)))
    buttons.append(Button(action=ADD, label="Add a task", value=key, opens_form=True))
    return tuple(buttons[:MAX_BUTTONS])


def _menu(seen: Look, key: str) -> Menu | None:
    tasks = [(one.group.text, candidate_name(one)) for one in seen.ranked[:_SHOWN]]
    tasks += [(task.text, f"t{task.id}") for task in seen.done[:_DONE_SHOWN]]
    options = tuple(Option(label=quoted(text, min(TASK_SHOWN, MAX_OPTION)).text, value=name) for text, name in tasks)
    return Menu(action=TASK, placeholder="Its price, or handed over", options=options, value=key) if options else None


# --- what an hour is worth --------------------------------------------------------------------------------------------


async def open_hour(turn: Turn, press: Press) -> Effects:
    """Open the form of what an hour is worth."""
    return (Open(replace(value_form(HOUR, turn.person.plan, {}, {}), context=press.value)),)


async def keep_hour(turn: Turn, form: Submit) -> Effects:
    """Keep what an hour is worth, and show the list with it."""
    said = form.values.get(VALUE, "")
    plan, wrong = read_plan(turn.person.plan, {VALUE: said}, turn.now)
    if wrong or not said.strip():
        return (Errors(wrong or {VALUE: amount_wrong(said)}),)
    change = await turn.tx.changes.begin(turn.who, "what an hour of yours is worth", turn.now, key=form.context)
    person = replace(turn.person, plan=plan)
    await turn.tx.people.save(person)
    lead: Rich = ("Kept. ", Cmd("settings set value"), " changes it.")
    return (Replace(form.context, await again(replace(turn, person=person), form.context, lead, change)),)


# --- are you great at this? -------------------------------------------------------------------------------------------


async def great(turn: Turn, press: Press) -> Effects:
    """Remember whether somebody is great at something, and show the list with it."""
    answer, _, name = press.value.partition(".")
    seen = await look(turn.tx, turn.person, turn.now)
    group = next((one for one in seen.found.others if group_name(one) == name), None)
    if group is None or answer not in {_YES, _NO}:
        return (Toast("That is answered already, or no longer in your diary of these weeks."),)
    there = await turn.tx.outbox.posted(turn.account, press.source) if press.source else None
    key = there.key if there is not None and there.key.startswith(SCREEN) else f"{SCREEN}{turn.key}"
    label = f"{shorten(group.text, TASK_SHOWN)}: {'great' if answer == _YES else 'not great'}"
    change = await turn.tx.changes.begin(turn.who, label, turn.now, key=key)
    standing = Standing.GREAT if answer == _YES else Standing.NOT_GREAT
    await turn.tx.handovers.put(turn.who, Task(text=group.text, standing=standing))
    kept: Rich = (*task_words(group.text), " stays with you." if answer == _YES else " is on the list.")
    message = await again(turn, key, kept, change)
    return (Replace(key, message) if there is not None and there.key == key else Reply(message),)
