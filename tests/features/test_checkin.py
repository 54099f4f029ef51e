"""The question, its answers, and what becomes of it unanswered, as the person sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.diary import Kind, Label, PromptState
from bot.domain.slots import DAY, Span
from bot.features.question import QUESTIONS
from bot.gestures import Toast
from bot.ports import Store
from tests.features.harness import START, Conversation, Shown, started

FOOTER = "Or just reply: calling leads - to book demos"
KIND = "Admin: somebody else could do it"


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00, and let the first prompt come."""
    me = await started(sqlite_store)
    await me.at("2026-11-23 09:00")
    me.shown.clear()
    return me


async def entries(me: Conversation) -> list[tuple[str, str, str, Kind | None]]:
    async with me.store.begin() as tx:
        found = await tx.diary.between(await me.who(tx), Span(me.clock.now() - 3 * DAY, me.clock.now() + DAY))
    times = [[at.astimezone(me.zone) for at in (one.span.start, one.span.end)] for one in found]
    return [(f"{a:%H:%M}–{b:%H:%M}", one.what, one.why, one.kind) for (a, b), one in zip(times, found, strict=True)]


async def prompts(me: Conversation) -> dict[str, PromptState]:
    async with me.store.begin() as tx:
        found = await tx.diary.prompts(await me.who(tx), Span(me.clock.now() - DAY, me.clock.now() + DAY))
    return {f"{one.span.start.astimezone(me.zone):%H:%M}": one.state for one in found}


# --- the question -----------------------------------------------------------------------------------------------------


async def test_a_prompt_names_its_half_hour_and_offers_what_is_likely(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("calling leads - to book 3 demos")
    await me.at("2026-11-23 09:00")
    assert me.last == Shown(
        at="Mon 09:00",
        kind="message",
        text=f"What are you doing, and why? 09:00–09:30\nLast: calling leads — book 3 demos\n{FOOTER}",
        buttons=("Same as before", "On a break", "Write it…"),
    )


@pytest.mark.usefixtures("always_asked")
async def test_an_unanswered_prompt_is_folded_before_the_next_is_asked(me: Conversation) -> None:
    await me.at("2026-11-23 10:30")
    assert [(one.at, one.kind, one.text.splitlines()[0]) for one in me.shown] == [
        ("Mon 09:30", "replace", "– 09:00–09:30 open"),
        ("Mon 09:30", "message", "What are you doing, and why? 09:30–10:00"),
        ("Mon 10:00", "replace", "– 09:30–10:00 open"),
        ("Mon 10:00", "message", me.shown[3].text.splitlines()[0]),
        ("Mon 10:30", "replace", "– 10:00–10:30 open"),
        ("Mon 10:30", "message", "Who are you talking to, and what for? 10:30–11:00"),
    ]
    assert "3 slots open today, if you like." in me.last.text
    assert list((await prompts(me)).values()).count(PromptState.OPEN) == 1


@pytest.mark.usefixtures("always_asked")
async def test_nobody_is_asked_outside_their_hours_and_days(sqlite_store: Store) -> None:
    me = await started(
        sqlite_store, plan=START.replace("mon-fri", "mon,wed").replace("9-17", "15-16"), at="2026-11-23 16:30"
    )
    await me.at("2026-11-30 14:59")
    asked = [one.at for one in me.shown if "What are you doing" in one.text]
    assert asked == ["Wed 15:00", "Wed 15:30"]


async def test_an_hourly_cadence_asks_about_the_hour(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=START.replace("cadence:30", "cadence:60"))
    await me.at("2026-11-23 12:59")
    asked = [one.text.splitlines()[0] for one in me.shown if one.kind == "message" and one.text.startswith("What")]
    assert asked == [
        "What are you doing, and why? 09:00–10:00",
        "What are you doing, and why? 11:00–12:00",
        "What are you doing, and why? 12:00–13:00",
    ]


# --- answers ----------------------------------------------------------------------------------------------------------


async def test_words_with_a_why_answer_the_open_prompt_and_take_its_place(me: Conversation) -> None:
    await me.say("calling leads - to book 3 demos")
    assert me.shown == [
        Shown(
            at="Mon 09:00",
            kind="replace",
            text="✓ 09:00–09:30 calling leads — book 3 demos",
            buttons=("Edit", "Undo"),
        )
    ]
    assert await entries(me) == [("09:00–09:30", "calling leads", "book 3 demos", None)]


async def test_a_missing_why_is_asked_once_in_the_echo_and_the_next_words_are_it(me: Conversation) -> None:
    await me.say("invoices")
    assert me.last.text == "✓ 09:00–09:30 invoices\nAnd why? Just reply."
    await me.say("they are due")
    assert me.last.text == "✓ 09:00–09:30 invoices — they are due"
    assert await entries(me) == [("09:00–09:30", "invoices", "they are due", None)]


async def test_a_why_that_was_not_given_in_time_is_not_waited_for(me: Conversation) -> None:
    await me.say("invoices")
    await me.at("2026-11-23 09:11")
    await me.say("taxes")
    assert ("09:00–09:11", "invoices", "", None) in await entries(me)
    assert ("09:11–09:30", "taxes", "", None) in await entries(me)


async def test_a_recent_why_is_one_tap(me: Conversation) -> None:
    await me.say("calling leads - to book 3 demos")
    await me.at("2026-11-23 09:30")
    await me.say("writing to Sam")
    await me.press("book 3 demos")
    assert (await entries(me))[-1] == ("09:30–10:00", "writing to Sam", "book 3 demos", None)


async def test_a_kind_is_asked_once_for_an_activity_and_then_known(me: Conversation) -> None:
    await me.say("Invoices - taxes")
    await me.pick("Selling: talking to a prospect")
    assert me.last.text == (
        "✓ 09:00–09:30 Invoices — taxes · selling · 1 selling slot today\nKept as selling, the next time too."
    )
    await me.at("2026-11-23 09:30")
    await me.say("invoices - more taxes")
    assert me.last.text == "✓ 09:30–10:00 invoices — more taxes · selling · 2 selling slots today"
    assert not list(me.paper.faces.values())[-1].menu


@pytest.mark.parametrize(
    ("label", "after"),
    [
        ("Same as before", ("09:30–10:00", "calling leads", "book 3 demos", Kind.SELLING)),
        ("On a break", ("09:30–10:00", "break", "", Kind.BREAK)),
    ],
)
async def test_one_tap_answers(me: Conversation, label: str, after: tuple[str, str, str, Kind]) -> None:
    await me.say("calling leads - to book 3 demos")
    await me.pick("Selling: talking to a prospect")
    await me.at("2026-11-23 09:30")
    await me.press(label)
    assert me.last.kind == "replace"
    assert (await entries(me))[-1] == after


async def test_a_frequent_pair_is_one_tap(me: Conversation) -> None:
    for minute, words in (
        ("09:30", "calling leads - to book 3 demos"),
        ("10:00", "mail - clear it"),
        ("10:30", "site - launch"),
    ):
        await me.say(words)
        await me.at(f"2026-11-23 {minute}")
    await me.press("calling leads — book 3 demos")
    assert (await entries(me))[-1] == ("10:30–11:00", "calling leads", "book 3 demos", None)


async def test_the_form_answers_and_its_kind_is_learned(me: Conversation) -> None:
    await me.press("Write it…")
    assert me.last.text == ("What, and why?\nWhat: \nWhy: the result you hope for: \nFrom: 09:00\nTo: 09:30\nKind: ")
    assert await me.submit({"what": "books", "why": "taxes", "end": "8:00", "kind": "admin"}) is not None
    assert me.last.text == "end: It ends before it begins at 09:00."
    await me.submit({"what": "books", "why": "taxes", "end": "9:20", "kind": "admin"})
    assert me.last.text == "✓ 09:00–09:20 books — taxes"
    assert await entries(me) == [("09:00–09:20", "books", "taxes", Kind.ADMIN)]
    assert (await prompts(me))["09:00"] is PromptState.ANSWERED


async def test_a_threaded_reply_answers_the_prompt_it_replies_to(me: Conversation) -> None:
    await me.at("2026-11-23 09:31")
    await me.reply("calling leads - to book 3 demos", to="09:00–09:30 open")
    assert await entries(me) == [("09:00–09:30", "calling leads", "book 3 demos", None)]
    assert (await prompts(me))["09:30"] is PromptState.OPEN


async def test_an_edited_message_changes_its_entry_and_an_older_version_never_a_newer_one(me: Conversation) -> None:
    await me.say("calling leads - to book 3 demos")
    await me.edit("calling partners - to book 3 demos", of="text 1", minutes=2)
    assert me.last.text.splitlines()[-1] == "✓ 09:00–09:30 calling partners — book 3 demos"
    await me.edit("calling nobody - why", of="text 1", minutes=1)
    assert await entries(me) == [("09:00–09:30", "calling partners", "book 3 demos", None)]


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("8-8:30 mail - clear it", ("08:00–08:30", "mail", "clear it", None)),
        ("because the boss asked", ("09:00–09:30", "first", "the boss asked", None)),
        ("s/first/second", ("09:00–09:30", "second", "x", None)),
        ("fix: third - y", ("09:00–09:30", "third", "y", None)),
        ("until 11 workshop - learn", ("09:00–11:00", "workshop", "learn", None)),
    ],
)
async def test_words_after_an_answer(me: Conversation, words: str, entry: tuple[str, str, str, Kind | None]) -> None:
    await me.say("first - x")
    await me.say(words)
    assert entry in await entries(me)


async def test_an_entry_that_reaches_ahead_keeps_the_prompts_inside_it_silent(me: Conversation) -> None:
    await me.say("until 11 workshop - learn")
    me.shown.clear()
    await me.at("2026-11-23 11:00")
    asked = [(one.at, one.text.splitlines()[0]) for one in me.shown if one.text.startswith("What")]
    assert asked == [("Mon 11:00", "What are you doing, and why? 11:00–11:30")]


async def test_a_range_says_what_gave_way_to_it_and_undo_brings_it_back(me: Conversation) -> None:
    await me.say("first - x")
    await me.at("2026-11-23 09:30")
    await me.say("second - y")
    before = await entries(me)
    await me.say("9:15-10 third - z")
    assert me.last.text == ("✓ 09:15–10:00 third — z\n09:00–09:30 first → 09:00–09:15\n09:30–10:00 second is replaced.")
    await me.say("undo")
    assert await entries(me) == before


async def test_a_time_still_to_come_is_asked_about_and_nothing_is_lost(me: Conversation) -> None:
    await me.say("15:00-16:00 demo - Acme")
    assert me.last.text == "15:00–16:00 is still to come, so I have not noted it.\ndemo — Acme"
    assert await entries(me) == []
    button = next(b for face in me.paper.faces.values() for b in face.buttons if b.label == "It was yesterday")
    await me.press("It was yesterday")
    assert (me.last.kind, me.last.text) == ("replace", "✓ Sun 22 Nov 15:00–16:00 demo — Acme")
    assert await entries(me) == [("15:00–16:00", "demo", "Acme", None)]
    assert await me.press_raw(button.action, button.value) == Toast("That is noted already, or too long ago.")


@pytest.mark.parametrize(
    ("option", "said", "quiet_until"),
    [("Skip", "– 09:00–09:30 skipped", "Mon 09:30"), ("Quiet for an hour", "– 09:00–09:30 skipped", "Mon 10:00")],
)
async def test_the_menu_skips_and_makes_quiet(me: Conversation, option: str, said: str, quiet_until: str) -> None:
    await me.pick(option)
    assert me.shown[0].text == said
    me.shown.clear()
    await me.at("2026-11-23 12:00")
    assert next(one.at for one in me.shown if any(each in one.text for each in QUESTIONS)) == quiet_until


async def test_a_meeting_is_noted_to_its_end(me: Conversation) -> None:
    await me.pick("In a meeting until…")
    await me.submit({"until": "8:00", "what": "meeting"})
    assert me.last.text == "until: A time later today, like 15:30."
    await me.submit({"until": "10:30", "what": "planning", "why": "a plan"})
    assert await entries(me) == [("09:00–10:30", "planning", "a plan", None)]


async def test_undo_opens_the_question_again(me: Conversation) -> None:
    await me.say("calling leads - to book 3 demos")
    await me.press("Undo")
    assert me.last.text == ("Undone: 09:00–09:30 calling leads. What are you doing, and why? 09:00–09:30")
    assert (await entries(me), (await prompts(me))["09:00"]) == ([], PromptState.OPEN)
    await me.say("invoices - taxes")
    assert await entries(me) == [("09:00–09:30", "invoices", "taxes", None)]


async def test_undoing_an_old_answer_never_leaves_two_questions_open(me: Conversation) -> None:
    await me.say("calling leads - to book 3 demos")
    await me.at("2026-11-23 09:31")
    await me.press("Undo")
    assert list((await prompts(me)).values()).count(PromptState.OPEN) == 1


async def test_a_second_tap_on_an_answered_question_changes_nothing(me: Conversation) -> None:
    await me.say("first - x")
    await me.at("2026-11-23 09:30")
    faces = dict(me.paper.faces)
    await me.say("second - y")
    button = next(b for face in faces.values() for b in face.buttons if b.label == "Same as before")
    answer = await me.press_raw(button.action, button.value)
    assert answer == Toast("That is answered already. Edit or Undo changes it.")
    assert (await entries(me))[-1] == ("09:30–10:00", "second", "y", None)


@pytest.mark.parametrize("value", ["", "s", "sx", "s99999999999999", "s1", "1", "e5", "s29000000.zz", "é"])
async def test_values_that_nobody_was_shown_are_refused(me: Conversation, value: str) -> None:
    for action in ("same", "pair", "break", "write"):
        assert isinstance(await me.press_raw(f"checkin.{action}", value), Toast)
    for action in ("edit", "why", "not_time", "not_why", "fill"):
        assert isinstance(await me.press_raw(f"diary.{action}", value), Toast)
    assert isinstance(await me.press_raw("undo", value), Toast)
    assert await entries(me) == []


async def test_somebody_elses_entry_cannot_be_touched(me: Conversation) -> None:
    await me.say("first - x")
    other = Conversation(me.store, at="2026-11-23 09:00", user="other")
    await other.say(START)
    button = next(b for face in me.paper.faces.values() for b in face.buttons if b.label == "Edit")
    undo = next(b for face in me.paper.faces.values() for b in face.buttons if b.label == "Undo")
    assert await other.press_raw(button.action, button.value) == Toast("That entry is no longer there.")
    assert isinstance(await other.press_raw(undo.action, undo.value), Toast)
    assert len(await entries(me)) == 1


async def test_what_was_written_while_the_bot_was_away_is_placed_by_when_it_was_typed(me: Conversation) -> None:
    typed_at = me.clock.now() + timedelta(minutes=5)
    await me.say("first - x")
    async with me.store.begin() as tx:
        found = await tx.diary.between(await me.who(tx), Span(typed_at - DAY, typed_at + DAY))
    assert [one.label for one in found] == [Label.LIVE]


async def test_today_is_a_strip_of_slots_with_its_gaps(me: Conversation) -> None:
    await me.say("calling leads - to book 3 demos")
    await me.pick("Selling: talking to a prospect")
    await me.at("2026-11-23 10:30")
    await me.say("9:30-10 break")
    await me.say("today")
    assert me.last == Shown(
        at="Mon 10:30",
        kind="message",
        text=(
            "Mon 23 Nov: 2 of 3 slots so far.\n"
            "09:00–09:30 calling leads — book 3 demos · selling · live\n"
            "09:30–10:00 break · same day\n"
            "10:00–10:30 unanswered\n"
            "30 min selling · 30 min break\n"
            "Whys: 30 min — book 3 demos"
        ),
        buttons=("Fill 10:00–10:30", "Day before"),
    )
    await me.press("Fill 10:00–10:30")
    await me.submit({"what": "mail", "why": "clear it"})
    assert ("10:00–10:30", "mail", "clear it", None) in await entries(me)
