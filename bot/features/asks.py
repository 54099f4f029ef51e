"""Asks: counted by a command or a tap, once for one event, and always with a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.prospects import FOLLOW_UP_AFTER, is_asked_on
from bot.domain.sales import MAX_NAME, Ask, Prospect
from bot.domain.slots import day_span
from bot.feature import Feature, Turn, row_id
from bot.features.contacts import asks_in, settle
from bot.features.conversations.form import LOG, SOURCE, hint, read_name, today_of
from bot.features.named import BUILT
from bot.features.whom import ask_whom, look_up, told_whom
from bot.gestures import Effects, Errors, Open, Press, Replace, Reply, Submit, Toast
from bot.ui import MAX_BUTTON, Button, Form, Input, InputKind, Message, Section, fitting, shorten
from bot.wording import day_words, number_words, quoted

ASKED = "ask.count"
SOMEBODY_ELSE = "ask.other"
NOT_TODAY = "ask.none"
WHOM = "ask.whom"
SCREEN = "person:"  # how the keys of messages begin that show one person, and give way to what is done with them
END_OF_DAY = "day"
_ARGUMENTS = (Argument(name="prospect", kind=ArgumentKind.SEARCH, summary="whom you asked", source=SOURCE),)


# --- who was asked ----------------------------------------------------------------------------------------------------


async def asked(turn: Turn, call: Call) -> Effects:
    """Count an ask of somebody named; open the form where nobody is."""
    name, wrong = read_name(call.get("prospect"))
    if wrong:
        return (Open(_form(turn, call.get("prospect"), wrong["prospect"])),)
    return await _count_named(turn, name)


async def open_form(turn: Turn, _: Press) -> Effects:
    """Open the form that asks who it was."""
    return (Open(_form(turn, "", "")),)


def _form(turn: Turn, name: str, wrong: str) -> Form:
    who = Input(
        key="prospect",
        label="Whom did you ask",
        kind=InputKind.SEARCH,
        source=SOURCE,
        required=True,
        value=fitting(name),
        hint=hint(wrong if name else "An ask is an opportunity to buy, extended to one person"),
    )
    return Form(id=ASKED, title="An ask", context=turn.key, submit="Count it", inputs=(who,))


async def submit(turn: Turn, form: Submit) -> Effects:
    """Count an ask of whoever the form names."""
    name, wrong = read_name(form.values.get("prospect", ""))
    return (Errors(wrong),) if wrong else await _count_named(turn, name)


async def press(turn: Turn, pressed: Press) -> Effects:
    """Count an ask of whoever a button names."""
    prospect_id = row_id(pressed.value)
    prospect = await turn.tx.sales.prospect(turn.who, prospect_id) if prospect_id else None
    if prospect is None:
        return (Toast("That person is not on your list any more."),)
    there = await turn.tx.outbox.posted(turn.account, pressed.source) if pressed.source else None
    key = there.key if there is not None and there.key.startswith(SCREEN) else turn.key
    return await _count(turn, prospect, key, there.due_at if there is not None and there.kind == END_OF_DAY else None)


async def count_for(turn: Turn, pressed: Press) -> Effects:
    """Count an ask, now that it is said who it was."""
    told = await told_whom(turn, pressed)
    if isinstance(told, Toast):
        return (told,)
    return await _count(turn, told.prospect or _new(turn, told.values["prospect"]), told.key)


async def _count_named(turn: Turn, name: str) -> Effects:
    found = await look_up(turn, name)
    if found.perhaps:
        return (await ask_whom(turn, WHOM, name, found, {"prospect": name}),)
    return await _count(turn, found.sure or _new(turn, name), turn.key)


def _new(turn: Turn, name: str) -> Prospect:
    return Prospect(name=name, added_at=turn.at)


# --- counting it ------------------------------------------------------------------------------------------------------


async def _count(turn: Turn, prospect: Prospect, key: str, asked_about: datetime | None = None) -> Effects:
    """Count an ask, unless its day has one of the same person; the clock of their follow-up starts again.

    It is an ask of today, or of the day that was `asked_about` at its end.
    """
    zone, sales = turn.person.plan.tz, turn.tx.sales
    is_late = asked_about is not None and asked_about.astimezone(zone).date() < today_of(turn)
    at = asked_about if is_late and asked_about is not None else turn.at
    day = at.astimezone(zone).date()
    held, told = await sales.conversations_with(turn.who, prospect.id), await sales.asks_of(turn.who, prospect.id)
    if is_asked_on(day, held, told, zone):
        words = (quoted(prospect.name, MAX_NAME), f" is counted {_on(turn, day)} already: one person, one ask a day.")
        return (Reply(Message(text=words, silent=True)),)
    change = await turn.tx.changes.begin(turn.who, f"the ask to {prospect.name}", turn.now, key=key)
    prospect = await sales.put_prospect(turn.who, prospect)
    await sales.put_ask(turn.who, Ask(prospect=prospect.id, at=at, back_on=day + FOLLOW_UP_AFTER))
    after = await settle(turn.tx, turn.who, prospect)
    message = await _counted(turn, day, prospect, after)
    undo = Button(action="undo", label="Undo", value=str(change))
    answered = await _answered(turn, f"{END_OF_DAY}:{day.isoformat()}", ())
    return (*answered, Reply(replace(message, key=key, buttons=(*message.buttons, undo))))


def _on(turn: Turn, day: date) -> str:
    today = today_of(turn)
    return "today" if day == today else f"on {day_words(day, today)}"


async def _counted(turn: Turn, day: date, before: Prospect, after: Prospect) -> Message:
    """Say what was counted, and when the next contact is."""
    today = today_of(turn)
    asks = await asks_in(turn.tx, turn.person, day_span(day, turn.person.plan.tz))
    on = day_words(after.next_on, today) if after.next_on else ""
    moved = f", instead of {day_words(before.next_on, today)}" if before.next_on not in {None, after.next_on} else ""
    follow_up = f" Follow-up: {on}{moved}, unless you hear before." if on else ""
    counted = f"{number_words(asks, 'ask', 'asks')} {_on(turn, day)}"
    return Message(
        text=("Asked: ", quoted(after.name, MAX_NAME), f". {counted}.{follow_up}"),
        buttons=(Button(action=LOG, label="Log a conversation", value=str(after.id), opens_form=True),),
        silent=True,
    )


async def place_of(turn: Turn, pressed: Press) -> str:
    """Return the key under which to answer a press: that of the screen about one person it was on, else a new one."""
    there = await turn.tx.outbox.posted(turn.account, pressed.source) if pressed.source else None
    return there.key if there is not None and there.key.startswith(SCREEN) else turn.key


# --- the end of the day -----------------------------------------------------------------------------------------------


def question(people: tuple[Prospect, ...]) -> tuple[Section, tuple[Button, ...]]:
    """Return the question at the end of a day without an ask, with a button for each of a few people."""
    names = (Button(action=ASKED, label=shorten(one.name, MAX_BUTTON), value=str(one.id)) for one in people)
    others = (
        Button(action=SOMEBODY_ELSE, label="Somebody else" if people else "Somebody", opens_form=True),
        Button(action=NOT_TODAY, label="Not today"),
    )
    return Section(text=("Did you ask anyone today?",)), (*names, *others)


async def not_today(turn: Turn, pressed: Press) -> Effects:
    """Take a no for an answer."""
    there = await turn.tx.outbox.posted(turn.account, pressed.source) if pressed.source else None
    said = Section(text=("Nobody asked today. That is all right.",))
    return await _answered(turn, there.key if there is not None else "", (said,)) or (Toast("That is all right."),)


async def _answered(turn: Turn, key: str, instead: tuple[Section, ...]) -> Effects:
    """Return the line at a day's end without its question, where the message with this key still asks it."""
    there = await turn.tx.outbox.by_key(turn.who, key)
    wanted = there.wanted if there is not None else None
    if wanted is None or NOT_TODAY not in {button.action for button in wanted.buttons}:
        return ()
    beside = tuple(one for one in wanted.sections if one.button and one.button.action == BUILT)
    return (Replace(key, replace(wanted, sections=(*instead, *beside), buttons=())),)


FEATURE = Feature(
    name="asks",
    commands=(
        (
            Spec(
                path="asked",
                summary="Count an ask: you gave somebody an opportunity to buy",
                arguments=_ARGUMENTS,
                examples=("asked Dana",),
            ),
            asked,
        ),
        (Spec(path="prospect asked", summary="The same as asked", arguments=_ARGUMENTS), asked),
    ),
    presses={ASKED: press, SOMEBODY_ELSE: open_form, NOT_TODAY: not_today, WHOM: count_for},
    forms={ASKED: submit},
)
