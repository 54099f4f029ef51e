from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.cli.shell import command, environment, play

FAKETIME = shutil.which("faketime")


@pytest.mark.skipif(FAKETIME is None, reason="faketime is not installed (on Debian and Ubuntu: apt install faketime)")
async def test_at_a_false_time_the_process_asks_at_the_false_half_hour(home: Path) -> None:
    await asyncio.to_thread(
        play,
        home / "a.db",
        "start zone:UTC hours:9-17 days:mon-fri cadence:30 block:10:00 goal:3",
        "@ 2026-11-23 09:20",
    )
    process = await asyncio.create_subprocess_exec(
        str(FAKETIME),
        "2026-11-23 09:29:57",
        *command("chat", "--db", str(home / "a.db"), "--zone", "UTC"),
        env=environment({"TZ": "UTC", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "PYTHONUNBUFFERED": "1"}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(40):
            shown = await process.stdout.readuntil("What are you doing, and why? 09:30–10:00".encode())
            process.stdin.close()
            status = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()

    assert shown.decode().splitlines()[-1].startswith("09:30  ")
    assert status == 0
