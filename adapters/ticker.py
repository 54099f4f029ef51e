"""The passing of time: a few process-wide jobs that call the engine."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.engine import Engine
from bot.errors import fault

TICK = timedelta(seconds=2)
HOUSEKEEPING = timedelta(hours=6)

log = logging.getLogger(__name__)


@asynccontextmanager
async def ticking(engine: Engine) -> AsyncIterator[None]:
    """Keep an engine going while the block lasts: what is due is sent, what was answered goes out at once.

    What is on its way at the end is let arrive.
    """
    scheduler = AsyncIOScheduler(timezone=UTC)
    at_work: set[asyncio.Task[None] | None] = set()

    async def do(job: Callable[[], Awaitable[None]]) -> None:
        at_work.add(task := asyncio.current_task())
        try:
            await _steadily(job)
        finally:
            at_work.discard(task)

    for job, every in ((engine.settle, TICK), (engine.tidy, HOUSEKEEPING)):
        scheduler.add_job(
            do,
            "interval",
            args=(job,),
            seconds=every.total_seconds(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    sender = asyncio.create_task(_send(engine))
    scheduler.start()
    try:
        yield
    finally:
        try:
            await engine.finish()
        finally:
            scheduler.shutdown(wait=False)
            sender.cancel()
            # The scheduler cancels what is at work; the store may be closed only when that has let go of it.
            await asyncio.gather(sender, *(task for task in at_work if task), return_exceptions=True)


async def _send(engine: Engine) -> None:
    """Deliver as soon as there is something to deliver."""
    while True:
        await engine.woken.wait()
        engine.woken.clear()
        await _steadily(engine.settle)


async def _steadily(job: Callable[[], Awaitable[None]]) -> None:
    """Do a job; one that fails is logged and done again the next time."""
    try:
        await job()
    except Exception as error:  # noqa: BLE001 - a database that is away for a minute must not end the bot
        log.error("%s: %s", getattr(job, "__name__", "job"), fault(error))  # noqa: TRY400 - a traceback could hold words
