"""The home message follows what happens in its place, also after a restart, and asks Discord for little."""

from __future__ import annotations

import asyncio
import logging

import pytest

from adapters.discord.connection import Patience
from tests.adapters.discord.desk import Desk, asked, begin
from tests.adapters.discord.objects import GENERAL, Json
from tests.adapters.discord.person import Person, all_text
from tests.adapters.waiting import until

HOME = "Today · Mon 23 Nov"


def edits(desk: Desk) -> int:
    return desk.discord.rest.calls.count("update_message")


async def shows(ida: Person, *words: str) -> Json:
    """Wait until the newest home message has all these words; return it."""

    def newest() -> Json:
        return ida.showing(HOME)[-1]

    await until(
        lambda: bool(ida.showing(HOME)) and all(each in all_text(newest()) for each in words),
        lambda: f"{words} in {[all_text(each) for each in ida.showing(HOME)]}",
    )
    return newest()


async def opened(desk: Desk) -> Json:
    """Begin, and have the home message shown."""
    await begin(desk.ida)
    await desk.ida.say("home")
    return await shows(desk.ida, "calling leads", "0 of 3 conversations")


async def calm() -> None:
    """Wait for longer than anything waits to be calm."""
    await asyncio.sleep(0.4)


@pytest.mark.parametrize("double", [False, True], ids=["once", "every delivery doubled"])
async def test_a_day_on_the_home_message(desk: Desk, double: bool) -> None:  # noqa: FBT001 - a parameter
    ida, clock = desk.ida, desk.clock
    desk.discord.gateway.double = double
    async with desk.bot():
        home = await opened(desk)
        clock.move_to(8)
        await asked(ida, "09:00")
        await shows(ida, "the question from", "0 of 1 slot so far")
        await ida.say("calling leads - to book 3 demos")
        await shows(ida, "1 of 1 slot so far")

    async with desk.bot():
        await ida.press(home, "Log a conversation")
        form = await ida.sees_form("Log a conversation")
        await ida.submit(form, who="Dana", outcome="Yes")
        await ida.sees("Logged: Dana")
        await shows(ida, "1 of 3 conversations")

        await ida.press(home, "Write it…")
        form = await ida.sees_form("What, and why?")
        await ida.submit(form, what="research", **{"why:_the_result_you_hope_for": "know the market"})
        await shows(ida, "research — know the market")

        await ida.press(home, "Pause")
        await ida.sees("Nothing is asked until then")
        home = await shows(ida, "Quiet until")
        await ida.press(home, "Resume")
        await ida.sees("Back. ")
        await until(lambda: "Quiet until" not in all_text(ida.showing(HOME)[-1]), lambda: all_text(home))
    assert [len(ida.showing(words)) for words in (HOME, "Logged: Dana", "Back. ")] == [1] * 3


async def test_what_changed_just_before_a_stop_shows_after_the_restart_and_nothing_is_shown_twice(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot() as engine:
        await opened(desk)
        await calm()
        await ida.say("call log Dana yes")
        await ida.sees("Logged: Dana")
        await engine.finish()  # what is not calm yet is not looked at any more
    assert "0 of 3 conversations" in all_text(ida.showing(HOME)[-1])
    async with desk.bot():
        await shows(ida, "1 of 3 conversations")
        await calm()
    before = edits(desk)
    async with desk.bot():
        await calm()
    assert edits(desk) == before


async def test_a_second_home_is_the_one_that_lives_and_the_first_stays_as_it_is(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot():
        first = dict(await opened(desk))
        await ida.command("home")
        await until(lambda: len(ida.showing(HOME)) == 2, lambda: str(ida.shown))
        await ida.say("call log Dana yes")
        await shows(ida, "1 of 3 conversations")
        old, new = ida.showing(HOME)
        assert "0 of 3 conversations" in all_text(old)
        assert old["components"] == first["components"]
        await ida.press(old, "Today")
        await ida.sees("Mon 23 Nov: ")
        assert new["id"] != old["id"]


async def test_a_home_that_was_asked_for_in_a_server_lives_in_the_direct_messages(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot():
        await begin(ida)
        await ida.command("home", GENERAL)
        await ida.sees("Answered in your direct messages")
        home = await shows(ida, "0 of 3 conversations")
        assert home["channel_id"] == ida.channel
        await ida.command("call log", GENERAL, prospect="Dana", outcome="yes")
        await shows(ida, "1 of 3 conversations")


async def test_an_offer_to_begin_is_no_home(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot():
        await ida.say("home")
        offer = await ida.sees("once a week you see")
        await ida.press(offer, "Start")
        await ida.sees("Started.")
        await calm()
    assert len(ida.showing("Started.")) == 1
    assert ida.showing(HOME) == []


async def test_what_changes_nothing_of_it_changes_no_message(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot():
        await opened(desk)
        await calm()
        before = edits(desk)
        await ida.say("status")
        await ida.sees("Zone")
        await calm()
    assert edits(desk) == before


async def test_a_burst_is_few_edits_and_ends_right(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot(Patience(look=0.1)):
        await opened(desk)
        before = edits(desk)
        for number in range(8):
            await ida.say(f"call log {'ABCDEFGH'[number]} yes")
        await shows(ida, "8 of 3 conversations")
        assert edits(desk) - before <= 4


async def test_a_home_that_is_gone_is_forgotten_until_the_next(desk: Desk) -> None:
    ida, discord = desk.ida, desk.discord
    async with desk.bot():
        await opened(desk)
        await calm()
        before = edits(desk)
        discord.faults["update_message"].append("10008")
        for number, name in enumerate(("Ada", "Ben"), start=1):
            await ida.say(f"call log {name} yes")
            await ida.sees(f"Logged: {name}")
            await calm()
            assert edits(desk) == before + 1, number
        await ida.say("home")
        await shows(ida, "2 of 3 conversations")
        await ida.say("call log Dana yes")
        await shows(ida, "3 of 3 conversations")


async def test_a_home_that_was_changed_too_often_is_left_to_the_next_change_and_holds_up_nothing(desk: Desk) -> None:
    ida, discord = desk.ida, desk.discord
    async with desk.bot():
        await opened(desk)
        await calm()
        discord.faults["update_message"].append("30046")
        await ida.say("call log Dana yes")
        await ida.sees("Logged: Dana")
        await calm()
        await ida.say("status")
        await ida.sees("Zone")
        assert "0 of 3 conversations" in all_text(ida.showing(HOME)[-1])
        await ida.say("call log Eve yes")
        await shows(ida, "2 of 3 conversations")
    assert len(ida.showing(HOME)) == 1


async def test_what_could_not_be_answered_is_shown_on_it_with_the_reason(desk: Desk) -> None:
    ida, discord = desk.ida, desk.discord
    async with desk.bot():
        await opened(desk)
        discord.faults["create_message"].append("50007")
        await ida.say("status")
        await shows(ida, "I could not write to you: Discord refused it (50007).")
        await ida.say("status")
        await ida.sees("Zone")
        await until(lambda: "I could not write" not in all_text(ida.showing(HOME)[-1]), lambda: str(ida.showing(HOME)))


async def test_a_home_that_cannot_be_made_is_logged_without_words_and_made_at_the_next_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ida = desk.ida
    async with desk.bot() as engine:
        await opened(desk)
        await calm()
        with monkeypatch.context() as broken:

            async def fails(_: object) -> None:
                raise ValueError("somebody's words")

            broken.setattr(engine, "renew_home", fails)
            with caplog.at_level(logging.ERROR):
                await ida.say("call log Dana yes")
                await ida.sees("Logged: Dana")
                await until(lambda: "a home message was not made" in caplog.text, lambda: caplog.text)
        await ida.say("status")
        await shows(ida, "1 of 3 conversations")
    assert "somebody's words" not in caplog.text
