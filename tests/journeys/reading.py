"""What stands on each door's screen, read as its clients show it: no marks, no escapes, times in the reader's zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import plain
from bot.ui import WhenStyle
from tests.adapters.discord import strict
from tests.journeys.saying import Part, Parts

Json = dict[str, Any]
ZONE = ZoneInfo("Europe/Paris")
SMALL = "small print"
WORDS, LINES, SEARCH, DATE, TIME, NUMBER = "words", "lines", "a search", "a date", "a time", "a number"

_GAP = "\u200b"
_HIDDEN = 0xE000  # where signs that are meant stay while marks are taken away
_CODE = "`"


def local(at: datetime) -> str:
    """Return a moment as the reader's clock shows it."""
    return f"{at.astimezone(ZONE):%a %H:%M}"


def in_order(parts: Iterable[Part]) -> Parts:
    """Return the heading, what is read, then what can be pressed: where each stands is the door's own."""
    order = {"heading": -1, "buttons": 1, "a menu's name": 2, "menu": 3}
    return tuple(sorted(parts, key=lambda part: order.get(part.what, 0)))


def lines(text: str, what: str = "text") -> Iterator[Part]:
    """Yield a part for each line."""
    return (Part(what, line.strip()) for line in text.split("\n") if line.strip())


def pressed(buttons: list[str]) -> Iterator[Part]:
    """Yield the buttons as one part."""
    if buttons:
        yield Part("buttons", " ".join(f"[{each}]" for each in buttons))


def asked(
    *, label: str, takes: str, options: Iterable[str] = (), stands: str = "", required: bool = False, hint: str = ""
) -> Iterator[Part]:
    """Yield what an input of a form says."""
    yield Part("asks", label)
    yield Part("takes", takes)
    if offered := " · ".join(options):
        yield Part("offers", offered)
    if stands:
        yield Part("stands at", stands)
    elif required:
        yield Part("is", "needed")
    if hint:
        yield Part("hint", hint)


def _hidden(sign: str) -> str:
    return chr(_HIDDEN + ord(sign))


def _shown(text: str) -> str:
    return "".join(chr(ord(sign) - _HIDDEN) if 0 <= ord(sign) - _HIDDEN < 0x80 else sign for sign in text)


# --- the terminal -----------------------------------------------------------------------------------------------------

_PRESSED = re.compile(r"\[\d+ (.*?)\](?=  |$)")
_QUESTION = re.compile(r"(.*) \((?:(.*); )?(needed|Enter skips|Enter keeps (.*))\)")
_WAYS = re.compile(r"\[(.*)\] sends it as it stands · \[Cancel\] leaves it")
_TAKES = {"several lines": LINES, "a number": NUMBER, "a date": DATE, "a time": TIME}


def terminal_message(rows: Iterable[str], labels: Iterable[str] = (), picture: str = "") -> Parts:
    """Read a message as it is printed on a page so wide that no line breaks; `labels` are those of its facts.

    The words that stand for its `picture` are passed over: elsewhere there is the picture.
    """
    unread = picture.splitlines()
    begins = tuple(f"{label}  " for label in labels)
    parts: list[Part] = []
    buttons: list[str] = []
    for row in rows:
        buttons += _PRESSED.findall(row)
        words = _PRESSED.sub("", row[7:]).strip()
        if unread and words == unread[0]:
            unread.pop(0)
        elif words.startswith("Menu: "):
            parts.append(Part("menu", words.removeprefix("Menu: ")))
        elif begins and words.startswith(begins):
            parts.append(Part("fact", ": ".join(re.split(" {2,}", words, maxsplit=1))))
        elif words:
            parts.append(Part("text", words))
    assert not unread, unread
    return in_order([*parts, *pressed(buttons)])


def terminal_form(rows: Iterable[str]) -> Parts:
    """Read the head of a form."""
    title, *rest = (row[7:] for row in rows)
    ways = _WAYS.fullmatch(rest[-1])
    assert ways, rest
    intro = (Part("text", each) for each in rest[:-1])
    return (Part("title", title), *intro, Part("a form's button", ways[1]))


def terminal_question(rows: Iterable[str]) -> Parts:
    """Read one question of a form."""
    first, *hint = (row[7:] for row in rows)
    found = _QUESTION.fullmatch(first)
    assert found, first
    label, takes, empty, stands = found.groups()
    options = re.sub(r"\b\d+ ", "", takes) if takes and takes.startswith("1 ") else ""
    kind = next((kind for begins, kind in _TAKES.items() if (takes or "").startswith(begins)), WORDS)
    return tuple(
        asked(
            label=label,
            takes="a choice" if options else kind,
            options=[options] if options else (),
            stands=stands or "",
            required=empty == "needed",
            hint=" ".join(hint),
        )
    )


# --- Slack ------------------------------------------------------------------------------------------------------------

_SLACK_STYLES = {
    "{time}": WhenStyle.TIME,
    "{date_short_pretty}": WhenStyle.DATE,
    "{date_short_pretty} {time}": WhenStyle.DATETIME,
    "{ago}": WhenStyle.AGO,
}
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_SLACK_TAKES = {
    "radio_buttons": "a choice",
    "static_select": "a choice",
    "external_select": SEARCH,
    "datepicker": DATE,
    "timepicker": TIME,
    "number_input": NUMBER,
}


def slack_words(text: str, now: datetime) -> str:
    """Read mrkdwn."""

    def moment(found: re.Match[str]) -> str:
        at = datetime.fromtimestamp(int(found[1]), UTC)
        return plain.moment(at, _SLACK_STYLES[found[2]], ZONE, now)

    text = re.sub(r"<!date\^(\d+)\^([^|>]+)\|[^>]*>", moment, text)
    text = re.sub(f"{_GAP}([*_~`]){_GAP}", lambda found: _hidden(found[1]), text)
    text = re.sub(r"`/whatfor (.+?)`", lambda found: f"{_hidden(_CODE)}{found[1]}{_hidden(_CODE)}", text)
    text = re.sub(r"([*`])(.+?)\1", r"\2", text)
    return _shown(re.sub("&(?:amp|lt|gt);", lambda found: _ENTITIES[found[0]], text.replace(_GAP, "")))


def slack_message(message: Json, now: datetime) -> Parts:
    """Read a message; what a notification says is its first words."""
    parts: list[Part] = []
    buttons: list[str] = []
    for block in message["blocks"]:
        match block["type"]:
            case "section":
                parts += lines(slack_words(block["text"]["text"], now)) if "text" in block else ()
                for each in block.get("fields", ()):
                    parts.append(Part("fact", slack_words(each["text"], now).replace("\n", ": ", 1)))
                elements = [block["accessory"]] if "accessory" in block else []
            case "actions":
                elements = block["elements"]
            case "context":
                words = "\n".join(slack_words(each["text"], now) for each in block["elements"])
                parts += lines(words, SMALL)
                elements = []
            case _:
                parts += lines(slack_label(block["text"]), "heading")
                elements = []
        buttons += [slack_label(each["text"]) for each in elements if each["type"] == "button"]
        for menu in (each for each in elements if each["type"] == "static_select"):
            parts += [
                Part("a menu's name", slack_label(menu["placeholder"])),
                Part("menu", " · ".join(slack_label(option["text"]) for option in menu["options"])),
            ]
    _check_first(lines(slack_words(message["text"], now).replace("/whatfor ", "")), parts)
    return in_order([*parts, *pressed(buttons)])


def _check_first(pushed: Iterable[Part], parts: list[Part]) -> None:
    """See that a notification says the first words of a message."""
    said = [part.words.replace(_CODE, "") for part in parts if part.what == "text"]
    first = [part.words.replace(_CODE, "") for part in pushed]
    assert first == said[: len(first)], first


def slack_form(view: Json, now: datetime) -> Parts:
    """Read a form."""
    parts = [Part("title", slack_label(view["title"]))]
    inputs: list[Part] = []
    for block in view["blocks"]:
        if block["type"] != "input":
            parts += lines(slack_words(block["text"]["text"], now))
            continue
        element = block["element"]
        long = LINES if element.get("multiline") else WORDS
        hint = slack_label(block["hint"]) if "hint" in block else ""
        chosen = element["initial_option"]["text"]["text"] if "initial_option" in element else ""
        typed = [element[name] for name in ("initial_value", "initial_date", "initial_time") if name in element]
        inputs += asked(
            label=slack_label(block["label"]),
            takes=_SLACK_TAKES.get(element["type"], long),
            options=[slack_label(each["text"]) for each in element.get("options", ())],
            stands="".join([chosen, *typed]),
            required=not block["optional"],
            hint=hint or _example(slack_label(element["placeholder"]) if "placeholder" in element else ""),
        )
    return (*parts, Part("a form's button", slack_label(view["submit"])), *inputs)


def slack_label(label: Json) -> str:
    """Read plain words."""
    return str(label["text"]).replace(_GAP, "")


def _example(placeholder: str) -> str:
    return f"For example: {placeholder}" if placeholder else ""


# --- Discord ----------------------------------------------------------------------------------------------------------

_DISCORD_STYLES = {"t": WhenStyle.TIME, "D": WhenStyle.DATE, "f": WhenStyle.DATETIME, "R": WhenStyle.AGO}
_SMALL = "-# "
_CODED = re.compile("`(.+?)`")
_EXAMPLES = {"2026-11-24", "14:30", "3"}


def discord_words(text: str, now: datetime) -> str:
    """Read Discord's Markdown."""

    def moment(found: re.Match[str]) -> str:
        at = datetime.fromtimestamp(int(found[1]), UTC)
        return plain.moment(at, _DISCORD_STYLES[found[2]], ZONE, now)

    def command(found: re.Match[str]) -> str:
        return f"{_hidden(_CODE)}{found[1] or found[2]}{_hidden(_CODE)}"

    text = re.sub(r"\\([^0-9A-Za-z\s])", lambda found: _hidden(found[1]), text)
    text = re.sub(r"<t:(\d+):([tDfR])>", moment, text)
    text = re.sub(r"</([^:>]+):\d+>|`/(.+?)`", command, text)
    text = re.sub(r"(\*\*|`)(.+?)\1", r"\2", text)
    return _shown(text.replace(_GAP, ""))


def discord_message(message: Json, now: datetime) -> Parts:
    """Read a message; its content is what a notification says."""
    content = discord_words(message["content"], now).split(f"\n{_SMALL}")
    parts = [*lines(content[0]), *(part for each in content[1:] for part in lines(_CODED.sub(r"/\1", each), SMALL))]
    for embed in message["embeds"]:
        parts += lines(discord_words(embed.get("title", ""), now), "heading")
        parts += lines(discord_words(embed.get("description", ""), now))
        for each in embed.get("fields", ()):
            parts.append(Part("fact", f"{discord_words(each['name'], now)}: {discord_words(each['value'], now)}"))
        parts += lines(embed.get("footer", {}).get("text", ""), SMALL)
    buttons: list[str] = []
    for each in strict.parts(message["components"]):
        if each["type"] == strict.BUTTON:
            buttons.append(each["label"])
        elif each["type"] == strict.STRING_SELECT:
            parts += [
                Part("a menu's name", each["placeholder"]),
                Part("menu", " · ".join(option["label"] for option in each["options"])),
            ]
    return in_order([*parts, *pressed(buttons)])


def discord_form(title: str, components: list[Json], now: datetime) -> Parts:
    """Read a form."""
    parts = [Part("title", title)]
    for each in components:
        if each["type"] != strict.LABEL:
            parts += lines(discord_words(each["content"], now))
            continue
        part, example = each["component"], each["component"].get("placeholder", "")
        options = part.get("options", ())
        is_like = example in _EXAMPLES
        words = f"{WORDS}, like {example}" if is_like else LINES if part.get("style") == 2 else WORDS
        parts += asked(
            label=each["label"],
            takes="a choice" if options else words,
            options=[option["label"] for option in options],
            stands="".join([*(one["label"] for one in options if one.get("default")), part.get("value", "")]),
            required=part["required"],
            hint=each.get("description", "") or _example("" if is_like else example),
        )
    return tuple(parts)
