"""`whatfor run` killed around sends and acknowledgements, whatever the person does: nothing twice, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.doomed import FATES
from tests.adapters.slack.doomed import DoomedSlack
from tests.adapters.survival import survives


@pytest.mark.timeout(120)
async def test_some_kills_around_sends_and_acknowledgements(tmp_path: Path) -> None:
    await survives(DoomedSlack, tmp_path, 4, seed=0)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_many_kills_around_sends_and_acknowledgements(tmp_path: Path, seed: int) -> None:
    met = await survives(DoomedSlack, tmp_path, 100, seed)
    assert met >= {*FATES, "delivered", "acknowledged"}
