from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest

from bot.cli import main
from tests.cli.shell import START, mode, play, whatfor

QUESTION = "What are you doing, and why?"


def test_a_script_is_played_on_its_own_clock(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = home / "a.script"
    script.write_text(f"@ 2026-11-23 08:50\n{START}\n@ 09:30\n", encoding="utf-8")

    status = main(["chat", "--script", str(script), "--zone", "Europe/Paris"])

    printed = capsys.readouterr()
    assert (status, printed.err) == (0, "")
    assert "Monday 23 November 2026" in printed.out
    assert [line for line in printed.out.splitlines() if QUESTION in line] == [
        f"08:50  {QUESTION} 08:30–09:00",
        f"09:00  {QUESTION} 09:00–09:30",
        f"09:30  {QUESTION} 09:30–10:00",
    ]


def test_a_script_comes_from_standard_input_and_goes_out_as_json() -> None:
    ran = whatfor("chat", "--script", "-", "--json", "--start", "2026-11-23 08:50", stdin=f"{START}\nmail - peace\n")

    said = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [each["kind"] for each in said] == ["message", "message", "replace"]
    assert said[0]["at"] == "2026-11-23T07:50:00Z"
    assert said[2]["text"].startswith("✓ 08:30–09:00 mail — peace")


def test_a_start_in_one_line_asks_nothing_more(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert play(home / "a.db", START, as_json=True) == 0

    kinds = [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]
    assert kinds == ["message", "message"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("hello", "[Nothing of the kind]"), "line 2: There is no [Nothing of the kind]"),
        (("@ 2026-11-23 09:00", "@ 2026-11-23 08:59"), "line 2: That is before the clock"),
        (("hello", "[Change]"), "line 2: The script ends while"),
    ],
)
def test_a_line_that_cannot_be_carried_out_ends_it_with_two(
    home: Path, capsys: pytest.CaptureFixture[str], lines: tuple[str, ...], said: str
) -> None:
    assert play(home / "a.db", *lines) == 2
    assert capsys.readouterr().err.startswith(said)


def test_without_a_clock_a_script_does_not_begin(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "a.script").write_text("hello\n", encoding="utf-8")

    assert main(["chat", "--script", "a.script"]) == 2
    assert "No time is set yet" in capsys.readouterr().err


def test_a_script_that_is_not_there_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chat", "--script", "none.script"]) == 2
    assert "none.script" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("--zone", "nowhere"), ("--start", "soon"), ("--start", "2026-11-23 09:00+01:00")])
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["chat", *words])
    assert "Write it like" in capsys.readouterr().err


def test_a_start_is_for_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chat", "--start", "2026-11-23 09:00"]) == 2
    assert "--script" in capsys.readouterr().err


# --- the database -----------------------------------------------------------------------------------------------------


def test_a_script_leaves_nothing_behind_unless_it_names_a_database(home: Path) -> None:
    (home / "a.script").write_text(f"{START}\n", encoding="utf-8")

    assert main(["chat", "--script", "a.script", "--start", "2026-11-23 08:50"]) == 0

    assert list(Path(tempfile.gettempdir()).iterdir()) == []
    assert [path.name for path in home.iterdir()] == ["a.script"]


def test_a_database_that_is_named_is_kept_for_its_owner_only(home: Path) -> None:
    file = home / "kept" / "a.db"
    (home / "kept").mkdir()

    assert play(file, START) == 0

    assert (mode(file), mode(home / "kept" / "a.db.terminal")) == (0o600, 0o600)


def test_a_conversation_goes_on_where_it_was(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    play(home / "a.db", START)
    capsys.readouterr()

    assert play(home / "a.db", "[On a break]", "today", start="2026-11-23 08:55") == 0

    said = capsys.readouterr().out
    assert "Started" not in said
    assert "08:30–09:00 break" in said


def test_a_new_database_does_not_inherit_what_was_shown_of_an_old_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    play(home / "a.db", START)
    (home / "a.db").unlink()
    capsys.readouterr()

    assert play(home / "a.db", START) == 0
    assert "Started." in capsys.readouterr().out


@pytest.mark.parametrize("words", [("chat", "--script", "-"), ("export",), ("forget", "--yes"), ("db", "upgrade")])
def test_a_file_that_is_no_database_is_left_as_it_is(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    letter = home / "letter.txt"
    letter.write_text("dear diary", encoding="utf-8")
    letter.chmod(0o644)

    assert main([*words, "--db", str(letter)]) == 1

    assert "is no database" in capsys.readouterr().err
    assert (letter.read_text(encoding="utf-8"), mode(letter)) == ("dear diary", 0o644)
    assert [path.name for path in home.iterdir()] == ["letter.txt"]


# --- live -------------------------------------------------------------------------------------------------------------


def test_the_live_conversation_has_the_machines_zone_and_the_configured_database(home: Path) -> None:
    (home / ".env").write_text("DATABASE_URL=sqlite:///mine.db\nWHATFOR_OPERATOR=Ida\n", encoding="utf-8")

    ran = whatfor("chat", stdin="hello\n/quit\nnot read any more\n", more={"TZ": "Asia/Tokyo"})

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Your week: Asia/Tokyo, Mon–Fri 9–17" in ran.stdout
    assert "Ida runs this bot and could technically read what it stores" in " ".join(ran.stdout.split())
    assert "not read" not in ran.stdout
    assert mode(home / "mine.db") == 0o600


def test_a_wrong_token_does_not_keep_anybody_from_their_own_conversation(home: Path) -> None:
    (home / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\n", encoding="utf-8")

    ran = whatfor("chat", "--json", stdin="hello\n")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Your week: Europe/Paris" in json.loads(ran.stdout.splitlines()[0])["text"]
    assert (home / "data" / "whatfor" / "whatfor.db").exists()
