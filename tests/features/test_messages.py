"""What a message shows follows what is stored, and words go to the question they answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.diary import Kind, PromptState
from bot.domain.slots import DAY, Span
from bot.gestures import Errors, Event, Open, Text, Toast
from bot.ports import Store
from tests.features.harness import Conversation, started


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00, and let the first prompt come."""
    me = await started(sqlite_store)
    await me.at("2026-11-23 09:00")
    me.shown.clear()
    return me


async def entries(me: Conversation) -> list[tuple[str, str, str, Kind | None]]:
    async with me.store.begin() as tx:
        found = await tx.diary.between(await me.who(tx), Span(me.clock.now() - 5 * DAY, me.clock.now() + DAY))
    times = [[at.astimezone(me.zone) for at in (one.span.start, one.span.end)] for one in found]
    return [(f"{a:%a %H:%M}–{b:%H:%M}", one.what, one.why, one.kind) for (a, b), one in zip(times, found, strict=True)]


async def states(me: Conversation) -> dict[str, PromptState]:
    async with me.store.begin() as tx:
        found = await tx.diary.prompts(await me.who(tx), Span(me.clock.now() - DAY, me.clock.now() + DAY))
    return {f"{one.span.start.astimezone(me.zone):%H:%M}": one.state for one in found}


# --- the shown is the true --------------------------------------------------------------------------------------------


async def test_an_entry_that_gave_way_is_not_shown_as_it_was(me: Conversation) -> None:
    await me.say("first - x")
    await me.at("2026-11-23 09:30")
    await me.say("second - y")
    await me.say("9:15-10 third - z")
    assert [(one.kind, one.text.splitlines()[0], one.buttons) for one in me.shown[-3:]] == [
        ("replace", "✓ 09:00–09:15 first — x", ("Edit",)),
        ("replace", "✓ 09:30–10:00 third — z", ()),
        ("message", "✓ 09:15–10:00 third — z", ("Edit", "Undo", "Not a time")),
    ]


async def test_an_echo_of_its_own_says_that_it_was_replaced(me: Conversation) -> None:
    await me.say("8-8:20 first - x")
    await me.say("8-8:30 second - y")
    assert me.shown[-2].text == "– 08:00–08:20 first — x is replaced."
    assert me.shown[-2].buttons == ()


async def test_times_that_are_changed_settle_the_questions_they_cover(me: Conversation) -> None:
    await me.at("2026-11-23 09:30")
    await me.say("first - x")
    await me.press("Edit")
    await me.submit({"start": "09:00", "end": "09:30"})
    assert (await states(me))["09:00"] is PromptState.ANSWERED
    assert (await states(me))["09:30"] is PromptState.FOLDED
    assert [one.text for one in me.shown[-2:]] == [
        "✓ 09:00–09:30 first — x",
        "09:30–10:00 first — x →\n✓ 09:00–09:30 first — x",
    ]


async def test_two_short_entries_answer_a_question_together(me: Conversation) -> None:
    await me.at("2026-11-23 09:20")
    await me.say("9-9:10 mail - clear it")
    assert (await states(me))["09:00"] is PromptState.OPEN
    await me.say("9:10-9:20 calls - demos")
    assert (await states(me))["09:00"] is PromptState.ANSWERED


async def test_changing_one_line_of_several_keeps_the_others_in_sight(me: Conversation) -> None:
    await me.at("2026-11-23 10:00")
    await me.say("9-9:30 mail - clear it\n9:30-10 calls - demos")
    await me.say("s/calls/visits/")
    assert me.last.text == ("09:30–10:00 calls — demos →\n✓ 09:00–09:30 mail — clear it\n✓ 09:30–10:00 visits — demos")


async def test_an_entry_in_two_pieces_is_edited_as_one(me: Conversation) -> None:
    await me.at("2026-11-23 12:00")
    await me.say("9-12 deep work - x")
    await me.say("10-10:30 call - y")
    await me.edit("9-12 deep thought - x", of="text 1")
    assert [one[1] for one in await entries(me)].count("deep work") == 0
    assert "deep thought" in me.last.text


async def test_lines_that_change_places_are_all_kept(me: Conversation) -> None:
    await me.at("2026-11-23 12:00")
    await me.say("9-10 mail - clear it\n10-11 calls - demos")
    await me.edit("10-11 mail - clear it\n11-12 calls - demos", of="text 1")
    assert [one[:2] for one in await entries(me)] == [("Mon 10:00–11:00", "mail"), ("Mon 11:00–12:00", "calls")]


async def test_what_opens_a_form_says_so(me: Conversation) -> None:
    await me.at("2026-11-23 09:30")
    await me.say("first - x")
    await me.say("15:00-16:00 demo - Acme")
    for face in list(me.paper.faces.values()):
        for button in face.all_buttons:
            answer = await me.press_raw(button.action, button.value)
            assert button.opens_form or not isinstance(answer, Open), button


async def test_a_form_sent_in_twice_is_noted_once(me: Conversation) -> None:
    await me.press("Write it…")
    form = me.form
    await me.submit({"what": "books", "why": "taxes"}, form=form)
    await me.submit({"what": "books", "why": "the year's end"}, form=form)
    assert await entries(me) == [("Mon 09:00–09:30", "books", "the year's end", None)]
    assert me.last.kind == "replace"


async def test_a_form_whose_entry_is_gone_keeps_what_was_typed(me: Conversation) -> None:
    await me.say("first - x")
    await me.press("Edit")
    form = me.form
    await me.say("undo")
    answer = await me.submit({"what": "books"}, form=form)
    assert isinstance(answer, Errors)
    assert await entries(me) == []


async def test_a_long_text_is_whole_after_an_edit_of_its_times(me: Conversation) -> None:
    words = "x" * 5_000
    await me.say(f"{words} - y")
    await me.press("Edit")
    await me.submit({"end": "09:20"})
    assert await entries(me) == [("Mon 09:00–09:20", words, "y", None)]


async def test_a_full_day_of_long_entries_fits_into_today(me: Conversation) -> None:
    await me.at("2026-11-23 17:00")
    for hour in range(9, 17):
        for times in (f"{hour:02}:00-{hour:02}:20", f"{hour:02}:20-{hour:02}:40", f"{hour:02}:40-{hour + 1:02}:00"):
            await me.say(f"{times} {'x' * 100} - {'y' * 100}")
    await me.say("today")
    assert me.last.text.startswith("Mon 23 Nov: 16 of 16 slots so far.")
    assert me.last.text.count("x…") == 24


async def test_a_button_pressed_twice_puts_the_why_back_once(me: Conversation) -> None:
    await me.say("writing to Sam to hear about it")
    button = next(b for face in me.paper.faces.values() for b in face.buttons if b.label == "Not the why")
    await me.press_raw(button.action, button.value)
    assert await me.press_raw(button.action, button.value) == Toast("That entry has no why.")
    assert (await entries(me))[0][1] == "writing to Sam to hear about it"


async def test_a_recent_why_is_the_one_on_the_button_however_often_it_is_pressed(me: Conversation) -> None:
    for words in ("8-8:10 a - first", "8:10-8:20 b - second", "8:20-8:30 c - third"):
        await me.say(words)
        me.clock.time += timedelta(seconds=1)
    await me.say("invoices")
    button = next(b for face in me.paper.faces.values() for b in face.buttons if b.label == "second")
    for _ in range(2):
        await me.press_raw(button.action, button.value)
    assert (await entries(me))[-1][1:3] == ("invoices", "second")


async def test_an_entry_over_midnight_counts_for_each_day_what_lies_in_it(me: Conversation) -> None:
    await me.say("yesterday 23:00-00:30 night shift - server")
    await me.pick("Selling: talking to a prospect")
    await me.say("today")
    assert me.last.text.endswith("\n30 min selling\nWhys: 30 min — server")


# --- which question words answer --------------------------------------------------------------------------------------


async def test_words_after_a_new_question_answer_it_and_are_no_why(me: Conversation) -> None:
    await me.at("2026-11-23 09:28")
    await me.say("invoices")
    await me.at("2026-11-23 09:31")
    await me.say("calling leads")
    assert [one[:3] for one in await entries(me)] == [
        ("Mon 09:00–09:30", "invoices", ""),
        ("Mon 09:30–10:00", "calling leads", ""),
    ]


async def test_a_reply_in_another_thread_is_no_why(me: Conversation) -> None:
    await me.at("2026-11-23 09:31")
    await me.say("invoices")
    await me.reply("calling leads", to="09:00–09:30 open")
    assert [one[:3] for one in await entries(me)] == [
        ("Mon 09:00–09:30", "calling leads", ""),
        ("Mon 09:30–10:00", "invoices", ""),
    ]


async def test_a_reply_in_the_thread_of_the_echo_is_its_why(me: Conversation) -> None:
    await me.say("invoices")
    await me.reply("they are due", to="And why?")
    assert [one[:3] for one in await entries(me)] == [("Mon 09:00–09:30", "invoices", "they are due")]


async def test_words_that_come_in_late_answer_the_question_that_was_open_when_they_were_typed(me: Conversation) -> None:
    await me.at("2026-11-23 09:31")
    typed = me.clock.now() - timedelta(minutes=20)
    text = Text(text="calling leads - to book 3 demos", message_id="late")
    await me.engine.receive(Event(keys=("late",), account=me.account, gesture=text, at=typed))
    assert [one[:2] for one in await entries(me)] == [("Mon 09:00–09:30", "calling leads")]
    assert (await states(me))["09:30"] is PromptState.OPEN


async def test_words_on_monday_are_not_about_fridays_last_half_hour(sqlite_store: Store) -> None:
    me = await started(sqlite_store, at="2026-11-27 16:00")
    await me.at("2026-11-30 08:10")
    await me.say("planning the week - focus")
    assert [one[:2] for one in await entries(me)] == [("Mon 08:00–08:30", "planning the week")]


# --- when -------------------------------------------------------------------------------------------------------------


async def test_another_day_is_named(me: Conversation) -> None:
    await me.say("yesterday 16:00-17:30 proposal - Acme")
    assert me.last.text == "✓ Sun 22 Nov 16:00–17:30 proposal — Acme"
    await me.say("undo")
    assert me.last.text == "Undone: Sun 22 Nov 16:00–17:30 proposal."


async def test_a_day_without_a_time_is_kept_for_the_form(me: Conversation) -> None:
    await me.say("yesterday workshop - learning")
    assert me.last.text == "From when to when? I have not noted it yet.\nworkshop — learning"
    await me.press("Fix the time…")
    await me.submit({"start": "10:00", "end": "12:00"})
    assert (me.last.kind, me.last.text) == ("replace", "✓ Sun 22 Nov 10:00–12:00 workshop — learning")


async def test_each_question_about_a_time_keeps_its_own_words(me: Conversation) -> None:
    await me.say("15:00-16:00 demo - Acme")
    await me.say("17:00-18:00 call - Bob")
    first = next(b for face in me.paper.faces.values() for b in face.buttons if b.label == "It was yesterday")
    await me.press_raw(first.action, first.value)
    assert [one[:2] for one in await entries(me)] == [("Sun 15:00–16:00", "demo")]


async def test_of_several_lines_those_that_have_begun_are_noted(me: Conversation) -> None:
    await me.say("8-8:30 mail - clear it\n15:00-16:00 demo - Acme")
    assert [one[:2] for one in await entries(me)] == [("Mon 08:00–08:30", "mail")]
    assert me.last.text == "15:00–16:00 is still to come, so I have not noted it.\ndemo — Acme"
    await me.say("14:00-15:00 mail - clear it\n15:00-16:00 demo - Acme")
    assert me.last.text == (
        "2 of these are still to come, so I have not noted them. Send them again afterwards.\n"
        "14:00–15:00 mail — clear it\n15:00–16:00 demo — Acme"
    )


async def test_an_entry_is_not_moved_to_a_time_to_come(me: Conversation) -> None:
    await me.say("demo - Acme")
    for again in ("fix: 15:00-16:00 demo", None):
        await (me.say(again) if again else me.edit("15:00-16:00 demo - Acme", of="text 1"))
        assert me.last.text == "15:00–16:00 is still to come, so I left the entry as it was."
    assert [one[:2] for one in await entries(me)] == [("Mon 09:00–09:30", "demo")]


@pytest.mark.usefixtures("always_asked")
async def test_a_guess_that_was_no_time_goes_to_the_question_it_answered(me: Conversation) -> None:
    await me.at("2026-11-23 10:31")
    await me.say("9-10 demos - Acme")
    assert (await states(me))["09:30"] is PromptState.ANSWERED
    await me.press("Not a time")
    assert [one[:2] for one in await entries(me)] == [("Mon 10:30–11:00", "9-10 demos")]
    assert [*(await states(me)).values()][-4:] == [*[PromptState.FOLDED] * 3, PromptState.ANSWERED]


async def test_a_guess_in_a_command_can_be_put_right_too(me: Conversation) -> None:
    await me.at("2026-11-23 10:31")
    await me.say("log 8-9 demos - Acme")
    await me.press("Not a time")
    assert (await entries(me))[0][1] == "8-9 demos"


async def test_a_meeting_may_last_until_midnight(me: Conversation) -> None:
    await me.pick("In a meeting until…")
    await me.submit({"until": "24:00"})
    assert [one[:2] for one in await entries(me)] == [("Mon 09:00–00:00", "meeting")]


async def test_a_pause_that_comes_in_when_it_is_over_says_so(me: Conversation) -> None:
    await me.at("2026-11-23 12:05")
    typed = me.clock.now() - timedelta(hours=3)
    text = Text(text="pause 1h", message_id="late")
    await me.engine.receive(Event(keys=("late",), account=me.account, gesture=text, at=typed))
    await me.engine.settle()
    assert me.last.text == "That quiet time is over already. The next question comes at 12:30 (Europe/Paris)."


async def test_a_word_replaced_by_pages_is_refused(me: Conversation) -> None:
    await me.say("a" * 3_000 + " - y")
    await me.say(f"s/a/{'b' * 3_000}/")
    assert me.last.text == "That would make your last entry too long, so nothing changed."
