"""The record of one person: who they are, where things stand, and every conversation with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.commands import Call
from bot.domain.people import Who
from bot.domain.prospects import asks_made
from bot.domain.sales import MAX_NAME, Conversation, Prospect, Role, Status, matching, tally
from bot.feature import Turn
from bot.features.conversations.echo import EDIT, details
from bot.features.conversations.form import LOG, hint, read_name, today_of
from bot.features.whom import look_up
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
    STATUSES,
    day_words,
    next_words_with,
    number_words,
    outcome_words,
    outcomes_words,
    quoted,
)

SHOW = "call.show"
KNOWN = "known prospects"
_OFFER_SHOWN = 60
_ABOUT_SHOWN = 300
CHOICES_NAMED = 3
_FITTING = ((8, 300), (8, 120), (6, 80), (4, 80), (2, 80))  # how many conversations, and how much of each text

_ROOM = MAX_BODY - 300  # the rest is for the sentence above


# --- one person -------------------------------------------------------------------------------------------------------


async def call_show(turn: Turn, call: Call) -> Effects:
    """Show everything about one person; open the form where it is not clear who is meant."""
    every = await turn.tx.sales.prospects(turn.who)
    if not every:
        text = ("Nobody is on your list yet. The first conversation adds them: ", Cmd("call log Dana yes"), ".")
        return (Reply(Message(text=text, buttons=(Button(action=LOG, label="Log one", opens_form=True),))),)
    name = call.get("prospect")
    found = await one_meant(turn, name)
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
    found = await one_meant(turn, submit.values.get("prospect", ""))
    return (Reply(await _shown(turn, found)),) if isinstance(found, Prospect) else (Errors({"prospect": found}),)


async def one_meant(turn: Turn, name: str) -> Prospect | str:
    """Return who is meant by a name or a part of it; else what to say."""
    if not name.strip():
        return "Who? A part of the name is enough."
    found = await look_up(turn, name)
    if found.sure is not None or len(found.perhaps) == 1:
        return found.sure or found.perhaps[0]
    if not found.perhaps:
        return "Nobody on your list is called that."
    return f"Which one: {', '.join(one.name for one in found.perhaps[:CHOICES_NAMED])}?"


async def _shown(turn: Turn, prospect: Prospect) -> Message:
    held = await turn.tx.sales.conversations_with(turn.who, prospect.id)
    asks = asks_made(held, await turn.tx.sales.asks_of(turn.who, prospect.id), turn.person.plan.tz)
    facts = Section(fields=_facts(turn, prospect, asks))
    candidates = ((facts, *_conversations(turn, held, count, limit)) for count, limit in _FITTING)
    sections = next(each for each in candidates if _size(each) < _ROOM)
    return Message(
        text=(B(quoted(prospect.name, MAX_NAME)), f", {_role(prospect)}.", *_counted(held)),
        sections=sections,
        buttons=(Button(action=LOG, label="Log a conversation", value=str(prospect.id), opens_form=True),),
        silent=True,
    )


def _role(prospect: Prospect) -> str:
    """Say what somebody is."""
    introduces = prospect.role is Role.INTRODUCER and prospect.status is Status.MAYBE
    return "who could introduce you" if introduces else STATUSES[prospect.status]


def _counted(held: Sequence[Conversation]) -> Rich:
    """Say how many conversations there were, and how they ended."""
    conversations = number_words(len(held), "conversation", "conversations")
    return (f" {conversations} ({outcomes_words(tally(held))}).",) if held else ()


def _size(sections: Sequence[Section]) -> int:
    """Return how many characters sections take."""
    fields = [fact for section in sections for fact in section.fields]
    return sum(room(section.text) for section in sections) + sum(len(one.label) + room(one.value) for one in fields)


def _facts(turn: Turn, prospect: Prospect, asks: int) -> tuple[Fact, ...]:
    """Return where things stand with somebody, who was asked so many times."""
    today, zone = today_of(turn), turn.person.plan.tz
    about = prospect.promise.about if prospect.promise else ""

    def on(moment: datetime | None, otherwise: str) -> Rich:
        return (day_words(moment.astimezone(zone).date(), today) if moment else otherwise,)

    return (
        Fact(label="On the list since", value=on(prospect.added_at, "")),
        Fact(label="Last contact", value=on(prospect.last_contact_at, "not yet")),
        Fact(label="Last asked", value=(*on(prospect.asked_at, "not yet"), f" ({asks} asks)" if asks > 1 else "")),
        Fact(label="Next", value=next_words_with(prospect, turn.person, turn.now)),
        *((Fact(label="Introduced by", value=(quoted(prospect.introduced_by),)),) if prospect.introduced_by else ()),
        *((Fact(label="Notes on them", value=(quoted(prospect.notes, _ABOUT_SHOWN),)),) if prospect.notes else ()),
        *((Fact(label="About", value=(quoted(about, _ABOUT_SHOWN),)),) if about else ()),
        *((Fact(label="Noted since", value=(quoted(prospect.jotted, _ABOUT_SHOWN),)),) if prospect.jotted else ()),
    )


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
        text=(B(day_of(conversation, turn)), ": ", *ended_words(conversation, today_of(turn))),
        fields=facts,
        button=Button(
            action=EDIT, label=f"Edit {day_of(conversation, turn)}", value=str(conversation.id), opens_form=True
        ),
    )


# --- one conversation -------------------------------------------------------------------------------------------------


def day_of(conversation: Conversation, turn: Turn) -> str:
    """Say on which day a conversation was."""
    return day_words(conversation.at.astimezone(turn.person.plan.tz).date(), today_of(turn))


def ended_words(conversation: Conversation, today: date) -> Rich:
    """Say how a conversation ended and what was offered in it."""
    practice = "practice, " if conversation.practice else ""
    asked: Rich = (" · asked: ", quoted(conversation.offer, _OFFER_SHOWN)) if conversation.offer else ()
    return (f"{practice}{outcome_words(conversation, today)}", *asked)


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
