"""Home: today at a glance, in every state a day can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.people import Account
from bot.errors import GONE
from bot.gestures import Open
from bot.plain import lines
from bot.ports import Store
from tests.features.harness import PLATFORM, Conversation, started

BUTTONS = ("Write it…", "Log a conversation", "Today", "Pause", "Settings")
PAUSED = ("Write it…", "Log a conversation", "Today", "Resume", "Settings")
OFFER = (
    "I ask you every half hour of your working day: what are you doing, and why? "
    "You answer in a few words or with one tap, and once a week you see where the time went.\n"
    "Your week: {zone}, Mon–Fri 9–17, every half hour, outreach at 10:00, 3 conversations a week.\n"
    "Whoever runs this bot could technically read what it stores, and the chat you write in keeps its messages too. "
    "Nobody else sees anything you did not share.\n"
    "`pause` stops it at any time. Nothing is asked before you press Start."
)


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00."""
    return await started(sqlite_store)


async def home(me: Conversation) -> str:
    """Return what the command shows, which is what the page shows."""
    await me.say("home")
    message, _ = await me.engine.home(me.account, None)
    assert me.last.text == lines(message, me.zone, me.clock.now())
    assert me.last.buttons == tuple(button.label for button in message.all_buttons)
    return me.last.text


async def test_somebody_unknown_is_shown_what_it_is_and_is_not_enrolled(sqlite_store: Store) -> None:
    me = Conversation(sqlite_store)
    for told, zone in (("Asia/Tokyo", "Asia/Tokyo"), ("Mars/Base", "UTC"), (None, "UTC")):
        message, read_in = await me.engine.home(me.account, told)
        assert read_in == zone
        assert lines(message, me.zone, me.clock.now()) == OFFER.format(zone=zone)
        assert [button.label for button in message.buttons] == ["Start", "Change", "Change zone", "Lunch and days off"]
    async with sqlite_store.begin() as tx:
        assert await tx.people.known(me.account) is None


async def test_whoever_has_not_started_is_offered_to(sqlite_store: Store) -> None:
    me = Conversation(sqlite_store)
    assert await home(me) == OFFER.format(zone="UTC")
    await me.press("Start")
    assert me.shown[-2].text.startswith("Started.")


async def test_the_offer_of_the_page_begins_without_a_message_to_replace(sqlite_store: Store) -> None:
    me = Conversation(sqlite_store)
    page, _ = await me.engine.home(me.account, None)
    for button in (page.buttons[1], page.buttons[0]):
        answer = await me.press_raw(button.action, button.value)
        assert isinstance(answer, Open) is button.opens_form
    assert me.shown[-2].text.startswith("Started.")
    assert me.last.text.startswith("What are you doing, and why? 07:00–07:30")


async def test_the_first_morning_has_nothing_in_it_yet(me: Conversation) -> None:
    await me.say("skip")
    assert await home(me) == (
        "Today · Mon 23 Nov\n"
        "The next question comes at 09:00 (Europe/Paris).\n"
        "Today      no working hours so far\n"
        "This week  0 of 3 conversations\n"
        "Next week  0 of 3 booked; three more by Friday?"
    )
    assert me.last.buttons == BUTTONS


async def test_an_open_question_is_named(me: Conversation) -> None:
    await me.at("2026-11-23 09:00")
    assert await home(me) == (
        "Today · Mon 23 Nov\n"
        "The next question comes at 09:30 (Europe/Paris).\n"
        "Open       the question from 09:00\n"
        "Today      no working hours so far\n"
        "This week  0 of 3 conversations\n"
        "Next week  0 of 3 booked; three more by Friday?"
    )
    await me.at("2026-11-23 09:10")
    assert "Today      0 of 1 slot so far\nSelling    none yet\n" in await home(me)


async def test_the_last_entry_stands_where_no_question_is_open(me: Conversation) -> None:
    await me.at("2026-11-23 09:00")
    await me.say("calling leads - to book 3 demos")
    await me.pick("Selling: talking to a prospect")
    await me.at("2026-11-23 09:10")
    assert await home(me) == (
        "Today · Mon 23 Nov\n"
        "The next question comes at 09:30 (Europe/Paris).\n"
        "Last       09:00–09:30 calling leads — book 3 demos\n"
        "Today      1 of 1 slot so far\n"
        "Selling    30 min\n"
        "This week  0 of 3 conversations\n"
        "Next week  0 of 3 booked; three more by Friday?"
    )


async def test_a_full_day_is_counted_as_today_counts_it(me: Conversation) -> None:
    await me.at("2026-11-23 17:05")
    await me.say("12-17 invoices - taxes")
    await me.say("9-12 demo with Acme - to sell")
    await me.pick("Selling: talking to a prospect")
    assert await home(me) == (
        "Today · Mon 23 Nov\n"
        "The next question comes Tue 24 Nov 09:00 (Europe/Paris).\n"
        "Last       09:00–12:00 demo with Acme — sell\n"
        "Today      16 of 16 slots so far\n"
        "Selling    3 h\n"
        "This week  0 of 3 conversations\n"
        "Next week  0 of 3 booked; three more by Friday?"
    )
    await me.press("Today")
    assert me.last.text.startswith("Mon 23 Nov: 16 of 16 slots so far.")


async def test_who_begins_at_noon_has_no_morning_to_account_for(sqlite_store: Store) -> None:
    me = await started(sqlite_store, at="2026-11-23 12:10")
    assert "Today      0 of 1 slot so far" in await home(me)
    await me.press("Today")
    assert me.last.text.startswith("Mon 23 Nov: 0 of 1 slot so far.\n12:00–12:30 open")


async def test_conversations_follow_ups_and_the_one_thing_are_shown(me: Conversation) -> None:
    await me.say("skip")
    for name in ("Ada", "Ben", "Cleo", "Dana", "Eve"):
        await me.say(f"call log {name} thinking until wed")
    await me.say("call log Finn thinking until fri")
    await me.press("Reflect")
    await me.submit({"one_thing": "ask one question more."})
    await me.say("call log Gus no practice:yes")
    await me.at("2026-11-25 08:00")
    assert "Follow-ups due  Ada, Ben, Cleo and 2 more\n" in await home(me)
    for name in ("Ada", "Ben"):
        await me.say(f"call log {name} yes")
    assert await home(me) == (
        "Today · Wed 25 Nov\n"
        "The next question comes at 09:00 (Europe/Paris).\n"
        "Today           no working hours so far\n"
        "This week       9 of 3 conversations (1 of them practice)\n"
        "Next week       0 of 3 booked; three more by Friday?\n"
        "Follow-ups due  Cleo, Dana, Eve\n"
        "Your one thing: ask one question more."
    )


async def test_a_weekend_asks_for_nothing(me: Conversation) -> None:
    await me.say("skip")
    await me.at("2026-11-27 16:55")
    await me.say("skip")
    await me.at("2026-11-28 11:00")
    assert await home(me) == (
        "Today · Sat 28 Nov\n"
        "The next question comes Mon 30 Nov 09:00 (Europe/Paris).\n"
        "Today      no working hours so far\n"
        "This week  0 of 3 conversations\n"
        "Next week  0 of 3 booked"
    )
    await me.say("10-11 demo with Acme - to sell")
    await me.pick("Selling: talking to a prospect")
    assert (await home(me)).splitlines()[2:] == [
        "Last       10:00–11:00 demo with Acme — sell",
        "Today      no working hours so far",
        "Selling    1 h",
        "This week  0 of 3 conversations",
        "Next week  0 of 3 booked",
    ]


async def test_a_pause_says_until_when_and_ends_with_a_tap(me: Conversation) -> None:
    await me.say("skip")
    await home(me)
    await me.press("Pause")
    assert me.last.text.startswith("Quiet until Tue 24 Nov 00:00. Nothing is asked until then")
    assert (await home(me)).splitlines()[:2] == [
        "Today · Mon 23 Nov",
        "Quiet until Tue 24 Nov 00:00. The next question comes Tue 24 Nov 09:00 (Europe/Paris).",
    ]
    assert me.last.buttons == PAUSED
    await me.press("Resume")
    assert me.last.text == "Back. The next question comes at 09:00 (Europe/Paris)."
    await home(me)
    assert me.last.buttons == BUTTONS


async def test_its_buttons_open_what_they_say(me: Conversation) -> None:
    await me.at("2026-11-23 14:40")
    await home(me)
    await me.press("Write it…")
    assert me.last.text.splitlines()[0] == "What, and why?"
    assert "From: 14:30\nTo: 15:00" in me.last.text
    await me.submit({"what": "research", "why": "know the market"})
    assert me.last.text.splitlines()[0].endswith("✓ 14:30–15:00 research — know the market")
    await me.press("Log a conversation")
    assert me.last.text.splitlines()[0] == "Log a conversation"
    await me.press("Settings")
    assert me.last.text.splitlines()[0] == "Your settings."


async def test_an_account_that_cannot_be_written_to_reads_why(me: Conversation) -> None:
    await me.at("2026-11-23 09:00")
    async with me.store.begin() as tx:
        await tx.people.unreachable(me.account, "Slack refused it (messages_tab_disabled)")
    me.clock.time += timedelta(minutes=30)
    await me.engine.settle()
    page, _ = await me.engine.home(me.account, None)
    assert lines(page, me.zone, me.clock.now()).splitlines()[:3] == [
        "Today · Mon 23 Nov",
        (
            "I could not write to you: Slack refused it (messages_tab_disabled). "
            "Press or write anything, and I try again. The next question comes at 10:00 (Europe/Paris)."
        ),
        "Last one   Mon 23 Nov 09:30, not sent: no account can be reached",
    ]


async def test_a_page_reads_and_stores_nothing(me: Conversation) -> None:
    await me.at("2026-11-23 09:00")
    async with me.store.begin() as tx:
        before = await tx.records.everything(await me.who(tx))
    for user in ("me", "you"):
        await me.engine.home(Account(PLATFORM, "desk", user), "Europe/Paris")
    async with me.store.begin() as tx:
        assert await tx.records.everything(await me.who(tx)) == before
        assert len(await tx.records.people()) == 1


async def looked(me: Conversation) -> str:
    """Return what the page says of the next question when somebody only looks at it."""
    page, _ = await me.engine.home(me.account, None)
    return lines(page, me.zone, me.clock.now()).splitlines()[1]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-23 09:50", "The next question comes at 10:00 (Europe/Paris)."),
        ("2026-11-23 10:10", "The next question comes at 11:00 (Europe/Paris)."),  # two in a row: hourly
        (
            "2026-11-23 12:10",
            "I am quiet until Tue 24 Nov 09:00 (Europe/Paris), as nobody answered. Any word brings me back.",
        ),
        ("2026-11-23 17:10", "The next question comes Tue 24 Nov 09:00 (Europe/Paris)."),
        ("2026-11-24 08:10", "The next question comes at 09:00 (Europe/Paris)."),
        ("2026-11-25 12:10", "I ask nothing but one line a week, as nobody answered. Any word brings me back."),
    ],
)
async def test_a_look_says_that_it_is_quiet_as_nobody_answered_and_any_word_ends_that(
    me: Conversation, at: str, said: str
) -> None:
    await me.say("skip")
    await me.at(at)
    assert await looked(me) == said
    if "Any word" in said:
        await me.say("status")
        assert me.last.text.startswith("The next question comes at 12:30 (Europe/Paris).")
        assert await looked(me) == "The next question comes at 12:30 (Europe/Paris)."


async def test_a_pause_is_no_answer_that_is_missing(me: Conversation) -> None:
    await me.at("2026-11-23 12:10")
    await me.say("pause until fri")
    assert await looked(me) == "Quiet until Fri 27 Nov 00:00. The next question comes Fri 27 Nov 09:00 (Europe/Paris)."
    await me.at("2026-11-26 12:10")
    assert await looked(me) == "Quiet until Fri 27 Nov 00:00. The next question comes Fri 27 Nov 09:00 (Europe/Paris)."


async def test_six_open_messages_are_enough_for_a_day_until_one_is_filled_in(me: Conversation) -> None:
    for hour in (9, 10, 11):
        for minute in (10, 40):
            await me.at(f"2026-11-23 {hour:02}:{minute}")
            await me.say("status")
    await me.say("pause 5m")
    await me.at("2026-11-23 11:50")
    quiet = (
        "6 of today's messages are open, so I ask no more until Tue 24 Nov 09:00 (Europe/Paris). "
        "Fill one in, and I go on."
    )
    await me.say("status")
    assert me.last.text.splitlines()[0] == quiet
    assert await looked(me) == quiet
    me.shown.clear()
    await me.at("2026-11-23 12:10")
    assert me.shown == []
    await me.say("9-9:30 mail - clear it")
    assert await looked(me) == "The next question comes at 12:30 (Europe/Paris)."
    await me.at("2026-11-23 12:30")
    assert me.last.text.startswith("What are you doing, and why? 12:30–13:00")


# --- shown in a message, and kept -------------------------------------------------------------------------------------


async def renewed(me: Conversation) -> list[str]:
    """Have the home message brought up to date; return the new faces that this led to."""
    before = len(me.shown)
    await me.engine.renew_home(me.account)
    await me.engine.settle()
    return [f"{one.kind}: {one.text}" for one in me.shown[before:]]


async def test_the_newest_message_with_the_page_is_brought_up_to_date_where_it_stands(me: Conversation) -> None:
    await me.say("skip")
    assert await renewed(me) == []
    for _ in range(2):
        await me.say("home")
    assert await renewed(me) == []
    await me.say("call log Dana yes")
    (face,) = await renewed(me)
    assert face.startswith("replace: Today · Mon 23 Nov")
    assert "1 of 3 conversations" in face
    assert await renewed(me) == []
    homes = [lines(one, me.zone, me.clock.now()) for one in me.paper.faces.values() if one.title.startswith("Today")]
    assert ["1 of 3" in one for one in homes] == [False, True]


async def test_a_page_of_somebody_who_never_asked_for_it_or_is_unknown_is_not_made(me: Conversation) -> None:
    you = Conversation(me.store, user="you")
    assert await renewed(you) == []
    await you.say("home")
    assert you.last.text.startswith("I ask you")
    await you.press("Start")
    assert await renewed(you) == []
    async with me.store.begin() as tx:
        assert [one.account.user for one in await tx.records.people()] == ["me", "you"]


@pytest.mark.parametrize(("reason", "lives"), [(GONE, False), ("Discord refused it (50007)", True)])
async def test_a_home_message_that_is_gone_is_not_thought_of_until_there_is_another(
    me: Conversation,
    reason: str,
    lives: bool,  # noqa: FBT001 - a parameter
) -> None:
    await me.say("home")
    async with me.store.begin() as tx:
        shown = await tx.outbox.last_of(await me.who(tx), ("page",))
        assert shown is not None
        await tx.outbox.put(replace(shown, reason=reason))
    await me.say("call log Dana yes")
    assert bool(await renewed(me)) is lives
    await me.say("home")
    await me.say("call log Eve yes")
    assert len(await renewed(me)) == 1
