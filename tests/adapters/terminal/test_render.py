"""Whole screens as people see them, plain and in colour, and hostile words that stay words."""

from __future__ import annotations

import re
import string
import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal.ink import inert, one_line, width_of
from adapters.terminal.render import INDENT, MIN_WIDTH, Page, day, screen
from adapters.terminal.shown import (
    Aside,
    ConfirmShown,
    ErrorsShown,
    FormShown,
    Question,
    Said,
    Shown,
    ToastShown,
    Told,
)
from bot.domain.people import Account
from bot.ui import (
    B,
    Button,
    Cmd,
    Confirm,
    Fact,
    Form,
    Image,
    Input,
    InputKind,
    Link,
    Lit,
    Menu,
    Message,
    Name,
    Option,
    Section,
    Tone,
    When,
    WhenStyle,
    shorten,
)
from tests.adapters.pictures.small import chart
from tests.adapters.terminal.fake_engine import COACH, ME, ZONE
from tests.adapters.terminal.screens import CALL, ECHO, NINE, PROMPT, REPORT, letter

PAPER = Page(width=72, colour=False, tz=ZoneInfo(ZONE))
COLOUR = Page(width=72, colour=True, tz=ZoneInfo(ZONE))
NARROW = Page(width=34, colour=False, tz=ZoneInfo(ZONE))
TWO = Page(width=72, colour=False, tz=ZoneInfo(ZONE), names=True)

CONFIRM = Confirm(text="Take it out?", yes="Take it out", no="Keep it")


def told(message: Message, *, is_new: bool = True, account: Account = ME) -> Told:
    return Told(at=NINE, letter=letter(message, account=account), is_new=is_new)


def asked(key: str) -> Question:
    found = next(each for each in CALL.inputs if each.key == key)
    return Question(at=NINE, account=ME, asked=found, value=found.value)


PLAIN = [
    pytest.param(
        told(PROMPT),
        PAPER,
        """
        09:00  What are you doing, and why? 09:00–09:30
               Last: calling leads — book 3 demos
               [1 Same as before]  [2 On a break]  [3 Write it…]
               Menu: Skip · Quiet for an hour · Quiet until tomorrow
               Or just reply: `calling leads - to book demos`
        """,
        id="a prompt",
    ),
    pytest.param(
        told(PROMPT),
        NARROW,
        """
        09:00  What are you doing, and
               why? 09:00–09:30
               Last: calling leads — book
               3 demos
               [1 Same as before]
               [2 On a break]
               [3 Write it…]
               Menu: Skip ·
               Quiet for an hour ·
               Quiet until tomorrow
               Or just reply: `calling
               leads - to book demos`
        """,
        id="a prompt in a narrow window",
    ),
    pytest.param(
        told(ECHO, is_new=False),
        PAPER,
        """
        09:00  ✓ 09:00–09:30 calling leads — book 3 demos
               [1 Edit]  [2 Undo]
        """,
        id="a message with a new face",
    ),
    pytest.param(
        told(ECHO, is_new=False, account=COACH),
        TWO,
        """
        09:00  to coach: ✓ 09:00–09:30 calling leads — book 3 demos
               [1 Edit]  [2 Undo]
        """,
        id="to one of several accounts",
    ),
    pytest.param(
        told(REPORT),
        Page(width=72, colour=False, tz=ZoneInfo(ZONE), picture="/tmp/m1-week.png"),  # noqa: S108 - a path to show
        """
        09:00  Week 48
               You talked to 3 people.
               Selling  38 % of 41 slots
               Asks     6 of 5
               お客様   coach since Mon 23 Nov
               A label that is far too wide for a column
                        stands above
               Dana thinks it over  [1 Log it]
               [2 Share…]  [3 What this means]  [4 Delete]
               Picture: /tmp/m1-week.png
               A week in slots: 16 of 41 are selling.
               How it is counted (https://example.org/how)
        """,
        id="a report with everything",
    ),
    pytest.param(
        FormShown(at=NINE, account=ME, form=CALL),
        PAPER,
        """
        09:00  Log a conversation
               Two minutes, while it is fresh.
               [Log it] sends it as it stands · [Cancel] leaves it
        """,
        id="a form",
    ),
    pytest.param(asked("who"), PAPER, "       Who (needed)\n       For example: Dana", id="a search"),
    pytest.param(
        asked("outcome"),
        PAPER,
        """
               Outcome (1 Yes · 2 No · 3 Thinking it over; Enter keeps Thinking
               it over)
        """,
        id="a choice",
    ),
    pytest.param(
        asked("back"),
        PAPER,
        """
               Check back on (a date: 2026-11-24, fri; Enter skips)
               Empty for never.
        """,
        id="a date",
    ),
    pytest.param(
        asked("notes"), PAPER, "       Notes (several lines, a dot alone ends; Enter skips)", id="a long text"
    ),
    pytest.param(
        ErrorsShown(at=NINE, account=ME, form=CALL, by_key={"who": "This is needed.", "other": "Try again."}),
        PAPER,
        "       Who: This is needed.\n       Try again.",
        id="errors",
    ),
    pytest.param(
        ConfirmShown(at=NINE, account=ME, confirm=CONFIRM),
        PAPER,
        "09:00  Take it out?  [Take it out] or [Keep it]  y/N",
        id="a question before a press",
    ),
    pytest.param(ToastShown(at=NINE, account=COACH, text="Noted."), TWO, "09:00  to coach: Noted.", id="a toast"),
    pytest.param(Said(account=ME, text="report week"), PAPER, "> report week", id="what was typed"),
    pytest.param(Said(account=COACH, text="start"), TWO, "coach > start", id="what one of several typed"),
    pytest.param(Aside(text="/quit leaves."), PAPER, "/quit leaves.", id="a word of the door's own"),
]


@pytest.mark.parametrize(("item", "page", "expected"), PLAIN)
def test_a_screen_in_plain_text(item: Shown, page: Page, expected: str) -> None:
    lines = expected.rstrip(" ").strip("\n").split("\n")
    margin = "        " if expected.startswith("\n") else ""
    assert list(screen(item, page)) == [line.removeprefix(margin) for line in lines]


def test_a_screen_in_colour() -> None:
    assert screen(told(PROMPT), COLOUR) == (
        "\x1b[2m09:00  \x1b[0mWhat are you doing, and why? 09:00–09:30",
        "       Last: calling leads — book 3 demos",
        "       \x1b[1;36m[1 Same as before]\x1b[0m  \x1b[36m[2 On a break]\x1b[0m  \x1b[36m[3 Write it…]\x1b[0m",
        (
            "       \x1b[2mMenu: \x1b[0m\x1b[36mSkip\x1b[0m \x1b[2m·\x1b[0m \x1b[36mQuiet for an hour\x1b[0m "
            "\x1b[2m·\x1b[0m \x1b[36mQuiet until tomorrow\x1b[0m"
        ),
        "       \x1b[2mOr just reply: \x1b[0m\x1b[36m`calling leads - to book demos`\x1b[0m",
    )


def test_title_tone_bold_danger_and_links_have_a_look_of_their_own() -> None:
    painted = "\n".join(screen(told(REPORT), COLOUR))
    assert "\x1b[1;4mWeek 48\x1b[0m" in painted
    assert "\x1b[33mYou talked to \x1b[0m\x1b[1;33m3\x1b[0m" in painted
    assert "\x1b[31m[4 Delete]\x1b[0m" in painted
    assert "\x1b[4mhttps://example.org/how\x1b[0m" in painted
    assert "\x1b[32m✓ 09:00–09:30" in screen(told(ECHO), COLOUR)[0]


@pytest.mark.parametrize("item", [case.values[0] for case in PLAIN])
def test_without_the_colours_the_words_are_the_same(item: Shown) -> None:
    painted = screen(item, COLOUR)
    assert tuple(re.sub(r"\x1b\[[0-9;]*m", "", line) for line in painted) == screen(item, PAPER)


def test_a_time_is_written_in_the_readers_zone() -> None:
    tokyo = Page(width=72, colour=False, tz=ZoneInfo("Asia/Tokyo"))
    assert screen(told(PROMPT), tokyo)[0] == "17:00  What are you doing, and why? 17:00–17:30"
    assert day(datetime(2026, 11, 23, 16, tzinfo=UTC), tokyo) == "Tuesday 24 November 2026"


def test_a_link_is_never_broken_in_two() -> None:
    url = f"https://example.org/{'long/' * 20}"
    lines = screen(told(Message(text=("See ", Link("this", url), "."))), NARROW)
    assert any(url in line for line in lines)


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b2J", "�2J"),
        ("a\u202eb\u2066c", "a�b�c"),
        ("\u200eplain\u200f", "plain"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("tab\there\x00\x7f", "tab here␀␡"),
        ("\ud800", "�"),
        ("👩‍👩‍👧 é مرحبا", "👩‍👩‍👧 é مرحبا"),
    ],
)
def test_control_characters_become_visible_stand_ins(text: str, harmless: str) -> None:
    assert inert(text) == harmless
    assert one_line(text) == harmless.replace("\n", " ")


# --- hostile words ----------------------------------------------------------------------------------------------------

EVIL = "\x1b\x9b\x9d\x90\x07\x08\x00\x7f\x85\r\n\t\v\f\u202a\u202e\u2066\u2069\u200e\u200f\u061c\u2028\u2029\ud800[]0m;"
hostile = st.text(st.sampled_from(EVIL + string.printable) | st.characters(), min_size=1, max_size=60)
labels = hostile.filter(lambda text: bool(text.strip()))
OURS = re.compile(r"\x1b\[(?:0|1|2|4|31|32|33|36|1;4|1;32|1;33|1;36)m")
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def assert_harmless(lines: tuple[str, ...], *, colour: bool) -> None:
    for line in lines:
        words = OURS.sub("", line) if colour else line
        alive = [each for each in words if unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} or each in BIDI]
        assert not alive, ascii(line)
        words.encode("utf-8")


@st.composite
def hostile_items(draw: st.DrawFn) -> Shown:
    def label(limit: int) -> str:
        return shorten(draw(labels), limit)

    account = Account("terminal", "local", draw(labels))
    message = Message(
        title=label(40),
        text=(
            Lit(draw(labels)),
            B(Lit(draw(hostile))),
            Name(account),
            Cmd(draw(hostile)),
            Link(draw(hostile), draw(hostile)),
        ),
        sections=(
            Section(
                text=(Lit(draw(hostile)),),
                fields=(Fact(label=draw(hostile), value=(Lit(draw(hostile)), When(NINE, WhenStyle.AGO))),),
                button=Button(action="a", label=label(30)),
            ),
        ),
        buttons=(Button(action="b", label=label(30)),),
        menu=Menu(action="c", placeholder=label(100), options=(Option(label=label(75), value="1"),)),
        image=Image(name=draw(hostile), chart=chart(), alt=label(200)),
        footer=(draw(hostile),),
        tone=draw(st.sampled_from(Tone)),
    )
    choice = Input(
        key="k",
        label=label(45),
        kind=InputKind.CHOICE,
        options=(Option(label=label(75), value="1"),),
        value=draw(hostile),
        hint=draw(hostile),
    )
    form = Form(id="f", title=label(24), submit=label(24), intro=draw(hostile), inputs=(choice,))
    items: tuple[Shown, ...] = (
        Told(at=NINE, letter=letter(message, account=account), is_new=draw(st.booleans())),
        FormShown(at=NINE, account=account, form=form),
        Question(at=NINE, account=account, asked=choice, value=choice.value),
        ErrorsShown(at=NINE, account=account, form=form, by_key={"k": draw(hostile), "other": draw(hostile)}),
        ConfirmShown(at=NINE, account=account, confirm=Confirm(text=label(100), yes=label(30), no=label(30))),
        ToastShown(at=NINE, account=account, text=draw(hostile)),
        Said(account=account, text=draw(hostile)),
        Aside(text=draw(hostile)),
    )
    return draw(st.sampled_from(items))


pages = st.builds(
    Page,
    width=st.integers(1, 100),
    colour=st.booleans(),
    tz=st.just(ZoneInfo(ZONE)),
    names=st.booleans(),
    picture=hostile,
)


@given(item=hostile_items(), page=pages)
def test_nothing_typed_reaches_the_terminal_alive(item: Shown, page: Page) -> None:
    assert_harmless(screen(item, page), colour=page.colour)


@given(words=hostile, width=st.integers(1, 60))
def test_no_line_is_wider_than_the_window(words: str, width: int) -> None:
    item = Told(at=NINE, letter=letter(Message(text=("-", Lit(words)))))
    for line in screen(item, Page(width=width, colour=False, tz=ZoneInfo(ZONE))):
        # A single character may be wider than what is left; nothing else.
        assert width_of(line) <= max(width, MIN_WIDTH) + 1


@given(words=st.text(st.sampled_from("ab -"), min_size=1, max_size=200))
def test_wrapping_loses_no_word(words: str) -> None:
    item = Told(at=NINE, letter=letter(Message(text=("-", Lit(words)))))
    lines = screen(item, Page(width=30, colour=False, tz=ZoneInfo(ZONE)))
    assert "".join(line[INDENT:] for line in lines).replace(" ", "") == f"-{words}".replace(" ", "")


def test_a_moment_ago_is_counted_from_when_it_is_shown() -> None:
    message = Message(text=("Started ", When(NINE, WhenStyle.AGO)))
    item = Told(at=NINE + timedelta(minutes=20), letter=letter(message))
    assert screen(item, PAPER) == ("09:20  Started 20 min ago",)
