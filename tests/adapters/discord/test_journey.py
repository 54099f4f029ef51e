"""A day through the real client of Discord, over a small Discord at the wire."""

from __future__ import annotations

import pytest

from tests.adapters.discord.desk import Desk, asked, begin
from tests.adapters.discord.person import Person


async def log_a_call(ida: Person) -> None:
    """Log a conversation with an error in the form, and add a story."""
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
    await ida.sees("stuck")


@pytest.mark.parametrize("double", [False, True], ids=["once", "every delivery doubled"])
async def test_a_day_from_the_start_to_the_report(desk: Desk, double: bool) -> None:  # noqa: FBT001 - a parameter
    ida, clock = desk.ida, desk.clock
    desk.discord.gateway.double = double
    async with desk.bot():
        await begin(ida)

        clock.move_to(8)
        await ida.say("writing the offer - to close Dana")
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

        await log_a_call(ida)

        await ida.command("report week")
        await ida.sees("Week 48")
    assert len(ida.showing("Logged: Dana")) == 1
