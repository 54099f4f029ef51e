"""The word lunch: from noon to one, or when somebody has theirs."""

from __future__ import annotations

import pytest

from bot.domain.slots import read_hours
from tests.grammar.reading import replied, written


@pytest.mark.parametrize(
    ("moment", "text", "usual", "theirs"),
    [
        ("14:35", "since lunch x - y", "Wed 13:00–14:35: x — y", "Wed 13:30–14:35: x — y"),
        ("14:35", "from lunch to 2 x - y", "Wed 13:00–14:00: x — y", "Wed 13:30–14:00: x — y"),
        ("14:35", "09:00-lunch x - y", "Wed 09:00–12:00: x — y", "Wed 09:00–12:30: x — y"),
        ("11:10", "until lunch x - y", "Wed 11:10–12:00: x — y [rests]", "Wed 11:10–12:30: x — y [rests]"),
        ("11:10", "pause until lunch", "pause until Wed 25 Nov 12:00", "pause until Wed 25 Nov 12:30"),
        ("12:15", "pause lunch", "pause until Thu 26 Nov 12:00", "pause until Wed 25 Nov 12:30"),
        ("14:35", "lunch", "open: lunch (break)", "open: lunch (break)"),
        ("14:35", "lunch - 2 people from Acme", *["open: lunch — 2 people from Acme (break)"] * 2),
        ("13:10", "since lunch x - y", "Wed 13:00–13:10: x — y", "open: since lunch x — y"),
    ],
)
def test_lunch_is_when_the_person_has_theirs_where_they_set_it(moment: str, text: str, usual: str, theirs: str) -> None:
    assert written(replied(text, moment)) == usual
    assert written(replied(text, moment, lunch=read_hours("12:30-13:30"))) == theirs


def test_a_late_lunch_is_not_taken_for_a_guess_of_the_evening() -> None:
    lunch = read_hours("10:30-11:30")
    assert written(replied("pause until lunch", "11:00", lunch=lunch)) == "pause until Thu 26 Nov 10:30"
