"""One script, played in the terminal, on Slack and on Discord, says the same things in the same order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.saying import DOORS, Part, Played, Said, unlike
from tests.journeys.table import DOCS, PAGE, lines_of, page, played

_QUESTION = (Part("text", "What are you doing, and why?"), Part("buttons", "[On a break] [Write it…]"))


async def test_a_morning_says_the_same_on_every_door_and_the_page_in_the_documents_tells_of_it() -> None:
    """The page is written anew with: python -m tests.journeys.table > docs/three-doors.md"""
    lines = lines_of(DOCS / "morning.script")
    said = await played(lines)

    assert not (found := list(unlike(said, lines))), "\n\n" + "\n".join(found)
    assert page(lines, said) == PAGE.read_text(encoding="utf-8")


@pytest.mark.slow  # a morning is the short version
@pytest.mark.parametrize(
    "script", [DOCS / "quiet.script", DOCS / "process.script", Path(__file__).parent / "afternoon.script"]
)
async def test_other_days_say_the_same_on_every_door(script: Path) -> None:
    lines = lines_of(script)
    said = await played(lines)

    assert not (found := list(unlike(said, lines))), "\n\n" + "\n".join(found)


@pytest.mark.parametrize(
    "other",
    [
        [],
        [Said("Mon 09:01", "says", _QUESTION)],
        [Said("Mon 09:00", "changes", _QUESTION)],
        [Said("Mon 09:00", "says", _QUESTION[:1])],
        [Said("Mon 09:00", "says", (*_QUESTION, Part("text", "And more.")))],
        [Said("Mon 09:00", "says", _QUESTION[::-1])],
        [Said("Mon 09:00", "says", _QUESTION), Said("Mon 09:00", "says", _QUESTION)],
    ],
    ids=["nothing", "later", "in place", "no buttons", "more", "in another order", "twice"],
)
@pytest.mark.parametrize("door", DOORS)
def test_what_one_door_says_otherwise_is_shown_beside_the_others(door: str, other: list[Said]) -> None:
    asked = {1: [Said("Mon 09:00", "says", _QUESTION)]}
    said = [Played(each, {1: other} if each == door else asked) for each in DOORS]

    (found,) = unlike(said, ["@ 09:00"])

    assert "line 1: @ 09:00\nTERMINAL" in found
    assert all(each.upper() in found for each in DOORS)
    assert [*unlike([Played(each, asked) for each in DOORS], ["@ 09:00"])] == []
