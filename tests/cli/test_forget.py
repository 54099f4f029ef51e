from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from tests.cli.shell import START, play

CANARY = "Kanarienvogel"


@pytest.fixture
def file(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Make a database in which everything that can hold words holds a canary."""
    play(
        home / "a.db",
        START,
        f"{CANARY} - to sing {CANARY}",
        f"same {CANARY}",
        f"~ {CANARY} again",
        f'call log {CANARY} thinking until tue offer:"{CANARY}" - {CANARY}',
        "[Reflect]",
        CANARY,
        ".",
        CANARY,
        ".",
        CANARY,
        "[Edit]",
        "",
        "thinking",
        "2020-01-01",
        CANARY,
        CANARY,
        ".",
        "[Cancel]",
        "@ 2026-11-23 09:31",
        f"start zone:{CANARY}",
        "[Cancel]",
        "undo",
        "report week",
        "today",
        start="2026-11-23 08:50",
    )
    assert CANARY in capsys.readouterr().out
    return home / "a.db"


def canaries(home: Path) -> list[str]:
    """Return the files in which the canary's name stands."""
    return [
        path.name
        for path in home.iterdir()
        if path.is_file() and path.suffix != ".script" and CANARY.casefold().encode() in path.read_bytes().lower()
    ]


def test_nothing_is_left_in_any_file(home: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert canaries(home) == ["a.db"]
    assert (home / "a.db.pictures").exists()

    assert main(["forget", "--db", str(file), "--yes"]) == 0

    assert canaries(home) == []
    assert not (home / "a.db.pictures").exists()
    said = capsys.readouterr().out
    assert "Held for terminal/local/me: 2 entries of the diary, 1 conversation, 1 prospect, " in said
    assert (
        "What was said in the chat stays in the chat: Slack, Discord or your terminal keep their own messages." in said
    )


@pytest.mark.parametrize(("answer", "status", "left"), [("y", 0, []), ("n", 1, ["a.db"]), ("", 1, ["a.db"])])
def test_it_asks_first(
    home: Path,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str,
    status: int,
    left: list[str],
) -> None:
    asked: list[str] = []

    def reply(question: str) -> str:
        asked.append(question)
        return answer

    monkeypatch.setattr("builtins.input", reply)

    assert main(["forget", "--db", str(file)]) == status

    assert canaries(home) == left
    assert asked == ["Delete all of it? This can't be undone, and an export is the way to keep a copy. [y/N] "]
    assert ("Nothing was deleted." in capsys.readouterr().out) == bool(left)


def test_without_anybody_to_ask_nothing_is_deleted(
    home: Path, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("/dev/null").open(encoding="utf-8") as nobody:
        monkeypatch.setattr("sys.stdin", nobody)
        assert main(["forget", "--db", str(file)]) == 1

    assert canaries(home) == ["a.db"]
    assert capsys.readouterr().out.endswith("Nothing was deleted.\n")


def test_others_keep_what_is_theirs(home: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ("as coach", START, "words of the coach", "@ 2026-11-24 09:30", "report week")
    play(file, *lines, start="2026-11-24 08:50")

    assert main(["forget", "--db", str(file), "--yes", "--account", "terminal/local/me"]) == 0

    assert canaries(home) == []
    capsys.readouterr()
    assert play(file, "as coach", "@ 2026-11-24 08:52", "today", start="2026-11-24 08:51") == 0
    assert "words of the coach" in capsys.readouterr().out


def test_others_keep_their_pictures(home: Path, file: Path) -> None:
    lines = ("as coach", START, "words of the coach", "@ 2026-11-24 09:30", "report week")
    play(file, *lines, start="2026-11-24 08:50")
    assert len(list((home / "a.db.pictures").iterdir())) == 2

    assert main(["forget", "--db", str(file), "--yes", "--account", "terminal/local/me"]) == 0

    assert len(list((home / "a.db.pictures").iterdir())) == 1


def test_who_was_forgotten_can_begin_again(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["forget", "--db", str(file), "--yes"])
    capsys.readouterr()

    assert play(file, START, start="2026-11-24 08:50") == 0
    assert "Started." in capsys.readouterr().out
