from __future__ import annotations

import argparse
import os
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import doctor, main
from bot.domain.people import Account
from bot.engine import Engine
from bot.features import FEATURES
from bot.gestures import Command, Event, Gesture, Text
from bot.ports import Store
from storage import open_store
from tests.adapters.slack.small_slack import APP_TOKEN, BOT_TOKEN, TEAM, SmallSlack
from tests.cli.shell import START, play
from tests.delivery.small_platform import SettableClock

SECRET = "4f9c-canary"  # noqa: S105 - a stand-in that must never be printed


@pytest.fixture
def file(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Make a database with one person in it."""
    play(home / "a.db", START, start="2020-11-23 08:50")
    capsys.readouterr()
    return home / "a.db"


def examined(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, str]]:
    """Return the exit status, and by thing its mark and words, each on one line."""
    status = main(["doctor", *words])
    lines = capsys.readouterr().out.splitlines()
    return status, {line.split()[1]: f"{line[0]} {line.split(maxsplit=2)[2]}" for line in lines if line[0] in "✓✗–"}


def test_a_fresh_machine_is_fine_and_stays_as_it_is(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = examined(capsys)

    assert status == 0
    assert list(found) == ["Settings", "Database", "Clock", "Zones", "Slack", "Discord", "Web"]
    assert found["Settings"] == f"✓ from the environment; no .env in {home}"
    assert found["Database"] == f"– {home}/data/whatfor/whatfor.db is not there yet; the first start makes it."
    assert found["Clock"].startswith("✓")
    assert found["Clock"].endswith("(Europe/Paris)")
    assert found["Zones"].startswith("✓")
    assert found["Slack"] == "– no token; set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to use it."
    assert found["Discord"] == "– no token; set DISCORD_TOKEN to use it."
    assert found["Web"].startswith("– no port; set WHATFOR_WEB_PORT and WHATFOR_WEB_URL")
    assert list(home.iterdir()) == []


def test_a_database_in_order_is_fine_and_nothing_is_made_beside_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name for path in file.parent.iterdir()}

    status, found = examined(capsys, "--db", str(file))

    assert (status, found["Database"]) == (0, f"✓ {file}: up to date, 1 person, for you only.")
    assert {path.name for path in file.parent.iterdir()} == before


async def test_a_database_of_postgres_is_looked_at_too(postgres_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    from bot.cli.doctor import _database  # noqa: PLC0415 - the command itself runs a loop of its own
    from bot.cli.place import read_place  # noqa: PLC0415 - as above

    finding, _ = await _database(read_place(postgres_url))

    assert (finding.mark, finding.words.rsplit(": ", 1)[1]) == ("✓", "up to date, 0 people.")
    assert capsys.readouterr().out == ""


def test_one_token_without_the_other_is_named_and_none_is_printed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / ".env").write_text(f"SLACK_BOT_TOKEN=xoxb-{SECRET}\nDISCORD_TOKEN={SECRET}\nLOG_LEVEL=loud\n", "utf-8")

    status = main(["doctor"])

    printed = "".join(capsys.readouterr())
    assert status == 1
    assert "✗ Settings  SLACK_APP_TOKEN is missing" in printed
    assert "✗ Settings  LOG_LEVEL is one of" in printed
    assert SECRET not in printed


def test_a_door_whose_token_is_set_is_tried(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", SECRET)
    monkeypatch.setenv("DISCORD_API_URL", "http://127.0.0.1:9/api/v10")

    status, found = examined(capsys)

    assert status == 1
    assert found["Discord"].startswith("✗ Discord can't be reached.")


def test_a_database_that_others_can_open_is_wrong(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.chmod(0o644)

    status, found = examined(capsys, "--db", str(file))

    assert (status, found["Database"]) == (
        1,
        f"✗ {file}: others on this machine can open it. Close it: chmod 600 '{file}'",
    )
    assert file.stat().st_mode & 0o777 == 0o644


def changed(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "mark", "words"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "✗", "from a newer version of Whatfor"),
        ("DELETE FROM alembic_version", "✗", "it holds tables of another program"),
    ],
)
def test_a_database_of_another_version_or_program_is_said_so(
    file: Path, capsys: pytest.CaptureFixture[str], statement: str, mark: str, words: str
) -> None:
    changed(file, statement)

    status, found = examined(capsys, "--db", str(file))

    assert (status, found["Database"].startswith(f"{mark} {file}: {words}")) == (1, True)


def test_an_empty_file_is_filled_by_the_first_start(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "a.db").touch(mode=0o600)

    status, found = examined(capsys, "--db", "a.db")

    assert (status, found["Database"]) == (0, f"– {home / 'a.db'}: empty; the first start fills it.")
    assert (home / "a.db").stat().st_size == 0


def test_a_damaged_database_is_wrong(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with file.open("r+b") as damaged:
        damaged.seek(4096)
        damaged.write(os.urandom(file.stat().st_size - 4096))

    status, found = examined(capsys, "--db", str(file))

    assert (status, found["Database"][0]) == (1, "✗")


@pytest.mark.parametrize(
    ("db", "words"),
    [
        (".", "is a directory"),
        ("letter.txt", "it can't be read (file is not a database)"),
        ("letter.txt/a.db", "can't be made"),
        ("sqlite://", "in memory only"),
        (
            f"postgresql://ida:{SECRET}@localhost:1/whatfor",
            "postgresql://ida:***@localhost:1/whatfor: it can't be read",
        ),
        (f"nonsense://ida:{SECRET}@", "✗"),
    ],
)
def test_what_is_no_database_is_said_so_without_a_password(
    home: Path, capsys: pytest.CaptureFixture[str], db: str, words: str
) -> None:
    (home / "letter.txt").write_text("dear diary, this is longer than a header", encoding="utf-8")

    status = main(["doctor", "--db", db])

    printed = "".join(capsys.readouterr())
    assert status == 1
    assert words in printed
    assert SECRET not in printed


def test_a_clock_behind_what_is_stored_is_wrong(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    play(home / "a.db", START, start="2090-11-23 08:50")
    capsys.readouterr()

    status, found = examined(capsys, "--db", "a.db")

    assert status == 1
    assert found["Clock"].startswith("✗")
    assert "the database holds something of Thu 23 Nov 2090 08:50. Set this machine's clock" in found["Clock"]


def test_a_settings_file_that_cannot_be_read_is_said_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / ".env").write_bytes(b"\xff\xfe\x00DISCORD_TOKEN=1")

    status, found = examined(capsys)

    assert (status, found["Settings"][:2]) == (1, "✗ ")
    assert found["Database"].startswith("–")


# --- whether people can write -----------------------------------------------------------------------------------------

CANT = "If they can't: On your app's page, App Home, switch on Messages Tab and “Allow users to send"


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SmallSlack]:
    """Set the tokens of a small Slack."""
    made = SmallSlack(now=lambda: 0.0)
    await made.start()
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
    monkeypatch.setenv("SLACK_APP_TOKEN", APP_TOKEN)
    monkeypatch.setenv("SLACK_API_URL", made.url)
    yield made
    await made.stop()


async def does(store: Store, user: str, gesture: Gesture, at: datetime, platform: str = "slack") -> None:
    """Let somebody do something, in Slack unless told."""
    account = Account(platform, TEAM, user)
    engine = Engine(store, SettableClock(at), FEATURES, [])
    await engine.receive(Event(keys=(f"{user} {at}",), account=account, gesture=gesture, at=at))


async def people(file: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what is said of people."""
    capsys.readouterr()
    await doctor.run(argparse.Namespace(db=str(file)))
    lines = capsys.readouterr().out.splitlines()
    return [f"{line[0]} {line.split(maxsplit=2)[2]}" for line in lines if line[2:].startswith("People")]


@pytest.mark.usefixtures("slack")
async def test_where_nobody_has_written_the_remedy_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home / "a.db"
    store = await open_store(f"sqlite:///{file}")
    assert (await people(file, capsys))[0].startswith(f"– nobody has written to it in Slack yet. {CANT}")
    for user in ("U0IDA", "U0EVE"):
        await does(store, user, Command(words="start"), datetime(2026, 11, 20, 9, tzinfo=UTC))
    (said,) = await people(file, capsys)
    assert said.startswith(f"– none of the 2 who use it has written to it in Slack yet. {CANT}")
    await store.close()


@pytest.mark.usefixtures("slack")
async def test_who_has_written_is_counted_also_when_their_words_are_purged(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / "a.db"
    store = await open_store(f"sqlite:///{file}")
    for number, user in enumerate(("U0IDA", "U0EVE", "U0IDA")):
        at = datetime(2020, 11, 20, 9 + number, 2, tzinfo=UTC)
        words = (START, "hello", "mail - clear it")[number]
        await does(store, user, Text(text=words, message_id=f"{number}"), at)
    await does(store, "U0MAX", Command(words="status"), datetime(2020, 11, 21, 9, tzinfo=UTC))
    assert await people(file, capsys) == ["✓ 2 people have written to it in Slack, last on Fri 20 Nov 2020 12:02."]
    async with store.begin() as tx:
        await tx.inbox.purge(datetime(2030, 1, 1, tzinfo=UTC))
    assert await people(file, capsys) == ["✓ 1 person has written to it in Slack, last on Fri 20 Nov 2020 12:02."]
    await store.close()


@pytest.mark.usefixtures("slack")
async def test_whoever_cannot_be_reached_is_named_with_the_reason_and_the_remedy(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / "a.db"
    store = await open_store(f"sqlite:///{file}")
    reasons = ("messages_tab_disabled", "messages_tab_disabled", "user_disabled")
    for reason, user in zip(reasons, ("U0IDA", "U0EVE", "U0MAX"), strict=True):
        await does(store, user, Text(text="hello", message_id=user), datetime(2020, 11, 20, 9, tzinfo=UTC))
        async with store.begin() as tx:
            await tx.people.unreachable(Account("slack", TEAM, user), f"Slack refused it ({reason})")
    said = await people(file, capsys)
    assert [line.split(". ")[0] for line in said[1:]] == [
        "✗ U0EVE, U0IDA can't be reached in Slack: Slack refused it (messages_tab_disabled)",
        "✗ U0MAX can't be reached in Slack: Slack refused it (user_disabled)",
    ]
    assert "App Home" in said[1]
    assert "whatfor forget" in said[2]
    await store.close()


async def test_whoever_cannot_be_reached_in_discord_is_named_with_the_remedy_too(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", SECRET)
    monkeypatch.setenv("DISCORD_API_URL", "http://127.0.0.1:9/api/v10")
    file = home / "a.db"
    store = await open_store(f"sqlite:///{file}")
    (said,) = await people(file, capsys)
    assert said.startswith("– nobody has written to it in Discord yet. If they can't: They share a server with it, and")
    for code, user in ((50_007, "11"), (50_278, "12"), (50_007, "13")):
        at = datetime(2020, 11, 20, 9, tzinfo=UTC)
        await does(store, user, Text(text="hello", message_id=user), at, "discord")
        async with store.begin() as tx:
            await tx.people.unreachable(Account("discord", TEAM, user), f"Discord refused it ({code})")
    said, *unreachable = await people(file, capsys)
    assert said.startswith("✓ 3 people have written to it in Discord")
    assert [line.split(". ")[:2] for line in unreachable] == [
        [
            "✗ 11, 13 can't be reached in Discord: Discord refused it (50007)",
            "They take no direct messages from it",
        ],
        ["✗ 12 can't be reached in Discord: Discord refused it (50278)", "They share no server with it any more"],
    ]
    await store.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "– port 8080 of 127.0.0.1; set WHATFOR_WEB_URL to give people a link for their calendars."),
        ("https://a.example/", "✓ port 8080 of 127.0.0.1, reached as https://a.example."),
    ],
)
def test_it_says_how_the_web_door_is_reached(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, said: str
) -> None:
    monkeypatch.setenv("WHATFOR_WEB_PORT", "8080")
    monkeypatch.setenv("WHATFOR_WEB_URL", url)

    status, found = examined(capsys)

    assert (status, found["Web"]) == (0, said)
