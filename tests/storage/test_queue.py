"""Whatever happens to the messages of a few people: never two of one at once, never out of turn, nothing lost."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from bot.ports import Envelope, Known, Posted, State, Store
from storage.database import Database
from tests.storage.given import (
    LEASE,
    MINUTE,
    NOW,
    account,
    by_key,
    claimed,
    enrolled,
    everything,
    message,
    planned,
    sent,
    take,
)

OUTCOMES = ("sent", "sent", "on its way", "later", "unknown", "given up", "skipped", "requeued", "crash")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["plan", "plan", "replace", "claim", "claim", "end", "end", "wait"]),
        st.integers(0, 2),
        st.integers(0, 8),
    ),
    max_size=30,
)

_platforms = count(1)


def is_unfinished(row: dict[str, object]) -> bool:
    """Tell by the promise, not by the store's own column, whether something is left to do with a message."""
    match row["state"]:
        case "planned" | "sending":
            return True
        case "unknown":
            return row["retry_at"] is not None or row["leased_until"] is not None
        case "sent":
            return bool(row["shown"] < row["version"])  # type: ignore[operator]  # numbers
        case _:
            return False


@dataclass(slots=True)
class Post:
    """A few people's messages, several workers, and a clock."""

    store: Store
    platform: str
    people: list[Known]
    now: datetime = NOW
    planned: int = 0
    in_hand: dict[int, Envelope] = field(default_factory=dict)
    until: dict[int, datetime] = field(default_factory=dict)
    given_up: set[str] = field(default_factory=set)

    async def rows(self, known: Known) -> list[dict[str, object]]:
        rows = [dict(row) for row in (await everything(self.store, known.who))["outbox"]]
        for row in rows:
            assert (row["ready_at"] is not None) == is_unfinished(row)
        return rows

    async def step(self, what: str, person: int, number: int) -> None:
        known = self.people[person]
        match what:
            case "plan":
                self.planned += 1
                anybodys = known.account if number % 2 else None
                await planned(self.store, known, f"k{self.planned}", account=anybodys, due_at=self.now)
            case "replace":
                async with self.store.begin() as tx:
                    await tx.outbox.replace(known.who, f"k{number}", message(f"face {number}"))
            case "claim":
                await self.claim()
            case "end" if self.in_hand:
                await self.end(list(self.in_hand)[number % len(self.in_hand)], OUTCOMES[number])
            case "wait":
                self.now += timedelta(seconds=20)
            case _:
                pass

    async def claim(self) -> Envelope | None:
        envelope = await claimed(self.store, self.now, [self.platform])
        if envelope is None:
            return None
        held = [each for each in self.in_hand.values() if self.until[each.id] > self.now and each.id != envelope.id]
        assert envelope.who not in {each.who for each in held}, "two of one person at once"
        known = next(known for known in self.people if known.who == envelope.who)
        earlier = [row for row in await self.rows(known) if is_unfinished(row) and row["turn"] < envelope.turn]  # type: ignore[operator]  # numbers
        assert earlier == [], "out of turn"
        self.in_hand[envelope.id], self.until[envelope.id] = envelope, self.now + LEASE
        return envelope

    async def end(self, envelope_id: int, outcome: str) -> None:
        claim = self.in_hand[envelope_id]
        if outcome != "on its way":
            del self.in_hand[envelope_id]
        async with self.store.begin() as tx:
            held = await tx.outbox.held(claim.id, claim.attempt)
            if held is None or outcome == "crash":
                return
            seen = Posted(channel="D", message_id=f"m{held.id}")
            soon = self.now + MINUTE
            match outcome:
                case "sent":
                    await tx.outbox.put(replace(held, state=State.SENT, shown=claim.version, posted=seen))
                case "on its way" if held.state is State.PLANNED:
                    await tx.outbox.put(replace(held, state=State.SENDING, started_at=self.now), release=False)
                case "later":
                    await tx.outbox.put(held, retry_at=soon)
                case "unknown" if held.state is not State.SENT:
                    await tx.outbox.put(replace(held, state=State.UNKNOWN), retry_at=soon)
                case "given up" | "skipped" if held.posted is None:
                    self.given_up.add(held.key + str(held.who))
                    state = State.SKIPPED if outcome == "skipped" else State.UNKNOWN
                    await tx.outbox.put(replace(held, state=state, reason=outcome))
                case "requeued" if held.state is State.PLANNED:
                    await tx.outbox.requeue(held)
                case _:
                    await tx.outbox.put(held)

    async def drain(self) -> None:
        """Deliver everything that is left, waiting as long as the store says."""
        for _ in range(500):
            envelope = await self.claim()
            if envelope is not None:
                await self.end(envelope.id, "sent")
                continue
            async with self.store.begin() as tx:
                moment = await tx.outbox.next_attempt([self.platform])
            if moment is None:
                return
            assert moment > self.now, "there was work to claim"
            self.now = moment
        raise AssertionError("it never ends")


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_messages_go_out_one_at_a_time_in_turn_and_all_of_them(
    store: Store, steps: list[tuple[str, int, int]]
) -> None:
    platform = f"platform {next(_platforms)}"  # the store is the same for every case
    post = Post(store, platform, [await enrolled(store, account(platform)) for _ in range(3)])
    for step in steps:
        await post.step(*step)
    await post.drain()
    rows = {known.who: await post.rows(known) for known in post.people}
    assert sum(len(each) for each in rows.values()) == post.planned
    for who, theirs in rows.items():
        for row in theirs:
            is_shown = row["state"] == "sent" and row["shown"] == row["version"]
            assert is_shown or str(row["key"]) + str(who) in post.given_up


async def test_four_workers_share_the_work_without_two_having_the_same(workers: list[Store]) -> None:
    people = [await enrolled(workers[0]) for _ in range(15)]
    for number in range(3):
        for known in people:
            await planned(workers[0], known, f"k{number}")
    done: list[Envelope] = []

    async def work(worker: Store) -> None:
        while len(done) < 45:
            envelope = await claimed(worker)
            if envelope is not None:
                done.append(envelope)
                await sent(worker, envelope)

    await asyncio.gather(*(work(worker) for worker in workers))
    assert len({envelope.id for envelope in done}) == len(done) == 45
    assert {envelope.attempt for envelope in done} == {1}
    for known in people:
        assert [envelope.key for envelope in done if envelope.who == known.who] == ["k0", "k1", "k2"]


async def test_a_person_somebody_holds_is_left_out_and_offered_again(postgres_workers: list[Store]) -> None:
    one, two = postgres_workers
    ann = await enrolled(one)
    await planned(one, ann, "a")
    async with one.begin() as tx:
        await tx.people.get(ann.who)
        assert await claimed(two) is None
        async with two.begin() as other:
            assert await other.outbox.next_attempt(["slack"]) == NOW
    assert (await take(two)).key == "a"


async def test_answering_and_sending_for_the_same_people_never_block_each_other_for_good(
    postgres_workers: list[Store],
) -> None:
    store = postgres_workers[0]
    people = [await enrolled(store) for _ in range(3)]
    for known in people:
        await planned(store, known, "k")

    async def answer(known: Known, number: int) -> None:
        async with store.begin() as tx:
            await tx.people.get(known.who)
            await tx.agenda.set(known.who, "prompt", NOW)
            await tx.outbox.replace(known.who, "k", message(str(number)))
            await tx.outbox.plan(known.who, key=f"{number}", kind="reply", slot=f"{number}", due_at=NOW)

    async def deliver() -> None:
        async with store.begin() as tx:
            envelope = await tx.outbox.claim(["slack"], NOW, NOW + LEASE)
            if envelope is not None:
                await tx.people.get(envelope.who)
                await tx.outbox.put(replace(envelope, state=State.SENT, shown=envelope.version))

    async def tick() -> None:
        async with store.begin() as tx:
            for due in await tx.agenda.due(["slack"], NOW, 2):
                await tx.people.get(due.who)
                await tx.agenda.set(due.who, due.kind, None)

    for number in range(12):
        await asyncio.gather(
            *(answer(known, number) for known in people), *(deliver() for _ in range(4)), *(tick() for _ in range(2))
        )
    assert {(await by_key(store, known.who, "11")).key for known in people} == {"11"}


@pytest.mark.parametrize("question", ["claim", "next_attempt"])
async def test_what_the_sender_asks_costs_what_is_unfinished(sqlite_store: Store, question: str) -> None:
    """The statements go through the two indexes that hold unfinished rows only."""
    assert isinstance(sqlite_store, Database)
    ann = await enrolled(sqlite_store, account())
    await planned(sqlite_store, ann, "a")
    engine = sqlite_store._engine.sync_engine  # noqa: SLF001 - what is asked is nobody else's business
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(_: object, __: object, statement: str, parameters: tuple[object, ...], *___: object) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    async with sqlite_store.begin() as tx:
        if question == "claim":
            await tx.outbox.claim(["slack", "discord"], NOW, NOW + LEASE)
        else:
            await tx.outbox.next_attempt(["slack", "discord"])
    event.remove(engine, "before_cursor_execute", note)
    statement, parameters = next(each for each in asked if each[0].startswith("SELECT"))
    async with sqlite_store._engine.connect() as connection:  # noqa: SLF001 - as above
        plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)).all()
    used = {row.detail for row in plan if " outbox " in row.detail or " other " in row.detail}
    assert {detail.partition(" (")[0] for detail in used} == {
        "SEARCH outbox USING INDEX ix_outbox_ready",
        "SEARCH other USING INDEX ix_outbox_queue",
    }
