"""Shortcuts, from any place: each opens its form, and one that can't be opened any more waits in the messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.adapters.slack.office import Office, begin
from tests.adapters.slack.person import Person, all_text
from tests.adapters.slack.small_slack import Json

ON_A_BOARD: Json = {
    "type": "message",
    "user": "U0DANA",
    "ts": "1795420000.000100",
    "text": "Could we *talk* again, <@U0IDA>? &lt;!channel&gt; <https://dana.example|my page>",
}


def initial(form: Json, label: str) -> object:
    """Return what an input of a form begins with."""
    block = next(each for each in form["blocks"] if each.get("label", {}).get("text") == label)
    return block["element"].get("initial_value")


async def log_an_entry(ida: Person, form: Json) -> None:
    assert initial(form, "What") is None
    assert await ida.submit(form, what="research", **{"why:_the_result_you_hope_for": "know the market"}) == {}
    await ida.sees("research — know the market")


async def log_a_conversation(ida: Person, form: Json) -> None:
    assert await ida.submit(form, who="Dana", outcome="Yes") == {}
    await ida.sees("Logged: Dana")


@pytest.mark.parametrize("double", [False, True], ids=["once", "every delivery doubled"])
@pytest.mark.parametrize(
    ("name", "title", "go_on"),
    [
        ("Log what I am doing", "What, and why?", log_an_entry),
        ("Log a conversation", "Log a conversation", log_a_conversation),
    ],
)
async def test_a_global_shortcut_opens_its_form(
    at_work: Office, name: str, title: str, go_on: Callable[[Person, Json], Awaitable[None]], *, double: bool
) -> None:
    ida, slack = at_work.ida, at_work.slack
    async with at_work.bot():
        await begin(ida)
        slack.double = double
        assert await ida.shortcut(name) == {}
        form = await ida.sees_form(title)
        await go_on(ida, form)
    assert len(slack.views) == 1
    assert slack.whispers == []


async def test_what_i_am_doing_is_about_the_question_that_is_open(at_work: Office) -> None:
    ida = at_work.ida
    async with at_work.bot():
        await begin(ida)
        at_work.clock.move_to(8, 30)
        await ida.asked("09:30")
        await ida.shortcut("Log what I am doing")
        form = await ida.sees_form("What, and why?")
        times = [block["element"].get("initial_time") for block in form["blocks"][2:4]]
        assert times == ["09:30", "10:00"]


@pytest.mark.parametrize("name", ["Log what I am doing", "Log a conversation"])
async def test_somebody_who_never_started_is_welcomed_in_their_messages(at_work: Office, name: str) -> None:
    eve = Person(at_work.slack, "U0EVE")
    async with at_work.bot():
        assert await eve.shortcut(name) == {}
        await eve.sees("could technically read")
        assert await eve.message_shortcut("Add as follow-up", ON_A_BOARD, "C0SALES") == {}
        await eve.sees("could technically read", times=2)
    assert at_work.slack.views == []
    assert all("Could we" not in all_text(each) for each in eve.shown)


@pytest.mark.parametrize("code", ["expired_trigger_id", "trigger_exchanged", "internal_error"])
@pytest.mark.parametrize(
    ("name", "title"), [("Log what I am doing", "What, and why?"), ("Log a conversation", "Log a conversation")]
)
async def test_a_form_that_cannot_be_opened_any_more_waits_in_the_messages(
    at_work: Office, code: str, name: str, title: str
) -> None:
    ida, slack = at_work.ida, at_work.slack
    async with at_work.bot():
        await begin(ida)
        slack.faults["views.open"].append(code)
        assert await ida.shortcut(name) == {}
        offer = await ida.sees("the form could not be opened in time.")
        assert title in all_text(offer)
        await ida.press(offer, "Open form")
        await ida.sees_form(title)
    assert len(ida.showing("could not be opened in time")) == 1


async def test_a_message_of_somebody_becomes_a_follow_up(at_work: Office, caplog: pytest.LogCaptureFixture) -> None:
    ida, slack = at_work.ida, at_work.slack
    async with at_work.bot():
        await begin(ida)
        assert await ida.message_shortcut("Add as follow-up", ON_A_BOARD, "C0SALES") == {}
        form = await ida.sees_form("Add a follow-up")
        assert initial(form, "Notes") == "Could we *talk* again, @U0IDA? <!channel> my page"
        assert await ida.search(form, "Who", "Da") == ["New: Da"]
        refused = await ida.submit(form, who="Dana", on="soon")
        assert refused is not None
        assert list(refused["errors"].values()) == ["“soon” is no day I can read. Try tue, 24 Nov or in 2 weeks."]
        assert await ida.submit(form, who="Dana", on="tomorrow") == {}
        echo = await ida.sees("Follow-up: Dana, Tue 24 Nov.")
        assert "<!channel>" not in str(echo)
        await ida.command("followups")
        listed = await ida.sees("1 follow-up: 1 later this week.")
        await ida.press(listed, "Log Dana")
        await ida.sees_form("Log a conversation")
        await ida.press(echo, "Undo")
        await ida.sees("Undone: the follow-up with Dana")
    assert slack.messages["C0SALES"] == []
    assert slack.whispers == []
    assert "Could we" not in caplog.text


async def test_a_toast_about_a_message_of_another_conversation_is_told_in_the_messages(at_work: Office) -> None:
    ida = at_work.ida
    async with at_work.bot():
        await begin(ida)
        slack = at_work.slack
        await slack.deliver(
            "interactive",
            {
                "type": "message_action",
                "user": {"id": ida.user},
                "team": {"id": "T0SMALL"},
                "callback_id": "v1:long.gone:",
                "trigger_id": slack.trigger(),
                "channel": {"id": "D0OTHERS", "name": "directmessage"},
                "message": ON_A_BOARD,
                "message_ts": ON_A_BOARD["ts"],
            },
        )
        await ida.sees("That belongs to an older message")
    assert slack.messages["D0OTHERS"] == []
