from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.cli import main
from bot.cli.run import THREE_WAYS
from bot.domain.people import Account
from bot.domain.pictures import Theme
from bot.engine import Engine
from bot.errors import WhatforError
from bot.gestures import Event, Text
from bot.ports import Letter, Messenger, Posted
from bot.settings import Settings, WebAddress
from bot.ui import Link, Message
from bot.wiring import DoorPlan, run_doors
from tests.cli.shell import START, environment, whatfor

SECRET = "xoxb-4f9c-canary"  # noqa: S105 - a stand-in that must never be printed


class SilentMessenger:
    """Carries everything nowhere."""

    theme = Theme.LIGHT

    def __init__(self, platform: str) -> None:
        self.platform = platform

    def is_quiet(self, account: Account, now: datetime) -> bool:  # noqa: ARG002 - the port's
        return False

    async def send(self, letter: Letter) -> Posted:
        return Posted(channel="", message_id=str(letter.id))

    async def edit(self, letter: Letter, posted: Posted) -> None:
        """Leave it."""

    async def find(self, letter: Letter, since: datetime) -> Posted | None:  # noqa: ARG002 - the port's
        return None


class Keeping(SilentMessenger):
    """Keeps what it carried."""

    def __init__(self, platform: str) -> None:
        super().__init__(platform)
        self.carried: list[Message] = []

    async def send(self, letter: Letter) -> Posted:
        self.carried.append(letter.message)
        return await super().send(letter)

    def link(self) -> str:
        """Return the one link that was shown."""
        spans = (span for message in self.carried for section in message.sections for span in section.text)
        (link,) = [span.url for span in spans if isinstance(span, Link)]
        return link


class FakeDoor:
    """A door at the port: it notes that it was open, and does what it is told."""

    def __init__(self, name: str, does: Callable[[], None] | None = None, hears: str = "") -> None:
        self.messenger: Messenger = SilentMessenger(name)
        self.was_open_at: Engine | None = None
        self._does = does
        self._hears = hears

    async def run(self, engine: Engine) -> None:
        self.was_open_at = engine
        if self._hears:
            gesture = Text(text=self._hears, message_id="1")
            account = Account(self.messenger.platform, "w", "ida")
            await engine.receive(
                Event(keys=("1",), account=account, gesture=gesture, at=datetime(2026, 11, 23, tzinfo=UTC))
            )
            await engine.settle()
        if self._does is not None:
            self._does()


def plan(door: FakeDoor, *, is_set: bool = True, refused: str = "") -> DoorPlan:
    def make(_: Settings) -> FakeDoor:
        if refused:
            raise WhatforError(refused)
        return door

    return DoorPlan(name=door.messenger.platform, is_set=lambda _: is_set, make=make)


def fails(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


async def opened(home: Path, *plans: DoorPlan) -> tuple[bool, list[str]]:
    said: list[str] = []
    return await run_doors(Settings(database_url=str(home / "a.db")), plans, said.append), said


async def test_a_door_that_fails_says_why_and_the_others_go_on(home: Path) -> None:
    good = FakeDoor("good")

    is_any_left, said = await opened(
        home,
        plan(FakeDoor("closed"), refused="The token is wrong. Make a new one."),
        plan(FakeDoor("refused", fails(WhatforError("It was revoked. Install it again.")))),
        plan(FakeDoor("broken", fails(ValueError("somebody's words")))),
        plan(good),
    )

    assert good.was_open_at is not None
    assert not is_any_left
    assert said == [
        "closed: The token is wrong. Make a new one.",
        "refused: It was revoked. Install it again.",
        "broken stopped: ValueError. The log has where; the other doors go on.",
    ]


async def test_a_door_without_its_token_stays_shut(home: Path) -> None:
    shut, good = FakeDoor("shut"), FakeDoor("good")

    await opened(home, plan(shut, is_set=False), plan(good))

    assert (shut.was_open_at is None, good.was_open_at is None) == (True, False)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


async def test_the_web_door_stands_open_as_long_as_the_chat_doors(home: Path) -> None:
    port, read, said = free_port(), list[str](), list[str]()
    carried = Keeping("a")

    class Subscribing(FakeDoor):
        """A door where somebody asks for the link to their calendar, and reads that."""

        async def run(self, engine: Engine) -> None:
            for words in (START, "calendar"):
                event = Event(
                    keys=(words,),
                    account=Account("a", "w", "ida"),
                    gesture=Text(text=words, message_id=words),
                    at=datetime(2026, 11, 23, tzinfo=UTC),
                )
                await engine.receive(event)
            await engine.settle()
            async with ClientSession() as client, client.get(carried.link()) as response:
                read.append(await response.text())

    door = Subscribing("a")
    door.messenger = carried
    web = WebAddress(port=port, url=f"http://127.0.0.1:{port}")
    await run_doors(Settings(database_url=str(home / "a.db"), web=web), [plan(door)], said.append)

    assert ([text.splitlines()[0] for text in read], said) == (["BEGIN:VCALENDAR"], [])
    with socket.create_server(("127.0.0.1", port)):
        """It is free again."""


async def test_where_the_web_doors_port_is_taken_nothing_is_opened(home: Path) -> None:
    door, said = FakeDoor("a"), list[str]()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = Settings(database_url=str(home / "a.db"), web=WebAddress(port=port))

        assert not await run_doors(settings, [plan(door)], said.append)

    assert (door.was_open_at, os.listdir(home)) == (None, [])  # noqa: PTH208 - short, and nothing waits for it
    assert said == [f"Web: Port {port} of 127.0.0.1 is taken. Stop what has it, or set WHATFOR_WEB_PORT to another."]


async def test_when_every_door_fails_to_open_no_database_is_made(home: Path) -> None:
    assert await opened(home, plan(FakeDoor("a"), refused="No.")) == (False, ["a: No."])
    assert os.listdir(home) == []  # noqa: PTH208 - short, and nothing waits for it


def test_without_a_token_one_screen_has_the_three_ways_to_go_on(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run"]) == 1

    printed = capsys.readouterr()
    assert printed.out == f"{THREE_WAYS}\n"
    assert all(way in printed.out for way in ("whatfor demo", "whatfor chat", "SLACK_BOT_TOKEN", "DISCORD_TOKEN"))
    assert len(printed.out.splitlines()) <= 24
    assert max(map(len, printed.out.splitlines())) <= 120
    assert list(home.iterdir()) == []


def test_one_token_of_slack_names_the_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", SECRET)

    assert main(["run"]) == 1

    printed = capsys.readouterr()
    assert printed.err.startswith("SLACK_APP_TOKEN is missing: Slack needs both tokens. Get it from ")
    assert SECRET not in printed.out + printed.err


def test_tokens_are_read_from_a_file_and_never_printed(home: Path) -> None:
    (home / ".env").write_text(f"SLACK_BOT_TOKEN={SECRET}\nSLACK_APP_TOKEN=xapp-canary\nLOG_LEVEL=DEBUG\n", "utf-8")

    ran = whatfor("run", more={"SLACK_API_URL": "nowhere"})

    assert ran.returncode == 1
    assert ran.stderr.startswith("SLACK_API_URL is an address like https://slack.com/api/")
    assert "canary" not in ran.stdout + ran.stderr


def test_when_every_door_failed_the_status_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.cli.run.DOORS", (plan(FakeDoor("a", fails(WhatforError("Revoked.")))),))

    assert main(["run"]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "a: Revoked."


def test_no_log_at_any_level_has_a_word_of_anybodys(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    monkeypatch.setattr("bot.cli.run.DOORS", (plan(FakeDoor("a", hears=f"start zone:{SECRET}")),))

    with caplog.at_level(logging.DEBUG):
        main(["run"])

    assert "aiosqlite" not in caplog.text
    assert SECRET not in caplog.text


STANDING_OPEN = """
import asyncio, sys
from bot.cli import main, run
from bot.ui import Link, Message
from bot.wiring import DoorPlan
from tests.cli.test_run import SilentMessenger

class Door:
    messenger = SilentMessenger("a")
    async def run(self, engine):
        print("open", flush=True)
        await asyncio.sleep(40)

run.DOORS = (DoorPlan(name="a", is_set=lambda _: True, make=lambda _: Door()),)
sys.exit(main(["run"]))
"""


def test_it_ends_well_when_it_is_told_to() -> None:
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", STANDING_OPEN], env=environment(), stdout=subprocess.PIPE, encoding="utf-8"
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "open\n"
        running.send_signal(signal.SIGTERM)

    assert running.returncode == 0
