"""A picture follows its words into their thread: once, whatever is lost on the way, or else it is told in words."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from adapters.slack.line import Line
from adapters.slack.messenger import SlackMessenger
from adapters.slack.undisturbed import Undisturbed
from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.people import Account
from bot.engine import Engine
from bot.feature import Feature, Turn
from bot.gestures import Command, Effects, Replace, Reply
from bot.ports import Store
from bot.ui import Image, Message
from tests.adapters.pictures.small import SmallPainter, chart, drawn
from tests.adapters.slack.office import Office, begin
from tests.adapters.slack.person import all_text
from tests.adapters.slack.small_slack import APP_TOKEN, BOT, BOT_TOKEN, SCOPES, TEAM, Json, SmallSlack, channel_of
from tests.adapters.waiting import until
from tests.delivery.small_platform import SettableClock
from tests.delivery.toy import EARLY, TOY, event

ALT = "Selling took 6 of 30 hours."
IDA = "U0IDA"


def image(number: int = 1) -> Image:
    return Image(name="Week 48.PNG", chart=chart(number), alt=ALT, title="Week 48")


async def draw(_: Turn, call: Call) -> Effects:
    """Show a picture; another one in its place; words in its place."""
    match call.get("what"):
        case "again":
            return (Replace("picture", Message(text=("edited",), image=image())),)
        case "another":
            return (Replace("picture", Message(text=("edited",), image=image(2))),)
        case "none":
            return (Replace("picture", Message(text=("edited",))),)
        case _:
            return (
                Reply(Message(key="picture", text=("the week",), image=image())),
                Reply(Message(text=("after it",))),
            )


_WHAT = Argument(name="what", kind=ArgumentKind.TEXT, summary="")
DRAWING = Feature(name="drawing", commands=((Spec(path="draw", summary="Draw", arguments=(_WHAT,)), draw),))


@dataclass
class Studio:
    """An engine that draws, over a small Slack and a clock that stands still."""

    slack: SmallSlack
    clock: SettableClock
    store: Store
    line: Line
    is_broken: bool = False

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Begin anew, as after a crash."""
        messenger = SlackMessenger(
            line=self.line,
            clock=self.clock,
            command="/whatfor",
            undisturbed=Undisturbed(self.line),
            changed=lambda _: None,
        )
        self.engine = Engine(
            self.store, self.clock, (EARLY, TOY, DRAWING), [messenger], painter=SmallPainter(fails=self.is_broken)
        )

    async def does(self, words: str) -> None:
        await self.engine.receive(event(Command(words=words), self.clock, Account("slack", TEAM, IDA)))
        await self.engine.settle()

    async def goes_on(self, seconds: int = 600) -> None:
        until = self.clock.now() + timedelta(seconds=seconds)
        while (soonest := await self.engine.soonest()) is not None and soonest <= until:
            self.clock.at = max(self.clock.at, soonest)
            await self.engine.settle()
        self.clock.at = until

    @property
    def texts(self) -> list[str]:
        """Return the words of what is shown."""
        return [all_text(each) for each in self.slack.messages[channel_of(IDA)]]

    @property
    def pictures(self) -> list[Json]:
        """Return the pictures in the thread of the first message."""
        words = self.slack.messages[channel_of(IDA)][1]
        there = self.slack.thread(channel_of(IDA), words["ts"])
        return [self.slack.files[file["id"]] for each in there for file in each["files"]]


@pytest.fixture
async def studio(sqlite_store: Store) -> AsyncIterator[Studio]:
    """Open a studio for somebody who has begun, behind a proxy that leads nowhere."""
    clock = SettableClock()
    slack = SmallSlack(now=lambda: clock.now().timestamp())
    await slack.start()
    line = Line(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=slack.url)
    made = Studio(slack, clock, sqlite_store, line)
    await made.does("begin")
    try:
        yield made
    finally:
        await line.close()
        await slack.stop()
    assert slack.broken_rules == []


async def test_the_words_come_first_and_the_picture_under_them_with_its_words_for_who_does_not_see_it(
    studio: Studio,
) -> None:
    await studio.does("draw")
    assert studio.texts == ["started", "the week", "after it"]
    assert [(one["alt_txt"], one["title"], one["data"]) for one in studio.pictures] == [
        (ALT, "Week 48", drawn(chart()))
    ]
    assert studio.pictures[0]["name"].endswith(".png")
    assert studio.slack.calls[-5:] == [
        "chat.postMessage",
        "files.getUploadURLExternal",
        "upload",
        "files.completeUploadExternal",
        "chat.postMessage",
    ]


LOST = ["lost before", "lost after", "internal_error", "limited"]
CALLS = ["chat.postMessage", "files.getUploadURLExternal", "upload", "files.completeUploadExternal"]


@pytest.mark.parametrize("is_killed", [False, True], ids=["it goes on", "it is killed and begins anew"])
@pytest.mark.parametrize("shares_after", [0.0, 40.0], ids=["there at once", "there a while later"])
@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("method", CALLS)
async def test_whatever_is_lost_there_is_one_picture_under_one_text(
    studio: Studio,
    method: str,
    fault: str,
    shares_after: float,
    is_killed: bool,  # noqa: FBT001 - a parameter
) -> None:
    studio.slack.shares_after = shares_after
    studio.slack.faults[method].append(fault)
    await studio.does("draw")
    if is_killed:
        studio.restart()
    await studio.goes_on()
    assert studio.texts == ["started", "the week", "after it"]
    assert [one["alt_txt"] for one in studio.pictures] == [ALT]


@pytest.mark.parametrize("method", ["conversations.history", "conversations.replies"])
@pytest.mark.parametrize("fault", LOST)
async def test_a_look_for_the_picture_that_is_lost_is_taken_again(studio: Studio, method: str, fault: str) -> None:
    studio.slack.faults["files.completeUploadExternal"].append("lost after")
    studio.slack.faults[method].extend([fault, fault])
    await studio.does("draw")
    await studio.goes_on()
    assert studio.texts == ["started", "the week", "after it"]
    assert len(studio.pictures) == 1


@pytest.mark.parametrize("faults", [["lost after", "lost after"], ["lost before", "lost after"]])
async def test_an_upload_that_is_lost_twice_is_there_once(studio: Studio, faults: list[str]) -> None:
    studio.slack.shares_after = 40.0
    studio.slack.faults["files.completeUploadExternal"].extend(faults)
    await studio.does("draw")
    await studio.goes_on()
    assert len(studio.pictures) == 1


# --- in words ---------------------------------------------------------------------------------------------------------


async def test_without_the_permission_the_picture_is_told_in_words_and_not_tried_again(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    studio.slack.scopes = SCOPES.replace(",files:write", "")
    caplog.set_level(logging.INFO)
    await studio.does("draw")
    assert studio.texts == ["started", f"the week {ALT}", "after it"]
    await studio.does("draw again")
    assert studio.texts[1] == f"edited {ALT}"
    assert studio.slack.calls.count("files.getUploadURLExternal") == 1
    assert "a picture is told in words: the app lacks a permission" in caplog.text
    assert ALT not in caplog.text


@pytest.mark.parametrize("method", CALLS[1:])
async def test_what_slack_never_takes_is_told_in_words_and_holds_up_nothing(studio: Studio, method: str) -> None:
    studio.slack.faults[method].extend(["lost before"] * 50)
    await studio.does("draw")
    await studio.goes_on()
    assert studio.texts == ["started", f"the week {ALT}", "after it"]
    assert studio.pictures == []


@pytest.mark.parametrize("code", ["file_uploads_disabled", "file_type_not_allowed", "restricted_action"])
@pytest.mark.parametrize("fault", ["", "lost before", "lost after", "limited"])
async def test_what_slack_refuses_is_told_in_words_whatever_is_lost_then(studio: Studio, code: str, fault: str) -> None:
    studio.slack.faults["files.getUploadURLExternal"].append(code)
    studio.slack.faults["chat.update"].extend([fault] if fault else [])
    await studio.does("draw")
    await studio.goes_on()
    assert studio.texts == ["started", f"the week {ALT}", "after it"]
    assert studio.pictures == []


async def test_a_message_that_takes_neither_picture_nor_words_stays_and_holds_up_nothing(studio: Studio) -> None:
    studio.slack.faults["files.getUploadURLExternal"].append("file_uploads_disabled")
    studio.slack.faults["chat.update"].extend(["invalid_blocks"] * 20)
    await studio.does("draw")
    await studio.goes_on()
    assert studio.texts == ["started", "the week", "after it"]


async def test_words_for_a_picture_that_were_lost_in_a_crash_are_shown(studio: Studio) -> None:
    studio.slack.scopes = SCOPES.replace(",files:write", "")
    studio.slack.faults["chat.update"].append("lost before")
    await studio.does("draw")
    studio.restart()
    await studio.goes_on()
    assert studio.texts == ["started", f"the week {ALT}", "after it"]


async def test_a_picture_that_can_not_be_painted_is_told_in_words_and_comes_with_the_next_face(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    studio.is_broken = True
    studio.restart()
    await studio.does("draw")
    assert studio.texts == ["started", f"the week {ALT}", "after it"]
    assert "ZeroDivisionError" in caplog.text
    assert ALT not in caplog.text
    studio.is_broken = False
    studio.restart()
    studio.clock.pass_(minutes=5)
    await studio.does("draw again")
    assert studio.texts == ["started", "edited", "after it"]
    assert len(studio.pictures) == 1


# --- edits ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["again", "none"])
async def test_an_edit_leaves_a_picture_that_is_the_same(studio: Studio, what: str) -> None:
    await studio.does("draw")
    before = studio.pictures
    studio.clock.pass_(minutes=5)
    await studio.does(f"draw {what}")
    assert studio.texts == ["started", "edited", "after it"]
    assert studio.pictures == before


@pytest.mark.parametrize("fault", ["", *LOST])
@pytest.mark.parametrize("method", ["chat.update", *CALLS[1:]])
async def test_an_edit_brings_another_picture_in_the_place_of_the_first(
    studio: Studio, method: str, fault: str
) -> None:
    await studio.does("draw")
    studio.clock.pass_(minutes=5)
    studio.slack.faults[method].extend([fault] if fault else [])
    await studio.does("draw another")
    await studio.goes_on()
    assert studio.texts == ["started", "edited", "after it"]
    assert [one["data"] for one in studio.pictures] == [drawn(chart(2))]


async def test_a_picture_that_gave_way_may_come_back(studio: Studio) -> None:
    await studio.does("draw")
    for what, number in (("another", 2), ("again", 1), ("another", 2)):
        studio.clock.pass_(minutes=5)
        await studio.does(f"draw {what}")
        assert [one["data"] for one in studio.pictures] == [drawn(chart(number))]


async def test_an_edit_of_words_that_are_gone_brings_no_picture(studio: Studio) -> None:
    await studio.does("draw")
    studio.clock.pass_(minutes=5)
    studio.slack.messages[channel_of(IDA)].pop(1)
    await studio.does("draw another")
    await studio.goes_on()
    assert [one["data"] for one in studio.slack.files.values()] == [drawn(chart())]


# --- the report -------------------------------------------------------------------------------------------------------


async def test_a_weeks_report_has_its_picture_in_its_thread_and_words_for_who_does_not_see_it(at_work: Office) -> None:
    ida = at_work.ida
    async with at_work.bot():
        await begin(ida)
        await ida.say("report week")
        words = await ida.sees("Week 48")
        await until(lambda: bool(at_work.slack.thread(ida.channel, words["ts"])), lambda: "its picture")
    ((file,),) = [each["files"] for each in at_work.slack.thread(ida.channel, words["ts"])]
    kept = at_work.slack.files[file["id"]]
    assert kept["data"].startswith(b"\x89PNG\r\n\x1a\n")
    assert kept["title"] == "Week 48 · 23–29 Nov"
    assert kept["alt_txt"].startswith("In half hours, Paris time. Mon 23: ")
    assert "In half hours" not in all_text(words)


# --- what comes back --------------------------------------------------------------------------------------------------


async def test_an_upload_of_its_own_that_comes_back_as_a_message_is_no_gesture(at_work: Office) -> None:
    said = {
        "type": "message",
        "subtype": "file_share",
        "channel": at_work.ida.channel,
        "channel_type": "im",
        "user": BOT,
        "text": "",
        "files": [{"id": "F1", "name": "m1-x.png"}],
        "ts": at_work.slack.ts(),
    }
    async with at_work.bot() as engine:
        assert await at_work.slack.deliver("events_api", at_work.slack.event(said)) == {}
        assert await engine.accounts("slack") == ()
