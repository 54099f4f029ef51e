"""`whatfor run` killed around sends and answers, whatever the person does: nothing twice, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.discord.doomed import DoomedDiscord
from tests.adapters.doomed import FATES
from tests.adapters.survival import survives


@pytest.mark.timeout(120)
async def test_some_kills_around_sends_and_answers(tmp_path: Path) -> None:
    await survives(DoomedDiscord, tmp_path, 4, seed=0)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_many_kills_around_sends_and_answers(tmp_path: Path, seed: int) -> None:
    met = await survives(DoomedDiscord, tmp_path, 100, seed)
    assert met >= {*FATES, "delivered"}
