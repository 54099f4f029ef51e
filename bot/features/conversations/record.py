"""The record: the conversations of a stretch of time, and everything about one person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from bot.commands import Call
from bot.domain.appointments import to_come
from bot.domain.people import Who
from bot.domain.sales import MAX_NAME, Conversation, Prospect, Status, Tally, matching, tally
from bot.domain.slots import DAY, Span, at_local, week_span, week_start
from bot.feature import Turn
from bot.features.conversations.echo import EDIT, details
from bot.features.conversations.form import LOG, hint, read_name, today_of
from bot.gestures import Effects, Errors, Open, Reply, Submit
from bot.ports import Transaction
from bot.ui import (
    MAX_BODY,
    MAX_OPTION,
    MAX_OPTIONS,
    B,
    Button,
    Cmd,
    Fact,
    Form,
    Input,
    InputKind,
    Message,
    Option,
    Rich,
    Section,
    fitting,
    room,
    shorten,
)
from bot.wording import (
    dated_span_words,
    day_words,
    goal_words,
    joined,
    number_words,
    outcome_words,
    outcomes_words,
    quoted,
)

RANGES = ("week", "month", "all")
SHOW = "call.show"
KNOWN = "known prospects"
_LINES = 15
_OFFER_SHOWN = 60
_ABOUT_SHOWN = 300
_CHOICES_NAMED = 3
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_FITTING = ((8, 300), (8, 120), (6, 80), (4, 80), (2, 80))  # how many conversations, and how much of each text

_ROOM = MAX_BODY - 300  # the rest is for the sentence above
_STATUS = {Status.MAYBE: "a maybe", Status.YES: "a yes", Status.NO: "a no"}


# --- the list ---------------------------------------------------------------------------------------------------------


async def call_list(turn: Turn, call: Call) -> Effects:
    """List the conversations of this week, this month, or all, the newest first."""
    which = call.get("range") if call.get("range") in RANGES else RANGES[0]
    held = await turn.tx.sales.conversations(turn.who, _span(which, turn))
    log = Button(action=LOG, label="Log one", opens_form=True)
    if not held:
        text: Rich = (f"No conversation {_when(which)} yet. To log one, type ", Cmd("call log Dana yes"), ".")
        return (Reply(Message(text=text, buttons=(log,), silent=True)),)
    names = {one.id: one.name for one in await turn.tx.sales.prospects(turn.who)}
    newest = list(reversed(held))
    lines = [_line(one, names, turn) for one in newest[:_LINES]]
    if len(newest) > _LINES:
        lines.append((f"and {len(newest) - _LINES} before that",))
    message = Message(
        text=(_summary(which, tally(held), turn.person.plan.goal),),
        sections=(Section(text=joined(lines, "\n")),),
        buttons=(log,),
        silent=True,
    )
    return (Reply(message),)


def _when(which: str) -> str:
    return "logged" if which == "all" else f"this {which}"


def _span(which: str, turn: Turn) -> Span:
    zone, today = turn.person.plan.tz, today_of(turn)
    if which == "week":
        return week_span(week_start(today), zone)
    if which == "month":
        next_month = (today.replace(day=28) + 4 * DAY).replace(day=1)
        return Span(at_local(today.replace(day=1), time(), zone), at_local(next_month, time(), zone))
    return Span(_LONG_AGO, turn.now + DAY)


def _summary(which: str, talks: Tally, goal: int) -> str:
    conversations = number_words(talks.total, "conversation", "conversations")
    counted = f"{goal_words(talks, goal)} this week" if which == "week" else f"{conversations} {_when(which)}"
    return f"{counted}: {outcomes_words(talks)}; {number_words(talks.asks, 'ask', 'asks')}."


def _line(conversation: Conversation, names: dict[int, str], turn: Turn) -> Rich:
    name = quoted(names.get(conversation.prospect, "?"), MAX_NAME)
    return (_day(conversation, turn), " · ", name, ": ", *_ended(conversation, today_of(turn)))


def _day(conversation: Conversation, turn: Turn) -> str:
    return day_words(conversation.at.astimezone(turn.person.plan.tz).date(), today_of(turn))


def _ended(conversation: Conversation, today: date) -> Rich:
    """Say how a conversation ended and what was offered in it."""
    practice = "practice, " if conversation.practice else ""
    asked: Rich = (" · asked: ", quoted(conversation.offer, _OFFER_SHOWN)) if conversation.offer else ()
    return (f"{practice}{outcome_words(conversation, today)}", *asked)


# --- one person -------------------------------------------------------------------------------------------------------


async def call_show(turn: Turn, call: Call) -> Effects:
    """Show everything about one person; open the form where it is not clear who is meant."""
    every = await turn.tx.sales.prospects(turn.who)
    if not every:
        text = ("Nobody is on your list yet. The first conversation adds them: ", Cmd("call log Dana yes"), ".")
        return (Reply(Message(text=text, buttons=(Button(action=LOG, label="Log one", opens_form=True),))),)
    name = call.get("prospect")
    found = _meant(every, name)
    if isinstance(found, Prospect):
        return (Reply(await _shown(turn, found)),)
    who = Input(
        key="prospect",
        label="Who",
        kind=InputKind.SEARCH,
        source=KNOWN,
        required=True,
        value=fitting(name),
        hint=hint(found if name else ""),
    )
    return (Open(Form(id=SHOW, title="Show a person", submit="Show", inputs=(who,))),)


async def submit_show(turn: Turn, submit: Submit) -> Effects:
    """Show everything about the person the form names."""
    found = _meant(await turn.tx.sales.prospects(turn.who), submit.values.get("prospect", ""))
    return (Reply(await _shown(turn, found)),) if isinstance(found, Prospect) else (Errors({"prospect": found}),)


def _meant(every: Sequence[Prospect], name: str) -> Prospect | str:
    """Return who is meant by a name or a part of it; else what to say."""
    if not name.strip():
        return "Who? A part of the name is enough."
    found = matching(every, name)
    exact = [one for one in found if one.name.casefold() == name.strip().casefold()]
    if len(exact or found) == 1:
        return (exact or list(found))[0]
    if not found:
        return "Nobody on your list is called that."
    return f"Which one: {', '.join(one.name for one in found[:_CHOICES_NAMED])}?"


async def _shown(turn: Turn, prospect: Prospect) -> Message:
    held = await turn.tx.sales.conversations_with(turn.who, prospect.id)
    facts = Section(fields=_facts(turn, prospect))
    candidates = ((facts, *_conversations(turn, held, count, limit)) for count, limit in _FITTING)
    sections = next(each for each in candidates if _size(each) < _ROOM)
    return Message(
        text=(B(quoted(prospect.name, MAX_NAME)), f", {_STATUS[prospect.status]}.", *_counted(held)),
        sections=sections,
        buttons=(Button(action=LOG, label="Log a conversation", value=str(prospect.id), opens_form=True),),
        silent=True,
    )


def _counted(held: Sequence[Conversation]) -> Rich:
    """Say how many conversations there were, and how they ended."""
    conversations = number_words(len(held), "conversation", "conversations")
    return (f" {conversations} ({outcomes_words(tally(held))}).",) if held else ()


def _size(sections: Sequence[Section]) -> int:
    """Return how many characters sections take."""
    fields = [fact for section in sections for fact in section.fields]
    return sum(room(section.text) for section in sections) + sum(len(one.label) + room(one.value) for one in fields)


def _facts(turn: Turn, prospect: Prospect) -> tuple[Fact, ...]:
    """Return where things stand with somebody."""
    today, zone = today_of(turn), turn.person.plan.tz
    about = prospect.promise.about if prospect.promise else ""

    def on(moment: datetime | None, otherwise: str) -> Rich:
        return (day_words(moment.astimezone(zone).date(), today) if moment else otherwise,)

    return (
        Fact(label="On the list since", value=on(prospect.added_at, "")),
        Fact(label="Last talked", value=on(prospect.last_contact_at, "not yet")),
        Fact(label="Last asked", value=on(prospect.asked_at, "not yet")),
        Fact(label="Next", value=_next(turn, prospect)),
        *((Fact(label="About", value=(quoted(about, _ABOUT_SHOWN),)),) if about else ()),
    )


def _next(turn: Turn, prospect: Prospect) -> Rich:
    """Say the next step with somebody: what is booked, else the day of the follow-up."""
    booked = next((one for one in to_come(turn.person.booked, turn.now) if one.prospect == prospect.id), None)
    if booked is not None:
        return ("appointment, ", *dated_span_words(booked.span, turn.person, turn.now))
    return (day_words(prospect.next_on, today_of(turn)) if prospect.next_on else "no day set",)


def _conversations(turn: Turn, held: Sequence[Conversation], count: int, limit: int) -> list[Section]:
    """Show the latest conversations, each text shortened to `limit`; the rest are counted."""
    shown = [_conversation(turn, one, limit) for one in held[:count]]
    if earlier := len(held[count:]):
        shown.append(Section(text=(f"and {number_words(earlier, 'conversation', 'conversations')} before that",)))
    return shown


def _conversation(turn: Turn, conversation: Conversation, limit: int) -> Section:
    one_thing = conversation.reflection.one_thing
    facts = details(conversation, limit)
    if one_thing:
        facts = (*facts, Fact(label="The one thing", value=(quoted(one_thing, limit),)))
    return Section(
        text=(B(_day(conversation, turn)), ": ", *_ended(conversation, today_of(turn))),
        fields=facts,
        button=Button(
            action=EDIT, label=f"Edit {_day(conversation, turn)}", value=str(conversation.id), opens_form=True
        ),
    )


# --- who might be meant -----------------------------------------------------------------------------------------------


async def suggest_known(tx: Transaction, who: Who, query: str) -> tuple[Option, ...]:
    """Return the prospects that `query` may mean."""
    found = matching(await tx.sales.prospects(who), query)
    return tuple(Option(label=one.name, value=one.name) for one in found[:MAX_OPTIONS])


async def suggest(tx: Transaction, who: Who, query: str) -> tuple[Option, ...]:
    """Return the prospects that `query` may mean, and the name itself where it is new."""
    found = await suggest_known(tx, who, query)
    name, wrong = read_name(query)
    is_new = not wrong and await tx.sales.prospect_named(who, name) is None
    new = (Option(label=shorten(f"New: {name}", MAX_OPTION), value=name),) if is_new else ()
    return (*found[: MAX_OPTIONS - len(new)], *new)
