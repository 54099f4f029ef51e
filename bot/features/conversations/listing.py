"""The conversations of a stretch of time, with somebody or that ended so; own rates; the latest, to be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.commands import Call
from bot.domain.month import month_span
from bot.domain.prospects import asks_made
from bot.domain.rates import Advice, Rates, advice, rates
from bot.domain.sales import MAX_NAME, Conversation, Outcome, Prospect, Tally, tally
from bot.domain.slots import DAY, Span, week_span, week_start
from bot.feature import Turn
from bot.features.conversations.afterwards import open_edit
from bot.features.conversations.echo import EDIT
from bot.features.conversations.form import LOG, today_of
from bot.features.conversations.record import CHOICES_NAMED, day_of, ended_words, one_meant
from bot.features.conversations.worth import keep_worth
from bot.features.whom import look_up
from bot.gestures import Effects, Press, Reply
from bot.ui import MAX_BUTTON, Button, Cmd, Message, Rich, Section, shorten
from bot.wording import goal_words, joined, number_words, outcomes_words, quoted, share_words

RANGES = ("week", "month", "all")
_LINES = 15
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_ENDED = {
    Outcome.YES: " that ended with a yes",
    Outcome.NO: " that ended with a no",
    Outcome.THINKING: " that ended with thinking",
    Outcome.CHECK_BACK: " that ended with check back",
}
_ADVICE = {
    Advice.OFFER_MORE: "They suggest: make the offer more often.",
    Advice.OTHER_PEOPLE_OR_OFFER: "They suggest: other people, or a stronger offer.",
    Advice.MORE_CONVERSATIONS: "They suggest: the offer works, so more conversations.",
}


# --- the list ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which conversations are listed: of when, how they ended, with whom."""

    which: str
    outcome: Outcome | None
    prospect: Prospect | None

    @property
    def is_narrowed(self) -> bool:
        """Tell whether some of that time are left out."""
        return self.outcome is not None or self.prospect is not None

    def has(self, conversation: Conversation) -> bool:
        """Tell whether a conversation is one of them; how practice ended counts for nothing."""
        ended_so = self.outcome is None or (conversation.outcome is self.outcome and not conversation.practice)
        return ended_so and (self.prospect is None or conversation.prospect == self.prospect.id)

    @property
    def words(self) -> Rich:
        """Say which: ` with Dana`, ` this month that ended with a no`."""
        whom: Rich = (" with ", quoted(self.prospect.name, MAX_NAME)) if self.prospect else ()
        when = " logged" if self.which == "all" else f" this {self.which}"
        return (*whom, when, _ENDED[self.outcome] if self.outcome else "")


async def call_list(turn: Turn, call: Call) -> Effects:
    """List the conversations of this week, this month, or all, the newest first; with somebody, or that ended so."""
    named = await one_meant(turn, call.get("prospect")) if call.get("prospect") else None
    if isinstance(named, str):
        return (
            Reply(
                Message(text=(named, " To see every conversation, type ", Cmd("call list all"), ".")),
            ),
        )
    wanted = _wanted(call, named)
    held = [one for one in await turn.tx.sales.conversations(turn.who, _span(wanted.which, turn)) if wanted.has(one)]
    log = Button(action=LOG, label="Log one", opens_form=True)
    if not held:
        text: Rich = ("No conversation", *wanted.words, " yet. To log one, type ", Cmd("call log Dana yes"), ".")
        return (Reply(Message(text=text, buttons=(log,), silent=True)),)
    names = {one.id: one.name for one in await turn.tx.sales.prospects(turn.who)}
    newest = list(reversed(held))
    lines = [_line(one, names, turn) for one in newest[:_LINES]]
    if len(newest) > _LINES:
        lines.append((f"and {len(newest) - _LINES} before that",))
    own = () if wanted.is_narrowed else rates_words(rates(held))
    message = Message(
        text=_summary(wanted, tally(held), await _asks(turn, wanted, held), turn.person.plan.goal),
        sections=(Section(text=joined(lines, "\n")), *((Section(text=own),) if own else ())),
        buttons=(log,),
        silent=True,
    )
    return (Reply(message),)


def _wanted(call: Call, prospect: Prospect | None) -> Wanted:
    """Read which are wanted: this week's, and of one person or one ending all there are, unless something is said."""
    said, ended = call.get("range"), call.get("outcome")
    outcome = Outcome(ended) if ended in set(Outcome) else None
    usual = RANGES[-1] if prospect or outcome else RANGES[0]
    return Wanted(which=said if said in RANGES else usual, outcome=outcome, prospect=prospect)


def _span(which: str, turn: Turn) -> Span:
    zone, today = turn.person.plan.tz, today_of(turn)
    if which == "week":
        return week_span(week_start(today), zone)
    if which == "month":
        return month_span(today.replace(day=1), zone)
    return Span(_LONG_AGO, turn.now + DAY)


async def _asks(turn: Turn, wanted: Wanted, held: Sequence[Conversation]) -> int:
    """Return how many asks there were: those told by themselves too, unless only some endings are listed."""
    told = await turn.tx.sales.asks(turn.who, _span(wanted.which, turn)) if wanted.outcome is None else ()
    theirs = [one for one in told if wanted.prospect is None or one.prospect == wanted.prospect.id]
    return asks_made(held, theirs, turn.person.plan.tz)


def _summary(wanted: Wanted, talks: Tally, asks: int, goal: int) -> Rich:
    conversations = number_words(talks.total, "conversation", "conversations")
    of_goal = wanted.which == RANGES[0] and not wanted.is_narrowed
    counted = goal_words(talks, goal) if of_goal else conversations
    ended = "" if wanted.outcome else f"{outcomes_words(talks)}; "
    return (counted, *wanted.words, f": {ended}{number_words(asks, 'ask', 'asks')}.")


async def rates_until(turn: Turn, until: datetime) -> Rates:
    """Return the own rates in all conversations before a moment."""
    return rates(await turn.tx.sales.conversations(turn.who, Span(_LONG_AGO, until)))


def rates_words(own: Rates, lead: str = "Your rates", *, advises: bool = True) -> Rich:
    """Say the own rates with the number of cases each, and what they suggest; nothing of fewer than ten cases."""
    said = []
    if (share := own.offered.share) is not None:
        said.append(f"an offer in {own.offered.went_on} of {own.offered.of} conversations ({share_words(share)})")
    if (share := own.taken.share) is not None:
        said.append(f"a yes from {own.taken.went_on} of {own.taken.of} people who got one ({share_words(share)})")
    suggested = advice(own) if advises else None
    return (f"{lead}: {', '.join(said)}.", f" {_ADVICE[suggested]}" if suggested else "") if said else ()


def _line(conversation: Conversation, names: dict[int, str], turn: Turn) -> Rich:
    name = quoted(names.get(conversation.prospect, "?"), MAX_NAME)
    return (day_of(conversation, turn), " · ", name, ": ", *ended_words(conversation, today_of(turn)))


# --- the latest, to be changed ----------------------------------------------------------------------------------------


async def call_edit(turn: Turn, call: Call) -> Effects:
    """Open the latest conversation with somebody for a change; ask where it is not clear with whom.

    What the latest yes is worth can be said at once.
    """
    name = call.get("prospect")
    found = await one_meant(turn, name)
    if isinstance(found, Prospect):
        held = await turn.tx.sales.conversations_with(turn.who, found.id)
        if held and call.get("worth"):
            return await keep_worth(turn, found, held, call.get("worth"))
        if held:
            return await open_edit(turn, Press(action=EDIT, value=str(held[0].id)))
        log = Button(action=LOG, label="Log one", value=str(found.id), opens_form=True)
        text: Rich = ("No conversation with ", quoted(found.name, MAX_NAME), " is logged yet.")
        return (Reply(Message(text=text, buttons=(log,), silent=True)),)
    latest = await turn.tx.sales.conversations(turn.who, _span(RANGES[-1], turn))
    names = {one.id: one.name for one in await turn.tx.sales.prospects(turn.who)}
    likely = {one.id for one in (await look_up(turn, name)).perhaps} or set(names)
    offered = [one for one in reversed(latest) if one.prospect in likely][:CHOICES_NAMED]
    message = Message(
        text=(found,),
        sections=tuple(_to_edit(one, names, turn) for one in offered),
        buttons=() if offered else (Button(action=LOG, label="Log one", opens_form=True),),
        silent=True,
    )
    return (Reply(message),)


def _to_edit(conversation: Conversation, names: dict[int, str], turn: Turn) -> Section:
    label = shorten(f"Edit {names.get(conversation.prospect, '?')}, {day_of(conversation, turn)}", MAX_BUTTON)
    button = Button(action=EDIT, label=label, value=str(conversation.id), opens_form=True)
    return Section(text=_line(conversation, names, turn), button=button)
