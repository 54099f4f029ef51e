from __future__ import annotations

from bot.ports import Due, Store
from tests.storage.given import MINUTE, NOW, account, enrolled

SLACK = ["slack"]


async def test_a_moment_is_set_moved_and_taken_away(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        assert await tx.agenda.next_due(ann.who, "prompt") is None
        assert await tx.agenda.soonest(SLACK) is None
        await tx.agenda.set(ann.who, "prompt", NOW)
        await tx.agenda.set(ann.who, "report", NOW + MINUTE)
        await tx.agenda.set(ann.who, "prompt", NOW + 2 * MINUTE)
    async with store.begin() as tx:
        assert await tx.agenda.next_due(ann.who, "prompt") == NOW + 2 * MINUTE
        assert await tx.agenda.soonest(SLACK) == NOW + MINUTE
        await tx.agenda.set(ann.who, "report", None)
        await tx.agenda.set(ann.who, "nudge", None)
        assert await tx.agenda.next_due(ann.who, "report") is None
        assert await tx.agenda.soonest(SLACK) == NOW + 2 * MINUTE


async def test_what_is_due_comes_the_earliest_first_and_no_more_than_asked_for(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store)
    async with store.begin() as tx:
        await tx.agenda.set(ann.who, "report", NOW + MINUTE)
        await tx.agenda.set(ben.who, "prompt", NOW)
        await tx.agenda.set(ann.who, "prompt", NOW - MINUTE)
    async with store.begin() as tx:
        first, second = (
            Due(who=ann.who, kind="prompt", due_at=NOW - MINUTE),
            Due(who=ben.who, kind="prompt", due_at=NOW),
        )
        assert await tx.agenda.due(SLACK, NOW, 9) == (first, second)
        assert await tx.agenda.due(SLACK, NOW, 1) == (first,)


async def test_only_people_of_the_given_platforms_are_due(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store, account("discord"))
    async with store.begin() as tx:
        for known in (ann, ben):
            await tx.agenda.set(known.who, "prompt", NOW)
        assert await tx.agenda.due(["discord", "web"], NOW, 9) == (Due(who=ben.who, kind="prompt", due_at=NOW),)
        assert await tx.agenda.soonest(["web"]) is None
        assert await tx.agenda.due([], NOW, 9) == ()


async def test_what_one_worker_has_in_hand_another_leaves_out(postgres_workers: list[Store]) -> None:
    one, two = postgres_workers
    people = [(await enrolled(one)).who for _ in range(3)]
    async with one.begin() as tx:
        for who in people:
            for kind in ("prompt", "report"):
                await tx.agenda.set(who, kind, NOW)
    async with one.begin() as first, two.begin() as second:
        mine = await first.agenda.due(SLACK, NOW, 3)
        theirs = await second.agenda.due(SLACK, NOW, 9)
        assert [(due.who, due.kind) for due in mine] == [
            (people[0], "prompt"),
            (people[0], "report"),
            (people[1], "prompt"),
        ]
        assert [(due.who, due.kind) for due in theirs] == [(people[2], "prompt"), (people[2], "report")]
