"""The table of the specification, at Wednesday 2026-11-25 14:35 in Paris."""

from __future__ import annotations

from bot.grammar.reply import Entries, Flag, Said
from tests.grammar.reading import at, replied, table, written


@table(
    ("calling leads - to book 3 demos", "open: calling leads — book 3 demos"),
    ("10-11:30 invoices because taxes", "Wed 10:00–11:30: invoices — taxes"),
    (
        "yesterday 16:00-17:30 proposal for Acme because deadline",
        "Tue 16:00–17:30: proposal for Acme — deadline",
    ),
    (
        "since 1pm prospecting because pipeline is thin",
        "Wed 13:00–14:35: prospecting — pipeline is thin",
    ),
    ("1h30 research - know the market", "Wed 13:05–14:35: research — know the market"),
    ("talking to the client", "open: talking to the client — ?"),
    ("2-3 demos - close Acme", "open: 2-3 demos — close Acme"),
    ("15:00-16:00 demo - Acme", "Wed 15:00–16:00: demo — Acme [future]"),
    ("because the boss asked", "why the boss asked"),
)
def test_a_row_of_the_specification(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


def test_an_entry_is_whole_with_its_times_in_the_zone_of_the_person() -> None:
    reply = replied("10-11:30 invoices because taxes")

    said = Said(what="invoices", why="taxes", start=at("10:00"), end=at("11:30"))
    assert reply == Entries(entries=(said,))
    assert isinstance(reply, Entries)
    assert {moment.tzinfo for moment in (reply.entries[0].start, reply.entries[0].end) if moment} == {
        at("10:00").tzinfo
    }


def test_a_guess_comes_with_the_same_words_read_without_it() -> None:
    reply = replied("10-11 demos - close Acme")

    assert reply == Entries(
        entries=(Said(what="demos", why="close Acme", start=at("10:00"), end=at("11:00")),),
        flags=frozenset({Flag.GUESS}),
        plain=Said(what="10-11 demos", why="close Acme"),
    )
