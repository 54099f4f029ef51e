"""The demo's diary, as half hours: played through the whole bot, and read from her ledger and the store."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from adapters.terminal.window import open_window
from bot.cli.demo import perform
from bot.cli.place import read_place
from bot.domain.diary import Kind
from bot.domain.people import Who
from bot.domain.slots import SLOT, Span
from storage import open_store
from tests.bench.diaries import Half, Meaning

_MIA = Who(1, 1)


async def of_the_demo(seed: int) -> list[Half]:
    """Play the week and return what she did, with a kind and a why wherever she ever told one; breaks are left out."""
    with TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        place = read_place(str(Path(folder) / "week.db"))
        place.prepare()
        performed = await perform(place, seed, open_window(zone="UTC", as_json=False, environ={"NO_COLOR": "1"}))
        ledger = performed.mia.ledger
        kinds = {noted.what: noted.kind for noted in ledger.noted}
        store = await open_store(place.url)
        try:
            async with store.begin() as tx:
                entries = await tx.diary.between(_MIA, Span(ledger.noted[0].start, ledger.noted[-1].end))
        finally:
            await store.close()
    zone = ZoneInfo(performed.mia.week.zone)
    halves: list[Half] = []
    for entry in entries:
        kind = kinds.get(entry.what)
        if kind is None or kind is Kind.BREAK:
            continue
        meaning = Meaning(doing=entry.what, whom="", why=entry.why, kind=kind)
        halves += [
            Half(
                start=entry.span.start.astimezone(zone) + number * SLOT,
                meaning=meaning,
                what=entry.what,
                why=entry.why,
                prospects=frozenset(),
                won=frozenset(),
            )
            for number in range(round(entry.span.length / SLOT))
        ]
    return halves
