"""Work on the business: asked about once a week, answered by a form or in one line, told side by side."""

from __future__ import annotations

import pytest

from bot.ports import Store
from tests.features.harness import START, Conversation, started

WILL = "What will you improve in your process this week?"
DID = "What did you do this week to build your business?"
FEW = START.replace("hours:9-17 days:mon-fri cadence:30", "hours:10-17 days:mon,wed,fri cadence:twice")
SECOND = "2026-11-30"  # the Monday of the second week


def asked(me: Conversation, question: str) -> list[str]:
    """Return when a question was asked, first faces only."""
    return [one.at for one in me.shown if one.kind == "message" and question in one.text]


async def lived(store: Store, *, until: str, words: str = "") -> Conversation:
    """Return somebody who started on Monday 23 November and answers once a day."""
    me = await started(store, plan=FEW)
    if words:
        await me.say(words)
    for day in ("11-23", "11-25", "11-27", "11-30", "12-02", "12-04"):
        if f"2026-{day}" < until[:10]:
            await me.at(f"2026-{day} 16:30")
            await me.say("16-16:30 mails - clear them")
    await me.at(until)
    return me


async def test_the_weeks_first_nudge_asks_what_to_improve_and_the_report_what_was_done(sqlite_store: Store) -> None:
    me = await lived(sqlite_store, until="2026-12-07 12:00")
    assert asked(me, WILL) == ["Mon 10:00", "Mon 10:00"]
    assert asked(me, DID) == ["Fri 16:00"]
    assert [one.at for one in me.shown if "Week 49" in one.text and DID in one.text] == ["Fri 16:00"]


async def test_an_answer_takes_the_question_out_of_its_message_and_stands_in_the_report(sqlite_store: Store) -> None:
    me = await lived(sqlite_store, until=f"{SECOND} 10:05")
    await me.press("Answer")
    assert me.last.text.splitlines()[0] == "Your business this week"
    await me.submit({"what": "the first minute of a call."})
    assert me.shown[-2].kind == "replace"
    assert WILL not in me.shown[-2].text
    assert me.last.text == "Noted for this week. To improve: the first minute of a call."
    await me.at("2026-12-04 16:05")
    report = next(one for one in me.shown if one.at == "Fri 16:00" and "Week 49" in one.text)
    assert f"You meant to improve: the first minute of a call. {DID}" in report.text
    await me.press("Answer")
    await me.submit({"what": "a page with three prices"})
    both = "To improve: the first minute of a call. Done to build the business: a page with three prices."
    assert me.last.text == f"Noted for this week. {both}"
    for words in ("report week", "goal"):
        await me.say(words)
        assert both in me.last.text
        assert DID not in me.last.text


async def test_the_question_about_the_largest_why_stands_last_above_its_buttons_and_leaves_the_other_open(
    sqlite_store: Store,
) -> None:
    me = await lived(sqlite_store, until="2026-12-04 15:00")
    await me.say("10-13 offers - to win clients")
    await me.at("2026-12-04 16:00")
    report = next(one for one in me.shown if one.at == "Fri 16:00" and "Week 49" in one.text)
    brought = "3 h — win clients. Did it bring that?"
    asking = [line for line in report.text.splitlines() if line.endswith("?")]
    assert asking[-2:] == [DID, brought]
    assert report.buttons[-3:] == ("Yes", "Partly", "Not yet")
    await me.press("Partly")
    assert me.last.kind == "replace"
    assert f"{brought} Partly." in me.last.text
    assert DID in me.last.text
    await me.press("Undo")
    assert DID in me.last.text


async def test_both_are_said_in_one_line_at_any_time_and_undone(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("goal improve my offer - and its price")
    assert me.last.text == "Noted for this week. To improve: my offer - and its price."
    await me.say("goal built a script")
    assert me.last.text.endswith("To improve: my offer - and its price. Done to build the business: a script.")
    await me.say("undo")
    assert me.last.text == "Undone: what you built."
    await me.say("goal")
    assert "To improve: my offer - and its price." in me.last.text
    assert "a script" not in me.last.text
    await me.say("goal improve")
    assert me.form is not None
    assert me.form.inputs[0].value == "my offer - and its price"
    await me.submit({"what": " "})
    assert me.last.text == "what: A few words."


async def test_what_was_said_already_is_not_asked(sqlite_store: Store) -> None:
    me = await lived(sqlite_store, until="2026-11-29 12:00")
    await me.at(f"{SECOND} 09:30")
    await me.say("goal improve my offer")
    await me.say("goal built a script")
    await me.at("2026-12-04 18:00")
    assert asked(me, WILL) + asked(me, DID) == []


@pytest.mark.parametrize("words", ["settings set improve off", "goal rest next"])
async def test_who_switched_it_off_and_who_rests_is_not_asked(sqlite_store: Store, words: str) -> None:
    me = await lived(sqlite_store, until="2026-11-27 12:00")
    await me.say(words)
    await me.at("2026-12-05 12:00")
    assert asked(me, WILL) + asked(me, DID) == []


async def test_a_report_of_the_next_week_leaves_the_question_to_the_days_end(sqlite_store: Store) -> None:
    me = await lived(sqlite_store, until="2026-12-07 12:00", words="settings set report mon 9:00")
    assert asked(me, DID) == ["Fri 17:00"]
    await me.press("Not today")  # the question beside it stays
    await me.press("Answer")
    await me.submit({"what": "a page"})
    assert me.last.text == "Noted for this week. To improve: a page."


async def test_friday_answered_on_saturday_is_of_its_week(sqlite_store: Store) -> None:
    me = await lived(sqlite_store, until="2026-12-06 12:00")
    await me.at("2026-12-07 08:00")
    await me.press("Answer")
    await me.submit({"what": "a page"})
    assert me.last.text == "Noted for 2026-W49. Done to build the business: a page."


async def test_a_day_off_on_monday_moves_the_question_to_the_first_nudge(sqlite_store: Store) -> None:
    me = await lived(sqlite_store, until="2026-12-05 12:00", words="days off 30 nov")
    assert asked(me, WILL) == ["Wed 10:00"]


async def test_a_week_whose_only_nudge_is_on_its_last_day_is_not_planned_any_more(sqlite_store: Store) -> None:
    me = await lived(sqlite_store, until="2026-12-05 12:00", words="pause until 4 dec 8:00")
    assert asked(me, WILL) == []


async def test_the_nudge_answered_keeps_the_question(sqlite_store: Store) -> None:
    me = await lived(sqlite_store, until=f"{SECOND} 10:05")
    await me.say("calls - book demos")
    face = next(one for one in reversed(me.shown) if one.kind == "replace" and "calls" in one.text)
    assert WILL in face.text


async def test_a_button_of_any_week_that_never_was_means_this_one(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    for value in ("", "2099-W01", "x"):
        await me.press_raw("goal.improve", value)
        assert me.form is not None
        assert me.form.context == "2026-W48"


async def test_the_switch_is_in_the_settings_and_their_form(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    await me.say("settings set improve off")
    assert "Improvement  on → off" in me.last.text
    await me.say("settings")
    await me.press("Change selling")
    await me.submit({"improve": "on"})
    assert "Improvement  off → on" in me.last.text


async def test_the_fullest_nudge_of_a_monday_has_room_for_the_question(sqlite_store: Store) -> None:
    me = await lived(sqlite_store, until="2026-11-29 12:00")
    for name in ("Ada", "Ben", "Cleo"):
        await me.say(f"prospect add {name}")
    await me.say("call log Dana yes practice:yes")
    await me.press("Reflect")
    await me.submit({"one_thing": "ask one question more"})
    await me.at(f"{SECOND} 10:05")
    nudge = next(one.text for one in reversed(me.shown) if one.kind == "message" and "talking to prospects" in one.text)
    for part in ("Ada", "Ben", "Cleo", "ask one question more", "Is it hard", WILL, "Who are you talking to", "Last: "):
        assert part in nudge
