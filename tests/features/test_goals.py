"""Goals: set, shown with their pace, met in a row, and let rest."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.diary import Entry, Kind, Label
from bot.domain.goals import Earlier, Metric
from bot.domain.people import Account, Person, Plan, Stage, Who
from bot.domain.rest import DayRange, DaysOff
from bot.domain.sales import Ask, Outcome, Prospect
from bot.domain.sales import Conversation as Talk
from bot.domain.slots import Span, at_local
from bot.features.judging import in_a_row
from bot.ports import Store, Transaction
from storage import open_store
from tests.features.harness import Conversation, started

ONE = "start zone:Europe/Paris hours:10-11 days:tue cadence:weekly block:10:00 goal:1"  # little is said in a week


async def talk(me: Conversation, *days: str) -> None:
    for day in days:
        await me.at(f"{day} 10:30")
        await me.say("call log Dana no")


# --- set and shown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("goal set asks 5", "Goal: 5 asks a week. This week: 0 of 5 asks with five days left."),
        ("goal set as 1", "Goal: 1 ask a week. This week: 0 of 1 ask with five days left."),
        (
            "goal set conversations 4",
            "Goal: 4 conversations a week, instead of 3. This week: 0 of 4 conversations with five days left.",
        ),
        (
            "goal set selling share 30 %",
            "Goal: 30 % of the time for selling. This week: not said below 2 h recorded.",
        ),
        (
            "goal set metric:share target:30%",
            "Goal: 30 % of the time for selling. This week: not said below 2 h recorded.",
        ),
        ("goal set conversations 3", "Nothing changed: your goal is 3 conversations a week already."),
        ("goal set asks off", "Nothing changed: there is no goal for asks."),
    ],
)
async def test_a_goal_is_set_in_one_line(sqlite_store: Store, words: str, said: str) -> None:
    me = await started(sqlite_store)
    await me.say(words)
    assert me.last.text == said


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("goal set", "What it is about: conversations (They are: conversations 3, asks none, selling share none)"),
        ("goal set asks", "How many a week; percent for the share:  (A number, or off)"),
        ("goal set asks many", "How many a week; percent for the share: many (A number from 1 to 99, or off.)"),
        ("goal set share 101", "How many a week; percent for the share: 101 (A number from 1 to 100, or off.)"),
        ("goal set conversations off", "How many a week; percent for the share: off (A number from 1 to 99.)"),
        ("goal set luck 3", "(One of conversations, asks, selling share, or a step of your process.)"),
    ],
)
async def test_what_is_missing_or_wrong_is_asked_for(sqlite_store: Store, words: str, hint: str) -> None:
    me = await started(sqlite_store)
    await me.say(words)
    assert me.last.kind == "form"
    assert hint in me.last.text


async def test_the_form_sets_a_goal_and_undo_takes_it_back(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("goal")
    await me.press("Set a goal")
    await me.submit({"metric": "share", "target": "lots"})
    assert me.last.text == "target: A number from 1 to 100, or off."
    await me.submit({"metric": "share", "target": "25"})
    assert me.last.text.startswith("Goal: 25 % of the time for selling.")
    await me.say("goal set share off")
    assert me.last.text == "No goal for the selling share any more."
    await me.say("undo")
    await me.say("undo")
    await me.say("goal set share 25")
    assert me.last.text.startswith("Goal: 25 % of the time for selling. ")


async def test_goals_are_shown_with_their_pace(sqlite_store: Store) -> None:
    me = await started(sqlite_store, at="2026-11-26 08:00")
    await me.say("goal set asks 2")
    await me.say("goal set share 30")
    await me.at("2026-11-26 14:30")
    await me.say("12:00-13:00 calls - demos")
    await me.pick("Selling: talking to a prospect")
    await me.say("9:00-12:00 mails - taxes")
    await me.say("call log Dana yes date:yesterday practice:yes")
    await me.say("asked Ben")
    await me.say("goal")
    assert [" ".join(line.split()) for line in me.last.text.splitlines()] == [
        "Goals · week 48",
        "1 of 3 conversations (1 of them practice) with two days left.",
        "Asks 1 of 2",
        "Selling share 25 %: 1 h (2 slots) of 4 h recorded (8 of 11 slots); the goal is 30 %",
        "In one line: `goal set asks 5`, `goal set share 30`, `goal rest next`",
    ]
    await me.say("report week")
    told = [" ".join(line.split()) for line in me.last.text.splitlines()]
    assert "Asks 1 of 2" in told
    assert "Selling share 25 %: 1 h (2 slots) of 4 h recorded (8 of 11 slots); the goal is 30 %" in told


@pytest.mark.parametrize(
    ("at", "pace"),
    [
        ("2026-11-23 12:00", "0 of 1 conversation with one day left."),
        ("2026-11-24 10:59", "0 of 1 conversation with today left."),
        ("2026-11-24 11:00", "0 of 1 conversation; the working week is over."),
    ],
)
async def test_the_pace_names_what_is_left_of_the_week(sqlite_store: Store, at: str, pace: str) -> None:
    me = await started(sqlite_store, plan=ONE)
    await me.at(at)
    await me.say("goal")
    assert me.last.text.splitlines()[1] == pace


async def test_a_goal_that_is_met_needs_no_days(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=ONE)
    await talk(me, "2026-11-24")
    await me.say("goal show")
    assert me.last.text.splitlines()[1] == "1 of 1 conversation: the goal is met."


async def test_the_goal_of_a_step_is_its_weekly_number(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("steps set keep")
    await me.say("goal set connect 4")
    assert me.last.text.startswith("Changed: Connect — "), me.last.text
    await me.say("goal")
    assert "Connect 0/4" in me.last.text
    await me.say("undo")
    await me.say("goal")
    assert "Connect 0/5" in me.last.text
    await me.say("goal set connect lots")
    assert "Times a week: lots (How often a week: a number from 1 to 99.)" in me.last.text


# --- weeks in a row ---------------------------------------------------------------------------------------------------

WEEKS = ("2026-11-24", "2026-12-01", "2026-12-08")
ROW = "Goals met: conversations"


def rows_said(me: Conversation) -> str:
    return next((line for line in me.last.text.splitlines() if ROW in line), "")


async def test_weeks_met_in_a_row_are_told_in_the_report_and_with_the_goals(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=ONE)
    await talk(me, *WEEKS)
    await me.say("report week 2026-W48")
    assert rows_said(me) == ""  # one week is no row
    for words in ("report week", "goal"):
        await me.say(words)
        assert rows_said(me) == f"{ROW} 3 weeks in a row."
    await me.at("2026-12-15 09:00")
    await me.say("goal")
    assert rows_said(me) == f"{ROW} 3 weeks in a row before this one."
    await me.at("2026-12-22 09:00")
    await me.say("report week last")
    assert rows_said(me) == f"{ROW} 3 weeks in a row before this one."
    await me.say("goal")
    assert rows_said(me) == ""


async def test_a_week_is_judged_by_the_goal_that_held_in_it(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=ONE)
    await talk(me, *WEEKS)
    await me.say("settings set goal 9")
    await me.say("goal")
    assert rows_said(me) == f"{ROW} 2 weeks in a row before this one."
    await me.say(ONE)
    await me.say("goal")
    assert rows_said(me) == f"{ROW} 3 weeks in a row."
    await me.say("undo")
    await me.say("goal")
    assert rows_said(me) == f"{ROW} 2 weeks in a row before this one."


@pytest.mark.parametrize(
    "resting",
    [
        ("2026-12-07 09:00", "goal rest"),
        ("2026-12-04 09:00", "goal rest next"),
        ("2026-12-04 09:00", "days off next week"),
        ("2026-12-04 09:00", "pause until 14 dec"),
    ],
)
async def test_a_rest_week_neither_counts_nor_breaks_a_row(sqlite_store: Store, resting: tuple[str, str]) -> None:
    me = await started(sqlite_store, plan=ONE)
    await talk(me, *WEEKS[:2])
    await me.at(resting[0])
    await me.say(resting[1])
    await talk(me, "2026-12-15")
    await me.say("goal")
    assert rows_said(me) == f"{ROW} 3 weeks in a row."


async def test_a_pause_that_was_ended_early_is_no_rest_week(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=ONE)
    await talk(me, *WEEKS[:2])
    await me.at("2026-12-04 09:00")
    await me.say("pause until 14 dec")
    await me.at("2026-12-08 10:15")
    await me.say("resume")
    await talk(me, "2026-12-15")
    await me.say("goal")
    assert rows_said(me) == ""


# --- rest -------------------------------------------------------------------------------------------------------------


async def test_a_week_rests_and_counts_again(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("goal rest of my life")
    assert me.last.text == "I did not understand which week: of my life. Try `goal rest` or `goal rest next`."
    await me.say("goal rest next")
    assert me.last.text == (
        "Next week rests: it does not count, and no row of weeks breaks. "
        "Questions come as before; `pause` makes them quiet."
    )
    await me.say("goal rest next")
    assert me.last.text == "Next week rests already."
    await me.say("goal")
    for said in ("This week rests: ", "This week rests already."):
        await me.press("Rest this week")
        assert me.last.text.startswith(said)
    await me.say("goal")
    assert me.last.text.splitlines()[1] == "0 of 3 conversations. This week rests: it does not count."
    await me.say("goal rest none")
    assert me.last.text == "This week and next week count again."
    await me.say("undo")
    await me.say("goal")
    await me.press("Let this week count")
    assert me.last.text == "This week counts again."
    await me.say("undo")
    await me.say("undo")
    await me.say("goal rest none")
    assert me.last.text == "Next week counts again."
    await me.say("goal rest none")
    assert me.last.text == "Neither this week nor the next was said to rest."


async def test_the_button_of_a_week_that_is_over_says_so(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=ONE)
    await me.say("goal")
    await me.at("2026-11-30 08:00")
    await me.press("Rest this week")
    assert me.last.text == "That week is over."


async def test_the_report_of_a_rest_week_says_so(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=ONE)
    await me.say("goal rest")
    await me.say("report week")
    assert "A rest week: it does not count." in me.last.text


# --- hours ------------------------------------------------------------------------------------------------------------


async def test_the_report_says_once_how_long_was_worked_late(sqlite_store: Store) -> None:
    me = await started(sqlite_store, at="2026-11-25 22:00")
    await me.say("today 9:00-12:00 logo - Acme")
    await me.say("report week")
    assert "Worked" not in me.last.text
    await me.say("today 18:30-20:00 invoices - taxes")
    await me.say("report week")
    assert "\nWorked 4.5 h, 1.5 h of it after the day's end.\n" in me.last.text
    await me.say("pause until 5 dec")
    await me.at("2026-11-28 12:00")
    await me.say("today 9:00-10:00 invoices - taxes")
    await me.say("report week")
    assert "\nWorked 5.5 h, 1.5 h of it after the day's end, 1 h of it on days off." in me.last.text


# --- every row of weeks, recounted ------------------------------------------------------------------------------------

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
PARIS = ZoneInfo("Europe/Paris")
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
LENGTH = 20  # weeks: more than are read at once; both clock changes lie in it
_users = itertools.count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What somebody did in some weeks: for each the offers, practice, and hours of selling and of other work."""

    offers: int
    practice: int
    selling: int
    other: int
    rests: bool
    off: bool
    paused: bool
    changed: int | None


LIVED = st.builds(
    Lived,
    offers=st.integers(0, 2),
    practice=st.integers(0, 1),
    selling=st.integers(0, 2),
    other=st.integers(0, 3),
    rests=st.sampled_from([False, False, False, True]),
    off=st.sampled_from([False, False, False, True]),
    paused=st.sampled_from([False, False, False, True]),
    changed=st.sampled_from([None, None, None, 0, 1, 2]),
)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, Store]]:
    with asyncio.Runner() as loop:
        store = loop.run(open_store(f"sqlite:///{tmp_path_factory.mktemp('weeks') / 'weeks.db'}"))
        yield loop, store
        loop.run(store.close())


async def _live(tx: Transaction, who: Who, weeks: Sequence[Lived], start: int) -> Person:
    """Store some weeks, the last of which is that of MONDAY."""
    first = MONDAY - (len(weeks) - 1) * 7 * DAY
    own = tuple(DayRange(first + 7 * n * DAY, first + (7 * n + 6) * DAY) for n, week in enumerate(weeks) if week.off)
    plan = Plan(zone=PARIS.key, goal=1, goal_asks=1, goal_share=40, off=DaysOff().taking(own))
    person = Person(who=who, plan=plan, stage=Stage.STARTED, started_at=at_local(first + start * DAY, time(8), PARIS))
    await tx.people.save(person)
    dana = await tx.sales.put_prospect(who, Prospect(name="Dana", added_at=SINCE))
    for n, week in enumerate(weeks):
        monday = first + 7 * n * DAY
        morning = at_local(monday, time(9), PARIS)
        for number in range(week.offers + week.practice):
            at = morning + number * 2 * DAY
            is_practice = number >= week.offers
            held = Talk(prospect=dana.id, at=at, outcome=Outcome.NO, offer="x", practice=is_practice)
            await tx.sales.put_conversation(who, held)
        if week.practice:
            await tx.sales.put_ask(who, Ask(prospect=dana.id, at=morning, back_on=monday))
        night = at_local(monday + 6 * DAY, time(22), PARIS)  # selling begins on Sunday night and goes into Monday
        for begin, hours, kind in ((morning, week.other, Kind.ADMIN), (night, week.selling * 2, Kind.SELLING)):
            if hours:
                span = Span(begin, begin + hours * HOUR)
                await tx.diary.add(who, Entry(span=span, what="x", kind=kind, recorded_at=begin, label=Label.LIVE))
        if week.rests:
            await tx.weeks.rest(who, monday, morning)
        if week.paused:
            await tx.weeks.pause(who, Span(morning, morning + 4 * DAY + 8 * HOUR))
        if week.changed is not None:
            await tx.weeks.keep_earlier(who, Earlier(metric="conversations", until=monday, target=week.changed))
            await tx.weeks.keep_earlier(who, Earlier(metric="share", until=monday, target=week.changed * 30))
    return person


def moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).astimezone(PARIS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slowly:
    """The stored rows, counted one local day after the other."""

    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    now: datetime

    def weeks(self, metric: str) -> int:
        """Count weeks in a row, the one of MONDAY in any case passed over where it was missed."""
        started_on = moment(self.rows["people"][0]["started_at"])
        count, monday = 0, MONDAY
        while (target := self.target(metric, monday)) and started_on.date() < monday + 7 * DAY:
            reached = self.reached(metric, monday)
            if not self.rests(monday) and reached is not None:
                may_miss = monday + 7 * DAY <= self.now.astimezone(PARIS).date() and started_on.date() < monday
                if reached < target and may_miss and monday != MONDAY:
                    return count
                count += reached >= target
            monday -= 7 * DAY
        return count

    def target(self, metric: str, monday: date) -> int | None:
        stands = {"conversations": "goal", "asks": "goal_asks", "share": "goal_share"}[metric]
        after = {str(one["until"]): one["target"] for one in self.rows["targets"] if one["metric"] == metric}
        later = sorted(until for until in after if until > monday.isoformat())
        held: int | None = after[later[0]] if later else self.rows["people"][0][stands]
        return held

    def reached(self, metric: str, monday: date) -> int | None:
        days = [monday + n * DAY for n in range(7)]
        held = [one for one in self.rows["conversations"] if moment(one["held_at"]).date() in days]
        offers = [moment(one["held_at"]).date() for one in held if one["offer"] and not one["practice"]]
        told = {moment(one["asked_at"]).date() for one in self.rows["asks"]} & set(days) - set(offers)
        selling, recorded = 0, 0
        for one in self.rows["entries"]:
            hour = moment(one["starts_at"]).astimezone(UTC)
            while hour < moment(one["ends_at"]):
                recorded += hour.astimezone(PARIS).date() in days
                selling += hour.astimezone(PARIS).date() in days and one["kind"] == "selling"
                hour += HOUR
        share = None if recorded < 2 else round(selling / recorded * 100)
        return {"conversations": len(held), "asks": len(offers) + len(told), "share": share}[metric]

    def rests(self, monday: date) -> bool:
        said = str(monday) in {str(one["monday"]) for one in self.rows["rests"]}
        return said or all(self.is_off(monday + n * DAY) or self.is_paused(monday + n * DAY) for n in range(5))

    def is_off(self, day: date) -> bool:
        written = (self.rows["people"][0]["days_off"] or "").split()
        return any(first <= day.isoformat() <= last for first, last in (each.split("/") for each in written))

    def is_paused(self, day: date) -> bool:
        slots = [datetime.combine(day, time(9 + n // 2, 30 * (n % 2)), tzinfo=PARIS) for n in range(16)]
        pauses = [(moment(one["starts_at"]), moment(one["ends_at"])) for one in self.rows["pauses"]]
        return all(any(start <= slot < end for start, end in pauses) for slot in slots)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    weeks=st.lists(LIVED, min_size=1, max_size=LENGTH),
    start=st.integers(0, 6),
    now=st.sampled_from(["2026-11-27 16:00", "2026-11-30 09:00"]),
)
def test_weeks_in_a_row_are_those_recounted_from_the_stored_rows(
    runner: tuple[asyncio.Runner, Store], weeks: list[Lived], start: int, now: str
) -> None:
    loop, store = runner
    loop.run(_compare(store, weeks, start, datetime.fromisoformat(now).replace(tzinfo=PARIS).astimezone(UTC)))


async def _compare(store: Store, weeks: Sequence[Lived], start: int, now: datetime) -> None:
    async with store.begin() as tx:
        known = await tx.people.enrol(Account("paper", "desk", f"u{next(_users)}"), PARIS.key, now)
        person = await _live(tx, known.who, weeks, start)
        counted = await in_a_row(tx, person, MONDAY, now)
        rows = await tx.records.everything(known.who)
    slowly = Slowly(rows=rows, now=now)
    assert {each: one.weeks for each, one in counted.items()} == {each: slowly.weeks(each.value) for each in Metric}


async def test_a_row_of_a_year_and_a_half_is_counted_to_its_end(sqlite_store: Store) -> None:
    week = Lived(offers=1, practice=0, selling=1, other=0, rests=False, off=False, paused=False, changed=None)
    async with sqlite_store.begin() as tx:
        known = await tx.people.enrol(Account("paper", "desk", "long"), PARIS.key, datetime(2026, 11, 28, tzinfo=UTC))
        person = await _live(tx, known.who, [replace(week, rests=n == 7) for n in range(80)], 0)
        counted = await in_a_row(tx, person, MONDAY, datetime(2026, 11, 28, tzinfo=UTC))
    assert {one.weeks for one in counted.values()} == {79}
