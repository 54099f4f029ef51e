"""The list of people, as the person whose list it is sees it."""

from __future__ import annotations

import pytest

from bot.domain.sales import Prospect, Status
from bot.ports import Store
from tests.features.harness import Conversation, started

PASTED = """\
name;notes;introduced by;email
Dana Klein;wants a retainer;Ina;d@k.org
Ben;;;
;nobody;;
Kim;"a site; and a shop";;
"""


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00."""
    return await started(sqlite_store)


async def people(me: Conversation) -> dict[str, Prospect]:
    async with me.store.begin() as tx:
        return {one.name: one for one in await tx.sales.prospects(await me.who(tx))}


# --- the list ---------------------------------------------------------------------------------------------------------


async def test_an_empty_list_asks_who_might_buy(me: Conversation) -> None:
    await me.say("prospect list")

    assert me.last.text == "Nobody is on your list yet. Who might buy, or could introduce you? `prospect add`."
    assert me.last.buttons == ("Add somebody", "Import a list")


async def test_maybes_stand_by_age_those_never_asked_first_each_with_one_tap(me: Conversation) -> None:
    await me.say('call log Asked thinking until fri offer:audit date:2026-11-20 - "x"')
    await me.say("prospect add Old")
    await me.at("2026-11-24 08:30")
    await me.say("prospect add Late - wants a site")
    await me.say("prospect add Ina role:introducer - knows everybody")
    await me.say("call log Ned no")
    await me.say("call log Mate yes practice:yes")
    await me.say("prospect")

    assert me.last.text == (
        "5 people: 3 maybes (2 not asked yet), 1 no, 1 who could introduce you.\n"
        "Old — not asked yet, on your list since Mon 23 Nov\n"
        "Late — not asked yet, on your list since Tue 24 Nov: wants a site\n"
        "Asked — asked Fri 20 Nov, follow-up on Fri 27 Nov"
    )
    assert me.last.buttons == ("Asked Old", "Asked Late", "Asked…", "Add somebody")
    await me.say("prospect list introducers")
    assert me.last.text.splitlines()[1:] == ["Ina — could introduce you: knows everybody"]
    await me.say("prospect list let go")
    assert me.last.text.endswith("introduce you. None of them is under “let go”.")


async def test_one_tap_counts_an_ask_and_one_lets_a_maybe_go(me: Conversation) -> None:
    for name in ("Dana", "Ben"):
        await me.say(f"prospect add {name}")
    await me.say("prospect list")
    await me.press("Asked Dana")
    assert me.last.text == "Asked: Dana. 1 ask today. Follow-up: Mon 30 Nov, unless you hear before."
    await me.pick("Let Ben go")
    assert me.last.text == "Let go: Ben. That frees you for the next one."
    assert (await people(me))["Ben"].status is Status.LET_GO
    await me.press("Undo")
    assert me.last.text == "Undone: letting Ben go."
    assert (await people(me))["Ben"].status is Status.MAYBE


# --- somebody more ----------------------------------------------------------------------------------------------------


async def test_somebody_is_added_in_one_line_with_all_of_their_name(me: Conversation) -> None:
    await me.say('prospect add Dana van Klein introducer:"Ina Lee" - wants a retainer')

    assert (
        me.last.text
        == "On your list: Dana van Klein. Next: ask.\nNotes          wants a retainer\nIntroduced by  Ina Lee"
    )
    assert me.last.buttons == ("Asked", "Log a conversation", "Edit", "Undo")
    await me.press("Undo")
    assert await people(me) == {}


async def test_somebody_known_is_not_added_twice_and_what_comes_close_is_asked_about(me: Conversation) -> None:
    await me.say("prospect add Dana Klein - a retainer")
    await me.say("prospect add dana KLEIN - and a workshop")
    assert me.last.text.startswith("On your list already, with more notes now: Dana Klein. Next: ask.\n")

    await me.say("prospect add Dana Klien - a talk")
    assert (me.last.text, me.last.buttons) == ("Did you mean Dana Klein?", ("Dana Klein", "Somebody new"))
    await me.press("Dana Klein")
    assert list(await people(me)) == ["Dana Klein"]
    assert (await people(me))["Dana Klein"].notes == "a retainer\nand a workshop\na talk"

    await me.say("prospect add Dana")
    await me.press("Somebody new")
    assert list(await people(me)) == ["Dana", "Dana Klein"]


async def test_the_form_adds_somebody_and_keeps_what_was_typed_when_something_is_wrong(me: Conversation) -> None:
    await me.say("prospect add")
    await me.submit({"name": "n" * 61, "notes": "a retainer"})
    assert me.last.text == "name: A name has up to 60 characters; the rest goes into the notes."
    await me.submit({"name": "Ina", "role": "introducer", "notes": "knows all"})
    assert me.last.text == "On your list: Ina. Next: ask who they could introduce.\nNotes  knows all"


# --- one person -------------------------------------------------------------------------------------------------------


async def test_a_person_is_shown_with_asks_notes_and_what_is_next(me: Conversation) -> None:
    await me.say("prospect add Dana Klein introducer:Ina - a retainer")
    await me.say("asked dana")
    await me.say("prospect show dana k")

    assert me.last.text.splitlines() == [
        "Dana Klein, a maybe.",
        "On the list since  Mon 23 Nov",
        "Last contact       Mon 23 Nov",
        "Last asked         Mon 23 Nov",
        "Next               follow-up on Mon 30 Nov",
        "Introduced by      Ina",
        "Notes on them      a retainer",
    ]


async def test_a_new_name_keeps_the_history(me: Conversation) -> None:
    await me.say("call log Dana thinking until fri")
    await me.say("prospect edit dana")
    await me.submit({"name": "Dana Klein", "notes": "a retainer"})
    assert me.last.text == "Changed: Dana Klein. Next: follow-up on Fri 27 Nov.\nNotes  a retainer"
    await me.say("prospect show Dana Klein")
    assert me.last.text.startswith("Dana Klein, a maybe. 1 conversation (1 thinking).")


async def test_one_person_under_two_names_is_merged_when_that_is_said_and_undone_as_one(me: Conversation) -> None:
    await me.say("call log Dana thinking until fri")
    await me.say("asked Klara")
    before = await people(me)
    await me.say("prospect edit Klara")
    await me.submit({"name": "dana"})
    assert me.last.text == (
        "Dana is on your list already. Are they the same person as Klara? Merged, both histories are one."
    )
    assert await people(me) == before
    await me.press("Merge them")
    assert me.last.text == "Merged: Dana. Next: follow-up on Fri 27 Nov."
    assert list(await people(me)) == ["Dana"]
    await me.say("prospect show Dana")
    assert "Last asked         Mon 23 Nov" in me.last.text
    await me.press_raw("prospect.merge", "reply:9.1.2")
    assert me.last.text == "That is answered already."
    await me.press("Undo")
    assert await people(me) == before


async def test_two_who_only_share_a_name_stay_as_they_were(me: Conversation) -> None:
    await me.say("prospect add Dana")
    await me.say("prospect add Klara")
    await me.say("prospect edit Klara")
    await me.submit({"name": "Dana"})
    await me.press("Leave both")
    assert me.last.text == "Klara and Dana stay as they were."
    assert list(await people(me)) == ["Dana", "Klara"]


# --- later, or never --------------------------------------------------------------------------------------------------


async def test_a_follow_up_is_postponed_by_a_line_or_by_taps(me: Conversation) -> None:
    await me.say("call log Dana Klein thinking until tue")
    await me.say("prospect postpone dana klein in 2 weeks")
    assert me.last.text == "Postponed: Dana Klein, Mon 7 Dec, instead of Tue 24 Nov. Until then they rest."
    await me.press("Undo")
    await me.at("2026-11-24 10:00")
    await me.press("Dana Klein…")
    assert me.last.text == ("Dana Klein, a maybe. Next: follow-up due today. Mon 23 Nov: thinking until Tue 24 Nov.")
    assert me.last.buttons == ("Log a conversation", "Asked", "Book", "Postpone", "Let go")
    await me.press("Postpone")
    assert (me.last.kind, me.last.text) == ("replace", "Dana Klein: until when?")
    assert list(me.last.buttons) == ["Tomorrow", "Next week", "A day…"]
    await me.press("A day…")
    assert me.last.text.startswith("Postpone\nWho: Dana Klein\n")
    await me.press("Next week")
    assert me.last.text == "Postponed: Dana Klein, Mon 30 Nov, instead of Tue 24 Nov. Until then they rest."


@pytest.mark.parametrize(
    ("line", "opened"),
    [
        ("prospect postpone", "Who: \nUntil when:  (fri, 24 Nov, in 2 weeks)"),
        ("prospect postpone Dana", "Who: Dana\nUntil when:  (fri, 24 Nov, in 2 weeks)"),
        ("prospect postpone Zoe fri", "Who: Zoe (Nobody on your list is called that.)\nUntil when: 2026-11-27 ({})"),
    ],
)
async def test_whatever_is_missing_for_a_later_day_opens_the_form(me: Conversation, line: str, opened: str) -> None:
    await me.say("prospect add Dana")
    await me.say(line)

    assert me.last.text == "Postpone\n" + opened.replace("{}", "fri, 24 Nov, in 2 weeks")
    await me.submit({"prospect": "Dnaa", "when": "2026-11-27"})
    assert me.last.text == "prospect: Did you mean Dana?"
    await me.submit({"prospect": "dana", "when": "2026-11-27"})
    assert me.last.text == "Postponed: Dana, Fri 27 Nov. Until then they rest."


async def test_letting_go_is_an_end_and_talking_again_a_beginning(me: Conversation) -> None:
    await me.say("prospect add Dana")
    await me.say("prospect close dana")
    assert me.last.text == "Let go: Dana. That frees you for the next one."
    await me.say("prospect close dana")
    assert me.last.text == "Dana, let go: that is an end already."
    await me.at("2026-11-23 10:00")
    assert "Name one person who might buy" in me.last.text
    await me.say("asked Dana")
    assert (await people(me))["Dana"].status is Status.MAYBE


# --- a list taken over ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by_form", [True, False])
async def test_a_list_is_shown_before_it_counts_taken_as_one_change_and_never_twice(
    me: Conversation, *, by_form: bool
) -> None:
    async def paste() -> None:
        if by_form:
            await me.say("prospect import")
            await me.submit({"people": PASTED})
        else:
            await me.say(f"prospect import\n{PASTED}")

    await me.say("prospect add ben!")
    await paste()
    assert me.last.text == (
        "3 people found, 2 new, 1 known already, 1 line can't be read.\n"
        "New               Dana Klein, Kim\n"
        "Can't be read     line 4: there is no name\n"
        "Columns left out  email"
    )
    assert list(me.last.buttons) == ["Import 2", "Cancel"]
    assert list(await people(me)) == ["ben!"]

    await me.press("Import 2")
    assert me.last.text == (
        "Imported: 2 people. Dana Klein, Kim. `prospect list` shows them, and your daily nudge names who was never "
        "asked."
    )
    assert (await people(me))["Dana Klein"].introduced_by == "Ina"
    await paste()
    assert me.last.text.startswith("3 people found, 0 new, 3 known already, 1 line can't be read.")
    assert not me.last.buttons
    await me.say("undo")
    assert list(await people(me)) == ["ben!"]


@pytest.mark.parametrize("command", ["prospect import", "!prospect import", "prospect\timport"])
async def test_cells_copied_out_of_a_spreadsheet_are_parted_by_tabs(me: Conversation, command: str) -> None:
    await me.say(
        f"{command}\nName\tIntroduced by\tNotes\r\nDana  Klein\tIna\tsite; and shop\r\nKim\t\t \r\n\tIna\t\r\n"
    )
    assert me.last.text == (
        "2 people found, 2 new, 1 line can't be read.\n"
        "New            Dana Klein, Kim\n"
        "Can't be read  line 4: there is no name"
    )
    await me.press("Import 2")
    dana, kim = (await people(me)).values()
    assert (dana.introduced_by, dana.notes) == ("Ina", "site; and shop")
    assert (kim.introduced_by, kim.notes) == ("", "")


async def test_to_all_other_commands_a_tab_is_a_space(me: Conversation) -> None:
    await me.say("prospect add\tDana \t Klein")
    await me.say("call notes Dana Klein first\tline\nsecond\t\tline")
    assert (await people(me))["Dana Klein"].jotted == "first line\nsecond line"


async def test_a_list_that_is_cancelled_is_forgotten(me: Conversation) -> None:
    await me.say("prospect import\nDana\nBen")
    value = next(b.value for b in list(me.paper.faces.values())[-1].buttons)
    await me.press("Cancel")
    assert me.last.text == "Nothing is imported, and the list is forgotten."
    await me.press_raw("prospect.take", value)
    assert me.last.text == "That list is dealt with already."
    assert await people(me) == {}


async def test_a_list_without_a_name_keeps_the_form_open(me: Conversation) -> None:
    await me.say("prospect import")
    await me.submit({"people": "name,notes\n,only notes"})

    assert me.last.text == (
        "people: There is no name in it. One person a line: Dana Klein, wants a retainer, introduced by Ina. "
        "Line 2: there is no name."
    )
