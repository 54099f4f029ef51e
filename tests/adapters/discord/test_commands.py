"""The commands as Discord is told of them: all of them, valid, and told again only when they changed."""

from __future__ import annotations

from copy import deepcopy

from adapters.discord.commands import are_the_same, commands, mentions, used
from adapters.discord.words import Json
from bot.commands import Argument, ArgumentKind, Catalogue, Spec
from bot.features import FEATURES
from tests.adapters.discord import strict
from tests.adapters.discord.described import described

CATALOGUE = Catalogue(spec for feature in FEATURES for spec, _ in feature.commands)


def stored(given: list[Json]) -> list[Json]:
    """Return commands as Discord tells of them: in another order, with what it adds, and without what is empty."""
    found = deepcopy(given)
    for number, each in enumerate(found):
        each |= {
            "id": str(100 + number),
            "application_id": "9",
            "version": "1",
            "nsfw": False,
            "name_localizations": None,
        }
        each["contexts"] = each["contexts"][::-1]
        for option in each.get("options", ()):
            option.setdefault("required", False)
        if not each.get("options"):
            each.pop("options", None)
    return found[::-1]


def test_every_command_is_one_that_discord_takes() -> None:
    told = commands(CATALOGUE)
    strict.commands(told)
    description = described()
    if description is not None:
        assert not description.broken("PUT", "/applications/1/commands", {}, told)


def test_every_path_and_every_argument_can_be_used() -> None:
    there = {each["name"]: each for each in commands(CATALOGUE)}
    assert there["Add as follow-up"]["type"] == 3
    for spec in CATALOGUE.specs:
        head, *rest = spec.path.split()
        found = there[head]
        for name in rest:
            found = next(each for each in found["options"] if each["name"] == name)
        assert [each["name"] for each in found["options"]] == [each.name for each in spec.arguments]
        suggesting = {each["name"] for each in found["options"] if each.get("autocomplete")}
        assert suggesting == {each.name for each in spec.arguments if each.source}


def test_they_show_in_servers_and_in_the_bots_conversation_for_servers_and_for_people() -> None:
    assert all((each["contexts"], each["integration_types"]) == ([0, 1], [0, 1]) for each in commands(CATALOGUE))


def test_commands_that_discord_has_are_not_told_again() -> None:
    told = commands(CATALOGUE)
    assert are_the_same(stored(told), told)
    assert are_the_same([], [])
    assert not are_the_same(stored(told)[1:], told)
    changes: tuple[Json, ...] = ({"description": "Other"}, {"contexts": [0]}, {"options": []})
    for change in changes:
        assert not are_the_same([{**each, **change} if each["name"] == "call" else each for each in stored(told)], told)
    below = stored(told)
    next(each for each in below if each["name"] == "call")["options"][0]["options"][1]["choices"].pop()
    assert not are_the_same(below, told)


def test_a_command_is_mentioned_by_every_path_that_means_it() -> None:
    ids = {each["name"]: each["id"] for each in stored(commands(CATALOGUE))}
    found = mentions(stored(commands(CATALOGUE)), CATALOGUE)
    assert found["call log"] == found["call"] == f"</call log:{ids['call']}>"
    assert found["help"] == f"</help:{ids['help']}>"
    assert set(found) == CATALOGUE.paths
    assert mentions([], CATALOGUE) == {}


def test_each_kind_of_argument_has_its_own() -> None:
    every = Spec(
        path="do it",
        summary="S" * 200,
        arguments=tuple(
            Argument(name=kind.value, kind=kind, summary="s", choices=("a", "b") if kind is ArgumentKind.CHOICE else ())
            for kind in ArgumentKind
        ),
    )
    told, _ = commands(Catalogue([every]))
    strict.commands([told])
    assert {each["name"]: each["type"] for each in told["options"][0]["options"]} == {
        **{kind.value: 3 for kind in ArgumentKind},
        "int": 4,
        "toggle": 5,
    }


def test_a_toggle_that_is_off_says_nothing() -> None:
    said = used({"name": "log", "options": [{"type": 5, "name": "practice", "value": False}]})
    assert (said.path, said.arguments) == ("log", {"practice": ""})
