"""Several entries in one message."""

from __future__ import annotations

from tests.grammar.reading import replied, table, written


@table(
    (
        "10:00-11:00 calls - demos\n11:00-12:00 invoices",
        "Wed 10:00–11:00: calls — demos; Wed 11:00–12:00: invoices — ?",
    ),
    (
        "- 10:00-11:00 calls - demos\r\n\r\n• 12:00-1:00 lunch",
        "Wed 10:00–11:00: calls — demos; Wed 12:00–13:00: lunch (break)",
    ),
    (
        "* yesterday 9:00-10:00 a - b\n* yesterday 10:00-11:00 c - d\n* at 9:00 e - f for 30m",
        "Tue 09:00–10:00: a — b; Tue 10:00–11:00: c — d; Wed 09:00–09:30: e — f",
    ),
    ("10-11 a - b\n11-12 c - d", "Wed 10:00–11:00: a — b; Wed 11:00–12:00: c — d [guess]"),
    (
        "10:00-11:00 a - b\n15:00-16:00 c - d",
        "Wed 10:00–11:00: a — b; Wed 15:00–16:00: c — d [future]",
    ),
    ("10:00-11:00 a - b\nsince 1pm c - d", "Wed 10:00–11:00: a — b; Wed 13:00–14:35: c — d"),
    ("13:00-14:00 a - b\nuntil 16:00 c - d", "Wed 13:00–14:00: a — b; Wed 14:35–16:00: c — d [rests]"),
    ("10:00-11:00 #x a - b\n11:00-12:00 c - d", "Wed 10:00–11:00: a — b #x; Wed 11:00–12:00: c — d"),
)
def test_lines_that_each_have_their_time_are_entries(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("10:00-11:00 calls\nto book demos", "Wed 10:00–11:00: calls — book demos"),
    ("calls\n10:00-11:00 invoices", "open: calls — 10:00-11:00 invoices"),
    ("1h calls - demos\n2h mail", "Wed 13:35–14:35: calls — demos 2h mail"),
    ("10:00-11:00 calls\n10:00-10:00 mail", "Wed 10:00–11:00: calls — 10:00-10:00 mail"),
    ("yesterday\n10:00-11:00 calls", "Tue 10:00–11:00: calls — ?"),
)
def test_other_lines_are_one_entry(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


def test_a_batch_has_at_most_a_hundred_lines() -> None:
    line = "10:00-11:00 a - b"

    assert len(written(replied("\n".join([line] * 100))).split("; ")) == 100
    assert len(written(replied("\n".join([line] * 101))).split("; ")) == 1
