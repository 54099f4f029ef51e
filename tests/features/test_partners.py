"""Two people who see each other's weeks cheer and help one another, for as long as one shows the other anything."""

from __future__ import annotations

import pytest

from bot.features.sharing.partners import A_DAY, ANSWER, HELP
from bot.ports import Store
from bot.ui import Form, Input
from tests.features.harness import START, Conversation, together
from tests.features.test_sharing import Two, looks

NOT_NOW = "words: They can't be told anything just now. Try again tomorrow."
OVER = "Nothing is shown there now."


@pytest.fixture
async def pair(sqlite_store: Store) -> Two:
    """Ida, who shows Sam how her conversations ended; he keeps a diary, too, and shows her nothing yet."""
    ida, sam = (Conversation(sqlite_store, user=name, at="2026-11-26 11:00") for name in ("ida", "sam"))
    together(ida, sam)
    for each in (ida, sam):
        await each.say(START)
    await ida.say("call log Dana Kowalski yes")
    await sam.say("call log Hugo no")
    both = Two(ida, sam)
    await both.shared("share grant Sam outcomes")
    for each in (ida, sam):
        each.shown.clear()
    return both


async def number(of: Conversation) -> str:
    async with of.store.begin() as tx:
        return str((await of.who(tx)).person)


def form(action: str, context: str) -> Form:
    """Return a form as anybody could send it in."""
    return Form(id=action, title="Words", context=context, inputs=(Input(key="words", label="Your words"),))


async def test_one_who_shows_nothing_in_return_sees_the_other_alone(pair: Two) -> None:
    await pair.sam.say("share")
    await pair.sam.press("Look")
    assert pair.sam.last.text.splitlines()[1] == "ida: 1 of 3 conversations, 0 asks"
    assert "you" not in pair.sam.last.text.partition("They see that you looked.")[0]


async def test_two_who_show_each_other_see_both_weeks_side_by_side_at_the_others_level(pair: Two) -> None:
    await Two(pair.sam, pair.ida).shared("share grant Ida counts")
    await pair.sam.press("Look")
    assert pair.sam.last.text.splitlines()[1:2] == [
        "ida: 1 of 3 conversations, 0 asks; you: 1 of 3 conversations, 0 asks"
    ]
    assert "1 yes · you: 1 no" in pair.sam.last.text
    await pair.ida.say("share")
    await pair.ida.press("Look")
    assert "sam: 1 of 3 conversations, 0 asks; you: " in pair.ida.last.text
    assert "yes" not in pair.ida.last.text
    assert await looks(pair.ida) == await looks(pair.sam) == 1


async def test_a_cheer_comes_once_a_week(pair: Two) -> None:
    await pair.sam.say("share")
    await pair.sam.press("Look")
    await pair.sam.press("Cheer")
    assert pair.sam.last.text == "They hear that you cheer them."
    await pair.sam.press("Cheer")
    assert pair.sam.last.text == "You cheered them this week. The next cheer is for the next."
    assert [one.text for one in pair.ida.shown] == ["Sam cheers you."]
    await pair.ida.at("2026-11-30 08:00")
    await pair.sam.press("Cheer")
    assert [one.text for one in pair.ida.shown].count("Sam cheers you.") == 2
    assert all(face.silent for face in pair.ida.paper.faces.values() if "cheers" in str(face.text))


async def test_how_can_i_help_is_answered_in_the_chat_and_the_answer_in_turn(pair: Two) -> None:
    await pair.sam.say("share")
    await pair.sam.press("Look")
    await pair.sam.press("How can I help?")
    await pair.sam.submit({})
    assert pair.sam.last.text == "Sent to ida."
    assert pair.ida.last.text.splitlines() == ["Sam: How can I help?"]
    await pair.ida.press("Answer")
    await pair.ida.submit({"words": "Read my *offer*, please. <!channel>"})
    assert pair.ida.last.text.splitlines() == [
        "Sam: How can I help?",
        "✓ You answered: Read my *offer*, please. <!channel>",
    ]
    assert pair.sam.last.text == "ida answers: Read my *offer*, please. <!channel>"
    await pair.sam.press("Answer")
    await pair.sam.submit({"words": "Gladly."})
    assert pair.ida.last.text == "Sam answers: Gladly."


async def test_words_are_answered_once(pair: Two) -> None:
    await pair.sam.submit({"words": "Hello"}, form(HELP, await number(pair.ida)))
    await pair.ida.press("Answer")
    opened = pair.ida.form
    assert opened is not None
    await pair.ida.submit({"words": "One"})
    await pair.ida.submit({"words": "Two"}, opened)
    assert pair.ida.last.text == "You answered that."
    assert [one.text for one in pair.sam.shown if "answers" in one.text] == ["ida answers: One"]


async def test_who_shows_their_weeks_may_ask_for_help(pair: Two) -> None:
    await pair.ida.say("share ask sam")
    await pair.ida.submit({"words": ""})
    assert pair.ida.last.text == "words: What would you like to say?"
    await pair.ida.submit({"words": "Shall I call\nher?"})
    assert pair.ida.last.text == "Sent to Sam."
    assert pair.sam.last.text == "ida: Shall I call her?"
    await pair.ida.say("share grant Kim counts")
    await pair.ida.say("share ask Kim")
    assert pair.ida.last.text == "Once Kim accepts, you can ask them."


async def test_a_few_messages_a_day_are_enough(pair: Two) -> None:
    to = form(HELP, await number(pair.ida))
    for _ in range(A_DAY + 1):
        await pair.sam.submit({"words": "Hello"}, to)
    assert "are enough for a day" in pair.sam.last.text
    assert len(pair.ida.shown) == A_DAY
    await pair.ida.at("2026-11-27 08:00")
    await pair.sam.submit({"words": "Hello"}, to)
    assert pair.sam.last.text == "Sent to ida."


async def test_nobody_writes_to_somebody_without_a_grant_between_them(pair: Two) -> None:
    eve = Conversation(pair.ida.store, user="eve")
    together(pair.ida, pair.sam, eve)
    await pair.sam.submit({"words": "Hello"}, form(HELP, await number(pair.ida)))
    note = next(button.value for face in pair.ida.paper.faces.values() for button in face.all_buttons)
    before = len(pair.ida.shown), len(pair.sam.shown)
    for other in ("0", "-1", "x", "1.2", "9" * 30, await number(pair.ida), await number(pair.sam), note):
        await eve.press_raw("share.cheer", other)
        await eve.press_raw("share.help", other)
        await eve.press_raw("share.answer", other)
        await eve.submit({"words": "Hello"}, form(HELP, other))
        await eve.submit({"words": "Hello"}, form(ANSWER, other))
    assert {one.text for one in eve.shown} == {OVER}
    assert (len(pair.ida.shown), len(pair.sam.shown)) == before


async def test_a_revoke_ends_it_at_once_for_both(pair: Two) -> None:
    await pair.sam.say("share")
    await pair.sam.press("Look")
    await pair.sam.press("How can I help?")
    open_form = pair.sam.form
    await pair.sam.submit({"words": "First"})
    await pair.ida.press("Answer")
    answering = pair.ida.form
    assert open_form is not None
    assert answering is not None
    await pair.ida.say("share revoke sam")
    before = len(pair.ida.shown), len(pair.sam.shown)
    for label in ("Look", "Cheer", "How can I help?"):
        await pair.sam.press(label)
        assert pair.sam.last.text == OVER
    await pair.sam.submit({"words": "Second"}, open_form)
    assert pair.sam.last.text == OVER
    await pair.ida.submit({"words": "Mine"}, answering)
    await pair.ida.press("Answer")
    assert [one.text for one in pair.ida.shown[before[0] :]] == [OVER, OVER]
    assert [one.text for one in pair.sam.shown[before[1] :]] == [OVER] * 4


async def test_somebody_on_a_pause_is_told_nothing_until_it_ends_and_the_words_are_kept(pair: Two) -> None:
    to = await number(pair.ida)
    await pair.ida.say("pause until mon")
    before = len(pair.ida.shown)
    await pair.sam.press_raw("share.cheer", to)
    assert pair.sam.last.text == "They can't be told anything just now. Try again tomorrow."
    await pair.sam.submit({"words": "Hello"}, form(HELP, to))
    assert pair.sam.last.text == NOT_NOW
    assert len(pair.ida.shown) == before
    await pair.ida.at("2026-11-30 08:00")
    await pair.sam.press_raw("share.cheer", to)
    await pair.sam.submit({"words": "Hello"}, form(HELP, to))
    assert [one.text for one in pair.ida.shown][-2:] == ["Sam cheers you.", "Sam: Hello"]
