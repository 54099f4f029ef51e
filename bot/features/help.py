"""What can be said here."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.feature import Feature, Turn
from bot.features.plan import often_words
from bot.gestures import Effects, Reply, Text
from bot.grammar.reply import Help
from bot.ui import B, Cmd, Message, Rich, RichSpan, Section
from bot.wording import joined

_ANSWERS: Rich = (
    B("Answer in your own words"),
    "\ncalling leads - to book 3 demos",
    "\n10-11:30 invoices because taxes",
    "\nsince 1pm prospecting - pipeline is thin",
    "\nsame · break · skip · undo · pause 2h",
)


async def help_(turn: Turn, call: Call) -> Effects:
    """List the commands, or explain the one that is named."""
    words = " ".join(call.get("command").casefold().split())
    group = [spec for spec in turn.catalogue.specs if spec.path.split()[0] == words]
    if len(group) > 1:
        return (Reply(_group(words, group)),)
    found = turn.catalogue.find(words) if words else None
    return (Reply(_explained(found[0]) if found else _overview(turn)),)


async def asked(turn: Turn, _: Help, __: Text) -> Effects:
    """List the commands for somebody who said hello."""
    return (Reply(_overview(turn)),)


def _overview(turn: Turn) -> Message:
    often = often_words(turn.person.plan)
    return Message(
        text=(f"{often.capitalize()} I ask what you are doing, and why. Just reply.",),
        sections=(Section(text=_ANSWERS), Section(text=(B("Commands"), "\n", *_contents(turn.catalogue.specs)))),
        footer=_one("call log"),
    )


def _contents(specs: Sequence[Spec]) -> Rich:
    """Say each command in a line, and those that begin with the same word in one: a phone shows few lines."""
    groups: dict[str, list[Spec]] = {}
    for spec in specs:
        groups.setdefault(spec.path.partition(" ")[0], []).append(spec)
    return joined(
        (_lines(group) if len(group) == 1 else _together(word, group) for word, group in groups.items()), "\n"
    )


def _together(word: str, group: Sequence[Spec]) -> Rich:
    others = " · ".join(spec.path.partition(" ")[2] or "alone" for spec in group)
    return (Cmd(f"help {word}"), f"  {others}")


def _group(word: str, specs: Sequence[Spec]) -> Message:
    """List the commands that begin with the same word."""
    return Message(
        text=(f"Commands that begin with {word}:",), sections=(Section(text=_lines(specs)),), footer=_one(specs[0].path)
    )


def _one(path: str) -> Rich:
    return ("To have one explained: ", Cmd(f"help {path}"))


def _lines(specs: Sequence[Spec]) -> Rich:
    return joined(((Cmd(spec.path), f"  {spec.summary}") for spec in specs), "\n")


def _explained(spec: Spec) -> Message:
    lines: list[RichSpan] = []
    for argument in spec.arguments:
        choices = f" ({', '.join(argument.choices)})" if argument.choices else ""
        lines += ["\n" if lines else "", f"{argument.name}: {argument.summary}{choices}"]
    sections = [Section(text=tuple(lines))] if lines else []
    if spec.examples:
        examples = joined(((Cmd(example),) for example in spec.examples), " · ")
        sections.append(Section(text=("For example: ", *examples)))
    return Message(text=(Cmd(spec.usage), f"  {spec.summary}"), sections=tuple(sections))


FEATURE = Feature(
    name="help",
    commands=(
        (
            Spec(
                path="help",
                summary="This list, or one command explained",
                arguments=(Argument(name="command", kind=ArgumentKind.REST, summary="call log"),),
            ),
            help_,
        ),
    ),
    replies={Help: asked},
    before_start=True,
)
