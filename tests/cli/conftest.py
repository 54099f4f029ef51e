"""A machine of one's own for each test of a command: an empty directory, no settings, no data."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import SETTINGS


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    directory = tmp_path / "home"
    temporary = tmp_path / "tmp"
    directory.mkdir()
    temporary.mkdir()
    monkeypatch.setenv("HOME", str(directory))
    monkeypatch.setenv("XDG_DATA_HOME", str(directory / "data"))
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("TZ", "Europe/Paris")
    monkeypatch.chdir(directory)
    return directory
