"""Further rows of the specification, written from its words: what and why, corrections, keywords, commands."""

from __future__ import annotations

from datetime import timedelta

from tests.grammar.reading import at, replied, table, written


@table(
    ("mail -> clear - fast", "open: mail — clear - fast"),
    ("mail // clear -> fast", "open: mail — clear -> fast"),
    ("mail; clear | fast", "open: mail — clear | fast"),
    ("mail → clear; fast", "open: mail — clear; fast"),
    ("mail | clear - to rest", "open: mail | clear — rest"),
    ("mail -> clear -> because rest", "open: mail -> clear — rest"),
    ("mail => for rest // clear", "open: mail — rest // clear"),
    ("Acme — redesign — to launch", "open: Acme — redesign — launch"),
    ("mail - clear\nto rest", "open: mail - clear — rest"),
    ("mail - clear – so that we rest", "open: mail - clear — we rest"),
    ("mail -clear", "open: mail -clear — ?"),
    ("mail- clear", "open: mail- clear — ?"),
    ("mail --> clear", "open: mail — clear"),
    ("e-mail - clear", "open: e-mail — clear"),
    ("mail;clear", "open: mail — clear"),
    ("TCP/IP - learn", "open: TCP/IP — learn"),
    ("https://x.co/a-b;c - read", "open: https://x.co/a-b;c — read"),
    ("mail because it piles up - again", "open: mail because it piles up — again"),
    ("what: mail - all; why: rest", "open: mail - all — rest"),
    ("WHY: rest WHAT: mail", "open: mail — rest"),
    ("today's what: mail why: rest", "open: today's mail — rest"),
    ("calls why: rest what: and mail", "open: calls and mail — rest"),
    ("10:00-11:00 — mail — clear", "Wed 10:00–11:00: mail — clear"),
)
def test_which_separator_wins(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("invoices because of the deadline", "open: invoices — the deadline"),
    ("invoices b/c rent", "open: invoices — rent"),
    ("invoices cuz: rent", "open: invoices — rent"),
    ("invoices in order to rest", "open: invoices — rest"),
    ("invoices so we eat", "open: invoices — we eat"),
    ("invoices so it is done", "open: invoices so it is done — ?"),
    ("invoices since you asked", "open: invoices — you asked"),
    ("invoices since Acme asked", "open: invoices since Acme asked — ?"),
    ("I'm doing: mail - rest", "open: mail — rest"),
    ("Im just mailing - rest", "open: mailing — rest"),
    ("we were mailing - rest", "open: mailing — rest"),
    ("I am mailing because rest", "open: mailing — rest"),
    ("to call Dana - book", "open: to call Dana — book"),
    ("mail - because of rent", "open: mail — rent"),
    ("mail - for rent", "open: mail — rent"),
    ("mail - to", "open: mail — to"),
    ("mail - tomorrow", "open: mail — tomorrow"),
)
def test_connectors_and_what_is_dropped_at_the_beginning(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("preparing slides to win Acme", "open: preparing slides — win Acme [weak-why]"),
    ("wrote three emails to find leads", "open: wrote three emails — find leads [weak-why]"),
    ("cleaned my desk to think clearly", "open: cleaned my desk — think clearly [weak-why]"),
    ("make list to find leads to call", "open: make list — find leads to call [weak-why]"),
    ("10-11:30 preparing slides to win Acme", "Wed 10:00–11:30: preparing slides — win Acme [weak-why]"),
    ("email to Dana", "open: email to Dana — ?"),
    ("sent invoice to Acme Corp", "open: sent invoice to Acme Corp — ?"),
    ("two calls to her brother", "open: two calls to her brother — ?"),
    ("gave keys to the neighbour", "open: gave keys to the neighbour — ?"),
    ("was replying to old threads", "open: was replying to old threads — ?"),
    ("getting ready to leave now", "open: getting ready to leave now — ?"),
    ("plan how to sell more", "open: plan how to sell more — ?"),
    ("preparing slides to win", "open: preparing slides to win — ?"),
)
def test_a_weak_to(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    (
        "9:00-10:00 mail - clear\n10:00-12:00 Acme site - launch\n12:00-12:30 lunch",
        "Wed 09:00–10:00: mail — clear; Wed 10:00–12:00: Acme site — launch; Wed 12:00–12:30: lunch (break)",
    ),
    ("9-10 mail\n10-11:30 calls - demos", "Wed 09:00–10:00: mail — ?; Wed 10:00–11:30: calls — demos [guess]"),
    (
        "yesterday 9:00-10:00 mail - clear\n10:00-11:00 calls - demos",
        "Tue 09:00–10:00: mail — clear; Wed 10:00–11:00: calls — demos",
    ),
    ("from 9 to 10 mail\r\nfrom 10 to 11 calls", "Wed 09:00–10:00: mail — ?; Wed 10:00–11:00: calls — ?"),
    (
        "• 9:00-10:00 mail -> clear\n• 10:00-11:00 calls // demos",
        "Wed 09:00–10:00: mail — clear; Wed 10:00–11:00: calls — demos",
    ),
    ("9:00-10:00 mail - clear\nthen rest", "Wed 09:00–10:00: mail — clear then rest"),
    ("mail - clear\ncalls - demos", "open: mail — clear calls - demos"),
)
def test_batches(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("s/demo/demos/i", "demo -> demos"),
    ("s/two words/one", "two words -> one"),
    ("fix: 13:00-14:00", "Wed 13:00–14:00:  [fix]"),
    ("fix: invoices because taxes", "open: invoices — taxes [fix]"),
    ("edit: yesterday 10:00-11:00 calls", "Tue 10:00–11:00: calls [fix]"),
    ("Correct: lunch", "open: lunch (break) [fix]"),
    ("I meant: invoices - taxes", "open: invoices — taxes [fix]"),
    ("no, since 1pm invoices - taxes", "Wed 13:00–14:35: invoices — taxes [fix]"),
    ("*10:00-11:00 calls - demos", "Wed 10:00–11:00: calls — demos [fix]"),
    ("actually 13:00-14:00 calls", "Wed 13:00–14:00: calls [fix]"),
    ("ACTUALLY: calls - demos", "open: calls — demos [fix]"),
)
def test_corrections_fifteen_minutes_after_an_entry(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment, last_entry_at=at("14:20"))) == understood


@table(
    ("actually 13:00-14:00 calls", "open: actually 13:00-14:00 calls — ?"),
    ("ACTUALLY: calls - demos", "open: ACTUALLY: calls — demos"),
    ("fix: invoices because taxes", "open: invoices — taxes [fix]"),
    ("*10:00-11:00 calls - demos", "Wed 10:00–11:00: calls — demos [fix]"),
)
def test_a_second_later_actually_is_a_word_and_the_others_still_correct(
    moment: str, text: str, understood: str
) -> None:
    late = at("14:20") - timedelta(seconds=1)

    assert written(replied(text, moment, last_entry_at=late)) == understood


@table(
    ("because I said so", "why I said so"),
    ("b/c rent", "why rent"),
    ("so that Dana signs", "why Dana signs"),
    ("In order to rest", "why rest"),
    ("Because Acme - and fast", "why Acme - and fast"),
    ("because 10-11 was taken", "why 10-11 was taken"),
    ("reason: cash", "why cash"),
)
def test_a_why_that_was_not_awaited(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("taxes", "why taxes"),
    ("- taxes", "why taxes"),
    ("for the rent", "why the rent"),
    ("to be seen", "why be seen"),
    ("preparing slides to win Acme", "why preparing slides to win Acme"),
    ("2h", "why 2h"),
    ("3-4 calls a day", "why 3-4 calls a day"),
    ("same", "same"),
    ("?", "help"),
    ("-", "skip"),
    ("!undo", "run undo"),
    ("s/a/b", "a -> b"),
    ("*rent - due", "open: rent — due [fix]"),
    ("9:00-10:00 mail", "Wed 09:00–10:00: mail — ?"),
    ("from 9 to 10 mail - clear", "Wed 09:00–10:00: mail — clear"),
    ("what: mail", "open: mail — ?"),
)
def test_a_why_that_was_awaited(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment, why_awaited=True)) == understood


@table(
    ("SAME!", "same"),
    ("Same as last.", "same"),
    ("not now.", "skip"),
    ("Scratch that!", "undo"),
    ("Commands", "help"),
    ("same as yesterday", "open: same as yesterday — ?"),
    ("oops wrong one", "open: oops wrong one — ?"),
    ("pass the exam - certificate", "open: pass the exam — certificate"),
    ("pause for 90 min", "pause until Wed 25 Nov 16:05"),
    ("quiet till 16:00", "pause until Wed 25 Nov 16:00"),
    ("dnd until fri 14:00", "pause until Fri 27 Nov 14:00"),
    ("stop until monday", "pause until Mon 30 Nov 00:00"),
    ("pause until noon", "pause until Thu 26 Nov 12:00"),
    ("mute for 2 weeks", "pause until Wed 09 Dec 14:35"),
    ("mute the phone - focus", "open: mute the phone — focus"),
    ("pause whenever", "run pause whenever"),
    ("at lunch", "open: at lunch (break)"),
    ("I was at lunch", "open: at lunch (break)"),
    ("13:00-13:30 coffee break", "Wed 13:00–13:30: coffee break (break)"),
    ("break for 20 min", "Wed 14:15–14:35: break (break)"),
    ("break - clear head", "open: break — clear head (break)"),
    ("lunch with a client - contract", "open: lunch with a client — contract"),
)
def test_keywords_pauses_and_breaks(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("!report week", "run report week"),
    ("/report week", "run report week"),
    ("!pause until fri", "run pause until fri"),
    ("report week", "run report week"),
    ("Goal  Set calls 5", "run goal set calls 5"),
    ("diary search invoices - March", "run diary search invoices - March"),
    ("log 1h mail - clear", "run log 1h mail - clear"),
    ("report day:yesterday", "run report day:yesterday"),
    ("diary of a founder - read", "open: diary of a founder — read {diary of a founder - read}"),
    ("share deck - feedback", "open: share deck — feedback {share deck - feedback}"),
    ("call Lisa - book", "open: call Lisa — book {call Lisa - book}"),
    ("1h call Dana - book", "Wed 13:35–14:35: call Dana — book"),
    ("calling Dana - book", "open: calling Dana — book"),
)
def test_commands_with_a_mark_and_without(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("since 1pm #acme prospecting - leads", "Wed 13:00–14:35: prospecting — leads #acme"),
    ("yesterday 9:00-10:00 #ops #q4 mail - clear", "Tue 09:00–10:00: mail — clear #ops #q4"),
    ("1h #ops mail - clear", "Wed 13:35–14:35: mail — clear #ops"),
    ("#café menu - taste", "open: menu — taste #café"),
    ("#2 draft - send", "open: #2 draft — send"),
    ("#a #b", "open: #a #b — ?"),
    ("mail - clear #ops", "open: mail — clear #ops"),
    ("<@U123> call - book", "open: <@U123> call — book"),
    ("<#C1|sales-team> - post", "open: <#C1|sales-team> — post"),
    ("Q&amp;A - answer", "open: Q&A — answer"),
    ("a &gt; b - prove", "open: a > b — prove"),
    ("&lt;3 leads - close", "open: <3 leads — close"),
    ("☕", "open: ☕ — ?"),
    ("☎️ → 📈", "open: ☎️ — 📈"),
    ("naïve café—croissants", "open: naïve café — croissants"),
    ("דנה - חוזה", "open: דנה — חוזה"),
    ("İnvoice - Vergi", "open: İnvoice — Vergi"),
    ("e\u0301mail - x", "open: e\u0301mail — x"),
    ("10:00\u201311:00\u00a0mail\u2003-\u2003clear", "Wed 10:00–11:00: mail — clear"),
    ("１０:００-１１:００ 電話 - 契約", "Wed 10:00–11:00: 電話 — 契約"),  # noqa: RUF001 - digits as a Japanese keyboard types them
    ("\u202e10-11:30 mail - clear", "Wed 10:00–11:30: mail — clear"),
    ("zero\u200bwidth - gone", "open: zerowidth — gone"),
)
def test_tags_names_entities_and_every_script(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood
