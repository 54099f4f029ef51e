"""The form of a conversation, and what its answers mean: the same for what was typed in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.domain.sales import MAX_NAME, NEEDS_DAY, Conversation, Outcome
from bot.domain.slots import INSTANT, at_local, in_reach
from bot.feature import Turn, row_id
from bot.features.named import slot_context, slot_from
from bot.features.remembered import one_thing_left
from bot.grammar.amounts import read_amount
from bot.grammar.dates import read_day, read_past_day
from bot.ui import MAX_HINT, Form, Input, InputKind, Option, fitting, shorten
from bot.wording import amount_words, day_words

LOG = "call.log"
SOURCE = "prospects"
OUTCOMES = tuple(Option(label=outcome.value.capitalize(), value=outcome.value) for outcome in Outcome)
_DAY_HINT = "For thinking and check back: tue, 24 Nov, in 2 weeks"
_QUOTED = 30
_MIDDAY = time(12)


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a conversation went, as somebody said it: nothing in it is missing or wrong."""

    outcome: Outcome
    back_on: date | None
    offer: str
    notes: str

    def on(self, conversation: Conversation) -> Conversation:
        """Return the conversation with this ending."""
        return replace(conversation, outcome=self.outcome, back_on=self.back_on, offer=self.offer, notes=self.notes)


def today_of(turn: Turn) -> date:
    """Return the person's day."""
    return turn.at.astimezone(turn.person.plan.tz).date()


def read_ending(values: Mapping[str, str], today: date, kept: date | None = None) -> Ending | dict[str, str]:
    """Read outcome, day, offer and notes; or return what is wrong with them, by key.

    The day `kept` was said before and may be past by now.
    """
    wrong: dict[str, str] = {}
    said = values.get("outcome", "").strip().casefold().replace("-", " ")
    outcome = Outcome(said) if said in set(Outcome) else None
    if outcome is None:
        wrong["outcome"] = "How did it end: yes, no, thinking or check back?"
    back = read_back(values.get("back", ""), today, kept)
    if isinstance(back, str):
        wrong["back"] = back
    elif outcome in NEEDS_DAY and back is None:
        wrong["back"] = "On which day? Write tue, 24 Nov or in 2 weeks."
    if outcome is None or isinstance(back, str) or wrong:
        return wrong
    offer, notes = values.get("offer", "").strip(), values.get("notes", "").strip()
    return Ending(outcome=outcome, back_on=back if outcome in NEEDS_DAY else None, offer=offer, notes=notes)


def read_back(text: str, today: date, kept: date | None = None) -> date | str | None:
    """Read the day to come back on; or say what is wrong with it."""
    words = text.strip()
    named = read_day(words, today) or _iso_day(words)
    if words and named is None:
        return f"“{shorten(words, _QUOTED)}” is no day I can read. Try tue, 24 Nov or in 2 weeks."
    if named is not None and named < today and named != kept:
        return f"{day_words(named, today)} is past. Which day to come?"
    return named


def read_worth(text: str) -> int | str | None:
    """Read what a yes is worth, None where nothing is said; or say what is wrong with it."""
    amount = read_amount(text)
    if text.strip() and amount is None:
        return f"“{shorten(text.strip(), _QUOTED)}” is no amount I can read. Try 1200, 1,200 or 1.2k."
    return amount


def read_name(text: str) -> tuple[str, dict[str, str]]:
    """Read a name; beside it, what is wrong with it, by key."""
    name = " ".join(text.split())
    if not name:
        return "", {"prospect": "Who was it? A name is enough."}
    if len(name) > MAX_NAME:
        return name, {"prospect": f"A name has up to {MAX_NAME} characters; the rest goes into the notes."}
    return name, {}


def _iso_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if in_reach(day) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is said beside the form: the day it was on, whether it was practice. Both travel in the form's context.

    So does when it `began`, where an entry of the diary says so, the id of the `appointment` that it was, and what a
    yes is `worth`.
    """

    key: str
    on: date
    practice: bool = False
    began: datetime | None = None
    appointment: int = 0
    worth: int | None = None

    @property
    def context(self) -> str:
        """Write it as a form's context."""
        practice = "practice" if self.practice else ""
        began = slot_context(self.began) if self.began else ""
        worth = "" if self.worth is None else self.worth
        return f"{self.key};{self.on.isoformat()};{practice};{began};{self.appointment or ''};{worth}"

    @staticmethod
    def read(context: str, turn: Turn) -> Beside:
        """Read a form's context, which may come from anybody."""
        key, day, practice, began, appointment, worth = (*context.split(";"), *[""] * 6)[:6]
        today = today_of(turn)
        return Beside(
            key=key or turn.key,
            on=read_past_day(day, today) or today,
            practice=practice == "practice",
            began=slot_from(began, turn),
            appointment=row_id(appointment) or 0,
            worth=read_amount(worth),
        )

    def at(self, turn: Turn) -> datetime:
        """Return when the conversation was: when it began, where that is known; else now for today, midday before."""
        if self.began is not None:
            return min(self.began, turn.at)
        return turn.at if self.on == today_of(turn) else at_local(self.on, _MIDDAY, turn.person.plan.tz)


# --- asking -----------------------------------------------------------------------------------------------------------


async def log_form(turn: Turn, beside: Beside, values: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    """Return the form Who, Outcome, Decides or check back on, Offer made, Notes, filled with what is known."""
    left = await one_thing_left(turn.tx, turn.person, turn.now + INSTANT)
    one_thing = f"Your one thing: {' '.join(left.split())}" if left else ""
    today = today_of(turn)
    known = [day_words(beside.on, today)] if beside.on != today else []
    known += [f"{beside.began.astimezone(turn.person.plan.tz):%H:%M}"] if beside.began else []
    known += ["practice"] if beside.practice else []
    known += [f"worth {amount_words(beside.worth)}"] if beside.worth is not None else []
    who = Input(
        key="prospect",
        label="Who",
        kind=InputKind.SEARCH,
        source=SOURCE,
        required=True,
        value=fitting(values.get("prospect", "")),
        hint=hint(
            wrong.get("date")
            or wrong.get("worth")
            or (wrong.get("prospect") if values.get("prospect") else "")
            or ", ".join(known)
        ),
    )
    return Form(
        id=LOG,
        title="Log a conversation",
        context=beside.context,
        inputs=(who, *ending_inputs(values, wrong, today, one_thing)),
    )


def ending_inputs(
    values: Mapping[str, str], wrong: Mapping[str, str], today: date, about_notes: str = ""
) -> tuple[Input, ...]:
    """Return the inputs Outcome, Decides or check back on, Offer made, Notes, with what is known and what was wrong."""
    back = read_day(values.get("back", ""), today) or _iso_day(values.get("back", ""))
    outcome = values.get("outcome", "")
    return (
        Input(
            key="outcome",
            label="Outcome",
            kind=InputKind.CHOICE,
            required=True,
            options=OUTCOMES,
            value=outcome if outcome in set(Outcome) else "",
        ),
        Input(
            key="back",
            label="Decides or check back on",
            kind=InputKind.DATE,
            value=back.isoformat() if back else "",
            hint=hint(wrong.get("back") or _DAY_HINT),
        ),
        Input(
            key="offer",
            label="Offer made",
            value=fitting(values.get("offer", "")),
            placeholder="retainer, 3 months",
        ),
        Input(
            key="notes",
            label="Notes",
            kind=InputKind.LONG,
            value=fitting(values.get("notes", "")),
            hint=hint(about_notes),
        ),
    )


def hint(text: str) -> str:
    """Return a text as a hint can hold it."""
    return shorten(text, MAX_HINT)
