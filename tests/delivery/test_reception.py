"""What is received is stored, handled once, and answered."""

from __future__ import annotations

import random

import pytest

from bot.domain.people import Account
from bot.gestures import Command, Errors, Event, Gesture, Open, Press, Submit, Text, Toast
from bot.ports import InboxState, Store
from tests.delivery.small_platform import SettableClock
from tests.delivery.toy import World, event


async def test_an_event_that_comes_again_gets_its_answer_again_and_does_nothing(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    first = await world.do(Press(action="toy.open"), key="same")
    again = await world.do(Press(action="toy.open"), key="same")
    assert isinstance(first, Open)
    assert again == first
    await world.do(Text(text="words - x", message_id="1"), key="t")
    await world.do(Text(text="words - x", message_id="1"), key="t")
    await world.engine.settle()
    assert world.texts == ["heard words"]


async def test_an_event_with_any_key_in_common_is_the_same_event(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    for keys in (("a", "b"), ("b", "c"), ("c",)):
        gesture = Text(text="once - x", message_id="1")
        one = Event(keys=keys, account=world.me, gesture=gesture, at=world.clock.now())
        await world.engine.receive(one)
    await world.engine.settle()
    assert world.texts == ["heard once"]


async def test_the_same_key_in_another_workspace_is_another_event(store: Store) -> None:
    world = World.on(store)
    other = Account("small", "elsewhere", "me")
    for account in (world.me, other):
        await world.do(Command(words="begin"), account, key="same")
    await world.engine.settle()
    assert world.texts == ["started", "started"]


async def test_what_was_stored_and_not_handled_is_handled_after_a_restart_in_the_order_it_was_typed(
    store: Store,
) -> None:
    world = World.on(store)
    await world.begin()
    for minute, word in ((2, "second"), (1, "first"), (3, "third")):
        clock = SettableClock(at=world.clock.at.replace(minute=minute))
        async with store.begin() as tx:
            await tx.inbox.store(event(Text(text=f"{word} - x", message_id=word), clock, world.me), world.clock.now())
    world.clock.pass_(minutes=5)
    after = world.restarted()
    await after.engine.recover()
    await after.engine.settle()
    assert world.texts == ["heard first", "heard second", "heard third"]


async def test_a_zone_that_is_none_is_not_taken(store: Store) -> None:
    world = World.on(store)
    gesture = Command(words="begin")
    await world.engine.receive(
        Event(keys=("z",), account=world.me, gesture=gesture, at=world.clock.now(), zone="Mars/Base")
    )
    await world.engine.settle()
    assert world.texts == ["started"]


async def test_somebody_who_has_not_started_is_welcomed_whatever_they_do(store: Store) -> None:
    world = World.on(store)
    gestures: list[Gesture] = [
        Text(text="hello there - you", message_id="1"),
        Press(action="toy.open"),
        Submit(form="toy.form", values={"name": "x"}),
        Command(words="quiet"),
    ]
    assert [await world.do(gesture) for gesture in gestures] == [Toast("say begin")] * 4
    await world.until(60 * 24 * 7)
    assert world.texts == []


async def test_a_fault_in_a_feature_is_told_with_a_reference_and_without_a_word(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    world = World.on(store)
    await world.begin()
    answer = await world.do(Press(action="toy.fail", value="secret"), key="bad")
    assert isinstance(answer, Toast)
    reference = answer.text.rsplit(" ", 1)[-1].strip(".")
    assert reference in caplog.text
    assert "RuntimeError at toy.py" in caplog.text
    assert "canary-word" not in caplog.text
    assert "secret" not in caplog.text
    assert await world.do(Press(action="toy.fail", value="secret"), key="bad") == answer
    async with store.begin() as tx:
        kept = await tx.inbox.store(event(Press(action="toy.fail"), world.clock, world.me, "bad"), world.clock.now())
    assert (kept.state, kept.is_new) == (InboxState.FAILED, False)


async def test_a_form_with_errors_keeps_what_was_typed_until_it_is_right(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    async with store.begin() as tx:
        known = await tx.people.known(world.me)
        assert known is not None
    wrong = await world.do(Submit(form="toy.form", values={"name": "", "more": "words"}))
    assert wrong == Errors({"name": "A name."})
    async with store.begin() as tx:
        assert await tx.drafts.kept(known.who, "toy.form", "") == {"name": "", "more": "words"}
    await world.do(Submit(form="toy.form", values={"name": "Dana", "more": "words"}))
    async with store.begin() as tx:
        assert await tx.drafts.kept(known.who, "toy.form", "") is None


@pytest.mark.parametrize(
    ("gesture", "said"),
    [
        (Press(action="gone.action"), "That belongs to an older message and does nothing any more."),
        (Submit(form="gone.form", values={}), "That belongs to an older message and does nothing any more."),
    ],
)
async def test_what_nobody_answers_to_any_more_is_answered_calmly(store: Store, gesture: Gesture, said: str) -> None:
    world = World.on(store)
    await world.begin()
    assert await world.do(gesture) == Toast(said)


async def test_an_unknown_command_names_the_closest(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    await world.do(Command(words="quite"))
    await world.do(Text(text="!zebra *x*", message_id="1"))
    await world.engine.settle()
    assert world.texts == [
        "There is no command quite. Did you mean `quiet`? `help` lists them all.",
        "There is no command zebra *x*. `help` lists them all.",
    ]


async def test_events_delivered_again_and_again_in_any_order_have_one_effect_each(
    sqlite_store: Store,
) -> None:
    world = World.on(sqlite_store)
    await world.begin()
    events = [
        event(Text(text=f"{number} words - x", message_id=str(number)), world.clock, world.me, f"e{number}")
        for number in range(100)
    ]
    chance = random.Random(7)  # noqa: S311 - a repeatable shuffle
    delivered = [each for each in events for _ in range(chance.randint(1, 5))]
    chance.shuffle(delivered)
    for each in delivered:
        await world.engine.receive(each)
    await world.engine.settle()
    assert sorted(world.texts) == sorted(f"heard {number} words" for number in range(100))


async def test_a_form_that_can_not_be_opened_becomes_a_message_that_opens_it(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    other = Account(world.me.platform, world.me.workspace, "other")
    await world.do(Command(words="begin"), other)
    asked = Event(
        keys=("typed",), account=world.me, gesture=Press(action="toy.open"), at=world.clock.now(), can_open=False
    )
    assert await world.engine.receive(asked) is None
    assert await world.engine.receive(asked) is None
    await world.engine.settle()
    assert world.texts[-1] == "Toy: a form has the rest."
    (shown,) = await world.engine.recent(world.me, 1)
    assert shown.wanted is not None
    (button,) = shown.wanted.buttons
    after = world.restarted()
    opened = await after.do(Press(action=button.action, value=button.value))
    assert isinstance(opened, Open)
    assert opened.form.id == "toy.form"
    gone = Toast("That form is gone. Type the command again.")
    assert await after.do(Press(action=button.action, value=button.value), other) == gone
    assert [await after.do(Press(action=button.action, value=value)) for value in ("", "x", "987654")] == [gone] * 3


async def test_a_form_that_its_platform_would_not_open_any_more_is_offered_once(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    asked = event(Press(action="toy.open"), world.clock, world.me, "late")
    spoken = event(Text(text="words - x", message_id="1"), world.clock, world.me, "said")
    assert isinstance(await world.engine.receive(asked), Open)
    await world.engine.receive(spoken)
    for each in (asked, asked, spoken):  # what was answered with no form offers none
        await world.engine.offer(each)
    await world.engine.settle()
    assert world.texts == ["heard words", "Toy: the form could not be opened in time."]
    (shown,) = await world.engine.recent(world.me, 1)
    assert shown.wanted is not None
    (button,) = shown.wanted.buttons
    assert isinstance(await world.do(Press(action=button.action, value=button.value)), Open)


async def test_a_form_asked_for_as_the_process_ended_is_offered_after_the_restart(store: Store) -> None:
    world = World.on(store)
    await world.begin()
    async with store.begin() as tx:
        await tx.inbox.store(event(Press(action="toy.open"), world.clock, world.me, "cut off"), world.clock.now())
    after = world.restarted()
    await after.engine.recover()
    await after.engine.recover()
    await after.engine.settle()
    assert world.texts == ["Toy: the form could not be opened in time."]
