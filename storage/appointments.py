"""What is booked with whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select

from bot.domain.appointments import Appointment, Fate
from bot.domain.people import Who
from bot.domain.slots import Span
from storage.history import History
from storage.statements import Statements
from storage.tables import appointments, owned


class Appointments:
    """What is booked with whom; see `bot.ports.Appointments`."""

    def __init__(self, run: Statements, history: History) -> None:
        """Work in a transaction."""
        self._run = run
        self._history = history

    async def put(self, who: Who, appointment: Appointment) -> Appointment:
        """Store an appointment, new (id 0) or changed, and return it with its id."""
        values = {
            "prospect_id": appointment.prospect,
            "starts_at": appointment.span.start,
            "ends_at": appointment.span.end,
            "practice": appointment.practice,
            "fate": appointment.fate,
            "key": appointment.key,
            "booked_at": appointment.booked_at,
        }
        if not appointment.id:
            return replace(appointment, id=await self._history.insert(appointments, who, values))
        await self._history.update(appointments, who, {"id": appointment.id}, values)
        return appointment

    async def get(self, who: Who, appointment_id: int) -> Appointment | None:
        """Return one appointment, whatever became of it."""
        found = await self._run.execute(_appointments_of(who, appointments.c.id == appointment_id))
        return next((_appointment(row) for row in found), None)

    async def between(self, who: Who, span: Span) -> tuple[Appointment, ...]:
        """Return the appointments that begin in `span`, whatever became of them, in order."""
        begins = appointments.c.starts_at
        return await _found(self._run, _appointments_of(who, begins >= span.start, begins < span.end))

    async def booked_in(self, who: Who, span: Span) -> tuple[Appointment, ...]:
        """Return the appointments that were booked in `span`, for whenever, whatever became of them, in order."""
        made = appointments.c.booked_at
        return await _found(self._run, _appointments_of(who, made >= span.start, made < span.end))

    async def with_(self, who: Who, prospect_id: int) -> tuple[Appointment, ...]:
        """Return the appointments with one prospect, whatever became of them, in order."""
        return await _found(self._run, _appointments_of(who, appointments.c.prospect_id == prospect_id))


async def booked(run: Statements, who: Who) -> tuple[Appointment, ...]:
    """Return the appointments of which nothing was said yet, in order."""
    return await _found(run, _appointments_of(who, appointments.c.fate == Fate.BOOKED))


async def _found(run: Statements, wanted: Select[*tuple[Any, ...]]) -> tuple[Appointment, ...]:
    rows = await run.execute(wanted.order_by(appointments.c.starts_at, appointments.c.id))
    return tuple(_appointment(row) for row in rows)


def _appointments_of(who: Who, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(appointments).where(*owned(appointments, who), *conditions)


def _appointment(row: Row[*tuple[Any, ...]]) -> Appointment:
    return Appointment(
        id=row.id,
        prospect=row.prospect_id,
        span=Span(row.starts_at, row.ends_at),
        practice=row.practice,
        fate=Fate(row.fate),
        key=row.key,
        booked_at=row.booked_at,
    )
