"""Somebody whose platform tells another time zone: asked once, and only their yes changes the plan."""

from __future__ import annotations

import pytest

from bot.gestures import Toast
from bot.ports import Store
from tests.features.harness import Conversation, started

QUESTION = "Paper says you are in Europe/Lisbon now (it is 11:20 there). Shall I ask you by that?"
YES, NO = "Yes, Europe/Lisbon", "Stay with Europe/Paris"


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody in Paris, who goes on at 12:20 after some gestures there."""
    me = await started(sqlite_store)
    me.told = "Europe/Paris"
    await me.at("2026-11-23 12:20")
    await me.say("status")
    me.shown.clear()
    return me


async def travelled(me: Conversation, zone: str = "Europe/Lisbon") -> None:
    """Let the platform tell another zone with the next gesture."""
    me.told = zone
    await me.say("mail - clear it")


def asked(me: Conversation) -> list[str]:
    return [one.text for one in me.shown if one.kind == "message" and "Shall I ask you by that?" in one.text]


async def plan_zone(me: Conversation) -> str:
    async with me.store.begin() as tx:
        return (await tx.people.get(await me.who(tx))).plan.zone


async def test_another_zone_is_asked_about_once_after_the_answer_to_the_gesture(me: Conversation) -> None:
    await travelled(me)
    await me.say("status")
    assert me.shown[0].text.startswith("✓")
    assert (me.shown[1].text, me.shown[1].buttons) == (QUESTION, (YES, NO))
    assert asked(me) == [QUESTION]
    assert await plan_zone(me) == "Europe/Paris"


async def test_yes_changes_the_plan_as_the_settings_do_and_can_be_undone(me: Conversation) -> None:
    await travelled(me)
    await me.press(YES)
    assert (me.last.kind, me.last.text, me.last.buttons) == (
        "replace",
        "Saved. The next question comes at 11:30 (Europe/Lisbon).\nZone  Europe/Paris → Europe/Lisbon",
        ("Undo",),
    )
    assert await plan_zone(me) == "Europe/Lisbon"
    await me.press("Undo")
    assert me.last.text == "Undone: the settings."
    assert await plan_zone(me) == "Europe/Paris"
    await me.say("status")
    assert asked(me) == [QUESTION]


async def test_no_leaves_it_until_the_zone_changes_again(me: Conversation) -> None:
    await travelled(me)
    await me.press(NO)
    assert (me.last.kind, me.last.text, me.last.buttons) == (
        "replace",
        "✓ Europe/Paris it stays. `settings` changes it at any time.",
        (),
    )
    await me.say("status")
    assert len(asked(me)) == 1
    await travelled(me, "Europe/Paris")
    assert len(asked(me)) == 1
    await travelled(me)
    assert len(asked(me)) == 2


@pytest.mark.parametrize("second", [YES, NO])
@pytest.mark.parametrize("first", [YES, NO])
async def test_a_second_answer_changes_nothing_and_is_told_so(me: Conversation, first: str, second: str) -> None:
    await travelled(me)
    source, buttons = next(
        (one, face.buttons) for one, face in me.paper.faces.items() if face.buttons and face.buttons[0].label == YES
    )
    by_label = {button.label: button for button in buttons}
    await me.press(first)
    zone, shown = await plan_zone(me), me.paper.faces[source]
    again = await me.press_raw(by_label[second].action, by_label[second].value)
    assert again == Toast(f"That is settled: I ask you by {zone}. The settings change it.")
    assert (await plan_zone(me), me.paper.faces[source]) == (zone, shown)


async def test_a_question_about_a_zone_that_was_left_gives_way_to_the_next(me: Conversation) -> None:
    await travelled(me)
    source, old = next((one, face.buttons[0]) for one, face in me.paper.faces.items() if "Lisbon" in str(face.text))
    await travelled(me, "Asia/Tokyo")
    assert "Asia/Tokyo" in asked(me)[-1]
    assert me.paper.faces[source].text == ("– Paper says Asia/Tokyo since.",)
    assert isinstance(await me.press_raw(old.action, old.value), Toast)
    assert await plan_zone(me) == "Europe/Paris"
    await me.press("Yes, Asia/Tokyo")
    assert await plan_zone(me) == "Asia/Tokyo"


async def test_whoever_is_back_before_they_answered_is_asked_nothing(me: Conversation) -> None:
    await travelled(me)
    await travelled(me, "Europe/Paris")
    assert [one.text for one in me.shown if one.kind == "replace"][-1] == "– Paper says Europe/Paris since."
    assert asked(me) == [QUESTION]


async def test_whoever_changed_the_plan_by_hand_meanwhile_is_right_already(me: Conversation) -> None:
    await travelled(me)
    await me.say("settings set zone:Europe/Lisbon")
    await me.press(YES)
    assert me.last.text == "✓ I ask you by Europe/Lisbon."
    me.told = "Asia/Tokyo"
    await me.say("settings set zone:Asia/Tokyo")
    assert asked(me) == [QUESTION]


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../etc/passwd", "Europe"])
async def test_a_zone_this_machine_does_not_know_is_asked_about_nowhere(me: Conversation, zone: str) -> None:
    await travelled(me, zone)
    assert asked(me) == []


async def test_a_zone_that_is_not_known_any_more_is_answered(me: Conversation) -> None:
    await travelled(me)
    key = next(face.buttons[0].value for face in me.paper.faces.values() if "Lisbon" in str(face.text))
    async with me.store.begin() as tx:
        await tx.people.place(me.account, "Mars/Base", key)
    me.told = None
    await me.press(YES)
    assert me.last.text == (
        "This machine doesn't know the zone Mars/Base, so Europe/Paris it stays. `settings` takes the ones it knows."
    )


@pytest.mark.parametrize("value", ["", "reply:1", "nonsense", "reply:1:zone"])
async def test_a_button_that_nobody_was_shown_is_answered(me: Conversation, value: str) -> None:
    for action in ("travel.yes", "travel.no"):
        assert isinstance(await me.press_raw(action, value), Toast)


async def test_nobody_answers_for_somebody_else(me: Conversation) -> None:
    await travelled(me)
    key = next(face.buttons[0].value for face in me.paper.faces.values() if "Lisbon" in str(face.text))
    eve = await started(me.store, user="eve")
    assert isinstance(await eve.press_raw("travel.yes", key), Toast)
    assert (await plan_zone(me), await plan_zone(eve)) == ("Europe/Paris", "Europe/Paris")


async def test_the_first_zone_that_is_told_is_no_change(sqlite_store: Store) -> None:
    me = await started(sqlite_store)  # in Paris, by their own word
    await travelled(me, "Europe/Lisbon")
    assert asked(me) == []


async def test_who_started_while_their_zone_was_not_known_is_asked(sqlite_store: Store) -> None:
    me = Conversation(sqlite_store)
    await me.say("hello")
    await me.press("Start")
    await travelled(me)
    assert "Europe/Lisbon" in asked(me)[0]


# --- somebody who has not started -------------------------------------------------------------------------------------


async def test_the_offer_has_the_zone_of_now(sqlite_store: Store) -> None:
    me = Conversation(sqlite_store)
    me.told = "Europe/Paris"
    await me.say("hello")
    assert "Your week: Europe/Paris" in me.last.text
    me.told = "Europe/Lisbon"
    await me.say("hello again")
    assert "Your week: Europe/Lisbon" in me.last.text
    assert asked(me) == []


async def test_the_offer_keeps_a_zone_of_their_own_choice(sqlite_store: Store) -> None:
    me = Conversation(sqlite_store)
    me.told = "Europe/Paris"
    await me.say("start zone:Asia/Tokyo")
    me.told = "Europe/Lisbon"
    await me.say("start")
    assert "Your week: Asia/Tokyo" in me.last.text


async def test_start_begins_with_the_zone_that_the_offer_shows(sqlite_store: Store) -> None:
    me = Conversation(sqlite_store)
    me.told = "Europe/Paris"
    await me.say("hello")
    me.told = "Europe/Lisbon"
    await me.press("Start")
    assert await plan_zone(me) == "Europe/Paris"
    await me.say("mail - clear it")
    assert "Europe/Lisbon" in asked(me)[0]


# --- in the middle of a day -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "Europe/London"])
async def test_a_yes_in_the_middle_of_a_day_asks_about_no_slot_twice(me: Conversation, zone: str) -> None:
    await me.say("settings set days:daily")
    await me.at("2026-11-23 15:10")
    await travelled(me, zone)
    await me.press(f"Yes, {zone}")
    await me.at("2026-11-25 23:00")
    async with me.store.begin() as tx:
        sent = await tx.outbox.recent(me.account, 1_000)
    slots = [one.slot for one in sent if one.kind in {"checkin", "outreach"}]
    assert len(slots) == len(set(slots))
