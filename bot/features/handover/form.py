"""A task as it is typed: what is understood of it, and the form that asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.features.handover.looking import Look
from bot.features.plan import amount_wrong
from bot.grammar.amounts import read_an_hour
from bot.ui import MAX_HINT, Form, Input, fitting, shorten

_NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was said of a task, and what was wrong with it, by input."""

    text: str
    price: int | None
    wrong: Mapping[str, str]


def read(seen: Look, values: Mapping[str, str]) -> Given:
    """Read a task and its price; selling and breaks are nobody else's."""
    text, said = " ".join(values.get("task", "").split()), values.get("price", "").strip()
    price = read_an_hour(said) if said and said.casefold() != _NONE else None
    wrong: dict[str, str] = {}
    if not text:
        wrong["task"] = "Which task is it? A word or two, like bookkeeping."
    elif text in seen.kept:
        wrong["task"] = "That is selling, or a break: it stays with you."
    if said and said.casefold() != _NONE and price is None:
        wrong["price"] = amount_wrong(said)
    return Given(text=text, price=price, wrong=wrong)


def task_form(form: str, values: Mapping[str, str], wrong: Mapping[str, str], context: str, *more: Input) -> Form:
    """Return the form of a task and its price, with what was wrong with either."""
    task = Input(
        key="task",
        label="Which task",
        required=True,
        value=fitting(values.get("task", "")),
        hint=shorten(wrong.get("task", "As you write it in your diary"), MAX_HINT),
        placeholder="bookkeeping",
    )
    price = Input(
        key="price",
        label="What an hour of it costs elsewhere",
        value=fitting(values.get("price", "")),
        hint=shorten(wrong.get("price", "Like 35. Leave it empty while you don't know"), MAX_HINT),
        placeholder="35",
    )
    return Form(id=form, title="To hand over", inputs=(task, price, *more), context=context)
