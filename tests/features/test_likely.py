"""What the bot expects of a person from what they did before: kinds of new wordings, and answers on buttons."""

from __future__ import annotations

import pytest

from bot.domain.diary import Entry, Kind
from bot.domain.slots import DAY, SLOT, Span
from bot.gestures import Toast
from bot.ports import Store
from bot.ui import Button
from tests.features.harness import Conversation, started

SELLING = "Selling: talking to a prospect"
LEADS = "Lead generation: finding prospects"
ADMIN = "Admin: somebody else could do it"

pytestmark = pytest.mark.usefixtures("always_asked")


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody who said twice already which kind something is, and is asked about 11:00."""
    me = await started(sqlite_store)
    await me.at("2026-11-23 09:00")
    await me.say("call with Dana - book a demo")
    await me.pick(SELLING)
    await me.at("2026-11-23 09:30")
    await me.say("invoices - taxes")
    await me.pick(ADMIN)
    await me.at("2026-11-23 11:00")
    me.shown.clear()
    return me


async def newest(me: Conversation) -> Entry:
    async with me.store.begin() as tx:
        found = await tx.diary.between(await me.who(tx), Span(me.clock.now() - DAY, me.clock.now() + DAY))
    return found[-1]


def asks_kind(me: Conversation) -> str | None:
    """Return what the menu of the newest message asks."""
    menu = list(me.paper.faces.values())[-1].menu
    return menu.placeholder if menu else None


# --- kinds ------------------------------------------------------------------------------------------------------------


async def test_similar_words_have_their_kind_guessed_and_the_echo_says_that_it_is_a_guess(me: Conversation) -> None:
    await me.say("Calls Dana - decide")
    assert me.last.text == "✓ 11:00–11:30 Calls Dana — decide · guessed: selling · 2 selling slots today"
    assert asks_kind(me) == "Not that? Pick its kind"
    one = await newest(me)
    assert (one.kind, one.guessed) == (Kind.SELLING, True)


async def test_a_guess_that_is_neither_selling_nor_paid_is_said_too(me: Conversation) -> None:
    await me.say("invoicing - taxes")
    assert me.last.text == "✓ 11:00–11:30 invoicing — taxes · guessed: admin"


async def test_a_wrong_guess_is_turned_around_with_one_tap_and_learned_at_once(me: Conversation) -> None:
    await me.say("Calls Dana - decide")
    await me.pick(LEADS)
    assert me.last.text == "✓ 11:00–11:30 Calls Dana — decide\nKept as lead generation, the next time too."
    assert asks_kind(me) is None
    one = await newest(me)
    assert (one.kind, one.guessed) == (Kind.LEADS, False)
    await me.at("2026-11-23 11:30")
    await me.say("calls Dana - decide")
    one = await newest(me)
    assert (one.kind, one.guessed) == (Kind.LEADS, False)


async def test_undo_brings_the_guess_back(me: Conversation) -> None:
    await me.say("Calls Dana - decide")
    await me.pick(LEADS)
    await me.press("Undo")
    one = await newest(me)
    assert (one.kind, one.guessed) == (Kind.SELLING, True)


@pytest.mark.parametrize("again", ["same", "calls Dana - decide"])
async def test_a_guess_that_nobody_spoke_about_teaches_nothing_and_stays_one(me: Conversation, again: str) -> None:
    await me.say("Calls Dana - decide")
    await me.at("2026-11-23 11:30")
    await me.say(again)
    one = await newest(me)
    assert (one.kind, one.guessed) == (Kind.SELLING, True)
    async with me.store.begin() as tx:
        assert await tx.diary.kind_of(await me.who(tx), "calls dana") is None


async def test_words_that_say_too_little_are_asked_about_as_before(me: Conversation) -> None:
    await me.say("meeting Jonas - say hello")
    assert me.last.text == "✓ 11:00–11:30 meeting Jonas — say hello"
    assert asks_kind(me) == "Is it income-generating? Pick its kind"


async def test_nothing_is_guessed_for_one_of_several_entries_since_their_echo_could_not_ask(me: Conversation) -> None:
    await me.say("8:00-8:15 calls Dana - decide\n8:15-8:30 invoicing - taxes")
    async with me.store.begin() as tx:
        found = await tx.diary.between(await me.who(tx), Span(me.clock.now() - DAY, me.clock.now()))
    assert [(one.what, one.kind) for one in found[:2]] == [("calls Dana", None), ("invoicing", None)]


async def test_the_form_of_a_guessed_entry_says_no_kind_and_sent_in_unchanged_teaches_none(me: Conversation) -> None:
    await me.say("Calls Dana - decide")
    await me.press("Edit")
    assert me.form is not None
    assert {one.key: one.value for one in me.form.inputs}["kind"] == ""
    await me.submit({"why": "decide today"})
    one = await newest(me)
    assert (one.why, one.kind, one.guessed) == ("decide today", Kind.SELLING, True)


async def test_words_put_right_are_looked_at_anew(me: Conversation) -> None:
    await me.say("Calls Dana - decide")
    await me.say("fix: invoicing - taxes")
    one = await newest(me)
    assert (one.what, one.kind, one.guessed) == ("invoicing", Kind.ADMIN, True)


# --- answers ----------------------------------------------------------------------------------------------------------


def offered(me: Conversation) -> list[Button]:
    """Return the answers on the buttons of the newest message."""
    return [button for button in list(me.paper.faces.values())[-1].buttons if button.action == "checkin.pair"]


async def test_what_was_done_at_this_hour_is_offered_before_what_was_done_more_often(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    for hour, words in (
        (9, "mail - clear"),
        (11, "site - launch"),
        (12, "deck - Acme"),
        (13, "site - launch"),
        (14, "x"),
    ):
        await me.at(f"2026-11-23 {hour:02}:00")
        await me.say(words)
    await me.at("2026-11-24 09:00")
    assert offered(me)[0].label == "mail — clear"


async def test_an_answer_offered_before_others_is_still_one_tap(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.at("2026-11-23 09:00")
    await me.say("mail - clear")
    await me.at("2026-11-23 09:30")
    await me.say("site - launch")
    await me.at("2026-11-23 10:30")
    (button,) = offered(me)
    assert button.label == "mail — clear"
    asked_about = Span(me.clock.now(), me.clock.now() + SLOT)
    await me.at("2026-11-23 13:30")
    await me.say("11:30-13:30 deck - Acme")
    await me.press_raw(button.action, button.value)
    async with me.store.begin() as tx:
        found = await tx.diary.between(await me.who(tx), asked_about)
    assert [one.what for one in found] == ["mail"]


async def test_answers_that_look_the_same_on_a_button_are_offered_once(me: Conversation) -> None:
    beginning = "a proposal that is long enough to be cut short for"
    for minute, words in ((0, f"{beginning} Acme - win"), (30, f"{beginning} Beta - win"), (60, "On a break. - rest")):
        await me.at(f"2026-11-23 {11 + minute // 60:02}:{minute % 60:02}")
        await me.say(words)
    await me.at("2026-11-23 12:30")
    labels = [button.label.casefold() for button in list(me.paper.faces.values())[-1].buttons]
    assert len(labels) == len(set(labels))
    assert sum(label.startswith("a proposal") for label in labels) == 1


async def test_an_answer_that_is_not_in_the_diary_any_more_says_so(me: Conversation) -> None:
    (button, *_) = offered(me)
    value = button.value.rpartition(".")[0]
    answer = await me.press_raw(button.action, f"{value}.000000000000")
    assert answer == Toast("That answer is no longer offered.")
