"""The list of people, by what they are and by age."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.commands import Call
from bot.domain.appointments import awaited
from bot.domain.sales import MAX_NAME, Prospect, Role, Status
from bot.domain.slots import DAY, Span
from bot.feature import Turn
from bot.features.asks import ASKED
from bot.features.conversations.form import today_of
from bot.features.prospects.adding import ADD
from bot.features.prospects.importing import IMPORT
from bot.features.prospects.person import person_button
from bot.features.prospects.postponing import LET_GO
from bot.gestures import Effects, Reply
from bot.ui import (
    MAX_BUTTON,
    MAX_OPTION,
    MAX_OPTIONS,
    MAX_SECTIONS,
    B,
    Button,
    Cmd,
    Menu,
    Message,
    Option,
    Rich,
    Section,
    shorten,
)
from bot.wording import STATUSES, day_words, joined, next_words_with, number_words, quoted

INTRODUCERS = "introducers"
WHICH = ("maybe", "yes", "no", "let go", INTRODUCERS, "all")
_NOTES_SHOWN = 60
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def prospect_list(turn: Turn, call: Call) -> Effects:
    """List the people of one status, the MAYBEs without another word: those never asked first, the oldest first."""
    everybody = await _everybody(turn)
    which = call.get("status") if call.get("status") in WHICH else WHICH[0]
    listed = sorted((one for one in everybody if _is(one, which)), key=_by_age)
    add = Button(action=ADD, label="Add somebody", opens_form=True)
    if not everybody:
        text: Rich = ("Nobody is on your list yet. Who might buy, or could introduce you? ", Cmd("prospect add"), ".")
        buttons = (add, Button(action=IMPORT, label="Import a list", opens_form=True))
        return (Reply(Message(text=text, buttons=buttons, silent=True)),)
    shown = listed if len(listed) <= MAX_SECTIONS else listed[: MAX_SECTIONS - 1]
    more = (Section(text=(f"and {len(listed) - len(shown)} more after these",)),) if len(listed) > len(shown) else ()
    message = Message(
        text=(_summary(everybody), *(() if listed else (f" None of them is under “{which}”.",))),
        sections=(*(_section(turn, one) for one in shown), *more),
        buttons=(add,),
        menu=_menu(listed),
        silent=True,
    )
    return (Reply(message),)


async def _everybody(turn: Turn) -> list[Prospect]:
    """Return everybody on the list; whoever was only practised with is nobody to sell to."""
    held = await turn.tx.sales.conversations(turn.who, Span(_LONG_AGO, turn.now + DAY))
    practised = {one.prospect for one in held if one.practice} - {one.prospect for one in held if not one.practice}
    every = await turn.tx.sales.prospects(turn.who)
    return [one for one in every if one.id not in practised or one.promise is not None or one.asked_at is not None]


def _is(prospect: Prospect, which: str) -> bool:
    if which == INTRODUCERS:
        return prospect.role is Role.INTRODUCER
    return which == "all" or (prospect.status.value == which and (which != WHICH[0] or prospect.role is Role.PROSPECT))


def _by_age(prospect: Prospect) -> tuple[bool, datetime, str]:
    return (prospect.asked_at is not None, prospect.added_at, prospect.name)


def _summary(everybody: Sequence[Prospect]) -> str:
    """Count everybody once: the MAYBEs and how many were never asked, how the others ended, who could introduce."""
    prospects = [one for one in everybody if one.role is Role.PROSPECT]
    maybes = [one for one in prospects if one.status is Status.MAYBE]
    waiting = sum(one.asked_at is None for one in maybes)
    counts = [number_words(len(maybes), "maybe", "maybes") + (f" ({waiting} not asked yet)" if waiting else "")]
    ended = {status: sum(one.status is status for one in prospects) for status in Status}
    counts += [f"{count} {status.value}" for status, count in ended.items() if count and status is not Status.MAYBE]
    if introducers := len(everybody) - len(prospects):
        counts.append(f"{introducers} who could introduce you")
    return f"{number_words(len(everybody), 'person', 'people')}: {', '.join(counts)}."


def _section(turn: Turn, prospect: Prospect) -> Section:
    """Say who it is, whether they were asked, and what is next; one tap counts the first ask."""
    today, zone = today_of(turn), turn.person.plan.tz
    to_ask = prospect.asked_at is None and prospect.status is Status.MAYBE and prospect.role is Role.PROSPECT
    notes: Rich = (": ", quoted(prospect.notes, _NOTES_SHOWN)) if prospect.notes else ()
    asked = Button(action=ASKED, label=shorten(f"Asked {prospect.name}", MAX_BUTTON), value=str(prospect.id))
    parts = [_standing(prospect)]
    if prospect.asked_at is not None:
        parts.append(f"asked {day_words(prospect.asked_at.astimezone(zone).date(), today)}")
    elif to_ask:
        parts += ["not asked yet", f"on your list since {day_words(prospect.added_at.astimezone(zone).date(), today)}"]
    said: list[Rich] = [(part,) for part in parts if part]
    if prospect.next_on is not None or prospect.id in awaited(turn.person.booked, turn.now):
        said.append(next_words_with(prospect, turn.person, turn.now))
    words = joined(said, ", ") if said else ("a maybe",)
    return Section(
        text=(B(quoted(prospect.name, MAX_NAME)), " — ", *words, *notes),
        button=asked if to_ask else person_button(prospect),
    )


def _standing(prospect: Prospect) -> str:
    if prospect.status is not Status.MAYBE:
        return STATUSES[prospect.status]
    return "could introduce you" if prospect.role is Role.INTRODUCER else ""


def _menu(listed: Sequence[Prospect]) -> Menu | None:
    """Offer to let somebody go, of those who are open."""
    names = [one for one in listed if one.status is Status.MAYBE][:MAX_OPTIONS]
    options = tuple(Option(label=f"Let {shorten(one.name, MAX_OPTION - 7)} go", value=str(one.id)) for one in names)
    return Menu(action=LET_GO, placeholder="Let somebody go", options=options) if options else None
