"""Sales conversations, as the person who has them sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from bot.domain.sales import Prospect, Status
from bot.gestures import Open
from bot.ports import Store
from bot.ui import Form
from tests.features.harness import Conversation, Shown, started

ECHO = ("Add story", "Reflect", "Edit", "It was practice", "Undo")
EMPTY_FORM = """\
Log a conversation
Who:{who}
Outcome:{outcome}
Decides or check back on:{back}
Offer made:{offer}
Notes:{notes}"""
DAY_HINT = "(For thinking and check back: tue, 24 Nov, in 2 weeks)"


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00, with a goal of three conversations a week."""
    return await started(sqlite_store)


def form(who: str = "", outcome: str = "", back: str = DAY_HINT, offer: str = "", notes: str = "") -> str:
    """Write the form as the harness shows it, without blanks at the ends of lines."""
    parts = {"who": who, "outcome": outcome, "back": back, "offer": offer, "notes": notes}
    return EMPTY_FORM.format(**{name: f" {text}" if text else "" for name, text in parts.items()})


def trimmed(shown: Shown) -> str:
    return "\n".join(" ".join(line.split()) for line in shown.text.splitlines())


async def prospect(me: Conversation, name: str) -> Prospect | None:
    async with me.store.begin() as tx:
        return await tx.sales.prospect_named(await me.who(tx), name)


async def kept(me: Conversation, sent: Form) -> Mapping[str, str] | None:
    """Return the draft that is kept of a form."""
    async with me.store.begin() as tx:
        return await tx.drafts.kept(await me.who(tx), sent.id, sent.context)


# --- in one line ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "echo"),
    [
        (
            "call log Dana yes",
            "Logged: Dana, yes.\nA yes, in the first conversation. 1 of 3 conversations this week.",
        ),
        (
            "call log Dana no",
            "Logged: Dana, no.\nA no. That frees you for the next one. 1 of 3 conversations this week.",
        ),
        (
            'call log Dana thinking until tue offer:"retainer"',
            "Logged: Dana, thinking until Tue 24 Nov. Asked: retainer.\n1 of 3 conversations this week.",
        ),
        (
            "call log Dana thinking until tue - wants retainer",
            "Logged: Dana, thinking until Tue 24 Nov.\n1 of 3 conversations this week.\nNotes  wants retainer",
        ),
        (
            "call log Dana K check back in 2 weeks after the fair",
            "Logged: Dana K, check back on Mon 7 Dec.\n1 of 3 conversations this week.\nNotes  after the fair",
        ),
        (
            "call log Dana yes date:yesterday",
            (
                "Logged for Sun 22 Nov: Dana, yes.\n"
                "A yes, in the first conversation. 1 of 3 conversations in the week of Mon 16 Nov."
            ),
        ),
    ],
)
async def test_one_line_logs_at_once_and_is_echoed(me: Conversation, line: str, echo: str) -> None:
    me.shown.clear()

    await me.say(line)

    buttons = ("What is it worth?", *ECHO) if ", yes." in echo else ECHO
    assert me.shown == [Shown(at="Mon 08:00", kind="message", text=echo, buttons=buttons)]


async def test_practice_counts_towards_the_goal_and_is_shown_apart(me: Conversation) -> None:
    await me.say("call log Dana no practice:yes")

    assert me.last.text == "Logged: practice with Dana, no.\n1 of 3 conversations (1 of them practice) this week."
    assert me.last.buttons == ("Add story", "Reflect", "Edit", "It was real", "Undo")


async def test_a_yes_after_several_conversations_says_how_many_it_took(me: Conversation) -> None:
    await me.say("call log Dana thinking until wed")
    await me.say("call log Dana no practice:yes")
    await me.say("call log Dana yes")

    assert me.last.text == (
        "Logged: Dana, yes.\n"
        "A yes, after 2 conversations. Well earned. 3 of 3 conversations (1 of them practice) this week."
    )


@pytest.mark.parametrize(
    ("line", "opened"),
    [
        ("call log", form()),
        ("call log Dana", form(who="Dana")),
        ("call log Dana wants retainer", form(who="Dana", notes="wants retainer")),
        (
            "call log Dana thinking",
            form(who="Dana", outcome="thinking", back="(On which day? Write tue, 24 Nov or in 2 weeks.)"),
        ),
        (
            'call log Dana "check back" back:someday offer:audit',
            form(
                who="Dana",
                outcome="check back",
                back="(“someday” is no day I can read. Try tue, 24 Nov or in 2 weeks.)",
                offer="audit",
            ),
        ),
        (
            "call log Dana thinking back:2026-11-01",
            form(who="Dana", outcome="thinking", back="2026-11-01 (Sun 1 Nov is past. Which day to come?)"),
        ),
        (
            "call log Dana yes date:tomorrow",
            form(
                who="Dana (“tomorrow” is no day up to today. It is logged for today; Edit changes that.)",
                outcome="yes",
            ),
        ),
        ("call log prospect:Dana practice:yes date:fri", form(who="Dana (Fri 20 Nov, practice)")),
    ],
)
async def test_anything_missing_or_wrong_opens_the_form_with_what_was_understood(
    me: Conversation, line: str, opened: str
) -> None:
    await me.say(line)

    assert me.last.kind == "form"
    assert trimmed(me.last) == opened


# --- by the form ------------------------------------------------------------------------------------------------------


async def test_the_form_logs_what_it_says(me: Conversation) -> None:
    await me.say("call log")
    me.shown.clear()
    await me.submit({"prospect": " Dana ", "outcome": "check back", "back": "fri", "offer": "audit.", "notes": "calm"})

    assert me.shown == [
        Shown(
            at="Mon 08:00",
            kind="message",
            text="Logged: Dana, check back on Fri 27 Nov. Asked: audit.\n1 of 3 conversations this week.\nNotes  calm",
            buttons=ECHO,
        )
    ]


async def test_day_and_practice_said_in_the_line_are_kept_through_the_form(me: Conversation) -> None:
    await me.say("call log prospect:Dana practice:yes date:fri")
    await me.submit({"outcome": "no"})

    assert me.last.text == (
        "Logged for Fri 20 Nov: practice with Dana, no.\n"
        "1 of 3 conversations (1 of them practice) in the week of Mon 16 Nov."
    )


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({}, "prospect: Who was it? A name is enough.\noutcome: How did it end: yes, no, thinking or check back?"),
        ({"prospect": "Dana", "outcome": "perhaps"}, "outcome: How did it end: yes, no, thinking or check back?"),
        (
            {"prospect": "x" * 61, "outcome": "no"},
            "prospect: A name has up to 60 characters; the rest goes into the notes.",
        ),
        (
            {"prospect": "Dana", "outcome": "thinking"},
            "back: On which day? Write tue, 24 Nov or in 2 weeks.",
        ),
        (
            {"prospect": "Dana", "outcome": "check back", "back": "2026-11-22"},
            "back: Sun 22 Nov is past. Which day to come?",
        ),
        (
            {"prospect": "Dana", "outcome": "no", "back": "whenever"},
            "back: “whenever” is no day I can read. Try tue, 24 Nov or in 2 weeks.",
        ),
    ],
)
async def test_what_is_missing_or_wrong_in_the_form_is_said_and_nothing_typed_is_lost(
    me: Conversation, values: Mapping[str, str], errors: str
) -> None:
    answer = await me.say("call log")
    assert isinstance(answer, Open)

    await me.submit({**values, "notes": "a long story"})

    assert (me.last.kind, me.last.text) == ("errors", errors)
    draft = await kept(me, answer.form)
    assert draft is not None
    assert draft["notes"] == "a long story"
    assert await prospect(me, "Dana") is None


async def test_the_same_form_sent_in_again_is_a_change_and_not_a_second_conversation(me: Conversation) -> None:
    answer = await me.say("call log Dana")
    assert isinstance(answer, Open)
    await me.submit({"outcome": "thinking", "back": "tue"})
    await me.submit({"outcome": "yes"}, answer.form)

    assert me.last.kind == "replace"
    assert me.last.text == "Logged: Dana, yes.\nA yes, in the first conversation. 1 of 3 conversations this week."


async def test_the_same_form_for_somebody_else_is_another_conversation(me: Conversation) -> None:
    answer = await me.say("call log Dana")
    assert isinstance(answer, Open)
    await me.submit({"outcome": "no"})
    await me.submit({"prospect": "Kim", "outcome": "no"}, answer.form)

    assert me.last.kind == "message"
    assert me.last.text.startswith("Logged: Kim, no.\n")
    assert me.last.text.endswith("2 of 3 conversations this week.")


async def test_a_form_whose_conversation_was_undone_is_refused_and_its_text_kept(me: Conversation) -> None:
    answer = await me.say("call log Dana")
    assert isinstance(answer, Open)
    await me.submit({"outcome": "no", "notes": "first"})
    await me.press("Undo")
    await me.submit({"outcome": "no", "notes": "once more"}, answer.form)

    assert me.last.kind == "errors"
    assert me.last.text == "notes: This was undone. What you typed is kept: copy it into a new call log, or leave it."
    draft = await kept(me, answer.form)
    assert draft is not None
    assert draft["notes"] == "once more"


# --- who it was -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", ["dana k", "DANA  K", "“Dana K.”"])
async def test_a_name_in_other_case_spaces_and_marks_is_the_same_person(me: Conversation, again: str) -> None:
    await me.say("call log Dana K thinking until tue")
    await me.command("call log", prospect=again, outcome="no")

    async with me.store.begin() as tx:
        everybody = await tx.sales.prospects(await me.who(tx))
    assert [(one.name, one.status) for one in everybody] == [("Dana K", Status.NO)]


async def test_the_outcome_decides_what_becomes_of_a_person(me: Conversation) -> None:
    await me.say("call log Dana thinking until tue")
    dana = await prospect(me, "Dana")
    assert dana is not None
    assert (dana.status, dana.next_on, dana.asked_at) == (Status.MAYBE, date(2026, 11, 24), None)
    assert dana.last_contact_at == me.clock.now()

    await me.say("call log Dana yes offer:retainer")
    dana = await prospect(me, "Dana")
    assert dana is not None
    assert (dana.status, dana.next_on, dana.asked_at) == (Status.YES, None, me.clock.now())


async def test_undo_takes_the_conversation_and_the_new_person_back(me: Conversation) -> None:
    await me.say("call log Dana thinking until tue")
    me.shown.clear()
    await me.press("Undo")

    assert me.shown == [
        Shown(at="Mon 08:00", kind="replace", text="Undone: Dana, thinking until Tue 24 Nov.", buttons=())
    ]
    assert await prospect(me, "Dana") is None


async def test_a_search_offers_who_may_be_meant_and_the_name_itself_when_it_is_new(me: Conversation) -> None:
    for name in ("Jordana", "Dana K", "Kim"):
        await me.command("call log", prospect=name, outcome="no")

    offered = {query: [one.label for one in await me.suggested("prospects", query)] for query in ("dan", "dana k", "")}

    assert offered == {
        "dan": ["Dana K", "Jordana", "New: dan"],
        "dana k": ["Dana K"],
        "": ["Dana K", "Jordana", "Kim"],
    }


# --- what is added afterwards -----------------------------------------------------------------------------------------


async def test_a_story_is_added_in_a_small_form_that_saves_by_itself(me: Conversation) -> None:
    await me.say("call log Dana thinking until tue")
    opened = await me.press("Add story")
    assert (
        trimmed(me.last) == "Their story\nWhere they are:\nWhere they want to be:\nIn the way:\nThe outcome they want:"
    )
    assert isinstance(opened, Open)

    await me.submit({"now": "alone", "wanted": "a team\nof three", "obstacle": "time", "result": "to sleep"})
    told = """\
Logged: Dana, thinking until Tue 24 Nov.
1 of 3 conversations this week.
Where they are         alone
Where they want to be  a team; of three
In the way             {way}
The outcome they want  to sleep"""
    assert me.last == Shown(at="Mon 08:00", kind="replace", text=told.format(way="time"), buttons=ECHO)

    filled = {"now": "alone", "wanted": "a team\nof three", "obstacle": "money", "result": "to sleep"}
    await me.submit(filled, opened.form)
    assert me.last == Shown(at="Mon 08:00", kind="replace", text=told.format(way="money"), buttons=ECHO)


async def test_a_reflection_is_added_and_its_one_thing_is_for_the_next_time(me: Conversation) -> None:
    await me.say("call log Dana no")
    await me.press("Reflect")
    assert trimmed(me.last) == (
        "Reflect\n"
        "What went well: (As many things as you can find, one a line)\n"
        "What could be better: (Could, not should)\n"
        "The one thing: (Only one, chosen from those, to do differently in the next conversation)"
    )
    await me.submit({"well": "listened\n\nasked", "better": "talked less", "one_thing": "ask for the decision."})
    assert me.last.text == (
        "Logged: Dana, no.\n"
        "A no. That frees you for the next one. 1 of 3 conversations this week.\n"
        "Went well        listened; asked\n"
        "Could be better  talked less\n"
        "Your one thing for the next one: ask for the decision."
    )

    await me.say("call log")
    assert trimmed(me.last) == form(notes="(Your one thing: ask for the decision.)")
    await me.submit({"prospect": "Kim", "outcome": "no"})
    assert me.last.text.endswith("\nYour one thing for this one was: ask for the decision.")


@pytest.mark.parametrize(
    ("button", "first"),
    [("Add story", "now"), ("Reflect", "well"), ("Edit", "notes")],
)
async def test_a_small_form_of_an_undone_conversation_is_refused_and_its_text_kept(
    me: Conversation, button: str, first: str
) -> None:
    await me.say("call log Dana no")
    answer = await me.press(button)
    assert isinstance(answer, Open)
    await me.press("Undo")
    await me.submit({first: "what I learned"}, answer.form)

    assert me.last.kind == "errors"
    assert me.last.text.startswith(f"{first}: This was undone. What you typed is kept")
    draft = await kept(me, answer.form)
    assert draft is not None
    assert draft[first] == "what I learned"


async def test_undo_of_an_addition_takes_only_that_back(me: Conversation) -> None:
    await me.say("call log Dana no")
    await me.press("Reflect")
    await me.submit({"one_thing": "listen"})
    await me.press("Undo")
    assert me.last.text.startswith("Undone: the reflection on Dana.\nLogged: Dana, no.\n")

    await me.say("call show Dana")
    assert me.last.text.endswith("\nMon 23 Nov: no")


async def test_edit_changes_day_outcome_offer_and_notes_in_place(me: Conversation) -> None:
    await me.say("call log Dana thinking until tue offer:audit - calm")
    await me.press("Edit")
    assert trimmed(me.last) == (
        "Edit the conversation\nWhen it was: 2026-11-23\nOutcome: thinking\n"
        f"Decides or check back on: 2026-11-24 {DAY_HINT}\nOffer made: audit\nNotes: calm"
    )
    await me.submit({"date": "2026-11-20", "outcome": "no", "offer": "retainer", "notes": ""})

    assert me.last.kind == "replace"
    assert me.last.text == (
        "Logged for Fri 20 Nov: Dana, no. Asked: retainer.\n"
        "A no. That frees you for the next one. 1 of 3 conversations in the week of Mon 16 Nov."
    )
    dana = await prospect(me, "Dana")
    assert dana is not None
    assert (dana.status, dana.next_on) == (Status.NO, None)


async def test_a_day_to_check_back_on_that_has_gone_by_may_stay_in_an_edit(me: Conversation) -> None:
    await me.say("call log Dana thinking until tue")
    await me.at("2026-11-25 08:00")
    await me.press("Edit")
    await me.submit({"notes": "calm"})
    assert me.last.kind == "replace"

    await me.press("Edit")
    await me.submit({"back": "2026-11-23", "date": "2026-11-26"})
    assert me.last.text == (
        "date: A day up to today, like yesterday or 2026-11-20.\nback: Mon 23 Nov is past. Which day to come?"
    )


async def test_one_tap_makes_it_practice_and_another_makes_it_real(me: Conversation) -> None:
    await me.say("call log Dana yes offer:audit")
    await me.press("It was practice")
    assert me.last.text == (
        "Logged: practice with Dana, yes. Asked: audit.\n1 of 3 conversations (1 of them practice) this week."
    )
    dana = await prospect(me, "Dana")
    assert dana is not None
    assert (dana.status, dana.asked_at) == (Status.MAYBE, None)

    await me.press("It was real")
    assert me.last.text.startswith("Logged: Dana, yes. Asked: audit.\nA yes")


@pytest.mark.parametrize("action", ["call.story", "call.reflect", "call.edit", "call.practice"])
@pytest.mark.parametrize("value", ["", "99", "-1", "x", "9" * 40, "²", "1"])
async def test_a_button_that_names_no_conversation_of_ones_own_does_nothing(
    sqlite_store: Store, action: str, value: str
) -> None:
    other = await started(sqlite_store, user="other")
    await other.say("call log Dana no")
    me = await started(sqlite_store)
    me.shown.clear()
    await me.press_raw(action, value)

    gone = "That conversation was undone, or is not there any more."
    assert me.shown == [Shown(at="Mon 08:00", kind="toast", text=gone)]


# --- the record -------------------------------------------------------------------------------------------------------


async def test_an_empty_list_says_what_to_type(me: Conversation) -> None:
    await me.say("call list")
    assert me.last.text == "No conversation this week yet. To log one, type `call log Dana yes`."
    await me.say("call list all")
    assert me.last.text == "No conversation logged yet. To log one, type `call log Dana yes`."
    await me.say("call show Dana")
    assert me.last.text == "Nobody is on your list yet. The first conversation adds them: `call log Dana yes`."


async def test_the_list_shows_the_newest_first_with_outcomes_and_counts(me: Conversation) -> None:
    await me.say('call log Dana thinking until fri offer:"audit" date:2026-10-30')
    await me.say("call log Kim no date:2026-11-20")
    await me.say("call log Ned yes practice:yes")
    await me.say('call log Dana yes offer:"retainer"')

    lists = {}
    for which in ("", "month", "all"):
        await me.say(f"call list {which}".strip())
        lists[which] = me.last.text

    recent = "Mon 23 Nov · Dana: yes · asked: retainer\nMon 23 Nov · Ned: practice, yes"
    assert lists == {
        "": f"2 of 3 conversations (1 of them practice) this week: 1 yes, 1 practice; 1 ask.\n{recent}",
        "month": f"3 conversations this month: 1 yes, 1 no, 1 practice; 1 ask.\n{recent}\nFri 20 Nov · Kim: no",
        "all": (
            "4 conversations logged: 1 yes, 1 no, 1 thinking, 1 practice; 2 asks.\n"
            f"{recent}\nFri 20 Nov · Kim: no\nFri 30 Oct · Dana: thinking until Fri 27 Nov · asked: audit"
        ),
    }


async def test_a_long_list_is_counted_from_the_sixteenth_line_on(me: Conversation) -> None:
    for number in range(18):
        await me.command("call log", prospect=f"{number} " + "n" * 50, outcome="no", offer="o" * 200)
    await me.say("call list")

    rows = me.last.text.splitlines()
    assert rows[0] == "18 of 3 conversations this week: 18 no; 18 asks."
    assert len(rows) == 1 + 15 + 1 + 1
    assert rows[1].startswith("Mon 23 Nov · 17 nnn")
    assert rows[-2] == "and 3 before that"
    assert rows[-1].startswith("Your rates: an offer in 18 of 18 conversations (100 %), a yes from 0 of 18 people")


async def test_a_person_is_shown_with_everything_that_was_noted(me: Conversation) -> None:
    await me.say("call log Dana check back on fri offer:audit date:2026-11-20 - calm")
    await me.press("Add story")
    await me.submit({"now": "alone"})
    await me.press("Reflect")
    await me.submit({"well": "listened", "one_thing": "ask"})
    await me.say("call log dana thinking until tue")
    await me.say("call show dan")

    assert (
        me.last.text
        == """\
Dana, a maybe. 2 conversations (1 thinking, 1 check back).
On the list since  Mon 23 Nov
Last contact       Mon 23 Nov
Last asked         Fri 20 Nov
Next               follow-up on Tue 24 Nov
Mon 23 Nov: thinking until Tue 24 Nov
Fri 20 Nov: check back on Fri 27 Nov · asked: audit
Notes           calm
Where they are  alone
Went well       listened
The one thing   ask"""
    )
    assert me.last.buttons == ("Edit Mon 23 Nov", "Edit Fri 20 Nov", "Log a conversation")
    await me.press("Log a conversation")
    assert trimmed(me.last).splitlines()[1] == "Who: Dana"


async def test_where_it_is_not_clear_who_is_meant_the_form_says_who_could_be(me: Conversation) -> None:
    for name in ("Dana K", "Dana M", "Kim"):
        await me.command("call log", prospect=name, outcome="no")

    await me.say("call show Dana")
    assert trimmed(me.last) == "Show a person\nWho: Dana (Which one: Dana K, Dana M?)"
    await me.submit({"prospect": "Zoe"})
    assert me.last.text == "prospect: Nobody on your list is called that."
    await me.submit({"prospect": "dana m"})
    assert me.last.text.startswith("Dana M, a no. 1 conversation (1 no).")
    await me.say("call show")
    assert trimmed(me.last) == "Show a person\nWho:"


@pytest.mark.parametrize("text", ["x" * 3_000, "👩‍👩‍👧 " * 400, "<@U1> *b* `c` @everyone [a](b)\n" * 90, "…" * 2_000])
async def test_however_much_was_written_every_screen_fits_and_nothing_is_lost(me: Conversation, text: str) -> None:
    for _ in range(9):
        await me.command("call log", prospect="Dana", outcome="no", offer=text, notes=text)
        await me.press("Add story")
        await me.submit(dict.fromkeys(("now", "wanted", "obstacle", "result"), text))
        await me.press("Reflect")
        await me.submit(dict.fromkeys(("well", "better", "one_thing"), text))
    await me.say("call list")
    await me.say("call show Dana")
    assert "conversations before that" in me.last.text

    await me.press("Reflect")
    await me.submit({})
    async with me.store.begin() as tx:
        stored = await tx.sales.conversations_with(await me.who(tx), 1)
    assert len(stored) == 9
    assert {one.reflection.well for one in stored} == {one.notes for one in stored} == {text.strip()}


async def test_a_text_longer_than_a_form_holds_survives_an_edit_of_something_else(me: Conversation) -> None:
    long = "word " * 1_000
    await me.say(f"call log Dana no - {long}")
    await me.press("Edit")
    await me.submit({"offer": "audit"})

    async with me.store.begin() as tx:
        stored = await tx.sales.conversations_with(await me.who(tx), 1)
    assert [(one.offer, one.notes) for one in stored] == [("audit", long.strip())]
