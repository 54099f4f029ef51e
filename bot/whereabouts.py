"""The zone that a platform tells of an account: noted when it is new, and the default of who has not started."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.people import Person, Stage, known_zone
from bot.gestures import Event, Press
from bot.ports import Known, Transaction

UNKNOWN_ZONE = "UTC"


async def note_zone(tx: Transaction, known: Known, person: Person, event: Event) -> tuple[Person, str | None]:
    """Note the zone an event tells; return the person as they are offered to start, and the zone if they moved there.

    Nobody has moved of whom the first zone is told, unless they started while it was not known.
    """
    zone = known_zone(event.zone)
    is_started = person.stage is Stage.STARTED
    # A press answers what was shown: the zone is noted with the next gesture.
    if zone is None or zone == known.zone or (isinstance(event.gesture, Press) and not is_started):
        return person, None
    await tx.people.place(event.account, zone, known.zone_question)
    is_default = person.plan.zone == (known.zone or UNKNOWN_ZONE)
    if is_started:
        return person, zone if known.zone or is_default else None
    if is_default:
        person = replace(person, plan=replace(person.plan, zone=zone))
        await tx.people.save(person)
    return person, None
