from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from tests.cli.shell import START, play

LIST = "Name;Notes;Phone\nDana Klein;a shop;1\n;nobody;\nJosé;\x1b[31mred\x1b[0m;\n"
SHOWN = (
    "2 people found, 2 new, 1 line can't be read.\n"
    "New               Dana Klein, José\n"
    "Can't be read     line 3: there is no name\n"
    "Columns left out  Phone\n"
)
TAKEN = (
    "Imported: 2 people. Dana Klein, José. "
    "`prospect list` shows them, and your daily nudge names who was never asked.\n"
)


@pytest.fixture
def file(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Make a database with one person, and a list beside it."""
    play(home / "a.db", START)
    capsys.readouterr()
    (home / "people.csv").write_text(LIST, encoding="utf-8")
    return home / "a.db"


def names(file: Path, capsys: pytest.CaptureFixture[str]) -> str:
    play(file, "prospect list", start="2026-11-24 08:50")
    return capsys.readouterr().out


def test_a_file_is_shown_asked_about_and_taken_over(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("builtins.input", lambda text: {"Import 2? [y/N] ": "y"}[text])

    assert main(["import", "people.csv", "--db", str(file)]) == 0
    assert capsys.readouterr().out == SHOWN + TAKEN
    listed = names(file, capsys)
    assert "Dana Klein — not asked yet" in listed
    assert "2 people: 2 maybes" in listed


@pytest.mark.parametrize("answer", ["n", "", "what?"])
def test_without_a_yes_nothing_is_stored(
    file: Path, answer: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: answer)

    assert main(["import", "people.csv", "--db", str(file)]) == 1
    assert capsys.readouterr().out == SHOWN + "Nothing was imported.\n"
    assert "Dana" not in names(file, capsys)


def test_the_same_file_again_adds_nobody(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["import", "people.csv", "--db", str(file), "--yes"]) == 0
    said = capsys.readouterr().out.removeprefix(SHOWN + TAKEN)
    assert said.startswith("2 people found, 0 new, 2 known already, 1 line can't be read.\n")
    assert said.endswith("\nNothing to import.\n")


@pytest.mark.parametrize(
    "written",
    [
        LIST.encode("utf-8-sig"),
        LIST.encode("cp1252"),
        LIST.replace(";", "\t").encode(),
        LIST.replace("\n", "\r\n").encode(),
    ],
)
def test_it_is_read_however_a_spreadsheet_saved_it(
    file: Path, written: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (file.parent / "people.csv").write_bytes(written)

    assert main(["import", "people.csv", "--db", str(file), "--yes"]) == 0
    assert capsys.readouterr().out == SHOWN + TAKEN


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("none.csv", None, "none.csv can't be read: No such file or directory.\n"),
        ("", None, " can't be read: Is a directory.\n"),
        (
            "people.xlsx",
            b"PK\0\1",
            "people.xlsx is no list of people. Save the sheet as CSV (UTF-8), and name that file.\n",
        ),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    file: Path, name: str, written: bytes | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file.parent / name
    if written is not None:
        path.write_bytes(written)

    assert main(["import", str(path), "--db", str(file), "--yes"]) == 1
    assert capsys.readouterr().err.endswith(said)


def test_a_file_with_nobody_in_it_says_so(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file.parent / "people.csv").write_text("name\n\n")

    assert main(["import", "people.csv", "--db", str(file), "--yes"]) == 1
    assert capsys.readouterr().out == "0 people found, 0 new.\nNothing to import.\n"
