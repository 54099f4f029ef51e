"""Asking less: what is said to somebody who does not answer, and the lighter cadences they can choose with one tap."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.slots import DAY, Cadence, Span
from bot.feature import Feature, Turn
from bot.features.patience import STILL_THERE, next_question
from bot.features.pause import quiet, tomorrow
from bot.features.plan import CADENCE_NAMES, often_words
from bot.features.question import fold_open
from bot.gestures import Effects, Press, Reply, Toast
from bot.ui import Button, Cmd, Message, Section, When
from bot.wording import next_words

_OFF = "off"
_LABELS = {"30": "Every half hour", "60": "Every hour", "90": "Every 90 minutes", "twice": "Twice a day"}
_ONE_DAY = {"weekly": "One day a week"}


def still_there(asked: Message, span: Span) -> Message:
    """Return the question for somebody who did not answer four in a row: it offers less, and then rests."""
    offered = [(name, _LABELS[name]) for name in ("60", "90", "twice")]
    return replace(
        asked,
        text=("Still there? What are you doing, and why? ", When(span.start), "–", When(span.end)),
        sections=(Section(text=("I ask no more today unless you write. Would less be better?",)),),
        buttons=tuple(_button(name, label) for name, label in (*offered, (_OFF, "Off for today"))) + asked.buttons[-1:],
    )


def one_line() -> Message:
    """Return the one line a week for somebody who has been silent for days."""
    return Message(
        text=("I am still here, and quiet. Write whenever you like, or tap, and I ask again.",),
        buttons=(
            Button(action="checkin.again", label="Ask me again"),
            _button("twice", "Ask me twice a day"),
        ),
        silent=True,
    )


def offer(cadence: Cadence) -> tuple[tuple[Button, ...], str]:
    """Return the lighter cadences there are, and the words that offer them."""
    names = ("30", "60", "weekly")
    labels = {**_LABELS, **_ONE_DAY}
    buttons = tuple(_button(name, labels[name]) for name in names if CADENCE_NAMES[name] is not cadence)
    return buttons, "Two weeks of questions: a diary is medicine, not a sentence. Would another rhythm suit you?"


def _button(name: str, label: str) -> Button:
    return Button(action=STILL_THERE, label=label, value=name)


async def less(turn: Turn, press: Press) -> Effects:
    """Ask as often as was tapped from now on, or not at all today."""
    folded = await fold_open(turn.tx, turn.person, turn.now, before=turn.now + DAY, but="")
    if press.value == _OFF:
        return (*folded, Reply(await quiet(turn, tomorrow(turn))))
    cadence = CADENCE_NAMES.get(press.value)
    if cadence is None:
        return (Toast("That is no longer offered."),)
    if cadence is turn.person.plan.cadence:
        return (*folded, Reply(_from_now_on(turn, ())))
    change = await turn.tx.changes.begin(turn.who, "the settings", turn.now, key=turn.key)
    person = replace(turn.person, plan=replace(turn.person.plan, cadence=cadence))
    await turn.tx.people.save(person)
    undo = Button(action="undo", label="Undo", value=str(change))
    return (*folded, Reply(_from_now_on(replace(turn, person=person), (undo,))))


def _from_now_on(turn: Turn, buttons: tuple[Button, ...]) -> Message:
    return Message(
        key=turn.key,
        text=(f"From now on I ask {often_words(turn.person.plan)}. ", *next_words(turn.person, turn.now)),
        buttons=buttons,
        footer=(Cmd("settings"), " changes it at any time."),
        silent=True,
    )


async def again(turn: Turn, _: Press) -> Effects:
    """Be back: whoever taps is there, and is asked as before."""
    return (Reply(Message(text=("Good to see you. ", *await next_question(turn)))),)


FEATURE = Feature(name="lighter", presses={STILL_THERE: less, "checkin.again": again})
