"""The small Discord is driven by the real library: what it says is heard, and what it does arrives."""

from __future__ import annotations

import io
from collections.abc import Awaitable
from typing import Any

import discord
import pytest
from discord import app_commands

from tests.adapters.discord.bare import Bare, connected, dm
from tests.adapters.discord.objects import GENERAL
from tests.adapters.discord.office import Office
from tests.adapters.discord.person import IDA, Person
from tests.adapters.waiting import until

# --- messages ---------------------------------------------------------------------------------------------------------


async def test_what_is_said_and_changed_is_heard(at_work: Office) -> None:
    async with connected(Bare(), at_work) as client:
        said = await at_work.ida.say("hello")
        await until(lambda: client.heard == ["hello"], lambda: str(client.heard))
        await at_work.ida.edit(said, "hello again")
        await until(lambda: client.heard[1:] == ["edited: hello again"], lambda: str(client.heard))


async def test_a_message_is_posted_changed_and_taken_away(at_work: Office) -> None:
    ida = at_work.ida
    async with connected(Bare(), at_work) as client:
        await ida.say("hello")
        channel = await dm(client)
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="Skip", custom_id="v1:skip"))
        chart = discord.File(io.BytesIO(b"drawn"), "chart.png", description="A chart")
        posted = await channel.send(
            " What are you doing? ", embed=discord.Embed(title="Now", description="9:00"), view=view, file=chart
        )
        shown = await ida.sees("9:00")
        assert (shown["content"], shown["attachments"][0]["description"]) == ("What are you doing?", "A chart")
        assert at_work.discord.world.files[shown["attachments"][0]["id"]] == b"drawn"
        await posted.edit(content="✓ calling leads", embeds=[], view=None, attachments=[])
        shown = await ida.sees("✓")
        assert (shown["embeds"], shown["components"], shown["attachments"]) == ([], [], [])
        await posted.delete()
        assert ida.shown == []


async def test_a_channel_is_read_from_either_end(at_work: Office) -> None:
    async with connected(Bare(), at_work) as client:
        said = [await at_work.ida.say(str(number)) for number in range(5)]
        channel = await dm(client)
        found = [each.content async for each in channel.history(limit=2)]
        assert found == ["4", "3"]
        after = discord.Object(int(said[1]["id"]))
        assert [each.content async for each in channel.history(after=after, limit=2)] == ["2", "3"]
        before = discord.Object(int(said[1]["id"]))
        assert [each.content async for each in channel.history(before=before)] == ["0"]


async def test_a_reply_tells_what_it_answers_and_a_message_can_be_taken_back(at_work: Office) -> None:
    replies: list[str] = []

    class Noting(Bare):
        async def on_message(self, message: discord.Message) -> None:
            if message.reference is not None and isinstance(message.reference.resolved, discord.Message):
                replies.append(f"{message.reference.resolved.content} {message.content}")

        async def on_raw_message_delete(self, deleted: discord.RawMessageDeleteEvent) -> None:
            replies.append(f"deleted {deleted.message_id}")

    async with connected(Noting(), at_work) as client:
        await at_work.ida.say("hello")
        await (await dm(client)).send("What?")
        said = await at_work.ida.say("calling", reply_to=await at_work.ida.sees("What?"))
        await at_work.ida.delete(said)
        await until(lambda: len(replies) == 2, lambda: str(replies))
    assert replies == ["What? calling", f"deleted {said['id']}"]


async def test_a_nonce_makes_one_message_for_some_minutes(at_work: Office) -> None:
    async with connected(Bare(), at_work) as client:
        await at_work.ida.say("hello")
        channel = await dm(client)
        first = await channel.send("once", nonce="abc")
        assert (await channel.send("once", nonce="abc")).id == first.id
        assert (await channel.send("once", nonce="abd")).id != first.id
        at_work.clock.move_to(9)
        assert (await channel.send("once", nonce="abc")).id != first.id


async def test_ids_tell_the_time_and_are_unique(at_work: Office) -> None:
    made = [at_work.discord.world.snowflake() for _ in range(1_000)]
    assert len(set(made)) == 1_000
    told = discord.utils.snowflake_time(int(made[-1]))
    assert abs((told - at_work.clock.now()).total_seconds()) < 1


# --- interactions -----------------------------------------------------------------------------------------------------


class Asking(discord.ui.Modal, title="Log a call"):
    """A form with one of each kind of input."""

    who: discord.ui.Label[Any] = discord.ui.Label(
        text="Who", component=discord.ui.TextInput(custom_id="who", max_length=20)
    )
    outcome: discord.ui.Label[Any] = discord.ui.Label(
        text="Outcome",
        component=discord.ui.Select(
            custom_id="outcome",
            options=[discord.SelectOption(label="Yes", value="yes"), discord.SelectOption(label="No")],
        ),
    )
    mood: discord.ui.Label[Any] = discord.ui.Label(
        text="Mood",
        component=discord.ui.RadioGroup(
            custom_id="mood",
            required=False,
            options=[discord.RadioGroupOption(label="Good"), discord.RadioGroupOption(label="Bad")],
        ),
    )
    told: discord.ui.Label[Any] = discord.ui.Label(
        text="Told", component=discord.ui.UserSelect(custom_id="told", required=False)
    )
    urgent: discord.ui.Label[Any] = discord.ui.Label(text="Urgent", component=discord.ui.Checkbox(custom_id="urgent"))


async def test_a_button_opens_a_form_and_its_answer_changes_the_message(at_work: Office) -> None:
    values: list[Any] = []

    async def answer(interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.send_modal(Asking(custom_id="v1:call"))
        else:
            assert interaction.data is not None
            values.append(interaction.data)
            await interaction.response.edit_message(content="Logged.", view=None)

    async with connected(Bare(answers=answer), at_work) as client:
        await at_work.ida.say("hello")
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="Log", custom_id="v1:log"))
        await (await dm(client)).send("Who?", view=view)
        pressed = await at_work.ida.press(await at_work.ida.sees("Who?"), "Log")
        assert pressed.answered == 9
        modal = await at_work.ida.sees_form("Log a call")
        with pytest.raises(AssertionError, match="Who is required"):
            await at_work.ida.submit(modal)
        await at_work.ida.submit(modal, who="Dana", outcome="Yes", told=IDA, urgent="yes")
        await at_work.ida.sees("Logged.")
    sent = [each["component"] for each in values[0]["components"]]
    assert [each.get("value", each.get("values")) for each in sent] == ["Dana", ["yes"], None, [IDA], True]
    assert values[0]["resolved"]["users"][IDA]["username"] == "ida"


async def test_a_menu_is_picked_from_and_the_answer_is_seen_by_one(at_work: Office) -> None:
    async def answer(interaction: discord.Interaction) -> None:
        assert interaction.data is not None
        await interaction.response.send_message(f"{interaction.data.get('values')}", ephemeral=True)

    bob = Person(at_work.discord, "100000000000000002", "bob")
    async with connected(Bare(answers=answer), at_work) as client:
        await at_work.ida.say("hello")
        view = discord.ui.View()
        options = [discord.SelectOption(label="Call", value="c"), discord.SelectOption(label="Visit", value="v")]
        view.add_item(discord.ui.Select(custom_id="v1:kind", options=options))
        await (await dm(client)).send("Which?", view=view)
        await at_work.ida.pick(await at_work.ida.sees("Which?"), "Visit")
        await at_work.ida.sees("['v']")
        view = discord.ui.View()
        view.add_item(discord.ui.UserSelect(custom_id="v1:to"))
        await (await dm(client)).send("To whom?", view=view)
        await at_work.ida.pick(at_work.ida.showing("To whom?")[-1], bob.user)
        await at_work.ida.sees(f"['{bob.user}']")
        assert len(at_work.ida.whispers) == 2
        assert bob.whispers == []


async def with_commands(client: Bare) -> None:
    group = app_commands.Group(name="call", description="Calls", allowed_contexts=app_commands.AppCommandContext())

    async def log(interaction: discord.Interaction, prospect: str, outcome: str = "none") -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send(f"{prospect}: {outcome}")
        await interaction.followup.send("And more.", ephemeral=True)

    async def suggest(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=each, value=each.lower()) for each in ("Dana", "Dora") if each.startswith(typed)
        ]

    made: Any = app_commands.Command(name="log", description="Log a call", callback=log, parent=group)
    made = app_commands.choices(outcome=[app_commands.Choice(name="yes", value="y")])(made)
    made.autocomplete("prospect")(suggest)
    group.add_command(made)

    async def follow(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"Follow: {message.content}")

    client.tree.add_command(group)
    client.tree.add_command(app_commands.ContextMenu(name="Add as follow-up", callback=follow))
    assert len(await client.tree.sync()) == 2


async def test_a_command_is_suggested_checked_and_answered_later(at_work: Office) -> None:
    ida = at_work.ida
    async with connected(Bare(), at_work) as client:
        await with_commands(client)
        assert at_work.discord.rest.syncs == 1
        assert await ida.search("call log", "prospect", "D") == ["Dana", "Dora"]
        await ida.command("call log", prospect="Dana", outcome="yes")
        assert (await ida.sees("dana: y"))["flags"] & 64
        await ida.sees("And more.")
        for wrong in ({}, {"prospect": "Dana", "outcome": "no"}, {"prospect": "Dana", "cost": "1"}):
            with pytest.raises(AssertionError):
                await ida.command("call log", **wrong)
        with pytest.raises(AssertionError, match="nothing without"):
            await ida.command("call")


async def test_a_deferred_press_is_followed_by_changes(at_work: Office) -> None:
    async def answer(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="Changed.", view=None)
        more = await interaction.followup.send("More.", wait=True)
        await more.edit(content="Much more.")
        again = await interaction.followup.send("Gone.", wait=True)
        await again.delete()
        await interaction.delete_original_response()

    async with connected(Bare(answers=answer), at_work) as client:
        await at_work.ida.say("hello")
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="Go", custom_id="v1:go"))
        await (await dm(client)).send("Go?", view=view)
        await at_work.ida.press(await at_work.ida.sees("Go?"), "Go")
        await until(
            lambda: [each["content"] for each in at_work.ida.shown] == ["Much more."], lambda: str(at_work.ida.shown)
        )


async def test_commands_work_in_the_server_and_on_messages(at_work: Office) -> None:
    ida = at_work.ida
    async with connected(Bare(), at_work) as client:
        await with_commands(client)
        await ida.command("call log", where=GENERAL, prospect="Dana")
        assert (await ida.sees("dana: none"))["channel_id"] == GENERAL
        said = await ida.say("call her back")
        await ida.message_command("Add as follow-up", said)
        await ida.sees("Follow: call her back")


async def test_the_first_response_comes_once_and_in_time(at_work: Office) -> None:
    codes: list[int] = []

    async def answer(interaction: discord.Interaction) -> None:
        for slowness in (0.0, 4.0, 4.0):
            at_work.discord.world.slowness = slowness
            try:
                # A response of its own each time, for the library lets nobody answer twice.
                await discord.InteractionResponse(interaction).send_message("yes")
            except discord.HTTPException as error:
                codes.append(error.code)

    async with connected(Bare(answers=answer), at_work) as client:
        await at_work.ida.say("hello")
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="Go", custom_id="v1:go"))
        await (await dm(client)).send("Go?", view=view)
        await at_work.ida.press(await at_work.ida.sees("Go?"), "Go")
        await until(lambda: len(codes) == 2, lambda: str(codes))
    assert codes == [10062, 40060]
    at_work.discord.broken_rules.clear()
    at_work.discord.late_answers.clear()


async def test_a_form_is_no_answer_to_a_form_and_a_follow_up_ends_after_a_quarter(at_work: Office) -> None:
    codes: list[int] = []

    async def note(trying: Awaitable[object]) -> None:
        try:
            await trying
        except discord.HTTPException as error:
            codes.append(error.code)

    async def answer(interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await note(interaction.original_response())
            await interaction.response.send_modal(Asking(custom_id="v1:call"))
            return
        await note(interaction.response.send_modal(Asking(custom_id="v1:again")))
        await discord.InteractionResponse(interaction).defer()
        await interaction.edit_original_response(content="In time.")
        at_work.clock.move_to(8, 30)
        await note(interaction.edit_original_response(content="Too late."))

    async with connected(Bare(answers=answer), at_work) as client:
        await at_work.ida.say("hello")
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="Go", custom_id="v1:go"))
        await (await dm(client)).send("Go?", view=view)
        await at_work.ida.press(await at_work.ida.sees("Go?"), "Go")
        await at_work.ida.submit(await at_work.ida.sees_form("Log a call"), who="Dana", outcome="No")
        await at_work.ida.sees("In time.")
        await until(lambda: len(codes) == 3, lambda: str(codes))
    assert codes == [10015, 50035, 50027]
    at_work.discord.broken_rules.clear()
