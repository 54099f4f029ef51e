"""What was written, edited or answered in a thread while the bot was away is taken up, each once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.decode import missed
from bot.gestures import Text
from tests.adapters.slack.office import Office, begin
from tests.adapters.slack.person import Person, all_text
from tests.adapters.slack.small_slack import Json
from tests.adapters.waiting import until

SAID: Json = {"type": "message", "user": "U1", "ts": "1795420800.000100", "text": "a"}


async def quiet(at_work: Office) -> None:
    """Wait until whatever comes after a start has come: what is typed now is taken up behind it."""
    ida = at_work.ida
    seen = len(ida.showing("Zone"))
    await ida.say("status")
    await ida.sees("Zone", times=seen + 1)


async def test_an_edit_made_while_the_bot_was_away_changes_what_the_message_made(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    async with at_work.bot():
        await begin(ida)
        clock.move_to(8)
        await ida.asked("09:00")
        said = await ida.say("reserch - know the market")
        await ida.sees("reserch")

    clock.move_to(8, 5)
    told = await ida.edit(said, "research - know the market", unheard=True)

    async with at_work.bot():
        await ida.sees("reserch — know the market →")
        await ida.sees("✓")
        await slack.deliver("events_api", told)
        await slack.cut()
        await quiet(at_work)
        edits = slack.calls.count("chat.update")
        await slack.deliver("events_api", told)
        await quiet(at_work)
    assert len(ida.showing("research — know the market")) == 1
    assert slack.calls.count("chat.update") == edits


async def test_an_edit_of_hours_ago_is_found_too(at_work: Office) -> None:
    ida, clock = at_work.ida, at_work.clock
    async with at_work.bot():
        await begin(ida)
        clock.move_to(8)
        await ida.asked("09:00")
        said = await ida.say("reserch - know the market")
        await ida.sees("reserch")
        clock.move_to(12)
        await ida.say("status")
        await ida.sees("Zone")

    clock.move_to(12, 5)
    await ida.edit(said, "research - know the market", unheard=True)

    async with at_work.bot():
        await ida.sees("research — know the market")


async def test_an_edit_that_was_heard_is_not_taken_up_again(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    async with at_work.bot():
        await begin(ida)
        clock.move_to(8)
        await ida.asked("09:00")
        said = await ida.say("reserch - know the market")
        await ida.sees("reserch")
        await ida.edit(said, "research - know the market")
        await ida.sees("reserch — know the market →")
    edits = slack.calls.count("chat.update")

    async with at_work.bot():
        await quiet(at_work)
    assert slack.calls.count("chat.update") == edits
    assert len(ida.showing("research — know the market")) == 1


@pytest.mark.parametrize("first", ["the history", "the edit", "the message"])
async def test_a_message_written_and_edited_while_the_bot_was_away_is_one_entry(at_work: Office, first: str) -> None:
    """The last words are left in the history; Slack may deliver what was sent before or after it is read."""
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    async with at_work.bot():
        await begin(ida)
        clock.move_to(8)
        await ida.asked("09:00")

    clock.move_to(8, 5)
    said = await ida.say("reserch - know the market", unheard=True)
    sent = slack.event(dict(said))
    told = await ida.edit(said, "research - know the market", unheard=True)
    earlier = {"the history": [], "the edit": [told], "the message": [sent, told]}[first]
    if earlier:
        slack.faults["conversations.history"].append("internal_error")

    async with at_work.bot():
        for event in earlier:
            await slack.deliver("events_api", event)
        if earlier:
            await slack.cut()
        await ida.sees("research — know the market")
        for event in (sent, told):
            await slack.deliver("events_api", event)
        await quiet(at_work)
        assert len(ida.showing("research — know the market")) == 1
        assert bool(ida.showing("reserch — know the market →")) == (first == "the message")
        if first != "the message":
            await ida.say("undo")
            await ida.sees("Undone: ")
            assert ida.showing("✓ <!date^1795420800") == []


async def test_replies_in_threads_written_while_the_bot_was_away_answer_their_questions(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    async with at_work.bot():
        await begin(ida)
        clock.move_to(8)
        first = await ida.asked("09:00")
        clock.move_to(8, 30)
        second = await ida.asked("09:30")
        await ida.say("status", thread=first)
        await ida.sees("Zone")

    clock.move_to(9, 5)
    await ida.say("offer - close Dana", thread=second, unheard=True)
    await ida.say("research - know the market", thread=first, unheard=True)
    await ida.say("8:30-8:40 mail - clear it", unheard=True)

    async with at_work.bot():
        assert "|09:00>–" in all_text(await ida.sees("research — know the market"))
        assert "|09:30>–" in all_text(await ida.sees("offer — close Dana"))
        await ida.sees("mail")
        looked = slack.calls.count("conversations.replies")
        await quiet(at_work)
    assert looked == 2
    for words in ("research — know the market", "offer — close Dana"):
        assert sum("Undo" in all_text(each) for each in ida.showing(words)) == 1  # the question leads to it
    assert len(ida.showing("Zone")) == 2


async def test_threads_with_nothing_new_are_not_read(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    async with at_work.bot():
        await begin(ida)
        clock.move_to(8)
        first = await ida.asked("09:00")
        await ida.say("research - know the market", thread=first)
        await ida.sees("research — know the market")
        clock.move_to(9)
        await ida.say("status")
        await ida.sees("Zone")

    async with at_work.bot():
        await quiet(at_work)
    assert "conversations.replies" not in slack.calls


async def test_a_long_history_is_read_page_by_page(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    async with at_work.bot():
        await begin(ida)
        clock.move_to(8)
        await ida.asked("09:00")

    clock.move_to(8, 5)
    first = await ida.say("research - know the market", unheard=True)
    for number in range(205):
        slack.messages[ida.channel].append({**first, "ts": slack.ts(), "user": "USLACKBOT", "text": f"{number}"})
    looked = slack.calls.count("conversations.history")

    async with at_work.bot():
        await ida.sees("research — know the market")
    assert slack.calls.count("conversations.history") == looked + 2


# --- a message of a history as events ---------------------------------------------------------------------------------


async def test_what_was_written_weeks_after_somebody_was_last_seen_is_taken_up_and_nothing_older(
    at_work: Office,
) -> None:
    ida, clock = at_work.ida, at_work.clock
    async with at_work.bot():
        await begin(ida)
    clock.moved += timedelta(days=10)
    await ida.say("call log Ada yes", unheard=True)
    clock.moved += timedelta(days=16)
    await ida.say("call log Ben yes", unheard=True)
    clock.moved += timedelta(days=17)
    async with at_work.bot():
        await ida.sees("Logged: Ben")
        await quiet(at_work)
    assert ida.showing("Logged: Ada") == [], "that was five weeks ago"


async def test_a_history_that_could_not_be_read_is_read_later_from_where_it_was_to_be_read(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    async with at_work.bot():
        await begin(ida)
    clock.moved += timedelta(hours=1)
    await ida.say("call log Ada yes", unheard=True)
    clock.moved += timedelta(hours=1)
    slack.faults["conversations.history"] += ["internal_error", "internal_error"]
    async with at_work.bot():
        await quiet(at_work)  # with that they were seen just now
        await ida.sees("Logged: Ada")


async def test_a_conversation_that_cannot_be_read_keeps_nobody_elses_unread(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    eve = Person(slack, "U0EVE")
    async with at_work.bot():
        await begin(ida)
        await begin(eve)
    clock.moved += timedelta(hours=1)
    for each in (ida, eve):
        await each.say("call log Ada yes", unheard=True)
    slack.faults["conversations.history"].append("channel_not_found")
    async with at_work.bot():
        await until(
            lambda: bool(ida.showing("Logged: Ada") or eve.showing("Logged: Ada")), lambda: str([ida.shown, eve.shown])
        )


def events(written: object) -> list[tuple[tuple[str, ...], object]]:
    return [(came.event.keys, came.event.gesture) for came in missed(written, team="T1", channel="D1")]


def test_an_edited_message_is_the_message_and_the_edit() -> None:
    ts = "1795420800.000100"
    assert events({**SAID, "edited": {"user": "U1", "ts": "1795420860.0"}, "thread_ts": "1.5"}) == [
        ((f"message:D1:{ts}",), Text(text="a", message_id=ts, reply_to="1.5")),
        (
            (f"edit:D1:{ts}:1795420860.0",),
            Text(text="a", message_id=ts, reply_to="1.5", edited_at=datetime.fromisoformat("2026-11-23T08:01Z")),
        ),
    ]


@pytest.mark.parametrize(
    "written",
    [
        None,
        [],
        {},
        {**SAID, "bot_id": "B1", "edited": {"ts": "2.0"}},
        {**SAID, "subtype": "channel_join", "edited": {"ts": "2.0"}},
        {**SAID, "ts": "soon"},
        {**SAID, "edited": "x"},
    ],
)
def test_what_nobody_wrote_is_nothing(written: object) -> None:
    assert events(written) == []


PARTS = st.sampled_from(["ts", "edited", "user", "text", "subtype", "thread_ts", "client_msg_id", "bot_id"])


@given(st.dictionaries(PARTS, st.none() | st.integers() | st.text(max_size=8) | st.dictionaries(PARTS, st.text())))
def test_no_message_of_a_history_is_too_strange(written: dict[str, object]) -> None:
    missed({**SAID, **written}, team="T1", channel="D1")
