"""The daily nudge, as the person it nudges sees it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain.diary import PromptState
from bot.domain.sales import Prospect
from bot.features.question import QUESTIONS
from bot.ports import Store
from bot.ui import B, Lit
from tests.features.harness import START, Conversation, Shown, started

pytestmark = pytest.mark.usefixtures("always_asked")


QUESTION = "Who are you talking to, and what for? 10:00–10:30"
FOOTER = "Or just reply: calling leads - to book demos"
HARD = "Is it hard today? Say so."
HOUR = "10:00. Your hour for talking to prospects. 0 of 2 appointments booked, 0 of 2 tomorrow."
GAP = "0 of 3 booked for next week; three more by Friday?"


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00, with the outreach block at 10:00."""
    return await started(sqlite_store)


def nudges(me: Conversation) -> list[Shown]:
    return [one for one in me.shown if "Your hour for talking to prospects" in one.text]


async def known(me: Conversation, *names: str, days: int = 0) -> None:
    """Add prospects that many days before now, as an import would."""
    async with me.store.begin() as tx:
        for name in names:
            added = me.clock.now() - timedelta(days=days)
            await tx.sales.put_prospect(await me.who(tx), Prospect(name=name, added_at=added))


async def open_prompts(me: Conversation) -> list[str]:
    async with me.store.begin() as tx:
        prompt = await tx.diary.open_prompt(await me.who(tx))
    return [prompt.key] if prompt else []


# --- when -------------------------------------------------------------------------------------------------------------


async def test_it_comes_once_on_each_working_day_at_the_start_of_the_block(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=START.replace("hours:9-17", "hours:10-11"))
    await me.at("2026-11-30 23:00")

    assert [one.at for one in nudges(me)] == [f"{day} 10:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Mon")]


async def test_it_takes_the_place_of_the_prompt_of_its_slot(me: Conversation) -> None:
    await me.at("2026-11-23 10:45")

    asked = [(one.at, one.kind) for one in me.shown if one.kind == "message" and any(q in one.text for q in QUESTIONS)]
    assert asked == [(f"Mon {time}", "message") for time in ("09:00", "09:30", "10:00", "10:30")]


async def test_the_open_prompt_is_tidied_first_and_the_nudges_question_is_the_open_one(me: Conversation) -> None:
    await me.at("2026-11-23 09:59")
    me.shown.clear()
    await me.at("2026-11-23 10:00")

    assert [(one.kind, one.text.split(".")[0]) for one in me.shown] == [
        ("replace", "– 09:30–10:00 open"),
        ("message", "10:00"),
    ]
    assert await open_prompts(me) == ["outreach:2026-11-23"]


async def test_a_nudge_more_than_twenty_minutes_late_is_not_sent(me: Conversation) -> None:
    me.clock.time = datetime.fromisoformat("2026-11-23T10:21+01:00")
    await me.at("2026-11-23 10:21")

    assert nudges(me) == []


async def test_a_late_nudge_comes_without_the_question_once_that_is_too_late(me: Conversation) -> None:
    me.clock.time = datetime.fromisoformat("2026-11-23T10:11+01:00")
    me.shown.clear()
    await me.at("2026-11-23 10:11")

    assert [one.text for one in nudges(me)] == [
        (
            f"{HOUR}\n0 of 3 conversations this week, 0 asks today. {GAP}\n"
            f"Name one person who might buy, or who could introduce you.\n{HARD}"
        )
    ]


@pytest.mark.parametrize(
    ("plan", "asks"),
    [
        (START, True),
        (START.replace("block:10:00", "block:8:00"), False),  # before working hours
        (START.replace("block:10:00", "block:18:30"), False),  # after them
        (START.replace("cadence:30", "cadence:60"), True),
        (START.replace("cadence:30", "cadence:60").replace("block:10:00", "block:10:30"), False),  # between prompts
    ],
)
async def test_it_comes_at_any_hour_and_asks_only_where_a_prompt_would(
    sqlite_store: Store, plan: str, *, asks: bool
) -> None:
    me = await started(sqlite_store, plan=plan, at="2026-11-23 07:00")
    await me.at("2026-11-23 20:00")

    assert [any(question in one.text for question in QUESTIONS) for one in nudges(me)] == [asks]


async def test_inside_what_is_noted_already_it_does_not_ask(me: Conversation) -> None:
    await me.at("2026-11-23 09:05")
    await me.say("until 11 workshop - Acme")
    await me.at("2026-11-23 10:00")

    assert len(nudges(me)) == 1
    assert not any(question in nudges(me)[0].text for question in QUESTIONS)


async def test_on_a_pause_it_is_silent(me: Conversation) -> None:
    await me.say("pause until 14:00")
    await me.at("2026-11-23 15:00")

    assert nudges(me) == []


# --- what -------------------------------------------------------------------------------------------------------------


async def test_with_nobody_on_the_list_it_asks_for_one_name(me: Conversation) -> None:
    await me.at("2026-11-23 10:00")

    assert me.last == Shown(
        at="Mon 10:00",
        kind="message",
        text=f"{HOUR}\n0 of 3 conversations this week, 0 asks today. {GAP}\n"
        "Name one person who might buy, or who could introduce you.\n"
        f"{HARD}\n{QUESTION}\n{FOOTER}",
        buttons=(
            "Name somebody",
            "This is hard",
            "Log a conversation",
            "Done for today",
            "On a break",
            "Write it…",
        ),
    )
    await me.press("Name somebody")
    assert me.last.text.startswith("Add somebody\nName: \n")


async def test_it_names_three_people_with_their_history_and_one_button_each(me: Conversation) -> None:
    await known(me, "Long Known", days=40)
    await known(me, "New", days=2)
    await me.say('call log Dana thinking until wed offer:"retainer" date:2026-11-20 - calm')
    await me.say("call log Kim check back on tue")
    await me.press("Reflect")
    await me.submit({"one_thing": "ask for the decision"})
    await me.say("call log Ned no")
    await me.say("call log Mate yes practice:yes")
    await me.say("calling leads - to book demos")
    await me.at("2026-11-25 10:00")

    assert me.last == Shown(
        at="Wed 10:00",
        kind="message",
        text=f"""\
{HOUR}
3 of 3 conversations (1 of them practice) this week, 0 asks today. {GAP}
Your one thing: ask for the decision.
Kim — follow-up due since Tue 24 Nov. Mon 23 Nov: check back on Tue 24 Nov.
Dana — follow-up due today. Fri 20 Nov: thinking until Wed 25 Nov, asked: retainer.
Long Known — not asked yet, on your list since Wed 14 Oct.
{HARD}
{QUESTION}
Last: calling leads — book demos
{FOOTER}""",
        buttons=(
            "Kim…",
            "Dana…",
            "Long Known…",
            "This is hard",
            "Somebody else",
            "Done for today",
            "Same as before",
            "On a break",
            "Write it…",
        ),
    )


async def test_whoever_was_only_practised_with_is_not_named(me: Conversation) -> None:
    await me.say("call log Mate thinking until mon practice:yes")
    await me.at("2026-11-24 10:00")

    assert "Name one person" in me.last.text


async def test_asks_of_today_are_counted_and_those_of_yesterday_are_not(me: Conversation) -> None:
    await me.say("call log Dana no offer:audit")
    await me.at("2026-11-24 09:05")
    await me.say("call log Kim no offer:audit")
    await me.say("call log Ned no offer:audit")
    await me.at("2026-11-24 10:00")

    assert me.last.text.startswith(f"{HOUR}\n3 of 3 conversations this week, 2 asks today. {GAP}\n")


async def test_whoever_was_asked_and_promised_nothing_is_still_a_maybe(me: Conversation) -> None:
    await me.say("call log Dana thinking until tue offer:audit")
    async with me.store.begin() as tx:
        dana = await tx.sales.prospect_named(await me.who(tx), "Dana")
        assert dana is not None
        open_ended = Prospect(name="Dana", added_at=dana.added_at, asked_at=dana.asked_at, id=dana.id)
        await tx.sales.put_prospect(await me.who(tx), open_ended)
    await me.at("2026-11-23 10:00")

    assert "Dana — asked, and still a maybe. Mon 23 Nov: thinking until Tue 24 Nov, asked: audit.\n" in me.last.text


async def test_frequent_answers_give_way_so_that_five_buttons_fit(me: Conversation) -> None:
    await known(me, "Dana")
    for time, text in (("09:05", "invoices - tax"), ("09:35", "calling leads - demos"), ("09:40", "email - clear it")):
        await me.at(f"2026-11-23 {time}")
        await me.say(text)
    await me.at("2026-11-23 10:00")

    assert me.last.buttons == (
        "Dana…",
        "This is hard",
        "Somebody else",
        "Done for today",
        "Same as before",
        "On a break",
        "Write it…",
    )


# --- answered ---------------------------------------------------------------------------------------------------------


async def test_an_answer_settles_its_question_and_leaves_the_people_to_log(me: Conversation) -> None:
    await known(me, "Dana")
    await me.at("2026-11-23 10:00")
    await me.say("calling leads - to book demos")

    assert me.last.kind == "replace"
    assert me.last.text.splitlines() == [
        "✓ 10:00–10:30 calling leads — book demos",
        "Dana — not asked yet, on your list since Mon 23 Nov.",
        HARD,
    ]
    assert me.last.buttons == ("Dana…", "This is hard", "Edit", "Undo")
    async with me.store.begin() as tx:
        prompt = await tx.diary.prompt_by_key(await me.who(tx), "outreach:2026-11-23")
    assert prompt is not None
    assert prompt.state is PromptState.ANSWERED

    await me.press("Dana…")
    await me.press("Log a conversation")
    assert me.last.text.startswith("Log a conversation\nWho: Dana\n")
    await me.submit({"outcome": "no"})
    assert me.last.text.startswith("Logged: Dana, no.")


async def test_unanswered_it_folds_like_any_prompt_and_still_offers_the_people(me: Conversation) -> None:
    await known(me, "Dana")
    await me.at("2026-11-23 10:00")
    me.shown.clear()
    await me.at("2026-11-23 10:30")

    assert me.shown[0] == Shown(
        at="Mon 10:30",
        kind="replace",
        text=f"– 10:00–10:30 open\nDana — not asked yet, on your list since Mon 23 Nov.\n{HARD}",
        buttons=("Dana…", "This is hard", "Fill in"),
    )


@pytest.mark.parametrize(("minute", "asked"), [("10:50", True), ("11:05", False)])
async def test_whether_it_is_hard_is_asked_as_long_as_the_block_is(
    me: Conversation, minute: str, *, asked: bool
) -> None:
    await known(me, "Dana")
    await me.at(f"2026-11-23 {minute}")
    await me.say("10:00-10:30 calling leads - to book demos")
    face = next(one.text for one in reversed(me.shown) if one.kind == "replace" and "Dana — not asked" in one.text)
    assert (HARD in face) == asked


@pytest.mark.parametrize(
    "line", ["call log Dana no", "asked Dana", "prospect postpone Dana fri", "prospect close Dana"]
)
async def test_an_answered_nudge_names_nobody_who_was_dealt_with(me: Conversation, line: str) -> None:
    await known(me, "Dana", "Ben")
    await me.at("2026-11-23 10:00")
    await me.say(line)
    await me.say("calling leads - to book demos")

    named = [one.text for one in me.shown if one.kind == "replace" and one.text.startswith("✓ 10:00–10:30")]
    assert "Ben — not asked yet" in named[-1]
    assert "Dana" not in named[-1].partition("\n")[2]


async def test_a_conversation_that_settles_the_nudge_takes_its_person_out_of_it(me: Conversation) -> None:
    await known(me, "Dana", "Ben")
    await me.at("2026-11-23 10:00")
    await me.at("2026-11-23 10:20")
    me.shown.clear()
    await me.say("call log Dana no")

    assert me.shown[0].text.splitlines() == [
        "✓ 10:00–10:30 call with Dana — a yes or a no",
        "Ben — not asked yet, on your list since Mon 23 Nov.",
        HARD,
    ]


async def test_on_a_later_day_a_nudge_offers_nobody_any_more(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=START.replace("cadence:30", "cadence:twice").replace("10:00", "13:00"))
    await known(me, "Dana")
    await me.at("2026-11-23 13:00")
    me.shown.clear()
    await me.at("2026-11-24 09:00")

    folded = next(one for one in me.shown if one.kind == "replace")
    assert folded.text == "– Mon 23 Nov 13:00–13:30 open"
    assert folded.buttons == ("Fill in",)


async def test_whoever_was_asked_is_named_with_the_day_of_it(me: Conversation) -> None:
    await me.say("asked Dana")
    await me.at("2026-11-30 10:00")

    assert "Dana — follow-up due today. Mon 23 Nov: asked." in me.last.text


async def test_a_button_that_names_nobody_of_ones_own_does_nothing(sqlite_store: Store) -> None:
    other = await started(sqlite_store, user="other")
    await other.say("call log Dana no")
    me = await started(sqlite_store)
    for value in ("1", "99", "x", "-1"):
        await me.press_raw("call.log", value)

        assert (me.last.kind, me.last.text) == ("toast", "That person is not on your list any more.")


@pytest.mark.parametrize("name", ["n" * 60, "<@U1> *b*", "👩‍👩‍👧 Dana"])
async def test_whatever_somebody_is_called_the_nudge_fits_and_the_name_stays_text(me: Conversation, name: str) -> None:
    await known(me, *(f"{number} {name}"[:60] for number in range(3)))
    await me.at("2026-11-23 10:00")

    message = list(me.paper.faces.values())[-1]
    assert [section.text[0] for section in message.sections[1:4]] == [
        B(Lit(f"{number} {name}"[:60])) for number in range(3)
    ]
