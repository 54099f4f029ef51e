"""The calendar file of an export, read back by the library that calendars are read with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot.cli import main
from bot.datebook import datebook
from bot.domain.appointments import Appointment, Fate
from bot.domain.sales import Promise, Prospect
from bot.domain.slots import Span
from tests.cli.shell import START, play

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TUESDAY = Span(datetime(2026, 11, 24, 14, tzinfo=UTC), datetime(2026, 11, 24, 14, 30, tzinfo=UTC))
LONGEST_LINE = 75


def written(prospect: Prospect, *appointments: Appointment, now: datetime = NOW) -> str:
    """Return the calendar of somebody who has one prospect and these appointments with them."""
    return datebook([prospect], appointments, now)


def events(text: str) -> list[Event]:
    return [one for one in Calendar.from_ical(text).walk("VEVENT") if isinstance(one, Event)]


def said(event: Event) -> Mapping[str, str]:
    return {name.lower(): str(event[name]) for name in ("SUMMARY", "STATUS", "DESCRIPTION") if name in event}


DANA = Prospect(name="Dana", added_at=NOW, id=7)
BOOKED = Appointment(prospect=7, span=TUESDAY, id=1)


@pytest.mark.parametrize(
    ("appointment", "expected"),
    [
        (BOOKED, {"summary": "Call with Dana", "status": "CONFIRMED"}),
        (replace(BOOKED, fate=Fate.HELD), {"summary": "Call with Dana", "status": "CONFIRMED"}),
        (replace(BOOKED, practice=True), {"summary": "Practice call with Dana", "status": "CONFIRMED"}),
        (
            replace(BOOKED, fate=Fate.MOVED),
            {"summary": "Call with Dana", "status": "CANCELLED", "description": "Moved to another time."},
        ),
        (
            replace(BOOKED, fate=Fate.CANCELLED),
            {"summary": "Call with Dana", "status": "CANCELLED", "description": "Cancelled."},
        ),
        (
            replace(BOOKED, fate=Fate.MISSED),
            {"summary": "Call with Dana", "status": "CANCELLED", "description": "Not held."},
        ),
    ],
)
def test_an_appointment_says_with_whom_it_is_and_what_became_of_it(
    appointment: Appointment, expected: Mapping[str, str]
) -> None:
    text = written(DANA, appointment)

    (event,) = events(text)
    assert said(event) == expected
    assert "DTSTART:20261124T140000Z\r\nDTEND:20261124T143000Z\r\n" in text
    assert ("CATEGORIES:Practice" in text) == appointment.practice


def test_a_follow_up_takes_its_whole_day_and_no_time_of_it() -> None:
    promise = Promise(about="send the offer", made_at=NOW)
    text = written(replace(DANA, next_on=date(2026, 11, 26), promise=promise))

    (event,) = events(text)
    assert said(event) == {"summary": "Follow up with Dana", "description": "send the offer"}
    assert "DTSTART;VALUE=DATE:20261126\r\nDTEND;VALUE=DATE:20261127\r\n" in text
    assert str(event["TRANSP"]) == "TRANSPARENT"


def test_who_is_met_at_an_appointment_to_come_has_no_follow_up_beside_it() -> None:
    due = replace(DANA, next_on=date(2026, 11, 26))

    assert [said(one)["summary"] for one in events(written(due, BOOKED))] == ["Call with Dana"]
    assert [said(one)["summary"] for one in events(written(due, BOOKED, now=TUESDAY.end))] == [
        "Call with Dana",
        "Follow up with Dana",
    ]


def test_where_there_is_nothing_there_is_no_file() -> None:
    assert written(DANA) == ""


def test_what_is_exported_again_is_the_same_event() -> None:
    first, second = written(DANA, BOOKED), written(DANA, BOOKED, now=NOW + timedelta(hours=1))

    assert [one["UID"] for one in events(first)] == [one["UID"] for one in events(second)]
    both = events(written(replace(DANA, next_on=date(2026, 11, 26)), replace(BOOKED, fate=Fate.HELD)))
    assert len({str(one["UID"]) for one in both}) == len(both)
    other = written(replace(DANA, added_at=NOW - timedelta(days=1)), BOOKED)
    assert events(other)[0]["UID"] != events(first)[0]["UID"], "two databases count from 1"


NAMES = [
    "Dana, Klein; and Co",
    "back\\slash \\n \\, \\;",
    "two\nlines",
    "two\r\nlines\rthree",
    "N\0U\x07L",
    "BEGIN:VEVENT\r\nEND:VCALENDAR",
    "Zoë Ångström 李 👩‍👩‍👧 " + "ä" * 90,
    '"quoted": ^n',
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_read_back_as_it_was_but_for_what_no_calendar_can_hold(name: str) -> None:
    holds(name)


@given(st.text(min_size=1))
def test_any_text_is_read_back(name: str) -> None:
    holds(name)


def holds(name: str) -> None:
    text = written(replace(DANA, name=name), BOOKED)

    (event,) = events(text)
    readable = name.replace("\r\n", "\n").replace("\r", "\n")
    readable = "".join(one for one in readable if one == "\n" or (one >= " " and not "\x7f" <= one <= "\x9f"))
    assert said(event)["summary"] == f"Call with {readable}"
    assert all(len(line.encode()) <= LONGEST_LINE for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert "\0" not in text


def test_the_export_has_the_calendar_of_what_was_booked_moved_and_promised(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    play(
        home / "a.db",
        START,
        "call book Dana tue 15:00",
        "call move Dana wed 10:00",
        "call log Omar thinking until thu",
    )
    capsys.readouterr()

    assert main(["export", "--db", str(home / "a.db"), "--out", "out"]) == 0
    assert "  whatfor.ics  appointments and follow-ups, for a calendar\n" in capsys.readouterr().out
    text = (home / "out" / "whatfor.ics").read_bytes().decode()
    assert [(said(one).get("status"), str(one.start)) for one in events(text)] == [
        ("CANCELLED", "2026-11-24 14:00:00+00:00"),
        ("CONFIRMED", "2026-11-25 09:00:00+00:00"),
        (None, "2026-11-26"),
    ]


def test_whoever_booked_nothing_gets_no_calendar(home: Path) -> None:
    play(home / "a.db", START)

    assert main(["export", "--db", str(home / "a.db"), "--out", "out"]) == 0
    assert not (home / "out" / "whatfor.ics").exists()
