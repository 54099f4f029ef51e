from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ports import Envelope, Known, Posted, State, Store
from tests.storage.given import (
    LEASE,
    MINUTE,
    NOW,
    SLOT,
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


async def replaced(store: Store, known: Known, key: str, text: str) -> bool:
    async with store.begin() as tx:
        return await tx.outbox.replace(known.who, key, message(text))


async def put(store: Store, envelope: Envelope, state: State, **more: object) -> None:
    async with store.begin() as tx:
        await tx.outbox.put(replace(envelope, state=state), **more)  # type: ignore[arg-type]  # names are put's


# --- planning and replacing -------------------------------------------------------------------------------------------


async def test_an_intent_is_written_once_by_its_key_and_once_by_its_kind_and_slot(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store)
    async with store.begin() as tx:
        for who, key, kind, slot, is_new in (
            (ann.who, "prompt:9", "prompt", "9", True),
            (ann.who, "prompt:9", "prompt", "10", False),
            (ann.who, "prompt:10", "prompt", "9", False),
            (ann.who, "report:9", "report", "9", True),
            (ben.who, "prompt:9", "prompt", "9", True),
        ):
            assert await tx.outbox.plan(who, key=key, kind=kind, slot=slot, due_at=NOW) is is_new


async def test_an_intent_comes_back_as_it_was_planned(store: Store) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "reply:1")
    await planned(store, ann, "prompt:9", kind="prompt", slot="9", late_after=10 * MINUTE, account=None, wanted=None)
    reply, prompt = await by_key(store, ann.who, "reply:1"), await by_key(store, ann.who, "prompt:9")
    assert reply == Envelope(
        id=reply.id,
        who=ann.who,
        key="reply:1",
        kind="reply",
        slot="reply:1",
        due_at=NOW,
        late_after=None,
        account=ann.account,
        wanted=message("reply:1"),
        version=1,
        shown=0,
        state=State.PLANNED,
        turn=1,
    )
    assert prompt == Envelope(
        id=prompt.id,
        who=ann.who,
        key="prompt:9",
        kind="prompt",
        slot="9",
        due_at=NOW,
        late_after=NOW + 10 * MINUTE,
        account=None,
        wanted=None,
        version=0,
        shown=0,
        state=State.PLANNED,
        turn=2,
    )


async def test_a_planned_message_changes_its_face_where_it_stands(store: Store) -> None:
    ann = await enrolled(store)
    for key in ("a", "b"):
        await planned(store, ann, key)
    before = await by_key(store, ann.who, "a")
    assert await replaced(store, ann, "a", "better")
    assert await by_key(store, ann.who, "a") == replace(before, wanted=message("better"), version=2)


async def test_a_sent_message_gets_its_new_face_after_what_was_planned_before_that(store: Store) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "a")
    await sent(store, await take(store))
    await planned(store, ann, "b")
    assert await replaced(store, ann, "a", "better")
    await planned(store, ann, "c")
    done = []
    for _ in range(3):
        done.append((envelope := await take(store)).key)
        await sent(store, envelope)
    assert done == ["b", "a", "c"]
    shown = await by_key(store, ann.who, "a")
    assert (shown.wanted, shown.version, shown.shown) == (message("better"), 2, 2)


async def test_a_face_wanted_while_the_message_is_on_its_way_is_kept_and_comes_after_the_rest(store: Store) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "a")
    on_its_way = await take(store)
    await put(store, on_its_way, State.SENDING, release=False)
    await planned(store, ann, "b")
    assert await replaced(store, ann, "a", "better")
    assert await claimed(store) is None
    posted = Posted(channel="D1", message_id="m1")
    await put(store, replace(on_its_way, posted=posted, shown=1), State.SENT)
    now = await by_key(store, ann.who, "a")
    assert (now.wanted, now.version, now.shown) == (message("better"), 2, 1)
    assert (await take(store)).key == "b"
    await sent(store, await take(store, NOW + LEASE))
    assert (await take(store, NOW + LEASE)).key == "a"


async def test_a_face_wanted_while_an_older_one_is_being_shown_waits_until_that_is_over(store: Store) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "a")
    await sent(store, await take(store))
    await replaced(store, ann, "a", "second")
    edit = await take(store)
    await planned(store, ann, "b")
    await replaced(store, ann, "a", "third")
    assert await claimed(store) is None
    async with store.begin() as tx:
        assert await tx.outbox.next_attempt(["slack"]) == NOW + LEASE
    await put(store, replace(edit, shown=2), State.SENT)
    await sent(store, await take(store))
    last = await take(store)
    assert (last.key, last.wanted, last.version, last.shown) == ("a", message("third"), 3, 2)


@pytest.mark.parametrize("state", [State.SKIPPED, State.UNKNOWN])
async def test_a_message_that_will_not_be_seen_gets_no_new_face(store: Store, state: State) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "a")
    await put(store, await take(store), state, retry_at=None)
    assert not await replaced(store, ann, "a", "better")
    assert not await replaced(store, ann, "never planned", "better")
    assert await claimed(store) is None


async def test_an_intent_without_a_screen_has_no_face_that_could_be_another(store: Store) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "prompt:9", wanted=None)
    assert not await replaced(store, ann, "prompt:9", "better")
    assert (await take(store)).wanted is None


async def test_a_message_that_may_have_arrived_takes_a_new_face(store: Store) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "a")
    await put(store, await take(store), State.UNKNOWN, retry_at=NOW + MINUTE)
    assert await replaced(store, ann, "a", "better")
    assert await claimed(store) is None
    again = await take(store, NOW + MINUTE)
    assert (again.state, again.version, again.wanted) == (State.UNKNOWN, 2, message("better"))


# --- claiming ---------------------------------------------------------------------------------------------------------


async def test_a_claim_is_counted_and_holds_until_its_lease_ends(store: Store) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "a")
    before = await by_key(store, ann.who, "a")
    assert await claimed(store) == replace(before, attempt=1)
    assert await claimed(store, NOW + LEASE - MINUTE / 60) is None
    assert await claimed(store, NOW + LEASE) == replace(before, attempt=2)


async def test_a_crash_after_the_sending_began_is_found_out_after_the_lease(store: Store) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "a")
    await planned(store, ann, "b")
    lost = await take(store)
    async with store.begin() as tx:
        await tx.outbox.put(replace(lost, state=State.SENDING, started_at=NOW), release=False)
    assert await claimed(store) is None
    again = await take(store, NOW + LEASE)
    assert (again.key, again.state, again.started_at, again.attempt) == ("a", State.SENDING, NOW, 2)


async def test_whoever_claims_again_has_it_and_the_former_worker_changes_nothing(store: Store) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "a")
    slow = await take(store)
    quick = await take(store, NOW + LEASE)
    before = await by_key(store, ann.who, "a")
    async with store.begin() as tx:
        assert await tx.outbox.held(slow.id, slow.attempt) is None
        assert await tx.outbox.held(quick.id, quick.attempt) == quick
        await tx.outbox.put(replace(slow, state=State.SENT, shown=1))
        await tx.outbox.requeue(slow)
    assert await by_key(store, ann.who, "a") == before


async def test_nothing_overtakes_and_one_person_does_not_wait_for_another(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store)
    await planned(store, ann, "a1")
    await planned(store, ann, "a2")
    await planned(store, ben, "b1", due_at=NOW + MINUTE)
    first, second = await take(store), await take(store)
    assert [first.key, second.key] == ["a1", "b1"]
    await sent(store, second)
    assert await claimed(store) is None
    await put(store, first, State.PLANNED, retry_at=NOW + MINUTE)
    assert await claimed(store) is None
    again = await take(store, NOW + MINUTE)
    assert again.key == "a1"
    await sent(store, again)
    assert (await take(store)).key == "a2"


async def test_whoever_has_waited_longest_comes_first(store: Store) -> None:
    people = [await enrolled(store) for _ in range(4)]
    for known, minutes in zip(people, (2, 0, 3, 1), strict=True):
        await planned(store, known, "a", due_at=NOW + minutes * MINUTE)
    late = NOW + 5 * MINUTE
    order = [(await take(store, late)).who for _ in people]
    assert order == [people[index].who for index in (1, 3, 0, 2)]


async def test_a_requeued_intent_stands_behind_everything_else(store: Store) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "a")
    await planned(store, ann, "b")
    async with store.begin() as tx:
        first = await tx.outbox.claim(["slack"], NOW, NOW + LEASE)
        assert first is not None
        await tx.outbox.requeue(first)
    await planned(store, ann, "c")
    done = []
    for _ in range(3):
        done.append((envelope := await take(store)).key)
        await sent(store, envelope)
    assert done == ["b", "a", "c"]


async def test_only_rows_for_the_given_platforms_are_taken(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store, account("discord"))
    await planned(store, ann, "a")
    await planned(store, ann, "anywhere", account=None)
    await planned(store, ben, "b", account=None)
    assert await claimed(store, platforms=[]) is None
    assert await claimed(store, platforms=["terminal"]) is None
    on_discord = await claimed(store, platforms=["discord", "terminal"])
    assert on_discord is not None
    assert (on_discord.who, on_discord.account) == (ben.who, None)
    await sent(store, await take(store))
    assert (await take(store)).key == "anywhere"


async def test_a_planned_row_waits_for_nothing_even_when_the_clock_went_back(store: Store) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "a", due_at=NOW + 48 * 60 * MINUTE)
    assert (await take(store)).key == "a"


@pytest.mark.parametrize(
    ("state", "retry_at", "is_work"),
    [
        (State.PLANNED, None, True),
        (State.PLANNED, NOW + MINUTE, True),
        (State.SENDING, None, True),
        (State.UNKNOWN, NOW + MINUTE, True),
        (State.UNKNOWN, None, False),
        (State.SKIPPED, None, False),
    ],
)
async def test_what_is_left_to_do_follows_from_the_state(
    store: Store, state: State, retry_at: object, *, is_work: bool
) -> None:
    ann = await enrolled(store)
    await planned(store, ann, "a")
    await planned(store, ann, "b")
    await put(store, await take(store), state, retry_at=retry_at)
    if retry_at:
        assert await claimed(store) is None
        async with store.begin() as tx:
            assert await tx.outbox.next_attempt(["slack"]) == retry_at
    assert (await take(store, NOW + MINUTE)).key == ("a" if is_work else "b")


async def test_the_next_attempt_is_the_end_of_the_first_wait_of_those_whose_turn_it_is(store: Store) -> None:
    ann, ben, cleo = await enrolled(store), await enrolled(store), await enrolled(store, account("discord"))
    async with store.begin() as tx:
        assert await tx.outbox.next_attempt(["slack"]) is None
    for known in (ann, ben, cleo):
        await planned(store, known, "first")
        await planned(store, known, "second")
    await put(store, await take(store), State.PLANNED, retry_at=NOW + 3 * MINUTE)
    await take(store)
    async with store.begin() as tx:
        assert await tx.outbox.next_attempt(["slack"]) == NOW + LEASE
        assert await tx.outbox.next_attempt(["terminal"]) is None


# --- finding ----------------------------------------------------------------------------------------------------------


async def test_messages_are_found_by_their_place_by_their_key_and_by_when_they_were_sent(store: Store) -> None:
    ann = await enrolled(store)
    for number in range(4):
        await planned(store, ann, f"k{number}")
        if number < 3:
            await sent(store, await take(store))
    first, second, third, _ = [await by_key(store, ann.who, f"k{number}") for number in range(4)]
    async with store.begin() as tx:
        assert await tx.outbox.posted(ann.account, f"m{second.id}") == second
        assert await tx.outbox.posted(account(), f"m{second.id}") is None
        assert await tx.outbox.by_key(ann.who, "k9") is None
        assert await tx.outbox.recent(ann.account, 2) == (second, third)
        assert await tx.outbox.recent(ann.account, 9) == (first, second, third)


async def test_the_last_message_of_some_kinds_is_the_one_planned_last(store: Store) -> None:
    ann = await enrolled(store)
    for number, kind in enumerate(("prompt", "reply", "prompt", "report")):
        await planned(store, ann, f"k{number}", kind=kind)
    async with store.begin() as tx:
        assert (await tx.outbox.last_of(ann.who, ["prompt", "reply"])) == await tx.outbox.by_key(ann.who, "k2")
        assert await tx.outbox.last_of(ann.who, ["nudge"]) is None
        assert await tx.outbox.last_of(ann.who, []) is None


async def test_what_was_spoken_is_what_began_to_be_sent_since(store: Store) -> None:
    ann = await enrolled(store)
    for number, kind in enumerate(("prompt", "reply", "prompt")):
        await planned(store, ann, f"k{number}", kind=kind)
    first = await take(store)
    await sent(store, first)
    async with store.begin() as tx:
        assert [one.key for one in await tx.outbox.spoken(ann.who, ["prompt", "reply"], NOW)] == ["k0"]
        assert await tx.outbox.spoken(ann.who, ["reply"], NOW) == ()
        assert await tx.outbox.spoken(ann.who, ["prompt"], NOW + SLOT) == ()


async def test_old_messages_are_purged_when_nothing_is_left_to_do_with_them(store: Store) -> None:
    ann = await enrolled(store)
    for key, minutes in (("sent", 0), ("changed", 0), ("new", 5)):
        await planned(store, ann, key, due_at=NOW + minutes * MINUTE)
        await sent(store, await take(store, NOW + minutes * MINUTE))
    await planned(store, ann, "waiting")
    async with store.begin() as tx:
        await tx.outbox.replace(ann.who, "changed", message("changed"))
        assert await tx.outbox.purge(NOW + MINUTE, limit=9) == 1
        assert await tx.outbox.purge(NOW + MINUTE, limit=9) == 0
    assert {row["key"] for row in (await everything(store, ann.who))["outbox"]} == {"changed", "new", "waiting"}
