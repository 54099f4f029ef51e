"""What is said of a conversation that was logged: what it means, what the week has, and what can be added."""

from __future__ import annotations

from bot.domain.sales import Conversation, Outcome, Prospect, tally
from bot.domain.slots import week_span, week_start
from bot.feature import Turn
from bot.features.conversations.form import today_of
from bot.gestures import Toast
from bot.ui import Button, Fact, Message, Rich, Section, Tone
from bot.wording import day_words, goal_words, outcome_words, quoted

STORY = "call.story"
REFLECT = "call.reflect"
EDIT = "call.edit"
PRACTICE = "call.practice"
GONE = Toast("That conversation was undone, or is not there any more.")
_TEXT_SHOWN = 300


async def logged(turn: Turn, conversation: Conversation, prospect: Prospect, change: int | None) -> Message:
    """Say what was logged, what it means for the week, and what can be added."""
    facts = details(conversation, _TEXT_SHOWN)
    meaning = await _meaning(turn, conversation)
    week = await _week(turn, conversation)
    return Message(
        text=_logged_words(turn, conversation, prospect),
        sections=(
            Section(text=(f"{meaning} {week}".strip(),)),
            *((Section(fields=facts),) if facts else ()),
            *await _one_thing(turn, conversation),
        ),
        buttons=_buttons(conversation, change),
        tone=Tone.GOOD if conversation.outcome in {Outcome.YES, Outcome.NO} else Tone.NEUTRAL,
        silent=True,
        key=conversation.key,
    )


def _buttons(conversation: Conversation, change: int | None) -> tuple[Button, ...]:
    value = str(conversation.id)
    label, flipped = ("It was real", "real") if conversation.practice else ("It was practice", "practice")
    return (
        Button(action=STORY, label="Add story", value=value, opens_form=True),
        Button(action=REFLECT, label="Reflect", value=value, opens_form=True),
        Button(action=EDIT, label="Edit", value=value, opens_form=True),
        Button(action=PRACTICE, label=label, value=f"{value}.{flipped}"),
        *((Button(action="undo", label="Undo", value=str(change)),) if change is not None else ()),
    )


def _logged_words(turn: Turn, conversation: Conversation, prospect: Prospect) -> Rich:
    today = today_of(turn)
    day = conversation.at.astimezone(turn.person.plan.tz).date()
    when = "" if day == today else f" for {day_words(day, today)}"
    practice = "practice with " if conversation.practice else ""
    asked: Rich = (" Asked: ", quoted(conversation.offer), ".") if conversation.offer else ()
    ended = outcome_words(conversation, today)
    return (f"Logged{when}: {practice}", quoted(prospect.name), f", {ended}.", *asked)


async def _meaning(turn: Turn, conversation: Conversation) -> str:
    """Say what a yes and a no are worth."""
    if conversation.practice:
        return ""
    if conversation.outcome is Outcome.NO:
        return "A no. That frees you for the next one."
    if conversation.outcome is not Outcome.YES:
        return ""
    every = await turn.tx.sales.conversations_with(turn.who, conversation.prospect)
    held = sum(not one.practice and one.at <= conversation.at for one in every)
    return f"A yes, after {held} conversations. Well earned." if held > 1 else "A yes, in the first conversation."


async def _week(turn: Turn, conversation: Conversation) -> str:
    """Say how many conversations the conversation's week has, against the goal."""
    plan = turn.person.plan
    monday = week_start(conversation.at.astimezone(plan.tz).date())
    talks = tally(await turn.tx.sales.conversations(turn.who, week_span(monday, plan.tz)))
    today = today_of(turn)
    which = "this week" if monday == week_start(today) else f"in the week of {day_words(monday, today)}"
    return f"{goal_words(talks, plan.goal)} {which}."


def details(conversation: Conversation, limit: int) -> tuple[Fact, ...]:
    """Return what was noted about a conversation, each text on one line of at most `limit` characters."""
    story, reflection = conversation.story, conversation.reflection
    noted = (
        ("Notes", conversation.all_notes),
        ("Where they are", story.now),
        ("Where they want to be", story.wanted),
        ("In the way", story.obstacle),
        ("The outcome they want", story.result),
        ("Went well", reflection.well),
        ("Could be better", reflection.better),
    )
    return tuple(Fact(label=label, value=(quoted(text, limit),)) for label, text in noted if text)


async def _one_thing(turn: Turn, conversation: Conversation) -> tuple[Section, ...]:
    """Say the one thing that was left for the next conversation, or else the one that was meant for this one."""
    if one_thing := conversation.reflection.one_thing:
        return (Section(text=("Your one thing for the next one: ", quoted(one_thing, _TEXT_SHOWN), ".")),)
    last = await turn.tx.sales.latest_one_thing(turn.who)
    if last is None or last.at > conversation.at:
        return ()
    return (Section(text=("Your one thing for this one was: ", quoted(last.reflection.one_thing, _TEXT_SHOWN), ".")),)
