from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.domain.appointments import Appointment
from bot.domain.building import Built
from bot.domain.diary import Kind, Prompt
from bot.domain.goals import Earlier
from bot.domain.handover import Task
from bot.domain.people import Who
from bot.domain.process import DEFAULT, Did
from bot.domain.sales import Ask, Conversation, Outcome, Prospect
from bot.domain.sharing import Grant, Level, Look
from bot.domain.slots import Span
from bot.domain.whys import Brought, Verdict
from bot.gestures import Toast
from bot.ports import InboxState, Known, Posted, State, Store, Waiting
from storage.tables import metadata
from tests.storage.given import LEASE, NOW, SLOT, account, enrolled, entry, everything, message, said, take

# Tables that hold nothing of a person by its number; the inbox and its keys are found by the person's accounts.
WITHOUT_A_PERSON = {"tenants", "inbox", "inbox_keys"}
CANARY = "Kanarienvogel"


async def live(store: Store, known: Known, word: str = CANARY) -> None:
    """Leave something with `word` in every table."""
    who = known.who
    async with store.begin() as tx:
        event = await tx.inbox.store(said(word, word, by=known.account), NOW)
        await tx.inbox.finish(event.id, InboxState.DONE, Toast(word), NOW)
        await tx.people.seen(known.account, NOW, word)
        await tx.changes.begin(who, word, NOW)
        stored = await tx.diary.add(who, entry(0, word, word, tags=tuple(word.split())))
        await tx.diary.save(who, replace(stored, kind=Kind.ADMIN))
        await tx.diary.learn(who, word, Kind.ADMIN)
        await tx.diary.put_verdict(who, Verdict(monday=NOW.date(), why=word, brought=Brought.YES, given_at=NOW))
        await tx.diary.put_prompt(who, Prompt(span=Span(NOW, NOW + SLOT), key=word))
        prospect = await tx.sales.put_prospect(who, Prospect(name=word, added_at=NOW))
        call = Conversation(prospect=prospect.id, at=NOW, outcome=Outcome.YES, notes=word)
        await tx.sales.put_conversation(who, call)
        await tx.appointments.put(who, Appointment(prospect=prospect.id, span=Span(NOW, NOW + SLOT), key=word))
        await tx.sales.put_ask(who, Ask(prospect=prospect.id, at=NOW, back_on=NOW.date()))
        await tx.feeds.put(who, f"{word} {who.person}", NOW)
        grant = Grant(owner=who, label=word, level=Level.WORDS, code_digest=word, made_at=NOW)
        grant = await tx.sharing.put(grant)
        await tx.sharing.note_look(grant, Look(grant=grant.id, at=NOW, what=word))
        step = await tx.process.put_step(who, replace(DEFAULT[0], name=word, action=word, drawn_at=NOW))
        await tx.process.add_did(who, Did(step=step.id, at=NOW))
        await tx.handovers.put(who, Task(text=word))
        await tx.weeks.keep_earlier(who, Earlier(metric=word, until=NOW.date(), target=3))
        await tx.weeks.rest(who, NOW.date(), NOW)
        await tx.weeks.pause(who, Span(NOW, NOW + SLOT))
        await tx.weeks.put_built(who, Built(monday=NOW.date(), will=word, did=word))
        await tx.awaited.expect(who, Waiting.WHY, stored.id, NOW)
        await tx.drafts.keep(who, "call.log", word, {"notes": word}, NOW)
        await tx.agenda.set(who, "prompt", NOW)
        await tx.outbox.plan(who, key=word, kind="reply", slot=word, due_at=NOW, wanted=message(word))


async def test_everything_holds_a_row_of_every_table_there_is(store: Store) -> None:
    """A new table is here as soon as it has a `person_id`; `live` has to be taught to fill it."""
    ann = await enrolled(store)
    await live(store, ann)
    rows = await everything(store, ann.who)
    assert set(rows) == set(metadata.tables) - {"tenants"}
    assert {name for name, each in rows.items() if not each} == set()
    with_a_person = {name for name, table in metadata.tables.items() if "person_id" in table.c}
    assert set(metadata.tables) == with_a_person | {"people"} | WITHOUT_A_PERSON


async def test_everything_is_plain_data_and_nobody_elses(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store)
    await live(store, ann)
    await live(store, ben, "somebody else")
    rows = await everything(store, ann.who)
    assert json.loads(json.dumps(rows)) == rows
    assert "somebody else" not in json.dumps(rows)
    assert rows["entries"] == [
        {
            "id": 1,
            "starts_at": "2026-11-02T09:00:00+00:00",
            "ends_at": "2026-11-02T09:30:00+00:00",
            "what": CANARY,
            "why": CANARY,
            "tags": CANARY,
            "kind": "admin",
            "kind_guessed": False,
            "recorded_at": "2026-11-02T09:30:00+00:00",
            "label": "live",
            "source": None,
            "source_at": None,
            "key": "",
        }
    ]
    assert rows["inbox"][0]["event"]["gesture"] == {"is": "text", "text": CANARY, "message_id": CANARY}  # type: ignore[index]  # nested data
    assert [row["key"] for row in rows["inbox_keys"]] == [CANARY]


async def counted(store: Store, who: Who) -> dict[str, int]:
    return {table: len(rows) for table, rows in (await everything(store, who)).items()}


async def test_erasing_leaves_nothing_of_the_person_and_all_of_the_others(store: Store) -> None:
    ann, ben = await enrolled(store), await enrolled(store)
    await live(store, ann)
    await live(store, ben, "stays")
    before: Mapping[str, Sequence[Mapping[str, object]]] = await everything(store, ben.who)
    expected = await counted(store, ann.who) | {"tenants": 0}
    async with store.begin() as tx:
        assert await tx.records.erase(ann.who) == expected
    assert set((await counted(store, ann.who)).values()) == {0}
    assert await everything(store, ben.who) == before
    async with store.begin() as tx:
        assert await tx.people.known(ann.account) is None
        assert (await tx.inbox.store(said(CANARY, CANARY, by=ann.account), NOW)).is_new


async def test_a_workspace_goes_with_the_last_person_in_it(store: Store) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        assert (await tx.records.erase(ann.who))["tenants"] == 1
        again = await tx.people.enrol(ann.account, "UTC", NOW)
        assert again.who.tenant != ann.who.tenant
        assert again.who.person != ann.who.person


async def test_a_message_in_hand_when_its_person_is_erased_is_nobodys_afterwards(store: Store) -> None:
    ann = await enrolled(store)
    await live(store, ann)
    envelope = await take(store)
    async with store.begin() as tx:
        await tx.records.erase(ann.who)
    async with store.begin() as tx:
        assert await tx.outbox.held(envelope.id, envelope.attempt) is None
        posted = Posted(channel="D1", message_id="m1")
        await tx.outbox.put(replace(envelope, state=State.SENT, posted=posted))
        assert await tx.outbox.claim(["slack"], NOW + LEASE, NOW + 2 * LEASE) is None


def found_in(directory: Path) -> list[str]:
    return sorted(file.name for file in directory.iterdir() if CANARY.encode() in file.read_bytes())


async def test_erased_words_are_in_none_of_sqlites_files(sqlite_store: Store, tmp_path: Path) -> None:
    ann = await enrolled(sqlite_store)
    await live(sqlite_store, ann)
    assert found_in(tmp_path) == ["whatfor.db-wal"]
    async with sqlite_store.begin() as tx:
        await tx.records.erase(ann.who)
    assert found_in(tmp_path) == []


async def test_purged_words_are_in_none_of_sqlites_files(sqlite_store: Store, tmp_path: Path) -> None:
    async with sqlite_store.begin() as tx:
        event = await tx.inbox.store(said(CANARY, CANARY, by=account()), NOW)
        await tx.inbox.finish(event.id, InboxState.DONE, None, NOW)
    async with sqlite_store.begin() as tx:
        assert await tx.inbox.purge(NOW + SLOT) == 1
    assert found_in(tmp_path) == []


async def test_every_account_is_listed_in_order(store: Store) -> None:
    names = (("slack", "T2", "b"), ("slack", "T10", "B"), ("discord", "9", "é"), ("slack", "T10", "a"))
    accounts = [account(*name) for name in names]
    for each in accounts:
        await enrolled(store, each)
    async with store.begin() as tx:
        assert [known.account for known in await tx.records.people()] == sorted(accounts)
