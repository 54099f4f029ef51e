"""A list of people out of a spreadsheet: every usual shape of it is read, and no line is lost without a word."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.sales import MAX_NAME, Role, name_key
from bot.domain.sheet import MOST_ROWS, Unread, read_sheet

TEN = "\n".join(f"Person {number}" for number in range(10))


@pytest.mark.parametrize(
    "text",
    [
        "name,notes,introduced by\nDana Klein,a retainer,Ina",
        "\ufeffName;Notes;Introduced by\r\nDana Klein;a retainer;Ina\r\n",
        "NOTES\tNAME\tVIA\na retainer\tDana  Klein\tIna",
        "Surname, First name, E-mail, Introduced_by, About\nKlein, Dana, d@k.org, Ina, a retainer",
        "Dana Klein, a retainer, Ina",
        "\n\n  Dana Klein ; a retainer ; Ina \n\n",
        '"Dana Klein"|"a retainer"|"Ina"',
    ],
)
def test_columns_are_known_by_their_names_in_any_order_and_between_any_separators(text: str) -> None:
    assert [(row.name, row.notes, row.introduced_by) for row in read_sheet(text).rows] == [
        ("Dana Klein", "a retainer", "Ina")
    ]


def test_quotes_hold_separators_lines_and_quotes() -> None:
    sheet = read_sheet('name,notes\n"Klein, Dana","wants:\n- a ""big"" site\n- a shop"\nBen,"5 pipes')

    assert [(row.line, row.name, row.notes) for row in sheet.rows] == [
        (2, "Klein, Dana", 'wants:\n- a "big" site\n- a shop'),
    ]
    assert sheet.unread == (Unread(line=5, why="a quote is opened and never closed"),)


def test_what_cannot_be_read_is_said_by_its_line_and_the_rest_is_kept() -> None:
    sheet = read_sheet(f'name;notes;email\nDana;;x\n;no name;\n{"n" * 61};;\nBen;"open;\nKim;ok;')

    assert [row.name for row in sheet.rows] == ["Dana", "Kim"]
    assert [(one.line, one.why) for one in sheet.unread] == [
        (3, "there is no name"),
        (4, f"a name has up to {MAX_NAME} characters, and this one 61"),
        (5, "a quote is opened and never closed"),
    ]
    assert sheet.unused == ("email",)


def test_somebody_named_twice_is_one_person_and_introducers_are_told_apart() -> None:
    sheet = read_sheet("name,role\nIna,Introducer\nDana,prospect\nina!,\n")

    assert [(row.name, row.role) for row in sheet.rows] == [("Ina", Role.INTRODUCER), ("Dana", Role.PROSPECT)]


def test_more_people_than_are_taken_at_a_time_are_said() -> None:
    sheet = read_sheet("\n".join(f"P{number}" for number in range(MOST_ROWS + 2)))

    assert len(sheet.rows) == MOST_ROWS
    assert [one.line for one in sheet.unread] == [MOST_ROWS + 1, MOST_ROWS + 2]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12)
NAMES = CELLS.map(lambda each: " ".join(f"N{each}".replace('"', "'").split()))


@settings(deadline=None)
@given(
    st.lists(st.tuples(NAMES, CELLS.map(lambda each: " ".join(each.split()))), min_size=1, max_size=5),
    st.sampled_from(",;\t|"),
    st.sampled_from([1, -1]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_spreadsheet_writes_is_read_back(
    people: list[tuple[str, str]], separator: str, order: int, ending: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerows(each[::order] for each in [("Name", "Notes"), *people])

    sheet = read_sheet(text.getvalue())

    first: dict[str, tuple[str, str]] = {}
    for name, notes in people:
        first.setdefault(name_key(name), (name, notes))
    assert [(row.name, row.notes) for row in sheet.rows] == list(first.values())
    assert sheet.unread == ()


@settings(deadline=None)
@given(st.text(st.sampled_from('aB ,;\t|"\n\r\ufeff\0name'), max_size=60) | st.text(max_size=60))
def test_any_text_is_read_and_read_the_same_again(text: str) -> None:
    sheet = read_sheet(text)

    assert sheet == read_sheet(text)
    assert len({name_key(row.name) for row in sheet.rows}) == len(sheet.rows)
    lines = [row.line for row in sheet.rows] + [one.line for one in sheet.unread]
    assert len(set(lines)) == len(lines)
    assert all(0 < len(row.name) <= MAX_NAME for row in sheet.rows)
