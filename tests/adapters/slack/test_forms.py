"""A form as Slack's modal is read back as it was filled in, and what is wrong stands where it belongs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import render
from bot.ui import Form, Input, InputKind, Option

PARIS = ZoneInfo("Europe/Paris")
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
    InputKind.PERSON: st.sampled_from(("", "U0123ABC", "Dana")),
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
    view = render.modal(form, zone=PARIS)
    wanted = {each.key: each.value for each in form.inputs}
    assert render.values(view) == wanted
    assert render.values({**view, "state": {"values": as_told(view)}}) == wanted
    assert render.values(render.modal(replace(form, inputs=blank(form)), values=wanted)) == wanted


def blank(form: Form) -> tuple[Input, ...]:
    return tuple(replace(each, value="") for each in form.inputs)


def as_told(view: dict[str, Any]) -> dict[str, dict[str, dict[str, object]]]:
    """Return the state that Slack sends of a view left as it is."""
    told: dict[str, dict[str, dict[str, object]]] = {}
    for block in view["blocks"]:
        element = block["element"]
        name = {
            "plain_text_input": "value",
            "number_input": "value",
            "datepicker": "selected_date",
            "timepicker": "selected_time",
            "users_select": "selected_user",
            "checkboxes": "selected_options",
            "multi_static_select": "selected_options",
        }.get(element["type"], "selected_option")
        held = element.get(f"initial_{name.removeprefix('selected_')}", [] if name == "selected_options" else None)
        told[block["block_id"]] = {element["action_id"]: {"type": element["type"], name: held}}
    return told


def test_what_was_cleared_is_read_as_empty() -> None:
    form = Form(id="a", title="T", inputs=tuple(_asked(n, kind, "") for n, kind in enumerate(list(InputKind)[:5])))
    full = Form(id="a", title="T", inputs=(_asked(0, InputKind.SHORT, "words"),))
    view = render.modal(full)
    state = {
        block: {action: {**told, "value": None} for action, told in each.items()}
        for block, each in as_told(view).items()
    }
    assert render.values({**view, "state": {"values": state}}) == {"in0": ""}
    assert set(render.values(render.modal(form)).values()) == {""}


def test_what_is_wrong_stands_under_its_input_and_the_rest_under_the_last() -> None:
    form = Form(id="a", title="T", inputs=(_asked(0, InputKind.SHORT, ""), _asked(1, InputKind.LONG, "")))
    view = render.modal(form)
    first, last = (block["block_id"] for block in view["blocks"])
    assert render.errors({"in0": "No.", "other": "Gone."}, view) == {first: "No.", last: "Gone."}
    assert render.errors({"in1": "No.", "other": "Gone."}, view) == {last: "No. Gone."}
    assert render.errors({"in0": "No."}, {"blocks": []}) == {}


def test_an_input_that_stands_at_something_else_goes_by_another_id() -> None:
    old, new, same = (
        render.modal(Form(id="a", title="T", inputs=(_asked(0, InputKind.SHORT, value),)))["blocks"][0]["block_id"]
        for value in ("a", "b", "a")
    )
    assert old != new
    assert old == same


def test_a_search_asks_its_source_and_takes_words_that_match_nothing() -> None:
    form = Form(id="a", title="T", inputs=(_asked(0, InputKind.SEARCH, "Dana"),))
    element = render.modal(form)["blocks"][0]["element"]
    assert (element["action_id"], element["min_query_length"]) == ("v1:prospects:in0", 0)
    new = Option(label="New: Zoe", value="Zoe")
    assert [each["value"] for each in render.suggestions([new], "Zoe")] == ["Zoe"]
    assert [each["text"]["text"] for each in render.suggestions([], " Zoe  B ")] == ["Zoe B"]
    assert render.suggestions([], "x" * 100) == []
    assert render.suggestions([], "") == []
