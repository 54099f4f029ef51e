"""A coach's morning list says no more than each client shows, and of somebody on a pause nothing but that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.features.sharing.partners import HELP
from bot.ports import Store
from bot.ui import MAX_SECTIONS
from tests.features.harness import Conversation, together
from tests.features.test_partners import form, number
from tests.features.test_sharing import CODE, looks

MONDAY = "2026-11-16 08:00"
THURSDAY = "2026-11-26 11:00"
QUIET = "start zone:Europe/Paris hours:9-10 days:sun cadence:60 block:9:00 goal:3"  # few questions, fast tests


@dataclass
class Practice:
    """Kim, who coaches, with clients who begin on one day and show her their weeks."""

    store: Store
    kim: Conversation
    since: str = MONDAY
    clients: list[Conversation] = field(default_factory=list)

    async def take(self, name: str, level: str, *, looked: bool = True) -> Conversation:
        """Take on a client, who is looked at once or not at all."""
        client = Conversation(self.store, user=name, at=self.since)
        self.clients.append(client)
        together(self.kim, *self.clients)
        await client.say(QUIET)
        await client.say(f"share grant Kim {level}")
        found = CODE.search(client.last.text)
        assert found
        await self.kim.say(f"share accept {found[1]}")
        if looked:
            await self.kim.press("Look")
        return client

    async def list(self) -> Sequence[str]:
        """Return the morning list, line by line."""
        await self.kim.say("clients")
        return self.kim.last.text.splitlines()


@pytest.fixture
def practice(sqlite_store: Store) -> Practice:
    return Practice(sqlite_store, Conversation(sqlite_store, user="kim", at=MONDAY))


async def test_without_clients_it_says_how_one_begins(practice: Practice) -> None:
    assert await practice.list() == ["Nobody shows you their weeks. They begin with `share grant Kim counts`."]


SAID = {
    "counts": "Ask ida about this week: 1 of 3 conversations; no ask yet.",
    "outcomes": "Celebrate ida for this week: 1 yes.",
    "words": "Celebrate ida for this week: 1 yes.",
}


@pytest.mark.parametrize("level", SAID)
async def test_it_says_no_more_than_the_level_holds(practice: Practice, level: str) -> None:
    ida = await practice.take("ida", level)
    await practice.kim.at("2026-11-23 09:00")
    await ida.say("call log Ben no date:2026-11-18")
    await ida.say("call log Dana yes")
    await practice.kim.at(THURSDAY)
    assert (await practice.list())[:2] == [
        f"1 person shows you their weeks: 1 to {SAID[level].split()[0].lower()}{' about' * (level == 'counts')}.",
        f"1. {SAID[level]}",
    ]
    assert "Dana" not in practice.kim.last.text
    assert practice.kim.last.buttons == (("Look 1",) if level == "counts" else ("Cheer 1",))
    assert await looks(ida) == 2


async def test_before_thursday_it_is_about_the_week_before(practice: Practice) -> None:
    ida = await practice.take("ida", "outcomes")
    await ida.say("call log Ben thinking until fri")
    await practice.kim.at("2026-11-24 09:00")
    assert (await practice.list())[1] == (
        "1. Ask ida about last week: 1 of 3 conversations; no ask; 1 follow-up overdue."
    )


async def test_a_goal_met_and_an_ask_after_a_quiet_week_are_celebrated(practice: Practice) -> None:
    ida, ben = [await practice.take(name, "counts") for name in ("ida", "ben")]
    await ida.say("mail - to be reachable")
    await practice.kim.at(THURSDAY)
    await ida.say("asked Dana")
    for name in ("Ann", "Bo", "Cy"):
        await ben.say(f"call log {name} no")
    lines = await practice.list()
    assert lines[0] == "2 people show you their weeks: 2 to celebrate."
    assert set(lines[1:3]) == {
        "1. Celebrate ida for this week: 1 ask after a quiet week.",
        "2. Celebrate ben for this week: 3 of 3 conversations, the goal is met.",
    }


async def test_who_wrote_and_who_was_never_looked_at_wait_and_their_numbers_are_not_used(practice: Practice) -> None:
    new = await practice.take("new", "words", looked=False)
    ida = await practice.take("ida", "words")
    await ida.submit({"words": "Help!"}, form(HELP, await number(practice.kim)))
    lines = await practice.list()
    assert lines == [
        "2 people show you their weeks: 2 waiting for you.",
        "1. new waits for you: they show you their weeks, and you did not look yet.",
        "2. ida waits for you: their words are not answered yet.",
    ]
    assert (await looks(new), await looks(ida)) == (0, 1)
    await practice.kim.press("Answer 2")
    await practice.kim.submit({"words": "Here I am."})
    assert ida.last.text == "Kim answers: Here I am."
    assert "1 waiting for you" in (await practice.list())[0]


async def test_somebody_on_a_pause_stands_apart_and_is_not_looked_at(practice: Practice) -> None:
    ida = await practice.take("ida", "words")
    await ida.say("pause for 2 weeks")
    await practice.kim.at(THURSDAY)
    assert await practice.list() == ["1 person shows you their weeks; nobody waits for you.", "On a pause: ida."]
    assert await looks(ida) == 1


async def test_after_a_revoke_nothing_is_said_of_them(practice: Practice) -> None:
    ida = await practice.take("ida", "words")
    await practice.kim.at(THURSDAY)
    await practice.list()
    seen = await looks(ida)
    await ida.say("share revoke kim")
    assert "Nobody shows you" in (await practice.list())[0]
    await practice.kim.press("Look 1")
    assert practice.kim.last.text == "Nothing is shown there now."
    assert await looks(ida) == seen


async def test_of_many_the_most_important_are_shown_and_the_rest_is_counted(sqlite_store: Store) -> None:
    practice = Practice(sqlite_store, Conversation(sqlite_store, user="kim", at=THURSDAY), since=THURSDAY)
    for each in range(MAX_SECTIONS):
        await practice.take(f"client{each}", "counts", looked=each > 0)
    ida = await practice.take("ida", "counts")
    await ida.say("pause for 2 weeks")
    lines = await practice.list()
    assert lines[0] == "11 people show you their weeks: 1 waiting for you, 9 to ask about."
    assert lines[1].startswith("1. client0 waits for you: ")
    assert lines[-3:] == ["and 3 more; `share list` has them.", "On a pause: ida.", "They see that you looked."]
    assert len(practice.kim.last.buttons) == 7
