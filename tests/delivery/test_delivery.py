"""What is wanted is shown once, whatever happens on the way."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.feature import Feature, Occasion, nothing_before
from bot.gestures import Command, Press, Text
from bot.ports import State, Store
from bot.ui import Message
from tests.delivery.small_platform import Fault, SettableClock, SmallPlatform
from tests.delivery.toy import EARLY, TOY, World


async def state_of(world: World, key: str) -> tuple[State, str]:
    async with world.store.begin() as tx:
        known = await tx.people.known(world.me)
        assert known is not None
        row = await tx.outbox.by_key(known.who, key)
    assert row is not None
    return row.state, row.reason


async def test_a_moment_is_sent_when_it_is_due_and_not_before(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    await world.until(59)
    assert world.texts == []
    await world.until(1)
    assert world.texts == ["asked 23 09:00"]
    await world.engine.settle()
    assert world.texts == ["asked 23 09:00"]


async def test_the_old_is_tidied_before_the_new_is_shown(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    await world.until(60)
    order: list[tuple[int, list[str]]] = []
    world.platform.on_call = lambda: order.append((len(world.platform.shown), list(world.platform.faces.get(2, []))))
    await world.until(30)
    assert world.texts == ["asked 23 09:00", "asked 23 09:30"]
    first = world.platform.shown[0][0]
    assert world.platform.faces[first] == ["asked 23 09:00", "folded"]
    assert [shown for shown, _ in order] == [1, 1]


@pytest.mark.parametrize(("minutes", "texts"), [(9.9, ["asked 23 09:00"]), (10.1, [])])
async def test_what_is_late_is_not_sent(store: Store, minutes: float, texts: list[str]) -> None:
    world = World.on(store)
    await world.begin()
    world.clock.pass_(minutes=60 + minutes)
    await world.engine.settle()
    assert world.texts == texts


async def test_after_an_outage_the_latest_moment_alone_is_planned(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    world.clock.pass_(minutes=185)
    await world.engine.settle()
    assert world.texts == ["asked 23 11:00"]
    await world.until(30)
    assert world.texts == ["asked 23 11:00", "asked 23 11:30"]


async def test_a_message_that_cannot_be_made_is_given_up_and_holds_up_nobody(sqlite_store: Store) -> None:
    async def broken(_: Occasion) -> Message:
        raise RuntimeError("canary-word")

    failing = replace(TOY.moments[0], kind="broken", screen=broken, before=nothing_before)
    world = World.on(sqlite_store, features=(EARLY, TOY, Feature(name="broken", moments=(failing,))))
    await world.begin()
    await world.until(90)
    assert world.texts == ["asked 23 09:00", "asked 23 09:30"]
    assert await state_of(world, "broken:2026-11-23T09:00Z") == (State.SKIPPED, "a fault of the bot's own")


async def test_what_is_due_stays_due_when_the_plan_changes_before_it_is_planned(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    world.clock.pass_(minutes=61)
    await world.do(Command(words="widen"))
    await world.engine.settle()
    assert "asked 23 09:00" in world.texts


async def test_a_pause_between_planning_and_sending_is_respected(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    world.platform.faults.append(Fault.LIMITED)
    await world.until(60)
    assert world.texts == []
    await world.do(Command(words="quiet"))
    await world.until(1)
    assert world.texts == ["stopped"]
    assert await state_of(world, "tick:2026-11-23T09:00Z") == (State.SKIPPED, "paused")


@pytest.mark.parametrize("fault", [Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.LIMITED])
async def test_a_fault_on_the_way_neither_loses_nor_doubles(store: Store, fault: Fault) -> None:
    world = World.on(store)
    await world.begin()
    world.platform.faults.append(fault)
    await world.until(61)
    assert world.texts == ["asked 23 09:00"]
    assert await state_of(world, "tick:2026-11-23T09:00Z") == (State.SENT, "")


async def test_a_rate_limit_is_obeyed(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    world.platform.faults.append(Fault.LIMITED)
    await world.until(60)
    calls = world.platform.calls
    world.clock.pass_(seconds=29)
    await world.engine.settle()
    assert world.platform.calls == calls
    world.clock.pass_(seconds=1)
    await world.engine.settle()
    assert world.texts == ["asked 23 09:00"]


async def test_what_is_refused_is_given_up_with_its_reason(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    world.platform.faults.append(Fault.REFUSED)
    await world.until(60)
    assert await state_of(world, "tick:2026-11-23T09:00Z") == (State.SKIPPED, "too long")
    await world.until(30)
    assert world.texts == ["asked 23 09:30"]


async def test_an_account_that_cannot_be_reached_is_left_alone_until_it_comes_back(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    world.platform.faults.append(Fault.UNREACHABLE)
    await world.until(60)
    calls = world.platform.calls
    await world.until(60)
    assert (world.texts, world.platform.calls) == ([], calls)
    await world.do(Text(text="back - again", message_id="1"))
    await world.until(30)
    assert world.texts == ["heard back", "asked 23 10:30"]


async def test_where_nobody_can_tell_a_message_is_not_sent_twice(store: Store) -> None:
    world = World.on(store)
    world.platform.tells = False
    await world.begin()
    world.platform.faults.append(Fault.LOST_AFTER)
    await world.until(120)
    assert world.texts == ["asked 23 09:00", "asked 23 09:30", "asked 23 10:00"]
    assert await state_of(world, "tick:2026-11-23T09:00Z") == (State.UNKNOWN, "history may not be read")


async def test_an_unexpected_fault_of_a_messenger_is_asked_about_and_its_words_stay_out_of_the_log(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    world = World.on(store)
    await world.begin()
    world.platform.faults.append(Fault.BROKEN)
    await world.until(61)
    assert world.texts == ["asked 23 09:00"]
    assert "ZeroDivisionError at small_platform.py" in caplog.text


async def test_an_echo_wanted_while_the_prompt_is_on_its_way_is_shown_after_it(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    world.platform.faults.append(Fault.LOST_AFTER)
    await world.until(60)
    await world.do(Press(action="toy.face", value="tick:2026-11-23T09:00Z"))
    await world.until(1)
    (first, _) = world.platform.shown[0]
    assert world.platform.faces[first][0] == "asked 23 09:00"
    assert world.platform.faces[first][-1] == "answered"


async def test_a_new_face_for_a_message_that_never_arrived_becomes_a_message(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    world.platform.faults.append(Fault.REFUSED)
    await world.until(60)
    await world.do(Press(action="toy.face", value="tick:2026-11-23T09:00Z"))
    await world.engine.settle()
    assert world.texts == ["answered"]


_worlds = itertools.count()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([f for f in Fault if f not in {Fault.REFUSED, Fault.UNREACHABLE}]), max_size=9))
async def test_any_run_of_faults_shows_every_message_once_and_in_order(
    sqlite_store: Store, faults: list[Fault]
) -> None:
    world = World.on(sqlite_store, SmallPlatform(SettableClock(), platform=f"small{next(_worlds)}"))
    await world.begin()
    world.platform.faults.extend(faults)
    for number in range(4):
        await world.do(Text(text=f"w{'abcd'[number]} - x", message_id=f"{number}"))
        await world.engine.settle()
        world.clock.pass_(seconds=20)
    await world.until(30)
    assert world.texts == ["heard wa", "heard wb", "heard wc", "heard wd"]


async def test_whoever_is_not_to_be_disturbed_is_asked_nothing_and_answered_all_the_same(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    nine = world.clock.at + timedelta(minutes=60)
    world.platform.quiet.append((nine, nine + timedelta(minutes=60)))
    await world.until(61)
    await world.do(Text(text="busy - again", message_id="1"))
    await world.until(60)
    assert world.texts == ["heard busy", "asked 23 10:00"]
    assert await state_of(world, "tick:2026-11-23T09:00Z") == (State.SKIPPED, "do not disturb")


async def test_what_is_good_late_is_good_while_nobody_is_to_be_disturbed(sqlite_store: Store) -> None:
    patient = replace(TOY.moments[0], kind="patient", late_after=None, before=nothing_before)
    world = World.on(sqlite_store, features=(EARLY, replace(TOY, moments=(patient,))))
    await world.begin()
    world.platform.quiet.append((world.clock.at, world.clock.at + timedelta(hours=9)))
    await world.until(60)
    assert world.texts == ["asked 23 09:00"]
