from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.appointments import Appointment, Fate
from bot.domain.people import Who
from bot.domain.sales import Prospect
from bot.domain.slots import Span
from bot.ports import Known, Store
from tests.storage.given import NOW, SLOT, enrolled


def at(slots: int, prospect: int, **more: object) -> Appointment:
    span = Span(NOW + slots * SLOT, NOW + (slots + 1) * SLOT)
    return replace(Appointment(prospect=prospect, span=span), **more)  # type: ignore[arg-type]  # names are Appointment's


@pytest.fixture
async def ann(store: Store) -> Known:
    return await enrolled(store)


async def dana_of(store: Store, who: Who) -> int:
    async with store.begin() as tx:
        return (await tx.sales.put_prospect(who, Prospect(name="Dana", added_at=NOW))).id


async def test_an_appointment_comes_back_as_stored_and_as_changed(store: Store, ann: Known) -> None:
    dana = await dana_of(store, ann.who)
    async with store.begin() as tx:
        stored = await tx.appointments.put(ann.who, at(2, dana, practice=True, key="reply:1"))
        assert await tx.appointments.get(ann.who, stored.id) == stored
        changed = await tx.appointments.put(ann.who, at(4, dana, id=stored.id, fate=Fate.CANCELLED))
        assert await tx.appointments.get(ann.who, stored.id) == changed
        assert await tx.appointments.between(ann.who, Span(NOW, NOW + 4 * SLOT)) == ()
        assert await tx.appointments.between(ann.who, Span(NOW + 4 * SLOT, NOW + 5 * SLOT)) == (changed,)


async def test_bookings_are_found_by_when_they_were_made_whatever_they_are_for(store: Store, ann: Known) -> None:
    dana = await dana_of(store, ann.who)
    async with store.begin() as tx:
        await tx.appointments.put(ann.who, at(2, dana))  # from before it was kept
        moved, first = [await tx.appointments.put(ann.who, at(9, dana, booked_at=NOW + n * SLOT)) for n in (2, 1)]
        await tx.appointments.put(ann.who, at(9, dana, booked_at=NOW + 3 * SLOT))
        found = await tx.appointments.booked_in(ann.who, Span(NOW + SLOT, NOW + 3 * SLOT))
        assert {one.id for one in found} == {moved.id, first.id}
        assert await tx.appointments.get(ann.who, first.id) == first


async def test_a_person_comes_with_what_is_booked_in_order_and_nothing_else(store: Store, ann: Known) -> None:
    dana = await dana_of(store, ann.who)
    async with store.begin() as tx:
        later, first = [await tx.appointments.put(ann.who, at(slots, dana)) for slots in (6, 2)]
        for fate in set(Fate) - {Fate.BOOKED}:
            await tx.appointments.put(ann.who, at(3, dana, fate=fate))
        assert (await tx.people.get(ann.who)).booked == (first, later)


async def test_undo_takes_a_booking_back_and_restores_what_was_moved(store: Store, ann: Known) -> None:
    dana = await dana_of(store, ann.who)
    async with store.begin() as tx:
        stored = await tx.appointments.put(ann.who, at(2, dana))
    async with store.begin() as tx:
        change = await tx.changes.begin(ann.who, "moved", NOW)
        await tx.appointments.put(ann.who, replace(stored, fate=Fate.MOVED))
        await tx.appointments.put(ann.who, at(5, dana))
    async with store.begin() as tx:
        assert await tx.changes.undo(ann.who, change)
        assert (await tx.people.get(ann.who)).booked == (stored,)


async def test_nobody_reaches_an_appointment_of_somebody_else(store: Store, ann: Known) -> None:
    dana = await dana_of(store, ann.who)
    async with store.begin() as tx:
        stored = await tx.appointments.put(ann.who, at(2, dana))
    for who in ((await enrolled(store)).who, Who(ann.who.tenant, 999)):
        async with store.begin() as tx:
            assert await tx.appointments.get(who, stored.id) is None
            assert await tx.appointments.between(who, Span(NOW, NOW + 9 * SLOT)) == ()
            await tx.appointments.put(who, replace(stored, fate=Fate.MISSED))
        with pytest.raises(IntegrityError):
            async with store.begin() as tx:
                await tx.appointments.put(who, at(3, dana))
    async with store.begin() as tx:
        assert await tx.appointments.get(ann.who, stored.id) == stored
