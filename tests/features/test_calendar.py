"""The link is shown once, kept as a digest only, and ended at any time."""

from __future__ import annotations

import json
import re

import pytest

from bot.engine import Engine
from bot.features import FEATURES
from bot.ports import Store
from bot.ui import Link
from tests.features.harness import Conversation, Shown, started

ADDRESS = "https://whatfor.example.org"
SECRET = re.compile(r"/calendar/([\w-]{43})\.ics")


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    person = await started(sqlite_store)
    person.engine = Engine(sqlite_store, person.clock, FEATURES, [person.paper], address=ADDRESS)
    return person


def secret(shown: Shown) -> str:
    found = SECRET.search(shown.text)
    assert found, shown.text
    return found[1]


async def test_the_link_is_shown_when_it_is_made(me: Conversation) -> None:
    await me.say("calendar")

    link = f"{ADDRESS}/calendar/{secret(me.last)}.ics"
    assert me.last.text.splitlines() == [
        "Your appointments and follow-ups, in a calendar program of your own.",
        f"Your calendar ({link}): copy its address, and in your calendar choose to subscribe by address.",
        "Keep it to yourself: whoever has it reads the names. It is shown only now.",
    ]
    assert me.last.buttons == ("New link", "Switch it off")
    assert await me.engine.calendar(secret(me.last)) is not None


async def test_asked_again_it_says_since_when_there_is_one(me: Conversation) -> None:
    await me.say("calendar")
    first = secret(me.last)
    await me.at("2026-11-23 08:10")
    await me.say("calendar")

    assert me.last.text == "You have a calendar link, made 08:00. It was shown once and is not kept: a new one ends it."
    assert me.last.buttons == ("New link", "Switch it off")
    await me.press("New link")
    assert secret(me.last) != first
    assert (await me.engine.calendar(first), await me.engine.calendar(secret(me.last)) is None) == (None, False)


async def test_switched_off_it_is_gone(me: Conversation) -> None:
    await me.say("calendar")
    gone = secret(me.last)
    await me.press("Switch it off")
    assert me.last.text == "Switched off: the link shows nothing any more."
    assert await me.engine.calendar(gone) is None
    await me.press("Switch it off")
    assert me.last.text == "It is off already."
    await me.say("calendar")
    assert secret(me.last) != gone


async def test_undoing_what_came_before_brings_no_ended_link_back(me: Conversation) -> None:
    await me.say("calendar")
    gone = secret(me.last)
    await me.say("settings set goal 5")
    await me.press("Switch it off")
    await me.say("undo")
    assert await me.engine.calendar(gone) is None


async def test_nothing_that_is_kept_holds_the_secret(me: Conversation) -> None:
    await me.say("calendar")
    shown = [secret(me.last)]
    await me.press("New link")
    shown.append(secret(me.last))

    async with me.store.begin() as tx:
        everything = json.dumps(await tx.records.everything(await me.who(tx)), default=str)
    assert [one for one in shown if one in everything] == []
    assert "Your calendar (shown once)" in everything


async def test_every_face_that_shows_the_secret_shows_it_once_only(me: Conversation) -> None:
    await me.say("calendar")
    (link,) = [
        span
        for face in me.paper.faces.values()
        for section in face.sections
        for span in section.text
        if isinstance(span, Link)
    ]
    assert link.once


async def test_without_a_web_address_it_says_who_can_set_one(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("calendar")
    assert me.last.text == (
        "There is no link: whoever runs this bot has not set a web address for it. "
        "`whatfor export` writes the same as a file."
    )
    assert me.last.buttons == ()
    await me.press_raw("calendar.new")
    assert "There is no link" in me.last.text


async def test_a_link_can_be_ended_after_the_address_is_gone(me: Conversation) -> None:
    await me.say("calendar")
    gone = secret(me.last)
    me.engine = Engine(me.store, me.clock, FEATURES, [me.paper])
    await me.say("calendar")
    assert me.last.buttons == ("Switch it off",)
    await me.press("Switch it off")
    assert await me.engine.calendar(gone) is None


@pytest.mark.parametrize("text", ["", "x", "x" * 43, "é" * 43, "x" * 10_000, "../" * 10, "\0" * 43, "\ud800" * 43])
async def test_what_is_no_secret_shows_nothing(me: Conversation, text: str) -> None:
    assert await me.engine.calendar(text) is None
