"""A day through the real clients of Slack, over a small Slack at the wire."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.adapters.slack.office import Office, begin
from tests.adapters.slack.person import Person, all_text


async def log_a_call(ida: Person) -> None:
    """Log a conversation with an error in the form, add a story, and reflect on it."""
    await ida.say("call log Dana")
    offer = await ida.sees("Open form")
    await ida.press(offer, "Open form")
    form = await ida.sees_form("Log a conversation")
    assert await ida.search(form, "Who", "Da") == ["New: Da"]
    refused = await ida.submit(form, outcome="Thinking")
    assert refused is not None
    assert refused["response_action"] == "errors"
    assert list(refused["errors"].values()) == ["On which day? Write tue, 24 Nov or in 2 weeks."]
    assert await ida.submit(form, outcome="Thinking", decides_or_check_back_on="fri") == {}
    logged = await ida.sees("Logged: Dana")
    await ida.press(logged, "Add story")
    story = await ida.sees_form("Their story")
    assert await ida.submit(story, where_they_are="stuck") == {}
    await ida.press(await ida.sees("stuck"), "Reflect")
    learned = await ida.sees_form("Reflect")
    assert await ida.submit(learned, the_one_thing="ask for the decision") == {}
    await ida.sees("Your one thing for the next one: ask for the decision.")


@pytest.mark.parametrize("double", [False, True], ids=["once", "every delivery doubled"])
async def test_a_day_from_the_start_to_the_report_and_home(at_work: Office, double: bool) -> None:  # noqa: FBT001 - a parameter
    ida, clock = at_work.ida, at_work.clock
    at_work.slack.double = double
    async with at_work.bot():
        await begin(ida)

        clock.move_to(8)
        said = await ida.say("writing teh offer - to close Dana")
        await ida.sees("writing teh offer")
        await ida.edit(said, "writing the offer - to close Dana")
        await ida.sees("writing the offer")

        clock.move_to(8, 30)
        question = await ida.asked("09:30")
        await ida.press(question, "On a break")
        await ida.sees("break")

        clock.move_to(9)
        question = await ida.asked("10:00")
        await ida.press(question, "Write it…")
        form = await ida.sees_form("What, and why?")
        assert await ida.submit(form, what="research", **{"why:_the_result_you_hope_for": "know the market"}) == {}
        await ida.sees("know the market")

        clock.move_to(9, 30)
        question = await ida.asked("10:30")
        await ida.say("mail - clear it", thread=question)
        assert "|10:30>–" in all_text(await ida.sees("mail — clear it"))

        await log_a_call(ida)

        await ida.command("report")
        await ida.sees("Week 48")
        await ida.open_home()
        await ida.sees_home("1 of 3 conversations")
    assert len(ida.showing("Logged: Dana")) == 1


async def test_what_was_begun_goes_on_after_a_restart(at_work: Office) -> None:
    ida, clock = at_work.ida, at_work.clock
    async with at_work.bot():
        await begin(ida)
        clock.move_to(8)
        question = await ida.asked("09:00")
        await ida.say("call log Dana")
        offer = await ida.sees("Open form")

    async with at_work.bot():
        await ida.press(offer, "Open form")
        form = await ida.sees_form("Log a conversation")

    async with at_work.bot():
        assert await ida.submit(form, outcome="Yes") == {}
        await ida.sees("Logged: Dana")
        await ida.press(question, "On a break")
        await ida.sees("✓")
        await ida.sees("break")


async def test_what_was_written_while_the_bot_was_away_is_taken_up(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    async with at_work.bot():
        await begin(ida)
        clock.move_to(8)
        await ida.asked("09:00")

    clock.move_to(8, 5)
    await ida.say("research - know the market", unheard=True)

    async with at_work.bot():
        await ida.sees("research — know the market")
    assert len(ida.showing("research")) == 1
    assert "conversations.history" in slack.calls


async def test_an_edited_message_changes_what_it_made(at_work: Office) -> None:
    ida = at_work.ida
    async with at_work.bot():
        await begin(ida)
        at_work.clock.move_to(8)
        await ida.asked("09:00")
        said = await ida.say("reserch - know the market")
        await ida.sees("reserch")
        await ida.edit(said, "research - know the market")
        await ida.sees("research — know the market")
    assert "reserch — know the market →" in all_text(ida.showing("reserch")[0])  # it leads to the answer below


async def test_a_reply_in_a_thread_answers_the_question_it_stands_under(at_work: Office) -> None:
    ida, clock = at_work.ida, at_work.clock
    async with at_work.bot():
        await begin(ida)
        clock.move_to(8)
        first = await ida.asked("09:00")
        clock.move_to(8, 30)
        await ida.asked("09:30")
        await ida.say("research - know the market", thread=first)
        answered = await ida.sees("research — know the market")
    assert "|09:00>–" in all_text(answered)


async def test_somebody_else_who_presses_gets_nothing_of_it(at_work: Office) -> None:
    ida, eve = at_work.ida, Person(at_work.slack, "U0EVE")
    async with at_work.bot():
        await begin(ida)
        at_work.clock.move_to(8)
        question = await ida.asked("09:00")
        await eve.press(question, "On a break")
        await eve.sees("could technically read")
        await begin(eve)
        await eve.press(question, "On a break")
        await eve.say("call log Dana")
        offer = await eve.sees("Open form")
        await ida.press(offer, "Open form")
        await ida.sees("That form is gone")
    assert at_work.slack.views == []
    assert len(ida.showing("break")) == 1
    assert "What are you doing" in all_text(question)


async def test_a_command_in_a_channel_is_answered_where_only_its_author_reads(at_work: Office) -> None:
    ida = at_work.ida
    async with at_work.bot():
        await begin(ida)
        led = await ida.command("status", channel="C0SALES")
        assert led is not None
        assert (led["response_type"], led["text"]) == ("ephemeral", "I answered in your conversation with <@U0BOT>.")
        await ida.sees("Zone")
        await ida.command("call log", channel="C0SALES")
        await ida.sees_form("Log a conversation")
        assert await ida.command("help") == {}
    assert at_work.slack.messages["C0SALES"] == []


async def test_a_zone_that_changed_over_night_is_asked_about_and_taken_over_with_a_tap(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    async with at_work.bot():
        await begin(ida)
        slack.zone = "Europe/Lisbon"
        await ida.say("status")
        await ida.sees("Zone")
        assert slack.calls.count("users.info") == 1
        clock.moved += timedelta(days=1)
        await ida.say("same")
        question = await ida.sees("Slack says you are in Europe/Lisbon now")
        await ida.press(question, "Yes, Europe/Lisbon")
        saved = await ida.sees("Europe/Paris → Europe/Lisbon")
        await ida.press(saved, "Undo")
        await ida.sees("Undone")
    assert len(ida.showing("Slack says")) == 0
