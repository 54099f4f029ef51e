"""The weekly report, as the person it is about sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.appointments import Scheduled
from bot.domain.diary import Entry, Kind, Label
from bot.domain.sales import Conversation as Talk
from bot.domain.sales import Outcome, Prospect
from bot.domain.slots import Span, week_span
from bot.domain.week import WeekFigures, WeekRows, figures
from bot.features.week import headline, week_screen
from bot.plain import lines
from bot.ports import Store
from tests.features.harness import START, Conversation, started, together

PARIS = ZoneInfo("Europe/Paris")
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
SPAN = week_span(MONDAY, PARIS)
BEGINNING = SPAN.start + timedelta(hours=9)
SHORT = START.replace("hours:9-17", "hours:10-11")  # two prompts a day, the nudge among them
NOTHING = "Nothing recorded in this week. One line is enough: what you do, and why."


def entries(**minutes: int) -> tuple[Entry, ...]:
    """Return entries one after another, by kind with their minutes."""
    at, made = BEGINNING, []
    for kind, length in minutes.items():
        span = Span(at, at + timedelta(minutes=length))
        at = span.end
        made.append(Entry(span=span, what="work", kind=Kind(kind), recorded_at=span.start, label=Label.LIVE))
    return tuple(made)


def talks(*outcomes: Outcome, practice: int = 0) -> tuple[Talk, ...]:
    real = [Talk(prospect=1, at=BEGINNING, outcome=outcome) for outcome in outcomes]
    return (*real, *(Talk(prospect=1, at=BEGINNING, outcome=Outcome.NO, practice=True) for _ in range(practice)))


def rows(made: Sequence[Entry] = (), held: Sequence[Talk] = (), **others: object) -> WeekFigures:
    """Count a week of 76 working slots, seen on its Friday."""
    slots = tuple(
        Span(BEGINNING + timedelta(minutes=30 * n), BEGINNING + timedelta(minutes=30 * n + 30)) for n in range(76)
    )
    stored = WeekRows(
        monday=MONDAY, today=FRIDAY, span=SPAN, goal=3, slots=slots, entries=tuple(made), conversations=tuple(held)
    )
    return figures(replace(stored, **others))  # type: ignore[arg-type]  # fields of WeekRows


def shown(week: WeekFigures) -> str:
    return lines(week_screen(week), PARIS, SPAN.end)


# --- the sentence that matters ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("week", "sentence"),
    [
        (rows(), NOTHING),
        (
            rows(entries(paid=90)),
            "1.5 h recorded (3 of 76 slots), too little to say where the time went; no conversation logged.",
        ),
        (
            rows(entries(paid=300)),
            "No conversation logged; of 5 h recorded (10 of 76 slots), none went into talking to prospects.",
        ),
        (
            rows(entries(selling=210, paid=1650)),
            "3.5 h of 31 h recorded (62 of 76 slots) went into talking to prospects; no conversation logged.",
        ),
        (
            rows(entries(selling=210, paid=390)),
            (
                "3.5 h of 10 h recorded (20 of 76 slots) went into talking to prospects; no conversation logged. "
                "If there was one, it can still be added."
            ),
        ),
        (rows(held=talks(Outcome.NO)), "1 of 3 conversations (1 no): 2 fewer than planned."),
        (
            rows(entries(paid=90), talks(Outcome.YES, practice=1)),
            "2 of 3 conversations (1 yes, 1 practice): 1 fewer than planned.",
        ),
        (
            rows(held=talks(Outcome.YES, Outcome.THINKING, Outcome.THINKING)),
            "3 of 3 conversations (1 yes, 2 thinking): the goal is met.",
        ),
        (
            rows(held=talks(*[Outcome.NO] * 4), goal=1),
            "4 of 1 conversation (4 no): the goal is met.",
        ),
    ],
)
def test_the_first_sentence_is_the_one_that_matters(week: WeekFigures, sentence: str) -> None:
    assert headline(week) == sentence


@pytest.mark.parametrize(
    ("week", "sentence"),
    [
        (rows(), "Next week: 3 conversations. Who could be the first?"),
        (rows(held=talks(*[Outcome.NO] * 3)), "Next week: who could be the first?"),
        (rows(today=date(2026, 11, 30)), "This week: 3 conversations. Who could be the first?"),
        (
            rows(prospects=(Prospect(name="Dana", added_at=BEGINNING, next_on=date(2026, 12, 2)),)),
            "Next: Dana, due Wed 2 Dec.",
        ),
        (
            rows(
                prospects=(
                    Prospect(name="Dana", added_at=BEGINNING, next_on=date(2026, 12, 2)),
                    Prospect(name="Kim", added_at=BEGINNING, next_on=date(2026, 11, 24)),
                )
            ),
            "Next: Kim, due since Tue 24 Nov.",
        ),
    ],
)
def test_one_sentence_says_what_comes_next(week: WeekFigures, sentence: str) -> None:
    assert shown(week).splitlines()[-1 if week.is_empty else -2] == sentence


def test_about_a_week_long_past_nothing_is_said_of_what_comes_next() -> None:
    assert shown(rows(today=date(2027, 1, 8))) == f"Week 48 · 23–29 Nov\n{NOTHING}"


@pytest.mark.parametrize(
    ("monday", "title"),
    [
        (date(2026, 11, 16), "Week 47 · 16–22 Nov"),
        (date(2026, 11, 30), "Week 49 · 30 Nov – 6 Dec"),
        (date(2026, 12, 28), "Week 53 · 28 Dec – 3 Jan"),
    ],
)
def test_the_title_names_the_week(monday: date, title: str) -> None:
    assert week_screen(rows(monday=monday)).title == title


# --- the whole screen -------------------------------------------------------------------------------------------------


def test_a_full_week_is_shown_with_every_number_and_what_it_is_held_against() -> None:
    made = entries(paid=960, selling=240, admin=120, leads=90, **{"break": 60}, building=30)
    later = replace(made[-1], kind=None, span=Span(made[-1].span.end, made[-1].span.end + timedelta(hours=1)))
    week = rows(
        (*made, replace(later, label=Label.SAME_DAY)),
        (
            *talks(Outcome.YES, Outcome.THINKING, practice=1),
            Talk(prospect=2, at=BEGINNING, outcome=Outcome.NO, offer="audit"),
        ),
        before=talks(Outcome.NO),
        prospects=(
            Prospect(name="Dana", added_at=BEGINNING, next_on=date(2026, 12, 2)),
            Prospect(name="Kim", added_at=BEGINNING, next_on=date(2026, 11, 24)),
        ),
        one_thing="ask for the decision",
    )

    assert (
        shown(week)
        == """\
Week 48 · 23–29 Nov
4 of 3 conversations (1 yes, 1 no, 1 thinking, 1 practice): the goal is met.
Time             26 h recorded, 52 of 76 slots covered
Paid work        16 h
Selling          4 h
Admin            2 h
Lead generation  1.5 h
Break            1 h
Kind not said    1 h
Building         30 min
Selling share  15 %: 4 h (8 slots) of 26 h recorded (52 of 76 slots)
Asks           1
Conversations  4 of 3 (1 yes, 1 no, 1 thinking, 1 practice); the week before 1
Next week      0 of 3 booked
Follow-ups     1 overdue, 1 due by Sun 6 Dec
One thing      ask for the decision
Next: Kim, due since Tue 24 Nov.
Slots: 50 live · 2 same day · 24 not asked about"""
    )


def test_below_four_recorded_slots_no_share_is_said() -> None:
    assert shown(rows(entries(selling=90, paid=29), talks(Outcome.NO))).splitlines()[5:8] == [
        "Selling share  not said below 2 h recorded",
        "Asks           0",
        "Conversations  1 of 3 (1 no)",
    ]


# --- sent and asked for -----------------------------------------------------------------------------------------------


async def reports(me: Conversation) -> list[tuple[str, str]]:
    return [(one.at, one.text.splitlines()[0]) for one in me.shown if one.text.startswith("Week ")]


async def test_it_is_sent_on_friday_afternoon_about_the_week_that_ends(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=SHORT)
    await me.at("2026-12-07 08:00")

    assert await reports(me) == [("Fri 16:00", "Week 48 · 23–29 Nov"), ("Fri 16:00", "Week 49 · 30 Nov – 6 Dec")]


async def test_a_monday_report_is_about_the_week_before_and_silent_about_one_before_the_start(
    sqlite_store: Store,
) -> None:
    me = await started(sqlite_store, plan=SHORT, at="2026-11-23 06:00")
    await me.command("settings set", report="mon 9:00")
    await me.at("2026-12-07 09:30")

    assert await reports(me) == [("Mon 09:00", "Week 48 · 23–29 Nov"), ("Mon 09:00", "Week 49 · 30 Nov – 6 Dec")]


async def test_however_late_a_report_is_it_is_sent_and_only_the_latest(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=SHORT)
    me.clock.time = datetime.fromisoformat("2026-12-05T20:00+01:00")
    await me.at("2026-12-05 20:00")

    assert await reports(me) == [("Sat 20:00", "Week 49 · 30 Nov – 6 Dec")]


async def test_every_number_of_a_lived_week_can_be_recounted(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=SHORT, at="2026-11-23 09:00")
    await me.at("2026-11-23 10:00")
    await me.say("calling leads - to book demos")
    await me.pick("Selling: talking to a prospect")
    await me.at("2026-11-23 10:30")
    await me.press("Same as before")
    await me.at("2026-11-24 10:00")
    await me.say("invoices - taxes")
    await me.pick("Admin: somebody else could do it")
    await me.at("2026-11-24 14:00")
    await me.say("10:30-11 demo - Acme")
    await me.at("2026-11-25 10:05")
    await me.pick("Skip")
    await me.say("call log Dana thinking until mon offer:retainer")
    await me.press("Reflect")
    await me.submit({"one_thing": "ask for the decision"})
    await me.say("call log Kim no practice:yes")
    await me.at("2026-11-26 09:00")
    await me.say("pause until fri")
    await me.at("2026-11-27 16:00")

    assert (
        me.last.text
        == """\
Week 48 · 23–29 Nov
2 of 3 conversations (1 thinking, 1 practice): 1 fewer than planned.
Time           2 h recorded, 4 of 10 slots covered
Selling        1 h
Admin          30 min
Kind not said  30 min
Selling share   50 %: 1 h (2 slots) of 2 h recorded (4 of 10 slots)
Asks            1
Conversations   2 of 3 (1 thinking, 1 practice)
Outreach block  kept on 2 of 5 days
Next week       0 of 3 booked; three more today?
Follow-ups      0 overdue, 1 due by Sun 6 Dec
One thing       ask for the decision
Whys: 1 h — book demos · 30 min — taxes · 30 min — Acme
Next: Dana, due Mon 30 Nov.
In half hours, Paris time.
Mon 23: 1 h selling (10:00–11:00).
Tue 24: 30 min admin, 30 min kind not said.
Wed 25, Thu 26, Fri 27: open 10:00–11:00.
Sat 28, Sun 29: off.
Slots: 3 live · 1 same day · 1 skipped · 3 unanswered · 2 not asked about"""
    )


@pytest.mark.parametrize(
    ("today", "closes", "booked", "said"),
    [
        ("2026-11-26", "2026-11-27", 1, "Next week      1 of 3 booked; two more by Friday?\n"),
        ("2026-11-27", "2026-11-27", 2, "Next week      2 of 3 booked; one more today?\n"),
        ("2026-11-27", "2026-11-27", 3, "Next week      3 of 3 booked\n"),
        ("2026-11-28", None, 1, "Next week      1 of 3 booked\n"),
        ("2026-11-30", "2026-12-04", 1, "This week      1 of 3 booked; two more by Friday?\n"),
        ("2026-12-02", "2026-12-04", 1, "This week      1 of 3 booked\n"),
    ],
)
def test_the_gap_of_the_coming_week_is_named_while_there_is_time_to_close_it(
    today: str, closes: str | None, booked: int, said: str
) -> None:
    week = rows(
        held=talks(Outcome.NO),
        today=date.fromisoformat(today),
        closes=date.fromisoformat(closes) if closes else None,
        booked=Scheduled(real=booked),
    )
    assert said in shown(week)


async def test_a_week_with_nothing_recorded_reads_kindly(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("report")

    assert me.last.text == (f"Week 48 · 23–29 Nov\n{NOTHING}\nNext week: 3 conversations. Who could be the first?")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("report", "Week 48 · 23–29 Nov"),
        ("report week", "Week 48 · 23–29 Nov"),
        ("report week last", "Week 47 · 16–22 Nov"),
        ("report week:last", "Week 47 · 16–22 Nov"),
        ("report week 2026-W01", "Week 1 · 29 Dec – 4 Jan"),
    ],
)
async def test_a_report_can_be_asked_for(sqlite_store: Store, line: str, title: str) -> None:
    me = await started(sqlite_store)
    await me.say(line)

    assert me.last.text.splitlines()[0] == title


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("2026-W60", "“2026-W60” is no week. Write last, or one like 2026-W48."),
        ("2026-W49", "2026-W49 has not begun."),
    ],
)
async def test_an_unclear_week_opens_the_form(sqlite_store: Store, said: str, hint: str) -> None:
    me = await started(sqlite_store)
    await me.say(f"report week {said}")
    assert me.last.text == f"Report of a week\nWhich week: {said} ({hint})"

    await me.submit({})
    assert me.last.text == f"week: {hint}"
    await me.submit({"week": "last"})
    assert me.last.text.startswith("Week 47 · 16–22 Nov\n")


async def test_a_one_thing_of_a_later_week_is_not_told_of_an_earlier_one(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("call log Dana no date:2026-11-18")
    await me.press("Reflect")
    await me.submit({"one_thing": "earlier"})
    await me.say("call log Dana no")
    await me.press("Reflect")
    await me.submit({"one_thing": "later"})
    told = []
    for which in ("last", "this"):
        await me.say(f"report week {which}")
        told += [line for line in me.last.text.splitlines() if line.startswith("One thing")]

    assert told == ["One thing      earlier", "One thing      later"]


async def test_an_earlier_week_without_a_one_thing_does_not_borrow_a_later_one(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("call log Dana no date:2026-11-18")
    await me.say("call log Dana no")
    await me.press("Reflect")
    await me.submit({"one_thing": "later"})
    await me.say("report week last")

    assert "Conversations  1 of 3 (1 no)" in me.last.text
    assert "One thing" not in me.last.text


async def test_a_week_with_everything_in_it_at_its_longest_fits_one_message(sqlite_store: Store) -> None:
    """A screen that is too large is an error: then nobody would be told anything."""
    me, *others = (Conversation(sqlite_store, at="2026-11-09 08:00", user=name) for name in ("me", "a", "b", "c", "d"))
    together(me, *others)
    await me.say(START.replace("cadence:30", "cadence:weekly"))
    long = "W" * 400
    await me.say("steps set keep")
    for number in range(1, 7):
        await me.say(f"steps set {number} name:{chr(64 + number) + 'W' * 23} action:{'W' * 99} weekly:99")
    for number in range(3):
        await me.say(f"steps set add {chr(72 + number) + 'W' * 23} - {'W' * 99} - 99")
    for metric in ("conversations 99", "asks 99", "share 90"):
        await me.say(f"goal set {metric}")
    await me.say("settings set value 80")
    for other in others:
        await other.say(START)
        await other.say("pause until 2027-03-01")
        await other.say("share grant Me words")
        code = next(line for line in other.last.text.split("`") if line.startswith("share accept"))
        await me.say(code)
    for week in range(1, 3):
        for day in (2, 6):
            await me.at(f"2026-11-{day + 7 * week:02} 20:00")
            await me.say(f"9:00-12:00 invoices {day % 3} {long} - {day} {long}")
            if (week, day) == (0, 2):
                await me.pick("Admin: somebody else could do it")
            await me.say(f"18:00-19:00 invoices {day % 3} {long} - {day} {long}")
            name = chr(65 + 6 * week + day) * 60
            await me.say(f"call log {name} thinking until tue offer:{'W' * 90} - {long}")
            await me.press("Reflect")
            await me.submit({"one_thing": long})
        await me.say(f"goal improve {long}")
        await me.say(f"goal built {long}")
        await me.say("report week")
        assert me.last.text.startswith("Week "), me.last
        if "Partly" in me.last.buttons:
            await me.press("Partly")
    assert all("Something went wrong" not in one.text for one in me.shown)
    reports = [one for one in me.shown if one.text.startswith("Week ") and "Shown to you" in one.text]
    assert reports
