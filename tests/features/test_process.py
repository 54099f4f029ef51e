"""The person's own sales process: drawn from nothing, counted week by week, and the next step beside what is said."""

from __future__ import annotations

import pytest

from bot.domain.process import DEFAULT, Step
from bot.ports import Store
from tests.features.harness import Conversation, started

pytestmark = pytest.mark.usefixtures("always_asked")

LINE = "Find people 5 → Connect 5 → Talk 3 → Offer 2 → Follow up 2 → Look after 1"


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00, with the outreach block at 10:00."""
    return await started(sqlite_store)


async def steps(me: Conversation) -> list[Step]:
    async with me.store.begin() as tx:
        return [one for one in await tx.process.steps(await me.who(tx)) if one.retired_at is None]


async def names(me: Conversation) -> list[str]:
    return [one.name for one in await steps(me)]


def line(me: Conversation) -> str:
    """Return the line of the newest message that draws one."""
    return next(each for one in reversed(me.shown) for each in one.text.splitlines() if " → " in each)


def nudge(me: Conversation) -> str:
    return next(one.text for one in reversed(me.shown) if "Your hour for talking to prospects" in one.text)


# --- drawing ----------------------------------------------------------------------------------------------------------


async def test_somebody_without_a_process_is_shown_one_to_start_from_and_nothing_is_stored(me: Conversation) -> None:
    for words in ("steps set", "!steps", "steps did connect"):
        await me.say(words)
        assert "A sales process to start from. Keep it, or pick a step that does not fit you" in me.last.text
        assert line(me) == LINE
        assert me.last.text.splitlines()[2:5] == [
            "1. Find people — name somebody who might buy · 5 a week · counts each person you name",
            "2. Connect — write to somebody, without selling · 5 a week · you count it",
            "3. Talk — have a sales conversation · 3 a week · counts each conversation, practice too",
        ]
        assert me.last.buttons == ("Keep it", "Add a step…")
    assert await steps(me) == []


async def test_what_was_offered_is_kept_as_it_is_and_taken_back(me: Conversation) -> None:
    await me.say("steps set")
    await me.press("Keep it")
    assert me.last.kind == "replace"
    assert (
        me.last.text == f"Kept. What counts by itself counts from Monday on. Your process has 6 steps.\n{LINE}\n"
        "Or in one line: `steps set connect - write to two people - 5`"
    )
    assert me.last.buttons == ("This week", "Add a step…", "Undo")
    assert await names(me) == [one.name for one in DEFAULT]
    await me.press_raw("steps.keep")
    assert me.last.text == "It is kept already."
    await me.press("Undo")
    assert me.last.text.startswith("Undone: the process. A sales process to start from.")
    assert await steps(me) == []


async def test_the_first_change_keeps_the_rest(me: Conversation) -> None:
    await me.say("steps set")
    await me.pick("Talk")
    assert me.last.text == "3. Talk — have a sales conversation · 3 a week · counts each conversation, practice too"
    assert me.last.buttons == ("Change…", "Earlier", "Later", "Take out", "Back")
    await me.press("Change…")
    assert me.last.text == (
        "Change a step\nName of the step: Talk\n"
        "Its small action: have a sales conversation (What you do, as small as it can be: write to somebody)\n"
        "Times a week: 3\nHow it is counted: conversation"
    )
    await me.submit({"name": "Meet", "weekly": "4"})
    assert me.last.kind == "replace"
    assert me.last.text.startswith(
        "Changed: Meet — have a sales conversation · 4 a week · counts each conversation, practice too. "
        "Your process has 6 steps.\nFind people 5 → Connect 5 → Meet 4 → Offer 2 →"
    )
    await me.press("Undo")
    assert await steps(me) == []


async def test_a_step_is_moved_and_taken_out_and_put_back_by_taps(me: Conversation) -> None:
    await me.say("steps set keep")
    await me.pick("Find people")
    assert me.last.buttons == ("Change…", "Later", "Take out", "Back")
    await me.press("Later")
    assert me.last.text.startswith("Moved: Find people, one later. ")
    assert (await names(me))[:2] == ["Connect", "Find people"]
    await me.press("Undo")
    assert me.last.text.startswith(f"Undone: moving Find people. Your process has 6 steps.\n{LINE}")
    await me.pick("Look after")
    assert "Later" not in me.last.buttons
    await me.press("Take out")
    assert me.last.text.startswith("Taken out: Look after. Your process has 5 steps.\n")
    await me.pick("Talk")
    await me.press("Take out")
    assert me.last.text == ("A process keeps at least 5 steps. Change this one, or add another before you take it out.")
    await me.press("Back")
    assert me.last.text.startswith("Your process has 5 steps.\n")


async def test_a_step_is_added_where_it_belongs(me: Conversation) -> None:
    await me.say("steps set keep")
    await me.press("Add a step…")
    await me.submit({"name": "Refer", "action": "ask a client for a name", "weekly": "1", "after": "2"})
    assert me.last.text.startswith("Added: Refer — ask a client for a name · 1 a week · you count it. ")
    assert (await names(me))[:4] == ["Find people", "Connect", "Refer", "Talk"]
    assert [one.position for one in await steps(me)] == list(range(1, 8))
    for number in (8, 9):
        await me.say(f"steps set add Step{number} - do it - 1")
    assert "Add a step…" not in me.last.buttons
    await me.say("steps set add Tenth - do it - 1")
    assert me.last.text == "9 steps are enough for one line. Change one, or take one out first."


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"name": " "}, "name: A name of up to 24 characters, like Connect."),
        ({"name": "x" * 25}, "name: A name of up to 24 characters, like Connect."),
        ({"name": "find PEOPLE"}, "name: Another step is called that already. Which other name?"),
        ({"action": ""}, "action: The small action, up to 100 characters, like write to somebody."),
        ({"weekly": "0"}, "weekly: How often a week: a number from 1 to 99."),
        ({"weekly": "many"}, "weekly: How often a week: a number from 1 to 99."),
        ({"counts": "ask"}, "counts: That counts for Offer already; nothing counts twice."),
    ],
)
async def test_what_does_not_fit_a_step_is_said_beside_it(me: Conversation, typed: dict[str, str], wrong: str) -> None:
    await me.say("steps set keep")
    await me.pick("Connect")
    await me.press("Change…")
    await me.submit(typed)
    assert (me.last.kind, me.last.text) == ("errors", wrong)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("steps set connect - write to two people - 7", "Connect — write to two people · 7 a week · you count it"),
        ("steps set con 7", "Connect — write to somebody, without selling · 7 a week · you count it"),
        ("steps set 2 - 7 a week", "Connect — write to somebody, without selling · 7 a week · you count it"),
        ('steps set connect name:"Say hello"', "Say hello — write to somebody, without selling · 5 a week"),
        ("steps set talk counts:hand weekly:9", "Talk — have a sales conversation · 9 a week · you count it"),
        ("steps set look counts:booking", "Look after — ask a client how it is going · 1 a week · counts each app"),
        ("steps set look counts:follow", None),
        ("steps set conversation earlier", "Moved: Talk, one earlier"),
        ("steps set talk move:later", "Moved: Talk, one later"),
        ("steps set look out", "Taken out: Look after"),
        ("steps set add Refer - ask for a name - 2x", "Added: Refer — ask for a name · 2 a week · you count it"),
        ("steps set Talk", "3. Talk — have a sales conversation"),
        ("steps set f", "“f” may be Find people or Follow up. Type more of it, or pick it. "),
        ("steps set zzz", "“zzz” is none of your steps. Type the beginning of one, or pick it. "),
    ],
)
async def test_a_step_is_changed_in_one_line(me: Conversation, words: str, expected: str | None) -> None:
    await me.say("steps set keep")
    await me.say(words)
    if expected is None:
        assert me.last.text.endswith("(That counts for Follow up already; nothing counts twice.)")
    else:
        assert expected in me.last.text.splitlines()[0]


@pytest.mark.parametrize(
    ("words", "hints"),
    [
        ("steps set connect 200", "Times a week: 200 (How often a week: a number from 1 to 99.)"),
        ("steps set refr - ask for a name", "refr (None of your steps begins like that. Saved, it is a new one.)"),
        ("steps set add Refer", "Its small action:  (The small action, up to 100 characters, like write to somebody.)"),
    ],
)
async def test_a_line_that_lacks_something_opens_the_form_with_what_was_understood(
    me: Conversation, words: str, hints: str
) -> None:
    await me.say("steps set keep")
    await me.say(words)
    assert me.last.kind == "form"
    assert hints in me.last.text


async def test_a_line_that_changes_what_is_only_offered_keeps_the_process(me: Conversation) -> None:
    await me.say("steps set connect - write to two people - 4")
    assert [(one.name, one.weekly) for one in (await steps(me))[:2]] == [("Find people", 5), ("Connect", 4)]


async def test_buttons_of_a_step_that_is_gone_say_so(me: Conversation) -> None:
    await me.say("steps set")
    await me.pick("Look after")
    await me.say("steps set keep")
    for label in ("Change…", "Earlier", "Take out"):
        await me.press(label)
        assert (me.last.kind, me.last.text) == ("toast", "That step is not there any more.")


# --- the week ---------------------------------------------------------------------------------------------------------


async def test_the_week_is_a_line_with_the_next_step_marked_and_one_tap_does_one(me: Conversation) -> None:
    await me.say("steps set keep")
    await me.say("prospect add Ada")
    await me.say("!steps")
    assert me.last.text == (
        "Your process this week\n"
        "Next step: Connect — write to somebody, without selling (0 of 5 this week).\n"
        "Find people 1/5 → ▸ Connect 0/5 → Talk 0/3 → Offer 0/2 → Follow up 0/2 → Look after 0/1\n"
        "1. Find people — name somebody who might buy · counts by itself\n"
        "2. Connect — write to somebody, without selling\n"
        "3. Talk — have a sales conversation · counts by itself\n"
        "4. Offer — ask somebody to buy · counts by itself\n"
        "5. Follow up — come back to somebody · counts by itself\n"
        "6. Look after — ask a client how it is going"
    )
    await me.press("Did one")
    assert me.last.kind == "replace"
    assert me.last.text.splitlines()[1:3] == [
        "Connect: 1 of 5 this week. Next step: Talk — have a sales conversation (0 of 3 this week).",
        "Find people 1/5 → Connect 1/5 → ▸ Talk 0/3 → Offer 0/2 → Follow up 0/2 → Look after 0/1",
    ]
    assert me.last.buttons == ("Log a conversation", "Change the process", "Undo")
    await me.pick("One more: Look after")
    assert "\nLook after: 1 of 1 this week, done. Next step: Talk" in me.last.text
    await me.press("Undo")
    assert "\nUndone: 1 for Look after. Next step: Talk" in me.last.text
    assert "Look after 0/1" in line(me)


async def test_what_was_done_is_told_in_one_line_or_by_a_form_and_taken_back(me: Conversation) -> None:
    await me.say("steps set keep")
    await me.say("steps did con 3")
    assert me.last.text == "Connect: 3 of 5 this week. Next: Find people — name somebody who might buy (0 of 5)."
    await me.say("steps did look after")
    assert me.last.text.startswith("Look after: 1 of 1 this week, done. Next: Find people")
    await me.press("Undo")
    assert me.last.text == "Undone: 1 for Look after."
    await me.command("steps did", step="connect", count="2")
    assert me.last.text.startswith("Connect: 5 of 5 this week, done.")
    for words, hints in (
        ("steps did", "Which step: 2\nHow often: 1"),
        ("steps did zzz 4", "2 (“zzz” is none of your steps that are counted by hand.)\nHow often: 4"),
        ("steps did look 400", "Which step: 6\nHow often: 1 (A number from 1 to 99.)"),
    ):
        await me.say(words)
        assert me.last.text == f"Done for your process\n{hints if hints[0] == 'W' else f'Which step: {hints}'}"
    await me.submit({"count": "0"})
    assert me.last.text == "count: A number from 1 to 99."
    await me.submit({"count": "2"})
    assert me.last.text.startswith("Look after: 2 of 1 this week, done.")


async def test_a_step_that_counts_by_itself_is_not_told_by_hand(me: Conversation) -> None:
    await me.say("steps set keep")
    await me.say("call log Dana no")
    await me.say("steps did talk 2")
    assert me.last.text == (
        "Talk counts each conversation, practice too, by itself: 1 of 3 this week. "
        "To add one: `call log Dana thinking until fri`.\nTo count it by hand instead: `steps set 3 counts:hand`"
    )
    assert me.last.buttons == ("Log a conversation", "Change the process")
    await me.say("steps set 3 counts:hand")
    await me.say("steps did talk 2")
    assert me.last.text.startswith("Talk: 2 of 3 this week.")


async def test_one_event_counts_once_for_each_thing_that_it_is(me: Conversation) -> None:
    await me.say("steps set keep")
    await me.say('call log Dana thinking until fri offer:"a course"')
    await me.say("asked Dana")
    await me.say("!steps")
    assert line(me).startswith("Find people 1/5 → ▸ Connect 0/5 → Talk 1/3 → Offer 1/2 → Follow up 0/2")
    await me.at("2026-11-24 08:30")
    await me.say("call log Dana yes")
    await me.say("call log Eve no practice:yes")
    await me.say("!steps")
    assert "→ Talk 3/3 → Offer 1/2 → Follow up 1/2" in line(me)


async def test_a_booking_counts_in_the_week_in_which_it_is_made_and_once_when_it_is_moved(me: Conversation) -> None:
    await me.say("settings set cadence weekly")  # few questions: they are another matter
    await me.say("steps set look counts:booking")
    await me.say("call book Dana 2 dec 15:00")
    await me.at("2026-11-30 08:30")
    await me.say("call move Dana 3 dec 15:00")
    await me.say("!steps")
    assert line(me).endswith("Look after 0/1")
    await me.say("call book Eve 4 dec 15:00")
    await me.say("!steps")
    assert line(me).endswith("Look after 1/1")
    await me.say("call cancel Eve")
    await me.say("!steps")
    assert line(me).endswith("Look after 0/1")
    await me.say("report week last")
    assert "Look after 1/1" in me.last.text


async def test_a_plan_that_is_done_has_no_next_step_and_the_nudge_says_nothing_of_it(me: Conversation) -> None:
    for number in range(1, 7):
        await me.say(f"steps set {number} - 1")
        await me.say(f"steps set {number} counts:hand")
    for number in range(1, 7):
        await me.say(f"steps did {number}")
    assert me.last.text == "Look after: 1 of 1 this week, done. The plan of this week is done, every step of it."
    await me.say("!steps")
    assert me.last.text.splitlines()[1] == "The plan of this week is done, every step of it."
    assert me.last.buttons == ("Change the process",)
    await me.at("2026-11-23 10:00")
    assert "Next step" not in nudge(me)
    await me.say("home")
    assert "Next step" not in me.last.text


async def test_steps_are_offered_while_one_types(me: Conversation) -> None:
    assert await me.suggested("steps", "") == ()
    await me.say("steps set keep")
    await me.say("steps set look out")
    assert [one.label for one in await me.suggested("steps", "")] == [one.name for one in DEFAULT[:-1]]
    assert [one.label for one in await me.suggested("steps", "f")] == ["Find people", "Follow up"]


# --- beside what others say -------------------------------------------------------------------------------------------


async def test_somebody_without_a_process_sees_nothing_of_it(me: Conversation) -> None:
    await me.say("settings set cadence weekly")  # few questions: they are another matter
    await me.at("2026-11-23 10:00")
    assert "Next step" not in nudge(me)
    await me.say("home")
    assert "Next step" not in me.last.text
    await me.at("2026-11-27 16:00")
    assert "Process" not in me.last.text


async def test_the_nudge_names_the_next_step_and_one_tap_there_counts_it(me: Conversation) -> None:
    await me.say("steps set keep")
    await me.say("prospect add Ada")
    await me.at("2026-11-23 10:00")
    assert "Next step: Connect — write to somebody, without selling (0 of 5 this week)." in nudge(me)
    await me.press("Did it")
    assert me.last.text == "Connect: 1 of 5 this week. Next: Talk — have a sales conversation (0 of 3)."
    assert me.last.buttons == ("Undo",)
    assert "Next step: Talk — have a sales conversation (0 of 3 this week)." in nudge(me)


async def test_what_is_left_of_the_nudge_says_the_next_step_as_it_is_by_then(me: Conversation) -> None:
    await me.say("steps set 1 counts:hand")
    await me.say("steps did 1")
    await me.at("2026-11-24 10:00")
    assert "Next step: Find people — name somebody who might buy (1 of 5 this week)." in nudge(me)
    await me.press("Did it")
    await me.say("calling Ada - to sell")
    answered = next(one.text for one in reversed(me.shown) if one.text.startswith("✓ 10:00–10:30"))
    assert "Next step: Connect — write to somebody, without selling (0 of 5 this week)." in answered
    await me.press("Did it")
    assert me.last.text == "Connect: 1 of 5 this week. It is still the next step."


async def test_home_and_the_report_have_a_line_of_it_and_an_older_week_its_own(me: Conversation) -> None:
    await me.say("settings set cadence weekly")  # few questions: they are another matter
    await me.say("steps set keep")
    await me.say("steps did connect 2")
    await me.say("home")
    assert "Next step: Find people — name somebody who might buy (0 of 5 this week)." in me.last.text
    await me.at("2026-11-30 08:30")
    await me.say("steps did connect")
    await me.say("steps set look out")
    await me.say("report week last")
    assert (
        "Process: Find people 0/5 · Connect 2/5 · Talk 0/3 · Offer 0/2 · Follow up 0/2 · Look after 0/1"
        in me.last.text.splitlines()
    )
    await me.say("report week")
    assert "Process: Find people 0/5 · Connect 1/5 · Talk 0/3 · Offer 0/2 · Follow up 0/2" in me.last.text.splitlines()
    await me.say("report week 2026-W47")
    assert "Process" not in me.last.text
