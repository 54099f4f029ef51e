"""How things stand: the next question, the last one, and anything that went wrong."""

from __future__ import annotations

from bot.commands import Call, Spec
from bot.domain.manners import ANSWERED_BY_WORDS_FOR
from bot.domain.people import Stage
from bot.feature import Feature, Turn
from bot.features.patience import next_question
from bot.gestures import Effects, Reply
from bot.ports import Envelope, State
from bot.ui import Cmd, Fact, Message, Rich, Section, When, WhenStyle
from bot.wording import day_time_words

_SPOKEN = ("checkin", "outreach", "reminder", "after", "report")
_STATES = {
    State.PLANNED: "waiting to be sent",
    State.SENDING: "being sent",
    State.SENT: "sent",
    State.SKIPPED: "not sent",
    State.UNKNOWN: "sent, but whether it arrived is not known",
}


async def status(turn: Turn, _: Call) -> Effects:
    """Show the next moments, the last message, and why any was not sent."""
    person, now = turn.person, turn.now
    if person.stage is not Stage.STARTED:
        return (Reply(Message(text=("You have not started, so nothing is asked. ", Cmd("start"), " begins."))),)
    facts = [Fact(label="Zone", value=(person.plan.zone,))]
    if person.paused_until is not None and person.paused_until > now:
        facts.append(Fact(label="Quiet until", value=day_time_words(person.paused_until, person, now)))
    for kind, label in (("outreach", "Next nudge"), ("report", "Next report")):
        due = await turn.tx.agenda.next_due(turn.who, kind)
        if due is not None:
            facts.append(Fact(label=label, value=(When(due, WhenStyle.DATETIME),)))
    facts += [*await last_spoken(turn), *await open_question(turn)]
    return (Reply(Message(text=await next_question(turn), sections=(Section(fields=tuple(facts)),))),)


async def last_spoken(turn: Turn) -> tuple[Fact, ...]:
    """Say what became of the message that was due last, and why."""
    last = await turn.tx.outbox.last_of(turn.who, _SPOKEN)
    return (Fact(label="Last one", value=_told(last)),) if last is not None else ()


async def open_question(turn: Turn) -> tuple[Fact, ...]:
    """Name the question that waits for an answer, if one does: not that of a day that is long over."""
    prompt = await turn.tx.diary.open_prompt(turn.who)
    if prompt is None or turn.now - prompt.span.end > ANSWERED_BY_WORDS_FOR:
        return ()
    return (
        Fact(label="Open", value=("the question from ", *day_time_words(prompt.span.start, turn.person, turn.now))),
    )


def _told(last: Envelope) -> Rich:
    when = When(last.due_at, WhenStyle.DATETIME)
    why = f": {last.reason}" if last.reason else ""
    return (when, f", {_STATES[last.state]}{why}")


FEATURE = Feature(
    name="status",
    commands=((Spec(path="status", summary="The next question, the last one, and any trouble"), status),),
    before_start=True,
)
