"""The name of the command in Slack: one rule, and the same words wherever it is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.slack.manifest import command_set, read_command
from bot.cli import main
from bot.errors import SettingsError
from tests.cli.shell import whatfor

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "http://127.0.0.1:9/api/"}
SHAPE = "A command's name has up to 31 small letters, digits, - and _, like /whatfor."


@pytest.mark.parametrize(
    ("written", "read"),
    [("", "/whatfor"), ("/why", "/why"), ("why-2", "/why-2"), (" /why ", "/why"), ("w" * 31, "/" + "w" * 31)],
)
def test_a_name_has_its_slash(written: str, read: str) -> None:
    assert command_set(written) == read


@pytest.mark.parametrize("name", ["/", "/Why", "why not", "w" * 32, "//why", "-why", "wäre"])
def test_a_name_that_no_command_can_have_is_refused(name: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_command(name)
    assert str(refused.value) == SHAPE


@pytest.mark.parametrize("name", ["/remind", "call", "/dm", "search", "/status", "/shortcuts"])
def test_a_name_that_is_slacks_own_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match=r"is Slack's own command\. Choose another name, like /whatfor\."):
        read_command(name)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("/remind", "/remind is Slack's own command. Choose another name, like /whatfor."),
        ("/What for", SHAPE),
    ],
)
def test_every_way_in_says_the_same(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, words: str
) -> None:
    said = f"WHATFOR_SLACK_COMMAND: {words}"
    for variable, value in {**TOKENS, "WHATFOR_SLACK_COMMAND": name}.items():
        monkeypatch.setenv(variable, value)

    assert main(["manifest", "slack"]) == 1
    assert capsys.readouterr().err == f"{said}\n"

    assert main(["doctor", "--db", str(home / "a.db")]) == 1
    assert f"✗ Slack     {said}\n" in capsys.readouterr().out

    ran = whatfor("run")
    assert (ran.returncode, ran.stderr) == (1, f"Slack: {said}\n")
