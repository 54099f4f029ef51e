from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.diary import Kind, Label, Pair, Prompt, PromptState
from bot.domain.slots import Span
from bot.domain.whys import Brought, Verdict
from bot.ports import Store
from tests.storage.given import MINUTE, NOW, SLOT, enrolled, entry

HOUR = Span(NOW, NOW + 60 * MINUTE)


async def test_an_entry_comes_back_as_it_was_stored(store: Store) -> None:
    ann = await enrolled(store)
    full = entry(
        tags=("acme", "q4"),
        kind=Kind.SELLING,
        guessed=True,
        label=Label.RECONSTRUCTED,
        source="17.1",
        source_at=NOW + MINUTE / 7,
        key="reply:1",
    )
    async with store.begin() as tx:
        stored, plain = await tx.diary.add(ann.who, full), await tx.diary.add(ann.who, entry(30))
        assert stored == replace(full, id=stored.id)
        assert stored.id != plain.id
        assert await tx.diary.get(ann.who, stored.id) == stored
        assert await tx.diary.get(ann.who, plain.id) == plain


async def test_an_entry_is_changed_and_taken_out(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        stored = await tx.diary.add(ann.who, entry())
        await tx.diary.save(ann.who, changed := replace(stored, what="lunch", kind=Kind.BREAK))
        assert await tx.diary.get(ann.who, stored.id) == changed
        await tx.diary.remove(ann.who, stored.id)
        assert await tx.diary.get(ann.who, stored.id) is None


async def test_entries_that_overlap_a_stretch_come_in_order(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        later, before, after, first = [await tx.diary.add(ann.who, entry(at)) for at in (45, -30, 60, -15)]
        assert await tx.diary.between(ann.who, HOUR) == (first, later)
        assert await tx.diary.between(ann.who, Span(NOW - SLOT, NOW)) == (before, first)
        assert await tx.diary.between(ann.who, Span(after.span.end, after.span.end + SLOT)) == ()


async def test_entries_before_a_moment_come_latest_first_and_so_many(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store)
    async with store.begin() as tx:
        first, second, third, fourth = [await tx.diary.add(ann.who, entry(at)) for at in (0, 30, 60, 90)]
        await tx.diary.add(ben.who, entry(45))
        assert await tx.diary.ended_before(ann.who, fourth.span.end, 2) == (third, second)
        assert await tx.diary.ended_before(ann.who, second.span.end, 2) == (first,)
        assert await tx.diary.ended_before(ann.who, first.span.end, 2) == ()


async def test_what_was_said_of_a_week_s_largest_why_is_kept_changed_and_undone(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store)
    monday = date(2026, 11, 2)
    first = Verdict(monday=monday, why="book demos", brought=Brought.PARTLY, given_at=NOW)
    async with store.begin() as tx:
        await tx.diary.put_verdict(ann.who, first)
    async with store.begin() as tx:
        change = await tx.changes.begin(ann.who, "yes", NOW)
        await tx.diary.put_verdict(ann.who, replace(first, why="demos", brought=Brought.NOT_YET))
        assert await tx.diary.verdict(ann.who, monday) == replace(first, why="demos", brought=Brought.NOT_YET)
        assert await tx.diary.verdict(ann.who, date(2026, 11, 9)) is None
        assert await tx.diary.verdict(ben.who, monday) is None
    async with store.begin() as tx:
        assert await tx.changes.undo(ann.who, change)
        assert await tx.diary.verdict(ann.who, monday) == first


async def test_the_latest_entry_is_the_one_recorded_last(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        assert await tx.diary.latest(ann.who) is None
        await tx.diary.add(ann.who, entry(60, recorded_at=NOW))
        await tx.diary.add(ann.who, entry(0, recorded_at=NOW + MINUTE))
        last = await tx.diary.add(ann.who, entry(30, recorded_at=NOW + MINUTE))
        assert await tx.diary.latest(ann.who) == last


async def test_the_entries_of_one_message_are_found_in_order(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        second = await tx.diary.add(ann.who, entry(30, source="17.1"))
        await tx.diary.add(ann.who, entry(60, source="17.2"))
        first = await tx.diary.add(ann.who, entry(0, source="17.1"))
        assert await tx.diary.from_source(ann.who, "17.1") == (first, second)


async def test_pairs_come_by_how_often_and_then_by_how_lately_they_were_recorded(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        for number, (what, why, kind) in enumerate(
            (
                ("old", "old", None),
                ("post", "leads", Kind.LEADS),
                ("calls", "demo", None),
                ("calls", "demo", Kind.SELLING),
                ("lunch", "", Kind.BREAK),
                ("admin", "", None),
            )
        ):
            await tx.diary.add(ann.who, entry(30 * number, what, why, kind=kind, recorded_at=NOW + number * MINUTE))
        pairs = await tx.diary.pairs(ann.who, NOW + MINUTE)
    assert pairs == (Pair("calls", "demo"), Pair("admin", ""), Pair("post", "leads"))


async def test_what_was_done_since_a_moment_comes_in_order_without_breaks_and_only_the_newest(store: Store) -> None:
    ann = await enrolled(store)
    rows = (
        (60, "site", None),
        (-30, "old", None),
        (0, "mail", Kind.ADMIN),
        (30, "lunch", Kind.BREAK),
        (90, "mail", None),
    )
    async with store.begin() as tx:
        for at, what, kind in rows:
            await tx.diary.add(ann.who, entry(at, what, "x", kind=kind))
        done = await tx.diary.done(ann.who, NOW, 9)
        assert [(one.pair.what, (one.start - NOW) / MINUTE) for one in done] == [
            ("mail", 0),
            ("site", 60),
            ("mail", 90),
        ]
        assert await tx.diary.done(ann.who, NOW, 2) == done[1:]


async def test_whys_come_once_each_the_latest_first(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        for number, why in enumerate(("a", "b", "", "c", "a")):
            await tx.diary.add(ann.who, entry(30 * number, why=why, recorded_at=NOW + number * MINUTE))
        assert await tx.diary.whys(ann.who, 9) == ("a", "c", "b")
        assert await tx.diary.whys(ann.who, 2) == ("a", "c")


async def test_the_kind_of_an_activity_is_learned_and_learned_anew(store: Store) -> None:
    ann, long = await enrolled(store), "é" * 9_000
    async with store.begin() as tx:
        assert await tx.diary.kind_of(ann.who, long) is None
        await tx.diary.learn(ann.who, long, Kind.ADMIN)
        await tx.diary.learn(ann.who, long, Kind.PAID)
        assert await tx.diary.kind_of(ann.who, long) is Kind.PAID
        assert await tx.diary.kind_of(ann.who, long[1:]) is None


async def test_what_was_learned_comes_with_its_words(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        for activity, kind in (("calls", Kind.SELLING), ("mail", Kind.PAID), ("mail", Kind.ADMIN)):
            await tx.diary.learn(ann.who, activity, kind)
        assert sorted(await tx.diary.learned(ann.who, 9)) == [("calls", Kind.SELLING), ("mail", Kind.ADMIN)]
        assert len(await tx.diary.learned(ann.who, 1)) == 1


async def test_a_prompt_is_found_by_its_start_by_its_key_and_while_it_is_open(store: Store) -> None:
    ann = await enrolled(store)
    done = Prompt(span=Span(NOW - SLOT, NOW), key="prompt:1", state=PromptState.ANSWERED)
    waiting = Prompt(span=Span(NOW, NOW + 2 * SLOT), key="prompt:2")
    async with store.begin() as tx:
        assert await tx.diary.open_prompt(ann.who) is None
        for prompt in (waiting, done):
            await tx.diary.put_prompt(ann.who, prompt)
        assert await tx.diary.open_prompt(ann.who) == waiting
        assert await tx.diary.prompt(ann.who, NOW) == waiting
        assert await tx.diary.prompt(ann.who, NOW + SLOT) is None
        assert await tx.diary.prompt_by_key(ann.who, "prompt:1") == done
        assert await tx.diary.prompt_by_key(ann.who, "prompt:3") is None
        assert await tx.diary.prompts(ann.who, Span(NOW - timedelta(days=1), NOW)) == (done,)
        assert await tx.diary.prompts(ann.who, Span(NOW - SLOT, NOW + SLOT)) == (done, waiting)
        await tx.diary.put_prompt(ann.who, folded := replace(waiting, state=PromptState.FOLDED, key="prompt:9"))
        assert await tx.diary.open_prompt(ann.who) is None
        assert await tx.diary.prompt(ann.who, NOW) == folded
