"""The viewer's side: an invitation accepted, the list of who shows what to whom, and the looks, each noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.commands import Call
from bot.domain.people import Person
from bot.domain.sharing import Grant, Level, Look, code_digest
from bot.domain.slots import DAY, DAYS_IN_WEEK, INSTANT, week_start
from bot.domain.week import reported_week, week_name
from bot.feature import Turn, row_id
from bot.features.counting import count
from bot.features.sharing.finding import account_of, current, open_to
from bot.features.sharing.partners import CHEER, HELP, OFFER, OVER
from bot.features.sharing.shown import SEES, Shared, line, screen
from bot.gestures import Effects, Errors, Open, Press, Reply, Submit, Tell
from bot.ports import Transaction
from bot.ui import (
    MAX_BUTTON,
    MAX_HINT,
    MAX_LABEL,
    Button,
    Cmd,
    Fact,
    Form,
    Input,
    Lit,
    Message,
    Name,
    Rich,
    Section,
    shorten,
)
from bot.wording import day_time_words, day_words, joined, number_words

LOOK = "share.look"
ACCEPT = "share.accept"
REVOKE = "share.revoke"
ALL_LOOKS = "share.looks"
_IN_REPORT = 3
_SHOWN = "Shown to you: "
_LISTED = 4
_LOOKS_SHOWN = 20
NO_CODE = "That code fits nothing. It is good for one person, for two weeks, in this workspace. Ask for a new one."


# --- yes, show me -----------------------------------------------------------------------------------------------------


async def accept(turn: Turn, call: Call) -> Effects:
    """Become the viewer whom an invitation is for."""
    code = call.get("code") or call.left
    if not code:
        return (Open(_form("")),)
    accepted = await _accept(turn, code)
    return (Open(_form(code)),) if accepted is None else accepted


async def accept_form(turn: Turn, submit: Submit) -> Effects:
    """Become the viewer whom the invitation in the form is for."""
    return await _accept(turn, submit.values.get("code", "")) or (Errors({"code": NO_CODE}),)


def _form(code: str) -> Form:
    hint = shorten(NO_CODE, MAX_HINT) if code else ""
    entry = Input(key="code", label="The code you were given", required=True, hint=hint, value=shorten(code, MAX_LABEL))
    return Form(id=ACCEPT, title="See somebody's weeks", submit="Accept", inputs=(entry,))


async def _accept(turn: Turn, code: str) -> Effects | None:
    grant = await turn.tx.sharing.invitation(turn.who, code_digest(code))
    if grant is None:
        return None
    if grant.owner == turn.who:
        return (Reply(Message(text=("That is your own invitation: it is for ", Lit(grant.label), "."), silent=True)),)
    if grant.is_open(turn.now) and grant.viewer == turn.who:
        return await _shown(turn, grant)
    if not grant.waits(turn.now):
        return None
    accepted = await turn.tx.sharing.put(replace(grant, viewer=turn.who, accepted_at=turn.now))
    told = Message(
        text=(Lit(grant.label), " accepted, as ", Name(turn.account), f". From now on they see {SEES[grant.level]}."),
        buttons=(Button(action=REVOKE, label="Revoke", value=str(grant.id)),),
        footer=(Cmd("share list"), " says when they looked."),
        silent=True,
    )
    return (*await _shown(turn, accepted), Tell(grant.owner, told))


async def _shown(turn: Turn, grant: Grant) -> Effects:
    """Say what is shown from now on; nothing of it yet."""
    owner = await turn.tx.people.look_at(grant.owner)
    return (
        Reply(
            Message(
                text=(
                    Name(await account_of(turn.tx, grant.owner)),
                    f" shows you their weeks: {SEES[grant.level]}{until_words(grant, owner, turn.now)}.",
                ),
                buttons=(Button(action=LOOK, label="Look", value=str(grant.id)),),
                footer=("They see when you looked. ", Cmd("share list"), " has this, too."),
                silent=True,
            )
        ),
    )


def until_words(grant: Grant, owner: Person, now: datetime) -> str:
    """Say until when a grant lasts, if not for ever: its last day where its owner is."""
    if grant.until is None:
        return ""
    last, today = (moment.astimezone(owner.plan.tz).date() for moment in (grant.until - INSTANT, now))
    return f", until {day_words(last, today)}"


# --- looking ----------------------------------------------------------------------------------------------------------


async def look(turn: Turn, press: Press) -> Effects:
    """Show the week that a button names, to whom it is shown now; the look is noted."""
    number, _, monday = press.value.partition(".")
    grant_id = row_id(number)
    grant = await turn.tx.sharing.hold(turn.who, grant_id) if grant_id is not None else None
    if grant is None or not grant.is_open(turn.now):
        return (OVER,)
    owner = await turn.tx.people.look_at(grant.owner)
    week = week_shown(grant, owner, turn.now, monday)
    shared = await seen(turn.tx, grant, owner, week, turn.now)
    await turn.tx.sharing.note_look(grant, look_of(grant, week, turn.now, grant.level))
    before = week - DAYS_IN_WEEK * DAY
    earlier = Button(action=LOOK, label="The week before", value=f"{grant.id}.{before.isoformat()}")
    buttons = (earlier,) if before >= _first_week(grant, owner, turn.now) else ()
    other = str(grant.owner.person)
    kind = (
        Button(action=CHEER, label="Cheer", value=other),
        Button(action=HELP, label=OFFER, value=other, opens_form=True),
    )
    footer: Rich = ("They see that you looked.",)
    shown = screen(shared, await _own(turn, grant, week))
    return (Reply(replace(shown, buttons=(*buttons, *kind), footer=footer)),)


async def _own(turn: Turn, grant: Grant, monday: date) -> Shared | None:
    """Return the same week of a viewer who shows the owner theirs in return, as far as the owner shows it."""
    given = await turn.tx.sharing.given(turn.who)
    if not any(one.viewer == grant.owner and one.is_open(turn.now) for one in given):
        return None
    week = await count(turn.tx, turn.person, monday, turn.now)
    return Shared(owner=turn.account, week=week, level=grant.level, names=True)


def _first_week(grant: Grant, owner: Person, now: datetime) -> date:
    """Return the Monday of the first week that is shown: the one in which the viewer accepted, or the owner started."""
    since = max(grant.accepted_at or now, owner.started_at or now)
    return week_start(since.astimezone(owner.plan.tz).date())


def week_shown(grant: Grant, owner: Person, now: datetime, said: str = "") -> date:
    """Return the Monday of the week that is looked at: the one a button names, else the one that is reported on."""
    first = _first_week(grant, owner, now)
    newest = max(first, reported_week(now.astimezone(owner.plan.tz).date()))
    try:
        named = date.fromisoformat(said)
    except ValueError:
        return newest
    return named if named == week_start(named) and first <= named <= newest else newest


async def seen(tx: Transaction, grant: Grant, owner: Person, monday: date, now: datetime) -> Shared:
    """Return a week as a grant shows it; nothing of the week before the first that it shows."""
    known = () if grant.names else await tx.sales.prospects(grant.owner)
    week = await count(tx, owner, monday, now)
    return Shared(
        owner=await account_of(tx, grant.owner),
        week=week if monday > _first_week(grant, owner, now) else replace(week, before=None),
        level=grant.level,
        people=tuple(name for one in known for name in (one.name, one.introduced_by) if name),
        names=grant.names,
        paused=owner.paused_until is not None and owner.paused_until > now,
    )


def look_of(grant: Grant, monday: date, now: datetime, level: Level) -> Look:
    """Return what is noted of a look at a week, at the level at which it was shown."""
    return Look(grant=grant.id, at=now, what=f"{week_name(monday)}, {level.value}")


def kept_in(report: Message | None) -> tuple[Section, ...]:
    """Return the lines on others that a report was sent with: what was seen was seen."""
    return tuple(one for one in (report.sections if report else ()) if one.text[:1] == (_SHOWN,))


async def in_report(tx: Transaction, person: Person, now: datetime) -> tuple[Section, ...]:
    """Return a line for each of the few whose weeks are shown to this person, beside their own; each is a look."""
    grants = await open_to(tx, person.who, now)
    lines: list[Rich] = []
    for grant in grants[:_IN_REPORT]:
        held = await tx.sharing.hold(person.who, grant.id)
        if held is None or not held.is_open(now):
            continue
        owner = await tx.people.look_at(held.owner)
        monday = week_shown(held, owner, now)
        lines.append(line(await seen(tx, held, owner, monday, now)))
        await tx.sharing.note_look(held, look_of(held, monday, now, Level.COUNTS))
    more = f" · and {len(grants) - _IN_REPORT} more" if len(grants) > _IN_REPORT else ""
    return (Section(text=(_SHOWN, *joined(lines), f"{more}. ", Cmd("share list"), " has the rest.")),) * bool(lines)


# --- who shows what to whom -------------------------------------------------------------------------------------------


async def list_all(turn: Turn, _: Call) -> Effects:
    """List whom one shows one's weeks, with their latest look, and who shows one theirs."""
    given = await current(turn.tx, turn.who, turn.now)
    received = await open_to(turn.tx, turn.who, turn.now)
    looks = await turn.tx.sharing.looks(turn.who, 1)
    mine = [await _granted(turn, grant) for grant in given[:_LISTED]]
    theirs = [await _received(turn, grant) for grant in received[:_LISTED]]
    left = max(0, len(given) - _LISTED) + max(0, len(received) - _LISTED)
    more = (Section(text=(f"and {left} more",)),) if left else ()
    return (
        Reply(
            Message(
                text=_summary(len(given), len(received)),
                sections=(*mine, *theirs, *more),
                buttons=(Button(action=ALL_LOOKS, label="Every look"),) if looks else (),
                footer=() if given else ("To show somebody your weeks: ", Cmd("share grant Sam counts"), "."),
                silent=True,
            )
        ),
    )


def _summary(given: int, received: int) -> Rich:
    yours = f"You show your weeks to {number_words(given, 'person', 'people')}" if given else "You show nobody anything"
    theirs = f"{number_words(received, 'person shows', 'people show')} you theirs" if received else ""
    return (f"{yours}; {theirs}." if theirs else f"{yours}.",)


async def _granted(turn: Turn, grant: Grant) -> Section:
    until = until_words(grant, turn.person, turn.now)
    return Section(
        text=(Lit(grant.label), f" sees {grant.level.value}{until}", *await _looked(turn, grant), "."),
        button=Button(action=REVOKE, label=shorten(f"Revoke {grant.label}", MAX_BUTTON), value=str(grant.id)),
    )


async def _looked(turn: Turn, grant: Grant) -> Rich:
    if grant.accepted_at is None:
        return (", once they accept",)
    last = next(iter(await turn.tx.sharing.looks(turn.who, 1, grant.id)), None)
    return ("; last look ", *day_time_words(last.at, turn.person, turn.now)) if last else ("; no look yet",)


async def _received(turn: Turn, grant: Grant) -> Section:
    owner = await account_of(turn.tx, grant.owner)
    return Section(
        text=(Name(owner), f" shows you {grant.level.value}."),
        button=Button(action=LOOK, label="Look", value=str(grant.id)),
    )


async def all_looks(turn: Turn, _: Press) -> Effects:
    """List the latest looks of others at one's weeks, the latest first."""
    looks = await turn.tx.sharing.looks(turn.who, _LOOKS_SHOWN)
    labels = {grant.id: grant.label for grant in await turn.tx.sharing.given(turn.who)}
    facts = [
        Fact(
            label=one.what,
            value=(Lit(labels.get(one.grant, "?")), ", ", *day_time_words(one.at, turn.person, turn.now)),
        )
        for one in looks
    ]
    half = _LOOKS_SHOWN // 2
    sections = tuple(Section(fields=tuple(some)) for some in (facts[:half], facts[half:]) if some)
    return (Reply(Message(text=("Who looked at what, the latest first.",), sections=sections, silent=True)),)
