from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main
from tests.cli.shell import command, environment, mode, whatfor


def test_every_command_is_listed_and_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    listed = capsys.readouterr().out
    for name, summary in COMMANDS.items():
        assert name in listed
        with pytest.raises(SystemExit, match="0"):
            main([name, "--help"])
        assert summary in " ".join(capsys.readouterr().out.split())


def test_the_database_is_made_and_brought_up_to_date(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "upgrade", "--db", "new/a.db"]) == 0
    assert main(["db", "upgrade", "--db", "new/a.db"]) == 0

    file = home / "new" / "a.db"
    assert capsys.readouterr().out.splitlines() == [f"Made: {file}", f"Up to date already: {file}"]
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)


def test_signs_that_a_terminal_lacks_stop_nothing() -> None:
    ran = whatfor("doctor", more={"PYTHONIOENCODING": "ascii"})

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("? Settings")


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    with subprocess.Popen(  # noqa: S603 - our own program
        command("demo", "--fast"), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as demo:
        assert demo.stdout is not None
        assert demo.stderr is not None
        demo.stdout.readline()
        demo.stdout.close()
        complaint = demo.stderr.read()

    assert (demo.returncode, complaint) == (1, b"")
