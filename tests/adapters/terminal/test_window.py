"""How a conversation stands on a page, and as lines of JSON."""

from __future__ import annotations

import io
import json
import stat
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from adapters.terminal.json_lines import json_line
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
from adapters.terminal.window import JsonWindow, PeopleWindow, Recorder, open_window
from bot.ui import Confirm, Image, Message
from tests.adapters.pictures.small import chart
from tests.adapters.terminal.fake_engine import COACH, ME, ZONE
from tests.adapters.terminal.screens import CALL, ECHO, NINE, PROMPT, REPORT, letter
from tests.adapters.terminal.test_render import hostile_items

PARIS = ZoneInfo(ZONE)
HELLO = Message(text=("Hello.",))


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_page_reads_as_a_conversation() -> None:
    out = io.StringIO()
    window = PeopleWindow(zone=PARIS, out=out)
    for item in (
        Told(at=NINE, letter=letter(HELLO)),
        Said(account=ME, text="call log"),
        FormShown(at=NINE, account=ME, form=CALL),
        Question(at=NINE, account=ME, asked=CALL.inputs[0], value=""),
        Said(account=ME, text=""),
        ErrorsShown(at=NINE, account=ME, form=CALL, by_key={"who": "This is needed."}),
        Question(at=NINE, account=ME, asked=CALL.inputs[0], value=""),
        Said(account=ME, text="[Cancel]"),
        ToastShown(at=NINE, account=ME, text="Left."),
        Told(at=NINE + timedelta(days=1), letter=letter(HELLO)),
        Told(at=NINE + timedelta(days=1, hours=1), letter=letter(HELLO, account=COACH)),
        Said(account=COACH, text="start"),
        Told(at=NINE + timedelta(days=2), letter=letter(HELLO, account=COACH)),
    ):
        window.show(item)
    assert out.getvalue() == (
        "Monday 23 November 2026\n"
        "\n"
        "09:00  Hello.\n"
        "\n"
        "> call log\n"
        "09:00  Log a conversation\n"
        "       Two minutes, while it is fresh.\n"
        "       [Log it] sends it as it stands · [Cancel] leaves it\n"
        "       Who (needed)\n"
        "       For example: Dana\n"
        "> \n"
        "       Who: This is needed.\n"
        "       Who (needed)\n"
        "       For example: Dana\n"
        "> [Cancel]\n"
        "09:00  Left.\n"
        "\n"
        "Tuesday 24 November 2026\n"
        "\n"
        "09:00  Hello.\n"
        "\n"
        "10:00  to coach: Hello.\n"
        "\n"
        "coach > start\n"
        "\n"
        "Wednesday 25 November 2026\n"
        "\n"
        "09:00  to coach: Hello.\n"
    ).replace("> \n", ">\n")


def test_what_somebody_else_types_stands_apart_from_an_open_form() -> None:
    out = io.StringIO()
    window = PeopleWindow(zone=PARIS, out=out)
    window.show(Said(account=COACH, text="call log"))
    window.show(Question(at=NINE, account=COACH, asked=CALL.inputs[0], value=""))
    window.show(Said(account=ME, text="today"))
    assert out.getvalue().endswith("       For example: Dana\n\nme > today\n")


def test_a_day_is_named_once_though_the_readers_zones_differ() -> None:
    out = io.StringIO()
    window = PeopleWindow(zone=PARIS, out=out)
    late = NINE + timedelta(hours=9)  # 18:00 in Paris, tomorrow in Tokyo
    window.show(Told(at=late, letter=letter(HELLO)))
    window.show(Told(at=late, letter=letter(HELLO, account=COACH, zone="Asia/Tokyo")))
    window.show(Told(at=late, letter=letter(HELLO)))
    assert out.getvalue().count("November 2026") == 2
    assert "02:00  to coach: Hello." in out.getvalue()


def test_what_is_typed_is_not_written_twice_where_it_stays_on_the_screen() -> None:
    out = io.StringIO()
    window = PeopleWindow(zone=PARIS, out=out, echoes=False)
    assert not window.show(Said(account=ME, text="hello"))
    assert not out.getvalue()


def test_a_toast_is_written_in_the_zone_of_the_letters_before_it() -> None:
    out = io.StringIO()
    window = PeopleWindow(zone=PARIS, out=out)
    window.show(Told(at=NINE, letter=letter(HELLO, zone="Asia/Tokyo")))
    assert window.show(ToastShown(at=NINE, account=ME, text="Noted.")) == "17:00  Noted."


def test_a_character_that_the_stream_lacks_does_no_harm() -> None:
    raw = io.BytesIO()
    window = PeopleWindow(zone=PARIS, out=io.TextIOWrapper(raw, encoding="ascii"))
    window.show(Aside(text="✓ fine"))
    assert raw.getvalue() == b"? fine\n"


def test_without_a_stream_it_is_standard_output_as_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window(zone=ZONE, as_json=False, environ={})
    later = io.StringIO()
    monkeypatch.setattr(sys, "stdout", later)
    window.show(Aside(text="here"))
    assert later.getvalue() == "here\n"


@pytest.mark.parametrize(
    ("out", "environ", "colour"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(out: TextIO, environ: Mapping[str, str], colour: bool) -> None:  # noqa: FBT001 - a table
    window = open_window(zone=ZONE, as_json=False, environ=environ, out=out)
    window.show(Told(at=NINE, letter=letter(HELLO)))
    assert isinstance(out, io.StringIO)
    assert ("\x1b[" in out.getvalue()) is colour


def test_a_picture_is_kept_for_its_owner_and_its_path_is_shown(tmp_path: Path) -> None:
    out = io.StringIO()
    window = PeopleWindow(zone=PARIS, out=out, width=lambda: 500, pictures_in=tmp_path / "pictures")
    window.show(Told(at=NINE, letter=letter(REPORT, number=7)))
    path = tmp_path / "pictures" / "m7-1-week.png"
    assert f"Picture: {path}\n" in out.getvalue()
    assert path.read_bytes() == b"PNG"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_picture_that_could_not_be_painted_is_told_in_words_alone(tmp_path: Path) -> None:
    out = io.StringIO()
    window = PeopleWindow(zone=PARIS, out=out, width=lambda: 500, pictures_in=tmp_path)
    window.show(Told(at=NINE, letter=replace(letter(REPORT), picture=None)))
    assert "Picture:" not in out.getvalue()
    assert "A week in slots: 16 of 41 are selling." in out.getvalue()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "/", "a\x1b[2Jb.png", "x" * 500])
def test_a_pictures_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    message = Message(text=("Look.",), image=Image(name=name, chart=chart(), alt="A picture."))
    JsonWindow(zone=PARIS, out=io.StringIO(), pictures_in=tmp_path).show(Told(at=NINE, letter=letter(message)))
    (written,) = tmp_path.rglob("*")
    assert written.parent == tmp_path
    assert written.name.isprintable()


# --- JSON -------------------------------------------------------------------------------------------------------------

CONFIRM = Confirm(text="Take it out?", yes="Yes", no="No")
NOTHING: dict[str, object] = {"buttons": [], "menu": None, "image": None}


@pytest.mark.parametrize(
    ("item", "values"),
    [
        (
            Told(at=NINE, letter=letter(PROMPT, number=12)),
            {
                "kind": "message",
                "id": "m12",
                "text": "What are you doing, and why? 09:00–09:30\nLast: calling leads — book 3 demos\n"
                "Or just reply: `calling leads - to book demos`",
                "buttons": ["Same as before", "On a break", "Write it…"],
                "menu": {"placeholder": "More", "options": ["Skip", "Quiet for an hour", "Quiet until tomorrow"]},
                "image": None,
            },
        ),
        (
            Told(at=NINE, letter=letter(ECHO, number=12, version=2), is_new=False),
            {
                "kind": "replace",
                "id": "m12",
                "text": "✓ 09:00–09:30 calling leads — book 3 demos",
                "buttons": ["Edit", "Undo"],
                "menu": None,
                "image": None,
            },
        ),
        (ToastShown(at=NINE, account=ME, text="Noted."), {"kind": "toast", "id": None, "text": "Noted."} | NOTHING),
        (
            ConfirmShown(at=NINE, account=ME, confirm=CONFIRM),
            {"kind": "toast", "id": None, "text": "Take it out?"} | NOTHING | {"buttons": ["Yes", "No"]},
        ),
        (
            ErrorsShown(at=NINE, account=ME, form=CALL, by_key={"who": "This is needed."}),
            {"kind": "errors", "id": "call.log", "text": "This is needed.", "errors": {"who": "This is needed."}}
            | NOTHING,
        ),
    ],
)
def test_what_the_bot_says_is_one_object(item: Shown, values: Mapping[str, object]) -> None:
    line = json_line(item, PARIS, "")
    assert json.loads(line) == {"at": "2026-11-23T08:00:00Z", "to": "me", **values}


def test_a_form_has_its_title_and_inputs() -> None:
    values = json.loads(json_line(FormShown(at=NINE, account=ME, form=CALL), PARIS, ""))
    assert (values["kind"], values["title"], values["submit"]) == ("form", "Log a conversation", "Log it")
    assert values["inputs"][1] == {
        "key": "outcome",
        "label": "Outcome",
        "kind": "choice",
        "required": True,
        "value": "maybe",
        "options": ["Yes", "No", "Thinking it over"],
        "hint": "",
    }


def test_what_the_bot_did_not_say_is_no_line() -> None:
    out = io.StringIO()
    window = open_window(zone=ZONE, as_json=True, environ={}, out=out)
    for item in (
        Said(account=ME, text="hi"),
        Aside(text="x"),
        Question(at=NINE, account=ME, asked=CALL.inputs[0], value=""),
    ):
        assert not window.show(item)
    assert not out.getvalue()


def test_a_picture_has_its_path_in_json(tmp_path: Path) -> None:
    out = io.StringIO()
    JsonWindow(zone=PARIS, out=out, pictures_in=tmp_path).show(Told(at=NINE, letter=letter(REPORT)))
    values = json.loads(out.getvalue())
    assert Path(values["image"]).read_bytes() == b"PNG"
    assert "A week in slots: 16 of 41 are selling." in values["text"]


@given(item=hostile_items())
def test_whatever_was_typed_a_line_is_one_object_in_ascii(item: Shown) -> None:
    line = json_line(item, PARIS, "")
    assert line.isascii()
    assert "\n" not in line
    assert not line or json.loads(line)["to"]


def test_a_recorder_shows_and_remembers() -> None:
    out = io.StringIO()
    recorder = Recorder(PeopleWindow(zone=PARIS, out=out))
    item = Aside(text="here")
    assert recorder.show(item) == "here"
    assert recorder.shown == [item]
    assert out.getvalue() == "here\n"
