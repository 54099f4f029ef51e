"""Text that a database can't hold is replaced once, at the edge, so that both hold and return the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.diary import Kind
from bot.domain.sales import Prospect
from bot.gestures import Submit
from bot.ports import Store
from bot.ui import Lit, Message
from storage.columns import keepable
from tests.storage.given import NOW, enrolled, entry, said

ANYTHING = st.text(max_size=40)  # NUL and lone surrogates included
EDGES = [
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff\ud83d",
    "\ud83d\ude00",
    "😀",
    "\\u0000",
    "\u202e",
    "\uffff",
    "%s'\";--",
]


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\x00b", "a\ufffdb"), ("\ud800", "\ufffd"), ("😀\\u0000\u202e", "😀\\u0000\u202e"), ("", "")],
)
def test_nul_and_lone_surrogates_are_replaced_and_nothing_else(text: str, kept: str) -> None:
    assert keepable(text) == kept
    assert keepable(kept) == kept


async def stored_and_found(store: Store, text: str) -> None:
    ann = await enrolled(store)
    kept = keepable(text)
    async with store.begin() as tx:
        stored = await tx.diary.add(ann.who, entry(0, text, text, source=text))
        await tx.diary.learn(ann.who, text, Kind.ADMIN)
        prospect = await tx.sales.put_prospect(ann.who, Prospect(name=text, added_at=NOW))
        await tx.drafts.keep(ann.who, "call.log", text, {text: text}, NOW)
        event = replace(said("", text, by=ann.account), gesture=Submit(form="f", values={text: text}))
        await tx.inbox.store(event, NOW)
        screen = Message(text=("x", Lit(text)))
        await tx.outbox.plan(ann.who, key=text, kind="reply", slot=text[:400], due_at=NOW, wanted=screen)
    async with store.begin() as tx:
        assert await tx.diary.get(ann.who, stored.id) == replace(stored, what=kept, why=kept, source=kept)
        assert [each.id for each in await tx.diary.from_source(ann.who, text)] == [stored.id]
        assert await tx.diary.kind_of(ann.who, text) is Kind.ADMIN
        assert await tx.sales.prospect_named(ann.who, text) == replace(prospect, name=kept)
        assert await tx.drafts.kept(ann.who, "call.log", text) == {kept: kept}
        again = await tx.inbox.store(event, NOW)
        assert (again.is_new, again.event.gesture) == (False, Submit(form="f", values={kept: kept}))
        envelope = await tx.outbox.by_key(ann.who, text)
        assert envelope is not None
        assert envelope.wanted == Message(text=("x", Lit(kept)))


@pytest.mark.parametrize("text", EDGES)
async def test_a_text_at_the_edge_is_stored_and_found(store: Store, text: str) -> None:
    await stored_and_found(store, text)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANYTHING)
async def test_any_text_is_stored_and_found(store: Store, text: str) -> None:
    await stored_and_found(store, text)


async def test_words_may_be_as_long_as_anybody_types(store: Store) -> None:
    ann, long = await enrolled(store), "é" * 400_000
    async with store.begin() as tx:
        stored = await tx.diary.add(ann.who, entry(0, long, long))
        assert await tx.diary.whys(ann.who, 1) == (long,)
        assert await tx.diary.get(ann.who, stored.id) == stored
