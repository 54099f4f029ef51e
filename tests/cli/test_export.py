from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.cli.export import cell
from tests.cli.shell import START, mode, play

FORMULA = '=HYPERLINK(1) - to sing, "loudly"'


@pytest.fixture
def file(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Make a database with one person, whose words look like formulas."""
    play(home / "a.db", START, f"> {FORMULA}", 'call log "@Dana" yes - +1 for both of us')
    capsys.readouterr()
    return home / "a.db"


def test_everything_is_written_once_as_json_and_once_as_csv(
    home: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--db", str(file), "--out", "out"]) == 0

    document = json.loads((home / "out" / "whatfor.json").read_text(encoding="utf-8"))
    tables = document["tables"]
    assert document["account"] == "terminal/local/me"
    assert [entry["what"] for entry in tables["entries"]] == ["=HYPERLINK(1)"]
    assert [prospect["name"] for prospect in tables["prospects"]] == ["@Dana"]
    assert {"accounts", "people", "prompts", "conversations", "inbox", "outbox"} <= set(tables)
    for name, rows in tables.items():
        with (home / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as text:
            assert list(csv.DictReader(text)) == [{key: cell(value) for key, value in row.items()} for row in rows]
    said = capsys.readouterr().out
    assert f"is in {home / 'out'}:" in said
    assert "entries.csv  1 row\n" in said


def test_the_files_are_for_their_owner_only_and_go_over_no_other(
    home: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--db", str(file)]) == 0

    written = home / "whatfor-export"
    assert (mode(written), {mode(path) for path in written.iterdir()}) == (0o700, {0o600})
    assert main(["export", "--db", str(file)]) == 1
    assert "is there already. Name a new directory with --out." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain - words", "plain - words"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("'quoted'", "'quoted'"),
        ("", ""),
        (None, ""),
        (True, "true"),
        (-7, "-7"),
        (["=1"], '["=1"]'),
    ],
)
def test_no_cell_is_a_formula(value: object, written: str) -> None:
    assert cell(value) == written


def test_with_several_people_one_has_to_be_named(home: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    play(file, "as coach", START, "words of the coach", start="2026-11-24 08:50")
    capsys.readouterr()

    assert main(["export", "--db", str(file)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Several people are here. Name one with --account:",
        "  terminal/local/coach",
        "  terminal/local/me",
    ]
    assert main(["export", "--db", str(file), "--account", "terminal/local/me"]) == 0
    assert "words of the coach" not in (home / "whatfor-export" / "whatfor.json").read_text(encoding="utf-8")


def test_who_is_not_there_is_said_with_who_is(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--db", str(file), "--account", "slack/T1/U1"]) == 1
    assert capsys.readouterr().err == "Nobody here is slack/T1/U1. There is:\n  terminal/local/me\n"


def test_what_is_no_account_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["export", "--account", "me"])
    assert "terminal/local/me" in capsys.readouterr().err


def test_a_database_that_is_not_there_is_not_made(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--db", "none.db"]) == 1
    assert capsys.readouterr().err.startswith(f"There is no database at {home / 'none.db'}")
    assert list(home.iterdir()) == []


def test_an_empty_database_has_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "upgrade", "--db", "a.db"]) == 0
    assert main(["export", "--db", "a.db"]) == 1
    assert capsys.readouterr().err == "Nobody is in this database yet.\n"


def test_the_database_of_the_settings_is_the_one_that_is_meant(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "half of it")

    assert main(["export"]) == 0
    assert "Everything held for terminal/local/me" in capsys.readouterr().out
