"""A conversation in the diary: the appointment it was is held, its slots are filled, the questions about it settled."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.appointments import SHORTEST, Appointment, Fate
from bot.domain.diary import Kind, PromptState, filled_by
from bot.domain.sales import Conversation, Prospect
from bot.domain.slots import SLOT, Span, floor_slot
from bot.feature import Turn
from bot.features.named import AFTER, LATER
from bot.features.noting import Item, fill
from bot.gestures import Effects, Replace
from bot.grammar.clean import on_one_line
from bot.grammar.reply import Said
from bot.ports import State
from bot.ui import Message, Rich
from bot.wording import dated_span_words, quoted

_HOPED_FOR = "a yes or a no"
_READY = "be ready for a real one"
_LONGEST_ASKED = 3 * SLOT
_SHOWN = (State.SENDING, State.SENT)


async def join(turn: Turn, conversation: Conversation, prospect: Prospect, held: Appointment | None) -> Effects:
    """Fill the slots of a conversation that is being logged, and close its appointment; return what shows that.

    Its time is that of its appointment, else the slot in which it was logged as it ended.
    """
    span = await _span(turn, conversation, held)
    name = on_one_line(prospect.name)
    what, why, kind = f"call with {name}", _why(conversation, prospect), Kind.SELLING
    if conversation.practice:  # nobody in it could buy
        what, why, kind = f"practice call with {name}", _READY, Kind.BUILDING
    if held is not None:  # first: the question that is answered names whatever is still to be logged
        await turn.tx.appointments.put(turn.who, replace(held, fate=Fate.HELD))
    filled: Effects = ()
    if span is not None:
        item = Item(said=Said(what=what, why=why), span=span, kind=kind)
        filled = await fill(turn, item, source_of(conversation))
    if held is None:
        return filled
    return (*filled, *await after_answered(turn, held, ("✓ ", *_with(turn, held, prospect), ": logged.")))


def source_of(conversation: Conversation) -> str:
    """Name what a conversation noted in the diary."""
    return f"conversation {conversation.id}"


async def _span(turn: Turn, conversation: Conversation, held: Appointment | None) -> Span | None:
    """Return when a conversation was, as far as it has been: up to the end of the running slot."""
    if held is not None:
        end = min(held.span.end, floor_slot(turn.at, turn.person.plan.tz) + SLOT)
        return Span(held.span.start, end) if held.span.start < turn.at else None
    return await _just_now(turn) if conversation.at == turn.at else None


async def _just_now(turn: Turn) -> Span | None:
    """Return the slot of a conversation that is logged as of now, in working hours, where nothing is said of it.

    Whoever logs has just talked: it is the slot of a quarter of an hour ago, or of five minutes ago as the day begins.
    """
    zone, window = turn.person.plan.tz, turn.person.plan.window
    starts = [floor_slot(moment, zone) for moment in (turn.at - SLOT / 2, turn.at - SHORTEST)]
    slot = next((Span(start, start + SLOT) for start in starts if start in window), None)
    if slot is None or filled_by(slot, await turn.tx.diary.between(turn.who, slot)):
        return None
    asked = await turn.tx.diary.prompts(turn.who, Span(slot.start - _LONGEST_ASKED, slot.end))
    settled = {PromptState.ANSWERED, PromptState.SKIPPED}
    return None if any(one.span.overlap(slot) and one.state in settled for one in asked) else slot


def _why(conversation: Conversation, prospect: Prospect) -> str:
    """Return the result that was hoped for, in the person's words where there are any."""
    about = prospect.promise.about if prospect.promise else ""
    return on_one_line(conversation.offer) or on_one_line(about) or _HOPED_FOR


def _with(turn: Turn, appointment: Appointment, prospect: Prospect) -> Rich:
    return (quoted(prospect.name), ", ", *dated_span_words(appointment.span, turn.person, turn.now))


async def after_answered(turn: Turn, appointment: Appointment, said: Rich) -> Effects:
    """Return the new face of the question how an appointment went, where it was asked: as it ended, or later."""
    keys = (f"{AFTER}:{appointment.id}", f"{LATER}:{appointment.id}")
    asked = [await turn.tx.outbox.by_key(turn.who, key) for key in keys]
    return tuple(Replace(one.key, Message(text=said, silent=True)) for one in asked if one and one.state in _SHOWN)
