"""A coach's morning list: who waits for them, whom to celebrate, whom to ask, from what each shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.commands import Call
from bot.domain.people import Account, Person, Who
from bot.domain.sales import Outcome
from bot.domain.sharing import Grant, Level
from bot.domain.slots import DAY, week_start
from bot.domain.week import WeekFigures
from bot.feature import Turn
from bot.features.sharing.finding import account_of, open_to
from bot.features.sharing.looking import LOOK, look_of, seen, week_shown
from bot.features.sharing.partners import CHEER, unanswered
from bot.features.sharing.shown import Shared
from bot.gestures import Effects, Reply
from bot.ui import Button, Cmd, Message, Name, Rich, Section
from bot.wording import goal_words, joined, number_words

_AT_MOST = 50
_LISTED = 7  # with the rest, those who are on their way, and those on a pause: as many sections as a message may have
_NAMED = 10
_HALF_A_WEEK = 3 * DAY
_NEW_FOR = timedelta(days=14)


class About(StrEnum):
    """The lists, the most important first; each with how many are on it is said in words."""

    WAITING = "waiting for you"
    CELEBRATE = "to celebrate"
    ASK = "to ask about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Somebody on one of the lists: why, and what can be done at once."""

    about: About
    account: Account
    says: str
    button: Button


# --- what a week says, from what each level holds ---------------------------------------------------------------------

_Sign = Callable[[WeekFigures], str]


def _goal_met(week: WeekFigures) -> str:
    return f"{goal_words(week.talks, week.goal)}, the goal is met" if week.talks.total >= week.goal else ""


def _begun_again(week: WeekFigures) -> str:
    if week.before != 0:
        return ""
    asks = number_words(week.asks, "ask", "asks") if week.asks else ""
    talks = number_words(week.talks.total, "conversation", "conversations") if week.talks.total else ""
    done = " and ".join(each for each in (asks, talks) if each)
    return f"{done} after a quiet week" if done else ""


def _sold(week: WeekFigures) -> str:
    return f"{yes} yes" if (yes := week.talks.outcomes.get(Outcome.YES, 0)) else ""


def _fewer(week: WeekFigures) -> str:
    is_half_over = week.today >= week.monday + _HALF_A_WEEK
    return goal_words(week.talks, week.goal) if is_half_over and week.talks.total < week.goal else ""


def _no_ask(week: WeekFigures) -> str:
    if week.asks or week.today < week.monday + _HALF_A_WEEK:
        return ""
    return "no ask yet" if week.monday == week_start(week.today) else "no ask"


def _overdue(week: WeekFigures) -> str:
    return f"{number_words(len(week.overdue), 'follow-up', 'follow-ups')} overdue" if week.overdue else ""


_SIGNS: Mapping[About, Mapping[Level, Sequence[_Sign]]] = {
    About.CELEBRATE: {Level.COUNTS: (_goal_met, _begun_again), Level.OUTCOMES: (_sold,)},
    About.ASK: {Level.COUNTS: (_fewer, _no_ask), Level.OUTCOMES: (_overdue,)},
}


def _said(shared: Shared, about: About) -> str:
    """Say what of a week belongs on a list, from no more than its level holds."""
    signs = (sign for level, signs in _SIGNS[about].items() if shared.level.holds(level) for sign in signs)
    words = "; ".join(said for sign in signs if (said := sign(shared.week)))
    week = shared.week
    which = "this week" if week.monday == week_start(week.today) else "last week"
    return f"{which}: {words}" if words else ""


# --- the lists --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Morning:
    """Everybody who shows their weeks, as they are sorted."""

    listed: list[Client]
    on_their_way: int
    paused: list[Account]

    @property
    def people(self) -> int:
        return len(self.listed) + self.on_their_way + len(self.paused)


async def clients(turn: Turn, _: Call) -> Effects:
    """List who waits, whom to celebrate, whom to ask; a look is noted for each whose numbers are used."""
    every = {grant.owner: grant for grant in reversed(await open_to(turn.tx, turn.who, turn.now))}
    morning, words = _Morning([], 0, []), await unanswered(turn)
    for grant in list(every.values())[:_AT_MOST]:
        held = await turn.tx.sharing.hold(turn.who, grant.id)
        if held is not None and held.is_open(turn.now):
            await _sort(turn, morning, held, words)
    if not morning.people:
        nobody: Rich = ("Nobody shows you their weeks. They begin with ", Cmd("share grant Kim counts"), ".")
        return (Reply(Message(text=nobody, silent=True)),)
    return (Reply(_screen(morning, max(0, len(every) - _AT_MOST))),)


async def _sort(turn: Turn, morning: _Morning, grant: Grant, words: Mapping[Who, Button]) -> None:
    """Put a client where they belong; the numbers of one who is on a pause, or who waits, are not looked at."""
    owner = await turn.tx.people.look_at(grant.owner)
    account = await account_of(turn.tx, grant.owner)
    if owner.paused_until is not None and owner.paused_until > turn.now:
        morning.paused.append(account)
        return
    client = await _waiting(turn, grant, account, words) or await _looked_at(turn, grant, owner)
    if client is None:
        morning.on_their_way += 1
    else:
        morning.listed.append(client)


async def _waiting(turn: Turn, grant: Grant, account: Account, words: Mapping[Who, Button]) -> Client | None:
    if (answer := words.get(grant.owner)) is not None:
        return Client(about=About.WAITING, account=account, says="their words are not answered yet", button=answer)
    is_new = grant.accepted_at is not None and turn.now < grant.accepted_at + _NEW_FOR
    if not is_new or await turn.tx.sharing.looks(grant.owner, 1, grant.id):
        return None
    says = "they show you their weeks, and you did not look yet"
    return Client(about=About.WAITING, account=account, says=says, button=_look(grant))


async def _looked_at(turn: Turn, grant: Grant, owner: Person) -> Client | None:
    week = week_shown(grant, owner, turn.now)
    shared = await seen(turn.tx, grant, owner, week, turn.now)
    await turn.tx.sharing.note_look(grant, look_of(grant, week, turn.now, grant.level))
    if said := _said(shared, About.CELEBRATE):
        cheer = Button(action=CHEER, label="Cheer", value=str(grant.owner.person))
        return Client(about=About.CELEBRATE, account=shared.owner, says=said, button=cheer)
    said = _said(shared, About.ASK)
    return Client(about=About.ASK, account=shared.owner, says=said, button=_look(grant)) if said else None


def _look(grant: Grant) -> Button:
    return Button(action=LOOK, label="Look", value=str(grant.id))


# --- the screen -------------------------------------------------------------------------------------------------------

_ABOUT_WORDS: Mapping[About, tuple[str, str]] = {
    About.WAITING: ("", " waits for you: "),
    About.CELEBRATE: ("Celebrate ", " for "),
    About.ASK: ("Ask ", " about "),
}


def _screen(morning: _Morning, not_asked: int) -> Message:
    order = tuple(About)
    first = sorted(morning.listed, key=lambda client: order.index(client.about))
    counts = Counter(client.about for client in first)
    lists = ", ".join(f"{counts[about]} {about.value}" for about in order if counts[about])
    show = f"{number_words(morning.people + not_asked, 'person shows', 'people show')} you their weeks"
    used = morning.on_their_way or any(client.about is not About.WAITING for client in first)
    left = max(0, len(first) - _LISTED) + not_asked
    said = f": {lists}" if lists else "; nobody waits for you"
    return Message(
        text=(f"{show}{said}.",),
        sections=(
            *(_section(client, number) for number, client in enumerate(first[:_LISTED], 1)),
            *((Section(text=(f"and {left} more; ", Cmd("share list"), " has them.")),) if left else ()),
            *((Section(text=(f"On their way: {morning.on_their_way}.",)),) if morning.on_their_way else ()),
            *((_on_a_pause(morning.paused),) if morning.paused else ()),
        ),
        footer=("They see that you looked.",) if used else (),
        silent=True,
    )


def _section(client: Client, number: int) -> Section:
    before, after = _ABOUT_WORDS[client.about]
    text: Rich = (f"{number}. {before}", Name(client.account), f"{after}{client.says}.")
    return Section(text=text, button=replace(client.button, label=f"{client.button.label} {number}"))


def _on_a_pause(accounts: Sequence[Account]) -> Section:
    more = f" and {len(accounts) - _NAMED} more" if len(accounts) > _NAMED else ""
    return Section(text=("On a pause: ", *joined(((Name(one),) for one in accounts[:_NAMED]), ", "), f"{more}."))
