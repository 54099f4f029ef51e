"""Goals of a week: shown with their pace, and set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.goals import HIGHEST, LOWEST, Metric, days_left, target_of, with_target
from bot.domain.people import Plan, Who
from bot.domain.process import Step, meant
from bot.domain.week import WeekFigures, week_name
from bot.feature import Feature, Turn
from bot.features.building import WILL, built_in, built_words
from bot.features.counting import count
from bot.features.judging import METRICS, in_a_row, keep_replaced, rests, row_words
from bot.features.named import BUILT
from bot.features.process.changing import set_ as set_step
from bot.features.restweek import rest_button, this_week
from bot.features.steps import line_of
from bot.features.steps import reported as process_told
from bot.features.week import asks_told, selling_share, share_told
from bot.gestures import Effects, Errors, Open, Press, Reply, Submit
from bot.ports import Transaction
from bot.ui import MAX_HINT, Button, Cmd, Fact, Form, Input, InputKind, Message, Option, Section, fitting, shorten
from bot.wording import goal_words, number_words

SET = "goal.set"
SOURCE = "goal.metrics"
_QUOTED = 40
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven")
_OFF = frozenset({"off", "none", "no", "0"})


# --- showing ----------------------------------------------------------------------------------------------------------


async def show(turn: Turn, _: Call) -> Effects:
    """Show each goal with how it stands, the weeks in a row, and the work on the business."""
    tx, person, now = turn.tx, turn.person, turn.now
    monday = this_week(turn)
    week = await count(tx, person, monday, now)
    others = tuple(
        Fact(label=METRICS[metric].capitalize(), value=(said,))
        for metric, said in (
            (Metric.ASKS, asks_told(week)),
            (Metric.SHARE, share_told(week)),
        )
        if target_of(person.plan, metric)
    )
    rows = row_words(await in_a_row(tx, person, monday, now))
    built = built_words(await built_in(tx, person, monday))
    message = Message(
        title=f"Goals · week {monday.isocalendar().week}",
        text=(_pace(turn, Metric.CONVERSATIONS, week, is_rest=await rests(tx, person, monday, now)),),
        sections=(
            *((Section(fields=others),) if others else ()),
            *(Section(text=each) for each in (rows, await process_told(tx, person, monday, now), built) if each),
        ),
        buttons=(
            Button(action=SET, label="Set a goal", opens_form=True),
            rest_button(monday, is_resting=monday in await tx.weeks.rests(turn.who)),
            Button(action=WILL, label="What I improve", value=week_name(monday), opens_form=True),
            Button(action=BUILT, label="What I built", value=week_name(monday), opens_form=True),
        ),
        footer=("In one line: ", Cmd("goal set asks 5"), ", ", Cmd("goal set share 30"), ", ", Cmd("goal rest next")),
        silent=True,
    )
    return (Reply(message),)


def _pace(turn: Turn, metric: Metric, week: WeekFigures, *, is_rest: bool) -> str:
    """Say how a goal stands, and how much of the working week is left: `2 of 3 conversations with two days left.`."""
    plan = turn.person.plan
    stands, is_met = _stands(metric, plan, week)
    if is_rest:
        return f"{stands}. This week rests: it does not count."
    if is_met or metric is Metric.SHARE:
        return f"{stands}{': the goal is met' if is_met else ''}."
    return f"{stands}{_left(days_left(plan.window, turn.now), week.today)}."


def _left(days: Sequence[date], today: date) -> str:
    if not days:
        return "; the working week is over"
    if tuple(days) == (today,):
        return " with today left"
    return f" with {_NUMBERS[len(days)]} {'day' if len(days) == 1 else 'days'} left"


def _stands(metric: Metric, plan: Plan, week: WeekFigures) -> tuple[str, bool]:
    """Say what was reached up to now, and tell whether that meets the goal."""
    target = target_of(plan, metric)
    match metric:
        case Metric.CONVERSATIONS:
            return goal_words(week.talks, target), week.talks.total >= target
        case Metric.ASKS:
            return f"{week.asks} of {number_words(target, 'ask', 'asks')}", week.asks >= target
        case Metric.SHARE:
            return selling_share(week), False


def _target_words(metric: Metric, target: int) -> str:
    match metric:
        case Metric.CONVERSATIONS:
            return f"{number_words(target, 'conversation', 'conversations')} a week"
        case Metric.ASKS:
            return f"{number_words(target, 'ask', 'asks')} a week"
        case Metric.SHARE:
            return f"{target} % of the time for selling"


# --- setting ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said of a goal, as far as it could be read, and for the rest what to type instead, by input."""

    metric: Metric | None
    target: int
    wrong: dict[str, str]


def read_goal(name: str, number: str) -> Said:
    """Read the name of a goal and its target: a number, with or without %, or `off`."""
    metric = _metric_named(name)
    wrong = {} if metric else {"metric": f"One of {', '.join(METRICS.values())}, or a step of your process."}
    target = _target(number)
    if metric and (target is None or not LOWEST[metric] <= target <= HIGHEST[metric]):
        wrong["target"] = f"A number from 1 to {HIGHEST[metric]}{'' if LOWEST[metric] else ', or off'}."
    return Said(metric=metric, target=target or 0, wrong=wrong)


def _metric_named(name: str) -> Metric | None:
    """Return the goal that words mean: a name of one, or the beginning of one."""
    wanted = " ".join(name.split()).casefold()
    named = {metric for metric, words in METRICS.items() for each in (words, metric.value) if each.startswith(wanted)}
    return named.pop() if wanted and len(named) == 1 else None


def _target(text: str) -> int | None:
    words = text.strip().casefold()
    if words in _OFF:
        return 0
    digits = words.removesuffix("%").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= len("100") else None


async def set_(turn: Turn, call: Call) -> Effects:
    """Set a goal in one line; open the form where something is missing. The last word is the target."""
    words = " ".join(part for part in (call.get("metric"), call.get("target"), call.left) if part).replace(" %", "%")
    name, _, number = words.rpartition(" ")
    if _metric_named(words) is not None or not name:
        return (Open(_form(turn, words, "", {})),)
    if _metric_named(name) is None and (step := await _step_named(turn, name)):
        return await set_step(turn, Call(path="steps set", arguments={"step": str(step.position), "weekly": number}))
    said = read_goal(name, number)
    if said.metric is None or said.wrong:
        return (Open(_form(turn, name, number, said.wrong)),)
    return await _store(turn, said.metric, said.target)


async def _step_named(turn: Turn, name: str) -> Step | None:
    """Return the step of the person's own process that is meant: its weekly number is its goal."""
    found = meant(await line_of(turn.tx, turn.person, turn.now), name)
    return found[0] if len(found) == 1 else None


async def open_form(turn: Turn, _: Press) -> Effects:
    """Open the form of a goal."""
    return (Open(_form(turn, "", "", {})),)


def _form(turn: Turn, name: str, number: str, wrong: dict[str, str]) -> Form:
    metric = _metric_named(name) or Metric.CONVERSATIONS
    plan = turn.person.plan
    stand = ", ".join(f"{METRICS[each]} {target_of(plan, each) or 'none'}" for each in Metric)
    return Form(
        id=SET,
        title="A goal for each week",
        inputs=(
            Input(
                key="metric",
                label="What it is about",
                kind=InputKind.CHOICE,
                required=True,
                value=metric.value,
                options=tuple(Option(label=words.capitalize(), value=each.value) for each, words in METRICS.items()),
                hint=shorten(wrong.get("metric", f"They are: {stand}"), MAX_HINT),
            ),
            Input(
                key="target",
                label="How many a week; percent for the share",
                required=True,
                value=fitting(shorten(number, _QUOTED)) if number else "",
                hint=shorten(wrong.get("target", "A number, or off"), MAX_HINT),
            ),
        ),
    )


async def submit(turn: Turn, form: Submit) -> Effects:
    """Set the goal that the form names."""
    said = read_goal(form.values.get("metric", ""), form.values.get("target", ""))
    if said.metric is None or said.wrong:
        return (Errors(said.wrong),)
    return await _store(turn, said.metric, said.target)


async def _store(turn: Turn, metric: Metric, target: int) -> Effects:
    """Store a target as a change that can be undone; this week is judged by it, the weeks before by what it was."""
    before = turn.person.plan
    plan = with_target(before, metric, target)
    if plan == before:
        words = METRICS[metric]
        stands = f"your goal is {_target_words(metric, target)} already" if target else f"there is no goal for {words}"
        return (Reply(Message(text=(f"Nothing changed: {stands}.",), silent=True)),)
    change = await turn.tx.changes.begin(turn.who, "the goal", turn.now, key=turn.key)
    person = replace(turn.person, plan=plan)
    await turn.tx.people.save(person)
    await keep_replaced(turn, plan)
    monday = this_week(turn)
    week = await count(turn.tx, person, monday, turn.now)
    is_rest = await rests(turn.tx, person, monday, turn.now)
    pace = _pace(replace(turn, person=person), metric, week, is_rest=is_rest) if target else ""
    message = Message(
        key=turn.key,
        text=(_changed(metric, target_of(before, metric), target), *((" This week: ", pace) if pace else ())),
        buttons=(Button(action="undo", label="Undo", value=str(change)),),
        silent=True,
    )
    return (Reply(message),)


def _changed(metric: Metric, old: int, new: int) -> str:
    if not new:
        return f"No goal for the {METRICS[metric]} any more."
    return f"Goal: {_target_words(metric, new)}{f', instead of {old}' if old else ''}."


async def metrics(_: Transaction, __: Who, query: str) -> tuple[Option, ...]:
    """Offer what a goal can be about, beside the steps of one's own process."""
    wanted = query.strip().casefold()
    return tuple(Option(label=words, value=each.value) for each, words in METRICS.items() if wanted in words)


FEATURE = Feature(
    name="goals",
    commands=(
        (Spec(path="goal show", summary="Your goals and how this week stands", is_default=True), show),
        (
            Spec(
                path="goal set",
                summary="Set a goal for each week, or switch it off",
                arguments=(
                    Argument(
                        name="metric",
                        kind=ArgumentKind.SEARCH,
                        summary="conversations, asks, share, or a step",
                        source=SOURCE,
                    ),
                    Argument(name="target", kind=ArgumentKind.WORD, summary="5, 30 %, or off"),
                ),
                examples=("goal set asks 5", "goal set share 30", "goal set connect 4", "goal set asks off"),
            ),
            set_,
        ),
    ),
    presses={SET: open_form},
    forms={SET: submit},
    sources={SOURCE: metrics},
)
