"""Statuses that clearly mean *not now* hold questions back, as do-not-disturb does; all others count for nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.slack.status import Statuses, away_until
from bot.domain.people import Account
from tests.adapters.slack.office import Office, begin
from tests.adapters.slack.person import all_text
from tests.adapters.slack.small_slack import TEAM
from tests.adapters.waiting import MORNING

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = int(NOW.timestamp()) + 1800
IDA = Account("slack", TEAM, "U0IDA")
FOR_EVER = float("inf")


def status(emoji: object = "", text: object = "", expiration: object = 0) -> dict[str, object]:
    return {"status_emoji": emoji, "status_text": text, "status_expiration": expiration}


@pytest.mark.parametrize(
    ("profile", "until"),
    [
        (status(":spiral_calendar_pad:", "In a meeting", LATER), LATER),
        (status(":spiral_calendar_pad:", "In a meeting • Google Calendar", LATER), LATER),
        (status(":spiral_calendar_pad:", "In einer Besprechung", LATER), LATER),
        (status(":calendar:", "In a meeting • Outlook Calendar", LATER), LATER),
        (status(":spiral_calendar_pad:", "In a meeting", 0), 0),
        (status(":palm_tree:", "Vacationing", 0), FOR_EVER),
        (status(":palm_tree:", "", LATER), LATER),
        (status(":face_with_thermometer:", "Out sick", LATER), LATER),
        (status(":bus:", "Commuting", LATER), 0),
        (status(":house_with_garden:", "Working remotely", LATER), 0),
        (status(":dart:", "Focus", LATER), 0),
        (status("", "On vacation until I drop", LATER), 0),
        (status(None, None, None), 0),
        (status(3, ["In a meeting"], "soon"), 0),
        ({}, 0),
    ],
)
def test_only_what_clearly_means_not_now_counts(profile: dict[str, object], until: float) -> None:
    assert away_until(profile) == until


@pytest.mark.parametrize("body", [None, "", {}, {"event": {}}, {"event": {"type": "user_status_changed", "user": {}}}])
def test_what_is_no_such_payload_changes_nothing(body: object) -> None:
    statuses = Statuses()
    statuses.note(IDA, status(":palm_tree:"))
    statuses.hear(body, platform="slack", team=TEAM)
    assert statuses.covers(IDA, NOW)
    statuses.note(IDA, "no profile")
    assert not statuses.covers(IDA, NOW)


async def test_no_question_comes_in_a_meeting_and_the_next_one_after_it(at_work: Office) -> None:
    ida, clock = at_work.ida, at_work.clock
    async with at_work.bot() as engine:
        await begin(ida)
        clock.move_to(8)
        await ida.asked("09:00")
        until = MORNING.replace(hour=9, minute=15)
        await ida.set_status(":spiral_calendar_pad:", "In a meeting • Google Calendar", int(until.timestamp()))
        for hour, minute in ((8, 30), (9, 0)):
            clock.move_to(hour, minute)
            await engine.settle()
        await ida.say("status")
        assert "not sent: do not disturb" in all_text(await ida.sees("Zone"))
        clock.move_to(9, 30)
        await ida.asked("10:30")


async def test_a_status_from_before_the_bot_was_started_is_known_with_the_zone(at_work: Office) -> None:
    ida, clock, slack = at_work.ida, at_work.clock, at_work.slack
    slack.profiles[ida.user] = status(":palm_tree:", "Vacationing")
    async with at_work.bot() as engine:
        await begin(ida)
        clock.move_to(8)
        await engine.settle()
        await ida.say("status")
        assert "not sent: do not disturb" in all_text(await ida.sees("Zone"))
        await ida.set_status("")
        clock.move_to(8, 30)
        await ida.asked("09:30")
