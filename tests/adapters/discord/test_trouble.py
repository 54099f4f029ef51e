"""The small Discord's REST API: faults as they are told, limits as they are kept, people who can't be reached."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from tests.adapters.discord.bare import Bare, connected, dm
from tests.adapters.discord.objects import ERRORS, GENERAL
from tests.adapters.discord.office import Office
from tests.adapters.discord.person import Person
from tests.adapters.waiting import until

_LOST = (aiohttp.ClientError, OSError)


@pytest.mark.parametrize(
    ("fault", "error", "times"),
    [
        ("lost before", _LOST, 0),
        ("lost after", _LOST, 1),
        ("reset before", _LOST, 0),
        ("reset after", _LOST, 1),
        ("503", discord.DiscordServerError, 0),
        ("503 after", discord.DiscordServerError, 1),
        ("banned", discord.HTTPException, 0),
        ("401", discord.HTTPException, 0),
    ],
)
async def test_a_fault_comes_once_before_or_after(
    at_work: Office, fault: str, error: type[Exception], times: int
) -> None:
    async with connected(Bare(), at_work) as client:
        await at_work.ida.say("hello")
        channel = await dm(client)
        at_work.discord.faults["create_message"].append(fault)
        with pytest.raises(error):
            await channel.send("once")
        assert len(at_work.ida.showing("once")) == times
        await channel.send("again")
        await at_work.ida.sees("again")


@pytest.mark.parametrize(("fault", "times"), [("hangs before", 0), ("hangs after", 1)])
async def test_a_request_may_hang(at_work: Office, fault: str, times: int) -> None:
    async with connected(Bare(), at_work) as client:
        await at_work.ida.say("hello")
        channel = await dm(client)
        at_work.discord.faults["create_message"].append(fault)
        sending = asyncio.create_task(channel.send("once"))
        await until(
            lambda: "create_message" in at_work.discord.calls and len(at_work.ida.showing("once")) == times,
            lambda: str(at_work.discord.calls),
        )
        assert not sending.done()
        sending.cancel()
        await asyncio.wait([sending])
        assert sending.cancelled()


@pytest.mark.parametrize("fault", ["500 after", "502", "limited", "limited everywhere"])
async def test_the_library_itself_tries_again(at_work: Office, fault: str) -> None:
    async with connected(Bare(), at_work) as client:
        await at_work.ida.say("hello")
        channel = await dm(client)
        at_work.discord.faults["create_message"].append(fault)
        await channel.send("once", nonce="abc")
        assert len(at_work.ida.showing("once")) == 1
    assert at_work.discord.trouble.early_calls == []


@pytest.mark.parametrize("code", sorted(set(ERRORS) - {0, 50035}))
async def test_every_code_arrives_with_its_status(at_work: Office, code: int) -> None:
    async with connected(Bare(), at_work) as client:
        await at_work.ida.say("hello")
        at_work.discord.faults["create_message"].append(str(code))
        channel = await dm(client)
        with pytest.raises(discord.HTTPException) as caught:
            await channel.send("once")
    assert (caught.value.status, caught.value.code) == (ERRORS[code][0], code)


async def test_a_pace_is_kept_by_the_library_and_told_by_its_headers(at_work: Office) -> None:
    at_work.discord.trouble.pace["create_message"] = (3, 0.3)
    async with connected(Bare(), at_work) as client:
        await at_work.ida.say("hello")
        channel = await dm(client)
        await asyncio.gather(*[channel.send(str(number)) for number in range(8)])
    assert len(at_work.ida.shown) == 8
    assert at_work.discord.rest.calls.count("create_message") == 8
    assert at_work.discord.rest.invalid_requests == 0


async def test_an_early_call_is_noted(at_work: Office) -> None:
    at_work.discord.faults["get_gateway"].append("limited")
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {at_work.discord.world.token}"}) as session:
        for expected in (429, 429):
            async with session.get(f"{at_work.discord.api_url}/gateway") as answer:
                assert (answer.status, int(answer.headers["Retry-After"])) == (expected, 1)
    assert at_work.discord.trouble.early_calls == ["get_gateway"]


async def test_somebody_who_can_not_be_reached_is_not(at_work: Office) -> None:
    ida, codes = at_work.ida, []
    async with connected(Bare(), at_work) as client:
        await ida.say("hello")
        channel = await dm(client)
        for change in (ida.closes_dms, ida.leaves):
            change()
            with pytest.raises(discord.Forbidden) as caught:
                await channel.send("there?")
            codes.append(caught.value.code)
    assert codes == [50007, 50278]


async def test_a_dm_is_opened_with_somebody_who_began_and_not_too_fast(at_work: Office) -> None:
    people = [Person(at_work.discord, f"1000000000000001{number:02}", f"p{number}") for number in range(12)]
    async with connected(Bare(), at_work) as client:

        async def open_all() -> int:
            for opened, person in enumerate(people):
                try:
                    await (await client.fetch_user(int(person.user))).create_dm()
                except discord.Forbidden as error:
                    return opened if error.code == 40003 else -1
            return len(people)

        assert await open_all() == 0
        assert len(at_work.discord.broken_rules) == 1
        at_work.discord.broken_rules.clear()
        at_work.discord.mailbox.unbidden = True
        assert await open_all() == 10
        at_work.clock.move_to(9)
        assert await open_all() == 12


async def test_the_server_is_no_place_to_write(at_work: Office) -> None:
    async with connected(Bare(), at_work) as client:
        with pytest.raises(discord.Forbidden) as caught:
            await client.get_partial_messageable(int(GENERAL)).send("hello, all")
    assert caught.value.code == 50001


async def test_an_interaction_whose_answer_was_lost_is_answered_all_the_same(at_work: Office) -> None:
    async def answer(interaction: discord.Interaction) -> None:
        at_work.discord.faults["create_interaction_response"].append("500 after")
        with pytest.raises(discord.HTTPException) as caught:
            await interaction.response.send_message("Done.")
        assert caught.value.code == 40060

    async with connected(Bare(answers=answer), at_work) as client:
        await at_work.ida.say("hello")
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="Go", custom_id="v1:go"))
        await (await dm(client)).send("Go?", view=view)
        pressed = await at_work.ida.press(await at_work.ida.sees("Go?"), "Go")
        assert pressed.answered == 4
    assert len(at_work.ida.showing("Done.")) == 1
