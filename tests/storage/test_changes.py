from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.diary import Kind, Prompt, PromptState
from bot.domain.handover import Task
from bot.domain.people import Stage, Who
from bot.domain.sales import Conversation, Outcome, Prospect, Status
from bot.domain.slots import Span
from bot.ports import Change, Store, Transaction
from tests.storage.given import MINUTE, NOW, SLOT, enrolled, entry, everything, what_undo_restores

PROSPECT = Prospect(name="Dana", added_at=NOW)
CALL = Conversation(prospect=0, at=NOW, outcome=Outcome.NO)


async def test_a_change_is_found_until_it_is_undone(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        assert await tx.changes.latest(ann.who, NOW) is None
        first = await tx.changes.begin(ann.who, "an entry", NOW, "reply:1")
        second = await tx.changes.begin(ann.who, "a call", NOW + MINUTE)
        assert await tx.changes.latest(ann.who, NOW) == Change(id=second, label="a call", made_at=NOW + MINUTE)
        assert await tx.changes.latest(ann.who, NOW + 2 * MINUTE) is None
        assert await tx.changes.undo(ann.who, second)
        assert await tx.changes.get(ann.who, second) is None
        expected = Change(id=first, label="an entry", made_at=NOW, key="reply:1")
        assert await tx.changes.get(ann.who, first) == await tx.changes.latest(ann.who, NOW) == expected


async def test_undo_takes_out_what_was_added_and_brings_back_what_was_taken_out(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        old = await tx.diary.add(ann.who, entry(0, "old", kind=Kind.PAID, source="17.1", source_at=NOW + MINUTE / 7))
        trimmed = await tx.diary.add(ann.who, entry(30, "trimmed"))
    async with store.begin() as tx:
        change = await tx.changes.begin(ann.who, "an entry", NOW)
        new = await tx.diary.add(ann.who, entry(0, "new"))
        await tx.diary.remove(ann.who, old.id)
        await tx.diary.save(ann.who, replace(trimmed, what="cut", span=Span(NOW + 40 * MINUTE, NOW + 60 * MINUTE)))
        await tx.diary.save(ann.who, replace(trimmed, what="cut again"))
        await tx.diary.learn(ann.who, "new", Kind.SELLING)
    async with store.begin() as tx:
        assert await tx.changes.undo(ann.who, change)
    async with store.begin() as tx:
        assert await tx.diary.between(ann.who, Span(NOW, NOW + 4 * SLOT)) == (old, trimmed)
        assert await tx.diary.get(ann.who, new.id) is None
        assert await tx.diary.kind_of(ann.who, "new") is None
        assert not await tx.changes.undo(ann.who, change)


async def test_the_number_of_a_row_that_was_undone_is_never_given_again(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        change = await tx.changes.begin(ann.who, "an entry", NOW)
        gone = await tx.diary.add(ann.who, entry())
        assert await tx.changes.undo(ann.who, change)
        assert (await tx.diary.add(ann.who, entry())).id > gone.id


async def test_writes_before_a_change_and_in_another_transaction_do_not_belong_to_it(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        before = await tx.diary.add(ann.who, entry(0, "before"))
        change = await tx.changes.begin(ann.who, "an entry", NOW)
        await tx.diary.add(ann.who, entry(30, "of it"))
    async with store.begin() as tx:
        after = await tx.diary.add(ann.who, entry(60, "after"))
        assert await tx.changes.undo(ann.who, change)
        assert await tx.diary.between(ann.who, Span(NOW, NOW + 4 * SLOT)) == (before, after)


async def test_a_change_that_a_newer_one_touched_is_not_undone_before_it(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        first = await tx.changes.begin(ann.who, "first", NOW)
        stored = await tx.diary.add(ann.who, entry())
        await tx.diary.add(ann.who, entry(30))
    async with store.begin() as tx:
        second = await tx.changes.begin(ann.who, "second", NOW)
        await tx.diary.save(ann.who, replace(stored, what="changed"))
    before = await everything(store, ann.who)
    async with store.begin() as tx:
        assert not await tx.changes.undo(ann.who, first)
    assert await everything(store, ann.who) == before
    async with store.begin() as tx:
        assert await tx.changes.undo(ann.who, second)
        assert await tx.diary.get(ann.who, stored.id) == stored
        assert await tx.changes.undo(ann.who, first)
        assert await tx.diary.get(ann.who, stored.id) is None


async def test_a_prospect_with_whom_somebody_has_talked_since_stays(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        change = await tx.changes.begin(ann.who, "a prospect", NOW)
        dana = await tx.sales.put_prospect(ann.who, PROSPECT)
    async with store.begin() as tx:
        await tx.sales.put_conversation(ann.who, replace(CALL, prospect=dana.id))
    async with store.begin() as tx:
        assert not await tx.changes.undo(ann.who, change)
        assert await tx.sales.prospects(ann.who) == (dana,)
        assert await tx.changes.get(ann.who, change) is not None


async def test_an_older_conversation_moved_to_a_new_prospect_goes_back_with_undo(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        dana = await tx.sales.put_prospect(ann.who, PROSPECT)
        call = await tx.sales.put_conversation(ann.who, replace(CALL, prospect=dana.id))
    async with store.begin() as tx:
        change = await tx.changes.begin(ann.who, "another person", NOW)
        await tx.sales.put_conversation(ann.who, replace(call, notes="it was Erik"))
        erik = await tx.sales.put_prospect(ann.who, replace(PROSPECT, name="Erik"))
        await tx.sales.put_conversation(ann.who, replace(call, prospect=erik.id))
        assert await tx.changes.undo(ann.who, change)
        assert await tx.sales.conversation(ann.who, call.id) == call
        assert await tx.sales.prospects(ann.who) == (dana,)


async def test_nobody_undoes_or_sees_the_change_of_somebody_else(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store)
    async with store.begin() as tx:
        change = await tx.changes.begin(ann.who, "an entry", NOW)
        stored = await tx.diary.add(ann.who, entry())
        bens = await tx.diary.add(ben.who, entry())
        assert not await tx.changes.undo(ben.who, change)
        assert await tx.changes.get(ben.who, change) is None
        assert await tx.changes.latest(ben.who, NOW) is None
        assert await tx.diary.get(ann.who, stored.id) == stored
        assert await tx.changes.undo(ann.who, change)
        assert await tx.diary.get(ben.who, bens.id) == bens


# --- any run of writes ------------------------------------------------------------------------------------------------

WRITES = st.lists(
    st.tuples(
        st.sampled_from(
            ["person", "add", "save", "remove", "prompt", "learn", "prospect", "rename", "call", "move", "task"]
        ),
        st.integers(0, 4),
        st.sampled_from(["a", "bé", "c\n", "\ufffd", ""]),
    ),
    max_size=12,
)


EVER = Span(NOW - timedelta(days=9), NOW + timedelta(days=9))


async def write(tx: Transaction, who: Who, what: str, number: int, text: str) -> None:
    """Do one undoable write; `number` chooses which of the rows there are."""
    if what == "person":
        person = await tx.people.get(who)
        plan = replace(person.plan, goal=number, value=number or None)
        await tx.people.save(replace(person, plan=plan, stage=Stage.STARTED, started_at=NOW))
    elif what == "task":
        there = await tx.handovers.tasks(who)
        known = there[number % len(there)] if there and number else Task(text=text)
        await tx.handovers.put(who, replace(known, text=text, price=number or None, done_on=NOW.date()))
    elif what in {"prospect", "rename", "call", "move"}:
        await write_sales(tx, who, what, number, text)
    else:
        await write_diary(tx, who, what, number, text)


async def write_diary(tx: Transaction, who: Who, what: str, number: int, text: str) -> None:
    entries = await tx.diary.between(who, EVER)
    match what:
        case "add":
            await tx.diary.add(who, entry(30 * number, text, kind=Kind.SELLING if number % 2 else None))
        case "save" if entries:
            await tx.diary.save(who, replace(entries[number % len(entries)], what=text, why=text))
        case "remove" if entries:
            await tx.diary.remove(who, entries[number % len(entries)].id)
        case "prompt":
            start = NOW + number * SLOT
            state = PromptState.FOLDED if text else PromptState.OPEN
            await tx.diary.put_prompt(who, Prompt(span=Span(start, start + SLOT), key=text, state=state))
        case "learn":
            await tx.diary.learn(who, text, list(Kind)[number])
        case _:
            pass


async def write_sales(tx: Transaction, who: Who, what: str, number: int, text: str) -> None:
    prospects = await tx.sales.prospects(who)
    calls = await tx.sales.conversations(who, EVER)
    match what:
        case "prospect":
            await tx.sales.put_prospect(who, replace(PROSPECT, name=text, next_on=NOW.date()))
        case "rename" if prospects:
            await tx.sales.put_prospect(who, replace(prospects[number % len(prospects)], name=text, status=Status.NO))
        case "call" if prospects:
            await tx.sales.put_conversation(who, replace(CALL, prospect=prospects[number % len(prospects)].id))
        case "move" if prospects and calls:
            moved = replace(calls[number % len(calls)], prospect=prospects[-1].id, offer=text, practice=True)
            await tx.sales.put_conversation(who, moved)
        case _:
            pass


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=WRITES, changes=st.lists(WRITES, min_size=1, max_size=4))
async def test_undoing_one_change_after_the_other_goes_back_through_every_state(
    store: Store,
    before: list[tuple[str, int, str]],
    changes: list[list[tuple[str, int, str]]],
) -> None:
    who = (await enrolled(store)).who
    async with store.begin() as tx:
        for each in before:
            await write(tx, who, *each)
    done = []
    for writes in changes:
        async with store.begin() as tx:
            state = await what_undo_restores(tx, who)
            change = await tx.changes.begin(who, "something", NOW)
            for each in writes:
                await write(tx, who, *each)
            done.append((change, state))
    for change, state in reversed(done):
        async with store.begin() as tx:
            assert await tx.changes.undo(who, change)
        async with store.begin() as tx:
            assert await what_undo_restores(tx, who) == state


async def test_old_changes_are_purged_with_what_they_would_have_put_back(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store)
    for minutes, who in enumerate((ann.who, ben.who, ann.who)):
        async with store.begin() as tx:
            await tx.changes.begin(who, "an entry", NOW + minutes * MINUTE)
            await tx.diary.add(who, entry(30 * minutes))
    async with store.begin() as tx:
        assert await tx.changes.purge(NOW + 2 * MINUTE, limit=1) == 1
        assert await tx.changes.purge(NOW + 2 * MINUTE, limit=9) == 1
        assert await tx.changes.purge(NOW + 2 * MINUTE, limit=9) == 0
    assert [len((await everything(store, each.who))["change_rows"]) for each in (ann, ben)] == [1, 0]
    assert [len((await everything(store, each.who))["entries"]) for each in (ann, ben)] == [2, 1]
