"""Messages on their way to a small Discord: with pictures, under a nonce, in the place of one another, found again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.discord.line import Line
from adapters.discord.messenger import DiscordMessenger, nonce
from bot.domain.people import Account
from bot.errors import GONE, CannotTellError, DeliveryError, MaybeSentError, NotNowError, RefusedError
from bot.ports import Letter
from bot.ui import Button, Image, Message
from tests.adapters.discord.objects import APP
from tests.adapters.discord.office import Office
from tests.adapters.discord.person import IDA
from tests.adapters.discord.world import BOT_TOKEN
from tests.adapters.pictures.small import chart

UNDO = (Button(action="undo", label="Undo", value="1"),)
PICTURE = Image(name="week.png", chart=chart(), alt="Selling 40 %")


@pytest.fixture
async def messenger(at_work: Office) -> AsyncIterator[DiscordMessenger]:
    at_work.discord.world.begun.add(IDA)
    line = Line(token=BOT_TOKEN, api_url=at_work.discord.api_url)
    yield DiscordMessenger(line=line, clock=at_work.clock, changed=lambda _: None)
    await line.close()


def letter(text: str, *, key: int = 1, version: int = 1, picture: bytes | None = None, **more: object) -> Letter:
    message = replace(Message(text=(text,)), **more)  # type: ignore[arg-type]  # parts of a message
    return Letter(
        id=key,
        version=version,
        account=Account("discord", APP, IDA),
        channel=None,
        message=message,
        zone="UTC",
        picture=picture,
    )


async def test_a_picture_goes_along_and_stays_or_goes_with_each_face(
    at_work: Office, messenger: DiscordMessenger
) -> None:
    posted = await messenger.send(letter("Your week.", image=PICTURE, picture=b"drawn 1"))
    for version in (2, 3):
        face = letter(f"Your week {version}.", version=version, image=PICTURE, picture=f"drawn {version}".encode())
        await messenger.edit(face, posted)
        (shown,) = at_work.ida.shown
        assert [(each["filename"], each["description"]) for each in shown["attachments"]] == [
            ("week.png", "Selling 40 %")
        ]
        assert at_work.discord.world.files[shown["attachments"][0]["id"]] == f"drawn {version}".encode()
    await messenger.edit(letter("In words.", version=4, image=PICTURE), posted)
    assert at_work.ida.shown[0]["attachments"] == []
    assert [each["description"] for each in at_work.ida.shown[0]["embeds"]] == ["Selling 40 %"]
    await messenger.edit(letter("Gone.", version=5), posted)
    assert (at_work.ida.shown[0]["attachments"], at_work.ida.shown[0]["embeds"]) == ([], [])


async def test_the_same_twice_is_one_and_a_newer_face_takes_its_place(
    at_work: Office, messenger: DiscordMessenger
) -> None:
    first = await messenger.send(letter("What are you doing?", buttons=UNDO))
    assert await messenger.send(letter("What are you doing?", buttons=UNDO)) == first
    assert "update_message" not in at_work.discord.calls
    assert await messenger.send(letter("✓ calling leads", version=2)) == first
    assert [each["content"] for each in at_work.ida.shown] == ["✓ calling leads"]


async def test_a_nonce_belongs_to_one_message_in_one_conversation_of_one_app() -> None:
    one = letter("x")
    others = {nonce(replace(one, id=2), "5"), nonce(one, "6")}
    others.add(nonce(replace(one, account=replace(one.account, workspace="2")), "5"))
    assert len({nonce(one, "5"), *others}) == 4
    assert nonce(replace(one, version=2), "5") == nonce(one, "5")
    assert len(nonce(one, "5")) <= 25


async def test_a_message_is_found_by_its_identity_whatever_its_face(
    at_work: Office, messenger: DiscordMessenger
) -> None:
    began = at_work.clock.now()
    posted = await messenger.send(letter("What are you doing?", key=3, buttons=UNDO))
    await messenger.send(letter("Another", key=4, buttons=UNDO))
    at_work.clock.move_to(9)
    assert await messenger.find(letter("✓ calling leads", key=3, version=2), began) == posted
    assert await messenger.find(letter("What are you doing?", key=5, buttons=UNDO), began) is None


async def test_words_alone_are_found_only_since_their_sending_began(
    at_work: Office, messenger: DiscordMessenger
) -> None:
    await at_work.ida.say("Paused.", unheard=True)
    await messenger.send(letter("Paused.", key=6))
    at_work.clock.move_to(8)
    began = at_work.clock.now()
    assert await messenger.find(letter("Paused.", key=7), began) is None
    posted = await messenger.send(letter("Paused.", key=7))
    assert await messenger.find(letter("Paused.", key=7), began) == posted


async def test_a_history_without_end_is_not_looked_through(at_work: Office, messenger: DiscordMessenger) -> None:
    began = at_work.clock.now()
    for number in range(2_000):
        at_work.discord.mailbox.world.messages[at_work.ida.channel].append(
            at_work.discord.mailbox.message(at_work.ida.channel, {"id": IDA}, content=str(number))
        )
    with pytest.raises(CannotTellError):
        await messenger.find(letter("x"), began - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("code", "reason", "unreachable"),
    [
        ("10008", GONE, False),
        ("10003", GONE, False),
        ("50001", "Discord refused it (50001)", True),
    ],
)
async def test_a_message_that_is_gone_is_refused_and_nobody_is_unreachable_for_that(
    at_work: Office,
    messenger: DiscordMessenger,
    code: str,
    reason: str,
    unreachable: bool,  # noqa: FBT001 - a parameter
) -> None:
    posted = await messenger.send(letter("x"))
    at_work.discord.faults["update_message"].append(code)
    with pytest.raises(RefusedError) as refused:
        await messenger.edit(letter("y", version=2), posted)
    assert (refused.value.reason, refused.value.account_unreachable) == (reason, unreachable)


async def test_a_message_that_was_changed_too_often_counts_as_done(
    at_work: Office, messenger: DiscordMessenger
) -> None:
    posted = await messenger.send(letter("x"))
    at_work.discord.faults["update_message"].append("30046")
    await messenger.edit(letter("y", version=2), posted)
    await messenger.edit(letter("z", version=3), posted)
    assert at_work.ida.shown[0]["content"] == "z"


@pytest.mark.parametrize(
    ("fault", "age", "wanted"),
    [
        ("30046", 2, None),
        ("30046 untold", 2, None),
        ("30046 untold", 0, NotNowError),
        ("30046 0.2", 2, None),
        ("30046 300", 2, MaybeSentError),
    ],
)
async def test_an_old_message_that_was_changed_too_often_keeps_nobody_waiting(
    at_work: Office,
    messenger: DiscordMessenger,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    age: int,
    wanted: type[DeliveryError] | None,
) -> None:
    monkeypatch.setattr("adapters.discord.messenger._AT_ONCE", 1.0)
    posted = await messenger.send(letter("x"))
    at_work.clock.moved += timedelta(hours=age)
    at_work.discord.faults["update_message"].append(fault)
    with pytest.raises(wanted) if wanted else nullcontext():
        await messenger.edit(letter("y", version=2), posted)
    assert at_work.ida.shown[0]["content"] == ("y" if fault == "30046 0.2" else "x")
    await messenger.edit(letter("z", version=3), posted)
    assert at_work.ida.shown[0]["content"] == "z"


@pytest.mark.parametrize(("code", "unreachable"), [("50007", True), ("50278", True), ("40003", True), ("50035", False)])
async def test_a_refusal_says_whether_it_is_the_person_or_the_message(
    at_work: Office,
    messenger: DiscordMessenger,
    code: str,
    unreachable: bool,  # noqa: FBT001 - a parameter
) -> None:
    at_work.discord.faults["create_message"].append(code)
    with messenger.watched(letter("x").account) as outcome, pytest.raises(RefusedError) as refused:
        await messenger.send(letter("x"))
    assert refused.value.account_unreachable is unreachable
    assert bool(outcome.result()) is unreachable


async def test_a_conversations_limit_is_kept_though_nothing_is_kept_of_it(
    at_work: Office, messenger: DiscordMessenger
) -> None:
    at_work.discord.trouble.pace["create_message"] = (3, 0.3)
    await messenger.channel(letter("Hello.").account)
    await asyncio.gather(*(messenger.send(letter(f"At once {key}.", key=key)) for key in range(8)))
    for key in range(8, 14):
        await messenger.send(letter(f"One after the other {key}.", key=key))
    assert len(at_work.ida.shown) == 14
    assert at_work.discord.rest.invalid_requests == 0
