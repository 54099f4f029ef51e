"""The whys read back: the largest one of a week with the one question about it, and what was said of the last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2s

from bot.domain.people import Person
from bot.domain.slots import DAY, DAYS_IN_WEEK, week_span
from bot.domain.week import WeekFigures, read_week, week_name
from bot.domain.whys import Brought, Verdict, WhyTime, asked_about, hope_of, spent_for, time_by_why
from bot.ports import Transaction
from bot.ui import Button, Message, Rich, Section
from bot.wording import length_words, quoted

VERDICT = "whys.verdict"
_WHY_SHOWN = 120
_LABELS = {Brought.YES: "Yes", Brought.PARTLY: "Partly", Brought.NOT_YET: "Not yet"}


async def read_back(
    tx: Transaction, person: Person, week: WeekFigures, report: Message, *, asks: bool, undo: int | None = None
) -> Message:
    """Return a week's report with what was said of the week before and, where it `asks`, the question about this one.

    An answer that was given is said in the place of the question, with the others to change it to and with `undo`.
    """
    last = await _last_week(tx, person, week.monday - DAYS_IN_WEEK * DAY)
    given = await tx.diary.verdict(person.who, week.monday)
    about = WhyTime(given.why, spent_for(given.why, week.whys)) if given else asked_about(week.whys) if asks else None
    if about is None:
        return replace(report, sections=(*report.sections, *last))
    answer = f" {_LABELS[given.brought]}." if given else ""
    asked = Section(text=(*_spent(about), f". Did it bring that?{answer}"))
    undoing = (Button(action="undo", label="Undo", value=str(undo)),) if undo is not None else ()
    return replace(
        report,
        sections=(*report.sections, *last, asked),
        buttons=(*report.buttons, *_answers(week.monday, about.why, given), *undoing),
    )


async def _last_week(tx: Transaction, person: Person, monday: date) -> tuple[Section, ...]:
    """Remind of what was said of the largest why of the week before."""
    said = await tx.diary.verdict(person.who, monday)
    if said is None:
        return ()
    whys = time_by_why(await tx.diary.between(person.who, week_span(monday, person.plan.tz)))
    about = WhyTime(said.why, spent_for(said.why, whys))
    return (Section(text=("The week before: ", *_spent(about), f". Brought it: {said.brought.value}.")),)


def _spent(about: WhyTime) -> Rich:
    spent = (f"{length_words(about.spent)} — ",) if about.spent else ()
    return (*spent, quoted(about.why, _WHY_SHOWN))


# --- the answers as buttons -------------------------------------------------------------------------------------------


def _answers(monday: date, why: str, given: Verdict | None) -> tuple[Button, ...]:
    return tuple(
        Button(action=VERDICT, label=label, value=f"{week_name(monday)}.{brought.name}.{_hope_id(why)}")
        for brought, label in _LABELS.items()
        if given is None or brought is not given.brought
    )


def _hope_id(why: str) -> str:
    """Return a short name of the hope a why names, for the value of a button."""
    return blake2s(hope_of(why).encode(errors="replace"), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What an answer's button says: the week that begins on `monday`, the answer, and the hope it is about."""

    monday: date
    brought: Brought
    hope: str

    def why_of(self, week: WeekFigures, given: Verdict | None) -> str | None:
        """Return the why it is about; None when the week holds it no more."""
        whys = (*(one.why for one in week.whys), *((given.why,) if given else ()))
        return next((why for why in whys if _hope_id(why) == self.hope), None)


def pressed(value: str, today: date) -> Pressed | None:
    """Read the value of an answer's button; None for anything else, for it may come from anybody."""
    week, _, rest = value.partition(".")
    name, _, hope = rest.partition(".")
    monday = read_week(week, today) if week else None
    if monday is None or name not in Brought.__members__:
        return None
    return Pressed(monday=monday, brought=Brought[name], hope=hope)


def week_asked_in(message: Message | None, today: date) -> date | None:
    """Return the Monday of the week that a message asks about, if it does."""
    values = [button.value for button in (message.buttons if message else ()) if button.action == VERDICT]
    found = pressed(values[0], today) if values else None
    return found.monday if found else None
