"""A form that could not stay open when it was sent in with errors is opened again as it was filled in."""

from __future__ import annotations

import pytest

from bot.gestures import Errors, Open, Toast
from bot.ports import Store
from tests.features.harness import START, Conversation

GONE = Toast("What you typed there is gone. Begin once more.")


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    conversation = Conversation(sqlite_store)
    await conversation.say(START)
    return conversation


def fixing(opened: Open) -> str:
    return f"{opened.form.id}:{opened.form.context}"


async def test_what_was_typed_stands_in_it_again(me: Conversation) -> None:
    opened = await me.command("call log", prospect="Dana")
    assert isinstance(opened, Open)
    assert isinstance(await me.submit({"outcome": "thinking", "notes": "likes it"}), Errors)

    again = await me.press_raw("form.fix", fixing(opened))

    assert isinstance(again, Open)
    assert {each.key: each.value for each in again.form.inputs if each.value} == {
        "prospect": "Dana",
        "outcome": "thinking",
        "notes": "likes it",
    }
    assert await me.submit({"back": "fri"}, again.form) is None
    assert await me.press_raw("form.fix", fixing(opened)) == GONE


@pytest.mark.parametrize("value", ["", "call.log", "call.log:7", "nothing:", ":"])
async def test_what_nobody_typed_is_not_there(me: Conversation, value: str) -> None:
    assert await me.press_raw("form.fix", value) == GONE


async def test_nobody_sees_what_somebody_else_typed(me: Conversation) -> None:
    opened = await me.command("call log", prospect="Dana")
    assert isinstance(opened, Open)
    await me.submit({"outcome": "thinking"})
    eve = Conversation(me.store, user="eve")
    await eve.say(START)
    assert await eve.press_raw("form.fix", fixing(opened)) == GONE
    await eve.command("call log")
    assert await eve.press_raw("form.fix", fixing(opened)) == GONE


async def test_somebody_new_is_offered_zones(sqlite_store: Store) -> None:
    new = Conversation(sqlite_store, user="new")
    assert [each.value for each in await new.suggested("zones", "pari")] == ["Europe/Paris"]
