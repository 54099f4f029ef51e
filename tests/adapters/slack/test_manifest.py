"""What Slack is told of the app: its own schema takes it, and it asks for no more than is used."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # its types are a package of their own, for one call
import pytest

from adapters.slack.manifest import manifest
from bot.cli import main

REPOSITORY = Path(__file__).parents[3]
SCHEMA = REPOSITORY.parent / "shared" / "specs" / "slack-manifest.schema.json"


@pytest.mark.skipif(not SCHEMA.exists(), reason=f"Slack's schema is not at {SCHEMA}")
def test_slacks_own_schema_takes_it() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    assert list(validator.iter_errors(manifest())) == []
    assert list(validator.iter_errors({**manifest(), "features": {"shortcuts": [{"name": "x" * 25}]}}))


def test_it_asks_for_no_more_than_is_used() -> None:
    told = manifest()
    assert told["oauth_config"]["scopes"] == {
        "bot": ["chat:write", "commands", "files:write", "im:history", "im:write", "users:read"],
        "bot_optional": ["dnd:read"],
    }
    assert told["settings"]["event_subscriptions"]["bot_events"] == [
        "app_home_opened",
        "app_uninstalled",
        "message.im",
        "tokens_revoked",
        "user_status_changed",
    ]
    assert told["settings"]["socket_mode_enabled"]


def test_people_can_write_to_it_and_their_messages_are_no_threads() -> None:
    features = manifest()["features"]
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert features.keys() == {"app_home", "bot_user", "shortcuts", "slash_commands"}


def test_its_shortcuts_are_presses() -> None:
    shortcuts = manifest()["features"]["shortcuts"]
    assert [(each["name"], each["type"], each["callback_id"]) for each in shortcuts] == [
        ("Log a conversation", "global", "v1:call.log:"),
        ("Log what I am doing", "global", "v1:log:"),
        ("Add as follow-up", "message", "v1:followup.add:"),
    ]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("WHATFOR_SLACK_COMMAND", raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest", "slack"]) == 0
    assert json.loads(capsys.readouterr().out) == manifest("/whatfor")


@pytest.mark.parametrize("name", ["why", "/why", " /why "])
def test_its_command_goes_by_the_name_that_is_given(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest", "slack", "--command", name]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["features"]["slash_commands"][0]["command"] == "/why"


@pytest.mark.parametrize("name", ["remind", "/Why", "why not", "", "w" * 32])
def test_a_name_that_slack_refuses_is_refused_here(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["manifest", "slack", "--command", name])
    assert "like /whatfor" in capsys.readouterr().err


def test_its_command_goes_by_the_name_that_is_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WHATFOR_SLACK_COMMAND", "why")
    assert main(["manifest", "slack"]) == 0
    assert json.loads(capsys.readouterr().out) == manifest("/why")
    monkeypatch.setenv("WHATFOR_SLACK_COMMAND", "/remind")
    assert main(["manifest", "slack"]) == 1
    assert "/remind is Slack's own command" in capsys.readouterr().err
