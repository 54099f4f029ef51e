"""Words that are a command, and words that only come close to one."""

from __future__ import annotations

import pytest

from tests.grammar.reading import replied, table, written


@table(
    ("!call log Dana yes", "run call log Dana yes"),
    ("/call log Dana yes", "run call log Dana yes"),
    ("!frobnicate", "run frobnicate"),
    ("!undo", "run undo"),
    ("  !log a - b ", "run log a - b"),
    ("!été", "run été"),
    ("! call", "open: ! call — ?"),
    ("!!", "open: !! — ?"),
    ("/", "open: / — ?"),
    ("/2 budget - save", "open: /2 budget — save"),
)
def test_a_mark_before_a_letter_always_commands(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("report", "run report"),
    ("Report", "run report"),
    ("call list", "run call list"),
    ("CALL LIST", "run call list"),
    ("today", "run today"),
    ("log", "run log"),
    ("followups", "run followups"),
    ("call log Dana yes", "run call log Dana yes"),
    ("call log Dana - said yes", "run call log Dana - said yes"),
    ("report week for the team", "run report week for the team"),
    ("report share:#team", "run report share:#team"),
    ('report share:"Dana Miller" month=11', 'run report share:"Dana Miller" month=11'),
    ("report share:“Dana Miller”", "run report share:“Dana Miller”"),
    ("log calling - demos", "run log calling - demos"),
    ("Log 10-11 Calling - demos", "run log 10-11 Calling - demos"),
    ("log  what: calls why: demos", "run log what: calls why: demos"),
    ("log entry:“calls - demos”", "run log entry:“calls - demos”"),
    ("log because taxes", "run log because taxes"),
    ("asked Dana", "run asked Dana"),
    ("asked Dana for a referral - grow", "run asked Dana for a referral - grow"),
    ("pause between meetings", "run pause between meetings"),
    ("pause until:fri", "run pause until:fri"),
)
def test_without_a_mark_a_command_is_the_whole_message_or_unmistakable(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("call Dana - book demo", "open: call Dana — book demo {call Dana - book demo}"),
    ("report for Acme - they asked", "open: report for Acme — they asked {report for Acme - they asked}"),
    ("link building - leads", "open: link building — leads {link building - leads}"),
    ("Share: deck with Dana - sign", "open: Share: deck with Dana — sign {share deck with Dana - sign}"),
    ("link https://acme.com", "open: link https://acme.com — ? {link https://acme.com}"),
    ("report what:x why:y", "open: report x — y {report what:x why:y}"),
    ("status: fine", "open: status: fine — ? {status fine}"),
    ('report share:"Dana', 'open: report share:"Dana — ? {report share:"Dana}'),
    ("home office - order", "open: home office — order {home office - order}"),
    ("repot", "open: repot — ? {report}"),
    ("reprot", "open: reprot — ? {report}"),
    ("rreport", "open: rreport — ? {report}"),
    ("repord", "open: repord — ? {report}"),
    ("call lsit", "open: call lsit — ? {call list}"),
    ("goals", "open: goals — ? {goal}"),
    ("followups - mail them", "open: followups — mail them {followups - mail them}"),
    ("followup", "open: followup — ? {followups}"),
    ("logs - clean them", "open: logs — clean them"),
    ("logging calls - demos", "open: logging calls — demos"),
    ("10:00-11:00 log calls - demos", "Wed 10:00–11:00: log calls — demos"),
    ("cal log Dana yes", "open: cal log Dana yes — ? {call log Dana yes}"),
    ("dog", "open: dog — ?"),
    ("calls - demos", "open: calls — demos"),
    ("10-11:30 call Dana - book", "Wed 10:00–11:30: call Dana — book"),
    ("today 10-11:30 calls - demos", "Wed 10:00–11:30: calls — demos"),
)
def test_words_that_come_close_are_an_entry_with_the_command_beside_it(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@pytest.mark.parametrize("text", ["report", "call log Dana", "log calling", "asked Dana"])
def test_only_the_commands_that_there_are_are_commands(text: str) -> None:
    assert written(replied(text, paths=frozenset())) == f"open: {text} — ?"


@table(
    ("pause", "pause"),
    ("undo", "undo"),
    ("help", "help"),
    ("pause tomorrow", "pause until Fri 27 Nov 00:00"),
)
def test_a_keyword_that_is_also_a_command_is_the_keyword(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("help call log", "run help call log"),
    ("help report", "run help report"),
    ("Help  Log", "run help Log"),
    ("help Dana - she asked", "open: help Dana — she asked {help Dana - she asked}"),
)
def test_help_takes_the_path_of_a_command(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood
