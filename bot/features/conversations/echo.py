"""What is said of a conversation that was logged: what it means, what the week has, and what can be added."""

from __future__ import annotations

from bot.domain.sales import Conversation, Kept, Outcome, Prospect, tally
from bot.domain.slots import INSTANT, week_span, week_start
from bot.feature import Turn
from bot.features.bookings import still_booked
from bot.features.conversations.form import today_of
from bot.features.joining import source_of
from bot.features.remembered import one_thing_left
from bot.gestures import Toast
from bot.ui import Button, Fact, Menu, Message, Option, Rich, Section, Tone
from bot.wording import dated_span_words, day_words, goal_words, joined, outcome_words, quoted

STORY = "call.story"
REFLECT = "call.reflect"
EDIT = "call.edit"
PRACTICE = "call.practice"
KEPT = "call.kept"
WORTH = "call.worth"
GONE = Toast("That conversation was undone, or is not there any more.")
_TEXT_SHOWN = 300
_STRETCHES = 3
_FOLLOWING = {Kept.KEPT: " Reflect takes the next one.", Kept.CHANGED: " Reflect takes what it is now."}


async def logged(
    turn: Turn, conversation: Conversation, prospect: Prospect, change: int | None, not_kept: str = ""
) -> Message:
    """Say what was logged, what of it was `not_kept`, what it means for the week, and what can be added."""
    facts = (*await _noted(turn, conversation), *details(conversation, _TEXT_SHOWN))
    meaning = await _meaning(turn, conversation)
    week = await _week(turn, conversation)
    meant = await one_thing_meant(turn, conversation)
    is_no = conversation.outcome is Outcome.NO and not conversation.practice
    return Message(
        text=_logged_words(turn, conversation, prospect),
        sections=(
            Section(text=(" ".join(said for said in (not_kept, meaning, week) if said),), button=_worth(conversation)),
            *((Section(fields=facts),) if facts else ()),
            *_one_thing(conversation, meant),
            *(await still_booked(turn, prospect) if is_no else ()),
        ),
        buttons=_buttons(turn, conversation, change),
        menu=_did_you(conversation) if meant and not conversation.kept else None,
        tone=Tone.GOOD if conversation.outcome in {Outcome.YES, Outcome.NO} else Tone.NEUTRAL,
        silent=True,
        key=conversation.key,
    )


def _did_you(conversation: Conversation) -> Menu:
    """Ask whether the one thing was done."""
    return Menu(
        action=KEPT,
        placeholder="Your one thing: did you do it?",
        value=str(conversation.id),
        options=tuple(Option(label=each.value.capitalize(), value=each.value) for each in Kept),
    )


def _worth(conversation: Conversation) -> Button | None:
    """Offer to say what a yes is worth."""
    label = "What is it worth?" if conversation.worth is None else "Change the worth"
    button = Button(action=WORTH, label=label, value=str(conversation.id), opens_form=True)
    return button if conversation.is_sale else None


def _buttons(turn: Turn, conversation: Conversation, change: int | None) -> tuple[Button, ...]:
    value = str(conversation.id)
    reflect = Button(action=REFLECT, label="Reflect", value=value, opens_form=True)
    label, flipped = ("It was real", "real") if conversation.practice else ("It was practice", "practice")
    return (
        Button(action=STORY, label="Add story", value=value, opens_form=True),
        *((reflect,) if turn.person.plan.reflects else ()),
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


async def _noted(turn: Turn, conversation: Conversation) -> tuple[Fact, ...]:
    """Say which stretches of the diary the conversation filled."""
    entries = await turn.tx.diary.from_source(turn.who, source_of(conversation))
    stretches = joined((dated_span_words(one.span, turn.person, turn.now) for one in entries[:_STRETCHES]), ", ")
    return (Fact(label="In the diary", value=stretches),) if stretches else ()


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


async def one_thing_meant(turn: Turn, conversation: Conversation) -> str:
    """Return the one thing that was meant for a conversation: the one that waited for it; nothing without one.

    Where it was said what became of it, it is the last that was left, whatever was said of that elsewhere.
    """
    before = conversation.at + INSTANT
    if conversation.kept is None or not turn.person.plan.reflects:
        return await one_thing_left(turn.tx, turn.person, before, but=conversation.id)
    last = await turn.tx.sales.latest_one_thing(turn.who, before, but=conversation.id)
    return last.reflection.one_thing if last else ""


def _one_thing(conversation: Conversation, meant: str) -> tuple[Section, ...]:
    """Say what became of the one thing that was meant for this conversation, and the one that it leaves.

    One that was kept or changed is asked for the one that follows it, which *Reflect* takes.
    """
    left, kept = conversation.reflection.one_thing, conversation.kept
    became = f" — {kept.value}." if kept else "."
    asked = _FOLLOWING.get(kept, "") if kept and not left else ""
    was: Rich = ("Your one thing for this one was: ", quoted(meant, _TEXT_SHOWN), became, asked)
    following: Rich = ("Your one thing for the next one: ", quoted(left, _TEXT_SHOWN), ".")
    shown = ((meant and (kept or not left), was), (left, following))
    return tuple(Section(text=text) for wanted, text in shown if wanted)
