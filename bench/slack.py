"""What Slack waits for while everybody's question falls due: the real door over a small Slack on loopback, on SQLite.

Prints one JSON object. People answer at a steady rate, open loop: fifty in a second, or seven tenths of what this
machine was seen to answer, if that is less. The baseline, in the same run, are as many answers at the same rate while
nothing is due. The small Slack has its work done by the same process, so the times are more than the bot's own.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from adapters.slack.app import SlackDoor
from adapters.ticker import ticking
from bot.agenda import Calendar
from bot.domain.people import Account, Stage
from bot.domain.slots import SLOT
from bot.features import FEATURES
from bot.wiring import open_engine
from storage import open_store
from tests.adapters.slack.office import MovableClock
from tests.adapters.slack.person import Person, all_text
from tests.adapters.slack.small_slack import APP_TOKEN, BOT_TOKEN, TEAM, SmallSlack

PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 200
WANTED_RATE = 50.0
PROBED = 40
PART = 0.7
MISSED = 3.0
ARRIVES_WITHIN = 300.0
LOOK = 0.2
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Bench:
    """A small Slack in which many people work, and what they wrote."""

    def __init__(self, slack: SmallSlack) -> None:
        """Nobody has written yet."""
        self.slack = slack
        self.people = [Person(slack, f"U{number}") for number in range(PEOPLE)]
        self.wrote: dict[str, Person] = {}

    async def write(self, person: Person) -> float:
        """Answer in words; return how long Slack waited for the acknowledgement."""
        word = f"lead{len(self.wrote)}x"
        self.wrote[word] = person
        said = await person.say(f"{word} - to book demos", unheard=True)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await self.slack.deliver("events_api", self.slack.event(said), tries=1)
        return loop.time() - begun

    async def write_steadily(self, rate: float) -> list[float]:
        """Let everybody write once, at this rate whatever happens; return how long each took."""
        writing = []
        for person in self.people:
            writing.append(asyncio.create_task(self.write(person)))
            await asyncio.sleep(1 / rate)
        return sorted(await asyncio.gather(*writing))

    async def capacity(self) -> float:
        """Return how many answers in a second are taken in and answered when a few people write without a pause."""
        loop, few = asyncio.get_running_loop(), 4
        begun = loop.time()

        async def one_after_the_other(people: list[Person]) -> None:
            for person in people:
                await self.write(person)

        await asyncio.gather(*(one_after_the_other(self.people[first:PROBED:few]) for first in range(few)))
        await self.arrived()
        return PROBED / (loop.time() - begun)

    async def arrived(self) -> None:
        """Wait until everything that was written is answered, for a few minutes at the most."""
        for _ in range(round(ARRIVES_WITHIN / LOOK)):
            if self.lost() == 0:
                return
            await asyncio.sleep(LOOK)

    def lost(self) -> int:
        """Count what was written and has no answer."""
        return sum(1 for word, person in self.wrote.items() if not person.showing(word))

    def doubled(self) -> int:
        """Count what is shown twice."""
        names = [(each["blocks"][0]["block_id"], person.user) for person in self.people for each in person.shown]
        return len(names) - len(set(names))

    def unasked(self) -> int:
        """Count the people who have neither the question of nine o'clock nor its answer."""
        begins = f"<!date^{NINE.timestamp():.0f}^"
        return sum(1 for each in self.people if not any(begins in all_text(one) for one in each.shown))


async def enrol(url: str) -> None:
    """Add people who have started, all due at nine."""
    store, calendar = await open_store(url), Calendar(FEATURES)
    async with store.begin() as tx:
        for number in range(PEOPLE):
            known = await tx.people.enrol(Account("slack", TEAM, f"U{number}"), "UTC", NINE)
            person = replace(await tx.people.get(known.who), stage=Stage.STARTED, started_at=NINE)
            await tx.people.save(person)
            await calendar.set(tx, person, NINE - SLOT)
    await store.close()


def share(times: list[float], part: float) -> float:
    """Return the time in milliseconds that this part of all kept to."""
    return times[min(len(times) - 1, round(len(times) * part))] * 1000


async def main() -> None:
    """Measure, and print the figures."""
    with TemporaryDirectory() as scratch:
        url = f"sqlite:///{Path(scratch) / 'bench.db'}"
        await enrol(url)
        clock = MovableClock(NINE - timedelta(minutes=25))
        slack = SmallSlack(now=lambda: clock.now().timestamp(), slowness=1.0, burst=3)
        await slack.start()
        door = SlackDoor(bot_token=BOT_TOKEN, app_token=APP_TOKEN, clock=clock, api_url=slack.url)
        async with open_engine(url, clock, [door.messenger]) as engine, ticking(engine):
            running = asyncio.create_task(door.run(engine))
            await slack.is_connected()
            figures = await measured(Bench(slack), clock)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        await slack.stop()
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}, indent=2))


async def measured(bench: Bench, clock: MovableClock) -> dict[str, float]:
    """Return the figures of one run."""
    can = await bench.capacity()
    rate = min(WANTED_RATE, can * PART)
    calm = await bench.write_steadily(rate)
    await bench.arrived()
    clock.moved += NINE - clock.now()
    herd = await bench.write_steadily(rate)
    await bench.arrived()
    return {
        "people": PEOPLE,
        "answered_per_s": can,
        "rate_per_s": rate,
        "calm_p50_ms": share(calm, 0.5),
        "calm_p99_ms": share(calm, 0.99),
        "herd_p50_ms": share(herd, 0.5),
        "herd_p99_ms": share(herd, 0.99),
        "herd_p999_ms": share(herd, 0.999),
        "herd_worst_ms": herd[-1] * 1000,
        "herd_over_calm_p50": share(herd, 0.5) / share(calm, 0.5),
        "herd_over_calm_p99": share(herd, 0.99) / share(calm, 0.99),
        "missed_deadlines": sum(1 for each in (*calm, *herd) if each > MISSED),
        "provoked_429": bench.slack.limited,
        "lost": bench.lost(),
        "doubled": bench.doubled(),
        "not_asked": bench.unasked(),
    }


if __name__ == "__main__":
    asyncio.run(main())
