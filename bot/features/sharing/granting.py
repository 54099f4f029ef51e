"""The owner's side: showing somebody one's weeks, seeing exactly what they will see, and ending it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from itertools import islice

from bot.commands import Call
from bot.domain.people import Who
from bot.domain.sales import name_key
from bot.domain.sharing import CODES, MAX_GRANTS, MAX_LABEL, Grant, Level, code_digest, code_of
from bot.domain.slots import DAY, at_local
from bot.feature import Turn, row_id
from bot.features.conversations.form import hint, read_back, today_of
from bot.features.sharing.finding import current, named
from bot.features.sharing.looking import REVOKE, seen, until_words, week_shown
from bot.features.sharing.shown import SEES, screen
from bot.gestures import Effects, Errors, Open, Press, Reply, Submit, Toast
from bot.ports import Transaction
from bot.ui import (
    MAX_OPTION,
    MAX_OPTIONS,
    Button,
    Cmd,
    Form,
    Input,
    InputKind,
    Lit,
    Message,
    Option,
    Rich,
    fitting,
    shorten,
)

GRANT = "share.grant"
PREVIEW = "share.preview"
VIEWERS = "viewer"
_YES = {"yes", "on", "true", "names"}
_LEVEL_OPTIONS = (
    Option(label="Numbers only", value=Level.COUNTS.value),
    Option(label="Numbers and how conversations ended", value=Level.OUTCOMES.value),
    Option(label="All that, and words of mine", value=Level.WORDS.value),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be shown to whom, as it was typed."""

    viewer: str
    level: str
    until: str = ""
    names: str = ""


# --- showing ----------------------------------------------------------------------------------------------------------


async def grant(turn: Turn, call: Call) -> Effects:
    """Show somebody one's weeks; open the form where something is missing."""
    viewer = call.get("viewer") or call.left
    asked = Asked(viewer=viewer, level=call.get("level"), until=call.get("until"), names=call.get("names"))
    wrong = _wrong(turn, asked)
    return (Open(_form(asked, wrong)),) if wrong else await _grant(turn, asked)


async def grant_form(turn: Turn, submit: Submit) -> Effects:
    """Show what the form says to whom it says."""
    asked = Asked(**{key: submit.values.get(key, "") for key in ("viewer", "level", "until", "names")})
    wrong = _wrong(turn, asked)
    return (Errors(wrong),) if wrong else await _grant(turn, asked)


def _wrong(turn: Turn, asked: Asked) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not any(sign.isprintable() and not sign.isspace() for sign in asked.viewer):
        wrong["viewer"] = "Whom? Any name that you will know them by."
    elif len(asked.viewer) > MAX_LABEL:
        wrong["viewer"] = f"A name of at most {MAX_LABEL} characters."
    if asked.level not in set(Level):
        wrong["level"] = "How much: counts, outcomes or words."
    until = read_back(asked.until, today_of(turn))
    if isinstance(until, str):
        wrong["until"] = until
    return wrong


def _form(asked: Asked, wrong: dict[str, str]) -> Form:
    return Form(
        id=GRANT,
        title="Show my weeks",
        submit="Invite",
        inputs=(
            Input(
                key="viewer",
                label="To whom",
                required=True,
                value=fitting(asked.viewer.strip()),
                hint=hint(wrong.get("viewer", "") if asked.viewer else ""),
                placeholder="Sam",
            ),
            Input(
                key="level",
                label="How much",
                kind=InputKind.CHOICE,
                required=True,
                options=_LEVEL_OPTIONS,
                value=asked.level if asked.level in set(Level) else Level.COUNTS.value,
            ),
            Input(
                key="until",
                label="Until when, if not until you end it",
                value=fitting(asked.until),
                hint=hint(wrong.get("until", "")),
                placeholder="in 3 months",
            ),
            Input(
                key="names",
                label="People on my list by name, not initials",
                kind=InputKind.TOGGLE,
                value="yes" if asked.names.casefold() in _YES else "",
            ),
        ),
    )


async def _grant(turn: Turn, asked: Asked) -> Effects:
    label = " ".join(asked.viewer.split())
    day = read_back(asked.until, today_of(turn))
    until = at_local(day + DAY, time(), turn.person.plan.tz) if isinstance(day, date) else None
    already = await current(turn.tx, turn.who, turn.now)
    known = next((one for one in already if name_key(one.label) == name_key(label)), None)
    if known is None and len(already) >= MAX_GRANTS:
        full = f"You show your weeks to {MAX_GRANTS} people already. "
        return (Reply(Message(text=(full, "End one first: ", Cmd("share list"), "."), silent=True)),)
    code = code_of(turn.draw(CODES))
    made = Grant(
        id=known.id if known else 0,
        owner=turn.who,
        label=label,
        level=Level(asked.level),
        names=asked.names.casefold() in _YES,
        code_digest=code_digest(code),
        made_at=turn.now,
        until=until,
    )
    if known is not None and known.is_open(turn.now):
        is_more = not known.level.holds(made.level) or (made.names and not known.names)
        since = turn.now if is_more else known.accepted_at  # what was written for fewer eyes stays there
        kept = replace(known, level=made.level, names=made.names, until=made.until, accepted_at=since)
        return (Reply(_echo(turn, await turn.tx.sharing.put(kept), ("From now on ",))),)
    return (Reply(_invitation(turn, await turn.tx.sharing.put(made), code)),)


def _invitation(turn: Turn, made: Grant, code: str) -> Message:
    echo = _echo(turn, made, ("Once they accept, ",))
    words: Rich = ("Nothing is shown before. Give them this, it is good for two weeks: ", Cmd(f"share accept {code}"))
    return replace(echo, footer=words)


def _echo(turn: Turn, made: Grant, lead: Rich) -> Message:
    until = until_words(made, turn.person, turn.now)
    names = " People on your list are named." if made.names else ""
    return Message(
        text=(*lead, Lit(made.label), f" sees {SEES[made.level]}{until}.{names}"),
        buttons=(
            Button(action=PREVIEW, label="Preview", value=str(made.id)),
            Button(action=REVOKE, label="Revoke", value=str(made.id)),
        ),
        silent=True,
    )


# --- exactly what they see --------------------------------------------------------------------------------------------


async def preview(turn: Turn, call: Call) -> Effects:
    """Show exactly what a viewer, or a level, would see now."""
    words = call.get("viewer") or call.left
    level = call.get("level")
    if level and level not in set(Level):
        return (Reply(Message(text=("There is no such level: it is counts, outcomes or words.",), silent=True)),)
    if level and not words:
        return await _preview(turn, _as_if(turn, Level(level)))
    found = await named(turn, words)
    return await _preview(turn, found) if isinstance(found, Grant) else (Reply(found),)


def _as_if(turn: Turn, level: Level) -> Grant:
    return Grant(owner=turn.who, label="Somebody", level=level, code_digest="", made_at=turn.now)


async def preview_one(turn: Turn, press: Press) -> Effects:
    """Show exactly what the viewer whom the button names would see now."""
    found = await _pressed(turn, press)
    return await _preview(turn, found) if found else (Toast("That is over."),)


async def _preview(turn: Turn, made: Grant) -> Effects:
    monday = week_shown(made, turn.person, turn.now)
    shown = screen(await seen(turn.tx, made, turn.person, monday, turn.now))
    footer: Rich = ("A preview: ", Lit(made.label), " would see exactly this now. Nobody was shown anything.")
    return (Reply(replace(shown, footer=footer)),)


# --- ending it --------------------------------------------------------------------------------------------------------


async def revoke(turn: Turn, call: Call) -> Effects:
    """Show somebody nothing any more."""
    found = await named(turn, call.get("viewer") or call.left)
    return await _revoke(turn, found) if isinstance(found, Grant) else (Reply(found),)


async def revoke_one(turn: Turn, press: Press) -> Effects:
    """Show the viewer whom the button names nothing any more."""
    found = await _pressed(turn, press)
    return await _revoke(turn, found) if found else (Toast("That is over already."),)


async def _revoke(turn: Turn, made: Grant) -> Effects:
    await turn.tx.sharing.put(replace(made, ended_at=turn.now))
    looks = await turn.tx.sharing.looks(turn.who, _REMEMBERED, made.id)
    weeks = list(dict.fromkeys(one.what for one in reversed(looks)))
    before: Rich = (" What they were shown stays in their messages: ", "; ".join(weeks[-_WEEKS_SHOWN:]), ".")
    return (
        Reply(
            Message(
                text=(Lit(made.label), *(await _over(turn, made)), *(before if weeks else ())),
                silent=True,
            )
        ),
    )


async def _over(turn: Turn, made: Grant) -> Rich:
    """Say that it is over; also what the same viewer still sees under another name."""
    there = await current(turn.tx, turn.who, turn.now)
    other = next((one for one in there if one.viewer is not None and one.viewer == made.viewer), None)
    if other is None:
        return (" sees nothing of yours any more, and is not told.",)
    still = f" they still see {other.level.value}."
    return (" is shown nothing more under that name, and is not told. As ", Lit(other.label), still)


_REMEMBERED = 500
_WEEKS_SHOWN = 8


# --- who is meant -----------------------------------------------------------------------------------------------------


async def _pressed(turn: Turn, press: Press) -> Grant | None:
    number = row_id(press.value)
    return next((one for one in await current(turn.tx, turn.who, turn.now) if one.id == number), None)


async def suggest(tx: Transaction, who: Who, query: str) -> tuple[Option, ...]:
    """Offer the viewers whose name begins with what was typed."""
    given = await tx.sharing.given(who)
    # Here the time is not known: one that has run out is still offered, and its command says so.
    labels = dict.fromkeys(shorten(one.label, MAX_OPTION) for one in given if one.ended_at is None)
    found = (each for each in labels if name_key(each).startswith(name_key(query)))
    return tuple(Option(label=each, value=each) for each in islice(found, MAX_OPTIONS))
