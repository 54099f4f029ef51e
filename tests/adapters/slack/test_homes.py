"""The home page follows what happens, for whoever has opened it, and asks Slack for no more than that takes."""

from __future__ import annotations

import asyncio
import logging

import pytest

from tests.adapters.slack.office import START, Office, begin
from tests.adapters.slack.person import Person, all_text
from tests.adapters.waiting import until

OFFER = "Nothing is asked before you press Start."


def published(at_work: Office) -> int:
    return at_work.slack.calls.count("views.publish")


async def opened(at_work: Office) -> None:
    """Begin, and open the page."""
    await begin(at_work.ida)
    await at_work.ida.open_home()
    await at_work.ida.sees_home("calling leads", "0 of 3 conversations")


@pytest.mark.parametrize("double", [False, True], ids=["once", "every delivery doubled"])
async def test_a_day_on_the_home_page(at_work: Office, double: bool) -> None:  # noqa: FBT001 - a parameter
    ida, clock = at_work.ida, at_work.clock
    at_work.slack.double = double
    async with at_work.bot():
        await ida.open_home()
        offer = await ida.sees_home(OFFER, "Europe/Paris, Mon–Fri 9–17")
        assert ida.shown == []

        await ida.press(offer, "Start")
        await ida.sees("Started.")
        await ida.sees_home("The next question comes at", "the question from", "no working hours so far")

        clock.move_to(8)
        await ida.asked("09:00")
        await ida.sees_home("0 of 1 slot so far")
        await ida.say("calling leads - to book 3 demos")
        page = await ida.sees_home("calling leads — book 3 demos", "1 of 1 slot so far", "0 of 3 conversations")

        await ida.press(page, "Log a conversation")
        form = await ida.sees_form("Log a conversation")
        assert await ida.submit(form, who="Dana", outcome="Yes") == {}
        await ida.sees("Logged: Dana")
        page = await ida.sees_home("1 of 3 conversations")

        await ida.press(page, "Write it…")
        form = await ida.sees_form("What, and why?")
        assert await ida.submit(form, what="research", **{"why:_the_result_you_hope_for": "know the market"}) == {}
        page = await ida.sees_home("research — know the market")
        assert len(at_work.slack.views) == 2

        await ida.press(page, "Pause")
        await ida.sees("Nothing is asked until then")
        page = await ida.sees_home("Quiet until")
        await ida.press(page, "Resume")
        await ida.sees("Back. ")
        await until(lambda: "Quiet until" not in all_text(ida.home), lambda: all_text(ida.home))

        await ida.press(ida.home, "Today")
        await ida.sees("1 of 1 slot so far")
        await ida.press(ida.home, "Settings")
        await ida.sees("Your settings.")
    assert [len(ida.showing(words)) for words in ("Logged: Dana", "Back. ", "Your settings.", "Started.")] == [1] * 4


async def test_a_look_enrols_nobody_and_stores_nothing(at_work: Office) -> None:
    ida = at_work.ida
    async with at_work.bot() as engine:
        await ida.open_home()
        await ida.sees_home(OFFER)
        assert await engine.accounts("slack") == ()
    assert ida.shown == []


async def test_nothing_is_published_for_whoever_never_opened_it(at_work: Office) -> None:
    ida, clock = at_work.ida, at_work.clock
    async with at_work.bot():
        await begin(ida)
        await ida.open_home("messages")
        clock.move_to(8)
        await ida.asked("09:00")
        await asyncio.sleep(1)
    assert published(at_work) == 0


async def test_a_question_that_comes_shows_on_the_page_by_itself(at_work: Office) -> None:
    async with at_work.bot():
        await opened(at_work)
        at_work.clock.move_to(8)
        await at_work.ida.sees_home("the question from", "|09:00>")


async def test_a_page_that_shows_what_it_should_is_not_published_again(at_work: Office) -> None:
    ida = at_work.ida
    async with at_work.bot():
        await opened(at_work)
        before = published(at_work)
        for _ in range(3):
            await ida.open_home()
        await ida.say("status")
        await ida.sees("Zone")
        await asyncio.sleep(1)
    assert published(at_work) == before


async def test_a_burst_of_answers_is_few_pages_and_ends_right(at_work: Office) -> None:
    ida = at_work.ida
    async with at_work.bot():
        await opened(at_work)
        before = published(at_work)
        for number in range(20):
            await ida.say(f"task {number} - to finish")
        await ida.sees_home("task 19 — finish")
        assert published(at_work) - before <= 5


async def test_no_page_is_published_twice_at_one_time(at_work: Office) -> None:
    ida, slack = at_work.ida, at_work.slack
    under_way, most = 0, 0

    async def slowly(method: str) -> None:
        nonlocal under_way, most
        if method == "views.publish":
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.3)
            under_way -= 1

    async with at_work.bot():
        await opened(at_work)
        slack.on_call = slowly
        for number in range(10):
            await ida.say(f"task {number} - to finish")
            await ida.open_home()
        await ida.sees_home("task 9 — finish")
    assert most == 1


async def test_what_could_not_be_answered_is_shown_on_the_page_with_the_reason(at_work: Office) -> None:
    ida, slack = at_work.ida, at_work.slack
    async with at_work.bot():
        await opened(at_work)
        slack.faults["chat.postMessage"].append("messages_tab_disabled")
        await ida.say("pause 2h")
        await ida.sees_home("Quiet until")
        await until(lambda: not slack.faults["chat.postMessage"], lambda: "a refused post")
        await ida.open_home()
        await ida.sees_home("I could not write to you: Slack refused it")
        await ida.press(ida.home, "Settings")
        await ida.sees("Your settings.")
        await until(lambda: "I could not write" not in all_text(ida.home), lambda: all_text(ida.home))


async def test_a_limited_page_waits_as_long_as_slack_says_and_shows_the_last_state(at_work: Office) -> None:
    ida, slack, clock = at_work.ida, at_work.slack, asyncio.get_running_loop()
    at: list[float] = []

    async def note(method: str) -> None:
        if method == "views.publish":
            at.append(clock.time())

    async with at_work.bot():
        await opened(at_work)
        slack.on_call, slack.retry_after = note, 2
        slack.faults["views.publish"].append("limited")
        await ida.say("first - to see")
        await until(lambda: len(at) == 1, lambda: "a limited page")
        await ida.say("second - to see")
        await ida.open_home()
        await ida.sees_home("second — see")
    assert len(at) == 2
    assert at[1] - at[0] >= 2  # what Retry-After said


@pytest.mark.parametrize("fault", ["internal_error", "not_enabled", "lost after"])
async def test_a_page_that_fails_is_tried_again_at_the_next_change(
    at_work: Office, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    ida, slack = at_work.ida, at_work.slack
    caplog.set_level(logging.INFO)
    async with at_work.bot():
        await opened(at_work)
        slack.faults["views.publish"].append(fault)
        await ida.say("canary - to sing")
        await until(lambda: "a home page was not published" in caplog.text, lambda: "a page that fails")
        before = published(at_work)
        await ida.open_home()
        await ida.sees_home("canary — sing")
        await until(lambda: published(at_work) > before, lambda: "another page")
    assert "canary" not in caplog.text


async def test_after_a_restart_a_page_follows_once_it_is_opened_again(at_work: Office) -> None:
    ida = at_work.ida
    async with at_work.bot():
        await opened(at_work)

    async with at_work.bot():
        before = published(at_work)
        await ida.say("research - know the market")
        await ida.sees("research")
        await ida.press(ida.home, "Settings")
        await ida.sees("Your settings.")
        await asyncio.sleep(1)
        assert published(at_work) == before
        await ida.open_home()
        await ida.sees_home("research — know the market")
        await ida.say("writing - to publish")
        await ida.sees_home("writing — publish")


async def test_a_page_that_is_too_old_for_its_button_says_so_where_it_is_read(at_work: Office) -> None:
    ida = at_work.ida
    async with at_work.bot():
        await ida.say(START)
        await ida.sees("Started.")
        await ida.open_home()
        page = await ida.sees_home("The next question")
        old = {**page, "blocks": [{**block} for block in page["blocks"]]}
        row = next(block for block in old["blocks"] if block["type"] == "actions")
        row["elements"] = [{**row["elements"][0], "action_id": "v1:home.gone:"}]
        await ida.press(old, "Write it…")
        await ida.sees("That belongs to an older message")


async def test_two_people_see_each_their_own(at_work: Office) -> None:
    ida, eve = at_work.ida, Person(at_work.slack, "U0EVE")
    async with at_work.bot():
        await opened(at_work)
        await eve.open_home()
        await eve.sees_home(OFFER)
        await ida.say("canary - to sing")
        await ida.sees_home("canary — sing")
        await eve.say(START)
        await eve.sees_home("the question from")
        await eve.press(ida.home, "Write it…")
        assert "canary" not in all_text(eve.home)
        assert all("canary" not in all_text(view) for view in at_work.slack.views)
