"""A rest week: it counts for no goal, and no row of weeks breaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.goals import WEEK
from bot.domain.slots import week_start
from bot.domain.week import read_week, week_name
from bot.feature import Feature, Turn
from bot.features.judging import rests
from bot.gestures import Effects, Press, Reply, Toast
from bot.ui import Button, Cmd, Lit, Message, Rich, shorten

REST = "goal.rest"
THIS, NEXT, NONE = "this", "next", "none"
_QUOTED = 40


def this_week(turn: Turn) -> date:
    """Return the Monday of the person's week."""
    return week_start(turn.now.astimezone(turn.person.plan.tz).date())


async def rest(turn: Turn, call: Call) -> Effects:
    """Let this week rest, or the next, or neither."""
    said, monday = call.get("week") or call.left or THIS, this_week(turn)
    if said not in {THIS, NEXT, NONE}:
        words = ("I did not understand which week: ", Lit(shorten(said, _QUOTED)), ". Try ")
        return (Reply(Message(text=(*words, Cmd("goal rest"), " or ", Cmd("goal rest next"), "."))),)
    if said == NONE:
        return await _count_again(turn, (monday, monday + WEEK))
    return await _let_rest(turn, monday + WEEK if said == NEXT else monday)


async def rest_pressed(turn: Turn, press: Press) -> Effects:
    """Let the week of a button rest, or count again."""
    week, _, what = press.value.partition(".")
    monday = read_week(week, this_week(turn)) if week else None
    if monday != this_week(turn):
        return (Toast("That week is over."),)
    return await _count_again(turn, (monday,)) if what == NONE else await _let_rest(turn, monday)


def rest_button(monday: date, *, is_resting: bool) -> Button:
    """Return the button that lets this week rest, or count again."""
    if is_resting:
        return Button(action=REST, label="Let this week count", value=f"{week_name(monday)}.{NONE}")
    return Button(action=REST, label="Rest this week", value=week_name(monday))


async def _let_rest(turn: Turn, monday: date) -> Effects:
    which = _which(turn, monday)
    if await rests(turn.tx, turn.person, monday, turn.now):
        return (Reply(Message(text=(f"{which} rests already.",), silent=True)),)
    change = await turn.tx.changes.begin(turn.who, "the rest week", turn.now, key=turn.key)
    await turn.tx.weeks.rest(turn.who, monday, turn.now)
    text: Rich = (f"{which} rests: it does not count, and no row of weeks breaks. Questions come as before; ",)
    return _told(turn, (*text, Cmd("pause"), " makes them quiet."), change)


async def _count_again(turn: Turn, mondays: Sequence[date]) -> Effects:
    said = await turn.tx.weeks.rests(turn.who)
    again = [monday for monday in mondays if monday in said]
    if not again:
        return (Reply(Message(text=("Neither this week nor the next was said to rest.",), silent=True)),)
    change = await turn.tx.changes.begin(turn.who, "the rest week", turn.now, key=turn.key)
    for monday in again:
        await turn.tx.weeks.count(turn.who, monday)
    which = " and ".join(_which(turn, monday) for monday in again).replace("and Next", "and next")
    return _told(turn, (f"{which} {'counts' if len(again) == 1 else 'count'} again.",), change)


def _told(turn: Turn, text: Rich, change: int) -> Effects:
    undo = Button(action="undo", label="Undo", value=str(change))
    return (Reply(Message(key=turn.key, text=text, buttons=(undo,), silent=True)),)


def _which(turn: Turn, monday: date) -> str:
    return "This week" if monday == this_week(turn) else "Next week"


FEATURE = Feature(
    name="restweek",
    commands=(
        (
            Spec(
                path="goal rest",
                summary="A week that does not count, and breaks no row",
                arguments=(
                    Argument(name="week", kind=ArgumentKind.CHOICE, summary="which one", choices=(THIS, NEXT, NONE)),
                ),
                examples=("goal rest", "goal rest next", "goal rest none"),
            ),
            rest,
        ),
    ),
    presses={REST: rest_pressed},
)
