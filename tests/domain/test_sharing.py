"""Who may look, for how long, and what is left of names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Who
from bot.domain.sharing import CODES, INVITED_FOR, Grant, Level, code_digest, code_of, initials, masked

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
GRANT = Grant(owner=Who(1, 1), label="Sam", level=Level.COUNTS, code_digest="", made_at=NOW)
ACCEPTED = replace(GRANT, viewer=Who(1, 2), accepted_at=NOW)
LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("grant", "waits", "is_open"),
    [
        (GRANT, True, False),
        (replace(GRANT, made_at=LATER - INVITED_FOR), False, False),
        (replace(GRANT, ended_at=NOW), False, False),
        (replace(GRANT, until=LATER), False, False),
        (ACCEPTED, False, True),
        (replace(ACCEPTED, until=LATER + timedelta(seconds=1)), False, True),
        (replace(ACCEPTED, until=LATER), False, False),
        (replace(ACCEPTED, ended_at=NOW), False, False),
        (replace(ACCEPTED, viewer=None), False, False),
    ],
)
def test_a_grant_waits_then_is_open_until_it_ends(*, grant: Grant, waits: bool, is_open: bool) -> None:
    assert (grant.waits(LATER), grant.is_open(LATER)) == (waits, is_open)


def test_each_level_holds_the_ones_before_it() -> None:
    held = [[each.value for each in Level if level.holds(each)] for level in Level]
    assert held == [["counts"], ["counts", "outcomes"], ["counts", "outcomes", "words"]]


@given(st.integers(0, CODES - 1), st.integers(0, CODES - 1))
def test_a_code_is_read_whatever_it_is_typed_with_and_no_two_are_the_same(one: int, other: int) -> None:
    code = code_of(one)
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}", code)
    typed = (code.lower(), code.replace("-", ""), f" {code[:5]} – {code[6:]}\n")
    assert {code_digest(each) for each in typed} == {code_digest(code)}
    assert (code_digest(code_of(other)) == code_digest(code)) == (one == other)


@pytest.mark.parametrize(
    ("text", "names", "shown"),
    [
        ("call Dana about the offer", ["Dana Kowalski"], "call D. about the offer"),
        ("DANA KOWALSKI, dana's site; kowalskis house", ["Dana Kowalski"], "D. K., D.'s site; K. house"),
        ("mail to dana.k@acme.com", ["Dana", "Acme"], "mail to D..k@A..com"),
        ("José and Chloe\u0301 wrote, jose too", ["Jose", "Chloé"], "J. and C. wrote, J. too"),
        ("danach Danaë danas", ["Dana"], "danach Danaë D."),
        ("lunch with Anna de Vries, de facto", ["Anna de Vries"], "lunch with A. de V., de facto"),
        ("call Bo", ["Bo"], "call B."),
        ("田中さんに電話", ["田中"], "田.さんに電話"),
        ("Müller GmbH", ["MULLER gmbh"], "M. G."),
        ("nothing to hide", [], "nothing to hide"),
        ("write to X", ["X Æ"], "write to X"),
        ("सुनीता को फ़ोन", ["सुनीता शर्मा"], "स. को फ़ोन"),
        ("โทรหาวิภา", ["วิภา"], "โทรหาว."),
        ("B\u1ecd\u0301l\u00e1, Bola", ["B\u1ecd\u0301l\u00e1"], "B., B."),
        ("Da\u00adna \u2068Kowalski\u2069", ["Dana Kowalski"], "D. K."),
        ("DanaKowalski, #danakowalski dana2 DanaK", ["Dana Kowalski"], "D., #D. D. D."),
        ("OBrien, O'Brien", ["O'Brien"], "O., O'B."),
        (
            "dkowalski@x.org schulz-kowalski83@x.org mydana@x.org",
            ["Dana Kowalski"],
            "D.@x.org schulz-K.@x.org M.@x.org",
        ),
        ("beneath bend@x.org", ["Ben"], "beneath B.@x.org"),
        ("call Van; Le wrote to Di", ["Van", "Anh Le", "Di Rossi"], "call V.; L. wrote to Di"),
        ("田中さんと太郎さん, 小明", ["田中太郎", "王小明"], "田.さんと太.さん, 小."),
        ("A田", ["a田"], "A."),
        ("👩\u200d💻 ☎️", ["Dana"], "👩\u200d💻 ☎️"),
    ],
)
def test_names_become_initials(text: str, names: list[str], shown: str) -> None:
    assert masked(text, names) == shown


def test_a_name_by_its_initials() -> None:
    assert [initials(name) for name in ("Dana Kowalski", "anna de vries", "田中", "!!")] == [
        "D. K.",
        "A. D. V.",
        "田.",
        "?",
    ]


CASES: tuple[Callable[[str], str], ...] = (str, str.upper, str.lower, str.title)
SIGNS = "abcßéÉüøŁİ\u0131\u03c3ςЖж田ñ"  # dotless i and sigma among them
LETTERS = st.text(st.sampled_from(SIGNS), min_size=2, max_size=6)


@given(st.lists(st.one_of(LETTERS, LETTERS.map(str.upper)), min_size=1, max_size=6), st.data())
def test_no_word_of_a_name_is_left_in_any_text(words: list[str], data: st.DataObject) -> None:
    name = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3)))
    changed = data.draw(st.sampled_from(CASES))
    text = data.draw(st.sampled_from((" ", ", ", "-", "_", "/"))).join(changed(word) for word in words)
    left = {word.casefold() for word in re.findall(r"[^\W_]+", masked(text, [name]))}
    assert not left & {part.casefold() for part in re.findall(r"[^\W_]+", name) if len(part) > 1}
