"""`whatfor parse`: what is understood of a reply, as data."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from bot.cli import main
from bot.cli.parse import INTENTS
from bot.grammar.reply import Reply

AT = ["--now", "2026-11-25T14:35", "--zone", "Europe/Paris"]


def parsed(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main(["parse", *words, *AT]) == 0
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    return told


def test_every_meaning_has_an_intent() -> None:
    assert set(INTENTS) == set(get_args(Reply))


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("calling leads - to book demos", "entry"),
        ("ditto", "same"),
        ("skip", "skip"),
        ("undo", "undo"),
        ("because the boss asked", "why"),
        ("s/a/b", "substitute"),
        ("pause 2h", "pause"),
        ("!call log Dana yes", "command"),
        ("report", "command"),
        ("hello", "help"),
        ("", "text"),
    ],
)
def test_the_intent_is_named(words: str, intent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert parsed(capsys, words)["intent"] == intent


def test_an_entry_has_its_times_with_their_offset(capsys: pytest.CaptureFixture[str]) -> None:
    assert parsed(capsys, "yesterday 16:00-17:30 proposal for Acme because deadline") == {
        "intent": "entry",
        "entries": [
            {
                "what": "proposal for Acme",
                "why": "deadline",
                "start": "2026-11-24T16:00:00+01:00",
                "end": "2026-11-24T17:30:00+01:00",
                "break": False,
                "tags": [],
            }
        ],
        "flags": [],
        "rests": False,
        "command": None,
        "plain": None,
    }


def test_words_may_be_the_why_that_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    told = parsed(capsys, "to clear the desk", "--awaiting", "why")
    assert (told["intent"], told["why"]) == ("why", "clear the desk")


def test_a_pause_says_until_when(capsys: pytest.CaptureFixture[str]) -> None:
    assert parsed(capsys, "quiet for 2h")["until"] == "2026-11-25T16:35:00+01:00"


def test_a_moment_that_is_none_is_refused_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["parse", "x", "--now", "noon"])
    assert left.value.code == 2
    assert '"noon" is no moment. Write it like 2026-11-25T14:35.' in capsys.readouterr().err
