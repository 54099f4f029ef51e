"""Words read as commands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import Argument, ArgumentKind, Call, Catalogue, Spec, Unknown

TODAY = date(2026, 11, 25)
LOG = Spec(
    path="call log",
    summary="Log a conversation",
    is_default=True,
    arguments=(
        Argument(name="prospect", kind=ArgumentKind.SEARCH, summary="Dana", source="prospects"),
        Argument(name="outcome", kind=ArgumentKind.CHOICE, summary="", choices=("yes", "no", "thinking", "check back")),
        Argument(name="back", kind=ArgumentKind.WHEN, summary="tue"),
        Argument(name="offer", kind=ArgumentKind.TEXT, summary="retainer"),
        Argument(name="notes", kind=ArgumentKind.REST, summary=""),
        Argument(name="worth", kind=ArgumentKind.AMOUNT, summary=""),
    ),
)
LIST = Spec(
    path="call list",
    summary="List",
    arguments=(Argument(name="range", kind=ArgumentKind.CHOICE, summary="", choices=("week", "month", "all")),),
)
START = Spec(
    path="start",
    summary="Begin",
    arguments=(
        Argument(name="zone", kind=ArgumentKind.WORD, summary=""),
        Argument(name="hours", kind=ArgumentKind.WORD, summary=""),
        Argument(name="goal", kind=ArgumentKind.INT, summary=""),
        Argument(name="practice", kind=ArgumentKind.TOGGLE, summary=""),
    ),
)
SET = Spec(
    path="settings set",
    summary="Change them",
    is_named=True,
    arguments=(
        Argument(name="zone", kind=ArgumentKind.WORD, summary=""),
        Argument(name="lunch", kind=ArgumentKind.WORD, summary=""),
        Argument(name="country", kind=ArgumentKind.TEXT, summary=""),
        Argument(name="report", kind=ArgumentKind.TEXT, summary=""),
    ),
)
ENTRY = Spec(path="log", summary="Note", arguments=(Argument(name="entry", kind=ArgumentKind.REST, summary=""),))
ADD = Spec(
    path="prospect add",
    summary="Add",
    arguments=(
        Argument(name="name", kind=ArgumentKind.NAME, summary=""),
        Argument(name="notes", kind=ArgumentKind.REST, summary=""),
        Argument(name="role", kind=ArgumentKind.CHOICE, summary="", choices=("prospect", "introducer")),
    ),
)
LATER = Spec(
    path="prospect postpone",
    summary="Later",
    arguments=(
        Argument(name="prospect", kind=ArgumentKind.SEARCH, summary="", source="prospects"),
        Argument(name="when", kind=ArgumentKind.WHEN, summary=""),
    ),
)
CATALOGUE = Catalogue([LOG, LIST, START, SET, ENTRY, ADD, LATER])


def read(words: str, **given_: str) -> Call | Unknown:
    return CATALOGUE.read(words, given_, TODAY)


@pytest.mark.parametrize(
    ("words", "path", "arguments", "left"),
    [
        ("settings set country fr", "settings set", {"country": "fr"}, ""),
        (
            "settings set paris Lunch 12:30 - 13:30 country united states report fri 16:00",
            "settings set",
            {"zone": "paris", "lunch": "12:30 - 13:30", "country": "united states", "report": "fri 16:00"},
            "",
        ),
        ("settings set country:fr lunch off", "settings set", {"country": "fr", "lunch": "off"}, ""),
        ('settings set zone "lunch" country', "settings set", {"zone": "lunch"}, ""),
        ("settings set lunch", "settings set", {}, ""),
        ("call log Dana yes", "call log", {"prospect": "Dana", "outcome": "yes"}, ""),
        ("call Dana yes", "call log", {"prospect": "Dana", "outcome": "yes"}, ""),
        ("CALL LOG Dana Keller th", "call log", {"prospect": "Dana Keller", "outcome": "thinking"}, ""),
        (
            "call log Dana thinking until tue",
            "call log",
            {"prospect": "Dana", "outcome": "thinking", "back": "tue"},
            "",
        ),
        (
            "call log Dana thinking until tue - wants a retainer - soon",
            "call log",
            {"prospect": "Dana", "outcome": "thinking", "back": "tue", "notes": "wants a retainer - soon"},
            "",
        ),
        (
            "call log Dana check back in 2 weeks they move",
            "call log",
            {"prospect": "Dana", "outcome": "check back", "back": "in 2 weeks", "notes": "they move"},
            "",
        ),
        ("prospect add Dana van Klein", "prospect add", {"name": "Dana van Klein"}, ""),
        (
            "prospect add Dana Klein role:intro - knows all - really",
            "prospect add",
            {"name": "Dana Klein", "role": "introducer", "notes": "knows all - really"},
            "",
        ),
        ("prospect add\nDana", "prospect add", {"name": "Dana"}, ""),
        ("log\n10-11 mail", "log", {"entry": "10-11 mail"}, ""),
        (
            "prospect postpone Dana Klein in 2 weeks",
            "prospect postpone",
            {"prospect": "Dana Klein", "when": "in 2 weeks"},
            "",
        ),
        ("prospect postpone Dana until fri", "prospect postpone", {"prospect": "Dana", "when": "fri"}, ""),
        ("prospect postpone Dana Klein", "prospect postpone", {"prospect": "Dana Klein"}, ""),
        ("prospect postpone Dana fri", "prospect postpone", {"prospect": "Dana", "when": "fri"}, ""),
        ("call log Dana check-back", "call log", {"prospect": "Dana", "outcome": "check back"}, ""),
        ('call log "Dana K" no', "call log", {"prospect": "Dana K", "outcome": "no"}, ""),
        ("call log “Dana K” no", "call log", {"prospect": "Dana K", "outcome": "no"}, ""),
        (
            'call log outcome:yes prospect="Dana K" offer:"3 months"',
            "call log",
            {"outcome": "yes", "prospect": "Dana K", "offer": "3 months"},
            "",
        ),
        (
            'call log Dana yes "3 months" glad',
            "call log",
            {"prospect": "Dana", "outcome": "yes", "offer": "3 months", "notes": "glad"},
            "",
        ),
        ("call log Dana yes worth:1200", "call log", {"prospect": "Dana", "outcome": "yes", "worth": "1200"}, ""),
        (
            "call log Dana worth:1 200 000 yes 300 chairs",
            "call log",
            {"prospect": "Dana", "outcome": "yes", "worth": "1 200 000", "notes": "300 chairs"},
            "",
        ),
        (
            'call log Dana yes worth:"1" 200 chairs',
            "call log",
            {"prospect": "Dana", "outcome": "yes", "worth": "1", "notes": "200 chairs"},
            "",
        ),
        ("call log", "call log", {}, ""),
        ("call", "call log", {}, ""),
        ("call list m", "call list", {"range": "month"}, ""),
        ("call list fortnight", "call list", {}, "fortnight"),
        (
            "start Europe/Paris 9-17 3 practice",
            "start",
            {"zone": "Europe/Paris", "hours": "9-17", "goal": "3", "practice": "yes"},
            "",
        ),
        ("start goal:3 zone:Europe/Paris", "start", {"goal": "3", "zone": "Europe/Paris"}, ""),
        ("start Zone:Europe/Paris", "start", {"zone": "Europe/Paris"}, ""),
        ("start block:10:00", "start", {"zone": "block:10:00"}, ""),
        ("log 10-11 at: home - rest", "log", {"entry": "10-11 at: home - rest"}, ""),
    ],
)  # fmt: skip - one case a line
def test_words_give_their_arguments_by_order_or_by_name(
    words: str, path: str, arguments: dict[str, str], left: str
) -> None:
    assert read(words) == Call(path=path, arguments=arguments, left=left)


def test_arguments_that_a_platform_took_apart_win() -> None:
    call = read("call log", prospect="Dana - Acme", outcome="no", unheard="x", back="")
    assert call == Call(path="call log", arguments={"prospect": "Dana - Acme", "outcome": "no"})


@pytest.mark.parametrize(
    ("words", "given_", "arguments"),
    [
        ("start", {"practice": "False", "zone": " Europe/Paris "}, {"zone": "Europe/Paris"}),
        ("start", {"practice": "True"}, {"practice": "yes"}),
        ("call log", {"outcome": "Think", "back": "until tue"}, {"outcome": "thinking", "back": "tue"}),
    ],
)
def test_arguments_that_a_platform_took_apart_are_read_like_typed_ones(
    words: str, given_: dict[str, str], arguments: dict[str, str]
) -> None:
    assert read(words, **given_) == Call(path=words, arguments=arguments)


@pytest.mark.parametrize(
    ("words", "closest"), [("cal log", "call log"), ("starts", "start"), ("zzz", None), ("", None)]
)
def test_words_that_are_no_command_name_the_closest(words: str, closest: str | None) -> None:
    assert read(words) == Unknown(words=words, closest=closest)


def test_two_commands_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two commands are called 'call'"):
        Catalogue([LOG, Spec(path="call", summary="x")])


@given(st.text(max_size=80))
def test_reading_never_fails_and_loses_no_word(text: str) -> None:
    call = read(f"call log {text}")
    assert isinstance(call, Call)
    kept = " ".join((*call.arguments.values(), call.left))
    for word in text.replace('"', " ").split():
        if word.isalnum() and word.casefold() not in {"until", "on", "by", "back", "till", "yes", "no", "y", "n"}:
            assert word in kept or word.casefold() in kept.casefold() or len(word) < 3


HAND = Spec(
    path="handover add",
    summary="Add",
    arguments=(
        Argument(name="task", kind=ArgumentKind.NAME, summary=""),
        Argument(name="price", kind=ArgumentKind.AMOUNT, summary=""),
    ),
)


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("bookkeeping 35", {"task": "bookkeeping", "price": "35"}),
        ("tax return 35,50/h", {"task": "tax return", "price": "35,50/h"}),
        ("tax return 35 an hour", {"task": "tax return", "price": "35 an hour"}),
        ("form 1099 EUR 35", {"task": "form 1099", "price": "EUR 35"}),
        ("35", {"task": "35"}),
        ("filing", {"task": "filing"}),
        ("price:35 form 1099", {"task": "form 1099", "price": "35"}),
        ("task:filing 35 an hour", {"task": "filing", "price": "35 an hour"}),
        ("filing price:cheap", {"task": "filing", "price": "cheap"}),
        ("", {}),
    ],
)
def test_an_amount_at_the_end_is_no_part_of_the_name_before_it(words: str, arguments: dict[str, str]) -> None:
    call = Catalogue([HAND]).read(f"handover add {words}", {}, TODAY)
    assert isinstance(call, Call)
    assert (call.arguments, call.left) == (arguments, "")
