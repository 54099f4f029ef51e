"""Quiet: a pause that says until when, and its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.slots import DAY, Span, at_local
from bot.feature import Feature, Turn
from bot.features.patience import next_question
from bot.gestures import Effects, Press, Reply, Text
from bot.grammar.dates import read_until
from bot.grammar.reply import Pause
from bot.ui import Button, Cmd, Lit, Message, Rich, shorten
from bot.wording import day_time_words, next_words

PAUSE = "pause.begin"
RESUME = "pause.end"
_QUOTED = 60


def tomorrow(turn: Turn) -> datetime:
    """Return the end of the person's day."""
    zone = turn.person.plan.tz
    return at_local(turn.at.astimezone(zone).date() + DAY, time(), zone)


async def quiet(turn: Turn, until: datetime) -> Message:
    """Be quiet until a moment; return the words that say so, with the way back.

    A moment may be past by the time that a wish written while the bot was away comes in.
    """
    if until <= turn.now:
        return Message(text=("That quiet time is over already. ", *next_words(turn.person, turn.now)), silent=True)
    change = await turn.tx.changes.begin(turn.who, "the pause", turn.now, key=turn.key)
    person = replace(turn.person, paused_until=until)
    await turn.tx.people.save(person)
    await turn.tx.weeks.pause(turn.who, Span(turn.now, until))
    return Message(
        text=(
            "Quiet until ",
            *day_time_words(until, person, turn.now),
            ". Nothing is asked until then; what you write is still noted.",
        ),
        buttons=(
            Button(action=RESUME, label="Resume now"),
            Button(action="undo", label="Undo", value=str(change)),
        ),
        silent=True,
        key=turn.key,
    )


async def pause(turn: Turn, call: Call) -> Effects:
    """Be quiet until what was said, or until tomorrow."""
    words = call.get("until")
    until = read_until(words, turn.at, turn.person.plan.tz, lunch=turn.person.plan.lunch) if words else tomorrow(turn)
    if until is None:
        said = Lit(shorten(words, _QUOTED))
        text: Rich = (
            "I did not understand until when: ",
            said,
            ". Try ",
            Cmd("pause 2h"),
            ", ",
            Cmd("pause until 14:30"),
        )
        return (Reply(Message(text=(*text, ", ", Cmd("pause until fri"), " or ", Cmd("pause tomorrow"), "."))),)
    return (Reply(await quiet(turn, until)),)


async def said(turn: Turn, meaning: Pause, _: Text) -> Effects:
    """Be quiet, as asked for in a reply."""
    return (Reply(await quiet(turn, meaning.until or tomorrow(turn))),)


async def begin(turn: Turn, _: Press) -> Effects:
    """Be quiet until tomorrow."""
    return (Reply(await quiet(turn, tomorrow(turn))),)


async def end(turn: Turn, _: Call | Press) -> Effects:
    """Speak again."""
    paused = turn.person.paused_until is not None and turn.person.paused_until > turn.now
    person = replace(turn.person, paused_until=None)
    buttons: tuple[Button, ...] = ()
    if paused:
        change = await turn.tx.changes.begin(turn.who, "the end of the pause", turn.now, key=turn.key)
        await turn.tx.people.save(person)
        await turn.tx.weeks.end_pauses(turn.who, turn.now)
        buttons = (Button(action="undo", label="Undo", value=str(change)),)
    opening = "Back. " if paused else "You are not on a pause. "
    following = await next_question(replace(turn, person=person))
    return (Reply(Message(text=(opening, *following), buttons=buttons, silent=True)),)


FEATURE = Feature(
    name="pause",
    commands=(
        (
            Spec(
                path="pause",
                summary="Be quiet for a while",
                arguments=(Argument(name="until", kind=ArgumentKind.REST, summary="2h, 14:30, tomorrow, fri"),),
                examples=("pause 2h", "pause until fri"),
            ),
            pause,
        ),
        (Spec(path="resume", summary="Ask again"), end),
    ),
    presses={PAUSE: begin, RESUME: end},
    replies={Pause: said},
)
