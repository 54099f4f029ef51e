"""The one slash command, as people type it: through the real door, in the bot's messages and in a channel."""

from __future__ import annotations

import pytest

from tests.adapters.slack.office import Office, begin
from tests.adapters.slack.person import Person, all_text
from tests.adapters.slack.small_slack import Json
from tests.adapters.waiting import until

CHANNEL = "C0SALES"
ELSEWHERE = "I answered in your conversation with <@U0BOT>."
HELP = "I ask what you are doing, and why. Just reply."


def whispered(ack: Json | None) -> str:
    """Return what only its author sees under a command."""
    assert ack is not None
    assert ack["response_type"] == "ephemeral"
    text: str = ack["text"].replace("\u200b", "")
    return text


async def test_every_answer_names_the_next_step(at_work: Office) -> None:
    ida = at_work.ida
    rows = (
        ("", HELP),
        ("   ", HELP),
        ("help", HELP),
        ("HELP", HELP),
        ("help call log", "call log [prospect] [outcome]"),
        ("help frobnicate", HELP),
        ("frobnicate", "There is no command frobnicate. `/whatfor help` lists them all."),
        ("calllog", "There is no command calllog. Did you mean `/whatfor call log`?"),
        ("<!channel>", "There is no command"),
        ("/", "There is no command"),
        ("!today", "There is no command"),
        ("status", "Zone"),
        ("followups", "No follow-up is promised."),
    )
    async with at_work.bot():
        await begin(ida)
        for typed, answer in rows:
            seen = len(ida.showing(answer))
            assert await ida.command(typed) == {}, typed
            await ida.sees(answer, times=seen + 1)
    assert not any("<!channel>" in str(each) for each in ida.shown)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("call log “Dana Miller” yes", "Logged: Dana Miller, yes."),
        ('call log "Dana Miller" thinking until tue', "Logged: Dana Miller, thinking until Tue 24 Nov."),
        ("call log Dana no offer:“a retainer, 3 months” - too dear", "Asked: a retainer, 3 months."),
        ('CALL LOG prospect:"Dana Miller" outcome:check back:"in 2 weeks"', "Dana Miller, check back on Mon 7 Dec."),
        ("call Dana yes date:yesterday", "Logged for Sun 22 Nov: Dana, yes."),
        ("log 8-8:30 research - to know the market", "research — know the market"),
        ('log entry:"8-8:30 research - know the market"', "research — know the market"),
        ("log 8-8:30 R&amp;D &lt;x&gt; - to learn", "R&amp;D &lt;x&gt; — learn"),
        ("pause 2h", "Quiet"),
    ],
)
async def test_quotes_and_names_are_read_as_they_are_meant(at_work: Office, typed: str, answer: str) -> None:
    ida = at_work.ida
    async with at_work.bot():
        await begin(ida)
        assert await ida.command(typed) == {}
        await seen(ida, answer)
        at_work.slack.views.clear()
        assert whispered(await ida.command(typed, channel=CHANNEL)) == ELSEWHERE
    assert at_work.slack.messages[CHANNEL] == []
    assert at_work.slack.views == []


async def seen(ida: Person, words: str) -> None:
    """Wait for words, whatever keeps their signs from meaning something."""

    def texts() -> list[str]:
        return [all_text(each).replace("\u200b", "") for each in ida.shown]

    await until(lambda: any(words in each for each in texts()), lambda: f"{words!r} in {texts()}")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("frobnicate", "There is no command “frobnicate”. “help” lists them all."),
        ("calllog", "There is no command “calllog”. Did you mean “call log”? “help” lists them all."),
        ("*x* <!channel>", "There is no command “*x* @channel”. “help” lists them all."),
        ("x" * 200, f"There is no command “{'x' * 79}…”. “help” lists them all."),
        ("", ELSEWHERE),
        ("help", ELSEWHERE),
        ("today", ELSEWHERE),
    ],
)
async def test_in_a_channel_only_its_author_is_told(at_work: Office, typed: str, words: str) -> None:
    ida, slack = at_work.ida, at_work.slack
    async with at_work.bot():
        await begin(ida)
        assert whispered(await ida.command(typed, channel=CHANNEL)) == words
    assert slack.messages[CHANNEL] == []
    assert slack.whispers == []


@pytest.mark.parametrize("channel", ["", CHANNEL])
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("log", "What, and why?"),
        ("log 23:00-23:30 demo - Acme", "What, and why?"),
        ("call log", "Log a conversation"),
        ("call log Dana", "Log a conversation"),
        ("call log Dana maybe", "Log a conversation"),
        ("call log Dana thinking until yesterday", "Log a conversation"),
    ],
)
async def test_what_is_missing_or_wrong_opens_the_form(at_work: Office, typed: str, title: str, channel: str) -> None:
    ida = at_work.ida
    async with at_work.bot():
        await begin(ida)
        assert await ida.command(typed, channel=channel) == {}
        await ida.sees_form(title)


async def test_a_form_that_slack_would_not_open_is_told_of_and_waits(at_work: Office) -> None:
    ida, slack = at_work.ida, at_work.slack
    async with at_work.bot():
        await begin(ida)
        slack.faults["views.open"].append("expired_trigger_id")
        told = whispered(await ida.command("call log Dana", channel=CHANNEL))
        assert told == "Slack closed the door on that form: it took too long. It waits in your messages with me."
        offer = await ida.sees("the form could not be opened in time.")
        await ida.press(offer, "Open form")
        await ida.sees_form("Log a conversation")


async def test_somebody_who_never_started_is_told_where_to_begin(at_work: Office) -> None:
    eve = Person(at_work.slack, "U0EVE")
    async with at_work.bot():
        assert whispered(await eve.command("today", channel=CHANNEL)) == ELSEWHERE
        await eve.sees("could technically read")
        assert "There is no command" in whispered(await eve.command("frobnicate", channel=CHANNEL))


async def test_in_a_thread_where_slack_has_no_commands_words_are_one(at_work: Office) -> None:
    ida, clock = at_work.ida, at_work.clock
    async with at_work.bot():
        await begin(ida)
        clock.move_to(8)
        question = await ida.asked("09:00")
        for typed, answer in (
            ("status", "Zone"),
            ("!help", HELP),
            ("call log “Dana Miller” yes", "Logged: Dana Miller"),
        ):
            await ida.say(typed, thread=question)
            await ida.sees(answer)
        await ida.say("/frobnicate", thread=question)
        await ida.sees("There is no command frobnicate.")
    assert "What are you doing" in all_text(question)
