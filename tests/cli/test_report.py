"""`whatfor report`: a week's report as files, and the pictures that the terminal is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from bot.cli import main
from tests.cli.shell import START, mode, play

WEEK = "2025-W48"


@pytest.fixture
def file(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Make a database with one person and the first of their mornings, a year ago."""
    day = "2025-11-24 08:50"
    assert play(home / "a.db", START, "@ 10:30", "9-10:30 calling leads - to book demos", "report week", start=day) == 0
    capsys.readouterr()
    return home / "a.db"


def test_the_report_of_a_week_is_written_as_its_text_and_as_pictures_on_both_grounds(
    home: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--db", str(file), "--week", WEEK, "--out", "out"]) == 0

    written = home / "out"
    assert {path.name for path in written.iterdir()} == {"report.txt", "week-light.png", "week-dark.png"}
    text = (written / "report.txt").read_text(encoding="utf-8")
    assert text.startswith("Week 48 · 24–30 Nov\n")
    assert "\nMon 24: 1.5 h kind not said, open 10:30–17:00.\n" in text
    assert text in capsys.readouterr().out
    grounds = [Image.open(written / f"week-{theme}.png").convert("L").tobytes()[0] for theme in ("light", "dark")]
    assert grounds == sorted(grounds, reverse=True)
    assert (mode(written), {mode(path) for path in written.iterdir()}) == (0o700, {0o600})


def test_a_process_that_was_drawn_has_its_picture(home: Path, file: Path) -> None:
    play(file, "steps set keep", start="2025-11-25 08:50")
    assert main(["report", "--db", str(file), "--week", WEEK, "--out", "out"]) == 0
    assert (home / "out" / "process-dark.png").exists()


def test_a_week_without_anything_has_a_picture_here_too(home: Path, file: Path) -> None:
    assert main(["report", "--db", str(file), "--week", "2025-W49", "--out", "out"]) == 0
    assert (home / "out" / "week-dark.png").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--week", "soon"], '"soon" is no week. Write this, last, or one like '),
        (["--week", "2899-W01"], "2899-W01 has not begun."),
        (["--account", "terminal/local/you"], "Nobody here is terminal/local/you."),
        (["--out", "a.db"], "a.db is there already. Name a new directory with --out."),
        (["--out", "a.db/out"], "a.db/out can't be written to: Not a directory. Name another with --out."),
    ],
)
def test_what_can_not_be_is_said_with_what_to_do(
    file: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--db", str(file), *words]) == 1
    assert said in capsys.readouterr().err


def test_nothing_is_written_over_what_is_there(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--db", str(file), "--week", WEEK]) == 0
    assert main(["report", "--db", str(file), "--week", WEEK]) == 1
    assert "is there already. Name a new directory with --out." in capsys.readouterr().err


def test_the_terminal_says_where_the_picture_lies_and_a_script_without_a_database_leaves_none(
    home: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (picture,) = (home / "a.db.pictures").iterdir()
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert play(file, "report week", start="2025-11-24 11:00") == 0
    said = capsys.readouterr().out.replace("\n       ", "")
    assert "Picture:" in said
    assert str(home / "a.db.pictures") in said

    script = home / "again.script"
    script.write_text(f"{START}\n@ 10:30\n9-10:30 calling leads - to book demos\nreport week\n", encoding="utf-8")
    assert main(["chat", "--script", str(script), "--start", "2025-11-24 08:50", "--zone", "Europe/Paris"]) == 0
    said = capsys.readouterr().out
    assert "In half hours, Paris time." in said
    assert "Picture: " not in said
    assert not list((home.parent / "tmp").iterdir())
