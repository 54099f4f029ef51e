"""`whatfor run` killed around sends and acknowledgements, whatever the person does: nothing twice, nothing lost."""

from __future__ import annotations

import pytest

from tests.adapters.doomed import FATES
from tests.adapters.slack.doomed import DoomedSlack
from tests.adapters.survival import survives


@pytest.mark.timeout(120)
async def test_some_kills_around_sends_and_acknowledgements(quick_url: str) -> None:
    await survives(DoomedSlack, quick_url, 4, seed=0)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_many_kills_around_sends_and_acknowledgements(quick_url: str, seed: int) -> None:
    met = await survives(DoomedSlack, quick_url, 100, seed)
    assert met >= {*FATES, "delivered", "acknowledged"}
