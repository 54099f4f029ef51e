"""What and why told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.grammar.language import ENGLISH
from bot.grammar.reply import Context
from bot.grammar.understand import understand
from tests.grammar.reading import PARIS, at, replied, table, written


@pytest.mark.parametrize(
    "separator",
    [
        *(f" {dash} " for dash in ("-", "–", "—", "‐", "‑", "‒", "−", "--", "——")),
        *("–", "—", " –", "– ", " —", "— "),
        *("->", " -> ", "=>", " => ", "→", " → ", " // ", "|", " | ", "; ", ";", "\n", " -\n", "\r\n", "\n\n"),
    ],
)
def test_a_separator_stands_between_what_and_why(separator: str) -> None:
    assert written(replied(f"invoices{separator}taxes")) == "open: invoices — taxes"


@table(
    ("self-care - rest", "open: self-care — rest"),
    ("to-do list", "open: to-do list — ?"),
    ("a/b test - learn", "open: a/b test — learn"),
    ("and/or - logic", "open: and/or — logic"),
    ("lunch//dinner", "open: lunch//dinner — ?"),
    ("done ;) - glad", "open: done ;) — glad"),
    ("2–3 demos – close", "open: 2–3 demos — close"),
    ("visit 2–3 shops—sell", "open: visit 2–3 shops — sell"),
    ("Paris–London trip - see Dana", "open: Paris–London trip — see Dana"),
    ("https://acme.com/a;b|c - read", "open: https://acme.com/a;b|c — read"),
    ("<https://acme.com|Acme | home> - check", "open: <https://acme.com|Acme | home> — check"),
    ("<@U1|dana - d> chat - plan", "open: <@U1|dana - d> chat — plan"),
    ("x < y - z", "open: x < y — z"),
    ("i <3 demos", "open: i <3 demos — ?"),
    ("email a@b.co - reply", "open: email a@b.co — reply"),
)
def test_what_belongs_to_a_word_does_not_separate(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("a - b - c", "open: a — b - c"),
    ("a; b - c", "open: a — b - c"),
    ("Acme - proposal - to win", "open: Acme - proposal — win"),
    ("a - b because c", "open: a — b because c"),
    ("a - b - because c", "open: a - b — c"),
    ("a - for b - to c", "open: a — b - to c"),
    ("a - b - so that c", "open: a - b — c"),
    ("a - b - in order to c", "open: a - b — c"),
    ("calls\nmore\nto win", "open: calls more — win"),
    ("a - total - c", "open: a — total - c"),
)
def test_of_several_separators_the_one_before_to_or_because_counts_else_the_first(
    moment: str, text: str, understood: str
) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("foo because bar", "open: foo — bar"),
    ("foo, because bar", "open: foo — bar"),
    ("foo BECAUSE bar", "open: foo — bar"),
    ("foo because of the boss", "open: foo — the boss"),
    ("foo because: bar", "open: foo — bar"),
    ("foo b/c bar", "open: foo — bar"),
    ("foo cuz bar", "open: foo — bar"),
    ("foo so that bar", "open: foo — bar"),
    ("foo in order to win", "open: foo — win"),
    ("foo so I can rest", "open: foo — I can rest"),
    ("foo so I'm free", "open: foo — I'm free"),
    ("foo so we win", "open: foo — we win"),
    ("foo so they win", "open: foo so they win — ?"),
    ("so tired of it", "open: so tired of it — ?"),
    ("foo since it's due", "open: foo — it's due"),
    ("foo since they asked", "open: foo — they asked"),
    ("working since 1pm on the deck", "open: working since 1pm on the deck — ?"),
    ("foo since monday", "open: foo since monday — ?"),
    ("foo becausebar", "open: foo becausebar — ?"),
    ("foo because", "open: foo because — ?"),
    ("a because b because c", "open: a — b because c"),
    ("foo why: bar", "open: foo — bar"),
    ("what: foo why: bar", "open: foo — bar"),
    ("What : foo\nWhy : bar", "open: foo — bar"),
    ("what: foo - a why: bar - b", "open: foo - a — bar - b"),
    ("what: foo", "open: foo — ?"),
    ("what: foo - bar", "open: foo — bar"),
    ("what:", "open: what: — ?"),
    ("somewhat: foo", "open: somewhat: foo — ?"),
)
def test_a_connector_stands_between_what_and_why(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("writing emails to get replies", "open: writing emails — get replies [weak-why]"),
    ("wrote to my accountant to close the books", "open: wrote to my accountant — close the books [weak-why]"),
    ("making calls to book demos", "open: making calls — book demos [weak-why]"),
    ("Calling Leads To book demos", "open: Calling Leads — book demos [weak-why]"),
    ("updated the deck to re-engage Acme", "open: updated the deck — re-engage Acme [weak-why]"),
    ("emails to get replies", "open: emails to get replies — ?"),
    ("making calls to win", "open: making calls to win — ?"),
    ("talking to the client", "open: talking to the client — ?"),
    ("now talking to clients about prices", "open: now talking to clients about prices — ?"),
    ("going to the bank", "open: going to the bank — ?"),
    ("now going to see clients", "open: now going to see clients — ?"),
    ("was replying to every open question", "open: was replying to every open question — ?"),
    ("sent the offer to Dana Miller", "open: sent the offer to Dana Miller — ?"),
    ("sent the offer to the client", "open: sent the offer to the client — ?"),
    ("sent the offer to my old boss", "open: sent the offer to my old boss — ?"),
    ("sent the offer to 3 clients", "open: sent the offer to 3 clients — ?"),
    ("sent the offer to <@U1> again", "open: sent the offer to <@U1> again — ?"),
    ("a call to book demos", "open: a call to book demos — ?"),
    ("what is next to do today", "open: what is next to do today — ?"),
    ("the to-do list again", "open: the to-do list again — ?"),
)
def test_a_to_is_the_why_only_between_a_doing_and_its_purpose(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("foo - to bar", "open: foo — bar"),
    ("foo - because bar", "open: foo — bar"),
    ("foo - for Acme", "open: foo — Acme"),
    ("foo - so that bar", "open: foo — bar"),
    ("foo - in order to bar", "open: foo — bar"),
    ("foo - To bar", "open: foo — bar"),
    ("foo - to", "open: foo — to"),
    ("foo - today is due", "open: foo — today is due"),
    ("I'm calling - x", "open: calling — x"),
    ("I’m just calling - x", "open: calling — x"),
    ("I was calling - x", "open: calling — x"),
    ("we're calling - x", "open: calling — x"),
    ("were we calling - x", "open: were we calling — x"),
    ("doing: calls - x", "open: calls — x"),
    ("Just calls", "open: calls — ?"),
    ("just", "open: just — ?"),
    ("justice - x", "open: justice — x"),
    ("- calls - x", "open: calls — x"),
    ("• calls - x", "open: calls — x"),
    ("calls -", "open: calls — ?"),
    ("calls - demos -", "open: calls — demos"),
    ("calls - - demos", "open: calls — demos"),
)
def test_words_that_say_nothing_at_the_beginning_are_dropped(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("lunch", "open: lunch (break)"),
    ("Lunch!", "open: Lunch! (break)"),
    ("break", "open: break (break)"),
    ("on a break", "open: on a break (break)"),
    ("I'm on a break", "open: on a break (break)"),
    ("coffee", "open: coffee (break)"),
    ("coffee - wake up", "open: coffee — wake up (break)"),
    ("lunch for 45 min", "Wed 13:50–14:35: lunch (break)"),
    ("12:30-1:15 lunch", "Wed 12:30–13:15: lunch (break)"),
    ("lunch with Dana - reconnect", "open: lunch with Dana — reconnect"),
    ("coffee machine repair", "open: coffee machine repair — ?"),
    ("breaking news - read", "open: breaking news — read"),
)
def test_a_break_needs_no_why(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("#sales calling - demos", "open: calling — demos #sales"),
    ("#sales #acme-1 calling - demos", "open: calling — demos #sales #acme-1"),
    ("10-11:30 #sales calling - demos", "Wed 10:00–11:30: calling — demos #sales"),
    ("#1 priority - win", "open: #1 priority — win"),
    ("#sales", "open: #sales — ?"),
    ("calling #sales - demos", "open: calling #sales — demos"),
    ("<#C1|sales> news - read", "open: <#C1|sales> news — read"),
)
def test_tags_stand_before_the_what(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("📞 leads - 🎯 demos", "open: 📞 leads — 🎯 demos"),
    ("👍", "open: 👍 — ?"),
    ("👩‍💻 code - ship", "open: 👩‍💻 code — ship"),
    ("שיחות - לקוחות", "open: שיחות — לקוחות"),
    ("\u200f10-11:30 שיחות - לקוחות", "Wed 10:00–11:30: שיחות — לקוחות"),
    ("مكالمات — عملاء", "open: مكالمات — عملاء"),
    ("\u0661\u0660:\u0660\u0660-\u0661\u0661:\u0663\u0660 مكالمات", "Wed 10:00–11:30: مكالمات — ?"),
    ("電話 → 契約", "open: 電話 — 契約"),
    ("Rechnungen weil Steuern", "open: Rechnungen weil Steuern — ?"),
    ("R&amp;D - learn", "open: R&D — learn"),
    ("a -&gt; b", "open: a — b"),
    ("p &lt; q - prove", "open: p < q — prove"),
    ("calls\u00a0\u2014\u00a0demos", "open: calls — demos"),
    ("ca\u200blls - de\ufeffmos", "open: calls — demos"),
    ("calls\x00 - \x07demos", "open: calls — demos"),
)
def test_any_script_and_any_keyboard_will_do(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


def test_another_language_is_another_table() -> None:
    german = replace(
        ENGLISH,
        connectors=("weil", "damit", "um"),
        connectors_before=(),
        why_droppings=("um", "weil"),
        yesterday="gestern",
        until=("bis",),
        skip=frozenset({"nichts"}),
    )
    context = Context(now=at("11:35"), tz=PARIS)

    rows = {
        "gestern 16:00-17:00 Rechnungen weil Steuern": "Tue 16:00–17:00: Rechnungen — Steuern",
        "bis 13 Workshop - um zu lernen": "Wed 11:35–13:00: Workshop — zu lernen [rests]",
        "nichts": "skip",
    }
    assert {text: written(understand(text, context, german)) for text in rows} == rows
