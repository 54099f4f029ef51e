"""A person's appointments and follow-ups as iCalendar (RFC 5545): a file of theirs, or what their calendar reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib import metadata
from unicodedata import category
from uuid import NAMESPACE_OID, uuid5

from icalendar import Calendar, Event

from bot.domain.appointments import STANDS, Appointment, Fate, awaited
from bot.domain.sales import Prospect
from bot.domain.slots import DAY, Span

EVER = Span(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
_NAME = "Whatfor"
_READ_AGAIN_AFTER = timedelta(hours=1)
_SETTLED = {Fate.MOVED: "Moved to another time.", Fate.CANCELLED: "Cancelled.", Fate.MISSED: "Not held."}
_CONTROL, _SURROGATE = "Cc", "Cs"


def datebook(prospects: Iterable[Prospect], appointments: Sequence[Appointment], now: datetime) -> str:
    """Return the file, and an empty text where there is nothing to put into it.

    An appointment that was moved is cancelled in it, and stands once more at its new time. Who is met at an appointment
    to come has no follow-up beside it.
    """
    events = _events(prospects, appointments, now)
    return _text(_file(events)) if events else ""


def subscription(prospects: Iterable[Prospect], appointments: Sequence[Appointment], now: datetime) -> str:
    """Return the same for a calendar that reads it again and again: it has a name, and may be empty."""
    file = _file(_events(prospects, appointments, now))
    file.add("x-wr-calname", _NAME)
    file.add("refresh-interval", _READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    return _text(file)


def _events(prospects: Iterable[Prospect], appointments: Sequence[Appointment], now: datetime) -> list[Event]:
    people = {one.id: one for one in prospects}
    met = awaited((one for one in appointments if one.fate is Fate.BOOKED), now)
    promised = [one for one in people.values() if one.next_on is not None and one.id not in met]
    return [*_appointments(appointments, people, now), *_follow_ups(promised, now)]


def _file(events: list[Event]) -> Calendar:
    file = Calendar()
    file.add("prodid", f"-//Whatfor//whatfor {metadata.version('whatfor')}//EN")
    file.add("version", "2.0")
    for event in events:
        file.add_component(event)
    return file


def _text(file: Calendar) -> str:
    text: str = file.to_ical().decode()
    return text


def _appointments(every: Iterable[Appointment], people: Mapping[int, Prospect], now: datetime) -> Iterable[Event]:
    for one in every:
        prospect = people[one.prospect]
        practice = "Practice call" if one.practice else "Call"
        event = _event("appointment", one.id, prospect, f"{practice} with {_plain(prospect.name)}", now)
        event.add("dtstart", one.span.start)
        event.add("dtend", one.span.end)
        event.add("status", "CONFIRMED" if one.fate in STANDS else "CANCELLED")
        if said := _SETTLED.get(one.fate):
            event.add("description", said)
        if one.practice:
            event.add("categories", ["Practice"])
        yield event


def _follow_ups(promised: Iterable[Prospect], now: datetime) -> Iterable[Event]:
    for one in promised:
        if one.next_on is None:
            continue
        event = _event("follow-up", one.id, one, f"Follow up with {_plain(one.name)}", now)
        event.add("dtstart", one.next_on)
        event.add("dtend", one.next_on + DAY)
        event.add("transp", "TRANSPARENT")  # a day on which something is due is not a day that is taken
        if one.promise and one.promise.about:
            event.add("description", _plain(one.promise.about))
        yield event


def _event(what: str, its_id: int, prospect: Prospect, summary: str, now: datetime) -> Event:
    """Return an event that is the same one in every export: the file of a later one changes it in a calendar."""
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_OID, f"whatfor {what} {its_id} {prospect.added_at.isoformat()}")))
    event.add("dtstamp", now)
    event.add("summary", summary)
    return event


def _plain(text: str) -> str:
    """Return a text without the characters that such a file can't hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign == "\n" or category(sign) not in {_CONTROL, _SURROGATE})
