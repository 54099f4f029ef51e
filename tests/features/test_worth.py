"""What a yes is worth: told with it, by a button afterwards, or by `call edit`; kept of a yes only."""

from __future__ import annotations

import json

import pytest

from bot.gestures import Errors
from bot.ports import Store
from tests.features.harness import Conversation, started

FIRST = "A yes, in the first conversation. 1 of 3 conversations this week."
HINT = "(In your own money: 1200, 1,200 or 1.2k. Empty takes it back.)"


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    return await started(sqlite_store)


async def stored(me: Conversation) -> list[int | None]:
    """Return what is stored as the worth of each conversation, as it is exported."""
    async with me.store.begin() as tx:
        everything = await tx.records.everything(await me.who(tx))
    return [json.loads(json.dumps(row["worth"])) for row in everything["conversations"]]


@pytest.mark.parametrize("said", ["1200", "1,200", "1.200", "1 200", '"1 200"', "€1200", "1.2k"])
async def test_it_is_told_with_the_yes_in_any_way_of_writing_it(me: Conversation, said: str) -> None:
    await me.say(f"call log Dana yes worth:{said} - pays in May")

    assert me.last.text == f"Logged: Dana, yes, worth 1,200.\n{FIRST}\nNotes  pays in May"
    assert me.last.buttons[0] == "Change the worth"
    assert await stored(me) == [1200]


async def test_it_is_told_afterwards_and_undone_again(me: Conversation) -> None:
    await me.say("call log Dana yes")
    await me.press("What is it worth?")
    assert me.last.text == f"What is it worth?\nWorth:  {HINT}"
    assert await me.submit({"worth": "lots"}) == Errors(
        {"worth": "“lots” is no amount I can read. Try 1200, 1,200 or 1.2k."}
    )
    await me.submit({"worth": "€ 1.200,50"})
    assert me.last.text == f"Logged: Dana, yes, worth 1,201.\n{FIRST}"

    await me.press("Undo")
    assert me.last.text == f"Undone: the worth of Dana.\nLogged: Dana, yes.\n{FIRST}"
    assert await stored(me) == [None]


async def test_nothing_is_offered_beside_a_yes_that_was_undone(me: Conversation) -> None:
    await me.say("call log Dana yes")
    await me.press("Undo")
    assert (me.last.text, me.last.buttons) == ("Undone: Dana, yes.", ())


async def test_sent_in_empty_it_is_not_known_any_more(me: Conversation) -> None:
    await me.say("call log Dana yes worth:900")
    await me.press("Change the worth")
    assert me.last.text == f"What is it worth?\nWorth: 900 {HINT}"
    await me.submit({"worth": " "})
    assert await stored(me) == [None]


async def test_call_edit_gives_it_to_the_latest_yes(me: Conversation) -> None:
    await me.say("call log Dana Klein yes date:2026-11-18")
    await me.say("call log Dana Klein thinking until fri")
    await me.say("call edit Dana Klein worth:2k")
    assert me.last.text.startswith("Logged for Wed 18 Nov: Dana Klein, yes, worth 2,000.\n")
    assert await stored(me) == [2000, None]

    await me.say("call edit Dana worth:plenty")
    assert me.last.text == (
        "What is it worth?\nWorth: plenty (“plenty” is no amount I can read. Try 1200, 1,200 or 1.2k.)"
    )
    await me.submit({"worth": "0"})
    assert await stored(me) == [0, None]


async def test_call_edit_without_a_yes_says_so(me: Conversation) -> None:
    await me.say("call log Dana no")
    await me.say("call edit Dana worth:1200")
    assert me.last.text == "Only a yes has a worth, and Dana has not said one yet."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("call log Dana no worth:1200", "Only a yes has a worth: 1,200 is not kept. A no. That frees you"),
        ("call log Dana thinking until fri worth:1200", "Only a yes has a worth: 1,200 is not kept. 1 of 3"),
        ("call log Dana yes practice:yes worth:1200", "It was practice: 1,200 is not kept. 1 of 3"),
    ],
)
async def test_on_anything_but_a_yes_it_is_not_kept_and_that_is_said(me: Conversation, line: str, said: str) -> None:
    await me.say(line)
    assert me.last.text.splitlines()[1].startswith(said)
    assert await stored(me) == [None]


async def test_it_goes_when_the_yes_does(me: Conversation) -> None:
    await me.say("call log Dana yes worth:1200")
    await me.press("Edit")
    await me.submit({"outcome": "no"})
    assert me.last.text.startswith("Logged: Dana, no.\nOnly a yes has a worth: 1,200 is not kept. A no.")
    assert await stored(me) == [None]
    await me.press("Undo")
    assert await stored(me) == [1200]
    await me.press("It was practice")
    assert me.last.text.startswith("Logged: practice with Dana, yes.\nIt was practice: 1,200 is not kept.")


async def test_what_cannot_be_read_opens_the_form_and_the_rest_is_kept(me: Conversation) -> None:
    await me.say("call log Dana yes worth:lots")
    assert me.last.text.splitlines()[1:3] == [
        "Who: Dana (“lots” is no amount I can read. Try 1200, 1,200 or 1.2k. Or say it after the yes.)",
        "Outcome: yes",
    ]
    await me.submit({})
    assert me.last.text == f"Logged: Dana, yes.\n{FIRST}"


async def test_it_waits_in_the_form_and_while_it_is_asked_who_is_meant(me: Conversation) -> None:
    await me.say("call log Dana worth:1.2k")
    assert me.last.text.splitlines()[1] == "Who: Dana (worth 1,200)"
    await me.submit({"outcome": "yes"})
    assert me.last.text.startswith("Logged: Dana, yes, worth 1,200.")

    await me.say("call log Dama yes worth:300")
    await me.press("Dana")
    assert me.last.text.startswith("Logged: Dana, yes, worth 300.")
    await me.say("call list")
    assert "Mon 23 Nov · Dana: yes, worth 300" in me.last.text
