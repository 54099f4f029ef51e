"""What is added to a conversation afterwards, each by itself: their story, what one learned, a correction."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.sales import Kept, Reflection, Story
from bot.feature import Turn
from bot.features.conversations.echo import EDIT, GONE, REFLECT, STORY
from bot.features.conversations.form import (
    Beside,
    ending_inputs,
    read_ending,
    today_of,
)
from bot.features.conversations.log import UNDONE, conversation_named, save
from bot.gestures import Effects, Errors, Open, Pick, Press, Submit
from bot.grammar.dates import read_past_day
from bot.ui import Form, Input, InputKind, fitting, unless_cut

# --- the story --------------------------------------------------------------------------------------------------------


async def open_story(turn: Turn, press: Press) -> Effects:
    """Open the form about the person in the conversation."""
    conversation = await conversation_named(turn, press.value)
    if conversation is None:
        return (GONE,)
    story = conversation.story
    return (
        Open(
            Form(
                id=STORY,
                title="Their story",
                context=str(conversation.id),
                inputs=(
                    _long("now", "Where they are", story.now),
                    _long("wanted", "Where they want to be", story.wanted),
                    _long("obstacle", "In the way", story.obstacle),
                    _long("result", "The outcome they want", story.result),
                ),
            )
        ),
    )


async def save_story(turn: Turn, submit: Submit) -> Effects:
    """Add the story to its conversation; sent in again, it takes the place of what was there."""
    conversation = await conversation_named(turn, submit.context)
    if conversation is None:
        return (Errors({"now": UNDONE}),)
    stored = conversation.story
    story = Story(
        now=unless_cut(submit.values.get("now", ""), stored.now),
        wanted=unless_cut(submit.values.get("wanted", ""), stored.wanted),
        obstacle=unless_cut(submit.values.get("obstacle", ""), stored.obstacle),
        result=unless_cut(submit.values.get("result", ""), stored.result),
    )
    return await save(turn, replace(conversation, story=story), "the story of")


# --- the reflection ---------------------------------------------------------------------------------------------------


async def open_reflection(turn: Turn, press: Press) -> Effects:
    """Open the form about what one learned."""
    conversation = await conversation_named(turn, press.value)
    if conversation is None:
        return (GONE,)
    learned = conversation.reflection
    one_thing = Input(
        key="one_thing",
        label="The one thing",
        value=fitting(learned.one_thing),
        hint="Only one, chosen from those, to do differently in the next conversation",
    )
    return (
        Open(
            Form(
                id=REFLECT,
                title="Reflect",
                context=str(conversation.id),
                inputs=(
                    _long("well", "What went well", learned.well, "As many things as you can find, one a line"),
                    _long("better", "What could be better", learned.better, "Could, not should"),
                    one_thing,
                ),
            )
        ),
    )


async def save_reflection(turn: Turn, submit: Submit) -> Effects:
    """Add the reflection to its conversation; sent in again, it takes the place of what was there."""
    conversation = await conversation_named(turn, submit.context)
    if conversation is None:
        return (Errors({"well": UNDONE}),)
    stored = conversation.reflection
    reflection = Reflection(
        well=unless_cut(submit.values.get("well", ""), stored.well),
        better=unless_cut(submit.values.get("better", ""), stored.better),
        one_thing=unless_cut(submit.values.get("one_thing", ""), stored.one_thing),
    )
    return await save(turn, replace(conversation, reflection=reflection), "the reflection on")


async def note_kept(turn: Turn, pick: Pick) -> Effects:
    """Note what became, in a conversation, of the one thing that was meant for it."""
    conversation = await conversation_named(turn, pick.value)
    said = pick.chosen[0] if pick.chosen else ""
    if conversation is None or said not in set(Kept):
        return (GONE,)
    return await save(turn, replace(conversation, kept=Kept(said)), "the one thing with")


# --- corrections ------------------------------------------------------------------------------------------------------


async def open_edit(turn: Turn, press: Press) -> Effects:
    """Open the form with what was logged."""
    conversation = await conversation_named(turn, press.value)
    if conversation is None:
        return (GONE,)
    on = conversation.at.astimezone(turn.person.plan.tz).date()
    known = {
        "outcome": conversation.outcome.value,
        "back": conversation.back_on.isoformat() if conversation.back_on else "",
        "offer": conversation.offer,
        "notes": conversation.all_notes,
    }
    when = Input(key="date", label="When it was", kind=InputKind.DATE, required=True, value=on.isoformat())
    inputs = (when, *ending_inputs(known, {}, today_of(turn)))
    return (Open(Form(id=EDIT, title="Edit the conversation", context=str(conversation.id), inputs=inputs)),)


async def save_edit(turn: Turn, submit: Submit) -> Effects:
    """Change what was logged."""
    conversation = await conversation_named(turn, submit.context)
    if conversation is None:
        return (Errors({"notes": UNDONE}),)
    today = today_of(turn)
    on = read_past_day(submit.values.get("date", ""), today)
    ending = read_ending(submit.values, today, kept=conversation.back_on)
    if on is None or isinstance(ending, dict):
        wrong = {} if on else {"date": "A day up to today, like yesterday or 2026-11-20."}
        return (Errors(wrong | (ending if isinstance(ending, dict) else {})),)
    same_day = on == conversation.at.astimezone(turn.person.plan.tz).date()
    at = conversation.at if same_day else Beside(key="", on=on).at(turn)
    kept = replace(
        ending,
        offer=unless_cut(ending.offer, conversation.offer),
        notes=unless_cut(ending.notes, conversation.all_notes),
    )
    return await save(turn, replace(kept.on(conversation), jotted="", at=at), "the change to")


async def flip_practice(turn: Turn, press: Press) -> Effects:
    """Note that a conversation was practice, or real."""
    named, _, what = press.value.partition(".")
    conversation = await conversation_named(turn, named)
    if conversation is None:
        return (GONE,)
    return await save(turn, replace(conversation, practice=what == "practice"), "the change to")


def _long(key: str, label: str, value: str, hint: str = "") -> Input:
    return Input(key=key, label=label, kind=InputKind.LONG, value=fitting(value), hint=hint)
