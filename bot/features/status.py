"""How things stand: the next question, the last one, and anything that went wrong."""

from __future__ import annotations

from bot.commands import Call, Spec
from bot.domain.people import Stage
from bot.feature import Feature, Turn
from bot.gestures import Effects, Reply
from bot.ports import Envelope, State
from bot.ui import Cmd, Fact, Message, Rich, Section, When, WhenStyle
from bot.wording import day_time_words, next_words

_SPOKEN = ("checkin", "outreach", "report")
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
    last = await turn.tx.outbox.last_of(turn.who, _SPOKEN)
    if last is not None:
        facts.append(Fact(label="Last one", value=_told(last)))
    open_prompt = await turn.tx.diary.open_prompt(turn.who)
    if open_prompt is not None:
        facts.append(
            Fact(label="Open", value=("the question from ", *day_time_words(open_prompt.span.start, person, now)))
        )
    return (Reply(Message(text=next_words(person, now), sections=(Section(fields=tuple(facts)),))),)


def _told(last: Envelope) -> Rich:
    when = When(last.due_at, WhenStyle.DATETIME)
    why = f": {last.reason}" if last.reason else ""
    return (when, f", {_STATES[last.state]}{why}")


FEATURE = Feature(
    name="status",
    commands=((Spec(path="status", summary="The next question, the last one, and any trouble"), status),),
    before_start=True,
)
