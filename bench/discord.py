"""What a process keeps for prompts that are open in Discord: the real door over a small Discord, on SQLite.

Prints one JSON object. The bot is a process of its own, so that nothing of the small Discord is counted: without a
prompt, with a tenth of them, with all, and once more when it was started again; then some of them are pressed. The
baseline, in the same run, is the library's own way in the same process: a view of the same buttons for each message.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

if Path(sys.path[0]) == Path(__file__).parent:
    sys.path[0] = str(Path(__file__).parents[1])  # this file is called as the library is

from discord import Client, Intents, SelectOption, ui

from adapters.discord import line
from adapters.discord.app import DiscordDoor
from adapters.discord.listener import Listener
from adapters.ticker import ticking
from bot.wiring import open_engine
from tests.adapters.discord.crowd import enrol
from tests.adapters.discord.person import Person
from tests.adapters.discord.small_discord import SmallDiscord
from tests.adapters.discord.world import BOT_TOKEN
from tests.adapters.waiting import StandingClock

PEOPLE = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdecimal() else 10_000
FEW = PEOPLE // 10
AT_ONCE = 200  # people who are added while the bot waits for the database
PRESSED = min(PEOPLE, 200)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
ARRIVES_WITHIN = 1_800.0
LOOK = 0.2
PAGE = os.sysconf("SC_PAGE_SIZE")
MIB = 1024 * 1024

Kept = dict[str, Any]

# --- the process that is looked at ------------------------------------------------------------------------------------


async def bot(url: str, api_url: str, gateway_url: str) -> None:
    """Run the bot, and answer each line of standard input: with what is kept, or with what the library would keep."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it tells of each tick that waits for another
    line._EVEN = 0.0  # noqa: SLF001 - what is looked at is what is kept, not how long Discord lets one wait
    door = DiscordDoor(token=BOT_TOKEN, clock=StandingClock(NINE), api_url=api_url, gateway_url=gateway_url)
    async with open_engine(url, StandingClock(NINE), [door.messenger]) as engine, ticking(engine):
        running = asyncio.create_task(door.run(engine))
        while asked := await asyncio.to_thread(sys.stdin.readline):
            await engine.settle()
            kept: list[object] = views(int(asked.split()[1])) if asked.startswith("views") else []
            print(json.dumps(counted()), flush=True)
            del kept
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def counted() -> Kept:
    """Count what this process keeps."""
    for _ in range(3):
        gc.collect()
    every = gc.get_objects()
    kinds = Counter(f"{type(each).__module__}.{type(each).__qualname__}" for each in every)
    clients = [each for each in every if isinstance(each, Client)]
    states = [each._connection for each in clients]  # noqa: SLF001 - to count what only the library sees
    return {
        "objects": len(every),
        "blocks": sys.getallocatedblocks(),
        "rss": int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE,
        "kinds": dict(kinds),
        "listening": sum(isinstance(each, Listener) for each in clients),
        "views": sum(len(each._view_store._views) for each in states),  # noqa: SLF001 - as above
        "modals": sum(len(each._view_store._modals) for each in states),  # noqa: SLF001 - as above
        "messages": sum(len(each._messages or ()) for each in states),  # noqa: SLF001 - as above
        "conversations": sum(len(each._private_channels) for each in states),  # noqa: SLF001 - as above
        "users": sum(len(each._users) for each in states),  # noqa: SLF001 - as above
        "limits": sum(len(each.http._buckets) for each in clients),  # noqa: SLF001 - as above
    }


def views(number: int) -> list[object]:
    """Return what the library's own way keeps for as many messages: a view for each, so that it hears of a press."""
    client = Client(intents=Intents.none(), max_messages=None)
    for message in range(number):
        view = ui.View(timeout=None)
        for each in range(4):
            view.add_item(ui.Button(label=f"Button {each}", custom_id=f"v1:{each}:{message}"))
        options = [SelectOption(label=f"Option {each}", value=str(each)) for each in range(4)]
        view.add_item(ui.Select(custom_id=f"m1:{message}", options=options))
        client.add_view(view, message_id=message)
    return [client]


# --- the process that looks -------------------------------------------------------------------------------------------


@dataclass
class Watched:
    """The bot's process, asked line by line."""

    process: asyncio.subprocess.Process

    async def ask(self, words: str) -> Kept:
        """Return what the process says it keeps."""
        assert self.process.stdin is not None  # noqa: S101 - it was started with both
        assert self.process.stdout is not None  # noqa: S101 - as above
        self.process.stdin.write(f"{words}\n".encode())
        return dict(json.loads(await self.process.stdout.readline()))


@asynccontextmanager
async def watched(url: str, discord: SmallDiscord) -> AsyncIterator[Watched]:
    """Run the bot for the length of the block."""
    words = [sys.executable, __file__, "bot", url, discord.api_url, discord.gateway.url]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe, limit=MIB)
    try:
        await discord.is_connected()
        yield Watched(process)
    finally:
        assert process.stdin is not None  # noqa: S101 - as above
        process.stdin.close()
        await process.wait()


async def arrived(people: Sequence[Person]) -> None:
    """Wait until everybody has their prompt."""
    for _ in range(round(ARRIVES_WITHIN / LOOK)):
        if all(each.discord.messages[each.channel] for each in people):
            return
        await asyncio.sleep(LOOK)


async def answered(people: Sequence[Person]) -> int:
    """Let people press a button of their prompts, and return how many are answered."""
    for each in people:
        await each.press(each.shown[-1], "On a break")
    for _ in range(round(ARRIVES_WITHIN / LOOK)):
        if all(each.showing("✓") for each in people):
            break
        await asyncio.sleep(LOOK)
    return sum(bool(each.showing("✓")) for each in people)


async def main() -> None:
    """Measure, and print the figures."""
    discord = SmallDiscord(now=NINE.timestamp)
    await discord.start()
    with TemporaryDirectory() as scratch:
        url = f"sqlite:///{Path(scratch) / 'bench.db'}"
        figures = await measured(url, discord)
    await discord.stop()
    print(json.dumps(figures, indent=2))


async def measured(url: str, discord: SmallDiscord) -> Kept:
    """Return the figures of one run."""
    people = [Person(discord, str(2 * 10**17 + number), f"p{number}") for number in range(PEOPLE)]
    discord.trouble.pace["create_message"] = (5, 5.0)  # as Discord does, tell of a limit for each conversation
    await enrol(url, [], NINE)
    async with watched(url, discord) as process:
        kept = [await process.ask("count")]
        for some in (people[:FEW], people[FEW:]):
            for first in range(0, len(some), AT_ONCE):
                await enrol(url, some[first : first + AT_ONCE], NINE)
            await arrived(some)
            kept.append(await process.ask("count"))
        library = await process.ask(f"views {FEW}")
    async with watched(url, discord) as process:
        again = await process.ask("count")
        pressed = await answered(Random(9).sample(people, PRESSED))  # noqa: S311 - any will do
    return {
        "people": PEOPLE,
        "asked": sum(bool(each.shown) for each in people),
        **{name: [each[name] for each in (*kept, again)] for name in again if name != "kinds"},
        "objects_each": (kept[2]["objects"] - kept[1]["objects"]) / (PEOPLE - FEW),
        "blocks_each": (kept[2]["blocks"] - kept[1]["blocks"]) / (PEOPLE - FEW),
        "rss_over_none": kept[2]["rss"] / kept[0]["rss"],
        "rss_mib": kept[2]["rss"] / MIB,
        "grown": (Counter(kept[2]["kinds"]) - Counter(kept[1]["kinds"])).most_common(10),
        "library_objects_each": (library["objects"] - kept[2]["objects"]) / FEW,
        "library_blocks_each": (library["blocks"] - kept[2]["blocks"]) / FEW,
        "pressed_after_restart": PRESSED,
        "answered_after_restart": pressed,
    }


if __name__ == "__main__":
    asyncio.run(bot(*sys.argv[2:]) if sys.argv[1:2] == ["bot"] else main())
