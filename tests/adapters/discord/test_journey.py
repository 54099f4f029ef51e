"""A day through the real client of Discord, over a small Discord at the wire."""

from __future__ import annotations

import pytest

from tests.adapters.discord.desk import Desk, asked, begin
from tests.adapters.discord.objects import GENERAL
from tests.adapters.discord.person import Person, all_text


async def log_a_call(ida: Person) -> None:
    """Log a conversation with an error in the form, add a story, and reflect on it."""
    await ida.say("call log Dana")
    offer = await ida.sees("Open form")
    await ida.press(offer, "Open form")
    form = await ida.sees_form("Log a conversation")
    await ida.submit(form, outcome="Thinking")
    wrong = await ida.sees("On which day? Write tue, 24 Nov or in 2 weeks.")
    await ida.press(wrong, "Fix it")
    form = await ida.sees_form("Log a conversation")
    await ida.submit(form, decides_or_check_back_on="fri")
    logged = await ida.sees("Logged: Dana")
    await ida.sees("✓ Saved.")
    await ida.press(logged, "Add story")
    story = await ida.sees_form("Their story")
    await ida.submit(story, where_they_are="stuck")
    await ida.press(await ida.sees("stuck"), "Reflect")
    learned = await ida.sees_form("Reflect")
    await ida.submit(learned, the_one_thing="ask for the decision")
    await ida.sees("Your one thing for the next one: ask for the decision.")


@pytest.mark.parametrize("double", [False, True], ids=["once", "every delivery doubled"])
async def test_a_day_from_the_start_to_the_report_and_home(desk: Desk, double: bool) -> None:  # noqa: FBT001 - a parameter
    ida, clock = desk.ida, desk.clock
    desk.discord.gateway.double = double
    async with desk.bot():
        await begin(ida)

        clock.move_to(8)
        said = await ida.say("writing teh offer - to close Dana")
        await ida.sees("writing teh offer")
        await ida.edit(said, "writing the offer - to close Dana")
        await ida.sees("writing the offer")

        clock.move_to(8, 30)
        question = await asked(ida, "09:30")
        await ida.press(question, "On a break")
        await ida.sees("break")

        clock.move_to(9)
        question = await asked(ida, "10:00")
        await ida.press(question, "Write it…")
        form = await ida.sees_form("What, and why?")
        await ida.submit(form, what="research", **{"why:_the_result_you_hope_for": "know the market"})
        await ida.sees("know the market")

        clock.move_to(9, 30)
        question = await asked(ida, "10:30")
        await ida.say("mail - clear it", question)
        assert "10:30–" in all_text(await ida.sees("mail — clear it"))

        await log_a_call(ida)

        await ida.command("report week")
        await ida.sees("Week 48")
        (picture,) = (ida.showing("Week 48"))[-1]["attachments"]
        assert picture["description"].startswith("In half hours, Paris time. Mon 23: ")
        assert desk.discord.world.files[picture["id"]].startswith(b"\x89PNG\r\n\x1a\n")
        await ida.command("home")
        await ida.sees("1 of 3 conversations")

    async with desk.bot():
        await ida.command("call log", prospect="Eve", outcome="yes")
        await ida.sees("2 of 3 conversations")
    assert [len(ida.showing(words)) for words in ("Logged: Dana", "Logged: Eve", "Today · Mon 23 Nov")] == [1] * 3


async def test_what_was_begun_goes_on_after_a_restart(desk: Desk) -> None:
    ida, clock = desk.ida, desk.clock
    async with desk.bot():
        await begin(ida)
        clock.move_to(8)
        question = await asked(ida, "09:00")
        await ida.say("call log Dana")
        offer = await ida.sees("Open form")

    async with desk.bot():
        await ida.press(offer, "Open form")
        form = await ida.sees_form("Log a conversation")

    async with desk.bot():
        await ida.submit(form, outcome="Thinking")
        wrong = await ida.sees("On which day?")

    async with desk.bot():
        await ida.press(wrong, "Fix it")
        form = await ida.sees_form("Log a conversation")
        await ida.submit(form, outcome="Yes")
        await ida.sees("Logged: Dana")
        await ida.press(question, "On a break")
        await ida.sees("break")
    assert desk.discord.rest.syncs == 1


async def test_a_form_that_is_sent_in_twice_is_one_conversation(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot():
        await begin(ida)
        await ida.command("call log", prospect="Dana")
        form = await ida.sees_form("Log a conversation")
        await ida.submit(form, outcome="Yes")
        await ida.sees("Logged: Dana")
        await ida.submit(form, outcome="No")
        await ida.sees("Dana, no")
        await ida.command("call list")
        await ida.sees("1 of 3 conversations this week: 1 no")
    assert len(ida.showing("Logged: Dana")) == 1


async def test_what_was_written_while_the_bot_was_away_is_taken_up(desk: Desk) -> None:
    ida, clock = desk.ida, desk.clock
    async with desk.bot():
        await begin(ida)
        clock.move_to(8)
        await asked(ida, "09:00")
        said = await ida.say("reserch - know the market")
        await ida.sees("reserch")

    clock.move_to(8, 32)
    await ida.edit(said, "research - know the market")
    await ida.say("invoices - taxes", unheard=True)

    async with desk.bot():
        await ida.sees("research — know the market")
        await ida.sees("invoices — taxes")
    assert len(ida.showing("invoices")) == 1


async def test_a_gateway_that_is_cut_loses_nothing(desk: Desk) -> None:
    ida, discord = desk.ida, desk.discord
    async with desk.bot():
        await begin(ida)
        for number in range(3):
            discord.gateway.cut()
            await ida.say(f"task {number} - to test", unheard=True)
            await ida.sees(f"task {number}")
            assert len(ida.showing(f"task {number}")) == 1
        discord.gateway.replays = False
        discord.gateway.cut()
        await ida.say("task 4 - to test", unheard=True)
        await ida.sees("task 4")
    assert discord.gateway.resumes == 3


async def test_an_edited_message_changes_what_it_made(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot():
        await begin(ida)
        desk.clock.move_to(8)
        await asked(ida, "09:00")
        said = await ida.say("reserch - know the market")
        await ida.sees("reserch")
        await ida.edit(said, "research - know the market")
        await ida.sees("research — know the market")


async def test_a_reply_answers_the_question_it_is_to(desk: Desk) -> None:
    ida, clock = desk.ida, desk.clock
    async with desk.bot():
        await begin(ida)
        clock.move_to(8)
        first = await asked(ida, "09:00")
        clock.move_to(8, 30)
        await asked(ida, "09:30")
        await ida.say("research - know the market", first)
        answered = await ida.sees("research — know the market")
    assert "09:00–" in all_text(answered)


async def test_somebody_else_who_presses_gets_nothing_of_it(desk: Desk) -> None:
    ida, eve = desk.ida, Person(desk.discord, "100000000000000002", "eve")
    async with desk.bot():
        await begin(ida)
        desk.clock.move_to(8)
        question = await asked(ida, "09:00")
        forged = {**question, "channel_id": eve.channel}
        await eve.press(forged, "On a break")
        await eve.sees("could technically read")
        await begin(eve)
        await eve.press(forged, "On a break")
        await eve.say("call log Dana")
        offer = await eve.sees("Open form")
        await ida.press({**offer, "channel_id": ida.channel}, "Open form")
        await ida.sees("That form is gone")
    assert desk.discord.modals == []
    assert "What are you doing" in all_text(question)


async def test_a_command_in_a_server_is_answered_where_only_its_author_reads(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot():
        await ida.command("start", GENERAL, zone="Europe/Paris", hours="9-17", days="mon-fri", block="10:00", goal="3")
        await ida.sees("Answered in your direct messages")
        offer = await ida.sees("once a week you see")
        await ida.press(offer, "Start")
        await ida.sees("Started.")
        await ida.command("status", GENERAL)
        await ida.sees("Zone")
        await ida.command("call log", GENERAL)
        form = await ida.sees_form("Log a conversation")
        await ida.submit(form, who="Dana", outcome="Thinking")
        await ida.press(await ida.sees("On which day?"), "Fix it")
        assert (await ida.sees_form("Log a conversation")).components[0]["component"]["value"] == "Dana"
    there = [each for each in desk.discord.messages[GENERAL] if not each["flags"] & 1 << 6]
    assert there == []


@pytest.mark.parametrize("how", ["closed", "away"])
async def test_who_takes_no_direct_messages_is_told_what_to_do(desk: Desk, how: str) -> None:
    ida = desk.ida
    async with desk.bot():
        (ida.closes_dms if how == "closed" else ida.leaves)()
        await ida.command("start", GENERAL)
        await ida.sees("Privacy Settings" if how == "closed" else "we share no server")
        ida.closes_dms(closed=False)
        ida.leaves(away=False)
        await ida.command("start", GENERAL)
        await ida.sees("once a week you see")


async def test_commands_are_told_once_and_suggest_what_there_is(desk: Desk) -> None:
    ida = desk.ida
    for _ in range(2):
        async with desk.bot():
            assert await ida.search("start", "zone", "pari") == ["Europe/Paris"]
    async with desk.bot():
        await begin(ida)
        await ida.command("call log", prospect="Dana", outcome="yes")
        await ida.sees("Logged: Dana")
        assert (await ida.search("call log", "prospect", "Da"))[0] == "Dana"
        await ida.say("help call")
        shown = await ida.sees("Commands that begin with call")
    ids = {each["name"]: each["id"] for each in desk.discord.world.commands}
    assert f"</call log:{ids['call']}>" in all_text(shown)
    assert desk.discord.rest.syncs == 1


async def test_who_says_what_time_it_is_is_asked_for_the_city(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot():
        await ida.command("start", zone="8:55")
        form = await ida.sees_form("Your time zone")
        assert form.components[0]["description"].startswith("Which one: Europe/Paris, ")
        await ida.submit(form, **{"time_zone,_by_its_city": "Europe/Paris"})
        await ida.sees("Your week: Europe/Paris,")


async def test_any_message_can_become_a_follow_up(desk: Desk) -> None:
    ida = desk.ida
    async with desk.bot():
        await begin(ida)
        said = await ida.say("Dana wants a call - next week")
        await ida.message_command("Add as follow-up", said)
        form = await ida.sees_form("Add a follow-up")
        assert "Dana wants a call - next week" in str(form.components)
