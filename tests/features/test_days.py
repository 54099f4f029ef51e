"""Any day of the diary as a strip of slots: shown, turned over, filled in and edited where it stands."""

from __future__ import annotations

import pytest

from bot.gestures import Toast
from bot.ports import Store
from tests.features.harness import Conversation, Shown, started


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on a Monday, whose Tuesday is 24 November, 11:00."""
    me = await started(sqlite_store)
    await me.at("2026-11-23 09:10")
    await me.say("calling leads - to book 3 demos")
    await me.pick("Selling: talking to a prospect")
    await me.at("2026-11-23 10:05")
    await me.pick("Skip")
    await me.say("pause until 12:00")
    await me.at("2026-11-23 13:05")
    await me.say("12-13 #acme offer - Acme says yes")
    await me.at("2026-11-24 11:00")
    me.shown.clear()
    return me


MONDAY = """\
Mon 23 Nov: 3 of 16 slots.
09:00–09:30 calling leads — book 3 demos · selling · live
09:30–10:00 unanswered
10:00–10:30 skipped
10:30–12:00 open
12:00–13:00 #acme offer — Acme says yes · live
13:00–13:30 open
13:30–14:30 unanswered
14:30–15:00 open
15:00–15:30 unanswered
15:30–16:00 open
16:00–16:30 unanswered
16:30–17:00 open
1 h without a kind · 30 min selling
Whys: 1 h — Acme says yes · 30 min — book 3 demos"""
FILLS = ("Fill 09:30–12:00", "Fill 13:00–17:00")


async def test_any_day_is_shown_with_the_truth_of_each_slot(me: Conversation) -> None:
    screen = Shown(at="Tue 11:00", kind="message", text=MONDAY, buttons=(*FILLS, "Day before", "Day after"))
    for words in ("diary show mon", "diary show yesterday", "diary show 23 nov", "report day 2026-11-23"):
        await me.say(words)
        assert me.last == screen, words


async def test_without_a_date_it_is_today(me: Conversation) -> None:
    text = "Tue 24 Nov: 0 of 4 slots so far.\n09:00–10:30 unanswered\n10:30–11:00 open"
    screen = Shown(at="Tue 11:00", kind="message", text=text, buttons=("Fill 09:00–11:00", "Day before"))
    for words in ("today", "diary", "diary show", "diary show today", "report day"):
        await me.say(words)
        assert me.last == screen, words


async def test_the_question_that_waits_is_open_and_not_unanswered(me: Conversation) -> None:
    await me.at("2026-11-24 11:10")
    await me.say("today")
    assert me.last.text.splitlines()[1:] == ["09:00–10:30 unanswered", "10:30–11:30 open"]


async def test_days_are_turned_over_in_their_place(me: Conversation) -> None:
    await me.say("today")
    turned = []
    for label in ("Day before", "Day before", "Day after", "Day after"):
        await me.press(label)
        turned.append((me.last.kind, me.last.text.splitlines()[0], "Day after" in me.last.buttons))
    assert turned == [
        ("replace", "Mon 23 Nov: 3 of 16 slots.", True),
        ("replace", "Nothing on Sun 22 Nov.", True),
        ("replace", "Mon 23 Nov: 3 of 16 slots.", True),
        ("replace", "Tue 24 Nov: 0 of 4 slots so far.", False),
    ]


async def test_what_is_no_day_gone_by_opens_the_form_that_says_what_to_write(me: Conversation) -> None:
    for said in ("blursday", "tomorrow", "26 nov 2026"):
        wrong = f"“{said}” is no day up to today. Write yesterday, tue or 24 Nov."
        await me.say(f"diary show {said}")
        assert me.last.text == f"A day of the diary\nWhich day: {said} ({wrong})"
        await me.submit({})
        assert me.last.text == f"date: {wrong}"
    await me.submit({"date": "23 nov"})
    assert me.last.text == MONDAY


async def test_an_entry_of_a_past_day_is_edited_from_its_strip(me: Conversation) -> None:
    await me.say("diary show mon")
    await me.pick("12:00–13:00 offer")
    assert me.last.text == (
        "What, and why?\nWhat: offer\nWhy: the result you hope for: Acme says yes\nFrom: 12:00\nTo: 13:00\nKind: "
    )
    await me.submit({"what": "the offer", "kind": "leads"})
    assert [one.kind for one in me.shown[-2:]] == ["replace", "replace"]
    assert me.shown[-2].text.startswith("Mon 23 Nov 12:00–13:00 offer — Acme says yes →\n✓ Mon 23 Nov 12:00–13:00 the")
    assert "12:00–13:00 #acme the offer — Acme says yes · lead generation · live" in me.last.text


async def test_a_gap_filled_in_is_shown_where_it_was(me: Conversation) -> None:
    await me.say("diary show mon")
    await me.press("Fill 09:30–12:00")
    assert "From: 09:30\nTo: 12:00" in me.last.text
    await me.submit({"what": "", "why": "x"})
    assert me.last.text == "what: What did you do?"
    form = me.form
    for _ in range(2):  # sent in twice, it is noted once
        await me.submit({"what": "taxes", "why": "in time"}, form)
    assert (me.last.kind, me.last.text.splitlines()[:3]) == (
        "replace",
        [
            "Mon 23 Nov: 8 of 16 slots.",
            "09:00–09:30 calling leads — book 3 demos · selling · live",
            "09:30–12:00 taxes — in time · reconstructed",
        ],
    )
    assert "Fill 09:30–12:00" not in me.last.buttons


async def test_an_entry_that_was_undone_meanwhile_is_not_edited(me: Conversation) -> None:
    await me.say("yesterday 15-16 mail - clear it")
    await me.say("diary show mon")
    await me.say("undo")
    await me.pick("15:00–16:00 mail")
    assert me.last.text == "That entry is no longer there."


async def test_a_day_or_a_stretch_that_nobody_was_offered_is_out_of_reach(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    for value in ("", "x", "2026-13-01", "1800-01-01", "9999-12-31", "2026-11-24", "2026-11-23x"):
        assert await me.press_raw("today.turn", value) == Toast("That day is out of reach."), value
    for value in ("", "x", "s1.s2", "s29000000.s28000000"):
        assert await me.press_raw("today.fill", value) == Toast("That stretch is too long ago to fill in here."), value
