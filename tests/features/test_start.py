"""The beginning, and the plan that can be changed at any time."""

from __future__ import annotations

import pytest

from bot.gestures import Open, Toast
from bot.ports import Store
from tests.features.harness import START, Conversation, Shown, started

TRIAL = (
    "What are you doing, and why? 08:00–08:30\n"
    "This is one to try: reply in your words (calling leads - to book demos), or tap."
)
OFFER = (
    "I ask you every half hour of your working day: what are you doing, and why? "
    "You answer in a few words or with one tap, and once a week you see where the time went.\n"
    "Your week: UTC, Mon–Fri 9–17, every half hour, outreach at 10:00, 3 conversations a week.\n"
    "Whoever runs this bot could technically read what it stores, and the chat you write in keeps its messages too. "
    "Nobody else sees anything you did not share.\n"
    "`pause` stops it at any time. Nothing is asked before you press Start."
)


@pytest.fixture
def me(sqlite_store: Store) -> Conversation:
    """Be somebody new on Monday 23 November 2026 at 08:00."""
    return Conversation(sqlite_store)


@pytest.mark.parametrize("words", ["hello", "calling leads - to book 3 demos", "today", "call log Dana yes", "start"])
async def test_whatever_somebody_new_says_they_get_the_offer_and_nothing_is_asked(me: Conversation, words: str) -> None:
    await me.say(words)
    buttons = ("Start", "Change", "Change zone", "Lunch and days off")
    assert me.shown == [Shown(at="Mon 07:00", kind="message", text=OFFER, buttons=buttons)]
    me.shown.clear()
    await me.at("2026-12-07 23:00")
    assert me.shown == []


async def test_everything_in_one_line_asks_nothing_more(me: Conversation) -> None:
    await me.say(START)
    assert [one.text for one in me.shown] == [
        (
            "Started. Europe/Paris, Mon–Fri 9–17, every half hour, outreach at 10:00, 3 conversations a week. "
            "The next question comes at 09:00 (Europe/Paris).\n"
            "`pause` makes it quiet, `help` shows what else there is."
        ),
        TRIAL,
    ]


async def test_the_offer_can_be_changed_and_accepted(me: Conversation) -> None:
    await me.say("start zone:Europe/Paris")
    assert isinstance(await me.press("Change"), Open)
    await me.submit({"hours": "8-25", "days": "mon-thu", "block": "8:15", "goal": "0"})
    assert me.last.text == (
        "hours: Hours on the half hour, like 9-17 or 8:30-16:30.\n"
        "block: A time on the half hour, like 10:00 or 10:00-11:30.\n"
        "goal: A number from 1 to 99."
    )
    await me.submit({"hours": "8-12", "days": "mon-thu", "block": "8:30", "goal": "5", "cadence": "60"})
    assert me.last.kind == "replace"
    assert me.last.text.startswith("I ask you every hour of your working day: ")
    week = "Your week: Europe/Paris, Mon–Thu 8–12, every hour, outreach at 08:30, 5 conversations a week."
    assert week in me.last.text
    await me.press("Start")
    assert [(one.kind, one.text.splitlines()[0]) for one in me.shown[-2:]] == [
        (
            "replace",
            (
                "Started. Europe/Paris, Mon–Thu 8–12, every hour, outreach at 08:30, 5 conversations a week. "
                "The next question comes at 09:00 (Europe/Paris)."
            ),
        ),
        ("message", TRIAL.splitlines()[0]),
    ]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("start zone:paris hours:nine", "Working hours: nine (Hours on the half hour, like 9-17 or 8:30-16:30.)"),
        ("start zone:america/in", "Time zone, by its city: america/in (Which one: America/Indiana/Indianapolis"),
        ("start zone:8:01", "Time zone, by its city: 8:01 (Which one: Europe/Paris, Europe/Berlin, Africa/Lagos?)"),
        ("start zone:Atlantis", "Time zone, by its city: Atlantis (A zone by its city, like Europe/Paris.)"),
    ],
)
async def test_what_was_not_understood_opens_a_form_with_what_to_type(me: Conversation, words: str, error: str) -> None:
    assert isinstance(await me.say(words), Open)
    assert error in me.last.text


async def test_the_zone_is_found_by_its_city(me: Conversation) -> None:
    await me.say("start")
    await me.press("Change zone")
    assert [option.label for option in await me.suggested("zones", "kathm")] == ["Asia/Kathmandu"]
    await me.submit({"zone": "kathmandu"})
    assert "Your week: Asia/Kathmandu," in me.last.text


async def test_starting_again_keeps_the_diary_and_says_so(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("start")
    assert me.last.text.splitlines()[0] == "You have started already. The next question comes at 09:00 (Europe/Paris)."
    await me.say(START.replace("goal:3", "goal:4"))
    assert me.last.text.startswith("Saved. Europe/Paris, Mon–Fri 9–17, every half hour, outreach at 10:00, 4 ")
    await me.press("Undo")
    assert me.last.text == "Undone: the settings."
    await me.say("settings")
    assert "3 conversations a week" in me.last.text


async def test_what_start_changed_is_not_lost_to_the_undo_of_something_older(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("settings set goal:5")
    older = next(b for face in me.paper.faces.values() for b in face.buttons if b.label == "Undo")
    await me.say("start hours:8-12")
    assert await me.press_raw(older.action, older.value) == Toast("Something newer changed it since. Undo that first.")


async def test_settings_are_shown_changed_and_undone(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("settings")
    assert me.last.text == (
        "Your settings.\n"
        "Zone         Europe/Paris\n"
        "Hours        Mon–Fri 9–17\n"
        "Questions    every half hour\n"
        "Outreach     10:00–11:00 each working day, 2 appointments\n"
        "Leads        no set time\n"
        "Goal         3 conversations a week\n"
        "Report       Fri 16:00\n"
        "Reflection   on\n"
        "Improvement  on\n"
        "Lunch            not set\n"
        "Public holidays  no country set\n"
        "Days off         none planned\n"
        "In one line: `settings set hours 9-17 lunch 12:30-13:30 report fri 16:00`"
    )
    await me.say('settings set hours:10-12 report:"mon 9:00"')
    assert me.last.text == (
        "Saved. The next question comes at 10:00 (Europe/Paris).\n"
        "Hours   Mon–Fri 9–17 → Mon–Fri 10–12\n"
        "Report  Fri 16:00 → Mon 09:00"
    )
    await me.press("Undo")
    assert me.last.text == "Undone: the settings."
    await me.at("2026-11-23 09:00")
    assert me.last.text.startswith("What are you doing, and why? 09:00–09:30")


@pytest.mark.parametrize("words", ["settings set report:never", "settings set goal:many", "settings set zone:Nowhere"])
async def test_a_setting_that_cannot_be_read_opens_its_form(sqlite_store: Store, words: str) -> None:
    me = await started(sqlite_store)
    assert isinstance(await me.say(words), Open)
    assert words.rpartition(":")[2] in me.last.text


async def test_a_changed_week_moves_the_next_question_at_once(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("settings set hours:14-15 block:14:00")
    me.shown.clear()
    await me.at("2026-11-23 23:00")
    assert [one.at for one in me.shown if one.kind == "message"] == ["Mon 14:00", "Mon 14:30"]
