"""A process may die at any await and any commit: nothing is seen twice, nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).parent.parent.parent
STORED = {"due": (0, 0), "typed": (1, 0), "tapped": (1, 0), "logged": (0, 1)}
SHOWN = {"due": 4, "typed": 5, "tapped": 5, "logged": 5}


def crashes(scenario: str, first: int, stride: int, scratch: Path) -> list[dict[str, Any]]:
    """Return what happened for each point at which the process died; the last is how it is without."""
    program = [sys.executable, str(HOME / "tests" / "delivery" / "crash.py"), scenario, str(first), str(stride)]
    environment = {**os.environ, "PYTHONPATH": str(HOME), "PYTHONWARNINGS": "ignore", "TMPDIR": str(scratch)}
    done = subprocess.run(program, capture_output=True, text=True, check=False, env=environment, cwd=HOME)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(scenario: str, first: int, stride: int, scratch: Path) -> None:
    """See that every crash ends as none would have."""
    *crashed, whole = crashes(scenario, first, stride, scratch)
    assert whole["survived"] is not None
    assert len(crashed) >= whole["survived"] // stride
    assert (whole["entries"], whole["conversations"]) == STORED[scenario]
    assert len(whole["seen"]) == SHOWN[scenario]
    for told in crashed:
        assert told["survived"] is None
        assert {**told, "point": 0} == {**whole, "point": 0, "survived": None}


@pytest.mark.parametrize("scenario", STORED)
def test_a_crash_between_due_and_sent_or_received_and_answered_changes_nothing(scenario: str, tmp_path: Path) -> None:
    check(scenario, 7, 31, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1, 9))
@pytest.mark.parametrize("scenario", STORED)
def test_a_crash_at_every_single_await_changes_nothing(scenario: str, first: int, tmp_path: Path) -> None:
    check(scenario, first, 8, tmp_path)
