"""Nobody sees anything unless both said so, exactly what was said, until one of them says otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.domain.sharing import Look
from bot.ports import Store
from tests.features.harness import START, Conversation, together

QUIET = START.replace("cadence:30", "cadence:weekly")  # what is asked is another matter
NUMBERS = "numbers (time recorded, selling share, asks, conversations, the outreach block, what is booked)"
CODE = re.compile(r"share accept (\S+)")


@dataclass
class Two:
    """Ida, who keeps a diary, and Sam, who does not."""

    ida: Conversation
    sam: Conversation

    async def invite(self, how: str = "share grant Sam counts") -> str:
        """Let Ida invite; return the code."""
        await self.ida.say(how)
        found = CODE.search(self.ida.last.text)
        assert found, self.ida.last.text
        return found[1]

    async def shared(self, how: str = "share grant Sam counts") -> None:
        """Let Ida invite, and Sam accept."""
        await self.sam.say(f"share accept {await self.invite(how)}")


@pytest.fixture
async def two(sqlite_store: Store) -> Two:
    ida, sam = Conversation(sqlite_store, user="ida"), Conversation(sqlite_store, user="sam")
    together(ida, sam)
    await ida.say(QUIET)
    await ida.at("2026-11-23 09:00")
    for words in (
        "Dana Kowalski's site - dana said she pays on Friday",
        "call log Dana Kowalski thinking until tue offer:Website - she wants retainer",
        "call log Ben yes",
        "asked Chloé",
    ):
        await ida.say(words)
    for each in (ida, sam):
        each.shown.clear()
    return Two(ida, sam)


async def test_nothing_is_shown_before_both_said_yes(two: Two) -> None:
    code = await two.invite()
    assert two.ida.last.text.splitlines()[0] == (f"Once they accept, Sam sees {NUMBERS}.")
    assert two.sam.shown == []
    await two.sam.press_raw("share.look", "1")
    assert two.sam.last.text == "Nothing is shown there now."
    await two.sam.say(f"share accept {code}")
    assert two.sam.last.text.splitlines() == [
        f"ida shows you their weeks: {NUMBERS}.",
        "They see when you looked. `share list` has this, too.",
    ]
    assert two.ida.last.text.splitlines()[0].startswith("Sam accepted, as sam. From now on they see numbers")


LEVELS = {
    "counts": [],
    "outcomes": ["1 yes, 1 thinking", "Follow-ups"],
    "words": ["1 yes, 1 thinking", "Follow-ups", "Hours by why", "D. said she pays on Friday", "Due next"],
}


@pytest.mark.parametrize("level", LEVELS)
async def test_each_level_shows_what_it_says_and_no_name_and_no_note(two: Two, level: str) -> None:
    await two.shared(f"share grant Sam {level}")
    await two.sam.press("Look")
    seen = two.sam.last.text
    assert "2 of 3 conversations, 2 asks" in seen
    assert [words for words in LEVELS["words"] if words in seen] == LEVELS[level]
    for never in ("Dana", "dana", "Kowalski", "Ben", "Chloé", "retainer", "Website"):
        assert never not in seen


async def test_who_introduced_somebody_is_no_name_to_read_either(two: Two) -> None:
    async with two.ida.store.begin() as tx:
        who = await two.ida.who(tx)
        [ben] = [one for one in await tx.sales.prospects(who) if one.name == "Ben"]
        await tx.sales.put_prospect(who, replace(ben, introduced_by="Rosalind Franklin"))
    await two.ida.say("reading - rosalind told me to")
    await two.shared("share grant Sam words")
    await two.sam.press("Look")
    assert "R. told me to" in two.sam.last.text


async def test_names_are_shown_where_the_owner_says_so(two: Two) -> None:
    await two.shared("share grant Sam words names:yes")
    await two.sam.press("Look")
    assert "dana said she pays on Friday" in two.sam.last.text
    assert "Dana Kowalski" in two.sam.last.text


@pytest.mark.parametrize("level", LEVELS)
async def test_a_preview_is_exactly_what_is_seen_and_no_look(two: Two, level: str) -> None:
    await two.shared(f"share grant Sam {level}")
    await two.sam.press("Look")
    seen = two.sam.last.text.splitlines()
    await two.ida.say("share preview sam")
    previewed = two.ida.last.text.splitlines()
    assert previewed[-1] == "A preview: Sam would see exactly this now. Nobody was shown anything."
    assert seen[-1] == "They see that you looked."
    assert previewed[:-1] == seen[:-1]
    assert await looks(two.ida) == 1


async def looks(of: Conversation) -> int:
    async with of.store.begin() as tx:
        return len(await tx.sharing.looks(await of.who(tx), 1_000))


async def test_a_revoke_is_at_once_and_silent(two: Two) -> None:
    await two.shared()
    await two.sam.press("Look")
    before = len(two.sam.shown)
    await two.ida.say("share revoke sam")
    assert two.ida.last.text == (
        "Sam sees nothing of yours any more, and is not told. What they were shown stays in their messages: "
        "2026-W48, counts."
    )
    assert len(two.sam.shown) == before
    await two.sam.press("Look")
    assert two.sam.last.text == "Nothing is shown there now."
    await two.sam.say("share list")
    assert two.sam.last.text.splitlines()[0] == "You show nobody anything."
    assert await looks(two.ida) == 1


async def test_a_code_is_for_one_person_once(two: Two) -> None:
    eve = Conversation(two.ida.store, user="eve")
    together(two.ida, two.sam, eve)
    code = await two.invite()
    await two.ida.say(f"share accept {code}")
    assert two.ida.last.text == "That is your own invitation: it is for Sam."
    await two.sam.say(f"share accept {code.lower()}")
    await eve.say(f"share accept {code}")
    assert "That code fits nothing." in eve.last.text
    await eve.submit({"code": "NONSENSE"})
    assert eve.last.text.startswith("code: That code fits nothing.")


async def test_a_code_is_good_for_two_weeks(two: Two) -> None:
    code = await two.invite()
    await two.ida.at("2026-12-07 09:00")
    await two.sam.say(f"share accept {code}")
    assert "Accept" not in two.sam.last.text
    async with two.ida.store.begin() as tx:
        assert await tx.sharing.received(await two.sam.who(tx)) == ()


async def test_a_grant_ends_on_its_day(two: Two) -> None:
    await two.shared("share grant Sam counts until:wed")
    await two.ida.at("2026-11-25 23:59")
    await two.sam.press("Look")
    assert "conversations" in two.sam.last.text
    await two.ida.at("2026-11-26 00:00")
    await two.sam.press("Look")
    assert two.sam.last.text == "Nothing is shown there now."


async def test_a_level_is_changed_without_asking_again(two: Two) -> None:
    await two.shared("share grant Sam words")
    await two.ida.say("share grant sam counts")
    assert two.ida.last.text.startswith("From now on Sam sees numbers ")
    await two.sam.press("Look")
    assert "Hours by why" not in two.sam.last.text


@pytest.mark.parametrize("more", ["words", "counts names:yes"])
async def test_more_than_before_is_shown_from_the_week_on_in_which_it_is_granted(two: Two, more: str) -> None:
    await two.shared()
    two.ida.clock.time += timedelta(days=9)
    await two.ida.say(f"share grant Sam {more}")
    await two.sam.press_raw("share.look", "1.2026-11-23")
    assert two.sam.last.text.splitlines()[0] == "Week 49 · 30 Nov – 6 Dec"
    assert "retainer" not in two.sam.last.text
    await two.ida.say("share grant Sam counts")
    await two.sam.press_raw("share.look", "1.2026-11-23")
    assert two.sam.last.text.splitlines()[0] == "Week 49 · 30 Nov – 6 Dec"


async def test_weeks_before_the_yes_are_not_shown(two: Two) -> None:
    await two.ida.at("2026-12-01 09:00")
    await two.ida.say("call log Ben no")
    await two.ida.at("2026-12-07 09:00")
    await two.shared()
    await two.sam.press("Look")
    assert two.sam.last.text.splitlines()[0] == "Week 50 · 7–13 Dec"
    assert "The week before" not in two.sam.last.text
    assert two.sam.last.buttons == ("Cheer", "How can I help?")
    await two.sam.press_raw("share.look", "1.2026-11-23")
    assert two.sam.last.text.splitlines()[0] == "Week 50 · 7–13 Dec"
    await two.ida.at("2026-12-18 09:00")
    await two.sam.press("Look")
    await two.sam.press("The week before")
    assert two.sam.last.text.splitlines()[0] == "Week 50 · 7–13 Dec"


async def test_a_pause_is_said_without_its_reason(two: Two) -> None:
    await two.shared("share grant Sam words")
    await two.ida.say("pause for 3 days")
    await two.sam.press("Look")
    assert "on a pause" in two.sam.last.text


async def test_the_form_keeps_what_was_typed(two: Two) -> None:
    await two.ida.say("share grant Sam until:never")
    assert two.ida.form is not None
    await two.ida.submit({"until": "yesterday"})
    assert two.ida.last.text.startswith("until: ")
    await two.ida.submit({"until": "fri"})
    assert "Sam sees numbers" in two.ida.last.text
    assert "until Fri 27 Nov" in two.ida.last.text


async def test_whoever_keeps_a_diary_is_shown_a_line_beside_their_own_report(two: Two) -> None:
    await two.sam.say(QUIET)
    await two.shared()
    await two.ida.at("2026-11-27 16:00")
    report = next(one.text for one in two.sam.shown if one.text.startswith("Week 48"))
    assert "Shown to you: ida: 2 of 3 conversations, 2 asks. `share list` has the rest." in report
    assert await looks(two.ida) == 1


async def test_of_a_line_in_a_report_no_more_is_noted_than_it_shows(two: Two) -> None:
    await two.sam.say(QUIET)
    await two.shared("share grant Sam words")
    await two.ida.at("2026-11-27 16:00")
    await two.ida.say("share list")
    await two.ida.press("Every look")
    assert "2026-W48, counts" in two.ida.last.text


async def test_the_last_look_of_each_is_said_however_often_others_looked_since(two: Two) -> None:
    kim = Conversation(two.ida.store, user="kim")
    together(two.ida, two.sam, kim)
    await two.shared()
    await kim.say(f"share accept {await two.invite('share grant Kim counts')}")
    await kim.press("Look")
    async with two.ida.store.begin() as tx:
        sams = (await tx.sharing.given(await two.ida.who(tx)))[-1]
        for minute in range(30):
            at = two.ida.clock.now() + timedelta(minutes=minute)
            await tx.sharing.note_look(sams, Look(grant=sams.id, at=at, what="2026-W48, counts"))
    await two.ida.say("share list")
    assert two.ida.last.text.count("; last look ") == 2


@pytest.mark.parametrize("viewer", ["", "   ", "\u200b", "\u2067 \u2069"])
async def test_nobody_is_invited_under_a_name_that_is_not_seen(two: Two, viewer: str) -> None:
    await two.ida.command("share grant", viewer=viewer, level="counts")
    assert two.ida.last.kind == "form"


async def test_a_level_that_there_is_not_is_asked_for_again(two: Two) -> None:
    await two.ida.say("share preview level:everything")
    assert "went wrong" not in two.ida.last.text


async def test_what_one_sees_under_another_name_as_well_is_said_at_a_revoke(two: Two) -> None:
    await two.shared("share grant Sam words")
    await two.shared("share grant Samuel counts")
    await two.ida.say("share revoke sam")
    assert two.ida.last.text.startswith("Sam is shown nothing more under that name, and is not told. ")
    assert "As Samuel they still see counts." in two.ida.last.text


async def test_the_line_stays_when_the_report_asks_and_is_answered(two: Two) -> None:
    await two.sam.say(QUIET)
    await two.shared()
    await two.sam.at("2026-11-27 15:00")
    await two.sam.say("9:00-12:00 site - launch it")
    await two.ida.at("2026-11-27 16:00")
    for press in ("Partly", "Undo"):
        await two.sam.press(press)
        assert "Shown to you: ida: " in two.sam.last.text, two.sam.last
    assert await looks(two.ida) == 1


async def test_both_see_when_the_other_is_forgotten_that_nothing_is_shown(two: Two) -> None:
    await two.shared()
    async with two.ida.store.begin() as tx:
        await tx.records.erase(await two.sam.who(tx))
    await two.ida.say("share list")
    assert two.ida.last.text.splitlines()[0] == "You show nobody anything."
