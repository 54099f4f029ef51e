"""Follow-ups: promised by themselves, listed when they are due, named by the nudge."""

from __future__ import annotations

import pytest

from bot.domain.sales import Prospect
from bot.gestures import Errors, Open
from bot.ports import Store
from bot.ui import MAX_INPUT_TEXT, MAX_SECTIONS
from tests.features.harness import Conversation, started

NUDGED = "Your daily nudge names who is due, `followups` lists them all."


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00, with the outreach block at 10:00."""
    return await started(sqlite_store)


async def promise(me: Conversation, who: str, on: str, notes: str = "") -> None:
    await me.press_raw("followup.add", quote=notes)
    assert await me.submit({"prospect": who, "on": on}) is None


async def prospect(me: Conversation, name: str) -> Prospect | None:
    async with me.store.begin() as tx:
        return await tx.sales.prospect_named(await me.who(tx), name)


def nudge(me: Conversation) -> str:
    return next(one.text for one in reversed(me.shown) if "Your hour for talking to prospects" in one.text)


# --- one more ---------------------------------------------------------------------------------------------------------


async def test_a_slip_in_the_name_is_asked_about_before_anything_is_promised(me: Conversation) -> None:
    await promise(me, "Dana Klein", "tue")
    await promise(me, "Dana Klien", "fri", "the offer")
    assert (me.last.text, me.last.buttons) == ("Did you mean Dana Klein?", ("Dana Klein", "Somebody new"))
    await me.press("Dana Klein")

    assert me.last.text == f"Follow-up: Dana Klein, Fri 27 Nov, instead of Tue 24 Nov.\nNotes  the offer\n{NUDGED}"


async def test_the_words_of_a_message_are_the_notes_of_a_follow_up(me: Conversation) -> None:
    await me.press_raw("followup.add", quote=" Can we talk\r\n\r\nnext  week?\u202e <!channel> &amp; *bold* ")
    assert me.last.text == "Add a follow-up\nWho: \nOn: \nNotes: Can we talk\nnext week? <!channel> & *bold*"

    assert await me.submit({"prospect": "Dana", "on": "tue"}) is None
    assert me.last.text == (
        f"Follow-up: Dana, Tue 24 Nov.\nNotes  Can we talk; next week? <!channel> & *bold*\n{NUDGED}"
    )
    assert me.last.buttons == ("Log a conversation", "Undo")


@pytest.mark.parametrize("length", [MAX_INPUT_TEXT, MAX_INPUT_TEXT + 1, 40_000])
async def test_a_long_message_is_shortened_where_the_form_asks_for_it(me: Conversation, length: int) -> None:
    opened = await me.press_raw("followup.add", quote="x" * length)
    assert isinstance(opened, Open)
    notes = opened.form.inputs[2].value
    assert len(notes) == MAX_INPUT_TEXT
    assert notes.endswith("…") == (length > MAX_INPUT_TEXT)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("today", "today"),
        ("tomorrow", "Tue 24 Nov"),
        ("tue", "Tue 24 Nov"),
        ("in 2 weeks", "Mon 7 Dec"),
        ("1 dec", "Tue 1 Dec"),
        ("2026-12-01", "Tue 1 Dec"),
    ],
)
async def test_its_day_is_said_in_words(me: Conversation, on: str, said: str) -> None:
    await promise(me, "Dana", on)
    assert me.last.text == f"Follow-up: Dana, {said}.\n{NUDGED}"


@pytest.mark.parametrize(
    ("who", "on", "wrong"),
    [
        ("", "tue", {"prospect": "Who was it? A name is enough."}),
        ("Dana", "", {"on": "On which day? Write tue, 24 Nov, in 2 weeks."}),
        ("Dana", "soon", {"on": "“soon” is no day I can read. Try tue, 24 Nov or in 2 weeks."}),
        ("Dana", "2026-11-20", {"on": "Fri 20 Nov is past. Which day to come?"}),
    ],
)
async def test_what_is_missing_or_wrong_is_said_under_it(
    me: Conversation, who: str, on: str, wrong: dict[str, str]
) -> None:
    await me.press_raw("followup.add")
    assert await me.submit({"prospect": who, "on": on}) == Errors(wrong)
    assert await prospect(me, "Dana") is None


async def test_undo_takes_it_back_with_a_prospect_who_was_new(me: Conversation) -> None:
    await promise(me, "Dana", "tue")
    await me.press("Undo")
    assert me.last.text == "Undone: the follow-up with Dana on Tue 24 Nov."
    assert await prospect(me, "Dana") is None


async def test_undo_gives_a_known_prospect_their_earlier_day_back(me: Conversation) -> None:
    await me.say("call log Dana thinking until fri")
    before = await prospect(me, "Dana")
    await promise(me, "dana", "tue", "the offer")
    assert me.last.text.startswith("Follow-up: Dana, Tue 24 Nov, instead of Fri 27 Nov.")
    await me.press("Undo")
    assert await prospect(me, "Dana") == before


async def test_the_same_form_again_changes_what_it_promised(me: Conversation) -> None:
    await me.press_raw("followup.add")
    form = me.form
    await me.submit({"prospect": "Dana", "on": "tue"}, form)
    await me.submit({"prospect": "Dana", "on": "wed", "notes": "bring the offer"}, form)
    assert me.last.kind == "replace"
    assert me.last.text.startswith("Follow-up: Dana, Wed 25 Nov, instead of Tue 24 Nov.\nNotes  bring the offer")
    await me.submit({"prospect": "Kim", "on": "thu"}, form)
    assert (me.last.kind, me.last.text) == ("message", f"Follow-up: Kim, Thu 26 Nov.\n{NUDGED}")


async def test_a_form_whose_follow_up_was_undone_is_refused_and_its_words_kept(me: Conversation) -> None:
    await me.press_raw("followup.add")
    form = me.form
    await me.submit({"prospect": "Dana", "on": "tue"}, form)
    await me.press("Undo")
    again = await me.submit({"prospect": "Dana", "on": "tue", "notes": "kept"}, form)
    assert isinstance(again, Errors)
    assert again.by_key.keys() == {"notes"}
    assert await prospect(me, "Dana") is None


async def test_somebody_who_has_not_started_is_welcomed(sqlite_store: Store) -> None:
    me = Conversation(sqlite_store)
    assert await me.press_raw("followup.add", quote="hello") is None
    assert me.last.buttons == ("Start", "Change", "Change zone", "Lunch and days off")


# --- what is due ------------------------------------------------------------------------------------------------------


async def test_the_list_says_whose_turn_it_is_with_a_button_each(me: Conversation) -> None:
    await promise(me, "Ben", "today")
    await me.say("call log Kim check back on 24 nov")
    await promise(me, "Ada", "thu", "the offer")
    await promise(me, "Lou", "in 2 weeks")
    await me.at("2026-11-24 09:00")
    await me.say("followups")
    assert me.last.text.splitlines() == [
        "3 follow-ups: 1 overdue, 1 due today, 1 later this week.",
        "Ben — overdue since Mon 23 Nov",
        "Kim — today",
        "Ada — Thu 26 Nov: the offer",
    ]
    assert me.last.buttons == ("Log Ben", "Log Kim", "Log Ada", "Add a follow-up")

    await me.press("Log Ada")
    assert me.last.text.startswith("Log a conversation\nWho: Ada")


async def test_the_list_says_when_the_next_one_is_and_how_one_is_made(me: Conversation) -> None:
    await me.say("followups")
    assert me.last.text == ("No follow-up is promised. To promise one, type `call log Dana thinking until tue`.")
    await me.press("Add a follow-up")
    await me.submit({"prospect": "Dana", "on": "in 2 weeks"})
    await me.say("followups")
    assert me.last.text == "No follow-up is due this week. The next: Dana, Mon 7 Dec."


@pytest.mark.parametrize(("number", "more"), [(MAX_SECTIONS, ""), (MAX_SECTIONS + 1, "and 2 more after these")])
async def test_a_long_list_shows_the_oldest_and_counts_the_rest(me: Conversation, number: int, more: str) -> None:
    for each in range(number):
        await promise(me, f"{'Person ' * 7}{each:02}", "today", "x" * 500)
    await me.say("followups")
    assert len(me.last.text.splitlines()) == 1 + MAX_SECTIONS
    assert me.last.text.splitlines()[-1].startswith(more)


# --- and where else ---------------------------------------------------------------------------------------------------


async def test_the_nudge_names_it_on_its_day_with_its_notes(me: Conversation) -> None:
    await promise(me, "Dana", "tue", "bring the offer")
    await me.at("2026-11-23 10:00")
    assert "Dana" not in nudge(me)
    await me.at("2026-11-24 10:00")
    assert "Dana — follow-up due today. About: bring the offer." in nudge(me)


async def test_a_conversation_after_it_closes_it_and_one_before_it_does_not(me: Conversation) -> None:
    await me.say("call log Dana thinking until fri")
    await me.at("2026-11-23 09:00")
    await promise(me, "Dana", "wed", "the offer")
    await me.press("Reflect")
    await me.submit({"well": "listened"})
    dana = await prospect(me, "Dana")
    assert dana is not None
    assert (str(dana.next_on), dana.promise is not None) == ("2026-11-25", True)

    await me.at("2026-11-23 09:10")
    await me.say("call log Dana no")
    dana = await prospect(me, "Dana")
    assert dana is not None
    assert (dana.next_on, dana.promise) == (None, None)


async def test_what_is_known_of_somebody_has_it(me: Conversation) -> None:
    await promise(me, "Dana", "tue", "bring the offer")
    await me.say("call show Dana")
    assert [" ".join(line.split()) for line in me.last.text.splitlines()[-2:]] == [
        "Next follow-up on Tue 24 Nov",
        "About bring the offer",
    ]


async def test_somebody_only_practised_with_is_named_when_they_were_promised(me: Conversation) -> None:
    await me.say("call log Dana yes practice:yes")
    await promise(me, "Dana", "today")
    await me.at("2026-11-23 10:00")
    assert "Dana — follow-up due today." in nudge(me)
