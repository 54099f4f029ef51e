"""Whether Slack would take a payload: its own models, blockkit, the stand-in's limits, and what all of them miss."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import blockkit
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.adapters.slack import strict

Json = dict[str, Any]

KIT: dict[str, Callable[..., Any]] = {
    "actions": blockkit.Actions,
    "button": blockkit.Button,
    "checkboxes": blockkit.Checkboxes,
    "context": blockkit.Context,
    "datepicker": blockkit.DatePicker,
    "external_select": blockkit.ExternalSelect,
    "header": blockkit.Header,
    "home": blockkit.Home,
    "input": blockkit.Input,
    "message": blockkit.Message,
    "modal": blockkit.Modal,
    "mrkdwn": blockkit.Text,
    "multi_static_select": blockkit.MultiStaticSelect,
    "number_input": blockkit.NumberInput,
    "plain_text": blockkit.Text,
    "plain_text_input": blockkit.PlainTextInput,
    "radio_buttons": blockkit.RadioButtons,
    "section": blockkit.Section,
    "static_select": blockkit.StaticSelect,
    "timepicker": blockkit.TimePicker,
    "users_select": blockkit.UsersSelect,
}
GAP = "\u200b"
RAW = {"value", "action_id", "block_id", "callback_id", "initial_value", "url"}

_TOKEN = re.compile(r"<([^<>\n]*)>")
_FORMAT = re.compile(r"(?<!\w)([*_~`])(?=\S)(.+?)(?<=\S)\1(?!\w)")
_QUOTE = re.compile(r"^(?:&gt;|>)", re.MULTILINE)
_FOUND = re.compile(
    r"https?://\S|www\.\w|[\w.]@\w|(?<!\w)@(?:here|channel|everyone)|#\w|\w\.(?:com|org|io)\b|mailto:\w"
)
_CONTROL = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


# --- valid ------------------------------------------------------------------------------------------------------------


def judge_message(posted: Json) -> None:
    """Refuse the arguments of a post that Slack would refuse."""
    assert 0 < len(posted["text"]) <= 4_000
    strict.message(posted["blocks"])
    assert posted["blocks"][0]["block_id"]
    _judge_blocks(posted["blocks"])
    KIT["message"](text=posted["text"], blocks=[_component(block) for block in posted["blocks"]]).build()


def judge_view(view: Json) -> None:
    """Refuse a view that Slack would refuse."""
    strict.view(view, view["type"])
    _judge_blocks(view["blocks"])
    model = View(**view)
    model.validate_json()
    assert model.to_dict() == view
    _component(view).build()


def _judge_blocks(blocks: list[Json]) -> None:
    for block in blocks:
        model = Block.parse(block)
        assert model is not None
        model.validate_json()
        assert model.to_dict() == block
        _component(block).build()
    assert lint(blocks) == []
    json.dumps(blocks).encode()


def _component(part: Any) -> Any:  # noqa: ANN401 - any part of a payload
    """Build a part of a payload anew with blockkit."""
    if isinstance(part, list):
        return [_component(each) for each in part]
    if not isinstance(part, dict):
        return part
    kind = part.get("type")
    made = {name: _component(each) for name, each in part.items() if name != "type"}
    if kind in {"plain_text", "mrkdwn"}:
        return blockkit.Text(type=kind, **made)
    if kind == "external_select":
        made["min_query_length"] = max(1, made["min_query_length"])  # Slack takes 0, blockkit does not
    if kind == "number_input" and "initial_value" in made:
        made["initial_value"] = float(made["initial_value"])  # blockkit writes the text itself
    if kind:
        return KIT[kind](**made)
    return (blockkit.Confirm if "deny" in part else blockkit.Option)(**made)


def lint(part: object) -> list[str]:
    """Return what is wrong with a part of a payload, and no validator sees."""
    wrong: list[str] = []
    if isinstance(part, list):
        return [problem for each in part for problem in lint(each)]
    if not isinstance(part, dict):
        return wrong
    if part.get("type") in {"plain_text", "mrkdwn"}:
        text = part["text"]
        wrong += ["control characters"] if _CONTROL.search(text) else []
        wrong += ["nothing to see"] if not any(sign.isprintable() and not sign.isspace() for sign in text) else []
        wrong += ["Slack looks for links"] if part["type"] == "mrkdwn" and not part.get("verbatim") else []
    if "confirm" in part and "deny" in part:
        rooms = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
        wrong += [f"confirm {name}" for name, room in rooms.items() if len(part[name]["text"]) > room]
    if (
        not part.get("url", "https://").startswith(("https://", "http://", "mailto:"))
        or len(part.get("url", "")) > 3000
    ):
        wrong.append("url")
    for name in ("options", "initial_options"):
        values = [option["value"] for option in part.get(name, ())]
        wrong += [f"{name} are not unique"] if len(values) != len(set(values)) else []
    return wrong + [problem for each in part.values() for problem in lint(each)]


# --- inert ------------------------------------------------------------------------------------------------------------


def alive(payload: object) -> Counter[str]:
    """Count what would be more than text, whichever way Slack takes a zero-width space: as a space, or in a word."""
    return sum((_alive(kind, text) for kind, text in texts(payload)), Counter())


def _alive(kind: str, text: str) -> Counter[str]:
    if kind == "plain_text":
        return Counter(f"plain {each}" for each in re.findall(r"<[!@#\w][^<>]*>", text))
    tokens = _TOKEN.findall(text)
    rest = _TOKEN.sub(" ", text)
    found = Counter(f"token {token.partition('|')[0]}" for token in tokens)
    found += Counter(f"found {each}" for each in _FOUND.findall(rest))
    found += Counter(f"left {sign}" for sign in rest if sign in "<>")
    for meaning in (" ", "x"):
        taken = rest.replace(GAP, meaning)
        found += Counter(f"format {each[0]} {meaning}" for each in _FORMAT.findall(taken))
        found += Counter(f"quote {meaning}" for _ in _QUOTE.findall(taken))
    return found


def texts(part: object) -> Iterator[tuple[str, str]]:
    """Yield every text that is shown, with how Slack reads it."""
    if isinstance(part, list):
        for each in part:
            yield from texts(each)
    elif isinstance(part, dict):
        if part.get("type") in {"plain_text", "mrkdwn"}:
            yield part["type"], part["text"]
        elif isinstance(part.get("text"), str):
            yield "mrkdwn", part["text"]
        for name, each in part.items():
            if name not in RAW:
                yield from texts(each)
