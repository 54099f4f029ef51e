"""When selling is hard: a breath, a true sentence, the smallest step; and enough for today, which counts for nothing.

It is nobody else's business. What was tapped is kept nowhere but in the message that answers it, and that gives way to
the next; what is stored is the day on which it was enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.slots import day_span
from bot.feature import Feature, Turn
from bot.features.contacts import asks_in
from bot.gestures import Effects, Press, Reply, Toast
from bot.ui import Button, Message, Section, Tone
from bot.wording import number_words

HARD = "hard.begin"
TOLD = "hard.told"
ENOUGH = "hard.enough"
DONE = "hard.done"
_SCREEN = "hard:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kindness:
    """What is said to one way of finding it hard: a breath, a true sentence, the smallest step."""

    label: str
    breath: str
    truth: str
    step: str


KINDNESSES: dict[str, Kindness] = {
    "fear": Kindness(
        label="Fear",
        breath="Breathe in slowly, and out more slowly. Once more. There is no hurry here.",
        truth="Being afraid to ask is not a sign that something is wrong. It comes before what matters to you.",
        step="The smallest step: open your last exchange with one person and read it. Only read.",
    ),
    "not-up": Kindness(
        label="Not up to it",
        breath="Put both feet on the floor, and let one breath go all the way out.",
        truth="You don't have to be at your best to be of use to somebody. Tired people have good conversations, too.",
        step="The smallest step: one line to somebody who likes you. “How are you?” is a whole message.",
    ),
    "unwelcome": Kindness(
        label="Unwelcome",
        breath="Lower your shoulders. One breath in, a longer one out.",
        truth=(
            "You are not taking anything from anybody. You offer something, and they are free to say no. "
            "Most people are glad that somebody thought of them."
        ),
        step="The smallest step: think of one person whom you have helped, and what was different for them afterwards.",
    ),
}


async def begin(turn: Turn, _: Press) -> Effects:
    """Ask, slowly, what it is."""
    message = Message(
        key=f"{_SCREEN}{turn.key}",
        text=("That happens to everybody who sells. Take a breath first. What is it like?",),
        buttons=(
            *(Button(action=TOLD, label=each.label, value=name) for name, each in KINDNESSES.items()),
            Button(action=ENOUGH, label="Enough for today"),
        ),
        tone=Tone.CARE,
        private=True,
        silent=True,
    )
    return (Reply(message),)


async def told(turn: Turn, press: Press) -> Effects:
    """Answer what it is with a breath, a true sentence and the smallest step."""
    kindness = KINDNESSES.get(press.value)
    if kindness is None:
        return (Toast("That is no longer offered."),)
    message = Message(
        key=await _place(turn, press),
        text=(kindness.breath,),
        sections=(Section(text=(kindness.truth,)), Section(text=(kindness.step,))),
        buttons=(Button(action=ENOUGH, label="Enough for today"),),
        footer=("Nobody sees this but you.",),
        tone=Tone.CARE,
        private=True,
        silent=True,
    )
    return (Reply(message),)


async def enough(turn: Turn, press: Press) -> Effects:
    """Let selling rest for today; nothing counts against the person."""
    text = "Enough for today. Selling rests until tomorrow, and nothing counts against you."
    return (Reply(await _rest(turn, text, await _place(turn, press))),)


async def done(turn: Turn, _: Press) -> Effects:
    """Close the selling of today."""
    today = turn.at.astimezone(turn.person.plan.tz).date()
    asks = await asks_in(turn.tx, turn.person, day_span(today, turn.person.plan.tz))
    counted = f" with {number_words(asks, 'ask', 'asks')}" if asks else ""
    return (Reply(await _rest(turn, f"Done for today{counted}. Selling rests until tomorrow.", turn.key)),)


async def _rest(turn: Turn, text: str, key: str) -> Message:
    today = turn.at.astimezone(turn.person.plan.tz).date()
    if turn.person.enough_on == today:
        return Message(key=key, text=(text,), tone=Tone.CARE, silent=True)
    change = await turn.tx.changes.begin(turn.who, "enough for today", turn.now, key=key)
    await turn.tx.people.save(replace(turn.person, enough_on=today))
    undo = Button(action="undo", label="Undo", value=str(change))
    return Message(key=key, text=(text,), buttons=(undo,), tone=Tone.CARE, silent=True)


async def _place(turn: Turn, press: Press) -> str:
    """Return the key of the screen that was pressed on, which gives way; else a new one."""
    there = await turn.tx.outbox.posted(turn.account, press.source) if press.source else None
    return there.key if there is not None and there.key.startswith(_SCREEN) else f"{_SCREEN}{turn.key}"


FEATURE = Feature(name="hard", presses={HARD: begin, TOLD: told, ENOUGH: enough, DONE: done})
