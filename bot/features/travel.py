"""Another time zone than the plan's: asked about once when a platform tells it, and only a yes changes the plan."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.domain.people import known_zone
from bot.feature import Feature, Turn
from bot.features.settings import store
from bot.gestures import Effects, Press, Replace, Reply, Toast
from bot.ports import Known
from bot.ui import MAX_BUTTON, Button, Cmd, Lit, Message, RichSpan, Style, shorten


async def moved(turn: Turn, zone: str) -> Effects:
    """Ask whether to go by the zone in which the person is now; what was asked about another one gives way."""
    known = next(one for one in await turn.tx.people.accounts(turn.who) if one.account == turn.account)
    platform = turn.account.platform.capitalize()
    tidied: Effects = ()
    if known.zone_question is not None:
        tidied = (Replace(known.zone_question, _settled(f"– {platform} says {zone} since.")),)
    if zone == turn.person.plan.zone:
        await turn.tx.people.place(turn.account, zone, None)
        return tidied
    key = f"{turn.key}:zone"
    await turn.tx.people.place(turn.account, zone, key)
    return (*tidied, Reply(_question(turn, platform, zone, key)))


def _question(turn: Turn, platform: str, zone: str, key: str) -> Message:
    there = turn.now.astimezone(ZoneInfo(zone))
    yes, no = (shorten(label, MAX_BUTTON) for label in (f"Yes, {zone}", f"Stay with {turn.person.plan.zone}"))
    return Message(
        key=key,
        text=(f"{platform} says you are in {zone} now (it is {there:%H:%M} there). Shall I ask you by that?",),
        buttons=(
            Button(action="travel.yes", label=yes, value=key, style=Style.PRIMARY),
            Button(action="travel.no", label=no, value=key),
        ),
    )


def _settled(*text: RichSpan) -> Message:
    return Message(text=text, silent=True)


async def yes(turn: Turn, press: Press) -> Effects:
    """Go by the zone that was asked about, as the settings do."""
    known = await _asked(turn, press.value)
    if known is None or known.zone is None:
        return _too_late(turn)
    await turn.tx.people.place(known.account, known.zone, None)
    zone, plan = known_zone(known.zone), turn.person.plan
    if zone is None:
        words = ("This machine doesn't know the zone ", Lit(known.zone), f", so {plan.zone} it stays. ")
        return (Replace(press.value, _settled(*words, Cmd("settings"), " takes the ones it knows.")),)
    if zone == plan.zone:
        return (Replace(press.value, _settled(f"✓ I ask you by {zone}.")),)
    return await store(turn, replace(plan, zone=zone), press.value)


async def no(turn: Turn, press: Press) -> Effects:
    """Leave the plan as it is, and don't ask again about that zone."""
    known = await _asked(turn, press.value)
    if known is None or known.zone is None:
        return _too_late(turn)
    await turn.tx.people.place(known.account, known.zone, None)
    stays = f"✓ {turn.person.plan.zone} it stays. "
    return (Replace(press.value, _settled(stays, Cmd("settings"), " changes it at any time.")),)


async def _asked(turn: Turn, key: str) -> Known | None:
    """Return the person's account about whose zone the message with this key still asks."""
    accounts = await turn.tx.people.accounts(turn.who)
    return next((one for one in accounts if key and one.zone_question == key), None)


def _too_late(turn: Turn) -> Effects:
    return (Toast(f"That is settled: I ask you by {turn.person.plan.zone}. The settings change it."),)


FEATURE = Feature(name="travel", presses={"travel.yes": yes, "travel.no": no}, moved=moved)
