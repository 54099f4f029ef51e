"""Handing over: found in the diary or added, ranked by money, watched afterwards; kindly, and never selling."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.diary import Entry, Kind, Label, activity_of
from bot.domain.kinds import words_of
from bot.domain.money import OwnHour, Worked
from bot.domain.slots import DAY, Span, at_local
from bot.features.handover.words import hour_words, lately
from bot.gestures import Toast
from bot.ports import Store
from tests.features.harness import Conversation, started

HOUR = timedelta(hours=1)
FIRST = date(2026, 11, 2)  # a Monday, like every day from which somebody starts here
HAND = "handover add"


async def note(me: Conversation, days: Sequence[date], *noted: tuple[str, float, Kind | None]) -> None:
    """Note some days alike, in a row from nine, each thing for so many hours."""
    async with me.store.begin() as tx:
        who = await me.who(tx)
        for day in days:
            start = at_local(day, time(9), me.zone)
            for what, hours, kind in noted:
                span = Span(start, start + hours * HOUR)
                entry = Entry(span=span, what=what, kind=kind, recorded_at=span.end, label=Label.LIVE)
                await tx.diary.add(who, entry)
                start = span.end


def weeks(first: date, number: int) -> list[date]:
    """Return the working days of some weeks that begin on a Monday."""
    return [first + day * DAY for day in range(7 * number) if day % 7 < 5]


async def later(me: Conversation, local: str) -> None:
    """Let time pass without a word."""
    me.clock.time = me._moment(local)  # noqa: SLF001 - what is due on the way is not what this is about
    await me.engine.settle()
    me.shown.clear()


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 2 November who writes four weeks down: it is Sunday 29 November then."""
    me = await started(sqlite_store, at="2026-11-02 08:00")
    usual = (("invoices", 0.5, Kind.ADMIN), ("calls", 1.5, Kind.SELLING), ("website", 3.0, Kind.PAID))
    await note(me, weeks(FIRST, 4), *usual)
    await note(me, [FIRST + 5 * DAY], ("invoices for Acme", 1.0, Kind.ADMIN), ("travel booking", 2, Kind.ADMIN))
    await later(me, "2026-11-29 18:00")
    return me


BASIS = (
    "Hours as your diary of the last 4 weeks has them (200 of 320 working slots, 62 %). "
    "By hand: `handover add bookkeeping 35`"
)


async def test_the_list_names_what_the_diary_holds_and_asks_once_what_an_hour_is_worth(me: Conversation) -> None:
    await me.say("handover")
    lines = (
        "1. invoices — 12 h a month (11 h in 4 weeks, 21 entries), price elsewhere not known.\n"
        "2. travel booking — 2 h a month (2 h in 4 weeks, 1 entry), price elsewhere not known.\n"
    )
    question = "Are you great at this? website — 60 h in 4 weeks, 20 entries.\n"
    assert me.last.text == (
        f"What could be handed over, by the time it takes.\n{lines}"
        "What is an hour of yours worth? A guess will do: with it, and a price elsewhere, the list tells what each "
        f"would free. It is asked only this once.\n{question}{BASIS}"
    )
    assert me.last.buttons == ("Yes, great at it", "No", "What my hour is worth", "Price of invoices", "Add a task")
    await me.say("handover list")
    assert "What is an hour of yours worth?" not in me.last.text
    assert "What each would free is told once the value of your own hour is known." in me.last.text


async def test_with_a_value_and_a_price_the_list_tells_what_each_frees(me: Conversation) -> None:
    await me.say("handover")
    await me.press("What my hour is worth")
    await me.submit({"value": "a lot"})
    assert me.last.text == "value: “a lot” is no amount. A number is enough, like 35 or 35.50."
    await me.submit({"value": "80"})
    assert me.last.kind == "replace"
    assert me.last.text.startswith("Kept. `settings set value` changes it. What could be handed over")
    assert "Your hour: 80." in me.last.text
    await me.press("Price of invoices")
    await me.submit({"price": "€35,50/h"})
    assert me.last.text.splitlines()[:3] == [
        "On the list: invoices, 35.50 an hour elsewhere. To hand over first: invoices.",
        "1. invoices — about 530 freed a month: 12 h a month (11 h in 4 weeks, 21 entries), 35.50 an hour elsewhere.",
        "2. travel booking — 2 h a month (2 h in 4 weeks, 1 entry), price elsewhere not known.",
    ]
    await me.press("Undo")
    assert me.last.text.splitlines()[:2] == ["Undone: invoices.", "What could be handed over, by the time it takes."]
    await me.pick("travel booking")
    await me.submit({"price": "95"})
    assert me.last.text.splitlines()[2].endswith(
        "95 an hour elsewhere, and your own is 80: keeping it is the better deal."
    )


async def test_what_the_form_cannot_read_is_said_and_nothing_is_kept(me: Conversation) -> None:
    await me.say("handover")
    await me.press("Price of invoices")
    await me.submit({"price": "cheap", "task": "calls"})
    assert me.last.text == (
        "task: That is selling, or a break: it stays with you.\n"
        "price: “cheap” is no amount. A number is enough, like 35 or 35.50."
    )
    await me.submit({"price": "", "task": " "})
    assert me.last.text == "task: Which task is it? A word or two, like bookkeeping."
    async with me.store.begin() as tx:
        assert await tx.handovers.tasks(await me.who(tx)) == ()


@pytest.mark.parametrize(
    ("answer", "said", "listed"),
    [("Yes, great at it", "website stays with you.", False), ("No", "website is on the list.", True)],
)
async def test_whether_somebody_is_great_at_something_is_asked_once(
    me: Conversation, answer: str, said: str, *, listed: bool
) -> None:
    await me.say("handover")
    await me.press(answer)
    assert me.last.kind == "replace"
    assert me.last.text.startswith(said)
    assert ("website — 65 h a month (60 h in 4 weeks, 20 entries)" in me.last.text) is listed
    await me.say("handover")
    assert "Are you great" not in me.last.text
    await me.say("undo")
    await me.say("handover")
    assert "Are you great at this? website" in me.last.text


async def test_a_button_that_names_nothing_any_more_is_answered(me: Conversation) -> None:
    gone = Toast("That is answered already, or no longer in your diary of these weeks.")
    assert await me.press_raw("handover.great", "yes.g0") == gone
    assert await me.press_raw("handover.task", "t99.reply:1") == Toast("That task is no longer there.")


async def test_a_task_is_added_by_hand_with_its_price_or_by_the_form(me: Conversation) -> None:
    await me.say(f"{HAND} bookkeeping 35")
    assert (me.last.text, me.last.buttons) == (
        "On the list: bookkeeping, 35 an hour elsewhere; not in the diary of the last 4 weeks.",
        ("Show the list", "Undo"),
    )
    await me.say(f"{HAND} Invoicing")
    assert me.last.text.endswith("price elsewhere not known; 11 h in 4 weeks, 21 entries.")
    await me.press("Price elsewhere")
    await me.submit({"price": "40"})
    assert me.last.text == "On the list: Invoicing, 40 an hour elsewhere; 11 h in 4 weeks, 21 entries."
    await me.say(f"{HAND} invoices 45")
    assert me.last.text.startswith("On the list: invoices, 45 an hour")
    await me.say(f"{HAND} filing price:cheap")
    assert me.last.text.startswith("To hand over\nWhich task: filing (As you write it in your diary)\n")
    await me.submit({"price": ""})
    await me.press("Show the list")
    assert [line.split(" — ")[0] for line in me.last.text.splitlines()[1:5]] == [
        "1. invoices",
        "2. travel booking",
        "3. bookkeeping",
        "4. filing",
    ]
    await me.press("Price of travel booking")
    await me.submit({"task": "booking keep"})
    await me.pick("booking keep")
    await me.submit({"task": "filings"})
    assert me.last.text == "task: That is on your list already, in the same words."


@pytest.mark.parametrize("words", ["handover add calls 20", "handover add calling", "handover done call"])
async def test_selling_stays_and_so_it_is_said(me: Conversation, words: str) -> None:
    await me.say(words)
    assert me.last.text.splitlines()[1].endswith("(That is selling, or a break: it stays with you.)")


async def test_what_turns_out_to_be_selling_is_on_no_list_any_more(me: Conversation) -> None:
    await me.say(f"{HAND} travel booking 30")
    await me.say("settings set value 80")
    async with me.store.begin() as tx:
        for what in ("travel booking", "invoices", "website"):
            await tx.diary.learn(await me.who(tx), activity_of(what), Kind.SELLING)
    await me.say("handover")
    assert me.last.text.splitlines()[1].startswith("1. invoices for Acme — 1 h a month (1 h in 4 weeks, 1 entry)")
    assert "2. " not in me.last.text
    assert "travel" not in me.last.text
    assert "website" not in me.last.text


async def test_the_longest_list_there_is_fits_a_screen(me: Conversation) -> None:
    long = [
        f"{word} " + "as long as anybody writes " * 9
        for word in ["ask", "bet", "cut", "dig", "eat", "fix", "get", "hop", "ink", "jab", "kit", "lay"]
    ]
    await note(me, weeks(FIRST, 4), *((what, 0.25, Kind.ADMIN) for what in long))
    await me.say("settings set value 99999.99")
    for what in long[:8]:
        await me.say(f'handover add "{what}" 100000')
    for what in long[8:]:
        await me.say(f"handover done {what}")
    await later(me, "2026-12-13 18:00")
    await note(me, weeks(FIRST + 28 * DAY, 2), *((what, 0.5, Kind.ADMIN) for what in (*long, "website", "website")))
    await me.say("handover")
    assert "\nand 2 more after these\n" in me.last.text
    assert me.last.text.count("It takes as long as it did") == 4


WHATS = {"invoices": "Invoice", "travel": "travels!", "filing": "filing", "calls": "calling", "lunch": "lunch"}
_users = itertools.count()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    noted=st.lists(st.tuples(st.integers(0, 26), st.sampled_from(sorted(WHATS)), st.sampled_from(Kind)), max_size=40),
    flipped=st.sampled_from([None, *WHATS]),
)
async def test_the_hours_and_entries_on_the_screen_are_those_of_the_diary(
    sqlite_store: Store, noted: list[tuple[int, str, Kind]], flipped: str | None
) -> None:
    me = await started(sqlite_store, at="2026-11-02 08:00", user=f"user {next(_users)}")
    for day, what, kind in noted:
        await note(me, [FIRST + day * DAY], (WHATS[what] if day % 2 else what, 0.5, kind))
    if flipped is not None:
        async with me.store.begin() as tx:
            await tx.diary.learn(await me.who(tx), WHATS[flipped].lower().strip("!"), Kind.SELLING)
    await later(me, "2026-11-29 18:00")
    await me.say("handover")
    stays = {what for _, what, kind in noted if kind in {Kind.SELLING, Kind.BREAK}} | {flipped}
    counted = Counter(what for _, what, kind in noted if kind is Kind.ADMIN and what not in stays)
    told = re.findall(r"^\d\. (\S+) — ([0-9.]+) (h|min) in 4 weeks, (\d+) entr", me.last.text, flags=re.MULTILINE)
    hours = {
        words_of(activity_of(what)): (float(time) / (60 if unit == "min" else 1), int(number))
        for what, time, unit, number in told
    }
    assert hours == {words_of(what): (number / 2, number) for what, number in counted.items()}


# --- handed over ------------------------------------------------------------------------------------------------------

DONE = (
    "Handed over: invoices. Before: 12 h a month (11 h in 4 weeks, 21 entries). "
    "Whether its hours fall shows in your list from Sun 13 Dec."
)


async def test_what_is_handed_over_leaves_the_list_and_says_how_it_was(me: Conversation) -> None:
    await me.say("handover done invoices")
    assert (me.last.text, me.last.buttons) == (DONE, ("Undo",))
    await me.say("handover done invoice")
    assert me.last.text == "invoices was handed over on Sun 29 Nov already."
    await me.say("handover")
    assert "invoices, handed over on Sun 29 Nov: whether its hours fall shows from Sun 13 Dec." in me.last.text
    assert "1. travel booking" in me.last.text
    await me.say(f"{HAND} invoices")
    await me.say("handover")
    assert "handed over" not in me.last.text.replace("could be handed over", "")


async def test_which_one_is_meant_is_asked_where_it_is_not_clear(me: Conversation) -> None:
    await me.say("handover done")
    assert me.last.text == "Handed over\nWhich task:  (Handed over today)"
    assert me.form is not None
    await me.submit({"task": me.form.inputs[0].options[0].value})
    assert me.last.text == DONE
    await me.say("undo")
    await me.say(f"{HAND} hotel booking")
    await me.say("handover done booking")
    assert me.last.text == "Handed over\nWhich task:  (“booking” may be more than one.)"
    await me.say("handover done taxes")
    assert me.last.text.startswith("Handed over: taxes. Before: not in the diary of the last 4 weeks.")


async def test_the_form_of_a_task_hands_over_and_keeps(me: Conversation) -> None:
    await me.say("handover")
    await me.pick("travel booking")
    await me.submit({"standing": "done"})
    assert me.last.text.startswith("Handed over: travel booking. Before: 2 h a month (2 h in 4 weeks, 1 entry).")
    await me.pick("travel booking")
    await me.submit({"standing": "stays"})
    assert me.last.text.startswith("Stays with you: travel booking.")
    assert "2. travel" not in me.last.text


async def test_hours_that_fall_are_held_against_those_before_from_two_weeks_on(me: Conversation) -> None:
    await me.say("handover done invoices")
    await note(me, weeks(FIRST + 28 * DAY, 3), ("website", 4.5, Kind.PAID))
    await note(me, [FIRST + 33 * DAY], ("invoices", 1.0, Kind.ADMIN))
    await later(me, "2026-12-20 18:00")
    await me.say("handover")
    assert "invoices, handed over on Sun 29 Nov: 12 h a month before, 1.5 h a month since (3 weeks)." in me.last.text


async def test_hours_that_do_not_fall_are_said_without_blame_and_none_are_told_from_an_empty_diary(
    me: Conversation,
) -> None:
    await me.say("handover done invoices")
    await me.say("handover done travel booking")
    await later(me, "2026-12-20 18:00")
    await me.say("handover")
    assert "invoices, handed over on Sun 29 Nov: too little in the diary since to tell" in me.last.text
    await note(me, weeks(FIRST + 28 * DAY, 3), ("invoices", 5, Kind.ADMIN))
    await me.say("handover")
    said = "108.5 h a month since (3 weeks). It takes as long as it did; that happens while somebody learns it."
    assert said in me.last.text
    assert "travel booking, handed over on Sun 29 Nov: 2 h a month before, nothing since (3 weeks)." in me.last.text


# --- the week ---------------------------------------------------------------------------------------------------------


async def reported(me: Conversation, week: str) -> str:
    await me.say(f"report week {week}")
    return me.last.text


async def test_the_report_names_what_to_hand_over_first_once_a_month_where_the_numbers_bear_it(
    me: Conversation,
) -> None:
    await note(me, weeks(FIRST + 28 * DAY, 2), ("invoices", 0.5, Kind.ADMIN), ("website", 4.5, Kind.PAID))
    await later(me, "2026-12-13 18:00")
    line = "To hand over first: invoices, 11 h a month, about 490 freed."
    assert "To hand over" not in await reported(me, "this")
    await me.say(f"{HAND} invoices 35")
    assert "To hand over" not in await reported(me, "this")
    await me.say("settings set value 80")
    assert line in await reported(me, "this")  # its Monday is the 7th
    for week in ("2026-W45", "2026-W48", "2026-W49"):
        assert "To hand over" not in await reported(me, week)


async def test_the_report_says_after_four_weeks_whether_the_hours_fell(me: Conversation) -> None:
    await me.say("handover done invoices")
    await note(me, weeks(FIRST + 28 * DAY, 6), ("website", 4.5, Kind.PAID))
    await later(me, "2027-01-10 18:00")
    line = "invoices, handed over on Sun 29 Nov: 12 h a month before, nothing since (the last 4 weeks)."
    told = [week for week in ("2026-W51", "2026-W52", "2026-W53", "2027-W01") if line in await reported(me, week)]
    assert told == ["2026-W53"]


async def test_the_report_says_kindly_that_a_task_is_back_in_the_week_in_which_it_comes(me: Conversation) -> None:
    await me.say("handover done invoices")
    await note(me, weeks(FIRST + 28 * DAY, 4), ("website", 4.5, Kind.PAID))
    await note(me, [FIRST + 47 * DAY], ("invoices", 2.0, Kind.ADMIN))
    await note(me, [FIRST + 54 * DAY], ("invoices", 2.0, Kind.ADMIN))
    await later(me, "2026-12-27 18:00")
    line = "invoices is back: 2 h, handed over on Sun 29 Nov. That happens."
    weeks_told = ("2026-W49", "2026-W50", "2026-W51", "2026-W52")
    assert [week for week in weeks_told if line in await reported(me, week)] == ["2026-W51"]


async def test_somebody_who_never_asked_for_it_reads_nothing_of_it(me: Conversation) -> None:
    for week in ("2026-W45", "2026-W48"):
        assert "hand" not in (await reported(me, week)).lower()


async def test_without_a_diary_the_list_says_so_and_asks_nothing(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("handover")
    assert me.last.text.splitlines()[0] == ("Nothing on the list: no admin in your diary of today, and no task added.")
    assert me.last.buttons == ("Add a task",)
    await me.press("Add a task")
    await me.submit({"task": "bookkeeping", "price": "35"})
    assert "1. bookkeeping — not in the diary of today, 35 an hour elsewhere." in me.last.text


async def test_a_value_that_was_said_is_among_the_settings_and_can_be_taken_back(me: Conversation) -> None:
    await me.say("settings")
    assert "Your hour" not in me.last.text
    await me.say("settings set value:80,50")
    assert me.last.text.splitlines()[-1] == "Your hour  not said → 80.50"
    await me.say("settings")
    assert "Your hour    80.50" in me.last.text
    await me.say("settings set value off")
    assert me.last.text.splitlines()[-1] == "Your hour  80.50 → not said"
    await me.say("settings set value none of it")
    await me.submit({"value": "70"})
    assert me.last.text.splitlines()[-1] == "Your hour  not said → 70"


async def test_what_an_hour_is_worth_is_derived_from_what_yeses_brought(me: Conversation) -> None:
    await me.say("call log Dana yes date:yesterday worth:5000")
    await me.say("handover list")
    assert "Your hour: about 49, from 5,000 earned in 103 h of work in 4 weeks." in me.last.text


def test_a_derived_value_says_from_what() -> None:
    derived = OwnHour(value=4700, earned=2400, worked=Worked(time=51 * HOUR, days=28))
    assert hour_words(derived) == "Your hour: about 47, from 2,400 earned in 51 h of work in 4 weeks."


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "today"), (5, "the last 5 days"), (7, "the last week"), (10, "the last 10 days"), (28, "the last 4 weeks")],
)
def test_days_are_named_as_one_says_them(days: int, words: str) -> None:
    assert lately(days) == words
