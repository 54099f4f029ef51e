"""Notes while one speaks, the list narrowed, the latest conversation changed."""

from __future__ import annotations

import pytest

from bot.gestures import Open
from bot.ports import Store
from tests.features.harness import Conversation, started


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 who knows two Danas; it is 11:00."""
    me = await started(sqlite_store)
    await me.at("2026-11-23 08:10")
    await me.say("call log Dana thinking until tue")
    await me.say('call log "Dana Klein" no')
    await me.press("Somebody new")
    await me.at("2026-11-23 11:00")
    me.shown.clear()
    return me


# --- notes ------------------------------------------------------------------------------------------------------------


async def test_lines_add_up_and_come_into_the_log(me: Conversation) -> None:
    await me.say("call notes Dana wants a retainer")
    assert me.last.text == "Noted for Dana. 1 line so far, for the log of this conversation.\nwants a retainer"
    assert me.last.buttons == ("Log it", "Undo")
    await me.say("call notes dana from May on")
    assert me.last.text.startswith("Noted for Dana. 2 lines so far")
    await me.say("call log Dana yes offer:retainer - starts in May")
    assert "Notes         wants a retainer; from May on; starts in May" in me.last.text
    await me.say("call notes Dana send the contract")
    assert me.last.text == "Added to the conversation with Dana that you just logged."
    assert "from May on; send the contract; starts in May" in me.shown[-2].text


async def test_a_longer_name_is_taken_whole(me: Conversation) -> None:
    await me.say("call notes Dana Klein wants nothing")
    assert me.last.text.startswith("Noted for Dana Klein. 1 line so far")
    assert me.last.text.endswith("\nwants nothing")


async def test_a_part_of_a_name_is_enough(me: Conversation) -> None:
    await me.say("!call notes Klein wants nothing")
    assert me.last.text.startswith("Noted for Dana Klein.")
    await me.say("call show Dana Klein")
    assert "Noted since        wants nothing" in me.last.text


async def test_undo_takes_one_line_back(me: Conversation) -> None:
    await me.say("call notes Dana wants a retainer")
    await me.say("call notes Dana from May on")
    await me.press("Undo")
    assert me.last.text == "Undone: the note on Dana."
    await me.say("call log Dana yes")
    assert "Notes         wants a retainer" in me.last.text
    await me.say("call notes Dana and a car")
    await me.say("undo")
    assert "Notes         wants a retainer" in me.last.text
    assert "car" not in me.last.text


async def test_an_undone_log_leaves_the_lines_for_the_next(me: Conversation) -> None:
    await me.say("call notes Dana wants a retainer")
    await me.say("call log Dana yes")
    await me.say("undo")
    await me.say("call log Dana no")
    assert "Notes         wants a retainer" in me.last.text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("!call notes", "Who: \nNotes: "),
        ("!call notes Dana", "Who: Dana\nNotes: "),
        ("!call notes Zoe asks for references", "Who: Zoe (Nobody is called that yet: saving adds them.)\nNotes: asks"),
    ],
)
async def test_where_something_is_missing_the_form_has_the_rest(me: Conversation, typed: str, expected: str) -> None:
    assert isinstance(await me.say(typed), Open)
    assert expected in me.last.text


async def test_the_form_adds_somebody_new_and_says_what_is_missing(me: Conversation) -> None:
    await me.say("!call notes Zoe")
    await me.submit({"prospect": "Zoe", "notes": " "})
    assert "What do you want to remember?" in me.last.text
    await me.submit({"prospect": "Zoe", "notes": "asks for references"})
    assert me.last.text.startswith("Noted for Zoe. 1 line so far")
    await me.say("call log Zoe thinking until fri")
    assert "Notes         asks for references" in me.last.text


async def test_an_edit_has_all_notes_in_one(me: Conversation) -> None:
    await me.say("call notes Dana wants a retainer")
    await me.say("call log Dana yes - starts in May")
    await me.press("Edit")
    assert "wants a retainer\nstarts in May" in me.last.text
    values = {"date": "2026-11-23", "outcome": "yes", "notes": "starts in June"}
    await me.submit(values)
    assert "Notes         starts in June" in me.last.text


# --- the list ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("call list", "2 of 3 conversations this week: 1 no, 1 thinking; 0 asks."),
        ("call list no", "1 conversation logged that ended with a no: 0 asks."),
        ("call list month thinking", "1 conversation this month that ended with thinking: 0 asks."),
        ("!call list all Dana Klein", "1 conversation with Dana Klein logged: 1 no; 0 asks."),
        ("!call list week yes", "No conversation this week that ended with a yes yet. To log one, type"),
        ("!call list Zoe", "Nobody on your list is called that. To see every conversation, type `call list all`."),
    ],
)
async def test_the_list_is_by_time_by_ending_or_by_person(me: Conversation, typed: str, first: str) -> None:
    await me.say(typed)
    assert me.last.text.startswith(first)


async def test_own_rates_are_said_from_ten_conversations_on(me: Conversation) -> None:
    for number in range(8):
        await me.say("call list month")
        assert "Your rates" not in me.last.text
        await me.say(f"call log Person{number} no offer:retainer")
    await me.say("call list month")
    assert me.last.text.endswith("\nYour rates: an offer in 8 of 10 conversations (80 %).")
    for number in range(8, 10):
        await me.say(f"call log Person{number} no offer:retainer")
    await me.say("call list all")
    assert me.last.text.endswith(
        "Your rates: an offer in 10 of 12 conversations (83 %), a yes from 0 of 10 people who got one (0 %)."
        " They suggest: other people, or a stronger offer."
    )


# --- the latest, to be changed ----------------------------------------------------------------------------------------


async def test_the_latest_conversation_with_somebody_is_opened(me: Conversation) -> None:
    assert isinstance(await me.say("call edit Dana Klein"), Open)
    await me.submit({"date": "2026-11-23", "outcome": "yes"})
    assert "Dana Klein, yes" in me.last.text


@pytest.mark.parametrize(
    ("typed", "said", "buttons"),
    [
        ("call edit", "Who? A part of the name is enough.", ("Edit Dana Klein, Mon 23 Nov", "Edit Dana, Mon 23 Nov")),
        ("call edit Klaus", "Nobody on your list is called that.", None),
        ("call edit dan", "Which one: Dana, Dana Klein?", ("Edit Dana Klein, Mon 23 Nov", "Edit Dana, Mon 23 Nov")),
    ],
)
async def test_where_it_is_not_clear_the_latest_are_offered(
    me: Conversation, typed: str, said: str, buttons: tuple[str, ...] | None
) -> None:
    await me.say(f"!{typed}")
    assert me.last.text.startswith(said)
    if buttons is not None:
        assert me.last.buttons == buttons


async def test_who_was_never_talked_to_has_nothing_to_change(me: Conversation) -> None:
    await me.say("call notes Dana wants a retainer")
    await me.say("!call notes Zoe")
    await me.submit({"prospect": "Zoe", "notes": "asks"})
    await me.say("call edit Zoe")
    assert me.last.text.startswith("No conversation with Zoe is logged yet.")
    assert me.last.buttons == ("Log one",)
