"""What was written while the bot was away is taken up, however long that was, each once."""

from __future__ import annotations

from datetime import timedelta

from adapters.discord.decode import moment
from bot.domain.people import Account
from tests.adapters.discord.desk import Desk, asked, begin
from tests.adapters.discord.objects import APP, BOT_USER
from tests.adapters.discord.person import IDA, all_text
from tests.adapters.waiting import until


async def answered(desk: Desk) -> None:
    """Wait until a message typed now is answered: what is typed earlier is taken up behind it."""
    seen = len(desk.ida.showing("Zone"))
    await desk.ida.say("status")
    await desk.ida.sees("Zone", times=seen + 1)


async def test_what_was_written_weeks_after_somebody_was_last_seen_is_taken_up_and_nothing_older(desk: Desk) -> None:
    ida, clock = desk.ida, desk.clock
    async with desk.bot():
        await begin(ida)
        await ida.say("call log Dana yes")
        await ida.sees("Logged: Dana")
    clock.moved += timedelta(days=5)
    await ida.say("call log Cleo yes", unheard=True)  # 35 days ago: what is kept of such days is purged
    clock.moved += timedelta(days=20)
    await ida.say("call log Ben yes", unheard=True)
    clock.moved += timedelta(days=15)
    async with desk.bot() as engine:
        await engine.tidy()
        await ida.sees("Logged: Ben")
        await answered(desk)
    async with desk.bot():
        await answered(desk)
    assert [len(ida.showing(f"Logged: {name}")) for name in ("Dana", "Cleo", "Ben")] == [1, 0, 1]


async def test_a_message_that_was_missed_makes_its_author_seen_when_it_was_typed(desk: Desk) -> None:
    """Otherwise a stop between two of them would lose the second."""
    ida, clock = desk.ida, desk.clock
    async with desk.bot():
        await begin(ida)
    clock.moved += timedelta(hours=5)
    first = await ida.say("call log Ada yes", unheard=True)
    clock.moved += timedelta(hours=5)
    async with desk.bot() as engine:
        await ida.sees("Logged: Ada")
        (known,) = await engine.accounts("discord")
        assert known.account == Account("discord", APP, IDA)
        assert known.seen_at == moment(first["id"])


async def test_a_history_that_could_not_be_read_is_read_later_from_where_it_was_to_be_read(desk: Desk) -> None:
    ida, clock = desk.ida, desk.clock
    async with desk.bot():
        await begin(ida)
    clock.moved += timedelta(hours=1)
    await ida.say("call log Ada yes", unheard=True)
    clock.moved += timedelta(hours=1)
    desk.discord.faults["list_messages"] += ["lost before", "reset before"]
    async with desk.bot():
        await answered(desk)  # with that they were seen just now
        await ida.sees("Logged: Ada")
    assert desk.discord.rest.calls.count("list_messages") >= 3


async def test_very_much_is_read_on_page_by_page(desk: Desk) -> None:
    ida, clock, mailbox = desk.ida, desk.clock, desk.discord.mailbox
    async with desk.bot():
        await begin(ida)
    clock.moved += timedelta(hours=1)
    await ida.say("call log Ada yes", unheard=True)
    bulk = [mailbox.message(ida.channel, BOT_USER, content=str(number)) for number in range(2_050)]
    desk.discord.messages[ida.channel] += bulk
    await ida.say("call log Ben yes", unheard=True)
    async with desk.bot():
        await ida.sees("Logged: Ada")
        await ida.sees("Logged: Ben")
        await answered(desk)
    assert [len(ida.showing(f"Logged: {name}")) for name in ("Ada", "Ben")] == [1, 1]


async def test_a_conversation_that_cannot_be_read_keeps_nobody_elses_unread(desk: Desk) -> None:
    ida, clock = desk.ida, desk.clock
    eve = type(ida)(desk.discord, "100000000000000002", "eve")
    async with desk.bot():
        await begin(ida)
        await begin(eve)
    clock.moved += timedelta(hours=1)
    for each in (ida, eve):
        await each.say("call log Ada yes", unheard=True)
    desk.discord.faults["list_messages"].append("50001")
    async with desk.bot():
        await until(
            lambda: bool(ida.showing("Logged: Ada") or eve.showing("Logged: Ada")), lambda: str([ida.shown, eve.shown])
        )


async def test_a_reply_that_was_missed_answers_the_question_it_is_to(desk: Desk) -> None:
    ida, clock = desk.ida, desk.clock
    async with desk.bot():
        await begin(ida)
        clock.move_to(8)
        first = await asked(ida, "09:00")
        clock.move_to(8, 30)
        await asked(ida, "09:30")
    clock.move_to(8, 45)
    await ida.say("research - know the market", first, unheard=True)
    async with desk.bot():
        assert "09:00–" in all_text(await ida.sees("research — know the market"))
