"""Persons and their accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, case, insert, select, update

from bot.domain.people import DEFAULT_BLOCK_LENGTH, DEFAULT_CAPACITY, Account, Person, Plan, Stage, Who
from bot.domain.rest import DayRange, DaysOff
from bot.domain.slots import Cadence, Days, Hours, WeekTime
from bot.ports import Known
from storage.appointments import booked
from storage.history import History
from storage.rows import Holds, inserting
from storage.statements import Statements
from storage.tables import accounts, owned, people, tenants

_MINUTE = timedelta(minutes=1)


class People:
    """Persons and their accounts; see `bot.ports.People`."""

    def __init__(self, run: Statements, holds: Holds, history: History) -> None:
        """Work in a transaction."""
        self._run = run
        self._holds = holds
        self._history = history

    async def known(self, account: Account) -> Known | None:
        """Find an account."""
        row = (await self._run.execute(select(accounts).where(*_is(account)))).first()
        return None if row is None else known_of(row)

    async def enrol(self, account: Account, person_zone: str, now: datetime) -> Known:
        """Add an account with a person of its own; one that somebody else has just added is returned as it is."""
        tenant = inserting(self._run, tenants).values(platform=account.platform, workspace=account.workspace)
        # An update that changes nothing holds the tenant, so that it is not erased, nor the account added, meanwhile.
        held = tenant.on_conflict_do_update(
            index_elements=["platform", "workspace"], set_={"platform": account.platform}
        ).returning(tenants.c.id)
        tenant_id: int = (await self._run.execute(held)).scalar_one()
        known = await self.known(account)
        if known is not None:
            return known
        person = insert(people).values(tenant_id=tenant_id, **_columns(Plan(zone=person_zone)), stage=Stage.NEW)
        person_id: int = (await self._run.execute(person.returning(people.c.id))).scalar_one()
        who = Who(tenant_id, person_id)
        await self._run.execute(
            insert(accounts).values(
                platform=account.platform,
                workspace=account.workspace,
                user_id=account.user,
                tenant_id=who.tenant,
                person_id=who.person,
                seen_at=now,
            )
        )
        self._holds.add(who)
        return Known(account=account, who=who, seen_at=now)

    async def get(self, who: Who) -> Person:
        """Return a person and hold them until this transaction ends. Raises LookupError for one who was erased."""
        await self._holds.person(who)
        return await self.look_at(who)

    async def look_at(self, who: Who) -> Person:
        """Return a person without holding them, as somebody else may see them. Raises LookupError for nobody."""
        row = (await self._run.execute(select(people).where(*owned(people, who)))).first()
        if row is None:
            raise LookupError(f"there is no person {who.person} of tenant {who.tenant}")
        return replace(_person(row), booked=await booked(self._run, who))

    async def save(self, person: Person) -> None:
        """Store a person's plan, stage and pause. Undoable."""
        values = _columns(person.plan) | {
            "stage": person.stage,
            "started_at": person.started_at,
            "paused_until": person.paused_until,
            "enough_on": person.enough_on,
            "value_asked_on": person.value_asked_on,
        }
        await self._history.update(people, person.who, {"id": person.who.person}, values)

    async def accounts(self, who: Who) -> tuple[Known, ...]:
        """Return a person's accounts, the one last seen first."""
        theirs = select(accounts).where(*owned(accounts, who))
        ordered = theirs.order_by(
            accounts.c.seen_at.desc().nulls_last(), accounts.c.platform, accounts.c.workspace, accounts.c.user_id
        )
        return tuple(known_of(row) for row in await self._run.execute(ordered))

    async def seen(self, account: Account, at: datetime, channel: str | None) -> None:
        """Note that an account did something then, that it can be reached again, and where, if that is known."""
        later = case((accounts.c.seen_at > at, accounts.c.seen_at), else_=at)
        values: dict[str, Any] = {"seen_at": later, "unreachable": None}
        if channel is not None:
            values["channel"] = channel
        await self._run.execute(update(accounts).where(*_is(account)).values(**values))

    async def place(self, account: Account, zone: str, question: str | None) -> None:
        """Note the zone that an account's platform tells, and the key of the message that asks about it, if any."""
        values = {"zone": zone, "zone_question": question}
        await self._run.execute(update(accounts).where(*_is(account)).values(**values))

    async def unreachable(self, account: Account, reason: str) -> None:
        """Note that an account can't be reached, and why."""
        await self._run.execute(update(accounts).where(*_is(account)).values(unreachable=reason))


def _is(account: Account) -> tuple[ColumnElement[bool], ...]:
    return (
        accounts.c.platform == account.platform,
        accounts.c.workspace == account.workspace,
        accounts.c.user_id == account.user,
    )


def known_of(row: Row[*tuple[Any, ...]]) -> Known:
    """Return the account that a row of `accounts` holds."""
    return Known(
        account=Account(row.platform, row.workspace, row.user_id),
        who=Who(row.tenant_id, row.person_id),
        channel=row.channel,
        unreachable=row.unreachable,
        seen_at=row.seen_at,
        zone=row.zone,
        zone_question=row.zone_question,
    )


def _columns(plan: Plan) -> dict[str, Any]:
    return {
        "zone": plan.zone,
        "hours_start": plan.hours.start,
        "hours_end": plan.hours.end,
        "days": ",".join(str(number) for number in plan.days.numbers),
        "cadence": int(plan.cadence),
        "block_at": plan.block,
        "block_minutes": round(plan.block_length / _MINUTE),
        "capacity": plan.capacity,
        "leadtime": plan.leadtime,
        "reflect": plan.reflects,
        "improve": plan.improves,
        "report_weekday": plan.report.weekday,
        "report_at": plan.report.at,
        "goal": plan.goal,
        "value": plan.value,
        "goal_asks": plan.goal_asks or None,
        "goal_share": plan.goal_share or None,
        "lunch_start": plan.lunch.start if plan.lunch else None,
        "lunch_end": plan.lunch.end if plan.lunch else None,
        "country": plan.off.country or None,
        "days_off": _written(plan.off.own),
        "holidays_worked": _written(plan.off.worked),
    }


def _written(ranges: Iterable[DayRange]) -> str | None:
    """Write ranges of days as ISO 8601 does: `2026-12-24/2027-01-02`."""
    return " ".join(f"{each.first.isoformat()}/{each.last.isoformat()}" for each in ranges) or None


def _ranges(written: str | None) -> tuple[DayRange, ...]:
    ends = (each.split("/") for each in (written or "").split())
    return tuple(DayRange(date.fromisoformat(first), date.fromisoformat(last)) for first, last in ends)


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    plan = Plan(
        zone=row.zone,
        hours=Hours(start=row.hours_start, end=row.hours_end),
        days=Days(tuple(int(number) for number in row.days.split(","))),
        cadence=Cadence(row.cadence),
        block=row.block_at,
        block_length=row.block_minutes * _MINUTE if row.block_minutes else DEFAULT_BLOCK_LENGTH,
        capacity=row.capacity or DEFAULT_CAPACITY,
        leadtime=row.leadtime,
        reflects=row.reflect is not False,  # nothing is stored for whoever came before it could be switched off
        improves=row.improve is not False,
        report=WeekTime(weekday=row.report_weekday, at=row.report_at),
        goal=row.goal,
        value=row.value,
        goal_asks=row.goal_asks or 0,
        goal_share=row.goal_share or 0,
        lunch=Hours(start=row.lunch_start, end=row.lunch_end) if row.lunch_start is not None else None,
        off=DaysOff(country=row.country or "", own=_ranges(row.days_off), worked=_ranges(row.holidays_worked)),
    )
    return Person(
        who=Who(row.tenant_id, row.id),
        plan=plan,
        stage=Stage(row.stage),
        started_at=row.started_at,
        paused_until=row.paused_until,
        enough_on=row.enough_on,
        value_asked_on=row.value_asked_on,
    )
