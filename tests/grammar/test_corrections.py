"""What puts the last entry right: substitutions, corrections, and a why alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.grammar.reply import Entries, Flag, Said
from tests.grammar.reading import at, replied, table, written


@table(
    ("s/leads/clients", "leads -> clients"),
    ("s/leads/clients/", "leads -> clients"),
    ("s/leads/clients/g", "leads -> clients"),
    ("S/Leads/Clients", "Leads -> Clients"),
    ("s/leads/", "leads -> "),
    ("s/a b/c d", "a b -> c d"),
    ("s/a/b/c", "a -> b/c"),
    ("s//x", "open: s//x — ?"),
    ("s/he called", "open: s/he called — ?"),
)
def test_one_word_is_put_for_another(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("fix: calling clients - demos", "open: calling clients — demos [fix]"),
    ("Fix : calling clients", "open: calling clients [fix]"),
    ("edit: 10-11:30 calls", "Wed 10:00–11:30: calls [fix]"),
    ("correct: calls - demos", "open: calls — demos [fix]"),
    ("fix 10-11:30 calls", "Wed 10:00–11:30: calls [fix]"),
    ("fix: 10-11:30", "Wed 10:00–11:30:  [fix]"),
    ("I meant calls - demos", "open: calls — demos [fix]"),
    ("no, calls - demos", "open: calls — demos [fix]"),
    ("No, 10:00-11:00 calls - demos", "Wed 10:00–11:00: calls — demos [fix]"),
    ("*calls - demos", "open: calls — demos [fix]"),
    ("* calls", "open: calls [fix]"),
    ("*lunch", "open: lunch (break) [fix]"),
    ("fix: writing emails to get replies", "open: writing emails — get replies [fix, weak-why]"),
)
def test_a_correction_is_an_entry_for_the_last_one_and_asks_no_why(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("fix the login bug - release today", "open: the login bug — release today [fix]"),
    ("actually calls - demos", "open: calls — demos [fix]"),
    ("Actually, calls - demos", "open: calls — demos [fix]"),
    ("correct exams - marks", "open: exams — marks [fix]"),
)
def test_soon_after_an_entry_fix_and_actually_correct_it(moment: str, text: str, understood: str) -> None:
    soon = at("14:20")

    assert written(replied(text, moment, last_entry_at=soon)) == understood


@table(
    ("fix the login bug - release today", "open: fix the login bug — release today"),
    ("actually calls - demos", "open: actually calls — demos"),
    ("correct exams - marks", "open: correct exams — marks"),
    ("edit video for 1h - publish", "open: edit video for 1h — publish"),
    ("fixing a bug - release", "open: fixing a bug — release"),
    ("editor setup - speed", "open: editor setup — speed"),
    ("no calls today", "open: no calls today — ?"),
    ("I meant to call Dana - book", "open: I meant to call Dana — book"),
    ("**bold** work - shine", "open: **bold** work — shine"),
    ("*all of it*", "open: *all of it* — ?"),
    ("fix:", "open: fix: — ?"),
    ("*", "open: * — ?"),
)
def test_what_only_looks_like_a_correction_is_an_entry(moment: str, text: str, understood: str) -> None:
    late = at("14:35") - timedelta(minutes=16)

    assert written(replied(text, moment, last_entry_at=late)) == understood


@table(
    ("why: book demos", "why book demos"),
    ("why book demos", "why book demos"),
    ("Reason: taxes", "why taxes"),
    ("reason taxes", "why taxes"),
    ("because of the boss", "why the boss"),
    ("Because, well, taxes", "why well, taxes"),
    ("b/c money", "why money"),
    ("so that we win", "why we win"),
    ("in order to win", "why win"),
    ("why: to win", "why win"),
    ("why: because taxes", "why taxes"),
    ("because\ntaxes\nare due", "why taxes are due"),
    ("why: demos what: calls", "open: calls — demos"),
    ("why?", "open: why? — ?"),
    ("reasons to call - x", "open: reasons to call — x"),
    ("because", "open: because — ?"),
)
def test_a_why_alone_is_the_last_entrys(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("book 3 demos", "why book 3 demos"),
    ("to book 3 demos", "why book 3 demos"),
    ("calls - demos", "why calls - demos"),
    ("2-3 demos would do", "why 2-3 demos would do"),
    ("1-1 with Sam", "why 1-1 with Sam"),
    ("since they asked", "why since they asked"),
    ("two\nlines", "why two lines"),
    ("lunch", "why lunch"),
    ("skip", "skip"),
    ("undo", "undo"),
    ("report", "run report"),
    ("call log Dana", "run call log Dana"),
    ("no, calls - demos", "open: calls — demos [fix]"),
    ("10-11:30 calls - demos", "Wed 10:00–11:30: calls — demos"),
    ("15:00-16:00 demo - Acme", "Wed 15:00–16:00: demo — Acme [future]"),
    ("yesterday 10-11:30 calls - demos", "Tue 10:00–11:30: calls — demos"),
    ("what: calls why: demos", "open: calls — demos"),
    ("calls why: demos", "open: calls — demos"),
    ("10:00-11:00 a - b\n11:00-12:00 c - d", "Wed 10:00–11:00: a — b; Wed 11:00–12:00: c — d"),
)
def test_while_a_why_is_awaited_any_words_are_it_unless_they_are_plainly_more(
    moment: str, text: str, understood: str
) -> None:
    assert written(replied(text, moment, why_awaited=True)) == understood


@pytest.mark.parametrize("text", ["fix: 11-11:30", "no, 11-11:30", "*11-11:30"])
def test_a_correction_may_be_a_time_alone(text: str) -> None:
    said = Said(what="", start=at("11:00"), end=at("11:30"))

    assert replied(text) == Entries(entries=(said,), flags=frozenset({Flag.FIX}))
