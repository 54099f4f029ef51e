"""Asks: by a command, a tap or a conversation, each event once and always with a name."""

from __future__ import annotations

import pytest

from bot.domain.sales import Prospect
from bot.ports import Store
from tests.features.harness import Conversation, started

pytestmark = pytest.mark.usefixtures("always_asked")

ASKED = "Asked: Dana. 1 ask today. Follow-up: Mon 30 Nov, unless you hear before."


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00, with the outreach block at 10:00."""
    return await started(sqlite_store)


async def prospect(me: Conversation, name: str) -> Prospect | None:
    async with me.store.begin() as tx:
        return await tx.sales.prospect_named(await me.who(tx), name)


def nudge(me: Conversation) -> str:
    return next(one.text for one in reversed(me.shown) if "Your hour for talking to prospects" in one.text)


@pytest.mark.parametrize("line", ["asked Dana", "prospect asked Dana", "!asked prospect:Dana"])
async def test_an_ask_is_counted_by_a_command_and_somebody_new_goes_on_the_list(me: Conversation, line: str) -> None:
    await me.say(line)

    assert (me.last.text, me.last.buttons) == (ASKED, ("Log a conversation", "Undo"))
    await me.press("Undo")
    assert await prospect(me, "Dana") is None


@pytest.mark.parametrize(
    ("which", "asks"),
    [("", "2 asks"), ("week", "2 asks"), ("all Dana", "2 asks"), ("all Kim", "0 asks"), ("no", "1 ask")],
)
async def test_a_list_of_conversations_counts_the_asks_told_by_themselves(
    me: Conversation, which: str, asks: str
) -> None:
    await me.say("asked Dana")
    await me.say("call log Kim yes")
    await me.at("2026-11-24 08:30")
    await me.say('call log Dana no offer:"a retainer"')
    await me.say(f"call list {which}")
    assert me.last.text.splitlines()[0].endswith(f"; {asks}." if which != "no" else f": {asks}.")


async def test_an_ask_without_a_name_asks_for_one(me: Conversation) -> None:
    await me.say("asked")
    assert me.last.text.startswith("An ask\nWhom did you ask: ")
    await me.submit({"prospect": " "})
    assert me.last.text == "prospect: Who was it? A name is enough."
    await me.submit({"prospect": "Dana"})
    assert me.last.text == ASKED


async def test_the_same_person_counts_once_a_day_and_the_conversation_of_it_nothing_more(me: Conversation) -> None:
    await me.say("asked Dana")
    await me.say("asked dana")
    assert me.last.text == "Dana is counted today already: one person, one ask a day."
    await me.say("call log Dana thinking until tue offer:audit")
    await me.say("asked Ben")
    assert me.last.text.startswith("Asked: Ben. 2 asks today.")
    await me.at("2026-11-24 10:00")
    await me.say("asked Dana")
    await me.say("home")
    assert "Asks today  1" in me.last.text
    await me.say("report week")
    assert "Asks            3" in me.last.text


async def test_an_offer_that_was_logged_is_the_ask(me: Conversation) -> None:
    await me.say("call log Dana no offer:audit")
    await me.say("asked Dana")

    assert me.last.text == "Dana is counted today already: one person, one ask a day."


async def test_an_ask_starts_the_clock_of_the_follow_up_again(me: Conversation) -> None:
    await me.say("call log Dana thinking until tue")
    await me.at("2026-11-24 09:10")
    await me.say("asked Dana")
    assert me.last.text.endswith(" Follow-up: Tue 1 Dec, instead of Tue 24 Nov, unless you hear before.")
    dana = await prospect(me, "Dana")
    assert dana is not None
    assert (str(dana.next_on), dana.last_contact_at) == ("2026-12-01", me.clock.now())


async def test_a_slip_in_the_name_is_asked_about_and_answered_once(me: Conversation) -> None:
    await me.say("prospect add Dana Klein")
    await me.say("asked Dnaa Klein")
    assert (me.last.text, me.last.buttons) == ("Did you mean Dana Klein?", ("Dana Klein", "Somebody new"))
    value = list(me.paper.faces.values())[-1].buttons[0].value
    await me.press("Dana Klein")
    assert me.last.kind == "replace"
    assert me.last.text.startswith("Asked: Dana Klein. 1 ask today.")
    await me.press_raw("ask.whom", value)
    assert me.last.text == "That is answered already."


async def test_a_slip_in_a_logged_conversation_is_asked_about_and_nothing_typed_is_lost(me: Conversation) -> None:
    await me.say("call log Dana Klein thinking until tue")
    await me.say('call log Dana Klien thinking until fri offer:"retainer" - calm')
    assert me.last.text == "Did you mean Dana Klein?"
    await me.press("Dana Klein")
    assert me.last.text == (
        "Logged: Dana Klein, thinking until Fri 27 Nov. Asked: retainer.\n2 of 3 conversations this week.\nNotes  calm"
    )
    await me.press("Undo")
    assert me.last.text == "Undone: Dana Klein, thinking until Fri 27 Nov."


# --- the end of the day -----------------------------------------------------------------------------------------------


async def test_a_day_with_a_nudge_and_no_ask_ends_with_the_question_in_its_one_line(me: Conversation) -> None:
    await me.say("prospect add Dana")
    await me.say("prospect add Ben")
    await me.at("2026-11-23 10:10")
    await me.say("mail - clear it")
    await me.at("2026-11-23 17:00")

    assert me.last.text == "Done. 1 of 16 slots. Quiet until Tue 24 Nov 09:00.\nDid you ask anyone today?"
    assert me.last.buttons == ("Ben", "Dana", "Somebody else", "Not today")
    await me.press("Dana")
    assert [one.text for one in me.shown[-2:]] == [
        "Done. 1 of 16 slots. Quiet until Tue 24 Nov 09:00.",
        ASKED,
    ]


async def test_a_name_in_words_answers_it_and_a_tap_the_morning_after_counts_for_that_day(me: Conversation) -> None:
    for day in ("23", "24"):
        await me.at(f"2026-11-{day} 10:10")
        await me.say("mail - clear it")
        await me.at(f"2026-11-{day} 17:00")
        assert me.last.text.endswith("Did you ask anyone today?")
        if day == "23":
            await me.say("asked Dana")
            assert [one.text.count("Did you ask") for one in me.shown[-2:]] == [0, 0]
    await me.at("2026-11-25 08:30")
    await me.press("Dana")
    assert me.last.text == (
        "Asked: Dana. 1 ask on Tue 24 Nov. Follow-up: Tue 1 Dec, instead of Mon 30 Nov, unless you hear before."
    )
    await me.press_raw("ask.none")
    assert me.last.text == "That is all right."


async def test_not_today_is_taken_for_an_answer(me: Conversation) -> None:
    await me.at("2026-11-23 10:10")
    await me.say("mail - clear it")
    await me.at("2026-11-23 17:00")
    assert me.last.buttons == ("Somebody", "Not today")
    await me.press("Not today")

    assert me.last.text == (
        "Done. 1 of 16 slots. Quiet until Tue 24 Nov 09:00.\nNobody asked today. That is all right."
    )
    assert not me.last.buttons


@pytest.mark.parametrize(
    ("line", "day"),
    [("asked Dana", "1 of 16 slots"), ("call log Dana no offer:audit", "2 of 16 slots, 30 min selling")],
)
async def test_a_day_with_an_ask_ends_without_the_question(me: Conversation, line: str, day: str) -> None:
    await me.at("2026-11-23 10:10")
    await me.say("mail - clear it")
    await me.say(line)
    await me.at("2026-11-23 17:00")

    assert me.last.text == f"Done. {day}. Quiet until Tue 24 Nov 09:00."


# --- the nudge --------------------------------------------------------------------------------------------------------


async def test_introducers_come_after_everybody_else_and_are_not_asked_to_buy(me: Conversation) -> None:
    await me.say("prospect add Ina role:introducer - knows everybody")
    await me.say("prospect add Dana")
    await me.at("2026-11-23 10:00")

    assert nudge(me).splitlines()[2:4] == [
        "Dana — not asked yet, on your list since Mon 23 Nov.",
        "Ina — could introduce you. Notes: knows everybody.",
    ]
    await me.press("Ina…")
    assert me.last.text == "Ina, could introduce you. Next: ask who they could introduce. Notes: knows everybody."
    assert me.last.buttons == ("Log a conversation", "Book", "Postpone", "Let go")


async def test_what_is_done_from_a_persons_screen_takes_its_place(me: Conversation) -> None:
    await me.say("prospect add Dana")
    await me.at("2026-11-23 10:00")
    await me.press("Dana…")
    await me.press("Asked")

    assert (me.last.kind, me.last.text) == ("replace", ASKED)


# --- when it is hard --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("feeling", "begins"), [("Fear", "Breathe in"), ("Not up to it", "Put both"), ("Unwelcome", "Lower your")]
)
async def test_it_is_hard_is_answered_slowly_and_enough_is_enough_for_today(
    me: Conversation, feeling: str, begins: str
) -> None:
    await me.at("2026-11-23 10:00")
    await me.press("This is hard")
    assert me.last.text == "That happens to everybody who sells. Take a breath first. What is it like?"
    await me.press(feeling)
    assert me.last.text.startswith(begins)
    assert "\nThe smallest step: " in me.last.text
    await me.press("Enough for today")
    assert (me.last.kind, me.last.text) == (
        "replace",
        "Enough for today. Selling rests until tomorrow, and nothing counts against you.",
    )
    async with me.store.begin() as tx:
        kept = str(await tx.records.everything(await me.who(tx)))
    assert begins not in kept
    await me.say("mail - clear it")
    await me.at("2026-11-23 10:30")
    assert me.last.text.startswith("What are you doing, and why? 10:30–11:00")
    await me.at("2026-11-23 17:00")
    assert "Did you ask" not in me.last.text
    await me.at("2026-11-24 10:00")
    assert "Your hour for talking to prospects" in me.last.text


async def test_enough_before_the_nudge_keeps_it_away_today_and_can_be_taken_back(me: Conversation) -> None:
    await me.press_raw("hard.enough")
    await me.press_raw("hard.enough")
    await me.at("2026-11-23 10:00")
    assert not [one for one in me.shown if "Your hour" in one.text]
    await me.press_raw("hard.told", "despair")
    assert me.last.text == "That is no longer offered."


async def test_done_for_today_says_with_what(me: Conversation) -> None:
    await me.at("2026-11-23 10:00")
    await me.say("asked Dana")
    await me.press("Done for today")

    assert me.last.text == "Done for today with 1 ask. Selling rests until tomorrow."
    await me.press("Undo")
    assert me.last.text == "Undone: enough for today."
