"""What undo brings back: the diary, the question, and every message that showed either."""

from __future__ import annotations

import pytest

from bot.domain.diary import PromptState
from bot.domain.slots import DAY, Span
from bot.gestures import Toast
from bot.ports import Store
from tests.features.harness import Conversation, started

pytestmark = pytest.mark.usefixtures("always_asked")


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00, and let the first prompt come."""
    me = await started(sqlite_store)
    await me.at("2026-11-23 09:00")
    me.shown.clear()
    return me


async def states(me: Conversation) -> dict[str, PromptState]:
    async with me.store.begin() as tx:
        found = await tx.diary.prompts(await me.who(tx), Span(me.clock.now() - 9 * DAY, me.clock.now() + DAY))
    return {f"{one.span.start.astimezone(me.zone):%a %H:%M}": one.state for one in found}


async def test_the_entry_before_an_edit_is_shown_again(me: Conversation) -> None:
    await me.say("calling leads - to book 3 demos")
    await me.say("fix: calling partners - y")
    await me.say("undo")
    assert me.last.text == "Undone: 09:00–09:30 calling leads.\n✓ 09:00–09:30 calling leads — book 3 demos"
    assert me.last.buttons == ("Edit", "Undo")
    await me.press("Undo")
    assert me.last.text.startswith("Undone: 09:00–09:30 calling leads. What are you doing, and why? ")


async def test_a_kind_that_was_picked_is_asked_again(me: Conversation) -> None:
    await me.say("calling leads - to book 3 demos")
    await me.pick("Admin: somebody else could do it")
    await me.press("Undo")
    assert me.last.text == "Undone: 09:00–09:30 calling leads.\n✓ 09:00–09:30 calling leads — book 3 demos"
    await me.pick("Selling: talking to a prospect")
    assert " · selling · 1 selling slot today" in me.last.text


async def test_a_kind_learned_by_a_form_is_forgotten_with_it(me: Conversation) -> None:
    await me.press("Write it…")
    await me.submit({"what": "books", "kind": "admin"})
    await me.press("Undo")
    await me.say("books - taxes")
    assert list(me.paper.faces.values())[-1].menu is not None


async def test_every_question_that_a_range_answered_is_open_again(me: Conversation) -> None:
    await me.at("2026-11-23 10:30")
    await me.say("9:00-11:00 deep work - x")
    assert [one.text for one in me.shown[-4:]] == [
        "✓ 09:00–09:30 deep work — x",
        "✓ 09:30–10:00 deep work — x",
        (
            "✓ 10:00–10:30 deep work — x\nName one person who might buy, or who could introduce you.\n"
            "Is it hard today? Say so."
        ),
        "✓ 09:00–11:00 deep work — x",
    ]
    me.shown.clear()
    await me.press("Undo")
    assert [one.text.splitlines()[0] for one in me.shown] == [
        "– 09:00–09:30 open",
        "– 09:30–10:00 open",
        "– 10:00–10:30 open",
        "Undone: 09:00–11:00 deep work. Who are you talking to, and what for? 10:30–11:00",
    ]
    assert [*(await states(me)).values()][1:] == [PromptState.FOLDED] * 3 + [PromptState.OPEN]


async def test_an_answer_undone_after_the_next_question_came_can_be_filled_in(me: Conversation) -> None:
    await me.say("calling leads - to book 3 demos")
    await me.at("2026-11-23 09:31")
    await me.press("Undo")
    assert me.last.text == "Undone: 09:00–09:30 calling leads.\n– 09:00–09:30 open"
    assert me.last.buttons == ("Fill in",)


async def test_an_answer_undone_over_the_weekend_leaves_one_question_open(sqlite_store: Store) -> None:
    me = await started(sqlite_store, at="2026-11-27 16:00")
    await me.at("2026-11-27 16:31")
    await me.at("2026-11-30 08:30")
    await me.reply("calling leads - to book 3 demos", to="16:30–17:00")
    await me.at("2026-11-30 09:01")
    await me.say("undo")
    found = await states(me)
    assert (found["Fri 16:30"], found["Mon 09:00"]) == (PromptState.FOLDED, PromptState.OPEN)


async def test_the_people_of_the_nudge_stay(me: Conversation) -> None:
    await me.say("call log Dana thinking until tomorrow")
    await me.at("2026-11-24 10:00")
    await me.say("calling leads - to book 3 demos")
    assert "Dana…" in me.last.buttons
    await me.press("Undo")
    assert "Dana…" in me.last.buttons


async def test_what_was_replaced_is_shown_again(me: Conversation) -> None:
    await me.say("first - x")
    await me.at("2026-11-23 09:30")
    await me.say("9-9:30 second - y")
    await me.say("undo")
    assert [one.text for one in me.shown[-2:]] == ["✓ 09:00–09:30 first — x", "Undone: 09:00–09:30 second."]
    assert me.shown[-2].buttons == ("Edit",)


async def test_a_skip_is_a_change_like_any_other(me: Conversation) -> None:
    await me.say("first - x")
    await me.at("2026-11-23 09:30")
    await me.say("skip")
    assert me.last.text == "– 09:30–10:00 skipped"
    await me.say("oops")
    assert me.last.text == "Undone: 09:30–10:00 skipped. What are you doing, and why? 09:30–10:00"
    assert (await states(me))["Mon 09:30"] is PromptState.OPEN


async def test_a_pause_from_the_menu_ends_where_it_was_announced(me: Conversation) -> None:
    await me.pick("Quiet for an hour")
    announced = me.last.text
    assert announced.startswith("Quiet until 10:00.")
    await me.press("Undo")
    assert (me.last.kind, me.last.text) == ("replace", "Undone: the pause.")


async def test_a_change_to_a_conversation_shows_the_conversation_again(me: Conversation) -> None:
    await me.say("call log Dana no")
    await me.press("It was practice")
    await me.press("Undo")
    assert me.last.text.splitlines()[:2] == ["Undone: the change to Dana.", "Logged: Dana, no."]
    assert me.last.buttons == ("Add story", "Reflect", "Edit", "It was practice", "Undo")
    await me.press("Undo")
    assert me.last.text == "Undone: Dana, no."


async def test_a_second_press_is_answered_and_does_nothing(me: Conversation) -> None:
    await me.say("first - x")
    button = next(b for face in me.paper.faces.values() for b in face.buttons if b.label == "Undo")
    await me.press_raw(button.action, button.value)
    assert await me.press_raw(button.action, button.value) == Toast("That is undone already, or more than a day old.")
