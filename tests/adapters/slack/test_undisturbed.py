"""Do-not-disturb: no question while it lasts, where the app may know of it; and where it may not, nothing is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.line import Line
from adapters.slack.undisturbed import Undisturbed
from bot.domain.people import Account, Who
from bot.ports import Known
from tests.adapters.slack.office import Office, begin
from tests.adapters.slack.person import all_text
from tests.adapters.slack.small_slack import APP_TOKEN, BOT_TOKEN, SCOPES, TEAM, Json
from tests.adapters.waiting import MORNING, until

HALF_PAST_EIGHT = MORNING.replace(hour=8, minute=30)
IDA = Account("slack", TEAM, "U0IDA")


def hours(begin: datetime, end: datetime) -> Json:
    """Return do-not-disturb hours as Slack tells them."""
    return {
        "dnd_enabled": True,
        "next_dnd_start_ts": int(begin.timestamp()),
        "next_dnd_end_ts": int(end.timestamp()),
    }


async def is_looked_at(at_work: Office, times: int = 1) -> None:
    calls = at_work.slack.calls
    await until(lambda: calls.count("dnd.info") >= times, lambda: f"dnd.info, {times} times")


async def test_no_question_comes_while_it_lasts_and_the_next_one_offers_what_is_open(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    slack.scopes = f"{SCOPES},dnd:read"
    slack.undisturbed[ida.user] = hours(HALF_PAST_EIGHT, HALF_PAST_EIGHT + timedelta(hours=1))
    async with at_work.bot() as engine:
        await begin(ida)
        await is_looked_at(at_work)
        clock.move_to(8)
        await ida.asked("09:00")
        for hour, minute in ((8, 30), (9, 0)):
            clock.move_to(hour, minute)
            await engine.settle()
        await ida.say("status")
        told = await ida.sees("Zone")
        assert "not sent: do not disturb" in all_text(told)
        assert not [each for each in ida.shown if "|09:30>–" in all_text(each) or "|10:00>–" in all_text(each)]
        clock.move_to(9, 30)
        question = await ida.asked("10:30")
        assert "open today, if you like." in all_text(question)


async def test_without_the_scope_slack_is_not_asked_and_questions_come(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    slack.undisturbed[ida.user] = hours(MORNING, MORNING + timedelta(hours=3))
    async with at_work.bot():
        await begin(ida)
        clock.move_to(8)
        await ida.asked("09:00")
    assert "dnd.info" not in slack.calls


@pytest.mark.parametrize("fault", ["user_not_found", "internal_error", "lost before", "unavailable"])
async def test_what_slack_does_not_tell_holds_no_question_back(at_work: Office, fault: str) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    slack.scopes = f"{SCOPES},dnd:read"
    slack.undisturbed[ida.user] = hours(MORNING, MORNING + timedelta(hours=3))
    slack.faults["dnd.info"].extend([fault] * 20)
    async with at_work.bot():
        await begin(ida)
        await is_looked_at(at_work)
        clock.move_to(8)
        await ida.asked("09:00")


async def test_whoever_does_something_is_looked_at_again(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    slack.scopes = f"{SCOPES},dnd:read"
    async with at_work.bot() as engine:
        await begin(ida)
        clock.move_to(8)
        await ida.asked("09:00")
        slack.undisturbed[ida.user] = hours(MORNING, MORNING + timedelta(hours=3))
        before = slack.calls.count("dnd.info")
        await ida.say("calling leads - to book 3 demos")
        await is_looked_at(at_work, before + 1)
        await ida.say("help")
        await ida.sees("Just reply.")
        clock.move_to(8, 30)
        await engine.settle()
        await ida.say("status")
        assert "not sent: do not disturb" in all_text(await ida.sees("Zone"))


@pytest.mark.parametrize(
    ("told", "is_quiet"),
    [
        ({}, False),
        (hours(HALF_PAST_EIGHT, HALF_PAST_EIGHT + timedelta(minutes=1)), True),
        (hours(HALF_PAST_EIGHT - timedelta(hours=9), HALF_PAST_EIGHT), False),
        (hours(HALF_PAST_EIGHT + timedelta(seconds=1), HALF_PAST_EIGHT + timedelta(hours=9)), False),
        (hours(MORNING, HALF_PAST_EIGHT + timedelta(hours=9)) | {"dnd_enabled": False}, False),
        ({"snooze_enabled": True, "snooze_endtime": int(HALF_PAST_EIGHT.timestamp()) + 60}, True),
        ({"snooze_enabled": True, "snooze_endtime": int(HALF_PAST_EIGHT.timestamp())}, False),
        ({"snooze_enabled": False, "snooze_endtime": int(HALF_PAST_EIGHT.timestamp()) + 60}, False),
        ({"dnd_enabled": True, "next_dnd_start_ts": None, "next_dnd_end_ts": "never"}, False),
        ({"dnd_enabled": True}, False),
    ],
)
async def test_the_hours_are_read_as_slack_documents_them(
    at_work: Office,
    told: Mapping[str, object],
    is_quiet: bool,  # noqa: FBT001 - a parameter
) -> None:
    at_work.slack.scopes = f"{SCOPES},dnd:read"
    at_work.slack.undisturbed[IDA.user] = dict(told)
    line = Line(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=at_work.slack.url)
    undisturbed = Undisturbed(line)

    async def everybody() -> tuple[Known, ...]:
        gone = Account("slack", TEAM, "U0GONE")
        return Known(account=IDA, who=Who(1, 1)), Known(account=gone, who=Who(1, 2), unreachable="gone")

    keeping = asyncio.create_task(undisturbed.keep(everybody))
    try:
        await is_looked_at(at_work)
        await asyncio.sleep(0.1)
        assert undisturbed.covers(IDA, HALF_PAST_EIGHT.astimezone(UTC)) == is_quiet
        assert at_work.slack.calls.count("dnd.info") == 1
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await line.close()
