"""The weeks side by side, and the step that holds the line back in the report of a week."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.appointments import Appointment, Fate
from bot.domain.diary import Entry, Kind, Label
from bot.domain.measures import QUARTER, Rows, reach
from bot.domain.people import Plan
from bot.domain.sales import Ask, Outcome, Prospect, settled
from bot.domain.sales import Conversation as Talk
from bot.domain.slots import Span
from bot.features.contacts import settle
from bot.features.weeks import holding_words, screen
from bot.ports import Store
from bot.ui import Message
from storage import open_store
from tests.domain.quarters import AWAY, ZONE, Lived, lived, moment
from tests.domain.quarters import START as BEGUN
from tests.features.harness import START, Conversation, started
from tests.features.recounting import Recount, assert_recounted

_users = count(1)


@dataclass(frozen=True, kw_only=True)
class Left:
    """What somebody left in the store; who is on the list is named by a number."""

    conversations: Sequence[Talk] = ()
    asks: Sequence[Ask] = ()
    appointments: Sequence[Appointment] = ()
    entries: Sequence[Entry] = ()

    @property
    def named(self) -> set[int]:
        met = {one.prospect for one in self.conversations} | {one.prospect for one in self.asks}
        return met | {one.prospect for one in self.appointments}


async def having(store: Store, left: Left, now: datetime, since: datetime, plan: Plan | None = None) -> Conversation:
    """Return a conversation with somebody who started then and left that, at the moment `now`."""
    local = f"{now.astimezone(ZONE):%Y-%m-%d %H:%M}"
    me = await started(store, plan=START, at=local, user=f"user {next(_users)}")
    async with store.begin() as tx:
        who = await me.who(tx)
        person = await tx.people.get(who)
        off = plan.off if plan else person.plan.off
        await tx.people.save(replace(person, started_at=since, plan=replace(person.plan, off=off)))
        named = sorted(left.named)
        ids = {
            each: await tx.sales.put_prospect(who, Prospect(name=f"Client {each}", added_at=since)) for each in named
        }
        for talk in left.conversations:
            await tx.sales.put_conversation(who, replace(talk, prospect=ids[talk.prospect].id))
        for ask in left.asks:
            await tx.sales.put_ask(who, replace(ask, prospect=ids[ask.prospect].id))
        for one in left.appointments:
            await tx.appointments.put(who, replace(one, prospect=ids[one.prospect].id))
        for entry in left.entries:
            await tx.diary.add(who, entry)
        for prospect in ids.values():
            await settle(tx, who, prospect)
    return me


async def weeks_of(me: Conversation) -> Message:
    """Return the weeks side by side."""
    await me.say("report weeks")
    return list(me.paper.faces.values())[-1]


async def recount(me: Conversation, since: date) -> Recount:
    async with me.store.begin() as tx:
        tables = await tx.records.everything(await me.who(tx))
    return Recount(tables, me.clock.now(), since, 3, ZONE)


# --- a quarter, through the store -------------------------------------------------------------------------------------


async def quarter_of(store: Store, who: Lived, seed: int) -> Conversation:
    quarter = lived(who, seed)
    left = Left(conversations=quarter.conversations, entries=quarter.entries)
    return await having(store, left, quarter.now, moment(BEGUN, time(8)), quarter.plan)


async def is_told_and_recounted(store: Store, who: Lived, seed: int) -> None:
    """Tell of a quarter from the store as from the lists that it was lived in, and recount it from the rows."""
    me = await quarter_of(store, who, seed)
    shown = await weeks_of(me)
    expected = holding_words(lived(who, seed).basis())
    assert shown.text == (expected or "What you did to sell, beside what came of it.",)
    off = frozenset(AWAY.first + timedelta(days=day) for day in range(14)) if who.value.told_off else frozenset()
    assert_recounted(shown, replace(await recount(me, BEGUN), off=off))


@pytest.mark.parametrize("who", [Lived.NO_OUTREACH, Lived.ON_HOLIDAY], ids=lambda who: who.name)
async def test_a_stored_quarter_is_told_of_as_it_was_lived_and_every_number_recounted(
    sqlite_store: Store, who: Lived
) -> None:
    await is_told_and_recounted(sqlite_store, who, 3)


@pytest.mark.slow
@pytest.mark.parametrize("who", Lived, ids=lambda who: who.name)
async def test_many_stored_quarters_are_told_of_as_they_were_lived(sqlite_store: Store, who: Lived) -> None:
    for seed in range(10):
        await is_told_and_recounted(sqlite_store, who, seed)


# --- whatever is stored -----------------------------------------------------------------------------------------------

NOW = moment(date(2026, 11, 25), time(18))  # a Wednesday
LATEST = int((NOW - moment(date(2026, 8, 10), time())) / timedelta(minutes=1))
MIDNIGHTS = [moment(date(2026, 8, 24) + timedelta(weeks=week), time()) for week in range(14)]
PEOPLE = st.integers(1, 6)
MOMENTS = st.one_of(
    st.integers(1, LATEST).map(lambda minutes: NOW - timedelta(minutes=minutes)),
    st.sampled_from(MIDNIGHTS).flatmap(lambda at: st.sampled_from([at, at - timedelta(minutes=1)])),
)


@st.composite
def talks(draw: st.DrawFn) -> Talk:
    at, outcome, practice = draw(MOMENTS), draw(st.sampled_from(Outcome)), draw(st.sampled_from([False, False, True]))
    is_open = outcome in {Outcome.THINKING, Outcome.CHECK_BACK}
    return Talk(
        prospect=draw(PEOPLE),
        at=at,
        outcome=outcome,
        practice=practice,
        offer=draw(st.sampled_from(["", "retainer", " "])),
        back_on=at.date() + timedelta(days=draw(st.integers(1, 30))) if is_open else None,
        worth=draw(st.none() | st.integers(0, 5000)) if outcome is Outcome.YES and not practice else None,
    )


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    at = draw(MOMENTS)
    return Ask(prospect=draw(PEOPLE), at=at, back_on=at.date() + timedelta(days=7))


@st.composite
def appointments(draw: st.DrawFn) -> Appointment:
    at = draw(MOMENTS)
    return Appointment(
        prospect=draw(PEOPLE),
        span=Span(at, at + timedelta(minutes=30)),
        fate=draw(st.sampled_from([fate for fate in Fate if fate is not Fate.BOOKED])),
        booked_at=draw(st.none() | MOMENTS),
    )


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    at, length = draw(MOMENTS), draw(st.integers(1, 480))
    span = Span(at, at + timedelta(minutes=length))
    return Entry(
        span=span, what="work", kind=draw(st.sampled_from([*Kind, None])), recorded_at=span.end, label=Label.LIVE
    )


def some(each: st.SearchStrategy[object], most: int) -> st.SearchStrategy[list[object]]:
    """Return lists that are often long: rates are said from ten cases on."""
    return st.integers(0, most).flatmap(lambda number: st.lists(each, min_size=number, max_size=number))


LEFT = st.builds(
    Left,
    conversations=some(talks(), 40),
    asks=some(asks(), 12),
    appointments=some(appointments(), 14),
    entries=some(entries(), 8),
)


def plain(left: Left, prospects: Sequence[Prospect]) -> dict[str, list[dict[str, object]]]:
    """Write what was left as rows, as they are exported."""
    return {
        "prospects": [
            {"id": one.id, "status": one.status.value, "next_on": one.next_on and one.next_on.isoformat()}
            for one in prospects
        ],
        "conversations": [
            {
                "id": one.id,
                "prospect_id": one.prospect,
                "held_at": one.at.isoformat(),
                "outcome": one.outcome.value,
                "offer": one.offer,
                "practice": one.practice,
                "worth": one.worth,
            }
            for one in left.conversations
        ],
        "asks": [
            {"prospect_id": one.prospect, "asked_at": one.at.isoformat(), "back_on": one.back_on.isoformat()}
            for one in left.asks
        ],
        "appointments": [
            {
                "starts_at": one.span.start.isoformat(),
                "fate": one.fate.value,
                "booked_at": one.booked_at and one.booked_at.isoformat(),
            }
            for one in left.appointments
        ],
        "entries": [
            {
                "starts_at": one.span.start.isoformat(),
                "ends_at": one.span.end.isoformat(),
                "kind": one.kind and one.kind.value,
            }
            for one in left.entries
        ],
    }


def listed(left: Left) -> tuple[Prospect, ...]:
    """Return who is on the list, as their conversations and asks leave them."""
    return tuple(
        settled(
            Prospect(id=number, name=f"Client {number}", added_at=NOW),
            [one for one in left.conversations if one.prospect == number],
            [one for one in left.asks if one.prospect == number],
        )
        for number in range(1, 7)
    )


def first_contacts(left: Left) -> dict[int, datetime]:
    every = [(one.at, one.prospect) for one in left.conversations if not one.practice]
    every += [(one.at, one.prospect) for one in left.asks]
    return {prospect: at for at, prospect in sorted(every, reverse=True)}


@settings(deadline=None)
@given(LEFT, st.integers(7, 120))
def test_every_number_on_the_screen_can_be_recounted_from_the_rows(drawn: Left, begun: int) -> None:
    left = replace(drawn, conversations=[replace(one, id=number) for number, one in enumerate(drawn.conversations, 1)])
    since, window = moment(date(2026, 11, 23) - timedelta(days=begun), time(8)), Plan(zone=ZONE.key).window
    looked_at, prospects = reach(NOW, window, QUARTER), listed(left)
    rows = Rows(
        now=NOW,
        since=since,
        goal=3,
        window=window,
        entries=tuple(one for one in left.entries if one.span.overlap(looked_at)),
        conversations=tuple(one for one in left.conversations if one.at >= looked_at.start),
        asks=tuple(one for one in left.asks if one.at >= looked_at.start),
        appointments=tuple(one for one in left.appointments if one.span.start >= looked_at.start),
        bookings=tuple(one for one in left.appointments if one.booked_at),
        first_contacts=first_contacts(left),
        prospects=prospects,
    )
    assert_recounted(screen(rows, ()), Recount(plain(left, prospects), NOW, since.date(), 3, ZONE))


@pytest.mark.slow
def test_every_number_on_the_screen_can_be_recounted_from_what_is_stored(sqlite_url: str) -> None:
    with asyncio.Runner() as runner:
        store = runner.run(open_store(sqlite_url))

        async def check(left: Left, begun: int) -> None:
            since = moment(date(2026, 11, 23) - timedelta(days=begun), time(8))
            me = await having(store, left, NOW, since)
            assert_recounted(await weeks_of(me), await recount(me, since.date()))

        @settings(deadline=None)
        @given(LEFT, st.integers(7, 120))
        def recounted(left: Left, begun: int) -> None:
            runner.run(check(left, begun))

        try:
            recounted()
        finally:
            runner.run(store.close())


# --- where it is said -------------------------------------------------------------------------------------------------

HELD_BACK = "5 conversations in 6 weeks, 18 planned: the step that holds the others back is talking to people."


async def test_the_report_of_the_latest_week_names_the_step_and_leads_to_the_weeks(sqlite_store: Store) -> None:
    me = await quarter_of(sqlite_store, Lived.NO_OUTREACH, 2)
    await me.say("report week last")
    assert me.last.text.splitlines().count(HELD_BACK) == 1
    await me.say("report week 2026-W47")
    assert HELD_BACK not in me.last.text

    await me.press("The weeks side by side")
    assert (
        me.last.text
        == f"""\
6 weeks · 19 Oct – 29 Nov
{HELD_BACK}
What you did, the latest week last:
Asks             0 1 0 1 1 0
Conversations    1 1 0 1 2 0
Follow-ups done  0 0 0 0 1 0
Selling hours    0.5 0.5 0 0.5 1 0
What came of it:
Offers   0 1 0 1 1 0
Yes      0 1 0 0 0 0
Revenue  0 800 0 0 0 0
This week so far: 0 conversations, 0 asks."""
    )


def test_a_yes_without_a_noted_offer_is_not_called_an_offer() -> None:
    ends = [*((day, Outcome.YES) for day in (3, 10, 17, 24)), *((day, Outcome.NO) for day in range(1, 29, 2))]
    talks = [
        Talk(prospect=number, at=moment(date(2026, 10, 26) + timedelta(days=day), time(11)), outcome=outcome)
        for number, (day, outcome) in enumerate(ends, 1)
    ]
    since = moment(date(2026, 10, 26), time(8))
    rows = Rows(
        now=NOW,
        since=since,
        goal=3,
        window=Plan(zone=ZONE.key).window,
        conversations=tuple(talks),
        first_contacts={},
    )
    shown = screen(rows, ())
    said = "An offer or a yes is noted in 4 of 18 conversations in 4 weeks: "
    assert shown.text == (f"{said}the step that holds the others back is making the offer.",)
    assert "Offers" in [fact.label for section in shown.sections for fact in section.fields]


async def test_of_a_steady_week_the_report_says_no_more_than_before(sqlite_store: Store) -> None:
    me = await quarter_of(sqlite_store, Lived.GARDENER, 2)
    await me.say("report week last")
    assert "the others back" not in me.last.text
    assert "The weeks side by side" not in me.last.buttons


async def test_before_the_first_week_is_over_there_is_nothing_to_show(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("report weeks")
    assert me.last.text == (
        "No week is complete yet. From the first one on, what you did stands here beside what came of it."
    )
