"""Appointments, as the person who books them sees them."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.domain.appointments import Appointment
from bot.domain.diary import Kind
from bot.engine import Engine
from bot.features import FEATURES
from bot.gestures import Errors, Toast
from bot.ports import Store
from tests.features.harness import START, Conversation, Shown, started

EXAMPLES = "tue 15:00, tomorrow 15:00-15:45 or fri at 3pm for 45m"
BOOKED = ("Move…", "Cancel it", "It is practice", "Undo")


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00, with the outreach block at 10:00."""
    return await started(sqlite_store)


async def booked(me: Conversation) -> tuple[Appointment, ...]:
    async with me.store.begin() as tx:
        return (await tx.people.get(await me.who(tx))).booked


async def diary(me: Conversation) -> list[tuple[str, str, str, Kind | None]]:
    """Return today's entries: when in local time, what, why, kind."""
    await me.say("today")
    async with me.store.begin() as tx:
        everything = await tx.records.everything(await me.who(tx))
    rows = sorted(everything["entries"], key=lambda row: str(row["starts_at"]))
    return [
        (
            "–".join(
                f"{datetime.fromisoformat(str(row[end])).astimezone(me.zone):%H:%M}" for end in ("starts_at", "ends_at")
            ),
            str(row["what"]),
            str(row["why"]),
            Kind(str(row["kind"])) if row["kind"] else None,
        )
        for row in rows
    ]


def said(me: Conversation, begins: str) -> list[Shown]:
    return [one for one in me.shown if one.text.startswith(begins)]


def asked(me: Conversation) -> list[str]:
    """Return when a question about a slot was asked."""
    return [one.at for one in me.shown if one.kind == "message" and "Write it…" in one.buttons]


# --- booked, moved, cancelled -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("call book Dana tue 15:00", "Booked: Dana, Tue 24 Nov 15:00–15:30.\n1 of 3 booked for this week."),
        (
            "call book Dana Lee tomorrow at 3pm for 45m",
            "Booked: Dana Lee, Tue 24 Nov 15:00–15:45.\n1 of 3 booked for this week.",
        ),
        ("call book Dana 11-12", "Booked: Dana, 11:00–12:00.\n1 of 3 booked for this week."),
        ("call book Dana in 2 hours", "Booked: Dana, 10:00–10:30.\n1 of 3 booked for this week."),
        (
            "call book Dana next tue 15:00",
            "Booked: Dana, Tue 1 Dec 15:00–15:30.\n1 of 3 booked for next week; two more by Friday?",
        ),
        (
            "call book Dana 2 dec 9:00 practice",
            (
                "Booked: practice with Dana, Wed 2 Dec 09:00–09:30.\n"
                "1 of 3 booked (1 of them practice) for next week; two more by Friday?"
            ),
        ),
        (
            "call book Dana 8 dec 9:00",
            "Booked: Dana, Tue 8 Dec 09:00–09:30.\n1 of 3 booked for the week of Mon 7 Dec.",
        ),
    ],
)  # fmt: skip - a table
async def test_one_line_books_and_is_echoed(me: Conversation, words: str, text: str) -> None:
    await me.say(words)
    assert me.last.text == text
    assert me.last.buttons in {BOOKED, tuple("It is real" if label == "It is practice" else label for label in BOOKED)}
    assert len(await booked(me)) == 1


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("call book", ("", "", "Half an hour, unless you say how long")),
        ("call book Dana", ("Dana", "", "Half an hour, unless you say how long")),
        ("call book Dana tomorrow", ("Dana", "tomorrow", f"“tomorrow” is no time I can read. Try {EXAMPLES}.")),
        ("call book Dana yesterday 9:00", ("Dana", "yesterday 9:00", "Sun 22 Nov 09:00 is past. Which time to come?")),
        ("call book Dana 7:00", ("Dana", "7:00", "19:00")),
    ],
)
async def test_what_is_missing_or_wrong_opens_the_form_with_the_rest(
    me: Conversation, words: str, form: tuple[str, str, str]
) -> None:
    await me.say(words)
    if form[2] == "19:00":  # of two readings the one to come is taken
        assert me.last.text.startswith("Booked: Dana, 19:00–19:30.")
        return
    name, when, hint = form
    assert me.last.text == f"Book an appointment\nWho: {name}\nWhen: {when} ({hint})\nIs it practice?: "
    assert await me.submit({"prospect": "Dana", "when": "fri 16:00", "practice": "yes"}) is None
    assert me.last.text.startswith("Booked: practice with Dana, Fri 27 Nov 16:00–16:30.")


@pytest.mark.parametrize(
    ("when", "off"),
    [
        ("fri 15:00", " You are off that day."),
        ("25 dec 10:00", " You are off that day (Christmas Day)."),
        ("thu 15:00", ""),
        ("sat 10:00", ""),
    ],
)
async def test_a_booking_on_a_day_off_says_so(me: Conversation, when: str, off: str) -> None:
    await me.say("!settings set country fr")
    await me.say("days off fri")
    await me.say(f"call book Dana {when}")
    week = me.last.text.splitlines()[1]
    assert week.endswith(f".{off}")
    assert ("You are off" in week) is bool(off)


async def test_nobody_is_booked_twice_at_once(me: Conversation) -> None:
    await me.say("call book Dana tue 15:00")
    await me.say("call book Kim tue 15:15")
    assert "(Tue 24 Nov 15:00–15:30 is booked already. Which other time?)" in me.last.text
    assert await me.submit({}) == Errors({"when": "Tue 24 Nov 15:00–15:30 is booked already. Which other time?"})
    assert await me.submit({"when": "tue 15:30"}) is None


async def test_the_same_form_again_changes_what_it_booked_and_undone_it_is_refused(me: Conversation) -> None:
    await me.say("call book")
    form = me.form
    await me.submit({"prospect": "Dana", "when": "tue 15:00"}, form)
    await me.submit({"prospect": "Dana", "when": "tue 15:15"}, form)
    assert (me.last.kind, me.last.text.splitlines()[0]) == ("replace", "Booked: Dana, Tue 24 Nov 15:15–15:45.")
    assert len(await booked(me)) == 1
    await me.say("undo")
    await me.say("undo")
    assert await booked(me) == ()
    answer = await me.submit({"prospect": "Dana", "when": "wed 15:15"}, form)
    assert isinstance(answer, Errors)
    assert answer.by_key["when"].startswith("This was undone")


async def test_a_move_keeps_its_length_and_undo_brings_the_old_time_back(me: Conversation) -> None:
    await me.say("call book Dana tue 15:00 for 45m")
    before = await booked(me)
    await me.say("call move dana wed 10:00")
    assert me.last.text == "Moved: Dana, Tue 24 Nov 15:00 → Wed 25 Nov 10:00–10:45.\n1 of 3 booked for this week."
    assert len(await booked(me)) == 1
    await me.say("undo")
    assert me.last.text == "Undone: Dana moved to Wed 25 Nov 10:00–10:45."
    assert await booked(me) == before

    await me.press("Move…")
    assert me.last.text == "Move an appointment\nWhen:  (Dana, Tue 24 Nov 15:00–15:45, moves to)"
    assert await me.submit({"when": "soon"}) == Errors({"when": f"“soon” is no time I can read. Try {EXAMPLES}."})
    await me.submit({"when": "thu 9:00-9:30"})
    assert me.last.text.startswith("Moved: Dana, Tue 24 Nov 15:00 → Thu 26 Nov 09:00–09:30.")


async def test_what_is_moved_away_from_today_says_so(me: Conversation) -> None:
    await me.say("call book Dana 15:00")
    await me.say("call move Dana wed 10:00")
    assert me.last.text.startswith("Moved: Dana, today 15:00 → Wed 25 Nov 10:00–10:30.")


async def test_cancelling_asks_kindly_for_the_next_step(me: Conversation) -> None:
    await me.say("call book Dana tue 15:00")
    await me.say("call cancel Dana")
    assert me.last == Shown(
        at="Mon 08:00",
        kind="message",
        text="Cancelled: Dana, Tue 24 Nov 15:00–15:30.\nWhat is the next step with Dana?",
        buttons=("Another time…", "Set a follow-up", "Undo"),
    )
    await me.press("Set a follow-up")
    assert me.last.text == "Add a follow-up\nWho: Dana\nOn: \nNotes: "
    await me.say("call cancel Dana")
    assert me.last.text == "Nothing is booked. `call book Dana tue 15:00` books a conversation."
    assert await me.press_raw("call.cancel", "1") == Toast("That appointment is settled, or is not there any more.")


async def test_it_is_asked_with_whom_where_several_may_be_meant(me: Conversation) -> None:
    await me.say("call book Dana tue 15:00")
    await me.say("call book Kim tue 16:00")
    await me.say("call cancel")
    assert (me.last.text, me.last.buttons) == ("With whom?", ("Dana", "Kim"))
    await me.say("call cancel Zoe")
    assert me.last.text == "Nothing is booked with Zoe."
    await me.say("call move Dnaa fri 10:00")
    assert (me.last.text, me.last.buttons) == ("Did you mean Dana?", ("Dana",))
    await me.press("Dana")
    assert me.last.text == "Move an appointment\nWhen:  (Dana, Tue 24 Nov 15:00–15:30, moves to)"
    await me.say("call cancel Dnaa")
    await me.press("Dana")
    assert me.last.text.startswith("Cancelled: Dana, Tue 24 Nov 15:00–15:30.")


async def test_a_part_of_a_name_books_with_whom_it_means_and_what_comes_close_is_asked_about(me: Conversation) -> None:
    await me.say("prospect add Dana Klein")
    await me.say("call book dana tue 15:00")
    assert me.last.text.startswith("Booked: Dana Klein, Tue 24 Nov 15:00–15:30.")
    await me.say("call book Dana Klien tue 16:00 practice")
    assert (me.last.text, me.last.buttons) == ("Did you mean Dana Klein?", ("Dana Klein", "Somebody new"))
    assert len(await booked(me)) == 1
    await me.press("Dana Klein")
    assert me.last.text.startswith("Booked: practice with Dana Klein, Tue 24 Nov 16:00–16:30.")
    await me.say("call book Dana Klien wed 9:00")
    await me.press("Somebody new")
    assert me.last.text.startswith("Booked: Dana Klien, Wed 25 Nov 09:00–09:30.")


async def test_a_time_that_is_taken_or_past_when_it_is_said_with_whom_is_not_booked(me: Conversation) -> None:
    await me.say("prospect add Dana Klein")
    await me.say("call book Dana Klien 8:20")
    await me.at("2026-11-23 08:25")
    await me.press("Dana Klein")
    assert (me.last.text, me.last.buttons) == ("08:20 is past. Which time to come?", ("Another time…",))
    assert await booked(me) == ()


@pytest.mark.parametrize("line", ["prospect close Dana", "call log Dana no"])
async def test_what_is_booked_with_somebody_at_an_end_is_said_and_can_be_cancelled(me: Conversation, line: str) -> None:
    await me.say("call book Dana tue 15:00")
    await me.say(line)
    assert me.last.text.endswith("Still booked: Tue 24 Nov 15:00–15:30.")
    await me.press("Cancel it")
    assert (me.last.text, me.last.buttons) == ("Cancelled: Dana, Tue 24 Nov 15:00–15:30.", ("Undo",))
    await me.say("call log Dana no")
    assert "Still booked" not in me.last.text


async def test_merged_what_was_booked_with_either_is_the_next_step_and_undo_parts_it(me: Conversation) -> None:
    await me.say("prospect add Dana Klein")
    await me.say("call book Klara tue 15:00")
    await me.say("call notes Klara wants a shop")
    before = await booked(me)
    await me.say("prospect edit Klara")
    await me.submit({"name": "Dana Klein"})
    await me.press("Merge them")
    assert me.last.text == "Merged: Dana Klein. Next: appointment, Tue 24 Nov 15:00–15:30."
    await me.say("call show Dana Klein")
    assert "Noted since        wants a shop" in me.last.text
    await me.say("undo")
    assert await booked(me) == before


async def test_a_follow_up_whose_next_step_is_booked_is_due_nowhere(me: Conversation) -> None:
    await me.say("call log Dana thinking until fri")
    await me.say("call book Dana thu 15:00")
    await me.say("report week")
    assert "0 overdue, 0 due by" in me.last.text
    await me.say("prospect list")
    assert "Dana — not asked yet, on your list since Mon 23 Nov, appointment, Thu 26 Nov 15:00–15:30" in me.last.text


async def test_an_appointment_is_the_next_step(me: Conversation) -> None:
    await me.say("call log Dana thinking until mon")
    await me.at("2026-11-30 08:00")
    await me.say("call book Dana tue 15:00")
    await me.say("followups")
    assert me.last.text.startswith("No follow-up is promised.")
    await me.say("call show Dana")
    assert "appointment, Tue 1 Dec 15:00–15:30" in me.last.text
    await me.say("call cancel Dana")
    await me.say("followups")
    assert me.last.text.startswith("1 follow-up: 1 due today.")


# --- before and after -------------------------------------------------------------------------------------------------


async def test_it_is_reminded_of_before_with_the_last_notes_and_the_one_thing(me: Conversation) -> None:
    await me.say("call log Dana thinking until fri offer:retainer notes:shop")
    await me.press("Reflect")
    await me.submit({"one_thing": "ask about the budget"})
    await me.say("call book Dana 12:00")
    await me.at("2026-11-23 11:45")
    assert me.last == Shown(
        at="Mon 11:45",
        kind="message",
        text="In 15 minutes: your appointment, 12:00–12:30.\n"
        "Dana.\n"
        "Last   Mon 23 Nov: thinking until Fri 27 Nov, asked: retainer\n"
        "Notes  shop\n"
        "Your one thing: ask about the budget.",
        buttons=("Move…", "Cancel it"),
    )


@pytest.mark.parametrize("words", ["call move Dana 14:00", "call cancel Dana", "undo", "pause until 13:00"])
async def test_what_was_moved_cancelled_undone_or_paused_is_not_reminded_of(me: Conversation, words: str) -> None:
    await me.say("call book Dana 12:00")
    await me.say(words)
    await me.at("2026-11-23 13:00")
    assert said(me, "In 15 minutes") == []
    assert said(me, "Your appointment, 12:00") == []


async def test_after_its_start_no_reminder_is_sent(me: Conversation) -> None:
    await me.say("call book Dana 12:00")
    me.clock.time = datetime.fromisoformat("2026-11-23T12:01+01:00")
    await me.engine.settle()
    assert said(me, "In 15 minutes") == said(me, "Now") == []


@pytest.mark.usefixtures("always_asked")
async def test_each_is_said_once_whatever_restarts(me: Conversation) -> None:
    await me.say("call book Dana 12:00")
    for time in ("11:44", "11:45", "11:50", "12:35", "12:36", "13:00"):
        await me.at(f"2026-11-23 {time}")
        me.engine = Engine(me.store, me.clock, FEATURES, [me.paper])
        await me.engine.recover()
        await me.engine.settle()
    assert [one.at for one in said(me, "In 15 minutes")] == ["Mon 11:45"]
    assert [one.at for one in said(me, "Your appointment, 12:00–12:30, is over.")] == ["Mon 12:35"]


async def test_somebody_who_answers_nothing_is_not_spoken_to_more_than_six_times(me: Conversation) -> None:
    for minute in range(8):
        await me.say(f"call book Nr{minute} {9 + minute}:10-{9 + minute}:20")
    me.shown.clear()
    await me.at("2026-11-23 23:00")
    assert len([one for one in me.shown if one.kind == "message"]) <= 6


async def test_after_it_comes_the_question_how_it_was(me: Conversation) -> None:
    await me.say("call book Dana 12:00 for 45m")
    await me.at("2026-11-23 12:50")
    assert me.last == Shown(
        at="Mon 12:50",
        kind="message",
        text="Your appointment, 12:00–12:45, is over.\nHow was it with Dana?",
        buttons=("Log it", "Didn't happen", "Moved…"),
    )
    await me.press("Log it")
    assert me.last.text.startswith("Log a conversation\nWho: Dana (12:00)\n")
    me.shown.clear()
    await me.submit({"outcome": "no", "offer": "retainer"})
    assert [(one.kind, one.text) for one in me.shown] == [
        ("replace", "✓ Dana, 12:00–12:45: logged."),
        (
            "message",
            (
                "Logged: Dana, no. Asked: retainer.\n"
                "A no. That frees you for the next one. 1 of 3 conversations this week.\n"
                "In the diary  12:00–12:45"
            ),
        ),
    ]
    assert await diary(me) == [("12:00–12:45", "call with Dana", "retainer", Kind.SELLING)]
    assert await booked(me) == ()


@pytest.mark.usefixtures("always_asked")
async def test_what_did_not_happen_asks_for_the_next_step(me: Conversation) -> None:
    await me.say("call book Dana 12:00")
    await me.at("2026-11-23 12:35")
    me.shown.clear()
    await me.press("Didn't happen")
    assert [(one.kind, one.text) for one in me.shown] == [
        ("replace", "– Dana, 12:00–12:30: not held."),
        ("message", "Not held: Dana, 12:00–12:30.\nThat happens. What is the next step with Dana?"),
    ]
    await me.press("Another time…")
    assert me.last.text.startswith("Book an appointment\nWho: Dana\n")


@pytest.mark.usefixtures("always_asked")
async def test_what_was_moved_is_booked_again_from_the_question(me: Conversation) -> None:
    await me.say("call book Dana 12:00")
    await me.at("2026-11-23 12:35")
    await me.press("Moved…")
    me.shown.clear()
    await me.submit({"when": "tue 12:00"})
    assert [(one.kind, one.text.splitlines()[0]) for one in me.shown] == [
        ("replace", "– Dana, 12:00–12:30: moved."),
        ("message", "Moved: Dana, today 12:00 → Tue 24 Nov 12:00–12:30."),
    ]


# --- the diary --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("always_asked")
async def test_no_question_comes_inside_an_appointment(me: Conversation) -> None:
    await me.say("call book Dana 11:00-12:40")
    me.shown.clear()
    await me.at("2026-11-23 13:00")
    assert asked(me) == [f"Mon {time}" for time in ("09:00", "09:30", "10:00", "10:30", "13:00")]


async def test_the_next_question_is_said_to_come_after_it(me: Conversation) -> None:
    await me.say("call book Dana 9:00-10:10")
    await me.say("home")
    assert "The next question comes at 10:30" in me.last.text


@pytest.mark.usefixtures("always_asked")
async def test_logging_fills_the_slot_and_settles_its_question_and_undo_asks_it_again(me: Conversation) -> None:
    await me.at("2026-11-23 11:25")
    me.shown.clear()
    await me.say("call log Dana no")
    assert [(one.kind, one.text.splitlines()[0]) for one in me.shown] == [
        ("replace", "✓ 11:00–11:30 call with Dana — a yes or a no"),
        ("message", "Logged: Dana, no."),
    ]
    await me.say("undo")
    assert await diary(me) == []
    assert any("What are you doing, and why? 11:00–11:30" in one.text for one in me.shown[2:])


@pytest.mark.parametrize(
    ("logged", "filled"),
    [("09:02", []), ("09:10", ["09:00–09:30"]), ("11:40", ["11:00–11:30"]), ("11:46", ["11:30–12:00"]), ("17:20", [])],
)
@pytest.mark.usefixtures("always_asked")
async def test_a_call_was_in_the_slot_in_which_it_ended(me: Conversation, logged: str, filled: list[str]) -> None:
    await me.at(f"2026-11-23 {logged}")
    await me.say("call log Dana no")
    assert [when for when, _, _, _ in await diary(me)] == filled


@pytest.mark.usefixtures("always_asked")
async def test_a_call_that_is_noted_already_is_not_counted_twice(me: Conversation) -> None:
    await me.at("2026-11-23 11:05")
    await me.say("talking to people - to sell")
    await me.at("2026-11-23 11:31")
    await me.say("call log Dana no")
    assert await diary(me) == [("11:00–11:30", "talking to people", "sell", None)]


async def test_only_what_is_free_of_an_appointment_is_filled(me: Conversation) -> None:
    await me.say("call book Dana 12:00-13:00")
    await me.at("2026-11-23 13:02")
    await me.say("12:20-12:40 reading - to know")
    await me.say("call log Dana yes")
    assert "In the diary  12:00–12:20, 12:40–13:00" in me.last.text
    assert [(when, what) for when, what, _, _ in await diary(me)] == [
        ("12:00–12:20", "call with Dana"),
        ("12:20–12:40", "reading"),
        ("12:40–13:00", "call with Dana"),
    ]


async def test_practice_is_no_selling(me: Conversation) -> None:
    await me.say("call book Mate 12:00 practice")
    await me.at("2026-11-23 12:35")
    await me.say("call log Mate yes")
    assert me.last.text.startswith("Logged: practice with Mate, yes.")
    assert await diary(me) == [("12:00–12:30", "practice call with Mate", "be ready for a real one", Kind.BUILDING)]


async def test_an_entry_that_was_a_conversation_offers_to_log_it_once(me: Conversation) -> None:
    await me.say("call book Dana fri 15:00")
    await me.at("2026-11-23 11:05")
    await me.say("call with Dana - close")
    assert me.last.text.splitlines()[:2] == [
        "✓ 11:00–11:30 call with Dana — close · selling · 1 selling slot today",
        "A conversation with Dana?",
    ]
    assert me.last.buttons == ("Log it", "Edit", "Undo")
    await me.press("Log it")
    assert me.last.text.startswith("Log a conversation\nWho: Dana (11:00)\n")
    await me.submit({"outcome": "check back", "back": "2026-12-01"})
    assert len(await diary(me)) == 1
    assert len(await booked(me)) == 1, "what is booked for Friday still is"
    await me.say("11-11:20 call with Dana - close")
    assert "A conversation with Dana?" not in me.last.text


@pytest.mark.parametrize("prompted", [True, False])
async def test_an_entry_that_is_undone_offers_no_log(me: Conversation, *, prompted: bool) -> None:
    await me.say("prospect add Dana")
    await me.at("2026-11-23 11:05")
    await me.say("call with Dana - close" if prompted else "8:30-9 call with Dana - close")
    assert "Log it" in me.last.buttons
    await me.say("undo")
    now = [face for face in me.paper.faces.values() if any(one.label == "Log it" for one in face.all_buttons)]
    assert now == []


async def test_an_entry_without_a_why_asks_for_that_and_nothing_else(me: Conversation) -> None:
    await me.say("call book Dana fri 15:00")
    await me.at("2026-11-23 11:05")
    await me.say("call with Dana")
    assert "And why? Just reply." in me.last.text
    assert "Log it" not in me.last.buttons


# --- the goal, the block, the one thing -------------------------------------------------------------------------------


async def test_the_nudge_says_how_full_the_block_and_next_week_are(me: Conversation) -> None:
    await me.say("settings set capacity 3")
    for words in ("Dana 10:30", "Kim tue 10:00", "Ned tue 10:30", "Eva wed 10:00", "Bob next tue 9:00"):
        await me.say(f"call book {words}")
    await me.at("2026-11-23 10:00")
    nudge = next(one.text for one in reversed(me.shown) if "Your hour for talking" in one.text)
    assert nudge.splitlines()[:3] == [
        "10:00. Your hour for talking to prospects. 1 of 3 appointments booked, 2 of 3 tomorrow.",
        "0 of 3 conversations this week, 0 asks today. 1 of 3 booked for next week; two more by Friday?",
        "Name one person who might buy, or who could introduce you.",
    ]
    await me.say("home")
    assert "Next week  1 of 3 booked; two more by Friday?\nBooked     Dana 10:30, Kim Tue 24 Nov 10:00," in me.last.text


async def test_a_block_has_a_length_and_a_second_time_is_for_leads(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=START.replace("hours:9-17", "hours:9-12"))
    await me.say("settings set block:10:00-11:30 leadtime:11:30")
    assert me.last.text == (
        "Saved. The next question comes at 09:00 (Europe/Paris).\n"
        "Outreach  10:00–11:00 each working day, 2 appointments → 10:00–11:30 each working day, 2 appointments\n"
        "Leads     no set time → 11:30 each working day"
    )
    await me.at("2026-11-23 11:25")
    await me.say("calls - to sell")
    assert me.last.text.startswith("✓ 11:00–11:30 calls — sell")
    await me.at("2026-11-23 11:30")
    texts = [one.text for one in me.shown]
    assert "11:30. Your time for bringing leads: posts, campaigns, meeting people." in texts
    assert any(text.startswith("Who are you talking to, and what for? 11:00–11:30") for text in texts)
    assert any(text.startswith("What are you doing, and why? 11:30–12:00") for text in texts)
    await me.say("settings set leadtime off")
    assert "Leads  11:30 each working day → no set time" in me.last.text
    await me.say("settings set capacity:x")
    assert "Appointments it takes: x (A number from 1 to 20.)" in me.last.text


async def test_the_one_thing_is_asked_about_after_the_next_conversation_and_told_in_the_week(me: Conversation) -> None:
    await me.say("call log Dana no")
    await me.press("Reflect")
    await me.submit({"one_thing": "ask about the budget"})
    await me.at("2026-11-23 08:30")
    await me.say("call log Kim no")
    assert me.last.text.splitlines()[-1] == "Your one thing for this one was: ask about the budget."
    await me.pick("Not kept")
    assert me.last.text.splitlines()[-1] == "Your one thing for this one was: ask about the budget — not kept."
    await me.say("report")
    assert "One thing          ask about the budget\nThe one thing was  1 not kept" in me.last.text


@pytest.mark.parametrize(
    ("answer", "told"),
    [("Kept", "kept. Reflect takes the next one."), ("Changed", "changed. Reflect takes what it is now.")],
)
async def test_a_one_thing_that_is_done_is_followed_by_the_next_one(me: Conversation, answer: str, told: str) -> None:
    await me.say("call log Dana no")
    await me.press("Reflect")
    await me.submit({"one_thing": "ask about the budget"})
    await me.say("call log Kim no")
    await me.pick(answer)
    assert me.last.text.splitlines()[-1] == f"Your one thing for this one was: ask about the budget — {told}"
    await me.say("home")
    assert "one thing" not in me.last.text
    await me.say("call book Ned 09:40")
    await me.at("2026-11-23 10:00")
    for begins in ("In 15 minutes: your appointment", "10:00. Your hour"):
        (said,) = [one.text for one in me.shown if one.text.startswith(begins)]
        assert "one thing" not in said
    await me.say("call log Eva no")
    assert "one thing" not in me.last.text

    await me.say("report")
    assert f"The one thing was  1 {answer.lower()}\n" in me.last.text
    assert "\nOne thing " not in me.last.text
    await me.press("Reflect")
    await me.submit({"one_thing": "wait for the answer"})
    assert me.last.text.splitlines()[-1] == "Your one thing for the next one: wait for the answer."
    await me.say("call log Ina no")
    assert me.last.text.splitlines()[-1] == "Your one thing for this one was: wait for the answer."


async def test_a_one_thing_that_was_not_kept_comes_back_until_it_is(me: Conversation) -> None:
    await me.say("call log Dana no")
    await me.press("Reflect")
    await me.submit({"one_thing": "ask about the budget"})
    for name, answer in (("Kim", "Not kept"), ("Ned", "Not kept"), ("Eva", "Kept")):
        await me.say(f"call log {name} no")
        assert me.last.text.splitlines()[-1] == "Your one thing for this one was: ask about the budget."
        await me.pick(answer)
    await me.say("report")
    assert "The one thing was  1 kept, 2 not kept\n" in me.last.text
    await me.say("undo")
    await me.say("home")
    assert "Your one thing: ask about the budget." in me.last.text, "whether it was kept is open again"


async def test_reflection_can_be_switched_off(me: Conversation) -> None:
    await me.say("call log Dana no")
    await me.press("Reflect")
    await me.submit({"one_thing": "ask about the budget"})
    await me.say("settings set reflect off")
    await me.say("call log Kim no")
    assert "one thing" not in me.last.text
    assert me.last.buttons == ("Add story", "Edit", "It was practice", "Undo")
    for words in ("home", "report"):
        await me.say(words)
        assert "one thing" not in me.last.text.lower()


async def test_the_block_is_kept_by_a_conversation_in_it(me: Conversation) -> None:
    await me.at("2026-11-23 10:20")
    await me.say("call log Dana no")
    await me.at("2026-11-24 11:30")
    await me.say("report")
    assert "Outreach block  kept on 1 of 2 days\nNext week       0 of 3 booked; three more by Friday?\n" in me.last.text
