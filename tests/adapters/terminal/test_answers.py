"""What a typed answer, label or number means."""

from __future__ import annotations

import pytest

from adapters.terminal.forms import Filling, Give, Keep, Leave, Move, Send, Write
from adapters.terminal.pressing import Pressed, Sheet, choose, find, same
from adapters.terminal.questions import Wrong, read
from adapters.terminal.script import MisstepError
from bot.gestures import Pick
from bot.ui import Button, Form, Input, InputKind, Menu, Message, Option
from tests.adapters.terminal.screens import ECHO, PROMPT, REPORT, pressed

OPTIONS = (
    Option(label="Every half hour", value="30"),
    Option(label="Every hour", value="60"),
    Option(label="Off", value="0"),
)

# --- labels -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Same as before", "SAME AS  BEFORE "),
        ("Write it…", "write it"),
        ("Write it…", "Write it..."),
        ("calling leads — book 3", "calling leads - book 3"),
        ("That’s it", "that's it"),
        ("…", "…"),
    ],
)
def test_labels_are_the_same_to_somebody_who_types(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(("one", "other"), [("Edit", "Edi"), ("…", ""), ("Undo", "Redo"), ("...", "…a")])
def test_labels_that_differ_are_not_the_same(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("every hour", (1,)),
        ("2", (1,)),
        ("o", (2,)),
        ("every", (0, 1)),
        ("every h", (0, 1)),
        ("every ha", (0,)),
        ("4", ()),
        ("0", ()),
        ("", ()),
        ("never", ()),
        ("²", ()),
        ("9999999999", ()),
    ],
)
def test_one_of_several_is_meant_by_label_number_or_beginning(typed: str, meant: tuple[int, ...]) -> None:
    assert choose(typed, [option.label for option in OPTIONS]) == meant


def test_a_label_that_is_a_number_goes_before_the_number() -> None:
    assert choose("2", ["3", "1", "2"]) == (2,)


# --- answers ----------------------------------------------------------------------------------------------------------


def an_input(kind: InputKind) -> Input:
    options = OPTIONS if kind in {InputKind.CHOICE, InputKind.MULTI} else ()
    return Input(key="k", label="K", kind=kind, options=options, source="s")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (InputKind.SHORT, "  calling leads ", "calling leads"),
        (InputKind.LONG, "one\ntwo", "one\ntwo"),
        (InputKind.SEARCH, "Dana", "Dana"),
        (InputKind.PERSON, "coach", "coach"),
        (InputKind.SHORT, "x" * 3000, "x" * 3000),
        (InputKind.NUMBER, "3", "3"),
        (InputKind.NUMBER, " -2,5 ", "-2.5"),
        (InputKind.NUMBER, "+1 200", "1200"),
        (InputKind.DATE, "2026-11-24", "2026-11-24"),
        *(
            (InputKind.DATE, words, words)
            for words in ("Tomorrow", "fri", "next Monday", "24 Nov", "in a week", "1.12.")
        ),
        (InputKind.TIME, "9", "09:00"),
        (InputKind.TIME, "2:30pm", "14:30"),
        (InputKind.CHOICE, "every hour", "60"),
        (InputKind.CHOICE, "1", "30"),
        (InputKind.CHOICE, "of", "0"),
        (InputKind.CHOICE, "60", "60"),
        (InputKind.MULTI, "off, 2,off", "0,60"),
        (InputKind.TOGGLE, "y", "yes"),
        (InputKind.TOGGLE, "No", ""),
        *((kind, "  ", "") for kind in InputKind),
    ],
)
def test_an_answer_gives_a_value(kind: InputKind, text: str, value: str) -> None:
    assert read(an_input(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text", "advice"),
    [
        (InputKind.SHORT, "x" * 3001, "At most 3,000 characters fit, and these are 3,001."),
        (InputKind.NUMBER, "three", "That is no number. Write it in digits, like 3 or 2.5."),
        (InputKind.NUMBER, "٣", "That is no number. Write it in digits, like 3 or 2.5."),
        (InputKind.DATE, "2026-02-30", "There is no such date. Write it like 2026-11-24 or fri."),
        (InputKind.DATE, "soon", "That is no date. Write it like 2026-11-24 or fri."),
        (InputKind.TIME, "25:00", "That is no time of day. Write it like 14:30."),
        (InputKind.CHOICE, "every", "That could be Every half hour or Every hour. Write a little more."),
        (InputKind.CHOICE, "never", "Choose one of these: 1 Every half hour · 2 Every hour · 3 Off."),
        (InputKind.MULTI, "off, never", "Choose one of these: 1 Every half hour · 2 Every hour · 3 Off."),
        (InputKind.TOGGLE, "perhaps", "Answer y or n."),
    ],
)
def test_an_answer_that_gives_none_says_what_would(kind: InputKind, text: str, advice: str) -> None:
    assert read(an_input(kind), text) == Wrong(advice)


# --- lines in a form --------------------------------------------------------------------------------------------------

FORM = Form(
    id="f",
    title="F",
    submit="Log it",
    inputs=(
        Input(key="what", label="What", value="calls"),
        Input(key="why", label="Why exactly", required=True),
        Input(key="notes", label="Notes", kind=InputKind.LONG),
    ),
)
AT_WHAT = Filling.begin(FORM)
AT_NOTES = AT_WHAT.kept().given("why", "demos")
IN_NOTES = AT_NOTES.writing("first")
DONE = AT_NOTES.kept()


@pytest.mark.parametrize(
    ("filling", "line", "move"),
    [
        (AT_WHAT, "invoices", Give("what", "invoices")),
        (AT_WHAT, "", Keep()),
        (AT_WHAT, "# 3 of them", Give("what", "# 3 of them")),
        (AT_WHAT, "@ 14:30", Give("what", "@ 14:30")),
        (AT_WHAT, "[Same as before]", Give("what", "[Same as before]")),
        (AT_WHAT, "[save]", Send()),
        (AT_WHAT, "[Log it]", Send()),
        (AT_WHAT, "[CANCEL]", Leave()),
        (AT_WHAT, "> [Cancel]", Give("what", "[Cancel]")),
        (AT_WHAT, "> why: not", Give("what", "why: not")),
        (AT_WHAT, "why: taxes", Give("why", "taxes")),
        (AT_WHAT, "Why Exactly: taxes", Give("why", "taxes")),
        (AT_WHAT, "what:", Give("what", "")),
        (AT_WHAT, "price: 40", Give("what", "price: 40")),
        (AT_WHAT, "10:30", Give("what", "10:30")),
        (AT_WHAT, ": x", Give("what", ": x")),
        (AT_WHAT, ".", Give("what", ".")),
        (AT_NOTES, "", Keep()),
        (AT_NOTES, ".", Keep()),
        (AT_NOTES, "why: taxes", Give("why", "taxes")),
        (AT_NOTES, "notes: one line", Give("notes", "one line")),
        (AT_NOTES, "  indented", Write("  indented")),
        (AT_NOTES, "> .", Write(".")),
        (IN_NOTES, "", Write("")),
        (IN_NOTES, "why: taxes", Write("why: taxes")),
        (IN_NOTES, "[Same]", Write("[Same]")),
        (IN_NOTES, "[Save]", Send()),
        (IN_NOTES, "[Cancel]", Leave()),
        (IN_NOTES, ".", Give("notes", "first")),
        (IN_NOTES.writing("").writing("last"), ".", Give("notes", "first\n\nlast")),
        (DONE, "hm", None),
        (DONE, "", None),
        (DONE, "> hm", None),
        (DONE, "what: hm", Give("what", "hm")),
        (DONE, "[Save]", Send()),
    ],
)
def test_a_line_in_a_form_is_one_move(filling: Filling, line: str, move: Move | None) -> None:
    assert filling.understand(line) == move


def test_questions_are_asked_in_order_and_by_name() -> None:
    assert AT_WHAT.asked is FORM.inputs[0]
    by_name = AT_WHAT.given("why", "demos")
    assert by_name.asked is FORM.inputs[0]
    assert by_name.kept().asked is FORM.inputs[2]
    assert by_name.kept().kept().asked is None
    assert by_name.values == {"what": "calls", "why": "demos", "notes": ""}


def test_what_is_wrong_is_asked_first_and_the_rest_is_kept() -> None:
    again = DONE.asking(("why", "what", "unknown"))
    assert again.waiting == ("what", "why")
    assert again.values == DONE.values
    assert AT_WHAT.asking(("notes",)).waiting == ("notes", "what", "why")
    assert list(AT_WHAT.missing) == ["why"]


# --- buttons ----------------------------------------------------------------------------------------------------------

NEW = Sheet(id="m2", message=PROMPT)
OLD = Sheet(id="m1", message=ECHO)
WORDS = Sheet(id="m3", message=Message(text=("Nothing to press.",)))


@pytest.mark.parametrize(
    ("name", "sheets", "sheet", "label"),
    [
        ("same as before", (NEW, OLD), NEW, "Same as before"),
        ("Write it", (NEW, OLD), NEW, "Write it…"),
        ("2", (NEW, OLD), NEW, "On a break"),
        ("2", (OLD, NEW), OLD, "Undo"),
        ("Undo", (WORDS, NEW, OLD), OLD, "Undo"),
    ],
)
def test_a_button_is_the_newest_of_that_label_or_one_of_the_newest_message(
    name: str, sheets: tuple[Sheet, ...], sheet: Sheet, label: str
) -> None:
    found = find(name, sheets)
    assert isinstance(found, Pressed)
    assert found.gesture == pressed(sheet.message, label, sheet.id)


def test_a_label_with_digits_or_a_colon_is_a_label() -> None:
    message = Message(text=("When?",), buttons=(Button(action="a", label="60"), Button(action="b", label="Menu: none")))
    for label in ("60", "Menu: none"):
        found = find(label, (Sheet(id="m1", message=message),))
        assert isinstance(found, Pressed)
        assert found.button.label == label


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Menu: Skip", "skip"),
        ("menu:2", "hour"),
        ("More: quiet until", "tomorrow"),
        ("MENU: S", "skip"),
    ],
)
def test_an_option_is_meant_by_its_menu_and_itself(name: str, value: str) -> None:
    assert find(name, (WORDS, NEW)) == Pick(action="checkin.more", chosen=(value,), value="p1", source="m2")


def test_an_older_menu_is_meant_when_the_newest_lacks_the_option() -> None:
    other = Menu(action="kind", placeholder="Kind", options=(Option(label="Selling", value="selling"),))
    sheets = (Sheet(id="m9", message=Message(text=("x",), menu=other)), NEW)
    assert find("Menu: Skip", sheets) == Pick(action="checkin.more", chosen=("skip",), value="p1", source="m2")
    assert find("Kind: 1", sheets) == Pick(action="kind", chosen=("selling",), source="m9")


MENU_LISTED = "[Menu: Skip] [Menu: Quiet for an hour] [Menu: Quiet until tomorrow]"


@pytest.mark.parametrize(
    ("name", "sheets", "sentence"),
    [
        ("Edit", (), "There is no [Edit]: no message with something to press has been shown yet."),
        ("Foo", (OLD,), "There is no [Foo] here. There is [1 Edit] [2 Undo]."),
        ("5", (OLD,), "There is no [5] here. There is [1 Edit] [2 Undo]."),
        (
            "2",
            (WORDS, OLD),
            "There is no [2]: the newest message has no buttons. An older one has [1 Edit] [2 Undo].",
        ),
        (
            "Menu: Foo",
            (NEW,),
            f"There is no [Menu: Foo] here. There is [1 Same as before] [2 On a break] [3 Write it…] {MENU_LISTED}.",
        ),
        (
            "Menu: Quiet",
            (NEW,),
            "[Menu: Quiet] could be [Menu: Quiet for an hour] or [Menu: Quiet until tomorrow]. Write a little more.",
        ),
        ("a\x1b[2J", (OLD,), "There is no [a␛[2J] here. There is [1 Edit] [2 Undo]."),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(name: str, sheets: tuple[Sheet, ...], sentence: str) -> None:
    with pytest.raises(MisstepError) as misstep:
        find(name, sheets)
    assert str(misstep.value) == sentence


def test_buttons_of_sections_are_counted_first() -> None:
    found = find("1", (Sheet(id="m1", message=REPORT),))
    assert isinstance(found, Pressed)
    assert found.button.label == "Log it"
