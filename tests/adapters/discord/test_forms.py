"""A form as Discord's modal is read back as it was filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import render
from bot.ui import Form, Input, InputKind, Option

OPTIONS = tuple(Option(label=f"Option {number}", value=f"o{number}") for number in range(12))
_WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=60)
_CHOSEN = st.lists(st.integers(0, 11), unique=True).map(sorted)
ANSWERS: dict[InputKind, st.SearchStrategy[str]] = {
    InputKind.SHORT: _WORDS,
    InputKind.LONG: st.lists(_WORDS, max_size=4).map("\n".join),
    InputKind.NUMBER: st.one_of(st.just(""), st.integers(-999, 999).map(str), st.just("many")),
    InputKind.DATE: st.one_of(st.just(""), st.dates().map(str), st.just("tomorrow")),
    InputKind.TIME: st.one_of(st.just(""), st.times().map(lambda at: f"{at:%H:%M}"), st.just("noon")),
    InputKind.CHOICE: st.sampled_from(("", *(f"o{number}" for number in range(3)))),
    InputKind.MULTI: _CHOSEN.map(lambda chosen: ",".join(f"o{number}" for number in chosen)),
    InputKind.TOGGLE: st.sampled_from(("", "yes")),
    InputKind.SEARCH: _WORDS,
    InputKind.PERSON: st.sampled_from(("", "100000000000000001", "Dana")),
}


def _asked(number: int, kind: InputKind, value: str, *, few: bool = True) -> Input:
    options = {InputKind.CHOICE: OPTIONS[: 3 if few else 12], InputKind.MULTI: OPTIONS}.get(kind, ())
    source = "prospects" if kind is InputKind.SEARCH else ""
    return Input(key=f"in{number}", label="In", kind=kind, value=value, options=options, source=source)


@st.composite
def filled_forms(draw: st.DrawFn) -> Form:
    kinds = draw(st.lists(st.sampled_from(list(InputKind)), min_size=1, max_size=5))
    inputs = [_asked(number, kind, draw(ANSWERS[kind]), few=draw(st.booleans())) for number, kind in enumerate(kinds)]
    return Form(id="a.form", title="Form", inputs=tuple(inputs), context="c:1;2")


@given(filled_forms())
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_what_a_form_stands_at_is_read_back(form: Form) -> None:
    modal = render.modal(form)
    assert modal["custom_id"] == "v1:a.form:c:1;2"
    assert render.values(as_sent(modal["components"])) == {each.key: each.value for each in form.inputs}


def as_sent(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what Discord sends of a form that is left as it is."""
    return [{"type": 18, "id": 1, "component": _left(each["component"])} for each in components]


def _left(part: dict[str, Any]) -> dict[str, Any]:
    kind, named = part["type"], {"type": part["type"], "custom_id": part["custom_id"]}
    chosen = [each["value"] for each in part.get("options", ()) if each.get("default")]
    match kind:
        case 4:
            return {**named, "value": part.get("value", "")}
        case 5:
            return {**named, "values": [each["id"] for each in part.get("default_values", ())]}
        case 21:
            return {**named, "value": chosen[0] if chosen else None}
        case 23:
            return {**named, "value": part["default"]}
        case _:
            return {**named, "values": chosen}


def kinds(*inputs: Input) -> list[int]:
    components = render.modal(Form(id="a", title="T", inputs=inputs))["components"]
    return [each["component"]["type"] for each in components]


def test_each_input_is_the_nearest_thing_that_discord_has() -> None:
    of = {kind: _asked(0, kind, "") for kind in InputKind}
    assert [kinds(of[kind]) for kind in (InputKind.SHORT, InputKind.NUMBER, InputKind.DATE, InputKind.TIME)] == [
        [4]
    ] * 4
    assert [kinds(of[kind]) for kind in (InputKind.LONG, InputKind.SEARCH)] == [[4]] * 2
    assert [kinds(of[kind]) for kind in (InputKind.TOGGLE, InputKind.PERSON)] == [[23], [5]]
    choice = of[InputKind.CHOICE]
    by_count = {count: kinds(replace(choice, options=OPTIONS[:count])) for count in (1, 2, 5, 6, 12)}
    assert by_count == {1: [3], 2: [21], 5: [21], 6: [3], 12: [3]}
    multi = of[InputKind.MULTI]
    assert {count: kinds(replace(multi, options=OPTIONS[:count])) for count in (1, 10, 11)} == {
        1: [22],
        10: [22],
        11: [3],
    }
    assert kinds(_asked(0, InputKind.PERSON, "Dana")) == [4]


def test_a_date_and_a_time_say_how_they_are_typed() -> None:
    shown = render.modal(
        Form(id="a", title="T", inputs=(_asked(0, InputKind.DATE, ""), _asked(1, InputKind.TIME, "")))
    )["components"]
    assert [each["component"]["placeholder"] for each in shown] == ["2026-11-24", "14:30"]


def test_an_introduction_stands_above_and_is_not_read_back() -> None:
    form = Form(id="a", title="T", inputs=(_asked(0, InputKind.SHORT, "x"),), intro="Only *words*.")
    first, second = render.modal(form)["components"]
    assert first == {"type": 10, "content": r"Only \*words\*."}
    assert render.values([{"type": 10, "id": 1}, *as_sent([second])]) == {"in0": "x"}
